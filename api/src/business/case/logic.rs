//! Pure rules of a case: where it may go from a stage, and what the stage still asks for.

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::case::{
    CaseAnswer, CaseMoveKind, CaseNeed, CaseOutcome, CaseStageItem, CaseStageKey,
};
use contract::leave::Names;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A tick as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    pub stage: CaseStageKey,
    pub key: String,
    pub by: Uuid,
    pub at: DateTime<Utc>,
}

/// What a stage asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Demands {
    pub stage: CaseStageKey,
    pub needs: Vec<CaseNeed>,
    pub fields: Vec<CaseStageItem>,
    pub checks: Vec<CaseStageItem>,
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    pub needs: Vec<CaseNeed>,
    pub answers: Vec<CaseAnswer>,
    pub ticks: Vec<Tick>,
}

/// Something a stage asks for that isn't there.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// `product`, `fields.budget`, `checks.needs_form`.
    pub name: String,
    /// Its own names; none for what is asked of the case itself.
    pub names: Option<Names>,
}

impl Missing {
    /// As a refusal points at it.
    pub fn pointer(&self) -> String {
        format!("/{}", self.name.replace('.', "/"))
    }
}

pub fn missing(asked: &Demands, known: &Known) -> Vec<Missing> {
    let needs = asked.needs.iter().filter(|n| !known.needs.contains(n));
    let needs = needs.map(|need| Missing {
        name: crate::db::words::word(need),
        names: None,
    });
    let filled = |item: &CaseStageItem| {
        let mut answers = known.answers.iter();
        answers.any(|a| (a.stage, &a.key) == (asked.stage, &item.key) && !a.value.trim().is_empty())
    };
    let ticked = |item: &CaseStageItem| {
        let mut ticks = known.ticks.iter();
        ticks.any(|t| (t.stage, &t.key) == (asked.stage, &item.key))
    };
    let item = |list: &str, item: &CaseStageItem| Missing {
        name: format!("{list}.{}", item.key),
        names: Some(item.names.clone()),
    };
    let fields = asked.fields.iter().filter(|i| i.required && !filled(i));
    let checks = asked.checks.iter().filter(|i| i.required && !ticked(i));
    needs
        .chain(fields.map(|i| item("fields", i)))
        .chain(checks.map(|i| item("checks", i)))
        .collect()
}

/// Kind of the move between two stages: one step ahead, or back with a reason.
pub fn step(from: CaseStageKey, to: CaseStageKey, reason: bool) -> Result<CaseMoveKind, Code> {
    match (from.next() == Some(to), to < from, reason) {
        (true, ..) => Ok(CaseMoveKind::Advanced),
        (_, true, true) => Ok(CaseMoveKind::Returned),
        (_, true, false) => Err(Code::CommentRequired),
        _ => Err(Code::CaseStageOrder),
    }
}

/// Kind of the move that closes a case: won out of the last stage, lost out of any with a reason.
pub fn closing(
    from: CaseStageKey,
    outcome: CaseOutcome,
    reason: bool,
) -> Result<CaseMoveKind, Code> {
    match (outcome, reason) {
        (CaseOutcome::Won, _) if from.next().is_none() => Ok(CaseMoveKind::Won),
        (CaseOutcome::Won, _) => Err(Code::CaseStageOrder),
        (CaseOutcome::Lost, true) => Ok(CaseMoveKind::Lost),
        (CaseOutcome::Lost, false) => Err(Code::CommentRequired),
    }
}

/// Must the stage be complete and no flag open? Going back and giving up are always possible.
pub fn needs_all(kind: CaseMoveKind) -> bool {
    matches!(kind, CaseMoveKind::Advanced | CaseMoveKind::Won)
}

/// Whoever entered a stage before this instant is stuck there.
pub fn stuck_before(now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    now - Duration::days(days)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn item(key: &str, required: bool) -> CaseStageItem {
        let text = || key.to_owned();
        CaseStageItem {
            key: text(),
            names: Names {
                zh_hant: text(),
                zh_hans: text(),
                en: text(),
            },
            required,
        }
    }

    fn answer(stage: CaseStageKey, key: &str, value: &str) -> CaseAnswer {
        let (key, value) = (key.to_owned(), value.to_owned());
        CaseAnswer { stage, key, value }
    }

    fn tick(stage: CaseStageKey, key: &str) -> Tick {
        let (key, by, at) = (key.to_owned(), Uuid::nil(), DateTime::<Utc>::UNIX_EPOCH);
        Tick { stage, key, by, at }
    }

    fn asked() -> Demands {
        Demands {
            stage: CaseStageKey::NeedsAnalysis,
            needs: vec![CaseNeed::Product],
            fields: vec![item("gap", true), item("plans", false)],
            checks: vec![item("form", true)],
        }
    }

    #[test]
    fn a_stage_names_all_that_it_still_asks_for() {
        let (asked, here) = (asked(), CaseStageKey::NeedsAnalysis);
        let names = |known: &Known| -> Vec<String> {
            let missing = missing(&asked, known);
            missing.into_iter().map(|m| m.name).collect()
        };
        let mut known = Known::default();
        assert_eq!(names(&known), ["product", "fields.gap", "checks.form"]);
        // What was written in another stage under the same key, or is blank, doesn't count.
        known.answers = vec![
            answer(CaseStageKey::Consultation, "gap", "x"),
            answer(here, "gap", " "),
        ];
        known.ticks = vec![tick(CaseStageKey::Consultation, "form")];
        assert_eq!(names(&known), ["product", "fields.gap", "checks.form"]);
        known.needs = vec![CaseNeed::Product];
        known.answers.push(answer(here, "gap", "800 萬"));
        known.ticks.push(tick(here, "form"));
        assert_eq!(names(&known), Vec::<String>::new());
    }

    #[test]
    fn back_and_lost_need_a_reason_and_only_the_last_stage_wins() {
        use CaseStageKey::*;
        assert_eq!(
            step(Application, Consultation, false),
            Err(Code::CommentRequired)
        );
        assert_eq!(
            step(Application, Consultation, true),
            Ok(CaseMoveKind::Returned)
        );
        assert_eq!(
            step(Consultation, SolutionDesign, true),
            Err(Code::CaseStageOrder)
        );
        assert_eq!(
            step(Consultation, Consultation, true),
            Err(Code::CaseStageOrder)
        );
        assert_eq!(
            closing(Application, CaseOutcome::Won, true),
            Err(Code::CaseStageOrder)
        );
        assert_eq!(
            closing(AfterSales, CaseOutcome::Lost, false),
            Err(Code::CommentRequired)
        );
    }

    fn any_stage() -> impl Strategy<Value = CaseStageKey> {
        (0..5_usize).prop_map(|n| CaseStageKey::ALL[n])
    }

    /// What somebody tries, in any order: go somewhere, complete the stage, raise a flag, clear one.
    #[derive(Debug, Clone)]
    enum Try {
        Go(CaseStageKey, bool),
        Fill,
        Empty,
        Flag,
        Clear,
    }

    fn any_try() -> impl Strategy<Value = Try> {
        prop_oneof![
            4 => (any_stage(), any::<bool>()).prop_map(|(to, reason)| Try::Go(to, reason)),
            3 => Just(Try::Fill), 1 => Just(Try::Empty), 1 => Just(Try::Flag), 1 => Just(Try::Clear),
        ]
    }

    proptest! {
        #[test]
        fn no_sequence_skips_a_stage_or_passes_a_block(tries in prop::collection::vec(any_try(), 1..60)) {
            let (mut stage, mut known, mut flags) = (CaseStageKey::Consultation, Known::default(), 0);
            for one in tries {
                let asked = Demands { stage, ..asked() };
                match one {
                    Try::Fill => {
                        known.needs = vec![CaseNeed::Product];
                        known.answers.push(answer(stage, "gap", "x"));
                        known.ticks.push(tick(stage, "form"));
                    }
                    Try::Empty => known = Known::default(),
                    Try::Flag => flags += 1,
                    Try::Clear => flags = 0.max(flags - 1),
                    Try::Go(to, reason) => {
                        let Ok(kind) = step(stage, to, reason) else { continue };
                        if needs_all(kind) && (flags > 0 || !missing(&asked, &known).is_empty()) {
                            continue;
                        }
                        let (from, to_place) = (stage as usize, to as usize);
                        prop_assert!(to_place == from + 1 || (to_place < from && reason));
                        if to_place > from {
                            prop_assert!(flags == 0);
                            prop_assert!(known.ticks.iter().any(|t| t.stage == stage));
                            prop_assert!(known.answers.iter().any(|a| a.stage == stage));
                        }
                        stage = to;
                    }
                }
            }
        }
    }
}
