//! The tabs of the inbox. Each tab is a range of one index, or of two or three that are merged; names and open steps are looked up
//! for the page as a whole.

use chrono::{DateTime, Utc};
use contract::approval::{Approval, ApprovalBox, ApprovalQuery};
use contract::{Action, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use super::deadline::OPEN;
use super::read::COLUMNS;
use super::row::Row;
use super::shape::complete;
use crate::access::Grant;
use crate::app::App;
use crate::db::schema::{approval_copies as c, approval_steps as s, approvals as a};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::words::word;
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::page_of;
use crate::problem::{Answer, internal};

const fn at(column: &'static str) -> SortKey {
    SortKey {
        name: "at",
        column,
        kind: Kind::Ts,
    }
}
const OPENED: &[SortKey] = &[at("approval_steps.opened_at")];
const DECIDED: &[SortKey] = &[at("approval_steps.decided_at")];
const COPIED: &[SortKey] = &[at("approval_copies.created_at")];
const CREATED: &[SortKey] = &[at("approvals.created_at")];

/// Each tab has its own time: since when it waits, when it was decided, when the copy came, when it was asked.
pub fn paging(app: &App, query: &ApprovalQuery) -> Answer<Paging> {
    let (id, keys) = match query.r#box.unwrap_or(ApprovalBox::All) {
        ApprovalBox::Waiting => ("approval_steps.id", OPENED),
        ApprovalBox::Handled => ("approval_steps.id", DECIDED),
        ApprovalBox::Copied => ("approval_copies.id", COPIED),
        ApprovalBox::Mine | ApprovalBox::All => ("approvals.id", CREATED),
    };
    Paging::new(app, "approvals", query, id, keys)
}

/// Place in the tab and the request's id.
type Found = (Option<DateTime<Utc>>, Uuid, Uuid);

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ApprovalQuery,
    paging: &Paging,
) -> Answer<Page<Approval>> {
    let found = match query.r#box.unwrap_or(ApprovalBox::All) {
        ApprovalBox::Waiting => waiting(conn, grant, query, paging)?,
        ApprovalBox::Handled => handled(conn, grant, query, paging)?,
        ApprovalBox::Copied => copied(conn, grant, query, paging)?,
        ApprovalBox::Mine => asked(conn, mine(grant), query, paging)?,
        ApprovalBox::All => asked(conn, grant.reach().ranges(COLUMNS), query, paging)?,
    };
    found.complete(|found| in_order(conn, grant, found.into_iter().map(|f| f.2).collect()))
}

fn place(found: &Found, _: &str) -> (Bind, Uuid) {
    (Bind::ts(found.0.unwrap_or_default()), found.1)
}

fn in_order(conn: &mut AnyConn, grant: &Grant, ids: Vec<Uuid>) -> Answer<Vec<Approval>> {
    let rows: Vec<Row> = a::table
        .filter(a::id.eq_any(gs(ids.iter().copied())))
        .select(Row::as_select())
        .load(conn)?;
    let mut by_id: HashMap<Uuid, Row> = rows.into_iter().map(|r| (r.id, r)).collect();
    let rows = ids
        .iter()
        .map(|id| by_id.remove(id).ok_or_else(|| internal("listed twice")))
        .collect::<Answer<_>>()?;
    complete(conn, grant, rows)
}

/// The filters that a caller may name, upon the request's own row.
fn filters(query: &ApprovalQuery) -> Predicate {
    let mut p = Predicate::new().sql("1 = 1");
    if let Some(kind) = query.kind {
        p = p
            .sql(" AND approvals.kind = ")
            .bind(Bind::Text(word(&kind)));
    }
    if let Some(state) = query.state {
        p = p
            .sql(" AND approvals.state = ")
            .bind(Bind::Text(word(&state)));
    }
    if let Some(id) = query.applicant_id {
        p = p.sql(" AND approvals.applicant_id = ").bind(Bind::guid(id));
    }
    p
}

/// Open steps that wait for the caller, as ranges of one index each: what lies with them, what lies with whoever stands in for
/// them, and steps of the company that they may record. Nothing for whoever may not read approvals.
fn waits(grant: &Grant) -> Vec<Predicate> {
    if !grant.permits(Action::ApprovalRead) {
        return Vec::new();
    }
    let me = || Bind::guid(grant.me());
    let key = || grant.reach().within_key(COLUMNS.team);
    let mut ranges = vec![
        Predicate::new()
            .sql("approval_steps.holder_id = ")
            .bind(me())
            .and(key()),
        Predicate::new()
            .sql("approval_steps.for_id IS NOT NULL AND approval_steps.for_id = ")
            .bind(me())
            .and(key()),
    ];
    if grant.permits(Action::CompanyDecide) {
        let no_party = Predicate::new()
            .sql("approval_steps.level = 'company' AND approvals.applicant_id <> ")
            .bind(me())
            .sql(" AND approvals.created_by <> ")
            .bind(me())
            .sql(" AND (approvals.beneficiary_id IS NULL OR approvals.beneficiary_id <> ")
            .bind(me())
            .sql(")");
        ranges.push(no_party.and(grant.reach_of(Action::CompanyDecide).on(COLUMNS)));
    }
    ranges
}

/// Open steps with their requests.
macro_rules! open {
    ($waits:expr) => {
        s::table
            .inner_join(a::table.on(a::id.eq(s::approval_id)))
            .filter(Predicate::new().sql(OPEN))
            .filter($waits)
            .select((s::opened_at, s::id, s::approval_id))
            .into_boxed::<MultiBackend>()
    };
}

fn waiting(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ApprovalQuery,
    paging: &Paging,
) -> Answer<Page<Found>> {
    let narrowed = |waits: Predicate| open!(waits).filter(filters(query));
    Ok(page_of!(conn, paging, waits(grant), narrowed, place))
}

/// Once per request: at the last step of it that the caller decided.
fn handled(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ApprovalQuery,
    paging: &Paging,
) -> Answer<Page<Found>> {
    let last = "NOT EXISTS (SELECT 1 FROM approval_steps l WHERE l.approval_id = approval_steps.approval_id \
                AND l.decided_by = approval_steps.decided_by AND (l.decided_at, l.id) > (approval_steps.decided_at, approval_steps.id))";
    let narrowed = || {
        s::table
            .inner_join(a::table.on(a::id.eq(s::approval_id)))
            .filter(s::decided_by.eq(g(grant.me())))
            .filter(Predicate::new().sql(last))
            .filter(grant.reach().within_key(COLUMNS.team))
            .filter(filters(query))
            .select((s::decided_at, s::id, s::approval_id))
            .into_boxed::<MultiBackend>()
    };
    Ok(page_of!(conn, paging, narrowed, place))
}

fn copied(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ApprovalQuery,
    paging: &Paging,
) -> Answer<Page<Found>> {
    let narrowed = || {
        c::table
            .inner_join(a::table.on(a::id.eq(c::approval_id)))
            .filter(c::employee_id.eq(g(grant.me())))
            .filter(grant.reach().within_key(COLUMNS.team))
            .filter(filters(query))
            .select((c::created_at.nullable(), c::id, c::approval_id))
            .into_boxed::<MultiBackend>()
    };
    Ok(page_of!(conn, paging, narrowed, place))
}

/// The caller's own, and those they entered for somebody else.
fn mine(grant: &Grant) -> Vec<Predicate> {
    let me = || Bind::guid(grant.me());
    let key = || grant.reach().within_key(COLUMNS.team);
    let own = Predicate::new().sql("approvals.applicant_id = ").bind(me());
    let entered = Predicate::new()
        .sql("approvals.created_by = ")
        .bind(me())
        .sql(" AND approvals.applicant_id <> ")
        .bind(me());
    vec![own.and(key()), entered.and(key())]
}

/// Requests by when they were asked for.
fn asked(
    conn: &mut AnyConn,
    ranges: Vec<Predicate>,
    query: &ApprovalQuery,
    paging: &Paging,
) -> Answer<Page<Found>> {
    let narrowed = |range: Predicate| {
        a::table
            .filter(range)
            .filter(filters(query))
            .select((a::created_at.nullable(), a::id, a::id))
            .into_boxed::<MultiBackend>()
    };
    Ok(page_of!(conn, paging, ranges, narrowed, place))
}

/// What waits for the caller, for their day: the longest waiting first.
pub fn oldest_waiting(conn: &mut AnyConn, grant: &Grant, most: i64) -> Answer<Vec<Approval>> {
    let mut found: Vec<Found> = Vec::new();
    for waits in waits(grant) {
        let oldest: Vec<Found> = open!(waits)
            .order((s::opened_at, s::id))
            .limit(most)
            .load(conn)?;
        found.extend(oldest);
    }
    found.sort_by_key(|f| (f.0, f.1));
    found.truncate(most as usize);
    in_order(conn, grant, found.into_iter().map(|(.., id)| id).collect())
}
