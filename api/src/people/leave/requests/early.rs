//! 銷假: back at work before the leave is over. The half-days that are left are freed, and those that counted go back to the
//! account of their year.

use chrono::{Datelike, NaiveDate};
use contract::leave::{Half, LeaveRequest, LeaveState, NewEarlyReturn};
use contract::{Code, Days};
use diesel::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{ask, follow, store};
use crate::access::{Grant, Reach};
use crate::db::Tx;
use crate::db::schema::leave_days;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::engine::approval::stand_down;
use crate::organization::settings;
use crate::people::attendance::statement::store::not_frozen;
use crate::people::leave::ledger::store as ledger;
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

pub fn return_early(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewEarlyReturn,
) -> Answer<LeaveRequest> {
    let seen = store::row(tx.conn, grant.reach(), id)?;
    ledger::take_turns(tx, &[seen.employee_id])?;
    let mut row = store::row(tx.conn, grant.reach(), id)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    let own = row.employee_id == grant.me();
    let over = |row: &store::Row| row.ends_on < today || row.resumed_on.is_some_and(|d| d <= today);
    if row.state()? != LeaveState::Approved || (own && over(&row)) {
        return Err(Refusal::new(Code::LeaveOver).clause("4.4.2"));
    }
    let at = (new.resumes_on, new.resumes_half);
    let held: Vec<(NaiveDate, String, bool)> = leave_days::table
        .filter(leave_days::request_id.eq(g(id)))
        .select((leave_days::on_date, leave_days::half, leave_days::counted))
        .load(tx.conn)?;
    let (mut freed, mut years, mut kept) = (0, BTreeMap::<i32, i64>::new(), 0);
    for (date, half, counted) in held {
        if (date, parse(&half)?) < at {
            kept += 1;
            continue;
        }
        if counted {
            *years.entry(date.year()).or_default() += 1;
        }
        freed += 1;
    }
    // Nothing is left to give back, or one's own days that are over already.
    if freed == 0 || (own && new.resumes_on < today) {
        return Err(Refusal::new(Code::DateOrder)
            .clause("4.4.2")
            .detail(format!("{} … {}", today.max(row.starts_on), row.ends_on))
            .at("/resumes_on"));
    }
    let first = new.resumes_on.max(row.starts_on);
    not_frozen(tx.conn, first, row.ends_on, "/resumes_on")?;
    let from_half = leave_days::on_date
        .gt(new.resumes_on)
        .or(leave_days::on_date
            .eq(new.resumes_on)
            .and(leave_days::half.ge(word(&new.resumes_half))));
    diesel::delete(
        leave_days::table
            .filter(leave_days::request_id.eq(g(id)))
            .filter(from_half),
    )
    .execute(tx.conn)?;
    let back: i64 = years.values().sum();
    // What was never taken from an account doesn't go back to it.
    let held = ledger::held(tx.conn, id)?;
    let returned = years.into_iter().map(|(year, freed)| {
        let account = (row.leave_type_id, year);
        let held = held.get(&account).copied().unwrap_or(0);
        (account, freed.min(held))
    });
    let returned: Vec<_> = returned.collect();
    follow::returns(tx, &grant.acting, &row, returned)?;
    // Back at midday, the morning's stand-in still stands in that day.
    let stands_down = match (kept, new.resumes_half) {
        (0, _) => row.starts_on,
        (_, Half::Am) => new.resumes_on,
        (_, Half::Pm) => new.resumes_on.succ_opt().unwrap_or(new.resumes_on),
    };
    stand_down(tx, &grant.acting, id, stands_down)?;
    let before = row.clone();
    row.returned_half_days += back;
    row.resumed_on = Some(new.resumes_on.max(row.starts_on));
    row.resumed_half = Some(word(&new.resumes_half));
    if kept == 0 {
        row.state = word(&LeaveState::Cancelled);
        (row.resumed_on, row.resumed_half) = (Some(row.starts_on), Some(row.starts_half.clone()));
    }
    let row = store::save(tx, &row, grant.acting.now)?;
    let kind = types::find(tx.conn, row.leave_type_id)?;
    let name = ask::name(tx.conn, row.employee_id)?;
    let event = match kept {
        0 => "leave.cancelled",
        _ => "leave.resumed",
    };
    ask::record(event, &row, &kind, &name)
        .change("state", &before.state, &row.state)
        .change("resumed_on", before.resumed_on, row.resumed_on)
        .change(
            "returned_days",
            Days(before.returned_half_days),
            Days(row.returned_half_days),
        )
        .change("note", (), &new.note)
        .fact("back", Days(back))
        .notify([row.employee_id])
        .write(tx, &grant.acting);
    store::get(tx.conn, grant, &Reach::system(), id)
}
