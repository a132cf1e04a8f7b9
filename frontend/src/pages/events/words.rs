//! Events and invitations as people read them.

use contract::customer_event::{
    CustomerEventFigures, CustomerEventKind, CustomerEventState, InvitationState,
};

use crate::core::words::wire;
use crate::tr;

pub fn state(state: CustomerEventState) -> (&'static str, &'static str) {
    match state {
        CustomerEventState::Planned => (tr!(events.planned), ""),
        CustomerEventState::Open => (tr!(events.open), "good"),
        CustomerEventState::Closed => (tr!(events.closed), "info"),
        CustomerEventState::Cancelled => (tr!(events.cancelled), "bad"),
    }
}

pub fn states() -> Vec<(String, String)> {
    CustomerEventState::ALL
        .map(|one| (wire(&one), state(one).0.to_owned()))
        .to_vec()
}

pub fn kind(kind: CustomerEventKind) -> &'static str {
    match kind {
        CustomerEventKind::Seminar => tr!(events.seminar),
        CustomerEventKind::Gathering => tr!(events.gathering),
        CustomerEventKind::Health => tr!(events.health),
        CustomerEventKind::Family => tr!(events.family),
        CustomerEventKind::Appreciation => tr!(events.appreciation),
        CustomerEventKind::Other => tr!(events.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    CustomerEventKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

pub fn invitation(state: InvitationState) -> (&'static str, &'static str) {
    match state {
        InvitationState::Invited => (tr!(events.invited), "warn"),
        InvitationState::Accepted => (tr!(events.accepted), "good"),
        InvitationState::Declined => (tr!(events.declined), ""),
        InvitationState::Withdrawn => (tr!(events.withdrawn), ""),
        InvitationState::Attended => (tr!(events.attended), "good"),
        InvitationState::Absent => (tr!(events.absent), "bad"),
    }
}

/// `32 / 40`, or how many are coming where there is no limit.
pub fn seats(figures: &CustomerEventFigures, capacity: Option<i64>) -> String {
    match capacity {
        Some(capacity) => format!("{} / {capacity}", figures.seats),
        None => figures.seats.to_string(),
    }
}
