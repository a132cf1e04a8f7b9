//! Hazards (3.3.3): private wiring, high-power appliances, blocked exits: found, put right by a day, looked at again by somebody else.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::booking::PlaceRef;
use crate::employee::PersonRef;
use crate::{Action, valid};

/// `found`: nobody sees to it. `assigned`: somebody puts it right. `rectified`: said to be put right. `closed`: looked at again, and it
/// is. `dismissed`: it is none, for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HazardState {
    Found,
    Assigned,
    Rectified,
    Closed,
    Dismissed,
}

impl HazardState {
    pub const ALL: [HazardState; 5] = [
        HazardState::Found,
        HazardState::Assigned,
        HazardState::Rectified,
        HazardState::Closed,
        HazardState::Dismissed,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    PrivateWiring,
    HighPowerAppliance,
    BlockedExit,
    FireRisk,
    SlipOrFall,
    Other,
}

impl HazardKind {
    pub const ALL: [HazardKind; 6] = [
        HazardKind::PrivateWiring,
        HazardKind::HighPowerAppliance,
        HazardKind::BlockedExit,
        HazardKind::FireRisk,
        HazardKind::SlipOrFall,
        HazardKind::Other,
    ];
}

/// How soon it has to be put right unless a day is told: `high` in a day, `medium` in seven, `low` in thirty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HazardSeverity {
    High,
    #[default]
    Medium,
    Low,
}

impl HazardSeverity {
    pub const ALL: [HazardSeverity; 3] = [
        HazardSeverity::High,
        HazardSeverity::Medium,
        HazardSeverity::Low,
    ];

    pub const fn days(self) -> i64 {
        match self {
            HazardSeverity::High => 1,
            HazardSeverity::Medium => 7,
            HazardSeverity::Low => 30,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hazard {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "延長線串接電暖器"))]
    pub title: String,
    pub kind: HazardKind,
    pub severity: HazardSeverity,
    pub place: Option<PlaceRef>,
    /// Where exactly.
    #[cfg_attr(feature = "schema", schema(example = "靠窗第三排座位下"))]
    pub spot: String,
    pub description: Option<String>,
    pub state: HazardState,
    pub reporter: PersonRef,
    /// Of whoever reported it, as it was then.
    pub team_id: Option<Uuid>,
    /// Who puts it right.
    pub assignee: Option<PersonRef>,
    /// Until when.
    pub due_at: DateTime<Utc>,
    /// Not put right, and past that.
    pub overdue: bool,
    pub rectified_at: Option<DateTime<Utc>>,
    pub rectified_by: Option<PersonRef>,
    /// What was done.
    pub rectification: Option<String>,
    pub rechecked_at: Option<DateTime<Utc>>,
    pub rechecked_by: Option<PersonRef>,
    /// Why it is none.
    pub dismissed_because: Option<String>,
    /// How often whoever looked again found it as it was.
    pub reopened: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHazard {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "延長線串接電暖器"))]
    pub title: String,
    pub kind: HazardKind,
    #[serde(default)]
    pub severity: HazardSeverity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "靠窗第三排座位下"))]
    pub spot: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub description: Option<String>,
}

/// Who puts it right, and by when; again, where that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHazardAssignment {
    /// An active colleague of the same team, or inside the caller's reach.
    pub assignee_id: Uuid,
    /// As it is unless told; the day follows unless that is told as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<HazardSeverity>,
    /// From today on, within ninety days; until its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub rectify_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHazardRectification {
    /// What was done.
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "電暖器移除，改用固定插座"))]
    pub rectification: String,
}

/// Looked at again, never by whoever put it right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHazardRecheck {
    pub in_order: bool,
    /// What is still wrong; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHazardDismissal {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "為工程用臨時配線，已由總務核可"))]
    pub reason: String,
}

crate::list_query! {
    /// Hazards inside the caller's reach, and those they put right.
    pub struct HazardQuery sorts ["-created_at", "created_at", "due_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: HazardState,
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: HazardKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub severity: HazardSeverity,
        /// Not put right, and past when it was to be.
        pub overdue: bool,
        pub place_id: Uuid,
        pub reporter_id: Uuid,
        pub assignee_id: Uuid,
        pub team_id: Uuid,
    }
}
