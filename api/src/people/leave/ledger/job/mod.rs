//! The year's work on the ledger as jobs: everybody in chunks, each a transaction of its own, so that nobody waits for all of it.
//! A job that is run again after a crash finds what is done and does the rest.

mod closing;
mod grant;

use std::future::Future;
use std::pin::Pin;

use actix_web::web;
use chrono::{Datelike, NaiveDate};
use contract::import::{ImportMode, Job, JobRow, RowOutcome};
use contract::leave::{NewLeaveClosing, NewLeaveGrant};
use contract::{Action, Code, ReachKind};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Grant, rules};
use crate::app::App;
use crate::db::schema::employees;
use crate::db::types::g;
use crate::db::{AnyConn, Tx};
use crate::engine::job::store::{self, Counts, NewJob};
use crate::engine::record::{Acting, Record};
use crate::organization::{people, settings};
use crate::people::leave::types;
use crate::problem::{Answer, Refusal, internal};

pub const GRANTS: &str = "grant_leave";
pub const CLOSING: &str = "close_leave_year";
const CHUNK: i64 = 500;

/// What a job carries from the request that ordered it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Params {
    year: i32,
    leave_type: Option<Uuid>,
    api_key: Option<Uuid>,
    request: String,
}

/// One person, as the year's work sees them.
#[derive(Debug, Clone, Queryable)]
struct Person {
    id: Uuid,
    number: String,
    team: Option<Uuid>,
    hired: NaiveDate,
    status: String,
}

/// What a chunk needs to know.
#[derive(Clone)]
struct Run {
    job: Uuid,
    dry: bool,
    params: Params,
    acting: Acting,
    today: NaiveDate,
    kinds: Vec<types::Row>,
}

/// One line of the report: staff number, type and what was done.
type Line = (RowOutcome, String);

/// What was done to a chunk of people.
#[derive(Default)]
struct Done {
    lines: Vec<Line>,
    /// Counted, and left out of the report.
    unchanged: i64,
}

type Chunk = fn(&mut Tx, &Run, &[Person]) -> Answer<Done>;

fn ordered(
    tx: &mut Tx,
    grant: &Grant,
    kind: &'static str,
    dry_run: bool,
    params: &Params,
) -> Answer<(Job, String)> {
    let new = NewJob {
        kind,
        dry_run,
        mode: ImportMode::Partial,
        params: serde_json::to_string(params).map_err(internal)?,
        input: String::new(),
    };
    let id = store::create(tx, grant, &new)?;
    Ok((
        store::get(tx.conn, grant, id)?,
        format!("/api/v1/jobs/{id}"),
    ))
}

pub fn order_grants(tx: &mut Tx, grant: &Grant, new: &NewLeaveGrant) -> Answer<(Job, String)> {
    if let Some(id) = new.leave_type_id {
        types::find(tx.conn, id)?;
    }
    let params = Params {
        year: new.year,
        leave_type: new.leave_type_id,
        api_key: grant.acting.api_key_id,
        request: grant.acting.request_id.clone(),
    };
    ordered(tx, grant, GRANTS, new.dry_run, &params)
}

pub fn order_closing(tx: &mut Tx, grant: &Grant, new: &NewLeaveClosing) -> Answer<(Job, String)> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    if new.year >= today.year() {
        return Err(Refusal::new(Code::YearNotOver)
            .clause("4.4.4")
            .detail(format!("{} ≥ {}", new.year, today.year()))
            .at("/year"));
    }
    let params = Params {
        year: new.year,
        leave_type: None,
        api_key: grant.acting.api_key_id,
        request: grant.acting.request_id.clone(),
    };
    ordered(tx, grant, CLOSING, new.dry_run, &params)
}

type Working = Pin<Box<dyn Future<Output = Answer<()>>>>;

pub fn grants(app: web::Data<App>, id: Uuid) -> Working {
    Box::pin(work(app, id, grant::chunk, "leave.grants_finished"))
}

pub fn closing(app: web::Data<App>, id: Uuid) -> Working {
    Box::pin(work(app, id, closing::chunk, "leave.closing_finished"))
}

async fn work(app: web::Data<App>, id: Uuid, chunk: Chunk, event: &'static str) -> Answer<()> {
    match everybody(&app, id, chunk, event).await {
        Err(refusal) if refusal.code() != Code::Busy => {
            let code = refusal.code().name();
            app.db
                .write(move |tx| store::finish(tx, id, Counts::default(), &[], Some(code)))
                .await
        }
        other => other,
    }
}

async fn everybody(
    app: &web::Data<App>,
    id: Uuid,
    chunk: Chunk,
    event: &'static str,
) -> Answer<()> {
    let run = app.db.read(move |c| prepare(c, id)).await?;
    let (mut counts, mut lines, mut last) = (Counts::default(), Vec::<Line>::new(), None);
    loop {
        let people = app.db.read(move |c| next(c, last)).await?;
        let Some(end) = people.last().map(|p| p.id) else {
            break;
        };
        last = Some(end);
        let run = run.clone();
        let done = app.db.write(move |tx| chunk(tx, &run, &people)).await?;
        lines.extend(done.lines);
        counts.unchanged += done.unchanged;
    }
    let mut report = Vec::new();
    for (n, (outcome, key)) in lines.into_iter().enumerate() {
        counts.add(outcome);
        report.push(JobRow {
            row: n as i64 + 1,
            outcome,
            key,
            errors: Vec::new(),
        });
    }
    let owner = run.acting.employee_id;
    app.db
        .write(move |tx| {
            store::finish(tx, id, counts, &report, None)?;
            Record::new(event, "job", id, run.params.year.to_string())
                .owner(owner)
                .clause("4.4.4")
                .change("year", (), run.params.year)
                .change("dry_run", (), run.dry)
                .change("changed", (), counts.created + counts.updated)
                .fact("year", run.params.year)
                .fact("changed", counts.created + counts.updated)
                .fact("unchanged", counts.unchanged)
                .fact("dry_run", run.dry)
                .notify(owner)
                .tell_actor()
                .write(tx, &run.acting);
            Ok(())
        })
        .await
}

/// Whoever ordered it may have lost the right meanwhile.
fn prepare(conn: &mut AnyConn, id: Uuid) -> Answer<Run> {
    let order = store::order(conn, id)?;
    let params: Params = serde_json::from_str(&order.params).map_err(internal)?;
    let now = crate::clock::now();
    let role = people::role_at(conn, order.owner_id, now)?;
    if rules::reach(Action::LeaveGrant, role) != ReachKind::Department {
        return Err(Refusal::new(Code::Forbidden));
    }
    let mut kinds: Vec<types::Row> = types::named(conn)?.into_values().collect();
    kinds.sort_by_key(|k| (k.position, k.id));
    kinds.retain(|k| k.from_ledger() && params.leave_type.is_none_or(|id| id == k.id));
    Ok(Run {
        job: id,
        dry: order.dry_run,
        acting: Acting {
            employee_id: Some(order.owner_id),
            api_key_id: params.api_key,
            request_id: params.request.clone(),
            now,
        },
        today: settings::today(conn, now)?,
        params,
        kinds,
    })
}

/// Grants a year to everybody at once; for the demo.
pub fn grant_now(tx: &mut Tx, acting: &Acting, year: i32) -> Answer<()> {
    let mut kinds: Vec<types::Row> = types::named(tx.conn)?.into_values().collect();
    kinds.retain(types::Row::from_ledger);
    let run = Run {
        job: crate::clock::new_id(),
        dry: false,
        acting: acting.clone(),
        today: settings::today(tx.conn, acting.now)?,
        params: Params {
            year,
            leave_type: None,
            api_key: None,
            request: acting.request_id.clone(),
        },
        kinds,
    };
    let mut last = None;
    loop {
        let people = next(tx.conn, last)?;
        let Some(end) = people.last() else {
            return Ok(());
        };
        last = Some(end.id);
        grant::chunk(tx, &run, &people)?;
    }
}

/// The next people by id. Not reach-checked: only the whole department is worked on.
fn next(conn: &mut AnyConn, after: Option<Uuid>) -> Answer<Vec<Person>> {
    let after = after.unwrap_or_default();
    Ok(employees::table
        .filter(employees::id.gt(g(after)))
        .order(employees::id)
        .limit(CHUNK)
        .select((
            employees::id,
            employees::number,
            employees::team_id,
            employees::hire_date,
            employees::status,
        ))
        .load(conn)?)
}
