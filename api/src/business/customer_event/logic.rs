//! Pure rules of events: when one may be, what an invitation may become.

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::customer_event::{CustomerEventState, InvitationReply, InvitationState};

use super::CLAUSE;
use crate::problem::{Answer, Refusal};

const LONGEST: Duration = Duration::days(7);
const FARTHEST: Duration = Duration::days(731);

/// It ends after it begins, and within a week.
pub fn check_length(starts: DateTime<Utc>, ends: DateTime<Utc>) -> Answer<()> {
    match ends > starts && ends - starts <= LONGEST {
        true => Ok(()),
        false => Err(Refusal::new(Code::DateOrder).clause(CLAUSE).at("/ends_at")),
    }
}

/// It is ahead, within two years.
pub fn check_ahead(starts: DateTime<Utc>, now: DateTime<Utc>) -> Answer<()> {
    match starts > now && starts - now <= FARTHEST {
        true => Ok(()),
        false => Err(Refusal::new(Code::DateOrder)
            .clause(CLAUSE)
            .at("/starts_at")),
    }
}

/// What may be done with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Change,
    Open,
    Invite,
    /// Only once it has begun.
    Attend,
    Close,
    Cancel,
}

pub fn allows(state: CustomerEventState, begun: bool, act: Act) -> bool {
    use CustomerEventState::{Open, Planned};
    match act {
        Act::Change => matches!(state, Planned | Open),
        Act::Open => state == Planned,
        Act::Invite => state == Open,
        Act::Attend | Act::Close => state == Open && begun,
        Act::Cancel => matches!(state, Planned | Open) && !begun,
    }
}

/// What becomes of an invitation by what was said; nothing when it is noted already who came.
pub fn replied(state: InvitationState, reply: InvitationReply) -> Option<InvitationState> {
    use InvitationState::{Absent, Attended, Withdrawn};
    match (state, reply) {
        (Attended | Absent | Withdrawn, _) => None,
        (_, InvitationReply::Accepted) => Some(InvitationState::Accepted),
        (_, InvitationReply::Declined) => Some(InvitationState::Declined),
        (_, InvitationReply::Withdrawn) => Some(Withdrawn),
    }
}

/// Persons who hold a seat.
pub fn seats(state: InvitationState, party: i64) -> i64 {
    match state {
        InvitationState::Accepted | InvitationState::Attended => party,
        _ => 0,
    }
}

/// Of two invitations of one customer the one that says more: what happened before what was said before nothing.
pub fn weight(state: InvitationState) -> u8 {
    match state {
        InvitationState::Attended => 5,
        InvitationState::Absent => 4,
        InvitationState::Accepted => 3,
        InvitationState::Declined => 2,
        InvitationState::Invited => 1,
        InvitationState::Withdrawn => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_ahead_and_ends_after_it_begins() {
        let now: DateTime<Utc> = "2026-12-01T00:00:00Z".parse().unwrap();
        let at = |hours: i64| now + Duration::hours(hours);
        assert!(check_length(at(1), at(3)).is_ok() && check_length(at(0), at(168)).is_ok());
        for (starts, ends) in [(3, 3), (3, 1), (0, 169)] {
            let refusal = check_length(at(starts), at(ends)).unwrap_err();
            assert_eq!(refusal.code(), Code::DateOrder);
        }
        assert!(check_ahead(at(1), now).is_ok());
        assert!(check_ahead(now, now).is_err() && check_ahead(at(24 * 732), now).is_err());
    }

    #[test]
    fn nothing_is_done_with_what_is_over_and_nobody_comes_before_it_begins() {
        use Act::*;
        use CustomerEventState::{Cancelled, Closed, Open as Opened, Planned};
        let may = |state, begun| {
            let all = [Change, Open, Invite, Attend, Close, Cancel];
            all.into_iter()
                .filter(|act| allows(state, begun, *act))
                .collect::<Vec<_>>()
        };
        assert_eq!(may(Planned, false), [Change, Open, Cancel]);
        assert_eq!(may(Opened, false), [Change, Invite, Cancel]);
        assert_eq!(may(Opened, true), [Change, Invite, Attend, Close]);
        assert_eq!(may(Closed, true), []);
        assert_eq!(may(Cancelled, false), []);
    }

    #[test]
    fn what_was_said_may_change_until_it_is_noted_who_came() {
        use InvitationReply::{Accepted, Declined, Withdrawn};
        for state in InvitationState::ALL {
            let open = weight(state) > 0 && weight(state) < 4;
            for reply in [Accepted, Declined, Withdrawn] {
                assert_eq!(replied(state, reply).is_some(), open, "{state:?}");
            }
        }
        assert_eq!(seats(InvitationState::Accepted, 3), 3);
        assert_eq!(seats(InvitationState::Declined, 3), 0);
    }
}
