//! Objections to statements: filed by the person while the window is open, answered by somebody above, never by oneself.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::attendance::{
    AttendanceObjection, AttendanceObjectionQuery, NewAttendanceObjection, ObjectionAnswer,
    ObjectionState, StatementState,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{job, line, logic, store};
use crate::access::actor::field_word;
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{
    area_fields, attendance_lines, attendance_objections, attendance_statements, employees,
    role_assignments,
};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::people::attendance::day::store::{Person, plans};
use crate::problem::{Answer, Refusal};
use crate::{page_of, person_columns};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "attendance_objections.created_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "attendance_objections.team_id",
    owner: "attendance_objections.employee_id",
    field: Field::People,
};

crate::csv_columns!(
    AttendanceObjection => ["id", "statement_id", "employee.id", "employee.number", "employee.name", "team_id", "date", "text", "state", "answer",
        "answered_by.id", "answered_by.number", "answered_by.name", "answered_at", "version", "created_at"],
);

#[derive(Debug, Clone, Queryable)]
struct Row {
    id: Uuid,
    statement_id: Uuid,
    employee_id: Uuid,
    team_id: Option<Uuid>,
    date: Option<NaiveDate>,
    text: String,
    state: String,
    answer: Option<String>,
    answered_by: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AttendanceObjectionQuery,
    paging: &Paging,
) -> Answer<Page<AttendanceObjection>> {
    use attendance_objections as o;
    let narrowed = |range: Predicate| {
        let mut q = o::table
            .select(o::all_columns)
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(id) = query.statement_id {
            q = q.filter(o::statement_id.eq(g(id)));
        }
        if let Some(state) = query.state {
            q = q.filter(o::state.eq(word(&state)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let ranges = grant.reach().ranges(COLUMNS);
    let page: Page<Row> = page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn get(
    conn: &mut AnyConn,
    grant: &Grant,
    reach: &Reach,
    id: Uuid,
) -> Answer<AttendanceObjection> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(attendance_objections::table
        .filter(attendance_objections::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(attendance_objections::all_columns)
        .first(conn)?)
}

/// The people of a page, in one query.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<AttendanceObjection>> {
    let ids = rows
        .iter()
        .flat_map(|r| [Some(r.employee_id), r.answered_by]);
    let named = people::by_ids(conn, ids.flatten().collect())?;
    let me = grant.me();
    rows.into_iter()
        .map(|r| {
            let state: ObjectionState = parse(&r.state)?;
            let mut allowed_actions = grant.allowed(
                &[Action::ObjectionAnswer],
                r.team_id,
                Some(r.employee_id),
                Field::People,
            );
            let (open, own) = (state == ObjectionState::Open, r.employee_id == me);
            allowed_actions.retain(|_| open && !own);
            if open && own && grant.permits(Action::ObjectionFile) {
                allowed_actions.push(Action::ObjectionFile);
            }
            let employee = named.get(&r.employee_id).cloned();
            Ok(AttendanceObjection {
                employee: employee.ok_or_else(|| Refusal::new(Code::NotFound))?,
                answered_by: r.answered_by.and_then(|id| named.get(&id).cloned()),
                id: r.id,
                statement_id: r.statement_id,
                team_id: r.team_id,
                date: r.date,
                text: r.text,
                state,
                answer: r.answer,
                answered_at: r.answered_at,
                version: r.version,
                created_at: r.created_at,
                allowed_actions,
            })
        })
        .collect()
}

pub fn file(
    tx: &mut Tx,
    grant: &Grant,
    statement: Uuid,
    new: &NewAttendanceObjection,
) -> Answer<AttendanceObjection> {
    let (me, now) = (grant.me(), grant.acting.now);
    let of = store::row(tx.conn, grant, statement)?;
    // Who isn't in the statement has nothing to object to.
    let (team_id, name): (Option<Uuid>, String) = attendance_lines::table
        .filter(attendance_lines::statement_id.eq(g(statement)))
        .filter(attendance_lines::employee_id.eq(g(me)))
        .select((attendance_lines::team_id, attendance_lines::employee_name))
        .first(tx.conn)?;
    let refuse = |code| Err(Refusal::new(code).clause("4.4.3"));
    match of.state()? {
        StatementState::Draft => return refuse(Code::StatementNotPublished),
        StatementState::Final => return refuse(Code::StatementFrozen),
        StatementState::Published => {}
    }
    if !of.takes_objections(settings::today(tx.conn, now)?) {
        return refuse(Code::ObjectionWindow);
    }
    let (first, last) = logic::days_of(&of.month)?;
    if new.date.is_some_and(|day| day < first || day > last) {
        return Err(Refusal::new(Code::Invalid).field("/date", "range", of.month));
    }
    let id = crate::clock::new_id();
    use attendance_objections as o;
    diesel::insert_into(o::table)
        .values((
            o::id.eq(g(id)),
            o::statement_id.eq(g(statement)),
            o::employee_id.eq(g(me)),
            o::team_id.eq(g(team_id)),
            o::on_date.eq(new.date),
            o::text.eq(&new.text),
            o::state.eq(word(&ObjectionState::Open)),
            o::version.eq(1),
            o::created_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    let answerers = who_answers(tx.conn, me, team_id, now)?;
    Record::new(
        "attendance_objection.filed",
        "attendance_objection",
        id,
        name,
    )
    .team(team_id)
    .owner(Some(me))
    .clause("4.4.3")
    .change("month", (), &of.month)
    .change("date", (), new.date)
    .change("text", (), &new.text)
    .fact("month", &of.month)
    .notify(answerers)
    .write(tx, &grant.acting);
    get(tx.conn, grant, &Reach::system(), id)
}

/// Whom to tell: the lead of the team, or the manager where that is nobody or the person themself, or of the manager's own the deputy
/// in charge of people.
fn who_answers(
    conn: &mut AnyConn,
    person: Uuid,
    team: Option<Uuid>,
    now: DateTime<Utc>,
) -> Answer<Vec<Uuid>> {
    use role_assignments as r;
    let people = field_word(Field::People);
    let seats: Vec<(Uuid, String, Option<Uuid>, Option<String>)> = r::table
        .left_join(
            area_fields::table.on(area_fields::area_id
                .nullable()
                .eq(r::area_id)
                .and(area_fields::field.eq(people))),
        )
        .filter(r::role.eq_any(["lead", "deputy", "manager"]))
        .filter(r::starts_at.le(t(now)))
        .filter(r::ends_at.is_null().or(r::ends_at.gt(t(now))))
        .filter(r::employee_id.ne(g(person)))
        .select((
            r::employee_id,
            r::role,
            r::team_id,
            area_fields::field.nullable(),
        ))
        .load(conn)?;
    let seat = |wanted: &'static str| seats.iter().filter(move |(_, role, ..)| role == wanted);
    let lead = seat("lead").find(|(.., of, _)| team.is_some() && *of == team);
    let told = lead
        .or_else(|| seat("manager").next())
        .or_else(|| seat("deputy").find(|(.., field)| field.is_some()));
    Ok(told.map(|seat| seat.0).into_iter().collect())
}

/// Takes one's own objection back: nobody else may be there who could answer it.
pub fn withdraw(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<AttendanceObjection> {
    let (statement, old) = open_one(tx, grant, id)?;
    if old.employee_id != grant.me() {
        return Err(Refusal::new(Code::Forbidden).clause("4.4.3"));
    }
    let record = end(tx, &statement, &old, ObjectionState::Withdrawn, None)?;
    record
        .event("attendance_objection.withdrawn")
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// An open objection ends: answered by somebody, or taken back. The record of it still lacks what only one of them tells.
fn end(
    tx: &mut Tx,
    statement: &store::Row,
    old: &Row,
    state: ObjectionState,
    answered: Option<(&str, Uuid, DateTime<Utc>)>,
) -> Answer<Record> {
    use attendance_objections as o;
    diesel::update(o::table.find(g(old.id)))
        .set((
            o::state.eq(word(&state)),
            o::answer.eq(answered.map(|(text, ..)| text)),
            o::answered_by.eq(g(answered.map(|(_, by, _)| by))),
            o::answered_at.eq(t(answered.map(|(.., at)| at))),
            o::version.eq(old.version + 1),
        ))
        .execute(tx.conn)?;
    let (event, kind) = ("attendance_objection.answered", "attendance_objection");
    let record = Record::new(event, kind, old.id, &statement.month)
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("4.4.3")
        .change("state", &old.state, state)
        .fact("month", &statement.month);
    Ok(record)
}

/// An open objection inside the reach, with its statement held.
fn open_one(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<(store::Row, Row)> {
    let seen = row(tx.conn, grant.reach(), id)?;
    let statement = store::held(tx.conn, seen.statement_id)?;
    if statement.state()? == StatementState::Final {
        return Err(Refusal::new(Code::StatementFrozen).clause("4.4.3"));
    }
    // Read again behind the statement's lock: somebody may have been first.
    let old = row(tx.conn, grant.reach(), id)?;
    if old.state != word(&ObjectionState::Open) {
        let now = get(tx.conn, grant, grant.reach(), id);
        return Err(Refusal::new(Code::Conflict).clause("4.4.3").as_it_is(now));
    }
    Ok((statement, old))
}

/// Accepting computes the person's line anew, after what was wrong was put right.
pub fn answer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &ObjectionAnswer,
    known: i64,
) -> Answer<AttendanceObjection> {
    let now = grant.acting.now;
    let seen = row(tx.conn, grant.reach(), id)?;
    if seen.employee_id == grant.me() {
        return Err(Refusal::new(Code::OwnMatter).clause("4.4.3"));
    }
    let (statement, old) = open_one(tx, grant, id)?;
    fresh(known, old.version)?;
    let state = match new.accept {
        true => ObjectionState::Accepted,
        false => ObjectionState::Rejected,
    };
    let answered = (new.answer.as_str(), grant.me(), now);
    let record = end(tx, &statement, &old, state, Some(answered))?;
    if new.accept {
        renew(tx, grant, &statement, old.employee_id)?;
    }
    record
        .change("answer", (), &new.answer)
        .fact("accepted", new.accept)
        .notify([old.employee_id])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

fn renew(tx: &mut Tx, grant: &Grant, statement: &store::Row, employee: Uuid) -> Answer<()> {
    let now = grant.acting.now;
    let (first, last) = logic::days_of(&statement.month)?;
    let person: Person = employees::table
        .find(g(employee))
        .select(person_columns!())
        .first(tx.conn)?;
    let plans = plans(tx.conn, first, last)?;
    let mut versions = line::versions(tx.conn, statement.id)?;
    let lines = line::compute(tx.conn, statement.id, &plans, &[person], now)?;
    for line in &lines {
        let theirs = versions.iter_mut().find(|(id, _)| *id == employee);
        let before = theirs.as_ref().map(|(_, version)| version.clone());
        if before.as_ref() == Some(&line.inputs_version) {
            continue;
        }
        line::rewrite(tx.conn, statement.id, line)?;
        job::renewed(tx, &grant.acting, &statement.month, line, before.as_ref());
        if let Some((_, version)) = theirs {
            version.clone_from(&line.inputs_version);
        }
    }
    use attendance_statements as s;
    diesel::update(s::table.find(g(statement.id)))
        .set((
            s::inputs_version.eq(logic::combined(&mut versions)),
            s::version.eq(statement.version + 1),
            s::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
