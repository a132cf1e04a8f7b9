//! Area reviews (2.2.2): each quarter the deputy sums up the area — what went well, what didn't, what is improved — and says who does what by when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AreaReviewState {
    /// Seen by whoever writes it and the manager.
    Draft,
    Published,
}

impl AreaReviewState {
    pub const ALL: [AreaReviewState; 2] = [AreaReviewState::Draft, AreaReviewState::Published];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaReview {
    pub id: Uuid,
    pub area_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "北區"))]
    pub area_name: String,
    /// First and last day of the quarter.
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub state: AreaReviewState,
    /// What went well.
    #[cfg_attr(feature = "schema", schema(example = "新客戶較上季增加一成"))]
    pub achievements: String,
    /// What didn't, and why.
    #[cfg_attr(feature = "schema", schema(example = "續期保費收取率下滑"))]
    pub problems: String,
    /// What is done about it.
    #[cfg_attr(feature = "schema", schema(example = "繳費日前三十天逐戶聯絡"))]
    pub improvements: String,
    pub author: PersonRef,
    pub published_at: Option<DateTime<Utc>>,
    /// What came of it and isn't done.
    pub open_actions: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// One for each area and quarter (`review_exists`), of a quarter that has begun, up to two years ago.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAreaReview {
    pub area_id: Uuid,
    /// The first day of the quarter.
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "新客戶較上季增加一成"))]
    pub achievements: String,
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "續期保費收取率下滑"))]
    pub problems: String,
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "繳費日前三十天逐戶聯絡"))]
    pub improvements: String,
}

/// Merge patch: absent is unchanged. Only a draft changes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaReviewPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    pub achievements: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    pub problems: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    pub improvements: Option<String>,
}

crate::list_query! {
    /// Reviews of areas inside the caller's reach; drafts only for whoever writes them and the manager.
    pub struct AreaReviewQuery sorts ["-starts_on", "starts_on"] {
        pub area_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: AreaReviewState,
        /// The first day of the quarter.
        pub starts_on: NaiveDate,
    }
}
