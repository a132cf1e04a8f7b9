//! Hazards as people read them.

use contract::hazard::{HazardKind, HazardSeverity, HazardState};

use crate::core::words::wire;
use crate::tr;

pub fn state(state: HazardState) -> (&'static str, &'static str) {
    match state {
        HazardState::Found => (tr!(hazards.found), "warn"),
        HazardState::Assigned => (tr!(hazards.assigned), "info"),
        HazardState::Rectified => (tr!(hazards.rectified), "info"),
        HazardState::Closed => (tr!(hazards.closed), "good"),
        HazardState::Dismissed => (tr!(hazards.dismissed), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    HazardState::ALL
        .map(|one| (wire(&one), state(one).0.to_owned()))
        .to_vec()
}

pub fn severity(severity: HazardSeverity) -> (&'static str, &'static str) {
    match severity {
        HazardSeverity::High => (tr!(hazards.high), "bad"),
        HazardSeverity::Medium => (tr!(hazards.medium), "warn"),
        HazardSeverity::Low => (tr!(hazards.low), ""),
    }
}

pub fn severities() -> Vec<(String, String)> {
    HazardSeverity::ALL
        .map(|one| (wire(&one), severity(one).0.to_owned()))
        .to_vec()
}

pub fn kind(kind: HazardKind) -> &'static str {
    match kind {
        HazardKind::PrivateWiring => tr!(hazards.private_wiring),
        HazardKind::HighPowerAppliance => tr!(hazards.high_power_appliance),
        HazardKind::BlockedExit => tr!(hazards.blocked_exit),
        HazardKind::FireRisk => tr!(hazards.fire_risk),
        HazardKind::SlipOrFall => tr!(hazards.slip_or_fall),
        HazardKind::Other => tr!(hazards.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    HazardKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}
