//! States and days of inspections as people read them.

use chrono::NaiveDate;
use contract::inspection::{
    FindingSeverity, FindingState, InspectionOutcome, InspectionState, InspectionStepKind,
};
use leptos::prelude::*;

use crate::components::badge;
use crate::core::time;
use crate::tr;

pub fn state(state: InspectionState) -> (&'static str, &'static str) {
    match state {
        InspectionState::Open => (tr!(inspections.open), "warn"),
        InspectionState::Passed => (tr!(inspections.passed), "good"),
        InspectionState::Findings => (tr!(inspections.with_findings), "bad"),
        InspectionState::Closed => (tr!(inspections.closed), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    [
        ("open", InspectionState::Open),
        ("passed", InspectionState::Passed),
        ("findings", InspectionState::Findings),
        ("closed", InspectionState::Closed),
    ]
    .map(|(key, one)| (key.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

pub fn finding(state: FindingState) -> (&'static str, &'static str) {
    match state {
        FindingState::Open => (tr!(inspections.to_rectify), "bad"),
        FindingState::Rectified => (tr!(inspections.rectified), "warn"),
        FindingState::Closed => (tr!(inspections.closed), ""),
    }
}

pub fn finding_states() -> Vec<(String, String)> {
    [
        ("open", FindingState::Open),
        ("rectified", FindingState::Rectified),
        ("closed", FindingState::Closed),
    ]
    .map(|(key, one)| (key.to_owned(), finding(one).0.to_owned()))
    .to_vec()
}

pub fn severity(severity: FindingSeverity) -> (&'static str, &'static str) {
    match severity {
        FindingSeverity::Minor => (tr!(inspections.minor), ""),
        FindingSeverity::Major => (tr!(inspections.major), "bad"),
    }
}

pub fn outcome(outcome: InspectionOutcome) -> (&'static str, &'static str) {
    match outcome {
        InspectionOutcome::Ok => (tr!(inspections.ok), "good"),
        InspectionOutcome::NotOk => (tr!(inspections.not_ok), "bad"),
        InspectionOutcome::NotApplicable => (tr!(inspections.not_applicable), ""),
    }
}

pub fn step(kind: InspectionStepKind) -> &'static str {
    match kind {
        InspectionStepKind::Drawn => tr!(inspections.step_drawn),
        InspectionStepKind::Ordered => tr!(inspections.step_ordered),
        InspectionStepKind::Assigned => tr!(inspections.step_assigned),
        InspectionStepKind::Inspected => tr!(inspections.step_inspected),
        InspectionStepKind::Rectified => tr!(inspections.step_rectified),
        InspectionStepKind::SentBack => tr!(inspections.step_sent_back),
        InspectionStepKind::Accepted => tr!(inspections.step_accepted),
        InspectionStepKind::Transferred => tr!(inspections.step_transferred),
        InspectionStepKind::Reminded => tr!(inspections.step_reminded),
    }
}

/// A day, and that it is past.
pub fn day(on: NaiveDate, late: bool) -> AnyView {
    let late = late.then(|| badge::badge(tr!(inspections.late), "bad"));
    view! { <span class="row tight">{time::date(on)} {late}</span> }.into_any()
}

pub fn late() -> Vec<(String, String)> {
    vec![("true".to_owned(), tr!(inspections.late).to_owned())]
}
