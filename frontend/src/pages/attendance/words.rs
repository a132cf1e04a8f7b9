//! Attendance in words and colours.

use chrono::{DateTime, NaiveDate, Utc};
use contract::attendance::{
    AttendanceDay, CorrectionKind, CorrectionState, DayStatus, ObjectionState, StatementState,
};

use crate::core::zone;
use crate::tr;

pub fn status(status: DayStatus) -> (&'static str, &'static str) {
    match status {
        DayStatus::Present => (tr!(attendance.present), "good"),
        DayStatus::Late => (tr!(attendance.late), "warn"),
        DayStatus::Early => (tr!(attendance.early), "warn"),
        DayStatus::LateAndEarly => (tr!(attendance.late_and_early), "warn"),
        DayStatus::MissingPunch => (tr!(attendance.missing_punch), "bad"),
        DayStatus::Absent => (tr!(attendance.absent), "bad"),
        DayStatus::Leave => (tr!(attendance.leave), "info"),
        DayStatus::Business => (tr!(attendance.business), "brand"),
        DayStatus::Holiday => (tr!(attendance.holiday), ""),
        DayStatus::Rest => (tr!(attendance.rest), ""),
        DayStatus::Working => (tr!(attendance.working), "brand"),
        DayStatus::None => (tr!(attendance.none), ""),
    }
}

/// Class of a day in the calendar.
pub fn heat(status: DayStatus) -> &'static str {
    match status {
        DayStatus::Present => "ok",
        DayStatus::Late | DayStatus::Early | DayStatus::LateAndEarly => "soft",
        DayStatus::MissingPunch | DayStatus::Absent => "hard",
        DayStatus::Leave => "leave",
        DayStatus::Business => "business",
        DayStatus::Working => "live",
        DayStatus::Holiday | DayStatus::Rest => "off",
        DayStatus::None => "none",
    }
}

pub fn correction(state: CorrectionState) -> (&'static str, &'static str) {
    match state {
        CorrectionState::Open => (tr!(attendance.c_open), "info"),
        CorrectionState::Returned => (tr!(attendance.c_returned), "warn"),
        CorrectionState::Approved => (tr!(attendance.c_approved), "good"),
        CorrectionState::Refused => (tr!(attendance.c_refused), "bad"),
        CorrectionState::Withdrawn => (tr!(attendance.c_withdrawn), ""),
    }
}

pub fn corrections() -> Vec<(String, String)> {
    [
        ("open", CorrectionState::Open),
        ("returned", CorrectionState::Returned),
        ("approved", CorrectionState::Approved),
        ("refused", CorrectionState::Refused),
        ("withdrawn", CorrectionState::Withdrawn),
    ]
    .map(|(word, one)| (word.to_owned(), correction(one).0.to_owned()))
    .to_vec()
}

pub fn punch(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::In => tr!(attendance.punched_in),
        CorrectionKind::Out => tr!(attendance.punched_out),
    }
}

pub fn statement(state: StatementState) -> (&'static str, &'static str) {
    match state {
        StatementState::Draft => (tr!(attendance.s_draft), ""),
        StatementState::Published => (tr!(attendance.s_published), "info"),
        StatementState::Final => (tr!(attendance.s_final), "good"),
    }
}

pub fn objection(state: ObjectionState) -> (&'static str, &'static str) {
    match state {
        ObjectionState::Open => (tr!(attendance.o_open), "warn"),
        ObjectionState::Accepted => (tr!(attendance.o_accepted), "good"),
        ObjectionState::Rejected => (tr!(attendance.o_rejected), ""),
        ObjectionState::Withdrawn => (tr!(attendance.o_withdrawn), ""),
    }
}

/// `7 小時 30 分`.
pub fn hours(minutes: i64) -> String {
    tr!(attendance.hours, h = minutes / 60, m = minutes % 60).to_string()
}

/// `09:02`, marked where it lies on the day after.
pub fn clock(at: Option<DateTime<Utc>>, date: NaiveDate) -> String {
    at.map_or_else(
        || tr!(common.none).to_owned(),
        |at| {
            let clock = zone::clock(at);
            if zone::day(at).is_some_and(|day| day > date) {
                format!("{} {clock}", tr!(attendance.next_day))
            } else {
                clock
            }
        },
    )
}

/// `09:02 – 18:10`; nothing where nobody clocked.
pub fn span(day: &AttendanceDay) -> Option<String> {
    (day.first_in.is_some() || day.last_out.is_some()).then(|| {
        format!(
            "{} – {}",
            clock(day.first_in, day.date),
            clock(day.last_out, day.date)
        )
    })
}

pub fn plan(day: &AttendanceDay) -> Option<String> {
    let (from, to) = day.planned_start.zip(day.planned_end)?;
    let shift = day.shift_name.clone().unwrap_or_default();
    Some(
        tr!(
            attendance.plan,
            shift = shift,
            from = zone::clock(from),
            to = clock(Some(to), day.date)
        )
        .to_string(),
    )
}
