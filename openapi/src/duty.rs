//! Duties (3.1 to 3.3, 2.2): what has to happen regularly, by whom, with which check-list; and its occurrences, done one by one.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::employee::PersonRef;
use crate::{Action, present, valid};

/// What becomes of an occurrence that would fall on a day off by the calendar. `any`: nothing, it is due on that day. `skip`: it isn't
/// due. `before`, `after`: it is due on the working day before or after; where two come together there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyDayRule {
    Any,
    #[default]
    Skip,
    Before,
    After,
}

impl DutyDayRule {
    pub const ALL: [DutyDayRule; 4] = [
        DutyDayRule::Any,
        DutyDayRule::Skip,
        DutyDayRule::Before,
        DutyDayRule::After,
    ];
}

/// Who does it. `person`: always the same. `rota`: one after the other. `lead`: whoever leads the team. `manager`: whoever manages the
/// department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyResponsible {
    Person,
    Rota,
    Lead,
    Manager,
}

impl DutyResponsible {
    pub const ALL: [DutyResponsible; 4] = [
        DutyResponsible::Person,
        DutyResponsible::Rota,
        DutyResponsible::Lead,
        DutyResponsible::Manager,
    ];
}

/// What proves that an item of the check-list is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyProof {
    Tick,
    Number,
    Text,
    Photo,
}

impl DutyProof {
    pub const ALL: [DutyProof; 4] = [
        DutyProof::Tick,
        DutyProof::Number,
        DutyProof::Text,
        DutyProof::Photo,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "bounds"))]
pub struct DutyItem {
    /// Names the item in what is recorded; unlike any other of the list.
    #[validate(custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "windows"))]
    pub key: String,
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "門窗已關"))]
    pub text: String,
    pub proof: DutyProof,
    /// It isn't done without this item.
    #[serde(default)]
    pub required: bool,
    /// Of numbers: less isn't as it should be.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Of numbers: more isn't as it should be.
    #[serde(default)]
    pub at_most: Option<f64>,
}

fn bounds(item: &DutyItem) -> Result<(), ValidationError> {
    let bounded = item.at_least.is_some() || item.at_most.is_some();
    let crossed = item.at_least.zip(item.at_most);
    let crossed = crossed.is_some_and(|(least, most)| least > most);
    match crossed || bounded && item.proof != DutyProof::Number {
        true => Err(ValidationError::new("conflict")),
        false => Ok(()),
    }
}

/// Every item under a key of its own.
fn unlike(items: &[DutyItem]) -> Result<(), ValidationError> {
    let twice = |(n, item): (usize, &DutyItem)| items.iter().take(n).any(|i| i.key == item.key);
    match items.iter().enumerate().any(twice) {
        true => Err(ValidationError::new("duplicate_value")),
        false => Ok(()),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Duty {
    pub id: Uuid,
    /// The clause that asks for it.
    #[cfg_attr(feature = "schema", schema(example = "3.3.4"))]
    pub clause: String,
    #[cfg_attr(feature = "schema", schema(example = "下班關閉檢查"))]
    pub title: String,
    /// Where.
    #[cfg_attr(feature = "schema", schema(example = "十二樓辦公室"))]
    pub place: Option<String>,
    /// The same in the register of places, where it stands there.
    pub place_id: Option<Uuid>,
    /// None: the department's.
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// RFC 5545, of whole days: `FREQ=WEEKLY;BYDAY=MO,WE`, `FREQ=MONTHLY;BYMONTHDAY=-1`.
    #[cfg_attr(feature = "schema", schema(example = "FREQ=DAILY"))]
    pub rrule: String,
    pub day_rule: DutyDayRule,
    pub starts_on: NaiveDate,
    /// The last day on which it may be due.
    pub ends_on: Option<NaiveDate>,
    /// Local time until which it is to be done.
    #[cfg_attr(feature = "schema", schema(example = "18:30"))]
    pub due_time: String,
    /// Hours before it is due from which it can be done.
    #[cfg_attr(feature = "schema", schema(example = 10))]
    pub opens_hours: i64,
    pub responsible: DutyResponsible,
    /// Where it is always the same.
    pub person: Option<PersonRef>,
    /// In their order, where they take turns; whoever is away is passed over.
    pub rota: Vec<PersonRef>,
    /// Minutes before it is due at which whoever does it is reminded; none: they aren't.
    pub remind_minutes: Option<i64>,
    /// Minutes after it was due at which whoever is above them is told.
    #[cfg_attr(feature = "schema", schema(example = 60))]
    pub escalate_minutes: i64,
    pub checklist: Vec<DutyItem>,
    /// Nothing comes due any more.
    pub ended: bool,
    /// When it is due next.
    pub next_due_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDuty {
    /// A clause of the regulation.
    #[validate(length(min = 1, max = 10))]
    #[cfg_attr(feature = "schema", schema(example = "3.3.4"))]
    pub clause: String,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "下班關閉檢查"))]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "十二樓辦公室"))]
    pub place: Option<String>,
    /// One of the register; its name is where it is, unless told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    /// A team inside the reach; none: the department's, by whoever is in charge of the workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// RFC 5545, of whole days: at most one a day. Without `DTSTART`.
    #[validate(length(min = 1, max = 200))]
    #[cfg_attr(feature = "schema", schema(example = "FREQ=DAILY"))]
    pub rrule: String,
    #[serde(default)]
    pub day_rule: DutyDayRule,
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub ends_on: Option<NaiveDate>,
    #[validate(custom(function = valid::time_of_day))]
    #[cfg_attr(feature = "schema", schema(example = "18:30"))]
    pub due_time: String,
    #[serde(default = "ten")]
    #[validate(range(min = 1, max = 720))]
    pub opens_hours: i64,
    pub responsible: DutyResponsible,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Uuid>,
    #[serde(default)]
    #[validate(length(max = 60))]
    pub rota: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10_080))]
    pub remind_minutes: Option<i64>,
    #[serde(default = "sixty")]
    #[validate(range(min = 0, max = 10_080))]
    pub escalate_minutes: i64,
    #[validate(length(min = 1, max = 40), nested, custom(function = unlike))]
    pub checklist: Vec<DutyItem>,
}

const fn ten() -> i64 {
    10
}

const fn sixty() -> i64 {
    60
}

/// Merge patch: absent is unchanged, `null` clears. What is due already stays as it was; what comes later is as the duty is then.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "下班關閉檢查"))]
    pub title: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub place: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub place_id: Option<Option<Uuid>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200))]
    pub rrule: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_rule: Option<DutyDayRule>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub ends_on: Option<Option<NaiveDate>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_of_day))]
    pub due_time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 720))]
    pub opens_hours: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<DutyResponsible>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub person_id: Option<Option<Uuid>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 60))]
    pub rota: Option<Vec<Uuid>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 10_080))]
    pub remind_minutes: Option<Option<i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 10_080))]
    pub escalate_minutes: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40), nested, custom(function = unlike))]
    pub checklist: Option<Vec<DutyItem>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDutyEnding {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "搬遷後由大樓管理"))]
    pub reason: String,
}

/// Loads what the regulation asks of every office.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDutyTemplates {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DutyTemplates {
    /// Duties that were made; those that were there already are left as they are.
    #[cfg_attr(feature = "schema", schema(example = 12))]
    pub made: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OccurrenceState {
    Open,
    Done,
    /// Nobody has to do it any more, for a reason.
    Excused,
}

impl OccurrenceState {
    pub const ALL: [OccurrenceState; 3] = [
        OccurrenceState::Open,
        OccurrenceState::Done,
        OccurrenceState::Excused,
    ];
}

/// What was found of one item; one value, of the kind that proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyResult {
    #[validate(length(min = 1, max = 40))]
    #[cfg_attr(feature = "schema", schema(example = "windows"))]
    pub key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticked: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub text: Option<String>,
    /// A file of this occurrence, sent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_id: Option<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DutyOccurrence {
    pub id: Uuid,
    pub duty_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "3.3.4"))]
    pub clause: String,
    pub title: String,
    pub place: Option<String>,
    pub place_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    /// Who is to do it.
    pub owner: PersonRef,
    /// The day it is due on, in the department's time.
    pub day: NaiveDate,
    /// From when on it can be done.
    pub opens_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub state: OccurrenceState,
    /// Open, and past when it was due.
    pub overdue: bool,
    /// Done, but later than it was due.
    pub late: bool,
    pub done_at: Option<DateTime<Utc>>,
    pub done_by: Option<PersonRef>,
    /// Why it was excused.
    pub reason: Option<String>,
    pub note: Option<String>,
    /// Numbers that weren't as they should be, and required items that weren't in order.
    pub remarkable: i64,
    /// As the duty's list was when this came due; only with one occurrence, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checklist: Option<Vec<DutyItem>>,
    /// Only with one occurrence, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<DutyResult>>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// What was found; every required item among it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDutyCompletion {
    #[validate(length(max = 40), nested)]
    pub results: Vec<DutyResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "東側窗扣鬆動，已報修"))]
    pub note: Option<String>,
}

/// Who does it instead: a colleague of the same team, or anybody inside the reach of whoever decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDutyHandOver {
    pub owner_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "下午外勤，請代為關閉"))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDutyExcuse {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "颱風停班"))]
    pub reason: String,
}

crate::list_query! {
    /// Duties of the teams inside the caller's reach, and the department's.
    pub struct DutyQuery sorts ["title", "created_at"] {
        /// Done there, as the register knows it.
        pub place_id: Uuid,
        pub team_id: Uuid,
        pub clause: String,
        /// Only those that have ended, or only those that haven't.
        pub ended: bool,
    }
}

crate::list_query! {
    /// What came due and will, inside the caller's reach.
    pub struct DutyOccurrenceQuery sorts ["due_at", "-due_at"] {
        /// Done there, as the register knows it.
        pub place_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: OccurrenceState,
        /// Open, and past when it was due.
        pub overdue: bool,
        pub duty_id: Uuid,
        pub clause: String,
        pub owner_id: Uuid,
        pub team_id: Uuid,
        /// Due on this day or later.
        pub from: NaiveDate,
        /// Due on this day or before.
        pub to: NaiveDate,
    }
}
