//! Files as people read them.

use contract::filing::{FilingCategory, FilingEntry, FilingState};

use crate::core::words::wire;
use crate::tr;

pub fn state(one: &FilingEntry) -> (&'static str, &'static str) {
    match one.state {
        FilingState::Destroyed => (tr!(filing.destroyed), ""),
        FilingState::Out if one.overdue => (tr!(filing.overdue), "bad"),
        FilingState::Out => (tr!(filing.out), "info"),
        FilingState::Kept if one.expired => (tr!(filing.expired), "warn"),
        FilingState::Kept => (tr!(filing.kept), "good"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: FilingState| match state {
        FilingState::Kept => tr!(filing.kept),
        FilingState::Out => tr!(filing.out),
        FilingState::Destroyed => tr!(filing.destroyed),
    };
    FilingState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn category(category: FilingCategory) -> &'static str {
    match category {
        FilingCategory::Administration => tr!(filing.administration),
        FilingCategory::Personnel => tr!(filing.personnel),
        FilingCategory::Business => tr!(filing.business),
        FilingCategory::Finance => tr!(filing.finance),
        FilingCategory::Contract => tr!(filing.contract),
        FilingCategory::Other => tr!(filing.other),
    }
}

pub fn categories() -> Vec<(String, String)> {
    FilingCategory::ALL
        .map(|one| (wire(&one), category(one).to_owned()))
        .to_vec()
}
