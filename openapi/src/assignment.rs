//! Dated role assignments (2.1): exactly one manager, one lead per team, one deputy per area, at any instant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, Role, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoleAssignment {
    pub id: Uuid,
    pub employee: PersonRef,
    pub role: Role,
    /// For members and leads.
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// For deputies.
    pub area_id: Option<Uuid>,
    pub area_name: Option<String>,
    pub starts_at: DateTime<Utc>,
    /// First instant at which the assignment no longer holds; open if absent.
    pub ends_at: Option<DateTime<Utc>>,
    /// Holds now.
    pub current: bool,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRoleAssignment {
    pub employee_id: Uuid,
    pub role: Role,
    /// Required for `member` and `lead`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// Required for `deputy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
    /// Now, unless told. A current role of the employee ends at that instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct RoleEnding {
    /// Now, unless told; may lie in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

/// Gives the seat (manager, deputy, lead) to somebody else in one step, without a gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleHandover {
    pub successor_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

crate::list_query! {
    /// Role assignments inside the caller's reach, current and past.
    pub struct RoleAssignmentQuery sorts ["-starts_at", "starts_at"] {
        pub employee_id: Uuid,
        pub team_id: Uuid,
        pub area_id: Uuid,
        pub role: Role,
        /// Only those that hold now (`true`) or no longer or not yet (`false`).
        pub current: bool,
    }
}
