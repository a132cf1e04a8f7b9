//! Attendance in "my day": today's state, days of the last week to put right, the statement to check.

use chrono::NaiveDate;
use contract::Text;
use contract::my_day::DayItem;
use diesel::prelude::*;
use uuid::Uuid;

use super::day::list::{back, of_person};
use super::day::plan::Planned;
use super::text;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{attendance_lines, attendance_statements};
use crate::db::types::g;
use crate::problem::Answer;

/// How many days back something is still worth a reminder.
const WEEK: u64 = 7;

/// The caller's own matters only.
pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let locale = grant.locale;
    let span = (back(today, WEEK), today);
    let found = of_person(conn, grant.me(), span, grant.acting.now, |_, plans, day| {
        let (date, out) = (day.plan.date, &day.outcome);
        let clock = |at: Option<chrono::DateTime<chrono::Utc>>| {
            at.map_or("–".to_owned(), |at| {
                at.with_timezone(&plans.zone).format("%H:%M").to_string()
            })
        };
        let times = format!("{} – {}", clock(out.first_in), clock(out.last_out));
        let status = text::status(out.status).get(locale);
        if date == today {
            let asked = day.employed && matches!(day.plan.planned, Planned::Work(_));
            return asked.then(|| {
                let shift = day.shift_name().unwrap_or_default();
                item(
                    "attendance_today",
                    format!("{shift} {status}"),
                    times,
                    "/attendance".to_owned(),
                    None,
                )
            });
        }
        (out.status.abnormal() && !day.corrections.open).then(|| {
            let path = format!("/attendance/corrections/new?date={date}");
            item(
                "attendance_to_correct",
                format!("{date} {status}"),
                times,
                path,
                None,
            )
        })
    })?;
    // Today first, then the latest.
    let mut items: Vec<DayItem> = found.into_iter().rev().flatten().collect();
    let open: Vec<(Uuid, String, Option<NaiveDate>)> = attendance_statements::table
        .inner_join(
            attendance_lines::table
                .on(attendance_lines::statement_id.eq(attendance_statements::id)),
        )
        .filter(attendance_statements::state.eq("published"))
        .filter(attendance_statements::objections_until.ge(today))
        .filter(attendance_lines::employee_id.eq(g(grant.me())))
        .select((
            attendance_statements::id,
            attendance_statements::month,
            attendance_statements::objections_until,
        ))
        .load(conn)?;
    items.extend(open.into_iter().map(|(id, month, until)| {
        let detail = Text::new(
            "請核對考勤月報，異議期限",
            "请核对考勤月报，异议期限",
            "Check your attendance statement; objections until",
        );
        let until = until.map(|day| day.to_string()).unwrap_or_default();
        let path = format!("/attendance/statements/{id}");
        let mut told = item(
            "statement_to_check",
            month,
            format!("{} {until}", detail.get(locale)),
            path,
            Some(id),
        );
        told.clause = Some("4.4.3".to_owned());
        told
    }));
    Ok(items)
}

fn item(
    kind: &str,
    title: String,
    detail: String,
    path: String,
    subject_id: Option<Uuid>,
) -> DayItem {
    DayItem {
        kind: kind.to_owned(),
        title,
        detail,
        due_at: None,
        path,
        subject_id,
        clause: Some("4.4.1".to_owned()),
    }
}
