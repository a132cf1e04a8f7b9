//! The risk register (5.2.4): likelihood times impact, the controls, who watches it, and every look at it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RiskState {
    Open,
    Closed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Risk {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "代簽要保書"))]
    pub title: String,
    pub description: Option<String>,
    /// What is done so that it doesn't happen, or isn't as bad.
    #[cfg_attr(feature = "schema", schema(example = "送件前由主管電話抽查親簽"))]
    pub controls: String,
    /// 1 hardly ever to 5 almost certain.
    #[cfg_attr(feature = "schema", schema(example = 3))]
    pub likelihood: i64,
    /// 1 negligible to 5 grave.
    #[cfg_attr(feature = "schema", schema(example = 4))]
    pub impact: i64,
    /// Likelihood times impact, 1 to 25.
    #[cfg_attr(feature = "schema", schema(example = 12))]
    pub score: i64,
    pub state: RiskState,
    pub next_review_on: NaiveDate,
    /// Open, and the day of its review is past.
    pub overdue: bool,
    pub owner: PersonRef,
    /// The owner's, as at the time.
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRisk {
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "代簽要保書"))]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    pub description: Option<String>,
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "送件前由主管電話抽查親簽"))]
    pub controls: String,
    #[validate(range(min = 1, max = 5))]
    #[cfg_attr(feature = "schema", schema(example = 3))]
    pub likelihood: i64,
    #[validate(range(min = 1, max = 5))]
    #[cfg_attr(feature = "schema", schema(example = 4))]
    pub impact: i64,
    #[validate(custom(function = valid::date))]
    pub next_review_on: NaiveDate,
    /// Who watches it; the caller unless told. An active colleague inside the caller's reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
}

/// Merge patch: absent is unchanged, `null` clears. Likelihood and impact change by a review.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RiskPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "代簽要保書"))]
    pub title: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    pub description: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "送件前由主管電話抽查親簽"))]
    pub controls: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
}

/// A look at a risk: as likely and as bad as now, and when it is looked at again; without a day it is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRiskReview {
    #[validate(range(min = 1, max = 5))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub likelihood: i64,
    #[validate(range(min = 1, max = 5))]
    #[cfg_attr(feature = "schema", schema(example = 4))]
    pub impact: i64,
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "本季抽查 30 件，無代簽"))]
    pub note: String,
    /// After today; none closes the risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub next_review_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RiskReview {
    pub id: Uuid,
    pub likelihood: i64,
    pub impact: i64,
    pub note: String,
    pub next_review_on: Option<NaiveDate>,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

/// How many open risks stand in one cell of the matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RiskCell {
    pub likelihood: i64,
    pub impact: i64,
    pub count: i64,
}

/// The cells in which there is any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RiskMatrix {
    pub cells: Vec<RiskCell>,
}

crate::list_query! {
    /// Risks inside the caller's reach.
    pub struct RiskQuery sorts ["-score", "score", "next_review_on"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: RiskState,
        /// Only open risks whose review is past.
        pub overdue: bool,
        pub likelihood: i64,
        pub impact: i64,
        pub owner_id: Uuid,
        pub team_id: Uuid,
    }
}

crate::list_query! {
    /// Looks at one risk.
    pub struct RiskReviewQuery sorts ["-created_at", "created_at"] {}
}
