//! Drafting a statement: a job. Lines are computed on reader connections, chunk by chunk, and written in chunks, so that neither the
//! one writer of SQLite nor a transaction is held for long.

use std::future::Future;
use std::pin::Pin;

use actix_web::web;
use chrono::{DateTime, Utc};
use contract::attendance::{NewAttendanceStatement, StatementState};
use contract::import::ImportMode;
use contract::{Action, Code, ReachKind};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::line::{self, NewLine};
use super::{logic, store};
use crate::access::{Grant, rules};
use crate::app::App;
use crate::clock;
use crate::db::schema::{attendance_statements, jobs};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::job::store::{self as job, Counts, NewJob, Order};
use crate::engine::record::{Acting, Record};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::people::attendance::day::store::{Person, Plans, plans};
use crate::people::attendance::department_wide;
use crate::problem::{Answer, Refusal, internal};

pub const KIND: &str = "draft_attendance_statement";
const CHUNK: usize = 250;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Params {
    month: String,
    api_key_id: Option<Uuid>,
    request_id: String,
}

/// Refuses while a draft of that month is on its way.
pub fn none_runs(conn: &mut AnyConn, month: &str) -> Answer<()> {
    let waiting: Vec<String> = jobs::table
        .filter(jobs::kind.eq(KIND))
        .filter(jobs::state.eq_any(["queued", "running"]))
        .select(jobs::params)
        .load(conn)?;
    let same = |text: &String| serde_json::from_str(text).is_ok_and(|p: Params| p.month == month);
    if waiting.iter().any(same) {
        return Err(Refusal::new(Code::JobRunning).clause("4.4.3"));
    }
    Ok(())
}

/// Orders a draft of a month that has begun and isn't published.
pub fn order(tx: &mut Tx, grant: &Grant, new: &NewAttendanceStatement) -> Answer<Uuid> {
    department_wide(grant)?;
    let (first, _) = logic::days_of(&new.month)?;
    if settings::today(tx.conn, grant.acting.now)? < first {
        return Err(Refusal::new(Code::MonthNotBegun)
            .clause("4.4.3")
            .at("/month"));
    }
    let state: Option<String> = attendance_statements::table
        .filter(attendance_statements::month.eq(&new.month))
        .select(attendance_statements::state)
        .first(tx.conn)
        .optional()?;
    match state.as_deref() {
        None | Some("draft") => {}
        Some("final") => return Err(Refusal::new(Code::StatementFrozen).clause("4.4.3")),
        Some(_) => return Err(Refusal::new(Code::Conflict).clause("4.4.3").at("/month")),
    }
    none_runs(tx.conn, &new.month)?;
    let params = Params {
        month: new.month.clone(),
        api_key_id: grant.acting.api_key_id,
        request_id: grant.acting.request_id.clone(),
    };
    let new = NewJob {
        kind: KIND,
        dry_run: false,
        mode: ImportMode::Atomic,
        params: serde_json::to_string(&params).map_err(internal)?,
        input: String::new(),
    };
    job::create(tx, grant, &new)
}

/// Runs one draft; see `registry::WORK`.
pub fn work(app: web::Data<App>, id: Uuid) -> Pin<Box<dyn Future<Output = Answer<()>>>> {
    Box::pin(async move {
        let order = app.db.read(move |c| job::order(c, id)).await?;
        let Err(refusal) = draft(&app, id, order).await else {
            return Ok(());
        };
        if refusal.code() == Code::Busy {
            return Err(refusal);
        }
        let code = refusal.code().name();
        app.db
            .write(move |tx| job::finish(tx, id, Counts::default(), &[], Some(code)))
            .await
    })
}

/// What the lines of one statement are computed from besides each person's own facts.
struct Month {
    statement: Uuid,
    plans: Plans,
    people: Vec<Person>,
    now: DateTime<Utc>,
}

async fn month(app: &web::Data<App>, statement: Uuid, month: String) -> Answer<Month> {
    app.db
        .read(move |c| {
            let (first, last) = logic::days_of(&month)?;
            Ok(Month {
                statement,
                plans: plans(c, first, last)?,
                people: line::people(c, first, last)?,
                now: clock::now(),
            })
        })
        .await
}

/// The lines of the `n`th chunk of people; none when they are done.
async fn chunk(
    app: &web::Data<App>,
    month: &std::sync::Arc<Month>,
    n: usize,
) -> Answer<Vec<NewLine>> {
    if n * CHUNK >= month.people.len() {
        return Ok(Vec::new());
    }
    let month = month.clone();
    app.db
        .read(move |c| {
            let people = month.people.chunks(CHUNK).nth(n).unwrap_or_default();
            line::compute(c, month.statement, &month.plans, people, month.now)
        })
        .await
}

async fn draft(app: &web::Data<App>, id: Uuid, order: Order) -> Answer<()> {
    let params: Params = serde_json::from_str(&order.params).map_err(internal)?;
    let acting = Acting {
        employee_id: Some(order.owner_id),
        api_key_id: params.api_key_id,
        request_id: params.request_id.clone(),
        now: clock::now(),
    };
    let (owner, name) = (order.owner_id, params.month.clone());
    let statement = app
        .db
        .write(move |tx| statement_of(tx, owner, &name))
        .await?;
    let month = std::sync::Arc::new(month(app, statement, params.month.clone()).await?);
    let total = month.people.len() as i64;
    let (mut n, mut done) = (0, 0);
    let mut lines = chunk(app, &month, 0).await?;
    while !lines.is_empty() {
        n += 1;
        done += lines.len() as i64;
        // The next ones are computed while these are written.
        let writing = app.db.write(move |tx| {
            still_a_draft(tx.conn, statement)?;
            line::replace(tx.conn, statement, &lines)?;
            progress(tx.conn, id, done, total)
        });
        let (written, next) = futures_util::future::join(writing, chunk(app, &month, n)).await;
        written?;
        lines = next?;
    }
    let people: Vec<Uuid> = month.people.iter().map(|p| p.id).collect();
    app.db
        .write(move |tx| {
            let old = still_a_draft(tx.conn, statement)?;
            line::keep_only(tx.conn, statement, &people)?;
            let mut versions = line::versions(tx.conn, statement)?;
            drafted(tx, &acting, &old, &logic::combined(&mut versions))?;
            let counts = Counts {
                created: total,
                ..Counts::default()
            };
            job::finish(tx, id, counts, &[], None)
        })
        .await
}

/// The statement of a month, made on the first draft. Whoever asked may have lost the right meanwhile.
fn statement_of(tx: &mut Tx, owner: Uuid, month: &str) -> Answer<Uuid> {
    use attendance_statements as s;
    let now = clock::now();
    let role = people::role_at(tx.conn, owner, now)?;
    if rules::reach(Action::StatementManage, role) == ReachKind::No {
        return Err(Refusal::new(Code::Forbidden).clause("4.4.3"));
    }
    let known: Option<Uuid> = s::table
        .filter(s::month.eq(month))
        .select(s::id)
        .first(tx.conn)
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let id = clock::new_id();
    diesel::insert_into(s::table)
        .values((
            s::id.eq(g(id)),
            s::month.eq(month),
            s::state.eq(word(&StatementState::Draft)),
            s::drafted_at.eq(t(now)),
            s::inputs_version.eq(""),
            s::version.eq(1),
            s::created_at.eq(t(now)),
            s::updated_at.eq(t(now)),
            s::created_by.eq(g(owner)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

fn still_a_draft(conn: &mut AnyConn, statement: Uuid) -> Answer<store::Row> {
    let row = store::held(conn, statement)?;
    match row.state()? {
        StatementState::Draft => Ok(row),
        _ => Err(Refusal::new(Code::Conflict).clause("4.4.3")),
    }
}

fn progress(conn: &mut AnyConn, id: Uuid, done: i64, total: i64) -> Answer<()> {
    diesel::update(jobs::table.find(g(id)))
        .set((jobs::done_rows.eq(done), jobs::total_rows.eq(total)))
        .execute(conn)?;
    Ok(())
}

fn drafted(tx: &mut Tx, acting: &Acting, old: &store::Row, inputs_version: &str) -> Answer<()> {
    use attendance_statements as s;
    diesel::update(s::table.find(g(old.id)))
        .set((
            s::drafted_at.eq(t(acting.now)),
            s::inputs_version.eq(inputs_version),
            s::version.eq(old.version + 1),
            s::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Record::new(
        "attendance_statement.drafted",
        "attendance_statement",
        old.id,
        &old.month,
    )
    .clause("4.4.3")
    .change("inputs_version", &old.inputs_version, inputs_version)
    .notify(acting.employee_id)
    .tell_actor()
    .write(tx, acting);
    Ok(())
}

/// Drafts a month in one transaction; for the demo, whose department is small.
pub fn at_once(tx: &mut Tx, grant: &Grant, month: &str) -> Answer<Uuid> {
    let now = grant.acting.now;
    let (first, last) = logic::days_of(month)?;
    let statement = statement_of(tx, grant.me(), month)?;
    let plans = plans(tx.conn, first, last)?;
    let people = line::people(tx.conn, first, last)?;
    let lines = line::compute(tx.conn, statement, &plans, &people, now)?;
    line::replace(tx.conn, statement, &lines)?;
    let old = store::bare(tx.conn, statement)?;
    let mut versions = line::versions(tx.conn, statement)?;
    drafted(tx, &grant.acting, &old, &logic::combined(&mut versions))?;
    Ok(statement)
}

/// Brings the lines of a published statement up to date before it is frozen: what has come in since is told, line by line, to
/// those it concerns. Most of the work is done here, on readers; what comes in meanwhile is taken in by [`settle`].
pub async fn refresh(app: &web::Data<App>, grant: &Grant, id: Uuid, known: i64) -> Answer<()> {
    let asked = grant.clone();
    let row = app
        .db
        .read(move |c| {
            let row = store::bare(c, id)?;
            store::ready(c, &asked, &row)?;
            fresh(known, row.version)?;
            Ok(row)
        })
        .await?;
    let month = std::sync::Arc::new(month(app, id, row.month.clone()).await?);
    for n in 0..month.people.len().div_ceil(CHUNK) {
        let lines = chunk(app, &month, n).await?;
        let stale = app.db.read(move |c| line::stale(c, id, &lines)).await?;
        if stale.is_empty() {
            continue;
        }
        let (acting, month_name) = (grant.acting.clone(), row.month.clone());
        app.db
            .write(move |tx| {
                if store::held(tx.conn, id)?.state()? != StatementState::Published {
                    return Ok(());
                }
                renew(tx, &acting, (id, &month_name), &stale)
            })
            .await?;
    }
    Ok(())
}

/// The same in the transaction that freezes it: what was approved or punched while [`refresh`] went on, and whoever no longer
/// belongs into the month.
pub fn settle(tx: &mut Tx, grant: &Grant, row: &store::Row) -> Answer<()> {
    let (first, last) = logic::days_of(&row.month)?;
    let plans = plans(tx.conn, first, last)?;
    let people = line::people(tx.conn, first, last)?;
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    line::keep_only(tx.conn, row.id, &ids)?;
    for people in people.chunks(CHUNK) {
        let lines = line::compute(tx.conn, row.id, &plans, people, clock::now())?;
        let stale = line::stale(tx.conn, row.id, &lines)?;
        renew(tx, &grant.acting, (row.id, &row.month), &stale)?;
    }
    Ok(())
}

fn renew(
    tx: &mut Tx,
    acting: &Acting,
    (statement, month): (Uuid, &str),
    stale: &[line::Stale],
) -> Answer<()> {
    for (line, before) in stale {
        line::rewrite(tx.conn, statement, line)?;
        // The same sums from the same facts are no news: a shift has got another name.
        if before.as_ref() != Some(&line.inputs_version) {
            renewed(tx, acting, month, line, before.as_ref());
        }
    }
    Ok(())
}

/// One line was computed anew.
pub fn renewed(tx: &mut Tx, acting: &Acting, month: &str, line: &NewLine, before: Option<&String>) {
    Record::new(
        "attendance_line.renewed",
        "attendance_line",
        line.id.0,
        month,
    )
    .team(line.team_id.map(|team| team.0))
    .owner(Some(line.employee_id.0))
    .clause("4.4.3")
    .change("inputs_version", before, &line.inputs_version)
    .notify([line.employee_id.0])
    .write(tx, acting);
}
