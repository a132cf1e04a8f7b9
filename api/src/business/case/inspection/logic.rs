//! How many are drawn and which; what a result must say. Pure, so that a sample can be proved from its number.

use contract::Code;
use contract::inspection::{InspectionAnswer, InspectionOutcome, NewInspectionResult};
use uuid::Uuid;

/// So many of the cases, rounded up, but at least so many, and never more than there are.
pub fn wanted(cases: usize, percent: i64, least: i64) -> usize {
    let cases = cases as i64;
    let share = (cases * percent + 99) / 100;
    share.max(least).min(cases).max(0) as usize
}

/// The sample that a number draws: the same from the same cases, in whatever order they come.
pub fn sample(cases: &[Uuid], seed: i64, count: usize) -> Vec<Uuid> {
    let lot = |id: &Uuid| {
        let mut h = blake3::Hasher::new();
        h.update(&seed.to_be_bytes()).update(id.as_bytes());
        *h.finalize().as_bytes()
    };
    let mut lots: Vec<([u8; 32], Uuid)> = cases.iter().map(|id| (lot(id), *id)).collect();
    lots.sort_unstable();
    lots.dedup();
    lots.into_iter().take(count).map(|(_, id)| id).collect()
}

/// The check-list as it was looked over: each item has its outcome, and where one isn't in order something is to be rectified.
pub fn answered(
    items: &[InspectionAnswer],
    result: &NewInspectionResult,
) -> Result<Vec<InspectionAnswer>, (Code, &'static str)> {
    let known = |key: &str| items.iter().any(|item| item.key == key);
    let mut keys: Vec<&str> = result.marks.iter().map(|mark| mark.key.as_str()).collect();
    keys.sort_unstable();
    let twice = keys.windows(2).any(|two| two[0] == two[1]);
    if twice || !keys.iter().all(|key| known(key)) || keys.len() != items.len() {
        return Err((Code::InspectionIncomplete, "/marks"));
    }
    let wrong = |outcome| outcome == InspectionOutcome::NotOk;
    let found = result.marks.iter().any(|mark| wrong(mark.outcome));
    if found && result.findings.is_empty() {
        return Err((Code::InspectionIncomplete, "/findings"));
    }
    let one = |item: &InspectionAnswer| {
        let mark = result.marks.iter().find(|mark| mark.key == item.key);
        InspectionAnswer {
            outcome: mark.map(|mark| mark.outcome),
            note: mark.and_then(|mark| mark.note.clone()),
            ..item.clone()
        }
    };
    Ok(items.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use contract::inspection::{FindingSeverity, InspectionMark, NewFinding};
    use contract::leave::Names;
    use proptest::prelude::*;

    use super::*;

    fn item(key: &str) -> InspectionAnswer {
        let name = key.to_owned();
        InspectionAnswer {
            key: key.to_owned(),
            names: Names {
                zh_hant: name.clone(),
                zh_hans: name.clone(),
                en: name,
            },
            outcome: None,
            note: None,
        }
    }

    fn result(marks: &[(&str, InspectionOutcome)], findings: usize) -> NewInspectionResult {
        let mark = |(key, outcome): &(&str, InspectionOutcome)| InspectionMark {
            key: (*key).to_owned(),
            outcome: *outcome,
            note: None,
        };
        let finding = NewFinding {
            description: "缺件".to_owned(),
            severity: FindingSeverity::Minor,
            rectify_by: "2026-12-01".parse().unwrap(),
        };
        NewInspectionResult {
            marks: marks.iter().map(mark).collect(),
            findings: vec![finding; findings],
            summary: None,
        }
    }

    #[test]
    fn a_share_is_rounded_up_and_never_more_than_there_are() {
        assert_eq!(wanted(0, 10, 2), 0);
        assert_eq!(
            [wanted(1, 10, 2), wanted(5, 10, 2), wanted(21, 10, 2)],
            [1, 2, 3]
        );
        assert_eq!(wanted(30, 100, 0), 30);
    }

    #[test]
    fn a_result_names_every_item_once_and_what_isnt_in_order_has_a_finding() {
        use InspectionOutcome::{NotOk, Ok as Fine};
        let items = [item("a"), item("b")];
        let refused = |marks: &[_], n| answered(&items, &result(marks, n)).unwrap_err().1;
        assert_eq!(refused(&[("a", Fine)], 0), "/marks");
        assert_eq!(refused(&[("a", Fine), ("a", Fine)], 0), "/marks");
        assert_eq!(refused(&[("a", Fine), ("c", Fine)], 0), "/marks");
        assert_eq!(refused(&[("a", Fine), ("b", NotOk)], 0), "/findings");
        let seen = answered(&items, &result(&[("b", NotOk), ("a", Fine)], 1)).unwrap();
        assert_eq!(
            (seen[0].outcome, seen[1].outcome),
            (Some(Fine), Some(NotOk))
        );
    }

    proptest! {
        #[test]
        fn the_same_number_draws_the_same_sample_of_distinct_cases(n in 0usize..60, seed: i64, percent in 1i64..=100, least in 0i64..20, turn in 0usize..60) {
            let cases: Vec<Uuid> = (0..n).map(|n| Uuid::from_u128(n as u128 + 1)).collect();
            let count = wanted(n, percent, least);
            let drawn = sample(&cases, seed, count);
            prop_assert_eq!(drawn.len(), count);
            let mut distinct = drawn.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), count);
            let mut turned = cases.clone();
            turned.rotate_left(if n == 0 { 0 } else { turn % n });
            prop_assert_eq!(sample(&turned, seed, count), drawn);
        }
    }
}
