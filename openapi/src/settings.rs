//! The department and its settings (2.1).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::{Action, Locale, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Settings {
    pub department_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "收展一部"))]
    pub name: String,
    /// IANA name; local dates of the department are dates in this zone.
    #[cfg_attr(feature = "schema", schema(example = "Asia/Taipei"))]
    pub time_zone: String,
    pub locale: Locale,
    /// ISO 4217.
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: String,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct SettingsPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "收展一部"))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_zone))]
    pub time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::currency))]
    pub currency: Option<String>,
}
