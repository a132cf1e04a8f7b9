//! Targets (5.3.1): an indicator's amount for a period, broken down to areas, teams and members. Children sum exactly to their
//! parent in every tree there is.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::leave::Names;
use crate::{Action, valid};

/// `money` is counted in minor units of the target's currency, `count` in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorUnit {
    Money,
    Count,
}

/// Where the actuals come from: `figures` that other systems send, or the `customers` added in the period, by their owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorBasis {
    Figures,
    Customers,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Indicator {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "premium_income"))]
    pub code: String,
    pub names: Names,
    pub unit: IndicatorUnit,
    pub basis: IndicatorBasis,
}

/// Something more to set targets for. Its actuals are figures that other systems send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIndicator {
    #[validate(length(max = 40), custom(function = code_word))]
    #[cfg_attr(feature = "schema", schema(example = "renewal_premium"))]
    pub code: String,
    #[validate(nested)]
    pub names: Names,
    pub unit: IndicatorUnit,
}

/// Lower-case letters, digits and `_`, beginning with a letter.
fn code_word(text: &str) -> Result<(), ValidationError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(fits) {
        true => Ok(()),
        false => Err(ValidationError::new("format")),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Indicators {
    pub data: Vec<Indicator>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetPeriod {
    Year,
    Quarter,
    Month,
}

/// `superseded`: a later revision took its place; it stays readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    Draft,
    Published,
    Superseded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetLevel {
    Department,
    Area,
    Team,
    Member,
}

/// How an amount is split over a node's children: alike, by how many people stand behind each, or by what each attained in the
/// period before. Where nobody has anything to go by, alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetSplit {
    Equal,
    #[default]
    Headcount,
    Actuals,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Target {
    pub id: Uuid,
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    /// First day of the period.
    pub starts_on: NaiveDate,
    /// Last day of the period.
    pub ends_on: NaiveDate,
    /// Of indicators that are money.
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: Option<String>,
    pub state: TargetState,
    /// 1 for the first tree of the period.
    pub revision: i64,
    /// Why the revision before was changed.
    pub reason: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    /// The nodes inside the caller's reach, parents before children. Only with one target, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<TargetNode>>,
    /// Teams and members inside the caller's reach that the tree doesn't have where they are now; a revision adds them. Only with one
    /// target, for those who may revise it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncovered: Option<Vec<UncoveredPlace>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TargetNode {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub level: TargetLevel,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    /// The member.
    pub owner_id: Option<Uuid>,
    /// Name of the area, team or member when the tree was made.
    pub name: String,
    /// Minor units of money, or pieces.
    #[cfg_attr(feature = "schema", schema(example = 120000000))]
    pub amount: i64,
    /// May the caller change the amount?
    pub changeable: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTarget {
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    /// First day of the year, quarter or month.
    #[validate(custom(function = valid::date))]
    #[cfg_attr(feature = "schema", schema(example = "2027-01-01"))]
    pub starts_on: NaiveDate,
    /// The department's amount: minor units of its currency, or pieces.
    #[validate(range(min = 0, max = 10_000_000_000_000_i64))]
    #[cfg_attr(feature = "schema", schema(example = 120000000))]
    pub amount: i64,
    #[serde(default)]
    pub split: TargetSplit,
}

/// Publishes a draft: from then on it changes by revisions only.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetPublication {}

/// A team, or a member in their present team, that a target's tree doesn't have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UncoveredPlace {
    pub team_id: Uuid,
    /// None: the team itself.
    pub owner_id: Option<Uuid>,
    pub name: String,
}

/// New amounts of some nodes, new nodes for those who came since. The whole tree must sum afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTargetRevision {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "北一組新增兩人"))]
    pub reason: String,
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub nodes: Vec<NodeAmount>,
    #[serde(default)]
    #[validate(length(max = 500))]
    pub additions: Vec<NodeAddition>,
}

/// Exactly one of team and member. A member comes below their present team, a team below its area; an area that wasn't in the tree
/// comes with its team.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeAddition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    pub amount: i64,
}

/// How an amount could be split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SplitProposal {
    /// The node itself and everything below it, each level summing exactly.
    pub nodes: Vec<NodeAmount>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SplitQuery {
    /// The node to break down.
    pub node_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(inline))]
    pub by: Option<TargetSplit>,
    /// The amount to split; what the node has unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeAmount {
    pub id: Uuid,
    pub amount: i64,
}

crate::list_query! {
    /// Targets; drafts only for those who may break them down.
    pub struct TargetQuery sorts ["starts_on", "created_at"] {
        pub indicator_id: Uuid,
        pub period: TargetPeriod,
        pub state: TargetState,
        /// Periods that begin on this day.
        pub starts_on: NaiveDate,
        /// Periods that this day lies in.
        pub on: NaiveDate,
    }
}
