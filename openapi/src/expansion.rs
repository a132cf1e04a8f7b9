//! Expansion plans (5.1.1): what a team, or the department, is to win in a period, through which channels, by whom; what came of it is
//! counted from the records.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::activity::ActivityChannel;
use crate::employee::PersonRef;
use crate::{Action, valid};

/// `draft`: being written. `active`: worked by. `closed`: over, with what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExpansionPlanState {
    Draft,
    Active,
    Closed,
}

impl ExpansionPlanState {
    pub const ALL: [ExpansionPlanState; 3] = [
        ExpansionPlanState::Draft,
        ExpansionPlanState::Active,
        ExpansionPlanState::Closed,
    ];
}

/// What is counted. `new_customers`: records of customers made in the period. `contacts`: activities in the period in which the
/// customer was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExpansionMeasure {
    NewCustomers,
    Contacts,
}

impl ExpansionMeasure {
    pub const ALL: [ExpansionMeasure; 2] =
        [ExpansionMeasure::NewCustomers, ExpansionMeasure::Contacts];
}

/// So much of one thing, through one channel, by somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ExpansionLine {
    /// Where the customers come from, as their records say (`source`); none: from wherever.
    #[cfg_attr(feature = "schema", schema(example = "轉介紹"))]
    pub channel: Option<String>,
    pub measure: ExpansionMeasure,
    /// How they are met, where contacts are counted; none: in whatever way.
    pub method: Option<ActivityChannel>,
    #[cfg_attr(feature = "schema", schema(example = 30))]
    pub quantity: i64,
    /// Who is to do it; none: everybody the plan is for.
    pub owner: Option<PersonRef>,
    /// Counted from the records: now, or as it was when the plan was closed.
    pub actual: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ExpansionPlan {
    pub id: Uuid,
    /// None: the department's.
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    #[cfg_attr(feature = "schema", schema(example = "第四季轉介紹專案"))]
    pub title: String,
    #[cfg_attr(
        feature = "schema",
        schema(example = "新客戶四十位，以轉介紹與社區說明會為主")
    )]
    pub goal: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub state: ExpansionPlanState,
    /// Whoever wrote it.
    pub author: PersonRef,
    /// Of all lines together how much of what was planned is done, each line at most whole; none without lines.
    #[cfg_attr(feature = "schema", schema(example = 62))]
    pub percent: Option<i64>,
    pub lines: Vec<ExpansionLine>,
    /// When the lines were counted last.
    pub counted_at: Option<DateTime<Utc>>,
    /// What came of it, once it is closed.
    pub result: Option<String>,
    /// Active, and its last day is past.
    pub over: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "method_of_contacts"))]
pub struct NewExpansionLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "轉介紹"))]
    pub channel: Option<String>,
    pub measure: ExpansionMeasure,
    /// Only where contacts are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<ActivityChannel>,
    #[validate(range(min = 1, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 30))]
    pub quantity: i64,
    /// An active colleague of the team that the plan is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
}

fn method_of_contacts(line: &NewExpansionLine) -> Result<(), ValidationError> {
    match (line.measure, line.method) {
        (ExpansionMeasure::NewCustomers, Some(_)) => Err(ValidationError::new("conflict")),
        _ => Ok(()),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExpansionPlan {
    /// A team inside the reach; none: the department's, by whoever is in charge of its business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "第四季轉介紹專案"))]
    pub title: String,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "新客戶四十位，以轉介紹與社區說明會為主")
    )]
    pub goal: String,
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    /// Not before it begins, within two years of it.
    #[validate(custom(function = valid::date))]
    pub ends_on: NaiveDate,
    #[serde(default)]
    #[validate(length(max = 60), nested)]
    pub lines: Vec<NewExpansionLine>,
}

/// Merge patch: absent is unchanged. Lines take the place of all that were.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExpansionPlanPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "第四季轉介紹專案"))]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub goal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 60), nested)]
    pub lines: Option<Vec<NewExpansionLine>>,
}

/// Nothing more is said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExpansionActivation {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewExpansionClosing {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "轉介紹達成，社區說明會下季加強"))]
    pub result: String,
}

crate::list_query! {
    /// Plans of the teams inside the caller's reach, and the department's.
    pub struct ExpansionPlanQuery sorts ["-starts_on", "starts_on"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ExpansionPlanState,
        pub team_id: Uuid,
        /// In which this day lies.
        pub on: NaiveDate,
    }
}
