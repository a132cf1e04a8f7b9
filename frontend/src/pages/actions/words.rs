//! Action items as people read them.

use contract::action_item::{ActionItem, ActionItemState, ActionSubject};

use crate::core::routes::Route;
use crate::core::words::wire;
use crate::tr;

pub fn state(one: &ActionItem) -> (&'static str, &'static str) {
    match one.state {
        ActionItemState::Open if one.overdue => (tr!(actions.overdue), "bad"),
        ActionItemState::Open => (tr!(actions.open), "warn"),
        ActionItemState::Done => (tr!(actions.done), "good"),
        ActionItemState::Dropped => (tr!(actions.dropped), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: ActionItemState| match state {
        ActionItemState::Open => tr!(actions.open),
        ActionItemState::Done => tr!(actions.done),
        ActionItemState::Dropped => tr!(actions.dropped),
    };
    ActionItemState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

/// Where it came from.
pub fn subject(one: &ActionItem) -> String {
    match one.subject_kind {
        ActionSubject::Drill => Route::Drill(one.subject_id).path(),
        ActionSubject::AreaReview => Route::AreaReview(one.subject_id).path(),
    }
}
