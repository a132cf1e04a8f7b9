//! Conduct records as people read them.

use contract::conduct::{ConductKind, ConductOutcome, ConductRecord, ConductState};

use crate::core::words::wire;
use crate::tr;

pub fn kind(kind: ConductKind) -> &'static str {
    match kind {
        ConductKind::Smoking => tr!(conduct.smoking),
        ConductKind::Eating => tr!(conduct.eating),
        ConductKind::Noise => tr!(conduct.noise),
        ConductKind::Other => tr!(conduct.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    ConductKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

pub fn state(one: &ConductRecord) -> (&'static str, &'static str) {
    match one.state {
        _ if one.overdue => (tr!(conduct.overdue), "bad"),
        ConductState::Observed => (tr!(conduct.observed), "warn"),
        ConductState::Heard => (tr!(conduct.heard), "info"),
        ConductState::Settled => (tr!(conduct.settled), "good"),
        ConductState::Withdrawn => (tr!(conduct.withdrawn), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: ConductState| match state {
        ConductState::Observed => tr!(conduct.observed),
        ConductState::Heard => tr!(conduct.heard),
        ConductState::Settled => tr!(conduct.settled),
        ConductState::Withdrawn => tr!(conduct.withdrawn),
    };
    ConductState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn outcome(outcome: ConductOutcome) -> &'static str {
    match outcome {
        ConductOutcome::NoAction => tr!(conduct.no_action),
        ConductOutcome::Reminder => tr!(conduct.reminder),
        ConductOutcome::WrittenWarning => tr!(conduct.written_warning),
        ConductOutcome::Discipline => tr!(conduct.discipline),
    }
}

/// Those that may be given: what is grave isn't, by whoever saw it.
pub fn outcomes(saw_it: bool) -> Vec<(String, String)> {
    let all = ConductOutcome::ALL.into_iter();
    all.filter(|one| !(saw_it && one.grave()))
        .map(|one| (wire(&one), outcome(one).to_owned()))
        .collect()
}
