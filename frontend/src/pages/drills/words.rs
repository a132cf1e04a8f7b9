//! Drills as people read them.

use contract::drill::{Drill, DrillState};

use crate::core::words::wire;
use crate::core::{locale, time};
use crate::tr;

pub fn state(one: &Drill) -> (&'static str, &'static str) {
    match one.state {
        DrillState::Held => (tr!(drills.held), "good"),
        DrillState::Cancelled => (tr!(drills.cancelled), ""),
        DrillState::Planned if one.planned_on.to_string() < time::today() => {
            (tr!(drills.overdue), "bad")
        }
        DrillState::Planned => (tr!(drills.planned), "warn"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: DrillState| match state {
        DrillState::Planned => tr!(drills.planned),
        DrillState::Held => tr!(drills.held),
        DrillState::Cancelled => tr!(drills.cancelled),
    };
    DrillState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn title(one: &Drill) -> String {
    let day = one.held_on.unwrap_or(one.planned_on);
    format!("{} · {}", one.plan.get(locale::current()), time::date(day))
}

pub fn took_part(one: &Drill) -> Option<String> {
    let told = tr!(drills.of, n = one.attended, all = one.noted);
    (one.noted > 0).then(|| told.to_string())
}
