use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use contract::access::Field;
use contract::approval::MatterKind;
use contract::attendance::{
    Correction, CorrectionKind, CorrectionPatch, CorrectionQuery, CorrectionState, NewCorrection,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{logic, matter};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{corrections, employees};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::approval::{NewApproval, submit};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::employee::store::COLUMNS as EMPLOYEES;
use crate::organization::{people, settings};
use crate::page_of;
use crate::people::attendance::{day, statement};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "corrections.created_at",
    kind: Kind::Ts,
}];

const COLUMNS: Columns = Columns {
    team: "corrections.team_id",
    owner: "corrections.employee_id",
    field: Field::People,
};

crate::csv_columns!(
    Correction => ["id", "employee.id", "employee.number", "employee.name", "team_id", "date", "kind", "at", "reason", "state", "approval_id",
        "created_by.id", "created_by.number", "created_by.name", "version", "created_at", "updated_at", "decided_at"],
);

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub employee_id: Uuid,
    pub team_id: Option<Uuid>,
    pub date: NaiveDate,
    pub kind: String,
    pub at: DateTime<Utc>,
    pub reason: String,
    pub state: String,
    pub approval_id: Option<Uuid>,
    pub created_by: Uuid,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

impl Row {
    /// The applicant, or whoever entered it.
    fn asked_by(&self, person: Uuid) -> bool {
        self.employee_id == person || self.created_by == person
    }
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &CorrectionQuery,
    paging: &Paging,
) -> Answer<Page<Correction>> {
    let narrowed = |range: Predicate| {
        let mut q = corrections::table
            .select(corrections::all_columns)
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(id) = query.employee_id {
            q = q.filter(corrections::employee_id.eq(g(id)));
        }
        if let Some(state) = query.state {
            q = q.filter(corrections::state.eq(word(&state)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let ranges = grant.reach().ranges(COLUMNS);
    let page: Page<Row> = page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Correction> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(corrections::table
        .filter(corrections::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(corrections::all_columns)
        .first(conn)?)
}

/// The people of a page, in one query.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Correction>> {
    let ids = rows.iter().flat_map(|r| [r.employee_id, r.created_by]);
    let named = people::by_ids(conn, ids.collect())?;
    let who = |id: &Uuid| named.get(id).cloned().ok_or(Refusal::new(Code::NotFound));
    rows.into_iter()
        .map(|r| {
            let state: CorrectionState = parse(&r.state)?;
            let mut allowed_actions = grant.allowed(
                &[Action::CorrectionRequest],
                r.team_id,
                Some(r.employee_id),
                Field::People,
            );
            // What was asked is changed only after it was returned, and not by whoever decides it.
            let asked = r.asked_by(grant.me());
            allowed_actions.retain(|_| asked && state == CorrectionState::Returned);
            Ok(Correction {
                employee: who(&r.employee_id)?,
                created_by: who(&r.created_by)?,
                id: r.id,
                team_id: r.team_id,
                date: r.date,
                kind: parse(&r.kind)?,
                at: r.at,
                reason: r.reason,
                state,
                approval_id: r.approval_id,
                version: r.version,
                created_at: r.created_at,
                updated_at: r.updated_at,
                decided_at: r.decided_at,
                allowed_actions,
            })
        })
        .collect()
}

/// The day can be corrected, and in that way. Not reach-checked: callers have checked whose day it is.
pub fn check(
    conn: &mut AnyConn,
    employee: Uuid,
    date: NaiveDate,
    (kind, at): (CorrectionKind, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Answer<()> {
    logic::date(date, settings::today(conn, now)?)?;
    statement::store::not_frozen(conn, date, date, "/date")?;
    let days = day::list::of_person(conn, employee, (date, date), now, |_, _, day| {
        logic::time(&day.outcome, day.window, kind, at, now)
    })?;
    days.into_iter()
        .next()
        .unwrap_or(Err(Refusal::new(Code::DayNotAbnormal).at("/date")))
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewCorrection) -> Answer<Correction> {
    let now = grant.acting.now;
    let employee = new.employee_id.unwrap_or(grant.me());
    type Known = (String, String, Option<NaiveDate>, Option<Uuid>);
    let known: Option<Known> = employees::table
        .filter(employees::id.eq(g(employee)))
        .filter(grant.reach().on(EMPLOYEES))
        .select((
            employees::name,
            employees::status,
            employees::leave_date,
            employees::team_id,
        ))
        .first(tx.conn)
        .optional()?;
    let (name, status, last_day, team_id) = known.ok_or_else(|| {
        Refusal::new(Code::UnknownReference)
            .clause("4.4.1")
            .at("/employee_id")
    })?;
    // The last days of whoever has left are put right like others.
    if status == "inactive" && last_day.is_none_or(|last| new.date > last) {
        return Err(Refusal::new(Code::EmployeeInactive)
            .clause("4.4.1")
            .at("/employee_id"));
    }
    let at = new.at.trunc_subsecs(6);
    check(tx.conn, employee, new.date, (new.kind, at), now)?;
    let id = crate::clock::new_id();
    diesel::insert_into(corrections::table)
        .values((
            corrections::id.eq(g(id)),
            corrections::employee_id.eq(g(employee)),
            corrections::team_id.eq(g(team_id)),
            corrections::on_date.eq(new.date),
            corrections::kind.eq(word(&new.kind)),
            corrections::at.eq(t(at)),
            corrections::reason.eq(&new.reason),
            corrections::state.eq(word(&CorrectionState::Open)),
            corrections::created_by.eq(g(grant.me())),
            corrections::version.eq(1),
            corrections::created_at.eq(t(now)),
            corrections::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    let facts = matter::facts(tx.conn, new.date, new.kind, at)?;
    let approval = NewApproval {
        kind: MatterKind::Correction,
        subject_id: id,
        applicant: employee,
        beneficiary: None,
        team_id,
        facts,
    };
    Record::new("correction.requested", "correction", id, &name)
        .team(team_id)
        .owner(Some(employee))
        .clause("4.4.1")
        .change("date", (), new.date)
        .change("kind", (), new.kind)
        .change("at", (), at)
        .change("reason", (), &new.reason)
        .write(tx, &grant.acting);
    let approval_id = submit(tx, grant, &approval)?;
    diesel::update(corrections::table.find(g(id)))
        .set(corrections::approval_id.eq(g(approval_id)))
        .execute(tx.conn)?;
    get(tx.conn, grant, &Reach::system(), id)
}

/// Changes what was returned; its approval is submitted again afterwards.
pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &CorrectionPatch,
    known: i64,
) -> Answer<Correction> {
    let now = grant.acting.now;
    let old = row(tx.conn, grant.reach(), id)?;
    if !old.asked_by(grant.me()) {
        return Err(Refusal::new(Code::Forbidden).clause("4.4.1"));
    }
    if old.state != word(&CorrectionState::Returned) {
        let now = get(tx.conn, grant, grant.reach(), id);
        return Err(Refusal::new(Code::ApprovalNotReturned)
            .clause("4.4.1")
            .as_it_is(now));
    }
    fresh(known, old.version)?;
    let at = patch.at.map_or(old.at, |at| at.trunc_subsecs(6));
    let reason = patch.reason.as_ref().unwrap_or(&old.reason);
    check(
        tx.conn,
        old.employee_id,
        old.date,
        (parse(&old.kind)?, at),
        now,
    )?;
    let record = Record::new("correction.updated", "correction", id, old.date.to_string())
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("4.4.1")
        .change("at", old.at, at)
        .change("reason", &old.reason, reason);
    if !record.unchanged() {
        let unchanged = corrections::table
            .find(g(id))
            .filter(corrections::version.eq(old.version));
        current(
            diesel::update(unchanged)
                .set((
                    corrections::at.eq(t(at)),
                    corrections::reason.eq(reason),
                    corrections::version.eq(old.version + 1),
                    corrections::updated_at.eq(t(now)),
                ))
                .execute(tx.conn)?,
        )?;
        record.write(tx, &grant.acting);
    }
    get(tx.conn, grant, grant.reach(), id)
}
