//! The engine's enums as people read them.

use contract::approval::{ApprovalState, ApprovalStep, MatterKind, Relation, StepState};

use crate::core::time;
use crate::tr;

pub fn kind(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Leave => tr!(approvals.kind_leave),
        MatterKind::Correction => tr!(approvals.kind_correction),
        MatterKind::Incentive => tr!(approvals.kind_incentive),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    MatterKind::ALL
        .map(|one| (one.name().to_owned(), kind(one).to_owned()))
        .to_vec()
}

pub fn state(state: ApprovalState) -> (&'static str, &'static str) {
    match state {
        ApprovalState::Open => (tr!(approvals.open), "info"),
        ApprovalState::Returned => (tr!(approvals.returned), "warn"),
        ApprovalState::Approved => (tr!(approvals.approved), "good"),
        ApprovalState::Refused => (tr!(approvals.refused), "bad"),
        ApprovalState::Withdrawn => (tr!(approvals.withdrawn), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    [
        ("open", ApprovalState::Open),
        ("returned", ApprovalState::Returned),
        ("approved", ApprovalState::Approved),
        ("refused", ApprovalState::Refused),
        ("withdrawn", ApprovalState::Withdrawn),
    ]
    .map(|(word, one)| (word.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

pub fn step_state(state: StepState) -> (&'static str, &'static str) {
    match state {
        StepState::Waiting => (tr!(approvals.step_waiting), ""),
        StepState::Open => (tr!(approvals.step_open), "info"),
        StepState::Approved => (tr!(approvals.approved), "good"),
        StepState::Refused => (tr!(approvals.refused), "bad"),
        StepState::Returned => (tr!(approvals.returned), "warn"),
        StepState::Cancelled => (tr!(approvals.step_cancelled), ""),
    }
}

pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Lead => tr!(approvals.lead),
        Relation::Deputy => tr!(approvals.deputy),
        Relation::FieldDeputy => tr!(approvals.field_deputy),
        Relation::Manager => tr!(approvals.manager),
        Relation::Company => tr!(approvals.company),
        Relation::Named => tr!(approvals.named),
    }
}

/// With whom an open step lies.
pub fn with(step: &ApprovalStep) -> String {
    match &step.holder {
        Some(holder) => tr!(approvals.with, who = holder.name.clone()).to_string(),
        None if step.level == Relation::Company => tr!(approvals.with_company).to_owned(),
        None => tr!(approvals.with, who = relation(step.level)).to_string(),
    }
}

/// The deadline in words, and whether it is past.
pub fn due(step: &ApprovalStep) -> Option<(String, &'static str)> {
    let at = step.due_at?;
    if at.timestamp_millis() as f64 > crate::core::dom::now() {
        Some((
            tr!(approvals.due, when = time::ago(at)).to_string(),
            "muted",
        ))
    } else {
        Some((
            tr!(approvals.overdue, when = time::ago(at)).to_string(),
            "late",
        ))
    }
}
