//! Pure rules of repairs: what may be done when, and how long a repair may take.

use chrono::{DateTime, Duration, Utc};
use contract::repair::{RepairState, RepairUrgency};

/// What is done with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Assign,
    Fix,
    Confirm,
    Decline,
}

/// The one table of what leads where.
pub fn allows(state: RepairState, act: Act) -> bool {
    use RepairState::{Assigned, Fixed, Reported};
    match act {
        Act::Assign | Act::Decline => matches!(state, Reported | Assigned),
        Act::Fix => state == Assigned,
        Act::Confirm => state == Fixed,
    }
}

pub fn due(reported: DateTime<Utc>, urgency: RepairUrgency) -> DateTime<Utc> {
    reported + Duration::hours(urgency.hours())
}

/// It still waits to be repaired.
pub fn open(state: RepairState) -> bool {
    matches!(state, RepairState::Reported | RepairState::Assigned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_goes_on_step_by_step_and_ends() {
        use RepairState::{Assigned, Confirmed, Declined, Fixed, Reported};
        let of = |act| {
            RepairState::ALL
                .into_iter()
                .filter(|state| allows(*state, act))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(Act::Assign), [Reported, Assigned]);
        assert_eq!(of(Act::Fix), [Assigned]);
        assert_eq!(of(Act::Confirm), [Fixed]);
        assert_eq!(of(Act::Decline), [Reported, Assigned]);
        let ended = |state| {
            [Act::Assign, Act::Fix, Act::Confirm, Act::Decline]
                .iter()
                .all(|act| !allows(state, *act))
        };
        assert!(ended(Confirmed) && ended(Declined));
    }

    #[test]
    fn what_is_urgent_may_take_a_day() {
        let at = "2026-11-26T10:00:00Z".parse().unwrap();
        assert_eq!(due(at, RepairUrgency::Urgent), at + Duration::days(1));
        assert_eq!(due(at, RepairUrgency::Low), at + Duration::days(14));
    }
}
