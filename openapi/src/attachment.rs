//! Files: stored once by content, type told from the content, downloads inside the caller's reach.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Action;
use crate::employee::PersonRef;

pub const MAX_BYTES: usize = 20 * 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Attachment {
    pub id: Uuid,
    /// What it belongs to: `employee`, `approval`.
    pub subject_kind: String,
    pub subject_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "contract.pdf"))]
    pub file_name: String,
    /// Told from the content, not from the name.
    #[cfg_attr(feature = "schema", schema(example = "application/pdf"))]
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Hex SHA-256 of the content.
    pub sha256: String,
    pub created_by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

crate::list_query! {
    /// Files of one record.
    pub struct AttachmentQuery sorts ["-created_at"] {}
}

/// `multipart/form-data` with one part `file`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Upload {
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Binary, content_media_type = "application/octet-stream"))]
    pub file: String,
}
