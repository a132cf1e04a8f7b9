//! Pure rules of duties: whose turn it is, when what is told, what a check-list asks for.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::Code;
use contract::duty::{DutyItem, DutyProof, DutyResult};
use uuid::Uuid;

use crate::problem::{Answer, Refusal};

/// Whose turn of a rota it is: the one it is by order, or the next who is there. Whoever is away isn't made up for: the order stays.
pub fn turn(rota: &[Uuid], turn: i64, there: impl Fn(&Uuid) -> bool) -> Option<Uuid> {
    let n = rota.len();
    let first = usize::try_from(turn).unwrap_or_default() % n.max(1);
    let mut order = (0..n).filter_map(|k| rota.get((first + k) % n));
    order.find(|one| there(one)).copied()
}

/// Who is away on which days.
pub type Away = HashSet<(Uuid, NaiveDate)>;

/// What is told next about something that is open, and when: 0 that it's due soon, 1 that it's late, 2 to whoever is above.
pub fn telling(
    told: i64,
    due_at: DateTime<Utc>,
    escalate_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match told {
        // Its own instant, `remind_at`.
        0 => None,
        1 => Some(due_at),
        2 => Some(escalate_at),
        _ => None,
    }
}

/// The first of it, from the beginning.
pub fn first_telling(due_at: DateTime<Utc>, remind: Option<i64>) -> (i64, DateTime<Utc>) {
    match remind {
        Some(minutes) => (0, due_at - Duration::minutes(minutes)),
        None => (1, due_at),
    }
}

/// Refuses what doesn't answer the list; answers how much of it isn't as it should be.
pub fn check(items: &[DutyItem], results: &[DutyResult], photos: &[Uuid]) -> Answer<i64> {
    let mut refusal = Refusal::new(Code::Invalid);
    for (n, result) in results.iter().enumerate() {
        let known = items.iter().find(|item| item.key == result.key);
        let twice = results.iter().take(n).any(|other| other.key == result.key);
        let at = |field: &str| format!("/results/{n}/{field}");
        let values = [
            (DutyProof::Tick, "ticked", result.ticked.is_some()),
            (DutyProof::Number, "number", result.number.is_some()),
            (DutyProof::Text, "text", result.text.is_some()),
            (DutyProof::Photo, "photo_id", result.photo_id.is_some()),
        ];
        match known {
            None => refusal = refusal.field(at("key"), "unknown_value", result.key.as_str()),
            Some(_) if twice => refusal = refusal.field(at("key"), "duplicate_value", ""),
            Some(item) => {
                for (proof, field, there) in values {
                    if there && proof != item.proof {
                        refusal = refusal.field(at(field), "conflict", "");
                    }
                }
                let unknown = result.photo_id.filter(|id| !photos.contains(id));
                if unknown.is_some() {
                    refusal = refusal.field(at("photo_id"), "unknown_reference", "");
                }
            }
        }
    }
    let answered = |item: &&DutyItem| {
        let one = results.iter().find(|result| result.key == item.key);
        one.is_some_and(|one| match item.proof {
            DutyProof::Tick => one.ticked.is_some(),
            DutyProof::Number => one.number.is_some(),
            DutyProof::Text => one
                .text
                .as_ref()
                .is_some_and(|text| !text.trim().is_empty()),
            DutyProof::Photo => one.photo_id.is_some(),
        })
    };
    for item in items.iter().filter(|item| item.required && !answered(item)) {
        refusal = refusal.field("/results", "required", item.key.as_str());
    }
    match refusal.errors().is_empty() {
        true => Ok(remarkable(items, results)),
        false => Err(refusal),
    }
}

/// Numbers out of their bounds, and required items that aren't in order.
fn remarkable(items: &[DutyItem], results: &[DutyResult]) -> i64 {
    let odd = |item: &&DutyItem| {
        let Some(one) = results.iter().find(|result| result.key == item.key) else {
            return false;
        };
        let few = one.number.zip(item.at_least);
        let many = one.number.zip(item.at_most);
        few.is_some_and(|(number, least)| number < least)
            || many.is_some_and(|(number, most)| number > most)
            || item.required && one.ticked == Some(false)
    };
    items.iter().filter(odd).count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, proof: DutyProof, required: bool) -> DutyItem {
        DutyItem {
            key: key.to_owned(),
            text: key.to_owned(),
            proof,
            required,
            at_least: (proof == DutyProof::Number).then_some(2.0),
            at_most: (proof == DutyProof::Number).then_some(8.0),
        }
    }

    fn result(key: &str) -> DutyResult {
        DutyResult {
            key: key.to_owned(),
            ticked: None,
            number: None,
            text: None,
            photo_id: None,
        }
    }

    #[test]
    fn turns_go_round_and_pass_over_who_is_away() {
        let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
        let rota = [a, b, c];
        let by = |n, away: Option<Uuid>| turn(&rota, n, |one| Some(*one) != away);
        assert_eq!([0, 1, 2, 3].map(|n| by(n, None)), [a, b, c, a].map(Some));
        assert_eq!(by(1, Some(b)), Some(c), "b is away");
        assert_eq!(by(2, Some(b)), Some(c), "c's own turn stays");
        assert_eq!(turn(&rota, 0, |_| false), None);
        assert_eq!(turn(&[], 0, |_| true), None);
    }

    #[test]
    fn a_list_is_answered_item_by_item_in_kind() {
        let items = [
            item("doors", DutyProof::Tick, true),
            item("pressure", DutyProof::Number, true),
            item("remark", DutyProof::Text, false),
            item("picture", DutyProof::Photo, false),
        ];
        let ticked = DutyResult {
            ticked: Some(true),
            ..result("doors")
        };
        let pressure = |number| DutyResult {
            number: Some(number),
            ..result("pressure")
        };
        let of = |results: &[DutyResult]| check(&items, results, &[]);
        assert_eq!(of(&[ticked.clone(), pressure(5.0)]).unwrap(), 0);
        assert_eq!(of(&[ticked.clone(), pressure(1.5)]).unwrap(), 1);
        let open = DutyResult {
            ticked: Some(false),
            ..result("doors")
        };
        assert_eq!(of(&[open, pressure(8.5)]).unwrap(), 2);
        let photo = DutyResult {
            photo_id: Some(Uuid::from_u128(9)),
            ..result("picture")
        };
        let wrong_kind = DutyResult {
            ticked: Some(true),
            ..result("remark")
        };
        for (results, code) in [
            (vec![ticked.clone()], "required"),
            (vec![result("doors"), pressure(5.0)], "required"),
            (
                vec![ticked.clone(), pressure(5.0), result("x")],
                "unknown_value",
            ),
            (
                vec![ticked.clone(), pressure(5.0), ticked.clone()],
                "duplicate_value",
            ),
            (
                vec![ticked.clone(), pressure(5.0), photo],
                "unknown_reference",
            ),
            (vec![ticked, pressure(5.0), wrong_kind], "conflict"),
        ] {
            let refusal = of(&results).unwrap_err();
            let codes: Vec<_> = refusal.errors().iter().map(|e| e.code.clone()).collect();
            assert_eq!(codes, [code]);
        }
    }

    #[test]
    fn what_is_told_goes_on_from_soon_to_late_to_whoever_is_above() {
        let due = "2026-11-26T10:00:00Z".parse().unwrap();
        assert_eq!(
            first_telling(due, Some(30)),
            (0, due - Duration::minutes(30))
        );
        assert_eq!(first_telling(due, None), (1, due));
        let above = due + Duration::minutes(60);
        assert_eq!(telling(1, due, above), Some(due));
        assert_eq!(telling(2, due, above), Some(above));
        assert_eq!(telling(3, due, above), None);
    }
}
