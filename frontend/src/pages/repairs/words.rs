//! Repairs as people read them.

use contract::repair::{RepairState, RepairUrgency};

use crate::core::words::wire;
use crate::tr;

pub fn state(state: RepairState) -> (&'static str, &'static str) {
    match state {
        RepairState::Reported => (tr!(repairs.reported), "warn"),
        RepairState::Assigned => (tr!(repairs.assigned), "info"),
        RepairState::Fixed => (tr!(repairs.fixed), "info"),
        RepairState::Confirmed => (tr!(repairs.confirmed), "good"),
        RepairState::Declined => (tr!(repairs.declined), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    RepairState::ALL
        .map(|one| (wire(&one), state(one).0.to_owned()))
        .to_vec()
}

pub fn urgency(urgency: RepairUrgency) -> (&'static str, &'static str) {
    match urgency {
        RepairUrgency::Urgent => (tr!(repairs.urgent), "bad"),
        RepairUrgency::Normal => (tr!(repairs.normal), ""),
        RepairUrgency::Low => (tr!(repairs.low), ""),
    }
}

pub fn urgencies() -> Vec<(String, String)> {
    RepairUrgency::ALL
        .map(|one| (wire(&one), urgency(one).0.to_owned()))
        .to_vec()
}
