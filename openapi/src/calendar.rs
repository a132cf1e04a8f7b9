//! The holiday calendar (4.4.4): days that differ from the week's pattern — holidays, and weekends that are worked (調休).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarDayKind {
    Holiday,
    /// A make-up working day, 調休.
    Workday,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CalendarDay {
    pub id: Uuid,
    pub date: NaiveDate,
    pub kind: CalendarDayKind,
    #[cfg_attr(feature = "schema", schema(example = "中秋節"))]
    pub name: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCalendarDay {
    #[validate(custom(function = valid::date))]
    pub date: NaiveDate,
    pub kind: CalendarDayKind,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "中秋節"))]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDayPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CalendarDayKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub name: Option<String>,
}

crate::list_query! {
    /// Days of the calendar.
    pub struct CalendarDayQuery sorts ["date"] {
        pub from: NaiveDate,
        /// Last day.
        pub to: NaiveDate,
        pub kind: CalendarDayKind,
    }
}

/// A revocable address from which calendar programs read the caller's view of who is away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CalendarFeed {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "手機行事曆"))]
    pub name: String,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// The answer to making a feed: the only time its address is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CreatedCalendarFeed {
    pub feed: CalendarFeed,
    /// Path with its secret; put the server's address in front.
    #[cfg_attr(
        feature = "schema",
        schema(example = "/api/v1/calendar.ics?token=szf_…")
    )]
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCalendarFeed {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "手機行事曆"))]
    pub name: String,
}

crate::list_query! {
    /// My feeds that aren't revoked.
    pub struct CalendarFeedQuery sorts ["-created_at"] {}
}

/// How a calendar program shows who it reads for: the secret of a feed. (In the document it is a way to authenticate.)
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarToken {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}
