//! Pure rules of an activity: when it can have been.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::Code;

use crate::problem::{Answer, Refusal};

/// Clocks of phones run ahead a little.
const AHEAD: Duration = Duration::minutes(5);

/// An activity has happened, and its next step comes no sooner. `on` is the local day of `at`.
pub fn check_times(
    at: DateTime<Utc>,
    on: NaiveDate,
    next_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Answer<()> {
    if at > now + AHEAD {
        let late = Refusal::new(Code::Invalid).clause("5.1.2");
        return Err(late.field("/at", "range", format!("≤ {}", now.to_rfc3339())));
    }
    match next_on.filter(|next| *next < on) {
        Some(_) => Err(Refusal::new(Code::DateOrder).clause("5.1.2").at("/next_on")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_happened_tomorrow_and_nothing_is_next_yesterday() {
        let now: DateTime<Utc> = "2026-03-01T16:30:00Z".parse().unwrap();
        let on: NaiveDate = "2026-03-02".parse().unwrap();
        assert!(check_times(now + Duration::minutes(4), on, None, now).is_ok());
        assert!(check_times(now, on, Some(on), now).is_ok());
        let code = |r: Answer<()>| r.unwrap_err().code();
        assert_eq!(
            code(check_times(now + Duration::minutes(6), on, None, now)),
            Code::Invalid
        );
        assert_eq!(
            code(check_times(now, on, on.pred_opt(), now)),
            Code::DateOrder
        );
    }
}
