//! In-app notifications, made from the outbox; also streamed as server-sent events.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Notification {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    /// What happened: `role.assigned`, `employee.transferred`, ….
    #[cfg_attr(feature = "schema", schema(example = "role.assigned"))]
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// In the caller's language.
    pub title: String,
    pub body: String,
    pub read_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReadCount {
    /// How many notifications became read.
    pub read: i64,
}

crate::list_query! {
    /// My notifications.
    pub struct NotificationQuery sorts ["-created_at"] {
        pub unread: bool,
    }
}
