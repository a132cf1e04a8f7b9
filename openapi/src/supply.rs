//! Supplies (3.1.2): what is in stock and where, who took what, and what has to be ordered.

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
pub enum SupplyKind {
    Stationery,
    Paper,
    Toner,
    Cleaning,
    Pantry,
    Other,
}

impl SupplyKind {
    pub const ALL: [SupplyKind; 6] = [
        SupplyKind::Stationery,
        SupplyKind::Paper,
        SupplyKind::Toner,
        SupplyKind::Cleaning,
        SupplyKind::Pantry,
        SupplyKind::Other,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SupplyItem {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "A4 影印紙"))]
    pub name: String,
    pub kind: SupplyKind,
    /// What is counted.
    #[cfg_attr(feature = "schema", schema(example = "包"))]
    pub unit: String,
    pub place: Option<PlaceRef>,
    #[cfg_attr(feature = "schema", schema(example = "影印室 B 櫃"))]
    pub spot: Option<String>,
    /// In units; what all movements come to.
    pub on_hand: i64,
    /// Below this it has to be ordered.
    pub reorder_level: i64,
    /// Kept in stock, and below that.
    pub low: bool,
    /// When it was counted last.
    pub counted_on: Option<NaiveDate>,
    /// Kept in stock; not any more where it isn't.
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSupplyItem {
    /// Nothing else in stock has it.
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "A4 影印紙"))]
    pub name: String,
    pub kind: SupplyKind,
    #[validate(length(min = 1, max = 10), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "包"))]
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "影印室 B 櫃"))]
    pub spot: Option<String>,
    /// What there is of it now; the first count.
    #[serde(default)]
    #[validate(range(min = 0, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 40))]
    pub on_hand: i64,
    #[validate(range(min = 0, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 10))]
    pub reorder_level: i64,
}

/// Merge patch: absent is unchanged, `null` clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupplyItemPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "A4 影印紙"))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SupplyKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 10), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "包"))]
    pub unit: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub place_id: Option<Option<Uuid>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "影印室 B 櫃"))]
    pub spot: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 1_000_000))]
    pub reorder_level: Option<i64>,
    /// `false`: it isn't kept in stock any more; what moved stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// `restock`: it came. `issue`: somebody took it. `count`: it was counted, and the stock was set to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SupplyMovementKind {
    Restock,
    Issue,
    Count,
}

impl SupplyMovementKind {
    pub const ALL: [SupplyMovementKind; 3] = [
        SupplyMovementKind::Restock,
        SupplyMovementKind::Issue,
        SupplyMovementKind::Count,
    ];
}

/// One line of the stock's ledger; never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SupplyMovement {
    pub id: Uuid,
    pub item_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "A4 影印紙"))]
    pub item_name: String,
    #[cfg_attr(feature = "schema", schema(example = "包"))]
    pub unit: String,
    pub kind: SupplyMovementKind,
    /// What it added; negative where something went.
    #[cfg_attr(feature = "schema", schema(example = -2))]
    pub quantity: i64,
    /// What there was afterwards.
    pub on_hand: i64,
    /// Who took it; of other movements, who noted it.
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    pub recorded_by: PersonRef,
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

/// What somebody takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSupplyIssue {
    #[validate(range(min = 1, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub quantity: i64,
    /// Who takes it, inside the caller's reach; the caller unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "客戶說明會用"))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSupplyRestock {
    #[validate(range(min = 1, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 30))]
    pub quantity: i64,
    /// From whom, or on which invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "大同文具，發票 AB-12345678"))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSupplyCount {
    #[validate(range(min = 0, max = 1_000_000))]
    #[cfg_attr(feature = "schema", schema(example = 38))]
    pub counted: i64,
    /// Why it isn't what it should be; needed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "兩包受潮報廢"))]
    pub note: Option<String>,
}

crate::list_query! {
    /// All that is kept in stock.
    pub struct SupplyQuery sorts ["name", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: SupplyKind,
        pub place_id: Uuid,
        /// Below its reorder level.
        pub low: bool,
        /// Kept in stock, or not any more; both unless told.
        pub active: bool,
        /// Part of the name.
        #[cfg_attr(feature = "schema", param(example = "影印紙"))]
        pub q: String,
    }
}

crate::list_query! {
    /// What was taken inside the caller's reach, and what they noted.
    pub struct SupplyMovementQuery sorts ["-at", "at"] {
        pub item_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: SupplyMovementKind,
        pub employee_id: Uuid,
        pub team_id: Uuid,
    }
}
