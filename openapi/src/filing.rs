//! The index of paper files (3.1.2): what is filed where, who keeps it and until when, and who has it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::booking::PlaceRef;
use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilingCategory {
    Administration,
    Personnel,
    Business,
    Finance,
    Contract,
    Other,
}

impl FilingCategory {
    pub const ALL: [FilingCategory; 6] = [
        FilingCategory::Administration,
        FilingCategory::Personnel,
        FilingCategory::Business,
        FilingCategory::Finance,
        FilingCategory::Contract,
        FilingCategory::Other,
    ];
}

/// `kept`: it is where the index says. `out`: somebody has it. `destroyed`: it isn't there any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilingState {
    Kept,
    Out,
    Destroyed,
}

impl FilingState {
    pub const ALL: [FilingState; 3] = [FilingState::Kept, FilingState::Out, FilingState::Destroyed];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FilingEntry {
    pub id: Uuid,
    /// What stands on the file.
    #[cfg_attr(feature = "schema", schema(example = "業-2026-014"))]
    pub code: String,
    #[cfg_attr(feature = "schema", schema(example = "2026 年客戶說明會簽到表"))]
    pub title: String,
    pub category: FilingCategory,
    pub place: Option<PlaceRef>,
    #[cfg_attr(feature = "schema", schema(example = "檔案櫃 C 第三層"))]
    pub spot: String,
    /// Who keeps it.
    pub keeper: PersonRef,
    /// The last day it has to be kept; none: for good.
    pub retain_until: Option<NaiveDate>,
    /// There, and past that day.
    pub expired: bool,
    pub state: FilingState,
    /// Who has it, and since when.
    pub out_to: Option<PersonRef>,
    pub out_since: Option<NaiveDate>,
    /// Out for longer than thirty days.
    pub overdue: bool,
    /// Why it was destroyed.
    pub destroyed_because: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFilingEntry {
    /// No other file has it.
    #[validate(length(min = 1, max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "業-2026-014"))]
    pub code: String,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "2026 年客戶說明會簽到表"))]
    pub title: String,
    pub category: FilingCategory,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "檔案櫃 C 第三層"))]
    pub spot: String,
    /// An active colleague.
    pub keeper_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub retain_until: Option<NaiveDate>,
}

/// Merge patch: absent is unchanged, `null` clears. Not of a file that was destroyed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FilingEntryPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "業-2026-014"))]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "2026 年客戶說明會簽到表"))]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<FilingCategory>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub place_id: Option<Option<Uuid>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "檔案櫃 C 第三層"))]
    pub spot: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeper_id: Option<Uuid>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub retain_until: Option<Option<NaiveDate>>,
}

/// Taken out by the caller, or for somebody by whoever keeps the index.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFilingLoan {
    /// The caller unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFilingDestruction {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "保存期滿，碎紙銷毀，見證人陳國華")
    )]
    pub reason: String,
}

crate::list_query! {
    /// The whole index.
    pub struct FilingQuery sorts ["code", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub category: FilingCategory,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: FilingState,
        pub place_id: Uuid,
        pub keeper_id: Uuid,
        /// Who has it.
        pub out_to_id: Uuid,
        /// There, and past the day until which it had to be kept.
        pub expired: bool,
        /// Out for longer than thirty days.
        pub overdue: bool,
        /// Part of code or title.
        #[cfg_attr(feature = "schema", param(example = "簽到表"))]
        pub q: String,
    }
}
