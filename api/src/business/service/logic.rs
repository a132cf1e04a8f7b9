//! Pure rules of a request: by when it is answered, what may be done to it in which state, by whom, and the figures.

use chrono::{Days, NaiveDate};
use contract::Code;
use contract::service::{ServiceFigures, ServiceKind, ServiceState};
use uuid::Uuid;

/// How far ahead a calendar is looked at for so many working days: more than twice as far, and a month of holidays.
pub fn horizon(days: i64) -> u64 {
    days.unsigned_abs() * 3 + 31
}

/// The day by which something opened on `from` is answered: the n-th working day after it. Where the calendar has too few working
/// days, so many days after.
pub fn due_on(from: NaiveDate, days: i64, works: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let mut left = days;
    for day in from.iter_days().skip(1).take(horizon(days) as usize) {
        left -= i64::from(works(day));
        if left <= 0 {
            return day;
        }
    }
    from.checked_add_days(Days::new(days.unsigned_abs()))
        .unwrap_or(from)
}

/// The clause that a kind serves.
pub fn clause(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Service => "5.1.5",
        ServiceKind::Complaint => "7.2.1",
    }
}

/// What is done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Update,
    Start,
    Transfer,
    Answer,
    Close,
    Reopen,
    Rate,
}

impl Act {
    #[cfg(test)]
    const ALL: [Act; 7] = [
        Act::Update,
        Act::Start,
        Act::Transfer,
        Act::Answer,
        Act::Close,
        Act::Reopen,
        Act::Rate,
    ];
}

/// The state after an act, or why it can't be done in this one.
pub fn after(act: Act, state: ServiceState, rated: bool) -> Result<ServiceState, Code> {
    use ServiceState as S;
    match (act, state) {
        (Act::Update, S::Open | S::InProgress) => Ok(state),
        (Act::Transfer, S::Open | S::InProgress | S::Answered) => Ok(state),
        (Act::Start, S::Open) => Ok(S::InProgress),
        (Act::Answer, S::Open | S::InProgress) => Ok(S::Answered),
        (Act::Close, S::Answered) => Ok(S::Closed),
        (Act::Reopen, S::Answered | S::Closed) => Ok(S::InProgress),
        (Act::Rate, S::Closed) if rated => Err(Code::ServiceRated),
        (Act::Rate, S::Closed) => Ok(state),
        _ => Err(Code::ServiceState),
    }
}

/// Whoever a complaint is about has no hand in it.
pub fn not_about(me: Uuid, about: Option<Uuid>) -> Result<(), Code> {
    match about == Some(me) {
        true => Err(Code::OwnMatter),
        false => Ok(()),
    }
}

/// Some requests that are alike, and how many they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    pub count: i64,
    pub waiting: i64,
    pub overdue: i64,
    pub rated: i64,
    pub score: i64,
    /// Days to the answer of each that was answered.
    pub answer_days: Option<i64>,
    /// How many of them were answered.
    pub answered: i64,
}

/// Figures of groups together.
pub fn figures<'g>(groups: impl IntoIterator<Item = &'g Group>) -> ServiceFigures {
    let (mut sum, mut days) = (Group::default(), Vec::new());
    for group in groups {
        sum.count += group.count;
        sum.waiting += group.waiting;
        sum.overdue += group.overdue;
        sum.rated += group.rated;
        sum.score += group.score;
        if let Some(took) = group.answer_days {
            days.push((took, group.answered));
        }
    }
    ServiceFigures {
        opened: sum.count,
        waiting: sum.waiting,
        overdue: sum.overdue,
        rated: sum.rated,
        satisfaction: mean(sum.score, sum.rated),
        median_days: median(days),
    }
}

/// To two places.
fn mean(sum: i64, count: i64) -> Option<f64> {
    let hundredths = (sum * 100 + count / 2).checked_div(count)?;
    Some(hundredths as f64 / 100.0)
}

/// The value in the middle, or the mean of the two; of values with how often each occurs.
fn median(mut values: Vec<(i64, i64)>) -> Option<f64> {
    values.sort_unstable();
    let count: i64 = values.iter().map(|v| v.1).sum();
    let at = |place: i64| {
        let mut passed = 0;
        let reached = |(_, times): &&(i64, i64)| {
            passed += times;
            passed > place
        };
        values.iter().find(reached).map(|v| v.0)
    };
    let (low, high) = (at((count - 1).max(0) / 2)?, at(count / 2)?);
    Some((low + high) as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn week(day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    #[test]
    fn days_of_rest_dont_count() {
        // A Friday.
        assert_eq!(due_on(day("2026-11-27"), 1, week), day("2026-11-30"));
        assert_eq!(due_on(day("2026-11-28"), 1, week), day("2026-11-30"));
        assert_eq!(due_on(day("2026-11-25"), 3, week), day("2026-11-30"));
        // Nobody works at all: days are days.
        assert_eq!(due_on(day("2026-11-25"), 3, |_| false), day("2026-11-28"));
    }

    #[test]
    fn a_closed_request_is_rated_once_and_an_answer_stops_the_clock() {
        use ServiceState as S;
        assert_eq!(after(Act::Rate, S::Closed, false), Ok(S::Closed));
        assert_eq!(after(Act::Rate, S::Closed, true), Err(Code::ServiceRated));
        assert_eq!(
            after(Act::Rate, S::Answered, false),
            Err(Code::ServiceState)
        );
        assert_eq!(
            after(Act::Close, S::InProgress, false),
            Err(Code::ServiceState)
        );
        assert_eq!(
            after(Act::Update, S::Answered, false),
            Err(Code::ServiceState)
        );
        // Nothing but opening it again leads back to where the deadline runs.
        for act in Act::ALL {
            for state in [S::Answered, S::Closed] {
                let back = after(act, state, false).is_ok_and(S::waiting);
                assert_eq!(back, act == Act::Reopen, "{act:?} {state:?}");
            }
        }
    }

    #[test]
    fn whoever_it_is_about_has_no_hand_in_it() {
        let me = Uuid::from_u128(1);
        assert_eq!(not_about(me, Some(me)), Err(Code::OwnMatter));
        assert_eq!(not_about(me, Some(Uuid::from_u128(2))), Ok(()));
        assert_eq!(not_about(me, None), Ok(()));
    }

    #[test]
    fn means_and_medians_of_nothing_are_none() {
        let none = figures(&[]);
        assert_eq!((none.satisfaction, none.median_days), (None, None));
        assert_eq!(mean(13, 3), Some(4.33));
        assert_eq!(mean(5, 3), Some(1.67));
    }

    proptest! {
        #[test]
        fn between_opening_and_the_day_it_is_due_lie_so_many_working_days(
            ahead in 0u64..4000, days in 1i64..60, off in proptest::collection::btree_set(0u64..200, 0..20),
        ) {
            let from = day("2026-01-01").checked_add_days(Days::new(ahead)).unwrap();
            let off: Vec<NaiveDate> = off.into_iter().map(|n| from.checked_add_days(Days::new(n)).unwrap()).collect();
            let works = |d: NaiveDate| week(d) && !off.contains(&d);
            let due = due_on(from, days, works);
            prop_assert!(works(due));
            let between = from.iter_days().skip(1).take_while(|d| *d <= due).filter(|d| works(*d)).count();
            prop_assert_eq!(between as i64, days);
        }

        #[test]
        fn the_median_is_the_one_of_the_sorted_list(values in proptest::collection::vec(0i64..40, 1..60)) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
            let counted = values.iter().map(|v| (*v, 1)).collect();
            prop_assert_eq!(median(counted), Some((low + high) as f64 / 2.0));
        }
    }
}
