//! Areas: what a deputy is in charge of — a set of teams and a set of fields of work (2.1, 2.2.2).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::access::Field;
use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "北區"))]
    pub name: String,
    pub fields: Vec<Field>,
    /// Who is in charge now.
    pub deputy: Option<PersonRef>,
    pub team_count: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewArea {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "北區"))]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 5))]
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct AreaPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "北區"))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 5))]
    pub fields: Option<Vec<Field>>,
}

crate::list_query! {
    /// Areas of the department.
    pub struct AreaQuery sorts ["name", "created_at"] {
        /// Part of the name.
        pub q: String,
    }
}
