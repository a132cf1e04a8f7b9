//! Asking for leave: checked against the type, the calendar, the balance and what the person has already; then taken from the
//! balance and handed to the approval engine, all in one transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::approval::MatterKind;
use contract::leave::{
    LeaveEntryKind, LeaveRequest, LeaveRequestPatch, LeaveState, NewLeaveRequest,
};
use contract::{Code, Days};
use diesel::prelude::*;
use uuid::Uuid;

use super::days::NewDay;
use super::store::{self, Row};
use super::{follow, words};
use crate::access::{Grant, Reach};
use crate::db::bulk::Rows;
use crate::db::schema::{employees, leave_days};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::approval::{self, Facts, NewApproval};
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::organization::{employee, settings};
use crate::people::attendance::statement::store::not_frozen;
use crate::people::calendar;
use crate::people::leave::ledger::store::{self as ledger, NewLine};
use crate::people::leave::logic::account::Account;
use crate::people::leave::logic::rules::{self, Case, Finding};
use crate::people::leave::logic::span::{self, HalfDay, LONGEST, Span};
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

/// A leave held against everything that could forbid it.
pub struct Checked {
    pub halves: Vec<HalfDay>,
    pub found: Vec<Finding>,
    /// Accounts of the type by year.
    pub accounts: BTreeMap<i32, Account>,
    pub after_the_fact: bool,
    pub certificate_required: bool,
}

impl Checked {
    pub fn half_days(&self) -> i64 {
        span::counted(&self.halves)
    }

    pub fn or_refuse(self, kind: &types::Row, grant: &Grant) -> Answer<Checked> {
        match words::refusal(&self.found, kind, grant.locale) {
            Some(refusal) => Err(refusal),
            None => Ok(self),
        }
    }
}

pub fn check(
    conn: &mut AnyConn,
    person: Uuid,
    kind: &types::Row,
    span: Span,
    asked_on: NaiveDate,
) -> Answer<Checked> {
    let rules = kind.rules()?;
    let sensible = span.in_order() && span.days() <= LONGEST;
    let (mut halves, mut taken, mut accounts) = (Vec::new(), Vec::new(), BTreeMap::new());
    if sensible {
        let (first, last) = (span.starts_on, span.ends_on);
        let calendar = calendar::load(conn, Some(&[person]), first, last)?.of(person);
        halves = span.halves(rules.counts, &calendar);
        taken = taken_already(conn, person, &span)?;
        let years = rules::years(&span);
        let theirs = ledger::accounts(conn, person, Some(kind.id), *years.start(), *years.end())?;
        accounts = theirs.into_values().next().unwrap_or_default();
    }
    let found = rules::findings(&Case {
        rules: &rules,
        span,
        halves: &halves,
        asked_on,
        taken: &taken,
        accounts: &accounts,
    });
    let half_days = span::counted(&halves);
    Ok(Checked {
        found,
        accounts,
        after_the_fact: rules::after_the_fact(asked_on, span.starts_on),
        certificate_required: rules::certificate_required(&rules, half_days),
        halves,
    })
}

/// Days of the span that other leave of the person holds.
fn taken_already(conn: &mut AnyConn, person: Uuid, span: &Span) -> Answer<Vec<NaiveDate>> {
    let rows: Vec<(NaiveDate, String)> = leave_days::table
        .filter(leave_days::employee_id.eq(g(person)))
        .filter(leave_days::on_date.between(span.starts_on, span.ends_on))
        .order((leave_days::on_date, leave_days::half))
        .select((leave_days::on_date, leave_days::half))
        .load(conn)?;
    let mut dates = Vec::new();
    for (date, half) in rows {
        let half = (date, parse(&half)?);
        if span.first() <= half && half <= span.last() && dates.last() != Some(&date) {
            dates.push(date);
        }
    }
    Ok(dates)
}

/// Whose leave it is: the caller's, or somebody's inside the reach.
pub fn applicant(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Option<Uuid>,
) -> Answer<employee::store::Row> {
    let person = ledger::reached(conn, grant.reach(), id.unwrap_or(grant.me()))?;
    if person.status != "active" {
        return Err(Refusal::new(Code::EmployeeInactive)
            .clause("4.4.2")
            .at("/employee_id"));
    }
    Ok(person)
}

/// Somebody else who is active, and who can stand in on the request's days. Not reach-checked: who somebody is may be known to the
/// whole department.
pub fn stand_in(conn: &mut AnyConn, row: &Row, today: NaiveDate) -> Answer<()> {
    let Some(named) = follow::named(row) else {
        return Ok(());
    };
    let known: i64 = employees::table
        .filter(employees::id.eq(g(named.delegate)))
        .filter(employees::status.eq("active"))
        .count()
        .get_result(conn)?;
    if known == 0 || named.delegate == row.employee_id {
        return Err(Refusal::new(Code::UnknownReference)
            .clause("4.4.2")
            .at("/stand_in_id"));
    }
    approval::stand_in_fits(conn, &named, today)
}

pub fn span_of(new: &NewLeaveRequest) -> Span {
    Span {
        starts_on: new.starts_on,
        starts_half: new.starts_half,
        ends_on: new.ends_on,
        ends_half: new.ends_half,
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewLeaveRequest) -> Answer<LeaveRequest> {
    let person = applicant(tx.conn, grant, new.employee_id)?;
    let kind = types::find(tx.conn, new.leave_type_id)?;
    ledger::take_turns(tx, &[person.id])?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let checked = check(tx.conn, person.id, &kind, span_of(new), today)?.or_refuse(&kind, grant)?;
    not_frozen(tx.conn, new.starts_on, new.ends_on, "/starts_on")?;
    let mut row = Row::draft(grant, &person, new, &checked, today);
    stand_in(tx.conn, &row, today)?;
    store::insert(tx, &row)?;
    take(tx, grant, &row, &kind, &checked, today)?;
    record("leave.requested", &row, &kind, &person.name)
        .change("state", (), &row.state)
        .change("starts_on", (), row.starts_on)
        .change("ends_on", (), row.ends_on)
        .change("days", (), Days(row.half_days))
        .write(tx, &grant.acting);
    let matter = matter(&row, &kind);
    row.approval_id = Some(approval::submit(tx, grant, &matter)?);
    store::save(tx, &row, now)?;
    store::get(tx.conn, grant, &Reach::system(), row.id)
}

/// What the approval engine is told.
pub fn matter(row: &Row, kind: &types::Row) -> NewApproval {
    NewApproval {
        kind: MatterKind::Leave,
        subject_id: row.id,
        applicant: row.employee_id,
        beneficiary: None,
        team_id: row.team_id,
        facts: facts(row, kind),
    }
}

pub fn facts(row: &Row, kind: &types::Row) -> Facts {
    // What a changed calendar has given back isn't asked for any more.
    let half_days = row.half_days - row.returned_half_days;
    Facts {
        half_days: Some(half_days),
        amount: None,
        category: Some(kind.code.clone()),
        more: serde_json::json!({
            "names": kind.names(), "starts_on": row.starts_on, "starts_half": row.starts_half, "ends_on": row.ends_on,
            "ends_half": row.ends_half, "days": Days(half_days),
        }),
        beneficiaries: Vec::new(),
    }
}

/// An event of a request, with what its text needs.
pub fn record(event: &'static str, row: &Row, kind: &types::Row, person: &str) -> Record {
    Record::new(event, "leave_request", row.id, person)
        .team(row.team_id)
        .owner(Some(row.employee_id))
        .clause("4.4.2")
        .fact("names", kind.names())
        .fact("starts_on", row.starts_on)
        .fact("ends_on", row.ends_on)
        .fact("days", Days(row.half_days))
}

/// Holds the days and takes them from the balance. Two requests for one half-day end at the primary key.
pub fn take(
    tx: &mut Tx,
    grant: &Grant,
    row: &Row,
    kind: &types::Row,
    checked: &Checked,
    today: NaiveDate,
) -> Answer<()> {
    let days: Vec<NewDay> = checked
        .halves
        .iter()
        .map(|h| NewDay {
            employee: row.employee_id,
            team: row.team_id,
            request: row.id,
            date: h.date,
            half: word(&h.half),
            counted: h.counted,
        })
        .collect();
    NewDay::insert(tx.conn, &days)?;
    if !kind.from_ledger() {
        return Ok(());
    }
    let line = |(year, dates): (i32, Vec<NaiveDate>)| NewLine {
        employee: row.employee_id,
        team: row.team_id,
        leave_type: kind.id,
        year,
        kind: LeaveEntryKind::Use,
        half_days: -(dates.len() as i64),
        effective_on: dates.first().copied().unwrap_or(today),
        expires_on: None,
        request: Some(row.id),
        note: None,
        source: None,
    };
    let lines = span::by_year(&checked.halves)
        .into_iter()
        .map(line)
        .collect();
    ledger::add(tx, grant.acting.employee_id, grant.acting.now, lines)?;
    Ok(())
}

/// Changes a returned request; nothing is taken until it is submitted again.
pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &LeaveRequestPatch,
    known: i64,
) -> Answer<LeaveRequest> {
    let old = store::row(tx.conn, grant.reach(), id)?;
    if !old.asked_by(grant.me()) {
        return Err(Refusal::new(Code::Forbidden).clause("4.4.2"));
    }
    if old.state()? != LeaveState::Returned {
        return Err(Refusal::new(Code::ApprovalNotReturned).clause("4.4.2"));
    }
    fresh(known, old.version)?;
    let mut new = old.clone();
    apply(&mut new, patch);
    if new == old {
        return store::get(tx.conn, grant, &Reach::system(), id);
    }
    let kind = types::find(tx.conn, new.leave_type_id)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    // Sent back, a request keeps the day it was asked on; other days, or a kind that binds earlier, are asked for today.
    let was = types::find(tx.conn, old.leave_type_id)?;
    if new.starts_on != old.starts_on || rules::binds_earlier(&kind.rules()?, &was.rules()?) {
        new.asked_on = today;
    }
    stand_in(tx.conn, &new, today)?;
    let span = new.span()?;
    let checked =
        check(tx.conn, new.employee_id, &kind, span, new.asked_on)?.or_refuse(&kind, grant)?;
    not_frozen(tx.conn, new.starts_on, new.ends_on, "/starts_on")?;
    new.half_days = checked.half_days();
    new.after_the_fact = checked.after_the_fact;
    new.certificate_required = checked.certificate_required;
    let new = store::save(tx, &new, grant.acting.now)?;
    let name = name(tx.conn, new.employee_id)?;
    record("leave.changed", &new, &kind, &name)
        .change("leave_type_id", old.leave_type_id, new.leave_type_id)
        .change("starts_on", old.starts_on, new.starts_on)
        .change("starts_half", &old.starts_half, &new.starts_half)
        .change("ends_on", old.ends_on, new.ends_on)
        .change("ends_half", &old.ends_half, &new.ends_half)
        .change("days", Days(old.half_days), Days(new.half_days))
        .change("stand_in_id", old.stand_in_id, new.stand_in_id)
        .private_change("reason", old.reason != new.reason)
        .write(tx, &grant.acting);
    store::get(tx.conn, grant, &Reach::system(), id)
}

fn apply(row: &mut Row, patch: &LeaveRequestPatch) {
    row.leave_type_id = patch.leave_type_id.unwrap_or(row.leave_type_id);
    row.starts_on = patch.starts_on.unwrap_or(row.starts_on);
    row.ends_on = patch.ends_on.unwrap_or(row.ends_on);
    if let Some(half) = patch.starts_half {
        row.starts_half = word(&half);
    }
    if let Some(half) = patch.ends_half {
        row.ends_half = word(&half);
    }
    if let Some(reason) = &patch.reason {
        row.reason.clone_from(reason);
    }
    if let Some(id) = patch.stand_in_id {
        row.stand_in_id = id;
    }
}

pub fn name(conn: &mut AnyConn, person: Uuid) -> Answer<String> {
    Ok(employees::table
        .find(g(person))
        .select(employees::name)
        .first(conn)?)
}
