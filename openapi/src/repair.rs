//! Repair tickets (3.1.4): damage is reported at once, sorted, repaired and confirmed by whoever reported it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

/// `reported`: nobody has looked at it. `assigned`: somebody repairs it. `fixed`: said to be repaired. `confirmed`: whoever reported it
/// says so too. `declined`: it won't be repaired, for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RepairState {
    Reported,
    Assigned,
    Fixed,
    Confirmed,
    Declined,
}

impl RepairState {
    pub const ALL: [RepairState; 5] = [
        RepairState::Reported,
        RepairState::Assigned,
        RepairState::Fixed,
        RepairState::Confirmed,
        RepairState::Declined,
    ];
}

/// How long it may take from the report on. `urgent`: a day. `normal`: five days. `low`: fourteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RepairUrgency {
    Urgent,
    #[default]
    Normal,
    Low,
}

impl RepairUrgency {
    pub const ALL: [RepairUrgency; 3] = [
        RepairUrgency::Urgent,
        RepairUrgency::Normal,
        RepairUrgency::Low,
    ];

    /// The service level.
    pub const fn hours(self) -> i64 {
        match self {
            RepairUrgency::Urgent => 24,
            RepairUrgency::Normal => 5 * 24,
            RepairUrgency::Low => 14 * 24,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RepairTicket {
    pub id: Uuid,
    /// What is damaged.
    #[cfg_attr(feature = "schema", schema(example = "會議室投影機無訊號"))]
    pub title: String,
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub place: String,
    pub description: Option<String>,
    pub urgency: RepairUrgency,
    pub state: RepairState,
    pub reporter: PersonRef,
    /// Of whoever reported it, as it was then.
    pub team_id: Option<Uuid>,
    /// Who sees to it.
    pub assignee: Option<PersonRef>,
    /// Who repairs it, where that is somebody from outside.
    #[cfg_attr(feature = "schema", schema(example = "宏達電器行"))]
    pub repairer: Option<String>,
    /// Until when it is to be repaired.
    pub due_at: DateTime<Utc>,
    /// Not repaired, and past that.
    pub overdue: bool,
    pub fixed_at: Option<DateTime<Utc>>,
    /// What was done.
    pub repair: Option<String>,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Why it won't be repaired.
    pub declined_because: Option<String>,
    /// How often whoever reported it had to say that it isn't repaired.
    pub reopened: i64,
    /// Hours from the report to the repair, once it is.
    pub hours: Option<i64>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRepairTicket {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "會議室投影機無訊號"))]
    pub title: String,
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::lines))]
    pub description: Option<String>,
    #[serde(default)]
    pub urgency: RepairUrgency,
}

/// Who sees to it, and how urgent it is; again, where that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRepairAssignment {
    /// An active colleague of the same team, or inside the caller's reach.
    pub assignee_id: Uuid,
    /// As it is unless told; the time it may take follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<RepairUrgency>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "宏達電器行"))]
    pub repairer: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRepair {
    /// What was done.
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "更換 HDMI 線材"))]
    pub repair: String,
}

/// What whoever reported it says of the repair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRepairConfirmation {
    pub repaired: bool,
    /// Why not; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRepairRefusal {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已報廢，改以新機替換"))]
    pub reason: String,
}

crate::list_query! {
    /// Tickets inside the caller's reach, and those they see to.
    pub struct RepairQuery sorts ["-created_at", "created_at", "due_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: RepairState,
        #[cfg_attr(feature = "schema", param(inline))]
        pub urgency: RepairUrgency,
        /// Not repaired, and past when it was to be.
        pub overdue: bool,
        pub reporter_id: Uuid,
        pub assignee_id: Uuid,
        pub team_id: Uuid,
    }
}
