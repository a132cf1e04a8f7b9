//! Drills (3.3.5): an emergency plan is practised; who took part is noted, and what came of it becomes action items.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::booking::PlaceRef;
use crate::document::Heading;
use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrillState {
    Planned,
    Held,
    Cancelled,
}

impl DrillState {
    pub const ALL: [DrillState; 3] = [DrillState::Planned, DrillState::Held, DrillState::Cancelled];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Drill {
    pub id: Uuid,
    /// The emergency plan that is practised, and what it is called.
    pub document_id: Uuid,
    pub plan: Heading,
    pub planned_on: NaiveDate,
    pub place: Option<PlaceRef>,
    /// What is practised.
    #[cfg_attr(feature = "schema", schema(example = "茶水間起火，由東側安全梯疏散"))]
    pub scenario: String,
    pub leader: PersonRef,
    pub state: DrillState,
    pub held_on: Option<NaiveDate>,
    /// How it went; why it was cancelled.
    pub summary: Option<String>,
    /// Minutes until everybody was out.
    pub minutes: Option<i64>,
    /// Of whom it is noted whether they took part: all, and those who did.
    pub noted: i64,
    pub attended: i64,
    /// What came of it and isn't done.
    pub open_actions: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDrill {
    /// An emergency plan that holds.
    pub document_id: Uuid,
    /// From today on, within two years.
    #[validate(custom(function = valid::date))]
    pub planned_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "茶水間起火，由東側安全梯疏散"))]
    pub scenario: String,
    /// Somebody at work.
    pub leader_id: Uuid,
}

/// Merge patch: absent is unchanged, `null` clears. Only while it is planned.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DrillPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub planned_on: Option<NaiveDate>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub place_id: Option<Option<Uuid>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub scenario: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader_id: Option<Uuid>,
}

/// It took place, not in the future; by whoever leads it or is in charge of the workplace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDrillReport {
    #[validate(custom(function = valid::date))]
    pub held_on: NaiveDate,
    /// How it went.
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "全員四分鐘內到達集合點，東側照明不足")
    )]
    pub summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 600))]
    #[cfg_attr(feature = "schema", schema(example = 4))]
    pub minutes: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDrillCancellation {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "颱風停班，另訂日期"))]
    pub reason: String,
}

/// Who took part and who didn't, of people inside the caller's reach or led by them. Said again, the later counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDrillAttendance {
    #[serde(default)]
    #[validate(length(max = 500))]
    #[cfg_attr(feature = "schema", schema(max_items = 500))]
    pub attended: Vec<Uuid>,
    #[serde(default)]
    #[validate(length(max = 500))]
    #[cfg_attr(feature = "schema", schema(max_items = 500))]
    pub missed: Vec<Uuid>,
}

/// Somebody at work, and whether they took part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DrillPerson {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "E111"))]
    pub number: String,
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    pub team_id: Option<Uuid>,
    /// None: not noted yet.
    pub attended: Option<bool>,
}

crate::list_query! {
    /// Drills; which there are is known to everybody.
    pub struct DrillQuery sorts ["-planned_on", "planned_on"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: DrillState,
        pub document_id: Uuid,
        /// Planned, and past its day.
        pub overdue: bool,
    }
}

crate::list_query! {
    /// People at work inside the caller's reach, and whether they took part.
    pub struct DrillPeopleQuery sorts ["number"] {
        pub team_id: Uuid,
        /// Only those who took part, or only those who didn't; of whom nothing is noted, neither.
        pub attended: bool,
    }
}
