//! Action items: what came of a drill or a review and somebody does by a day (2.2.2, 3.3.5). Open until done or dropped with a reason.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

/// What it came of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionSubject {
    Drill,
    AreaReview,
}

impl ActionSubject {
    pub const ALL: [ActionSubject; 2] = [ActionSubject::Drill, ActionSubject::AreaReview];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionItemState {
    Open,
    Done,
    /// Not to be done after all.
    Dropped,
}

impl ActionItemState {
    pub const ALL: [ActionItemState; 3] = [
        ActionItemState::Open,
        ActionItemState::Done,
        ActionItemState::Dropped,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ActionItem {
    pub id: Uuid,
    pub subject_kind: ActionSubject,
    pub subject_id: Uuid,
    /// As it was called when the item was written down.
    #[cfg_attr(feature = "schema", schema(example = "火災應變計畫 2026-11-27"))]
    pub subject_title: String,
    #[cfg_attr(feature = "schema", schema(example = "3.3.5"))]
    pub clause: String,
    #[cfg_attr(feature = "schema", schema(example = "東側安全梯照明更換"))]
    pub text: String,
    pub responsible: PersonRef,
    /// Of whoever is responsible, as it was when they became so.
    pub team_id: Option<Uuid>,
    pub due_on: NaiveDate,
    pub state: ActionItemState,
    /// Open, and past that day.
    pub overdue: bool,
    /// What was done, or why it was dropped.
    pub outcome: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<PersonRef>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewActionItem {
    pub subject_kind: ActionSubject,
    pub subject_id: Uuid,
    #[validate(length(min = 1, max = 300), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "東側安全梯照明更換"))]
    pub text: String,
    /// Somebody at work.
    pub responsible_id: Uuid,
    /// From today on, within two years.
    #[validate(custom(function = valid::date))]
    pub due_on: NaiveDate,
}

/// Merge patch: absent is unchanged. Only while it is open.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionItemPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 300), custom(function = valid::clean))]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub due_on: Option<NaiveDate>,
}

/// What was done, or why it is dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewActionOutcome {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已更換並測試"))]
    pub outcome: String,
}

crate::list_query! {
    /// Action items inside the caller's reach.
    pub struct ActionItemQuery sorts ["due_on", "-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub subject_kind: ActionSubject,
        pub subject_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ActionItemState,
        /// Open, and past its day.
        pub overdue: bool,
        pub responsible_id: Uuid,
        pub team_id: Uuid,
        pub clause: String,
    }
}
