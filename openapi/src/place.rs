//! Places (3.1, 3.2): offices, meeting and training rooms, and what is to be done before and after one is used.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    Office,
    MeetingRoom,
    TrainingRoom,
    Storage,
    Other,
}

impl PlaceKind {
    pub const ALL: [PlaceKind; 5] = [
        PlaceKind::Office,
        PlaceKind::MeetingRoom,
        PlaceKind::TrainingRoom,
        PlaceKind::Storage,
        PlaceKind::Other,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub name: String,
    pub kind: PlaceKind,
    #[cfg_attr(feature = "schema", schema(example = "12 樓東側"))]
    pub location: Option<String>,
    /// Persons; none: as many as come.
    pub capacity: Option<i64>,
    pub bookable: bool,
    /// What has to be ready before it is used (3.2.2).
    #[cfg_attr(feature = "schema", schema(example = json!(["桌椅排列", "投影與音響測試"])))]
    pub preparation: Vec<String>,
    /// What has to be done afterwards (3.2.4).
    #[cfg_attr(feature = "schema", schema(example = json!(["垃圾清理", "電源關閉"])))]
    pub closing: Vec<String>,
    /// In use.
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Up to 20 lines of a check-list, each said once.
fn checklist(items: &[String]) -> Result<(), ValidationError> {
    if items.len() > 20 {
        return Err(ValidationError::new("length"));
    }
    for (n, item) in items.iter().enumerate() {
        if item.is_empty() || item.chars().count() > 80 {
            return Err(ValidationError::new("length"));
        }
        valid::clean(item)?;
        if items[..n].contains(item) {
            return Err(ValidationError::new("duplicate_value"));
        }
    }
    Ok(())
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub name: String,
    pub kind: PlaceKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "12 樓東側"))]
    pub location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10_000))]
    pub capacity: Option<i64>,
    #[serde(default)]
    pub bookable: bool,
    #[serde(default)]
    #[validate(custom(function = checklist))]
    #[cfg_attr(feature = "schema", schema(max_items = 20, example = json!(["桌椅排列", "投影與音響測試"])))]
    pub preparation: Vec<String>,
    #[serde(default)]
    #[validate(custom(function = checklist))]
    #[cfg_attr(feature = "schema", schema(max_items = 20, example = json!(["垃圾清理", "電源關閉"])))]
    pub closing: Vec<String>,
}

/// Merge patch: absent is unchanged, `null` clears. What is booked already keeps the check-lists it was booked under.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PlacePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PlaceKind>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "12 樓東側"))]
    pub location: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 10_000))]
    pub capacity: Option<Option<i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookable: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = checklist))]
    #[cfg_attr(feature = "schema", schema(max_items = 20, example = json!(["桌椅排列", "投影與音響測試"])))]
    pub preparation: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = checklist))]
    #[cfg_attr(feature = "schema", schema(max_items = 20, example = json!(["垃圾清理", "電源關閉"])))]
    pub closing: Option<Vec<String>>,
    /// Not while it is booked from now on (`still_in_use`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

crate::list_query! {
    /// All places.
    pub struct PlaceQuery sorts ["name", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: PlaceKind,
        /// Only those that can be booked, or only the others.
        pub bookable: bool,
        /// Only those in use, or only the others.
        pub active: bool,
    }
}
