//! What modules bring to the mechanisms, in one place: matters to approve, files to import, background work, the texts of their
//! events. Mechanisms look things up here and know no module.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use contract::action_item::ActionSubject;
use contract::approval::MatterKind;
use contract::{Locale, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{AnyConn, Tx};
use crate::engine::action_item::Source;
use crate::engine::approval::Matter;
use crate::engine::import::{self, Import};
use crate::engine::job::Work;
use crate::engine::record::Acting;
use crate::organization::people::Leaver;
use crate::problem::Answer;

/// Kinds of matters that go through the approval engine.
pub fn matter(kind: MatterKind) -> &'static Matter {
    match kind {
        MatterKind::Leave => &crate::people::leave::MATTER,
        MatterKind::Correction => &crate::people::attendance::MATTER,
        MatterKind::Incentive => &crate::business::incentive::MATTER,
    }
}

/// What action items come of.
pub fn action_source(kind: ActionSubject) -> &'static Source {
    match kind {
        ActionSubject::Drill => &crate::workplace::drill::SOURCE,
        ActionSubject::AreaReview => &crate::leadership::review::SOURCE,
    }
}

/// Kinds of files.
pub const IMPORTS: &[&Import] = &[
    &import::employees::IMPORT,
    &crate::people::calendar::IMPORT,
    &crate::people::attendance::punch::IMPORT,
    &crate::business::customer::IMPORT,
    &crate::business::target::IMPORT,
];

/// Background work other than imports, by job kind.
pub const WORK: &[(&str, Work)] = &[
    (
        crate::people::attendance::statement::job::KIND,
        crate::people::attendance::statement::job::work,
    ),
    (
        crate::business::follow_up::KIND,
        crate::business::follow_up::work,
    ),
    ("grant_leave", crate::people::leave::ledger::grants),
    ("close_leave_year", crate::people::leave::ledger::closing),
];

/// Is the person away (on approved leave) now? Asked by the approval engine when it looks for who decides.
pub fn away(conn: &mut AnyConn, employee: Uuid, now: DateTime<Utc>) -> Answer<bool> {
    crate::people::leave::away(conn, employee, now)
}

/// Days from one to another on which the office doesn't work. Asked by the duty engine.
pub fn days_off(conn: &mut AnyConn, from: NaiveDate, to: NaiveDate) -> Answer<HashSet<NaiveDate>> {
    crate::people::calendar::days_off(conn, from, to)
}

/// Which of these people are on approved leave on which days, the whole day or a half of it. Asked by the duty engine.
pub fn away_on(
    conn: &mut AnyConn,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<HashSet<(Uuid, NaiveDate)>> {
    crate::people::leave::away_on(conn, people, from, to)
}

/// Title and body of a module's event for its reader; `None`: not this module's.
pub type EventText =
    fn(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)>;

pub const EVENT_TEXTS: &[EventText] = &[
    crate::engine::approval::event_text,
    crate::engine::duty::event_text,
    crate::workplace::booking::event_text,
    crate::leadership::feedback::event_text,
    crate::leadership::review::event_text,
    crate::leadership::plan::event_text,
    crate::leadership::talk::event_text,
    crate::workplace::drill::event_text,
    crate::engine::action_item::event_text,
    crate::workplace::hazard::event_text,
    crate::workplace::repair::event_text,
    crate::workplace::safety::event_text,
    crate::workplace::supply::event_text,
    crate::workplace::conduct::event_text,
    crate::workplace::filing::event_text,
    crate::people::attendance::event_text,
    crate::people::leave::event_text,
    crate::business::customer::event_text,
    crate::business::target::event_text,
    crate::business::shortfall::event_text,
    crate::business::incentive::event_text,
    crate::business::activity::event_text,
    crate::business::follow_up::event_text,
    crate::business::case::event_text,
    crate::business::case::inspection::event_text,
    crate::business::service::event_text,
    crate::business::customer_event::event_text,
    crate::business::expansion::event_text,
];

/// What happens to what a leaver looked after, in the transaction in which they leave.
pub type Departure = fn(&mut Tx, &Acting, &Leaver) -> Answer<()>;

pub const DEPARTURES: &[Departure] = &[
    crate::business::customer::left_behind,
    crate::business::customer_event::left,
    crate::engine::duty::left,
    crate::workplace::booking::left,
    crate::engine::action_item::left,
    crate::leadership::feedback::left,
    crate::workplace::hazard::left,
    crate::workplace::repair::left,
    crate::workplace::filing::left,
];
