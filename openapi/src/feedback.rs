//! Feedback (2.2.4): a problem or what customers need, told by whoever meets it and answered by whoever is above, in time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    Problem,
    CustomerNeed,
}

impl FeedbackKind {
    pub const ALL: [FeedbackKind; 2] = [FeedbackKind::Problem, FeedbackKind::CustomerNeed];
}

/// `open`: it waits for an answer. `answered`: it waits for whoever gave it to say whether that settles it. `settled`: it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackState {
    Open,
    Answered,
    Settled,
}

impl FeedbackState {
    pub const ALL: [FeedbackState; 3] = [
        FeedbackState::Open,
        FeedbackState::Answered,
        FeedbackState::Settled,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Feedback {
    pub id: Uuid,
    pub kind: FeedbackKind,
    #[cfg_attr(feature = "schema", schema(example = "客戶希望保單變更能線上簽名"))]
    pub text: String,
    pub state: FeedbackState,
    /// Who gave it.
    pub author: PersonRef,
    /// Their team, as it was then.
    pub team_id: Option<Uuid>,
    /// Who is to answer.
    pub asked: PersonRef,
    /// Until when it is answered.
    pub due_on: NaiveDate,
    /// Open, and past that day.
    pub overdue: bool,
    pub answer: Option<String>,
    pub answered_by: Option<PersonRef>,
    pub answered_at: Option<DateTime<Utc>>,
    /// What the last answer left open.
    pub remark: Option<String>,
    /// How often an answer didn't settle it.
    pub reopened: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Whoever is nearest above is asked, and answers within a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    pub kind: FeedbackKind,
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "客戶希望保單變更能線上簽名"))]
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeedbackAnswer {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已提交總公司，預計下季上線"))]
    pub answer: String,
}

/// Why somebody further up is to answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeedbackReferral {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "須由部門統一與總公司協調"))]
    pub reason: String,
}

/// Whether the answer settles it; what it leaves open is needed where it doesn't.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeedbackRemark {
    pub settled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub remark: Option<String>,
}

crate::list_query! {
    /// Feedback inside the caller's reach.
    pub struct FeedbackQuery sorts ["-created_at", "created_at", "due_on"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: FeedbackKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: FeedbackState,
        /// Open, and past its day.
        pub overdue: bool,
        pub author_id: Uuid,
        /// Whoever is to answer.
        pub asked_id: Uuid,
        pub team_id: Uuid,
    }
}
