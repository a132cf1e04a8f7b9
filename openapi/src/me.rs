//! Who am I, what may I do: the first call of every client.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::access::Field;
use crate::{Action, Locale, ReachKind, Role, present, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Me {
    /// Absent for API keys.
    pub employee_id: Option<Uuid>,
    /// Present for API keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_id: Option<Uuid>,
    pub name: String,
    pub number: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub locale: Locale,
    /// Absent: no role, so nothing but the own account.
    pub role: Option<Role>,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    pub area_id: Option<Uuid>,
    pub area_name: Option<String>,
    /// Fields of work of a deputy.
    pub fields: Vec<Field>,
    pub department_name: String,
    pub time_zone: String,
    pub currency: String,
    /// Every action this caller may do, and how far.
    pub permissions: Vec<Permission>,
    pub totp_enabled: bool,
    pub unread_notifications: i64,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Permission {
    pub action: Action,
    pub reach: ReachKind,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct MePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 24))]
    pub phone: Option<Option<String>>,
}

/// A new one-time-code secret; it counts once confirmed with a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TotpSecret {
    /// Base32, for typing in.
    pub secret: String,
    /// `otpauth://` address for the QR code.
    pub otpauth_url: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpEnrolment {
    #[validate(length(min = 1, max = 1024))]
    pub current_password: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpConfirmation {
    #[validate(length(equal = 6), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "123456"))]
    pub code: String,
}
