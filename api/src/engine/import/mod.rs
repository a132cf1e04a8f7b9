//! Imports: a CSV file becomes a job; every row is checked column by column, reported, and taken — all or none (`atomic`), or the
//! good ones (`partial`), or only checked (`dry_run`). While a long file is taken others go on writing: the good rows of a
//! `partial` import are committed piece by piece, and what is one transaction is bounded (`Take::at_once`).

pub mod employees;
mod file;
mod pieces;
mod routes;
mod run;

use contract::import::RowOutcome;
use contract::{Action, Locale};
use uuid::Uuid;

use crate::db::Tx;
use crate::engine::record::Acting;
use crate::problem::Answer;
use crate::secrets::Secrets;

pub use routes::{body, mount, order, text, utf8};
pub use run::run;

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

impl Take {
    /// Rows of one commit of a `partial` import: little enough for everybody else who writes to get through between two.
    const fn piece(&self) -> usize {
        match self {
            Take::Row(_) | Take::Sealed(_) => 200,
            Take::Rows(_) => 5_000,
        }
    }

    /// Rows that one transaction may hold, all or nothing: about two seconds of an SQLite database that nobody else writes.
    const fn at_once(&self) -> usize {
        match self {
            Take::Row(_) | Take::Sealed(_) => 10_000,
            Take::Rows(_) => 100_000,
        }
    }
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
