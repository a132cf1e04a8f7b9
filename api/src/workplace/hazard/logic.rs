//! Pure rules of hazards: what may be done when, and until when one is to be put right.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::hazard::{HazardSeverity, HazardState};

/// A day that is told lies at most so far ahead.
const AHEAD: Duration = Duration::days(90);

/// What is done with a hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Assign,
    Rectify,
    Recheck,
    Dismiss,
}

/// The one table of what leads where.
pub fn allows(state: HazardState, act: Act) -> bool {
    use HazardState::{Assigned, Found, Rectified};
    match act {
        Act::Assign | Act::Dismiss => matches!(state, Found | Assigned),
        Act::Rectify => state == Assigned,
        Act::Recheck => state == Rectified,
    }
}

pub fn due(found: DateTime<Utc>, severity: HazardSeverity) -> DateTime<Utc> {
    found + Duration::days(severity.days())
}

/// A day that may be told.
pub fn day_fits(day: NaiveDate, today: NaiveDate) -> bool {
    day >= today && day <= today + AHEAD
}

/// It still waits to be put right.
pub fn open(state: HazardState) -> bool {
    matches!(state, HazardState::Found | HazardState::Assigned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hazard_goes_on_step_by_step_and_ends() {
        use HazardState::{Assigned, Closed, Dismissed, Found, Rectified};
        let of = |act| {
            HazardState::ALL
                .into_iter()
                .filter(|state| allows(*state, act))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(Act::Assign), [Found, Assigned]);
        assert_eq!(of(Act::Rectify), [Assigned]);
        assert_eq!(of(Act::Recheck), [Rectified]);
        assert_eq!(of(Act::Dismiss), [Found, Assigned]);
        let ended = |state| {
            [Act::Assign, Act::Rectify, Act::Recheck, Act::Dismiss]
                .iter()
                .all(|act| !allows(state, *act))
        };
        assert!(ended(Closed) && ended(Dismissed));
    }

    #[test]
    fn what_is_severe_is_put_right_within_a_day() {
        let at = "2026-11-27T10:00:00Z".parse().unwrap();
        assert_eq!(due(at, HazardSeverity::High), at + Duration::days(1));
        assert_eq!(due(at, HazardSeverity::Low), at + Duration::days(30));
        let today: NaiveDate = "2028-02-29".parse().unwrap();
        assert!(day_fits(today, today) && day_fits(today + AHEAD, today));
        assert!(!day_fits(today - Duration::days(1), today));
        assert!(!day_fits(today + AHEAD + Duration::days(1), today));
    }
}
