//! Coaching notes and care talks (2.2.3). A coaching note is read by whoever it is about as well; a care talk is private to whoever is above them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TalkKind {
    Coaching,
    Care,
}

impl TalkKind {
    pub const ALL: [TalkKind; 2] = [TalkKind::Coaching, TalkKind::Care];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Talk {
    pub id: Uuid,
    pub kind: TalkKind,
    /// Whom it is about.
    pub employee: PersonRef,
    /// Their team, as it was then.
    pub team_id: Option<Uuid>,
    /// Who held it.
    pub author: PersonRef,
    pub held_on: NaiveDate,
    #[cfg_attr(feature = "schema", schema(example = "近期案件壓力大，已調整拜訪量"))]
    pub text: String,
    /// What was agreed.
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// About somebody inside the caller's reach, never about oneself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTalk {
    pub employee_id: Uuid,
    /// Not in the future, and no more than a year ago.
    #[validate(custom(function = valid::date))]
    pub held_on: NaiveDate,
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "近期案件壓力大，已調整拜訪量"))]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "下週一起拜訪兩位客戶"))]
    pub next_step: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub next_on: Option<NaiveDate>,
}

/// Merge patch, by whoever wrote it: absent is unchanged, `null` clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TalkPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    pub text: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub next_step: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub next_on: Option<Option<NaiveDate>>,
}

crate::list_query! {
    /// Inside the caller's reach; of care talks never those about the caller.
    pub struct TalkQuery sorts ["-held_on", "held_on"] {
        pub employee_id: Uuid,
        pub author_id: Uuid,
        pub team_id: Uuid,
        /// Held on this day or later.
        pub from: NaiveDate,
        /// Held on this day or before.
        pub to: NaiveDate,
    }
}
