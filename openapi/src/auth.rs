//! Signing in: sessions with a short access token and a rotating refresh cookie; password links; one-time codes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::valid;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// Staff number or e-mail address.
    #[validate(length(min = 1, max = 254))]
    #[cfg_attr(feature = "schema", schema(example = "E0001"))]
    pub login: String,
    #[validate(length(min = 1, max = 1024))]
    #[cfg_attr(feature = "schema", schema(example = "correct horse battery"))]
    pub password: String,
    /// Six digits, when the account has one-time codes switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(equal = 6))]
    pub totp_code: Option<String>,
}

/// The access token goes into `Authorization: Bearer …`; the refresh token travels in an HttpOnly cookie only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccessToken {
    pub access_token: String,
    /// Always `Bearer`.
    #[cfg_attr(feature = "schema", schema(example = "Bearer"))]
    pub token_type: String,
    /// Seconds until the access token expires.
    #[cfg_attr(feature = "schema", schema(example = 600))]
    pub expires_in: i64,
    pub session_id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Browser or program, as it named itself.
    pub user_agent: String,
    pub address: String,
    /// The session this request belongs to.
    pub current: bool,
}

crate::list_query! {
    /// My sessions.
    pub struct SessionQuery sorts ["created_at"] {}
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[validate(length(min = 1, max = 1024))]
    pub current_password: String,
    /// 12 to 128 characters.
    #[validate(custom(function = valid::password))]
    #[cfg_attr(feature = "schema", schema(example = "a long phrase of mine"))]
    pub new_password: String,
}

/// Uses a one-time password link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    #[validate(length(min = 20, max = 200))]
    pub token: String,
    #[validate(custom(function = valid::password))]
    pub new_password: String,
}

/// A one-time link that a lead, deputy or manager hands to an employee. Shown once, never stored in clear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PasswordLink {
    /// Path and fragment below the SPA's address: `/reset#token=…`.
    #[cfg_attr(feature = "schema", schema(example = "/reset#token=3yQJ…"))]
    pub path: String,
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// JSON Web Key Set (RFC 7517) of the keys that sign access tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Jwks {
    pub keys: Vec<Jwk>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Jwk {
    pub kty: String,
    pub crv: String,
    pub x: String,
    pub kid: String,
    pub alg: String,
    pub r#use: String,
}
