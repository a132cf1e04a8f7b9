//! The register of safety equipment (3.3.2): what there is and where, when it expires, when it was last inspected and has to be next.

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
pub enum SafetyKind {
    Extinguisher,
    Hydrant,
    EmergencyLight,
    ExitSign,
    SmokeDetector,
    FirstAid,
    Other,
}

impl SafetyKind {
    pub const ALL: [SafetyKind; 7] = [
        SafetyKind::Extinguisher,
        SafetyKind::Hydrant,
        SafetyKind::EmergencyLight,
        SafetyKind::ExitSign,
        SafetyKind::SmokeDetector,
        SafetyKind::FirstAid,
        SafetyKind::Other,
    ];
}

/// `in_use`: it was in order when it was last inspected. `faulty`: it wasn't. `retired`: it is there no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SafetyState {
    InUse,
    Faulty,
    Retired,
}

impl SafetyState {
    pub const ALL: [SafetyState; 3] = [
        SafetyState::InUse,
        SafetyState::Faulty,
        SafetyState::Retired,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SafetyItem {
    pub id: Uuid,
    /// What stands on it.
    #[cfg_attr(feature = "schema", schema(example = "ABC-12F-03"))]
    pub label: String,
    pub kind: SafetyKind,
    pub place: Option<PlaceRef>,
    #[cfg_attr(feature = "schema", schema(example = "東側安全門旁"))]
    pub spot: String,
    pub state: SafetyState,
    /// The last day on which it may be relied upon; none: it doesn't expire.
    pub expires_on: Option<NaiveDate>,
    /// It is inspected every so many months.
    pub inspect_months: i64,
    pub inspected_on: Option<NaiveDate>,
    /// Whichever comes first: the next inspection, or the last day before it expires.
    pub due_on: NaiveDate,
    /// In use or faulty, and past that day.
    pub overdue: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSafetyItem {
    #[validate(length(min = 1, max = 60), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "ABC-12F-03"))]
    pub label: String,
    pub kind: SafetyKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "東側安全門旁"))]
    pub spot: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub expires_on: Option<NaiveDate>,
    #[validate(range(min = 1, max = 60))]
    #[cfg_attr(feature = "schema", schema(example = 6))]
    pub inspect_months: i64,
    /// The last inspection before it was registered; not in the future. None: it is due at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub inspected_on: Option<NaiveDate>,
}

/// Merge patch: absent is unchanged, `null` clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SafetyItemPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 60), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "ABC-12F-03"))]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SafetyKind>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub place_id: Option<Option<Uuid>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "東側安全門旁"))]
    pub spot: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub expires_on: Option<Option<NaiveDate>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    pub inspect_months: Option<i64>,
    /// `true`: it is there no longer; its inspections stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
}

/// One inspection of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SafetyInspection {
    pub id: Uuid,
    pub inspected_at: DateTime<Utc>,
    pub inspected_by: PersonRef,
    pub in_order: bool,
    pub note: Option<String>,
    /// Until when it may be relied upon from then on, where that was renewed.
    pub expires_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSafetyInspection {
    pub in_order: bool,
    /// What is wrong; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "壓力不足，需換藥"))]
    pub note: Option<String>,
    /// Where it was refilled or replaced; not in the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub expires_on: Option<NaiveDate>,
}

crate::list_query! {
    /// All of the register.
    pub struct SafetyQuery sorts ["due_on", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: SafetyKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: SafetyState,
        pub place_id: Uuid,
        /// Not retired, and past the day it was due.
        pub overdue: bool,
        /// Not retired, and due on this day or before.
        pub due_by: NaiveDate,
    }
}

crate::list_query! {
    pub struct SafetyInspectionQuery sorts ["-inspected_at", "inspected_at"] {
        /// Only those that found it in order, or only the others.
        pub in_order: bool,
    }
}
