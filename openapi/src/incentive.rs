//! Incentives (5.3.3): rules as data (thresholds and rates on an indicator), what they come to for each team when a period is over,
//! the decision, and the awards that come of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::employee::PersonRef;
use crate::leave::Names;
use crate::target::TargetPeriod;
use crate::{Action, valid};

/// Whose attainment decides the tier: `member`, everybody's own; `team`, the team's, and what comes of it is split alike over its
/// members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncentiveLevel {
    Team,
    Member,
}

/// From this attainment on: so much, and a part of what was attained. Only the highest tier that is reached counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IncentiveTier {
    /// Actual by target in basis points: 10,000 is the whole target.
    #[validate(range(min = 1, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 10000))]
    pub from_rate: i64,
    /// Minor units, once.
    #[serde(default)]
    #[validate(range(min = 0, max = 1_000_000_000_000_i64))]
    #[cfg_attr(feature = "schema", schema(example = 500000))]
    pub amount: i64,
    /// Basis points of the actual; for indicators that are money.
    #[serde(default)]
    #[validate(range(min = 0, max = 10_000))]
    #[cfg_attr(feature = "schema", schema(example = 50))]
    pub share: i64,
    /// Minor units for each piece of the actual; for indicators that are counts.
    #[serde(default)]
    #[validate(range(min = 0, max = 1_000_000_000_i64))]
    pub each: i64,
}

/// One to ten, each from a higher rate than the one before, none without a reward.
pub fn rising(tiers: &[IncentiveTier]) -> Result<(), ValidationError> {
    let higher = tiers.windows(2).all(|t| t[0].from_rate < t[1].from_rate);
    let rewards = |t: &IncentiveTier| t.amount > 0 || t.share > 0 || t.each > 0;
    match higher && tiers.iter().all(rewards) {
        true => Ok(()),
        false => Err(ValidationError::new("tiers")),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncentiveRule {
    pub id: Uuid,
    pub names: Names,
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    pub level: IncentiveLevel,
    pub tiers: Vec<IncentiveTier>,
    /// The most that one line comes to (of a team: the whole team), minor units.
    pub cap: Option<i64>,
    /// Of amounts and cap; targets in another currency aren't looked at.
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: String,
    /// Periods that begin on this day or later.
    pub starts_on: NaiveDate,
    /// Periods that begin on this day or before; none: until further notice.
    pub ends_on: Option<NaiveDate>,
    /// Days after the computation by which a proposal is decided.
    pub decide_days: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncentiveRule {
    #[validate(nested)]
    pub names: Names,
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    pub level: IncentiveLevel,
    #[validate(length(min = 1, max = 10), custom(function = rising), nested)]
    pub tiers: Vec<IncentiveTier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 1_000_000_000_000_i64))]
    pub cap: Option<i64>,
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub ends_on: Option<NaiveDate>,
    #[validate(range(min = 1, max = 90))]
    #[cfg_attr(feature = "schema", schema(example = 14))]
    pub decide_days: i64,
}

/// Merge patch. Proposals keep the terms they were computed with until they are computed again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IncentiveRulePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub names: Option<Names>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 10), custom(function = rising), nested)]
    pub tiers: Option<Vec<IncentiveTier>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::present"
    )]
    #[validate(range(min = 1, max = 1_000_000_000_000_i64))]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub cap: Option<Option<i64>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::present"
    )]
    #[cfg_attr(feature = "schema", schema(value_type = Option<NaiveDate>))]
    pub ends_on: Option<Option<NaiveDate>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 90))]
    pub decide_days: Option<i64>,
}

/// `draft`: computed, to be looked over and put forward. `submitted`: with its deciders. `returned`: sent back for change. `granted`:
/// the awards are made. `refused`: it may be computed again. `dismissed`: nothing is awarded, for the reason given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncentiveState {
    Draft,
    Submitted,
    Returned,
    Granted,
    Refused,
    Dismissed,
}

/// What one rule comes to for one team and period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncentiveProposal {
    pub id: Uuid,
    pub rule_id: Uuid,
    /// Name of the rule in the caller's language.
    #[cfg_attr(feature = "schema", schema(example = "月保費達成獎金"))]
    pub rule_name: String,
    /// Version of the rule it was computed with.
    pub rule_version: i64,
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub level: IncentiveLevel,
    /// As they were when it was computed.
    pub tiers: Vec<IncentiveTier>,
    pub cap: Option<i64>,
    pub team_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "北一組"))]
    pub team_name: String,
    pub state: IncentiveState,
    /// Sum of what isn't left out, minor units.
    #[cfg_attr(feature = "schema", schema(example = 1250000))]
    pub total: i64,
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: String,
    /// People who get something.
    pub people: i64,
    pub computed_at: DateTime<Utc>,
    /// Day by which it is to be decided.
    pub decide_by: NaiveDate,
    /// Not decided, and that day is past.
    pub overdue: bool,
    pub approval_id: Option<Uuid>,
    /// Why nothing is awarded.
    pub reason: Option<String>,
    /// Only with one proposal, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<IncentiveLine>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncentiveLine {
    pub id: Uuid,
    pub employee: PersonRef,
    /// Target and actual that decided: the member's own, or the team's.
    pub target: i64,
    pub actual: i64,
    /// Basis points.
    #[cfg_attr(feature = "schema", schema(example = 11250))]
    pub rate: i64,
    /// Minor units.
    pub amount: i64,
    /// Gets nothing, for the reason given.
    pub left_out: bool,
    pub reason: Option<String>,
}

/// Leaves somebody out, or takes them in again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncentiveAdjustment {
    pub line_id: Uuid,
    pub left_out: bool,
    /// Needed to leave somebody out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "保單於猶豫期內撤銷"))]
    pub reason: Option<String>,
}

/// Computes again from the rule and the figures as they are now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncentiveComputation {}

/// Puts a proposal forward to its deciders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncentiveSubmission {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncentiveDismissal {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "全組當月保單品質未達標準"))]
    pub reason: String,
}

/// What somebody was awarded; it is never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncentiveAward {
    pub id: Uuid,
    pub employee: PersonRef,
    pub team_id: Uuid,
    pub proposal_id: Uuid,
    pub rule_id: Uuid,
    /// In the caller's language.
    pub rule_name: String,
    pub period: TargetPeriod,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Minor units.
    #[cfg_attr(feature = "schema", schema(example = 250000))]
    pub amount: i64,
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: String,
    pub awarded_at: DateTime<Utc>,
}

crate::list_query! {
    /// Rules of incentives.
    pub struct IncentiveRuleQuery sorts ["-created_at", "created_at"] {
        pub indicator_id: Uuid,
    }
}

crate::list_query! {
    /// Proposals inside the caller's reach.
    pub struct IncentiveProposalQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: IncentiveState,
        pub rule_id: Uuid,
        pub team_id: Uuid,
        /// First day of the period.
        pub starts_on: NaiveDate,
        /// Only those that aren't decided and whose day is past.
        pub overdue: bool,
    }
}

crate::list_query! {
    /// Awards inside the caller's reach.
    pub struct IncentiveAwardQuery sorts ["-awarded_at", "awarded_at"] {
        pub employee_id: Uuid,
        pub team_id: Uuid,
        pub rule_id: Uuid,
        /// First day of the period.
        pub starts_on: NaiveDate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(from_rate: i64, amount: i64) -> IncentiveTier {
        IncentiveTier {
            from_rate,
            amount,
            share: 0,
            each: 0,
        }
    }

    #[test]
    fn tiers_rise_and_each_of_them_rewards() {
        assert!(rising(&[tier(8000, 1), tier(10000, 2)]).is_ok());
        assert!(rising(&[tier(10000, 1), tier(10000, 2)]).is_err());
        assert!(rising(&[tier(8000, 0)]).is_err());
    }
}
