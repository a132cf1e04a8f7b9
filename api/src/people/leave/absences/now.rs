use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use contract::leave::{Half, LeaveCategory};
use diesel::prelude::*;
use uuid::Uuid;

use crate::clock;
use crate::db::AnyConn;
use crate::db::schema::{leave_days, leave_requests, leave_types};
use crate::db::types::{g, gs};
use crate::db::words::word;
use crate::organization::settings;
use crate::problem::Answer;

/// Is the person on approved leave now, by the department's clock? Half a day of leave counts during its half. Out on business isn't
/// leave: decisions can be made from anywhere.
pub fn away(conn: &mut AnyConn, employee: Uuid, now: DateTime<Utc>) -> Answer<bool> {
    let (_, zone, _) = settings::basics(conn)?;
    let local = clock::local(now, &zone);
    let half = match local.hour() {
        0..12 => Half::Am,
        _ => Half::Pm,
    };
    let away: i64 = leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .inner_join(leave_types::table.on(leave_types::id.eq(leave_requests::leave_type_id)))
        .filter(leave_days::employee_id.eq(g(employee)))
        .filter(leave_days::on_date.eq(local.date()))
        .filter(leave_days::half.eq(word(&half)))
        .filter(leave_days::approved.eq(true))
        .filter(leave_types::category.eq(word(&LeaveCategory::Leave)))
        .count()
        .get_result(conn)?;
    Ok(away > 0)
}

/// Which of these people are on approved leave on which days, the whole day or a half of it. Not reach-checked: for the mechanisms
/// that say whose turn it is.
pub fn away_on(
    conn: &mut AnyConn,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<HashSet<(Uuid, NaiveDate)>> {
    let days: Vec<(Uuid, NaiveDate)> = leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .inner_join(leave_types::table.on(leave_types::id.eq(leave_requests::leave_type_id)))
        .filter(leave_days::employee_id.eq_any(gs(people.to_vec())))
        .filter(leave_days::on_date.between(from, to))
        .filter(leave_days::approved.eq(true))
        .filter(leave_types::category.eq(word(&LeaveCategory::Leave)))
        .select((leave_days::employee_id, leave_days::on_date))
        .load(conn)?;
    Ok(days.into_iter().collect())
}
