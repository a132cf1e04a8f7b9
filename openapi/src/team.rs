//! Teams: one lead each, and members (2.1).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Team {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "北一組"))]
    pub name: String,
    pub area_id: Option<Uuid>,
    pub area_name: Option<String>,
    pub lead: Option<PersonRef>,
    /// Active and pending employees of the team.
    pub member_count: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "北一組"))]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct TeamPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "北一組"))]
    pub name: Option<String>,
    /// `null` takes the team out of its area. Only the manager moves teams between areas.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub area_id: Option<Option<Uuid>>,
}

crate::list_query! {
    /// Teams of the department.
    pub struct TeamQuery sorts ["name", "created_at"] {
        pub area_id: Uuid,
        /// Part of the name.
        pub q: String,
    }
}
