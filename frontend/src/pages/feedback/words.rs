//! Feedback as people read it.

use contract::feedback::{Feedback, FeedbackKind, FeedbackState};

use crate::core::words::wire;
use crate::tr;

pub fn kind(kind: FeedbackKind) -> &'static str {
    match kind {
        FeedbackKind::Problem => tr!(feedback.problem),
        FeedbackKind::CustomerNeed => tr!(feedback.customer_need),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    FeedbackKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

pub fn state(one: &Feedback) -> (&'static str, &'static str) {
    match one.state {
        FeedbackState::Open if one.overdue => (tr!(feedback.overdue), "bad"),
        FeedbackState::Open => (tr!(feedback.open), "warn"),
        FeedbackState::Answered => (tr!(feedback.answered), ""),
        FeedbackState::Settled => (tr!(feedback.settled), "good"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: FeedbackState| match state {
        FeedbackState::Open => tr!(feedback.open),
        FeedbackState::Answered => tr!(feedback.answered),
        FeedbackState::Settled => tr!(feedback.settled),
    };
    FeedbackState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

/// The first line, cut where it is long.
pub fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(60).collect();
    match cut.len() < text.len() {
        true => format!("{cut}…"),
        false => cut,
    }
}
