//! Imports: a CSV file becomes a job; every row is checked column by column, reported, and taken — all or none (`atomic`), or the
//! good ones (`partial`), or only checked (`dry_run`).

pub mod employees;
mod routes;

use actix_web::web;
use contract::import::{ImportMode, JobRow, RowError, RowOutcome};
use contract::{Action, Code, Locale, ReachKind};
use uuid::Uuid;

use crate::access::rules;
use crate::app::App;
use crate::db::Tx;
use crate::db::words::parse;
use crate::engine::job::store::{self, Counts, Order, finish};
use crate::engine::record::{Acting, Record};
use crate::organization::people;
use crate::problem::{Answer, Refusal};

pub use routes::{body, mount, order, text, utf8};

/// A kind of file that can be imported; modules declare theirs (`crate::registry`).
pub struct Import {
    /// Kind of its jobs.
    pub kind: &'static str,
    pub action: Action,
    /// What was imported, in events: `employees`.
    pub subject: &'static str,
    pub columns: &'static [&'static str],
    pub required: &'static [&'static str],
    /// The column that tells rows apart in the report.
    pub key: &'static str,
    /// Takes one row. Not reach-checked: importing reaches the whole department.
    pub take: fn(&mut Tx, &Acting, &Cells) -> Answer<RowOutcome>,
}

fn of_kind(kind: &str) -> Answer<&'static Import> {
    let found = crate::registry::IMPORTS.iter().find(|i| i.kind == kind);
    found
        .copied()
        .ok_or_else(|| crate::problem::internal(format!("no such import: {kind}")))
}

/// What an import carries from the request that asked for it to the worker that runs it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Params {
    pub api_key_id: Option<Uuid>,
    pub request_id: String,
    pub locale: Locale,
}

/// One row of a file: its number, and its cells by column.
pub struct Cells<'a> {
    pub headers: &'a csv::StringRecord,
    pub record: &'a csv::StringRecord,
}

impl Cells<'_> {
    /// Text of a cell, trimmed; `None` when the column is absent or the cell empty.
    pub fn get(&self, column: &str) -> Option<&str> {
        let at = self.headers.iter().position(|h| h == column)?;
        self.record.get(at).map(str::trim).filter(|t| !t.is_empty())
    }
}

/// Runs one leased import to its end. Rows and report are one transaction: a crash leaves nothing half-written.
pub async fn run(app: &web::Data<App>, id: Uuid) -> Answer<()> {
    let order = app.db.read(move |c| store::order(c, id)).await?;
    let outcome = app.db.write(move |tx| attempt(tx, id, &order)).await;
    let Err(refusal) = outcome else { return Ok(()) };
    if refusal.code() == Code::Busy {
        return Err(refusal);
    }
    app.db
        .write(move |tx| finish(tx, id, Counts::default(), &[], Some(refusal.code().name())))
        .await
}

fn attempt(tx: &mut Tx, id: Uuid, order: &Order) -> Answer<()> {
    let import = of_kind(&order.kind)?;
    let mode: ImportMode = parse(&order.mode)?;
    let params: Params = serde_json::from_str(&order.params).map_err(crate::problem::internal)?;
    let acting = Acting {
        employee_id: Some(order.owner_id),
        api_key_id: params.api_key_id,
        request_id: params.request_id.clone(),
        now: crate::clock::now(),
    };
    // Whoever asked may have lost the right meanwhile.
    let role = people::role_at(tx.conn, order.owner_id, acting.now)?;
    if rules::reach(import.action, role) != ReachKind::Department {
        return Err(Refusal::new(Code::Forbidden));
    }
    let (mut counts, mut report) = (Counts::default(), Vec::new());
    let taken = tx.part(|tx| {
        (counts, report) = rows(tx, import, &acting, &order.input, params.locale)?;
        let refused = mode == ImportMode::Atomic && counts.refused > 0;
        // Rolls the rows back; the report stays.
        if order.dry_run || refused {
            Err(Refusal::new(Code::Conflict))
        } else {
            Ok(())
        }
    });
    match taken {
        Ok(()) => {
            Record::new("import.finished", "job", id, import.subject)
                .owner(Some(order.owner_id))
                .clause(import.action.clause())
                .change("created", (), counts.created)
                .change("updated", (), counts.updated)
                .fact("created", counts.created)
                .fact("updated", counts.updated)
                .fact("refused", counts.refused)
                .notify([order.owner_id])
                .tell_actor()
                .write(tx, &acting);
        }
        Err(refusal) if refusal.code() != Code::Conflict => return Err(refusal),
        Err(_) => {}
    }
    finish(tx, id, counts, &report, None)
}

fn rows(
    tx: &mut Tx,
    import: &Import,
    acting: &Acting,
    input: &str,
    locale: Locale,
) -> Answer<(Counts, Vec<JobRow>)> {
    let (mut counts, mut report) = (Counts::default(), Vec::new());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(input.as_bytes());
    let headers = reader
        .headers()
        .cloned()
        .map_err(|_| Refusal::new(Code::BadCsv))?;
    for (n, record) in reader.records().enumerate() {
        let row = n as i64 + 1;
        let done = match &record {
            Err(_) => Err((
                String::new(),
                vec![RowError {
                    column: String::new(),
                    code: "bad_csv".to_owned(),
                    detail: String::new(),
                }],
            )),
            Ok(record) if record.len() != headers.len() => Err((
                String::new(),
                vec![RowError {
                    column: String::new(),
                    code: "column_count".to_owned(),
                    detail: format!("{} ≠ {}", record.len(), headers.len()),
                }],
            )),
            Ok(record) => {
                let cells = Cells {
                    headers: &headers,
                    record,
                };
                let key = cells.get(import.key).unwrap_or_default().to_owned();
                tx.part(|tx| (import.take)(tx, acting, &cells))
                    .map(|outcome| (key.clone(), outcome))
                    .map_err(|refusal| (key, errors(&refusal, locale)))
            }
        };
        let (key, outcome, errors) = match done {
            Ok((key, outcome)) => (key, outcome, Vec::new()),
            Err((key, errors)) => (key, RowOutcome::Refused, errors),
        };
        counts.add(outcome);
        report.push(JobRow {
            row,
            outcome,
            key,
            errors,
        });
    }
    Ok((counts, report))
}

/// A refusal as the errors of a row: pointers become columns.
fn errors(refusal: &Refusal, locale: Locale) -> Vec<RowError> {
    let problem = refusal.problem(locale, "");
    if problem.errors.is_empty() {
        return vec![RowError {
            column: String::new(),
            code: problem.code.name().to_owned(),
            detail: problem.detail,
        }];
    }
    let column = |pointer: &str| match pointer
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
    {
        "team_id" => "team".to_owned(),
        other => other.to_owned(),
    };
    problem
        .errors
        .iter()
        .map(|e| RowError {
            column: column(&e.pointer),
            code: e.code.clone(),
            detail: e.detail.clone(),
        })
        .collect()
}
