//! Cases' enums and figures as people read them.

use contract::case::{CaseMove, CaseMoveKind, CaseStage, CaseStageItem, CaseStageKey, CaseState};
use contract::{Code, Money};

use crate::components::failure;
use crate::core::http::Failure;
use crate::core::locale;
use crate::pages::customers::words;
use crate::tr;

pub fn state(state: CaseState) -> (&'static str, &'static str) {
    match state {
        CaseState::Open => (tr!(cases.open), "info"),
        CaseState::Won => (tr!(cases.won), "good"),
        CaseState::Lost => (tr!(cases.lost), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    [
        ("open", CaseState::Open),
        ("won", CaseState::Won),
        ("lost", CaseState::Lost),
    ]
    .map(|(name, one)| (name.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

/// Name of a stage, as the department's data has it.
pub fn stage(stages: &[CaseStage], key: CaseStageKey) -> String {
    let found = stages.iter().find(|stage| stage.key == key);
    found.map_or_else(String::new, |stage| {
        stage.names.get(locale::current()).to_owned()
    })
}

pub fn sums(sums: &[Money]) -> String {
    sums.iter()
        .map(words::money)
        .collect::<Vec<_>>()
        .join(" · ")
}

pub fn kind(stages: &[CaseStage], one: &CaseMove) -> (String, &'static str) {
    let to = || stage(stages, one.to);
    match one.kind {
        CaseMoveKind::Opened => (tr!(cases.kind_opened).into(), ""),
        CaseMoveKind::Advanced => (tr!(cases.kind_advanced, stage = to()).to_string(), "brand"),
        CaseMoveKind::Returned => (tr!(cases.kind_returned, stage = to()).to_string(), "warn"),
        CaseMoveKind::Won => (tr!(cases.won).into(), "good"),
        CaseMoveKind::Lost => (tr!(cases.lost).into(), ""),
    }
}

/// Why a move was refused, with the names of all that is missing.
pub fn refused(problem: &Failure, stages: &[CaseStage], key: CaseStageKey) -> String {
    let said = failure::words(problem);
    let Failure::Problem(told) = problem else {
        return said;
    };
    if told.code != Code::CaseIncomplete {
        return said;
    }
    let stage = stages.iter().find(|stage| stage.key == key);
    let names = told.errors.iter().map(|error| {
        let name = error.pointer.trim_start_matches('/').replace('/', ".");
        missing(stage, &name)
    });
    format!("{said}：{}", names.collect::<Vec<_>>().join("、"))
}

/// What a stage still asks for, by its name: `product`, `fields.budget`, `checks.needs_form`.
pub fn missing(stage: Option<&CaseStage>, name: &str) -> String {
    match name {
        "product" => return tr!(cases.product).to_owned(),
        "expected_premium" => return tr!(cases.premium).to_owned(),
        "expected_close_on" => return tr!(cases.close_on).to_owned(),
        _ => {}
    }
    let item = name.split_once('.').and_then(|(list, key)| {
        let items = match list {
            "fields" => &stage?.fields,
            _ => &stage?.checks,
        };
        items.iter().find(|item| item.key == key)
    });
    item.map_or_else(|| name.to_owned(), |item| label(item).to_owned())
}

pub fn label(item: &CaseStageItem) -> &str {
    item.names.get(locale::current())
}
