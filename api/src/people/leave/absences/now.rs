use chrono::{NaiveDate, Timelike};
use contract::leave::{Half, LeaveCategory};
use diesel::prelude::*;
use uuid::Uuid;

use crate::clock;
use crate::db::AnyConn;
use crate::db::schema::{departments, leave_days, leave_requests, leave_types};
use crate::db::types::g;
use crate::db::words::word;
use crate::problem::Answer;

/// Is the person on approved leave on that day? Of today half a day of leave counts during its half, by the department's clock; of
/// another day the whole has to be off. Out on business isn't leave: decisions can be made from anywhere.
pub fn away(conn: &mut AnyConn, employee: Uuid, on: NaiveDate) -> Answer<bool> {
    let halves: Vec<String> = leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .inner_join(leave_types::table.on(leave_types::id.eq(leave_requests::leave_type_id)))
        .filter(leave_days::employee_id.eq(g(employee)))
        .filter(leave_days::on_date.eq(on))
        .filter(leave_days::approved.eq(true))
        .filter(leave_types::category.eq(word(&LeaveCategory::Leave)))
        .select(leave_days::half)
        .load(conn)?;
    match halves.as_slice() {
        [] => Ok(false),
        [half] => Ok(half_now(conn, on)?.is_some_and(|now| *half == word(&now))),
        _ => Ok(true),
    }
}

/// The half of the day that it is now, if the day is today.
fn half_now(conn: &mut AnyConn, on: NaiveDate) -> Answer<Option<Half>> {
    let zone: String = departments::table
        .select(departments::time_zone)
        .first(conn)?;
    let local = clock::local(clock::now(), &zone);
    let half = if local.hour() < 12 {
        Half::Am
    } else {
        Half::Pm
    };
    Ok((local.date() == on).then_some(half))
}
