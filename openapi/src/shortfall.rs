//! Shortfalls (5.3.4): a team or member below target at the period's end; why, what is done about it, who coaches, and every check.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::target::{TargetLevel, TargetPeriod};
use crate::{Action, valid};

/// `open`: without a plan. `planned`: measures are taken and checked. `closed`: checked for the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShortfallState {
    Open,
    Planned,
    Closed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Shortfall {
    pub id: Uuid,
    pub target_id: Uuid,
    pub indicator_id: Uuid,
    pub period: TargetPeriod,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// `team` or `member`.
    pub level: TargetLevel,
    pub team_id: Option<Uuid>,
    /// The member; none: the team as a whole.
    pub owner_id: Option<Uuid>,
    /// Name of the team or member.
    #[cfg_attr(feature = "schema", schema(example = "北一組"))]
    pub name: String,
    /// The target: minor units of `currency`, or pieces.
    pub amount: i64,
    /// What was there when the period was over.
    pub actual: i64,
    pub currency: Option<String>,
    pub state: ShortfallState,
    #[cfg_attr(feature = "schema", schema(example = "兩位成員長假，約訪減半"))]
    pub cause: Option<String>,
    #[cfg_attr(feature = "schema", schema(example = "每週陪訪兩次，補足名單三十筆"))]
    pub measures: Option<String>,
    pub coach: Option<PersonRef>,
    pub next_check_on: Option<NaiveDate>,
    /// Planned, and the day of its check is past.
    pub overdue: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Why it fell short and what is done; a later plan takes the place of the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShortfallPlan {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "兩位成員長假，約訪減半"))]
    pub cause: String,
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "每週陪訪兩次，補足名單三十筆"))]
    pub measures: String,
    /// An active colleague inside the caller's reach, not the member themself.
    pub coach_id: Uuid,
    /// A day after today.
    #[validate(custom(function = valid::date))]
    pub next_check_on: NaiveDate,
}

/// A check: what was found, and when it is looked at again. Without another day the shortfall is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShortfallCheck {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "約訪回到每週十二次，本月已達標"))]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_check_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShortfallCheck {
    pub id: Uuid,
    pub note: String,
    pub next_check_on: Option<NaiveDate>,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

crate::list_query! {
    /// Shortfalls inside the caller's reach.
    pub struct ShortfallQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ShortfallState,
        pub indicator_id: Uuid,
        pub team_id: Uuid,
        pub owner_id: Uuid,
        /// Only planned ones whose check is past.
        pub overdue: bool,
    }
}

crate::list_query! {
    /// Checks of one shortfall.
    pub struct ShortfallCheckQuery sorts ["-created_at", "created_at"] {}
}
