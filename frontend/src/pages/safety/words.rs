//! Safety equipment as people read it.

use contract::safety::{SafetyItem, SafetyKind, SafetyState};

use crate::core::words::wire;
use crate::tr;

pub fn state(one: &SafetyItem) -> (&'static str, &'static str) {
    match one.state {
        SafetyState::Retired => (tr!(safety.retired), ""),
        SafetyState::Faulty => (tr!(safety.faulty), "bad"),
        SafetyState::InUse if one.overdue => (tr!(safety.overdue), "bad"),
        SafetyState::InUse => (tr!(safety.in_use), "good"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: SafetyState| match state {
        SafetyState::InUse => tr!(safety.in_use),
        SafetyState::Faulty => tr!(safety.faulty),
        SafetyState::Retired => tr!(safety.retired),
    };
    SafetyState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn kind(kind: SafetyKind) -> &'static str {
    match kind {
        SafetyKind::Extinguisher => tr!(safety.extinguisher),
        SafetyKind::Hydrant => tr!(safety.hydrant),
        SafetyKind::EmergencyLight => tr!(safety.emergency_light),
        SafetyKind::ExitSign => tr!(safety.exit_sign),
        SafetyKind::SmokeDetector => tr!(safety.smoke_detector),
        SafetyKind::FirstAid => tr!(safety.first_aid),
        SafetyKind::Other => tr!(safety.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    SafetyKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}
