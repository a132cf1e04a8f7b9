//! Pure rules of bookings: which times fit, what may be done when, what is missing from a signed list, and what is told when.

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::booking::BookingState;

use super::{CLOSED, PREPARED};
use crate::problem::{Answer, Refusal};

/// Nobody has a room longer than that at a time.
pub const LONGEST: Duration = Duration::hours(72);
const AHEAD: Duration = Duration::days(366);
/// So long before it begins a room ought to be ready.
const READY: Duration = Duration::hours(2);
/// So long after it ended everything ought to be as it was.
pub const CLOSING: Duration = Duration::hours(24);

/// What is done with a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Change,
    Cancel,
    Prepare,
    Lend,
    Return,
    Close,
}

/// When it is, and how far.
#[derive(Debug, Clone, Copy)]
pub struct Stand {
    pub state: BookingState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub prepared: bool,
}

impl Stand {
    /// The one table of what may be done when.
    pub fn allows(self, act: Act, now: DateTime<Utc>) -> bool {
        let booked = self.state == BookingState::Booked;
        let (begun, over) = (self.starts_at <= now, self.ends_at <= now);
        booked
            && match act {
                Act::Change => !over,
                Act::Cancel => !begun,
                Act::Prepare => !over && !self.prepared,
                Act::Lend => !over,
                Act::Return => true,
                Act::Close => begun,
            }
    }

    pub fn unprepared(self, now: DateTime<Utc>) -> bool {
        self.state == BookingState::Booked && !self.prepared && self.starts_at - READY <= now
    }

    pub fn unclosed(self, now: DateTime<Utc>) -> bool {
        self.state == BookingState::Booked && self.ends_at + CLOSING < now
    }

    /// What is told next, and when.
    pub fn telling(self) -> (i64, Option<DateTime<Utc>>) {
        match (self.state, self.prepared) {
            (BookingState::Booked, false) => (0, Some(self.starts_at - READY)),
            (BookingState::Booked, true) => (1, Some(self.ends_at + CLOSING)),
            _ => (2, None),
        }
    }
}

fn order(at: &'static str) -> Refusal {
    Refusal::new(Code::DateOrder).clause(PREPARED).at(at)
}

/// Begins ahead, within a year.
pub fn check_ahead(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Answer<()> {
    match starts_at > now && starts_at <= now + AHEAD {
        true => Ok(()),
        false => Err(order("/starts_at")),
    }
}

pub fn check_length(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Answer<()> {
    match ends_at > starts_at && ends_at <= starts_at + LONGEST {
        true => Ok(()),
        false => Err(order("/ends_at")),
    }
}

pub fn check_capacity(attendees: Option<i64>, capacity: Option<i64>) -> Answer<()> {
    match (attendees, capacity) {
        (Some(attendees), Some(capacity)) if attendees > capacity => {
            let over = Refusal::new(Code::OverCapacity).clause(PREPARED);
            Err(over
                .detail(format!("{attendees} > {capacity}"))
                .at("/attendees"))
        }
        _ => Ok(()),
    }
}

/// Signed only as a whole: every line of the list, and no other.
pub fn check_list(list: &[String], checked: &[String], closing: bool) -> Answer<()> {
    let clause = if closing { CLOSED } else { PREPARED };
    let open: Vec<&str> = list
        .iter()
        .filter(|line| !checked.contains(line))
        .map(String::as_str)
        .collect();
    let refused = |said: String| {
        let incomplete = Refusal::new(Code::ChecklistIncomplete).clause(clause);
        Err(incomplete.detail(said).at("/checked"))
    };
    if !open.is_empty() {
        return refused(open.join("、"));
    }
    match checked.iter().find(|line| !list.contains(line)) {
        Some(other) => refused(other.clone()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(state: BookingState, prepared: bool) -> Stand {
        Stand {
            state,
            starts_at: "2026-11-27T01:00:00Z".parse().unwrap(),
            ends_at: "2026-11-27T03:00:00Z".parse().unwrap(),
            prepared,
        }
    }

    const ACTS: [Act; 6] = [
        Act::Change,
        Act::Cancel,
        Act::Prepare,
        Act::Lend,
        Act::Return,
        Act::Close,
    ];

    fn may(stand: Stand, at: &str) -> Vec<Act> {
        let now = at.parse().unwrap();
        ACTS.into_iter()
            .filter(|act| stand.allows(*act, now))
            .collect()
    }

    #[test]
    fn what_may_be_done_follows_the_clock() {
        let open = stand(BookingState::Booked, false);
        let before = may(open, "2026-11-27T00:59:59Z");
        assert_eq!(
            before,
            [
                Act::Change,
                Act::Cancel,
                Act::Prepare,
                Act::Lend,
                Act::Return
            ]
        );
        let during = may(open, "2026-11-27T01:00:00Z");
        assert_eq!(
            during,
            [
                Act::Change,
                Act::Prepare,
                Act::Lend,
                Act::Return,
                Act::Close
            ]
        );
        assert_eq!(may(open, "2026-11-27T03:00:00Z"), [Act::Return, Act::Close]);
        for state in [BookingState::Closed, BookingState::Cancelled] {
            assert!(may(stand(state, true), "2026-11-27T02:00:00Z").is_empty());
        }
    }

    #[test]
    fn it_is_told_two_hours_before_and_a_day_after() {
        let open = stand(BookingState::Booked, false);
        assert_eq!(
            open.telling(),
            (0, Some("2026-11-26T23:00:00Z".parse().unwrap()))
        );
        assert!(!open.unprepared("2026-11-26T22:59:59Z".parse().unwrap()));
        assert!(open.unprepared("2026-11-26T23:00:00Z".parse().unwrap()));
        let ready = stand(BookingState::Booked, true);
        assert_eq!(
            ready.telling(),
            (1, Some("2026-11-28T03:00:00Z".parse().unwrap()))
        );
        assert!(!ready.unclosed("2026-11-28T03:00:00Z".parse().unwrap()));
        assert!(ready.unclosed("2026-11-28T03:00:01Z".parse().unwrap()));
        assert_eq!(stand(BookingState::Closed, true).telling(), (2, None));
    }

    #[test]
    fn a_list_is_signed_as_a_whole() {
        let list = ["桌椅".to_owned(), "投影".to_owned()];
        assert!(check_list(&list, &list, false).is_ok());
        assert!(check_list(&[], &[], true).is_ok());
        for wrong in [&list[..1], &["桌椅".into(), "投影".into(), "茶水".into()]] {
            let refused = check_list(&list, wrong, true).unwrap_err();
            assert_eq!(refused.code(), Code::ChecklistIncomplete);
        }
    }

    #[test]
    fn times_lie_ahead_and_end_within_three_days() {
        let now = "2026-11-27T00:00:00Z".parse().unwrap();
        let hour = Duration::hours(1);
        assert!(check_ahead(now + hour, now).is_ok());
        assert!(check_ahead(now, now).is_err());
        assert!(check_ahead(now + AHEAD + hour, now).is_err());
        assert!(check_length(now, now + LONGEST).is_ok());
        assert!(check_length(now, now + LONGEST + hour).is_err());
        assert!(check_length(now, now).is_err());
        assert!(check_capacity(Some(8), Some(8)).is_ok());
        assert!(check_capacity(Some(9), Some(8)).is_err());
        assert!(check_capacity(Some(9), None).is_ok());
    }
}
