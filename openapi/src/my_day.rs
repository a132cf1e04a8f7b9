//! My day (2.2.4): everything that is due for the caller, in one place. Modules add their sections.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DaySection {
    Attendance,
    Approvals,
    Duties,
    FollowUps,
    /// Service requests and complaints that are due.
    Services,
    Targets,
    Bookings,
    /// Documents and manual pages to acknowledge.
    Documents,
    Organization,
    Notifications,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MyDay {
    pub date: NaiveDate,
    pub sections: Vec<DayList>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DayList {
    pub section: DaySection,
    /// False while the module behind the section isn't in this version.
    pub available: bool,
    pub items: Vec<DayItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DayItem {
    /// Stable word for the kind of matter: `team_without_lead`, `notification`, ….
    pub kind: String,
    pub title: String,
    pub detail: String,
    pub due_at: Option<DateTime<Utc>>,
    /// Path in the SPA.
    pub path: String,
    pub subject_id: Option<Uuid>,
    pub clause: Option<String>,
}
