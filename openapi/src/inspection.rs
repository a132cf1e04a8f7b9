//! Inspections of business (5.2.3): a sample of each team's cases a month, looked over by a check-list; what is found is rectified by
//! the case's owner and checked again by somebody else.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::activity::CustomerRef;
use crate::case::CaseStageKey;
use crate::employee::PersonRef;
use crate::leave::Names;
use crate::{Action, valid};

/// How many of a team's cases are looked over, from a month on. Without a team: of every team that has none of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionPlan {
    pub id: Uuid,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// Of the cases that moved or ended in the month, rounded up.
    #[cfg_attr(feature = "schema", schema(example = 10))]
    pub percent: i64,
    /// At least so many, where there are as many.
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub least: i64,
    /// First day of the month from which it holds.
    #[cfg_attr(feature = "schema", schema(example = "2026-11-01"))]
    pub from_month: NaiveDate,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// A plan of the same team and month takes its place; what was drawn stays as it was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspectionPlan {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[validate(range(min = 1, max = 100))]
    #[cfg_attr(feature = "schema", schema(example = 10))]
    pub percent: i64,
    #[validate(range(min = 0, max = 100))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub least: i64,
    /// This month or a later one.
    #[validate(custom(function = month))]
    #[cfg_attr(feature = "schema", schema(example = "2026-12-01"))]
    pub from_month: NaiveDate,
}

/// A month is written as its first day.
fn month(day: &NaiveDate) -> Result<(), ValidationError> {
    use chrono::Datelike;
    valid::date(day)?;
    match day.day() {
        1 => Ok(()),
        _ => Err(ValidationError::new("month")),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectionItem {
    /// Stays when the names change.
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "needs_documented"))]
    pub key: String,
    #[validate(nested)]
    pub names: Names,
}

/// What an inspection looks at. Inspections keep the items they began with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionChecklist {
    pub items: Vec<InspectionItem>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Merge patch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectionChecklistPatch {
    #[validate(length(min = 1, max = 30), custom(function = distinct), nested)]
    pub items: Vec<InspectionItem>,
}

fn distinct(items: &[InspectionItem]) -> Result<(), ValidationError> {
    let mut keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).any(|two| two[0] == two[1]) {
        true => Err(ValidationError::new("duplicate")),
        false => Ok(()),
    }
}

/// A team's sample of a month, and what has become of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionDraw {
    pub id: Uuid,
    pub team_id: Uuid,
    pub team_name: String,
    /// First day of the month.
    pub month: NaiveDate,
    /// The plan as it was.
    pub percent: i64,
    pub least: i64,
    /// With this number and the cases of the month the same sample comes out again.
    pub seed: i64,
    /// Cases that moved or ended in the month.
    pub cases: i64,
    /// How many of them were drawn.
    pub drawn: i64,
    pub inspected: i64,
    /// Findings of these inspections that aren't closed.
    pub open_findings: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspectionDraw {
    pub team_id: Uuid,
    /// A month that is over.
    #[validate(custom(function = month))]
    #[cfg_attr(feature = "schema", schema(example = "2026-10-01"))]
    pub month: NaiveDate,
}

/// `open`: to be looked over. `passed`: nothing was found. `findings`: something isn't closed yet. `closed`: all of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InspectionState {
    Open,
    Passed,
    Findings,
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InspectionOutcome {
    Ok,
    NotOk,
    NotApplicable,
}

/// An item of the check-list and what was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionAnswer {
    pub key: String,
    pub names: Names,
    /// None: not looked at yet.
    pub outcome: Option<InspectionOutcome>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Inspection {
    pub id: Uuid,
    pub case_id: Uuid,
    pub customer: CustomerRef,
    /// Stage of the case now.
    pub case_stage: CaseStageKey,
    /// Who owned the case when it was drawn.
    pub owner: PersonRef,
    pub team_id: Uuid,
    /// Who looks it over; never the owner.
    pub inspector: PersonRef,
    /// The sample it belongs to; none: by hand, for the reason given.
    pub draw_id: Option<Uuid>,
    #[cfg_attr(feature = "schema", schema(example = "客戶申訴說明不清"))]
    pub reason: Option<String>,
    pub state: InspectionState,
    /// Day by which it is looked over.
    pub due_on: NaiveDate,
    /// Not looked over, and that day is past.
    pub overdue: bool,
    pub summary: Option<String>,
    pub open_findings: i64,
    pub inspected_at: Option<DateTime<Utc>>,
    /// Only with one inspection, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<InspectionAnswer>>,
    /// Only with one inspection, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<InspectionFinding>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// One case, outside the sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspection {
    pub case_id: Uuid,
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "客戶申訴說明不清"))]
    pub reason: String,
    /// A day after today.
    #[validate(custom(function = valid::date))]
    pub due_on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectionMark {
    /// An item of the inspection's check-list.
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "needs_documented"))]
    pub key: String,
    pub outcome: InspectionOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingSeverity {
    Minor,
    Major,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "需求分析表缺少家庭負債"))]
    pub description: String,
    pub severity: FindingSeverity,
    /// A day after today.
    #[validate(custom(function = valid::date))]
    pub rectify_by: NaiveDate,
}

/// What was seen: every item, and what is to be rectified. Where an item isn't in order there is a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspectionResult {
    #[validate(length(min = 1, max = 30), nested)]
    pub marks: Vec<InspectionMark>,
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub findings: Vec<NewFinding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    pub summary: Option<String>,
}

/// Gives it to somebody else to look over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspectionAssignment {
    /// An active colleague inside the caller's reach or above it, never the owner of the case.
    pub inspector_id: Uuid,
}

/// `open`: to be rectified. `rectified`: to be checked again. `closed`: in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    Open,
    Rectified,
    Closed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionFinding {
    pub id: Uuid,
    pub inspection_id: Uuid,
    pub case_id: Uuid,
    pub customer: CustomerRef,
    /// Who rectifies it: the owner of the case now.
    pub owner: PersonRef,
    pub team_id: Uuid,
    pub description: String,
    pub severity: FindingSeverity,
    pub state: FindingState,
    pub rectify_by: NaiveDate,
    /// Not closed, and that day is past.
    pub overdue: bool,
    pub rectification: Option<String>,
    /// How often it was sent back.
    pub refused: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRectification {
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已與客戶補做需求分析並簽名"))]
    pub text: String,
}

/// Accepted, it is closed; otherwise it goes back with a new day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRecheck {
    pub accepted: bool,
    /// Needed to send it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub note: Option<String>,
    /// Needed to send it back: a day after today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectify_by: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InspectionStepKind {
    Drawn,
    Ordered,
    Assigned,
    Inspected,
    Rectified,
    SentBack,
    Accepted,
    Transferred,
    Reminded,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InspectionStep {
    pub id: Uuid,
    pub kind: InspectionStepKind,
    pub finding_id: Option<Uuid>,
    pub note: Option<String>,
    pub to: Option<PersonRef>,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

crate::list_query! {
    /// Plans, the latest first.
    pub struct InspectionPlanQuery sorts ["-created_at", "created_at"] {
        pub team_id: Uuid,
    }
}

crate::list_query! {
    /// Samples inside the caller's reach.
    pub struct InspectionDrawQuery sorts ["-created_at", "created_at"] {
        pub team_id: Uuid,
        /// First day of the month.
        pub month: NaiveDate,
    }
}

crate::list_query! {
    /// Inspections inside the caller's reach.
    pub struct InspectionQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: InspectionState,
        pub team_id: Uuid,
        pub case_id: Uuid,
        pub inspector_id: Uuid,
        pub draw_id: Uuid,
        /// Only those that aren't looked over and whose day is past.
        pub overdue: bool,
    }
}

crate::list_query! {
    /// Findings inside the caller's reach.
    pub struct InspectionFindingQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: FindingState,
        pub team_id: Uuid,
        pub owner_id: Uuid,
        /// Only those that aren't closed and whose day is past.
        pub overdue: bool,
    }
}

crate::list_query! {
    /// Steps of one inspection.
    pub struct InspectionStepQuery sorts ["-created_at", "created_at"] {}
}
