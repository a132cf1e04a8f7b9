//! Supplies as people read them.

use contract::supply::{SupplyItem, SupplyKind, SupplyMovementKind};

use crate::core::words::wire;
use crate::tr;

pub fn state(one: &SupplyItem) -> (&'static str, &'static str) {
    match one {
        one if !one.active => (tr!(supplies.inactive), ""),
        one if one.low && one.on_hand == 0 => (tr!(supplies.out), "bad"),
        one if one.low => (tr!(supplies.low), "warn"),
        _ => (tr!(supplies.enough), "good"),
    }
}

pub fn stock(one: &SupplyItem) -> String {
    format!("{} {}", one.on_hand, one.unit)
}

pub fn kind(kind: SupplyKind) -> &'static str {
    match kind {
        SupplyKind::Stationery => tr!(supplies.stationery),
        SupplyKind::Paper => tr!(supplies.paper),
        SupplyKind::Toner => tr!(supplies.toner),
        SupplyKind::Cleaning => tr!(supplies.cleaning),
        SupplyKind::Pantry => tr!(supplies.pantry),
        SupplyKind::Other => tr!(supplies.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    SupplyKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

pub fn movement(kind: SupplyMovementKind) -> &'static str {
    match kind {
        SupplyMovementKind::Restock => tr!(supplies.restocked),
        SupplyMovementKind::Issue => tr!(supplies.issued),
        SupplyMovementKind::Count => tr!(supplies.counted),
    }
}
