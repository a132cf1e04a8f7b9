//! Service accounts: a key acts with a set of actions and one reach, never with more than its owner has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyReach {
    Department,
    Area,
    Team,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApiKey {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "HR sync"))]
    pub name: String,
    /// First characters of the key, to recognise it.
    #[cfg_attr(feature = "schema", schema(example = "szk_3yQJ"))]
    pub prefix: String,
    pub owner: PersonRef,
    pub actions: Vec<Action>,
    pub reach: KeyReach,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// The answer to creating a key: the only time the secret is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CreatedApiKey {
    pub key: ApiKey,
    /// `szk_…`; send it as `Authorization: Bearer szk_…`.
    pub secret: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "HR sync"))]
    pub name: String,
    #[validate(length(min = 1, max = 200))]
    pub actions: Vec<Action>,
    pub reach: KeyReach,
    /// Required for reach `area`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
    /// Required for reach `team`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

crate::list_query! {
    /// API keys of the department.
    pub struct ApiKeyQuery sorts ["-created_at"] {
        /// `false` hides revoked keys.
        pub revoked: bool,
    }
}
