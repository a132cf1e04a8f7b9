//! The audit trail: who changed what, when, by which action; chained by hash so that a change of history shows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::employee::PersonRef;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Absent when the system itself acted, or before anybody was signed in.
    pub actor: Option<PersonRef>,
    /// The service account, when a key acted.
    pub api_key_id: Option<Uuid>,
    /// What happened: `employee.updated`, `session.created`, ….
    #[cfg_attr(feature = "schema", schema(example = "employee.updated"))]
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// Name of the subject at that time.
    pub subject_name: String,
    pub team_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    pub request_id: String,
    /// Changed fields: `{"name":{"from":"…","to":"…"}}`. Private values are named, not shown.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub changes: serde_json::Value,
}

crate::list_query! {
    /// Audit entries inside the caller's reach.
    pub struct AuditQuery sorts ["-at", "at"] {
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub actor_id: Uuid,
        pub event: String,
        pub from: DateTime<Utc>,
        pub until: DateTime<Utc>,
    }
}
