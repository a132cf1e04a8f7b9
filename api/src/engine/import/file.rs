//! The file of an import as rows, and the rows as they are taken.

use contract::Locale;
use contract::import::{JobRow, RowError, RowOutcome};

use super::{Cells, Import, Take};
use crate::db::Tx;
use crate::engine::job::store::Counts;
use crate::engine::record::Acting;
use crate::problem::{Answer, Refusal};
use crate::secrets::Secrets;

/// A file that was read once, whatever becomes of its rows.
pub struct File {
    headers: csv::StringRecord,
    records: Vec<csv::Result<csv::StringRecord>>,
}

impl File {
    pub fn read(text: &str) -> Answer<File> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let headers = reader.headers().cloned();
        Ok(File {
            headers: headers.map_err(|_| Refusal::new(contract::Code::BadCsv))?,
            records: reader.records().collect(),
        })
    }

    pub fn rows(&self) -> usize {
        self.records.len()
    }
}

/// How many rows a file holds, without keeping them.
pub fn count(text: &str) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.byte_records().count()
}

/// What an import is run with.
pub struct With<'a> {
    pub import: &'a Import,
    pub secrets: &'a Secrets,
    pub acting: Acting,
    pub locale: Locale,
}

/// Takes the rows of the file from `from` on, at most `most`, each on its own; what came of each.
pub fn take(
    tx: &mut Tx,
    with: &With,
    file: &File,
    from: usize,
    most: usize,
) -> Answer<(Counts, Vec<JobRow>)> {
    let (mut counts, mut report) = (Counts::default(), Vec::new());
    let records = file.records.iter().skip(from).take(most);
    let cells: Vec<Result<Cells, RowError>> = records
        .map(|record| cells(&file.headers, record.as_ref()))
        .collect();
    let mut taken = match with.import.take {
        Take::Row(_) | Take::Sealed(_) => Vec::new(),
        Take::Rows(take) => {
            let good: Vec<Cells> = cells.iter().flatten().copied().collect();
            take(tx, &with.acting, &good)?
        }
    }
    .into_iter();
    for (n, cells) in cells.into_iter().enumerate() {
        let (key, outcome, errors) = match cells {
            Err(error) => (String::new(), RowOutcome::Refused, vec![error]),
            Ok(cells) => {
                let key = cells.get(with.import.key).unwrap_or_default().to_owned();
                let done = match with.import.take {
                    Take::Row(take) => tx.part(|tx| take(tx, &with.acting, &cells)),
                    Take::Sealed(take) => {
                        tx.part(|tx| take(tx, &with.acting, with.secrets, &cells))
                    }
                    Take::Rows(_) => taken
                        .next()
                        .unwrap_or_else(|| Err(crate::problem::internal("a row without outcome"))),
                };
                match done {
                    Ok(outcome) => (key, outcome, Vec::new()),
                    Err(refusal) if refusal.is_retryable() => return Err(refusal),
                    Err(refusal) => (key, RowOutcome::Refused, errors(&refusal, with.locale)),
                }
            }
        };
        counts.add(outcome);
        report.push(JobRow {
            row: (from + n) as i64 + 1,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_they_are_read() {
        for text in ["a,b\n", "a,b\n1,2\n", "a,b\n1\n\n\"x\ny\",2\n3,4,5", ""] {
            assert_eq!(
                count(text),
                File::read(text).map(|f| f.rows()).unwrap_or(0),
                "{text:?}"
            );
        }
    }
}
