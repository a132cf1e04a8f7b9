use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::attendance::{
    AttendanceStatement, AttendanceStatementQuery, StatementPublication, StatementState,
};
use contract::{Action, Code, Page};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::HashMap;
use uuid::Uuid;

use super::{job, line, logic};
use crate::access::Grant;
use crate::db::hold;
use crate::db::schema::{
    attendance_lines, attendance_objections, attendance_statements, corrections, employees,
    leave_days,
};
use crate::db::sql::Bind;
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::page_of;
use crate::people::attendance::department_wide;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "month",
    column: "attendance_statements.month",
    kind: Kind::Text,
}];

/// Longest time for objections, in days.
const LONGEST: i64 = 31;

crate::csv_columns!(
    AttendanceStatement => ["id", "month", "state", "drafted_at", "published_at", "objections_until", "final_at", "inputs_version", "people",
        "people_with_breaches", "open_objections", "version", "created_at", "updated_at"],
);

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub month: String,
    pub state: String,
    pub drafted_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub objections_until: Option<NaiveDate>,
    pub final_at: Option<DateTime<Utc>>,
    /// Empty until the first draft is finished.
    pub inputs_version: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub created_by: Option<Uuid>,
}

impl Row {
    pub fn state(&self) -> Answer<StatementState> {
        parse(&self.state)
    }

    /// May objections be filed on that day?
    pub fn takes_objections(&self, today: NaiveDate) -> bool {
        self.state == "published" && self.objections_until.is_some_and(|last| today <= last)
    }
}

/// Refuses what would change a day of a month whose statement is final. Whoever asks writes: until they are done none of the months
/// becomes final. Not reach-checked: that it is final may be known.
/// The last day of the months that are final.
pub fn last_frozen_day(conn: &mut AnyConn) -> Answer<Option<NaiveDate>> {
    use attendance_statements as s;
    let month: Option<String> = s::table
        .filter(s::state.eq("final"))
        .order(s::month.desc())
        .select(s::month)
        .first(conn)
        .optional()?;
    month.map(|month| Ok(logic::days_of(&month)?.1)).transpose()
}

pub fn not_frozen(
    conn: &mut AnyConn,
    from: NaiveDate,
    to: NaiveDate,
    pointer: &'static str,
) -> Answer<()> {
    use attendance_statements as s;
    let months = (logic::month_of(from), logic::month_of(to));
    if let AnyConn::Pg(c) = conn {
        diesel::sql_query(
            "SELECT 1 FROM attendance_statements WHERE month >= $1 AND month <= $2 FOR SHARE",
        )
        .bind::<Text, _>(&months.0)
        .bind::<Text, _>(&months.1)
        .execute(c)?;
    }
    let frozen: bool = diesel::select(diesel::dsl::exists(
        s::table
            .filter(s::month.ge(months.0))
            .filter(s::month.le(months.1))
            .filter(s::state.eq("final")),
    ))
    .get_result(conn)?;
    if frozen {
        return Err(Refusal::new(Code::StatementFrozen)
            .clause("4.4.3")
            .at(pointer));
    }
    Ok(())
}

/// Makes the caller statements?
fn makes(grant: &Grant) -> bool {
    grant.permits(Action::StatementManage)
        && grant
            .reach_of(Action::StatementManage)
            .covers(None, None, Field::People)
}

/// A statement is the whole department's; what it says is shown inside the reach. Drafts are for those who make them.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AttendanceStatementQuery,
    paging: &Paging,
) -> Answer<Page<AttendanceStatement>> {
    let drafts = makes(grant);
    let narrowed = || {
        let mut q = attendance_statements::table
            .select(attendance_statements::all_columns)
            .into_boxed::<MultiBackend>();
        if !drafts {
            q = q.filter(attendance_statements::state.ne("draft"));
        }
        if let Some(state) = query.state {
            q = q.filter(attendance_statements::state.eq(word(&state)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::Text(r.month.clone()), r.id);
    let page: Page<Row> = page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<AttendanceStatement> {
    let row = row(conn, grant, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

/// The row, where the caller may know of it.
pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row = bare(conn, id)?;
    if row.state()? == StatementState::Draft && !makes(grant) {
        return Err(Refusal::new(Code::NotFound));
    }
    Ok(row)
}

/// The row without asking who wants it.
pub fn bare(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(attendance_statements::table
        .find(g(id))
        .select(attendance_statements::all_columns)
        .first(conn)?)
}

/// What a page of statements says to this caller, in a few queries.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<AttendanceStatement>> {
    let reach = grant.reach_of(Action::StatementRead);
    let ids = || gs(rows.iter().map(|r| r.id));
    let counted: Vec<(Uuid, i64, i64)> = attendance_lines::table
        .filter(attendance_lines::statement_id.eq_any(ids()))
        .filter(reach.on(line::COLUMNS))
        .group_by(attendance_lines::statement_id)
        .select((
            attendance_lines::statement_id,
            diesel::dsl::count_star(),
            sql::<BigInt>("COUNT(*) FILTER (WHERE attendance_lines.breach_count > 0)"),
        ))
        .load(conn)?;
    let people: HashMap<Uuid, (i64, i64)> = counted
        .into_iter()
        .map(|(id, people, breaching)| (id, (people, breaching)))
        .collect();
    let open: Vec<(Uuid, i64)> = attendance_objections::table
        .filter(attendance_objections::statement_id.eq_any(ids()))
        .filter(attendance_objections::state.eq("open"))
        .filter(reach.on(super::objection::COLUMNS))
        .group_by(attendance_objections::statement_id)
        .select((
            attendance_objections::statement_id,
            diesel::dsl::count_star(),
        ))
        .load(conn)?;
    let open: HashMap<Uuid, i64> = open.into_iter().collect();
    let mine: Vec<Uuid> = attendance_lines::table
        .filter(attendance_lines::statement_id.eq_any(ids()))
        .filter(attendance_lines::employee_id.eq(g(grant.me())))
        .select(attendance_lines::statement_id)
        .load(conn)?;
    let today = settings::today(conn, grant.acting.now)?;
    let (makes, files) = (makes(grant), grant.permits(Action::ObjectionFile));
    rows.into_iter()
        .map(|r| {
            let state = r.state()?;
            let mut allowed_actions = Vec::new();
            if makes && state != StatementState::Final {
                allowed_actions.push(Action::StatementManage);
            }
            if files && r.takes_objections(today) && mine.contains(&r.id) {
                allowed_actions.push(Action::ObjectionFile);
            }
            let (people, people_with_breaches) = people.get(&r.id).copied().unwrap_or_default();
            Ok(AttendanceStatement {
                people,
                people_with_breaches,
                open_objections: open.get(&r.id).copied().unwrap_or_default(),
                id: r.id,
                month: r.month,
                state,
                drafted_at: r.drafted_at,
                published_at: r.published_at,
                objections_until: r.objections_until,
                final_at: r.final_at,
                inputs_version: r.inputs_version,
                version: r.version,
                created_at: r.created_at,
                updated_at: r.updated_at,
                allowed_actions,
            })
        })
        .collect()
}

/// Held for the transaction, so that nobody else moves it meanwhile.
pub fn held(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    hold(conn, "attendance_statements", &[id], "FOR UPDATE")?;
    bare(conn, id)
}

pub fn publish(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &StatementPublication,
    known: i64,
) -> Answer<AttendanceStatement> {
    department_wide(grant)?;
    let (old, now) = (held(tx.conn, id)?, grant.acting.now);
    let state = old.state()?;
    if state != StatementState::Draft {
        let code = match state {
            StatementState::Final => Code::StatementFrozen,
            _ => Code::Conflict,
        };
        let now = get(tx.conn, grant, id);
        return Err(Refusal::new(code).clause("4.4.3").as_it_is(now));
    }
    fresh(known, old.version)?;
    let today = settings::today(tx.conn, now)?;
    if today <= logic::days_of(&old.month)?.1 {
        return Err(Refusal::new(Code::MonthNotOver).clause("4.4.3"));
    }
    job::none_runs(tx.conn, &old.month)?;
    if old.inputs_version.is_empty() {
        return Err(Refusal::new(Code::Conflict).clause("4.4.3"));
    }
    let ahead = (new.objections_until - today).num_days();
    if !(1..=LONGEST).contains(&ahead) {
        return Err(Refusal::new(Code::DateOrder)
            .clause("4.4.3")
            .at("/objections_until"));
    }
    let unchanged = attendance_statements::table
        .find(g(id))
        .filter(attendance_statements::version.eq(old.version));
    current(
        diesel::update(unchanged)
            .set((
                attendance_statements::state.eq(word(&StatementState::Published)),
                attendance_statements::published_at.eq(t(now)),
                attendance_statements::objections_until.eq(new.objections_until),
                attendance_statements::version.eq(old.version + 1),
                attendance_statements::updated_at.eq(t(now)),
            ))
            .execute(tx.conn)?,
    )?;
    let readers: Vec<Uuid> = attendance_lines::table
        .inner_join(employees::table.on(employees::id.eq(attendance_lines::employee_id)))
        .filter(attendance_lines::statement_id.eq(g(id)))
        .filter(employees::status.eq("active"))
        .select(employees::id)
        .load(tx.conn)?;
    Record::new(
        "attendance_statement.published",
        "attendance_statement",
        id,
        &old.month,
    )
    .clause("4.4.3")
    .change("state", &old.state, StatementState::Published)
    .change(
        "objections_until",
        old.objections_until,
        new.objections_until,
    )
    .fact("objections_until", new.objections_until)
    .notify(readers)
    .write(tx, &grant.acting);
    get(tx.conn, grant, id)
}

/// Refuses what can't become final yet, with the statement as it is.
pub fn ready(conn: &mut AnyConn, grant: &Grant, row: &Row) -> Answer<()> {
    match why_not(conn, row, grant.acting.now)? {
        None => Ok(()),
        Some(code) => {
            let now = get(conn, grant, row.id);
            Err(Refusal::new(code).clause("4.4.3").as_it_is(now))
        }
    }
}

fn why_not(conn: &mut AnyConn, row: &Row, now: DateTime<Utc>) -> Answer<Option<Code>> {
    match row.state()? {
        StatementState::Draft => return Ok(Some(Code::StatementNotPublished)),
        StatementState::Final => return Ok(Some(Code::StatementFrozen)),
        StatementState::Published => {}
    }
    let (first, last) = logic::days_of(&row.month)?;
    let today = settings::today(conn, now)?;
    // A shift of the last night ends on the day after, and its punches belong to the month.
    if today <= last.succ_opt().unwrap_or(last) {
        return Ok(Some(Code::MonthNotOver));
    }
    if row.takes_objections(today) {
        return Ok(Some(Code::ObjectionWindow));
    }
    let unanswered: bool = diesel::select(diesel::dsl::exists(
        attendance_objections::table
            .filter(attendance_objections::statement_id.eq(g(row.id)))
            .filter(attendance_objections::state.eq("open")),
    ))
    .get_result(conn)?;
    if unanswered {
        return Ok(Some(Code::ObjectionsOpen));
    }
    // What is being decided would have nowhere to go.
    let correcting: bool = diesel::select(diesel::dsl::exists(
        corrections::table
            .filter(corrections::on_date.ge(first))
            .filter(corrections::on_date.le(last))
            .filter(corrections::state.eq("open")),
    ))
    .get_result(conn)?;
    if correcting {
        return Ok(Some(Code::CorrectionOpen));
    }
    let asking: bool = diesel::select(diesel::dsl::exists(
        leave_days::table
            .filter(leave_days::on_date.ge(first))
            .filter(leave_days::on_date.le(last))
            .filter(leave_days::approved.eq(false)),
    ))
    .get_result(conn)?;
    Ok(asking.then_some(Code::LeaveUndecided))
}

/// Freezes a statement. Its lines have just been brought up to date; what has come in since is taken in here, where nothing else
/// can come in.
pub fn finalize(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<AttendanceStatement> {
    department_wide(grant)?;
    let (old, now) = (held(tx.conn, id)?, grant.acting.now);
    ready(tx.conn, grant, &old)?;
    fresh(known, old.version)?;
    job::settle(tx, grant, &old)?;
    let inputs_version = logic::combined(&mut line::versions(tx.conn, id)?);
    diesel::update(attendance_statements::table.find(g(id)))
        .set((
            attendance_statements::state.eq(word(&StatementState::Final)),
            attendance_statements::final_at.eq(t(now)),
            attendance_statements::inputs_version.eq(&inputs_version),
            attendance_statements::version.eq(old.version + 1),
            attendance_statements::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Record::new(
        "attendance_statement.finalized",
        "attendance_statement",
        id,
        &old.month,
    )
    .clause("4.4.3")
    .change("state", &old.state, StatementState::Final)
    .change("inputs_version", &old.inputs_version, &inputs_version)
    .notify(old.created_by)
    .write(tx, &grant.acting);
    get(tx.conn, grant, id)
}
