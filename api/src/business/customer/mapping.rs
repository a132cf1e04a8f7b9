//! The columns of a file under the names that people give them: those that are known, and those that the caller tells.

use contract::Code;

use super::import::COLUMNS;
use crate::problem::{Answer, Refusal, internal};

const KNOWN: &[(&str, &str)] = &[
    ("姓名", "name"),
    ("客戶姓名", "name"),
    ("客户姓名", "name"),
    ("性別", "gender"),
    ("性别", "gender"),
    ("生日", "birthday"),
    ("出生日期", "birthday"),
    ("等級", "class"),
    ("等级", "class"),
    ("標籤", "tags"),
    ("标签", "tags"),
    ("職業", "occupation"),
    ("职业", "occupation"),
    ("電子郵件", "email"),
    ("电子邮件", "email"),
    ("地址", "address"),
    ("來源", "source"),
    ("来源", "source"),
    ("需求", "needs"),
    ("電話", "phone"),
    ("电话", "phone"),
    ("手機", "phone"),
    ("手机", "phone"),
    ("證件號碼", "identity_number"),
    ("证件号码", "identity_number"),
    ("身分證字號", "identity_number"),
    ("身份证号", "identity_number"),
    ("業務員", "owner"),
    ("业务员", "owner"),
];

/// The file under our own column names. `told` reads `姓名=name,備註=`: the last column is left out.
pub fn mapped(input: &str, told: Option<&str>) -> Answer<String> {
    let told = pairs(told.unwrap_or_default())?;
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
    let find = |list: &[(&'a str, &'a str)]| {
        let found = list.iter().find(|(theirs, _)| *theirs == header);
        found.map(|(_, ours)| *ours)
    };
    find(told).or_else(|| find(KNOWN)).unwrap_or(header)
}

fn pairs(text: &str) -> Answer<Vec<(&str, &str)>> {
    let wrong =
        |what: &str| Refusal::new(Code::UnknownParameter).field("columns", "unknown_value", what);
    let pair = |part| match str::split_once(part, '=') {
        Some((theirs, ours)) if ours.trim().is_empty() || COLUMNS.contains(&ours.trim()) => {
            Ok((theirs.trim(), ours.trim()))
        }
        _ => Err(wrong(part)),
    };
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
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
