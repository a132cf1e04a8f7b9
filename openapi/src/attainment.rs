//! What was attained of targets (5.3.2): the figures that policy and asset systems send, and what they come to for each node of a
//! target's tree, with rank, trend and forecast.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::target::TargetLevel;
use crate::valid;

/// A figure as its source knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TargetActual {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "policy-core"))]
    pub source: String,
    #[cfg_attr(feature = "schema", schema(example = "P-2026-000123/1"))]
    pub external_id: String,
    pub indicator_id: Uuid,
    pub employee: PersonRef,
    /// The team whose figure it is; it stays theirs when the employee moves.
    pub team_id: Option<Uuid>,
    pub on_date: NaiveDate,
    /// Minor units of the department's currency, or pieces; below zero for what is taken back.
    #[cfg_attr(feature = "schema", schema(example = 4800000))]
    pub amount: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A figure to be taken. The same source and external id again correct it, or change nothing where nothing differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTargetActual {
    #[validate(length(max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "policy-core"))]
    pub source: String,
    #[validate(length(max = 100), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "P-2026-000123/1"))]
    pub external_id: String,
    /// Code of the indicator.
    #[validate(length(max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "premium_income"))]
    pub indicator: String,
    #[validate(length(max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "E0101"))]
    pub employee_number: String,
    #[validate(custom(function = valid::date))]
    pub on_date: NaiveDate,
    #[validate(range(min = -1_000_000_000_000_i64, max = 1_000_000_000_000_i64))]
    #[cfg_attr(feature = "schema", schema(example = 4800000))]
    pub amount: i64,
}

crate::list_query! {
    /// Figures inside the caller's reach.
    pub struct TargetActualQuery sorts ["-on_date", "on_date"] {
        pub indicator_id: Uuid,
        pub employee_id: Uuid,
        pub team_id: Uuid,
        /// From this day on.
        pub from: NaiveDate,
        /// Up to and with this day.
        pub to: NaiveDate,
        pub source: String,
    }
}

/// How far one node of a target's tree has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Attainment {
    pub node_id: Uuid,
    pub parent_id: Option<Uuid>,
    pub level: TargetLevel,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    /// The member.
    pub owner_id: Option<Uuid>,
    pub name: String,
    /// The target: minor units of money, or pieces.
    pub amount: i64,
    /// What is there of it. A team's figures stay with the team where its people move on, so that members needn't sum to it.
    pub actual: i64,
    /// Actual by amount in basis points (10,000 is all of it), rounded down; none where the target is nothing.
    #[cfg_attr(feature = "schema", schema(example = 7350))]
    pub rate: Option<i64>,
    /// What should be there by `current_to`, by working days passed.
    pub expected: i64,
    /// What it comes to at the period's end if it goes on like this; none before the first working day with figures.
    pub forecast: Option<i64>,
    /// Place among the nodes of this level that the caller sees, by rate; equal rates share one.
    pub rank: Option<i64>,
}

crate::list_query! {
    /// Nodes inside the caller's reach, as the tree has them or by rank.
    pub struct AttainmentQuery sorts ["place", "rate", "-rate"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub level: TargetLevel,
        /// Children of this node.
        pub parent_id: Uuid,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProgressStep {
    Month,
    /// From Monday on; the first and the last one are cut at the period.
    Week,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ProgressQuery {
    /// The caller's uppermost node unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_id: Option<Uuid>,
    /// Months of a year, weeks of a quarter or month, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(inline))]
    pub by: Option<ProgressStep>,
}

/// One node's way through the period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TargetProgress {
    pub target_id: Uuid,
    pub node: Attainment,
    /// Last day of the period that there are figures of, in the whole department; none: there are none yet.
    pub current_to: Option<NaiveDate>,
    /// Working days of the department's calendar up to `current_to`.
    pub days_passed: i64,
    pub days_total: i64,
    pub by: ProgressStep,
    pub points: Vec<ProgressPoint>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProgressPoint {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Of this month or week; none where it hasn't begun.
    pub actual: Option<i64>,
    /// Since the period began; none where it hasn't begun.
    pub total: Option<i64>,
    /// What should be there at its end, by working days.
    pub expected: i64,
}
