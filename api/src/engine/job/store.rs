use actix_web::web;
use chrono::{DateTime, Duration, Utc};
use contract::import::{
    ImportMode, Job, JobQuery, JobRow, JobRowQuery, JobState, RowError, RowOutcome,
};
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::app::App;
use crate::clock;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::{job_rows, jobs};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "jobs.created_at",
    kind: Kind::Ts,
}];
pub const ROW_SORTS: &[SortKey] = &[SortKey {
    name: "row",
    column: "job_rows.row_number",
    kind: Kind::Int,
}];
const LEASE: Duration = Duration::seconds(120);

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
struct Row {
    id: Uuid,
    kind: String,
    state: String,
    dry_run: bool,
    mode: String,
    done_rows: i64,
    total_rows: i64,
    created_rows: i64,
    updated_rows: i64,
    unchanged_rows: i64,
    refused_rows: i64,
    error: Option<String>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

fn contract_of(r: Row) -> Answer<Job> {
    Ok(Job {
        id: r.id,
        kind: r.kind,
        state: parse(&r.state)?,
        dry_run: r.dry_run,
        mode: parse(&r.mode)?,
        done_rows: r.done_rows,
        total_rows: r.total_rows,
        created_rows: r.created_rows,
        updated_rows: r.updated_rows,
        unchanged_rows: r.unchanged_rows,
        refused_rows: r.refused_rows,
        error: r.error,
        created_at: r.created_at,
        finished_at: r.finished_at,
    })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &JobQuery,
    paging: &Paging,
) -> Answer<Page<Job>> {
    let narrowed = || {
        let mut q = jobs::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(jobs::owner_id.eq(g(grant.me())));
        if let Some(state) = query.state {
            q = q.filter(jobs::state.eq(word(&state)));
        }
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &Row, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.try_map(contract_of)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Job> {
    contract_of(
        jobs::table
            .filter(jobs::id.eq(g(id)))
            .filter(jobs::owner_id.eq(g(grant.me())))
            .select(Row::as_select())
            .first(conn)?,
    )
}

#[derive(Queryable)]
struct ReportRow {
    row: i64,
    outcome: String,
    key: String,
    errors: String,
}

pub fn rows(
    conn: &mut AnyConn,
    grant: &Grant,
    job: Uuid,
    query: &JobRowQuery,
    paging: &Paging,
) -> Answer<Page<JobRow>> {
    get(conn, grant, job)?;
    let narrowed = || {
        let mut q = job_rows::table
            .filter(job_rows::job_id.eq(g(job)))
            .select((
                job_rows::row_number,
                job_rows::outcome,
                job_rows::key,
                job_rows::errors,
            ))
            .into_boxed::<MultiBackend>();
        if let Some(outcome) = query.outcome {
            q = q.filter(job_rows::outcome.eq(word(&outcome)));
        }
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &ReportRow, _: &str| (
        Bind::Int(r.row),
        job
    ));
    let to = |r: ReportRow| {
        Ok(JobRow {
            row: r.row,
            outcome: parse(&r.outcome)?,
            key: r.key,
            errors: serde_json::from_str::<Vec<RowError>>(&r.errors)
                .map_err(crate::problem::internal)?,
        })
    };
    page.try_map(to)
}

/// A job to be made.
pub struct NewJob {
    pub kind: &'static str,
    pub dry_run: bool,
    pub mode: ImportMode,
    pub params: String,
    pub input: String,
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewJob) -> Answer<Uuid> {
    let id = clock::new_id();
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(g(id)),
            jobs::kind.eq(new.kind),
            jobs::state.eq(word(&JobState::Queued)),
            jobs::owner_id.eq(g(grant.me())),
            jobs::dry_run.eq(new.dry_run),
            jobs::mode.eq(word(&new.mode)),
            jobs::params.eq(&new.params),
            jobs::input.eq(&new.input),
            (
                jobs::done_rows.eq(0),
                jobs::total_rows.eq(0),
                jobs::created_rows.eq(0),
                jobs::updated_rows.eq(0),
                jobs::unchanged_rows.eq(0),
                jobs::refused_rows.eq(0),
                jobs::attempts.eq(0),
            ),
            jobs::created_at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

pub async fn next_waiting(app: &web::Data<App>) -> Answer<Option<Uuid>> {
    app.db
        .read(|c| {
            let now = clock::now();
            let open = jobs::state
                .eq("queued")
                .or(jobs::state.eq("running").and(jobs::lease_until.lt(t(now))));
            Ok(jobs::table
                .filter(open.is_not_null())
                .filter(open)
                .order(jobs::created_at)
                .select(jobs::id)
                .first(c)
                .optional()?)
        })
        .await
}

/// One worker's hold on a job; whoever takes over holds another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lease {
    pub job: Uuid,
    attempt: i64,
}

/// Takes a job for this instance; of several that try, one succeeds.
pub async fn lease(app: &web::Data<App>, id: Uuid) -> Answer<Option<Lease>> {
    app.db
        .write(move |tx| {
            let now = clock::now();
            let free = jobs::state.eq("queued").or(jobs::lease_until.lt(t(now)));
            let taken = diesel::update(
                jobs::table
                    .filter(jobs::id.eq(g(id)))
                    .filter(jobs::state.eq_any(["queued", "running"]))
                    .filter(free),
            )
            .set((
                jobs::state.eq("running"),
                jobs::lease_until.eq(t(now + LEASE)),
                jobs::attempts.eq(jobs::attempts + 1),
            ))
            .execute(tx.conn)?;
            if taken == 0 {
                return Ok(None);
            }
            let attempt = jobs::table.find(g(id)).select(jobs::attempts);
            Ok(Some(Lease {
                job: id,
                attempt: attempt.first(tx.conn)?,
            }))
        })
        .await
}

/// What a worker needs to run a job.
#[derive(Debug, Clone, Queryable)]
pub struct Order {
    pub kind: String,
    pub owner_id: Uuid,
    pub dry_run: bool,
    pub mode: String,
    pub params: String,
    pub input: String,
}

pub fn order(conn: &mut AnyConn, id: Uuid) -> Answer<Order> {
    Ok(jobs::table
        .find(g(id))
        .select((
            jobs::kind,
            jobs::owner_id,
            jobs::dry_run,
            jobs::mode,
            jobs::params,
            jobs::input,
        ))
        .first(conn)?)
}

/// How far a job has come that is done in pieces, and the lease for another while; `None` when it isn't this worker's any more.
pub fn progress(tx: &mut Tx, lease: Lease) -> Answer<Option<Counts>> {
    let mine = jobs::table.find(g(lease.job)).filter(
        jobs::state
            .eq("running")
            .and(jobs::attempts.eq(lease.attempt)),
    );
    // First of all, so that the row is locked while the piece is done.
    let held = diesel::update(mine)
        .set(jobs::lease_until.eq(t(clock::now() + LEASE)))
        .execute(tx.conn)?;
    if held == 0 {
        return Ok(None);
    }
    let columns = (
        jobs::created_rows,
        jobs::updated_rows,
        jobs::unchanged_rows,
        jobs::refused_rows,
    );
    let counts = jobs::table.find(g(lease.job)).select(columns);
    Ok(Some(counts.first(tx.conn)?))
}

/// Counts of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Queryable)]
pub struct Counts {
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub refused: i64,
}

impl Counts {
    pub fn add(&mut self, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Created => self.created += 1,
            RowOutcome::Updated => self.updated += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
            RowOutcome::Refused => self.refused += 1,
        }
    }

    pub fn total(&self) -> i64 {
        self.created + self.updated + self.unchanged + self.refused
    }
}

impl std::ops::Add for Counts {
    type Output = Counts;

    fn add(self, more: Counts) -> Counts {
        Counts {
            created: self.created + more.created,
            updated: self.updated + more.updated,
            unchanged: self.unchanged + more.unchanged,
            refused: self.refused + more.refused,
        }
    }
}

/// A row of the report as it is kept.
struct NewReportRow {
    job: Uuid,
    row: i64,
    outcome: String,
    key: String,
    errors: String,
}

impl NewReportRow {
    fn of(job: Uuid, row: &JobRow) -> Answer<NewReportRow> {
        Ok(NewReportRow {
            job,
            row: row.row,
            outcome: word(&row.outcome),
            key: row.key.clone(),
            errors: serde_json::to_string(&row.errors).map_err(crate::problem::internal)?,
        })
    }
}

impl Rows for NewReportRow {
    fn insert(conn: &mut AnyConn, rows: &[NewReportRow]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => {
                const TEXT: &str = "INSERT INTO job_rows (job_id, row_number, outcome, key, errors) SELECT * FROM unnest(";
                Unnest::new(TEXT, rows)
                    .guid(|r| g(Some(r.job)))
                    .int(|r| r.row)
                    .text(|r| Some(&r.outcome))
                    .text(|r| Some(&r.key))
                    .text(|r| Some(&r.errors))
                    .run(c)
            }
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|r| {
                diesel::insert_into(job_rows::table)
                    .values((
                        job_rows::job_id.eq(g(r.job)),
                        job_rows::row_number.eq(r.row),
                        job_rows::outcome.eq(&r.outcome),
                        job_rows::key.eq(&r.key),
                        job_rows::errors.eq(&r.errors),
                    ))
                    .execute(c)
                    .map(|_| ())
            }),
        }
    }
}

/// Adds to a job's report.
pub fn report(tx: &mut Tx, id: Uuid, report: &[JobRow]) -> Answer<()> {
    let rows = report.iter().map(|row| NewReportRow::of(id, row));
    let rows = rows.collect::<Answer<Vec<NewReportRow>>>()?;
    if !rows.is_empty() {
        NewReportRow::insert(tx.conn, &rows)?;
    }
    Ok(())
}

/// Keeps how far a job has come, of how many rows; at its end the job is done.
pub fn come_so_far(tx: &mut Tx, id: Uuid, counts: Counts, of: i64, over: bool) -> Answer<()> {
    let job = jobs::table.find(g(id));
    let changed = diesel::update(job)
        .set((
            jobs::done_rows.eq(counts.total()),
            jobs::total_rows.eq(of),
            jobs::created_rows.eq(counts.created),
            jobs::updated_rows.eq(counts.updated),
            jobs::unchanged_rows.eq(counts.unchanged),
            jobs::refused_rows.eq(counts.refused),
        ))
        .execute(tx.conn)?;
    match (changed, over) {
        (0, _) => Err(Refusal::new(Code::NotFound)),
        (_, true) => close(tx, id, None),
        (_, false) => Ok(()),
    }
}

/// Ends a job with its report; the report of an earlier attempt is replaced.
pub fn finish(
    tx: &mut Tx,
    id: Uuid,
    counts: Counts,
    rows: &[JobRow],
    error: Option<&str>,
) -> Answer<()> {
    diesel::delete(job_rows::table.filter(job_rows::job_id.eq(g(id)))).execute(tx.conn)?;
    report(tx, id, rows)?;
    come_so_far(tx, id, counts, counts.total(), false)?;
    close(tx, id, error)
}

/// Ends a job that can't go on, unless somebody else has it by now. What its pieces have done stays, and stays reported.
pub fn fail(tx: &mut Tx, lease: Lease, error: &str) -> Answer<()> {
    match progress(tx, lease)? {
        Some(_) => close(tx, lease.job, Some(error)),
        None => Ok(()),
    }
}

fn close(tx: &mut Tx, id: Uuid, error: Option<&str>) -> Answer<()> {
    diesel::update(jobs::table.find(g(id)))
        .set((
            jobs::state.eq(if error.is_some() { "failed" } else { "done" }),
            jobs::error.eq(error),
            // The input may hold personal data; once read it isn't kept.
            jobs::input.eq(""),
            jobs::lease_until.eq(t(None::<DateTime<Utc>>)),
            jobs::finished_at.eq(t(clock::now())),
        ))
        .execute(tx.conn)?;
    Ok(())
}
