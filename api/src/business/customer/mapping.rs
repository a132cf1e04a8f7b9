//! The columns of a file under the names that people give them: those that are known, and those that the caller tells.

use contract::Code;
use contract::customer_columns::{COLUMNS, known};

use crate::problem::{Answer, Refusal, internal};

/// The file under our own column names. `told` reads `姓名=name,備註=`, a line of CSV: the last column is left out.
pub fn mapped(input: &str, told: Option<&str>) -> Answer<String> {
    let told = pairs(told.unwrap_or_default())?;
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let bad = |_| Refusal::new(Code::BadCsv);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(input.as_bytes());
    let headers = reader.headers().map_err(bad)?.clone();
    let names: Vec<&str> = headers
        .iter()
        .map(|header| name(header.trim(), &told))
        .collect();
    if names.iter().copied().eq(headers.iter()) {
        return Ok(input.to_owned());
    }
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let kept = |n: &usize| names.get(*n).is_none_or(|name| !name.is_empty());
    let header = names.iter().filter(|name| !name.is_empty());
    writer.write_record(header).map_err(internal)?;
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let cells = record.iter().enumerate().filter(|(n, _)| kept(n));
        writer
            .write_record(cells.map(|(_, cell)| cell))
            .map_err(internal)?;
    }
    String::from_utf8(writer.into_inner().map_err(internal)?).map_err(internal)
}

fn name<'a>(header: &'a str, told: &[(&'a str, &'a str)]) -> &'a str {
    let found = told.iter().find(|(theirs, _)| *theirs == header);
    let found = found.map(|(_, ours)| *ours).or_else(|| known(header));
    found.unwrap_or(header)
}

fn pairs(text: &str) -> Answer<Vec<(String, String)>> {
    let wrong =
        |what: &str| Refusal::new(Code::UnknownParameter).field("columns", "unknown_value", what);
    let pair = |part: &str| match str::rsplit_once(part, '=') {
        Some((theirs, ours)) if ours.trim().is_empty() || COLUMNS.contains(&ours.trim()) => {
            Ok((theirs.trim().to_owned(), ours.trim().to_owned()))
        }
        _ => Err(wrong(part)),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let line = reader.records().next().transpose();
    let line = line.map_err(|_| wrong(text))?.unwrap_or_default();
    let parts = line.iter().filter(|part| !part.is_empty());
    parts.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_known_names_and_by_those_that_are_told() {
        let file = "姓名,手機,備註,職稱\n王美玲,0912,\"a,b\",教師\n";
        let told = Some("備註=,職稱=occupation");
        assert_eq!(
            mapped(file, told).unwrap(),
            "name,phone,occupation\n王美玲,0912,教師\n"
        );
        let quoted = "\"a, b=c\",name\nTeacher,王美玲\n";
        let told = Some("\"a, b=c=occupation\"");
        assert_eq!(
            mapped(quoted, told).unwrap(),
            "occupation,name\nTeacher,王美玲\n",
            "whatever a column is called it can be told"
        );
        let own = "name,phone\nx,1\n";
        assert_eq!(mapped(own, None).unwrap(), own);
        for wrong in ["姓名", "姓名=nonsense"] {
            assert_eq!(
                mapped(file, Some(wrong)).unwrap_err().code(),
                Code::UnknownParameter
            );
        }
    }
}
