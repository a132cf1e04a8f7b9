//! Imports and other long work: a job, and a report per row and column.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(doc)]
use crate::problem::FieldProblem;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Queued,
    Running,
    /// Finished; rows may still have been refused.
    Done,
    /// Stopped before its end. Nothing was changed, but for the rows a `partial` import had taken and counted by then.
    Failed,
}

/// `atomic`: all rows or none, at most 10,000 (punches: 100,000). `partial`: good rows are taken as they are read, bad ones reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum ImportMode {
    #[default]
    Atomic,
    Partial,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Job {
    pub id: Uuid,
    /// `import_employees`.
    pub kind: String,
    pub state: JobState,
    pub dry_run: bool,
    pub mode: ImportMode,
    /// Rows read so far.
    pub done_rows: i64,
    pub total_rows: i64,
    pub created_rows: i64,
    pub updated_rows: i64,
    pub unchanged_rows: i64,
    pub refused_rows: i64,
    /// Why the whole job failed, in the words of the problem table.
    pub error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    Created,
    Updated,
    Unchanged,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobRow {
    /// 1 is the first row after the header.
    pub row: i64,
    pub outcome: RowOutcome,
    /// What the row was about: the staff number.
    pub key: String,
    pub errors: Vec<RowError>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RowError {
    /// Column header as in the file.
    pub column: String,
    pub code: String,
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// Check everything, change nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(inline))]
    pub mode: Option<ImportMode>,
}

crate::list_query! {
    /// My jobs.
    pub struct JobQuery sorts ["-created_at"] {
        pub state: JobState,
    }
}

crate::list_query! {
    /// Rows of a job's report.
    pub struct JobRowQuery sorts ["row"] {
        pub outcome: RowOutcome,
    }
}
