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
use crate::secrets::Secrets;

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
    pub take: Take,
}

/// How the rows of a file are taken. Not reach-checked: importing reaches the whole department.
pub enum Take {
    /// One after the other, each upon what those before it have done.
    Row(fn(&mut Tx, &Acting, &Cells) -> Answer<RowOutcome>),
    /// The same of rows that hold what is kept sealed.
    Sealed(TakeSealed),
    /// All in one go, with an outcome for each: where files are long and rows are simple. What fails outside a row fails the import.
    Rows(TakeRows),
}

type TakeSealed = fn(&mut Tx, &Acting, &Secrets, &Cells) -> Answer<RowOutcome>;
type TakeRows = fn(&mut Tx, &Acting, &[Cells]) -> Answer<Vec<Answer<RowOutcome>>>;

/// What the files of imports are sealed for.
const SEALED: &str = "import files";

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

/// One row of a file: its cells by column.
#[derive(Clone, Copy)]
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
    let secrets = app.secrets.clone();
    let work = move |tx: &mut Tx| attempt(tx, &secrets, id, &order);
    let outcome = app.db.write(work).await;
    let Err(refusal) = outcome else { return Ok(()) };
    if refusal.code() == Code::Busy {
        return Err(refusal);
    }
    app.db
        .write(move |tx| finish(tx, id, Counts::default(), &[], Some(refusal.code().name())))
        .await
}

fn attempt(tx: &mut Tx, secrets: &Secrets, id: Uuid, order: &Order) -> Answer<()> {
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
    let input = secrets.open_text(SEALED, &order.input)?;
    let (mut counts, mut report) = (Counts::default(), Vec::new());
    let taken = tx.part(|tx| {
        (counts, report) = rows(tx, (import, secrets), &acting, &input, params.locale)?;
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
    (import, secrets): (&Import, &Secrets),
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
    let records: Vec<_> = reader.records().collect();
    let cells: Vec<Result<Cells, RowError>> = records
        .iter()
        .map(|record| cells(&headers, record.as_ref()))
        .collect();
    let mut taken = match import.take {
        Take::Row(_) | Take::Sealed(_) => Vec::new(),
        Take::Rows(take) => {
            let good: Vec<Cells> = cells.iter().flatten().copied().collect();
            take(tx, acting, &good)?
        }
    }
    .into_iter();
    for (n, cells) in cells.into_iter().enumerate() {
        let (key, outcome, errors) = match cells {
            Err(error) => (String::new(), RowOutcome::Refused, vec![error]),
            Ok(cells) => {
                let key = cells.get(import.key).unwrap_or_default().to_owned();
                let done = match import.take {
                    Take::Row(take) => tx.part(|tx| take(tx, acting, &cells)),
                    Take::Sealed(take) => tx.part(|tx| take(tx, acting, secrets, &cells)),
                    Take::Rows(_) => taken
                        .next()
                        .unwrap_or_else(|| Err(crate::problem::internal("a row without outcome"))),
                };
                match done {
                    Ok(outcome) => (key, outcome, Vec::new()),
                    Err(refusal) => (key, RowOutcome::Refused, errors(&refusal, locale)),
                }
            }
        };
        counts.add(outcome);
        report.push(JobRow {
            row: n as i64 + 1,
            outcome,
            key,
            errors,
        });
    }
    Ok((counts, report))
}

/// The cells of a row, or why it can't be read.
fn cells<'a>(
    headers: &'a csv::StringRecord,
    record: Result<&'a csv::StringRecord, &csv::Error>,
) -> Result<Cells<'a>, RowError> {
    let unreadable = |code: &str, detail: String| RowError {
        column: String::new(),
        code: code.to_owned(),
        detail,
    };
    let record = record.map_err(|_| unreadable("bad_csv", String::new()))?;
    if record.len() != headers.len() {
        let detail = format!("{} ≠ {}", record.len(), headers.len());
        return Err(unreadable("column_count", detail));
    }
    Ok(Cells { headers, record })
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
        "owner_id" => "owner".to_owned(),
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
