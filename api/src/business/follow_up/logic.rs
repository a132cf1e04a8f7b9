//! Pure rules of follow-up: when a customer is due.

use chrono::{Days, NaiveDate};

/// What is known of a customer, in local days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Since when they are a customer.
    pub came_on: NaiveDate,
    pub last_contact_on: Option<NaiveDate>,
    pub agreed_on: Option<NaiveDate>,
}

/// The earlier of the day that was agreed and the last contact (or the day they came) plus the cadence; none without either.
pub fn due(known: Known, cadence: Option<i64>) -> Option<NaiveDate> {
    let from = known.last_contact_on.unwrap_or(known.came_on);
    let days = cadence.and_then(|days| u64::try_from(days).ok());
    let by_cadence = days.and_then(|days| from.checked_add_days(Days::new(days)));
    match (known.agreed_on, by_cadence) {
        (Some(agreed), Some(by_cadence)) => Some(agreed.min(by_cadence)),
        (agreed, by_cadence) => agreed.or(by_cadence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_customer_is_due_after_the_cadence_or_when_agreed() {
        let known = Known {
            came_on: day("2028-01-30"),
            last_contact_on: None,
            agreed_on: None,
        };
        assert_eq!(due(known, Some(30)), Some(day("2028-02-29")));
        assert_eq!(due(known, None), None);
        let called = Known {
            last_contact_on: Some(day("2028-02-29")),
            ..known
        };
        assert_eq!(due(called, Some(365)), Some(day("2029-02-28")));
        let agreed = |on| Known {
            agreed_on: Some(day(on)),
            ..called
        };
        assert_eq!(due(agreed("2028-03-05"), Some(30)), Some(day("2028-03-05")));
        assert_eq!(due(agreed("2028-05-05"), Some(30)), Some(day("2028-03-30")));
        assert_eq!(due(agreed("2028-05-05"), None), Some(day("2028-05-05")));
    }

    proptest! {
        /// Whatever is known, nobody waits longer than the cadence says, nor past what was agreed.
        #[test]
        fn nobody_waits_too_long(came in 0_u64..9000, last in proptest::option::of(0_u64..9000), agreed in proptest::option::of(0_u64..9000), cadence in proptest::option::of(1_i64..730)) {
            let on = |n: u64| day("2010-01-01") + Days::new(n);
            let known = Known { came_on: on(came), last_contact_on: last.map(on), agreed_on: agreed.map(on) };
            let found = due(known, cadence);
            prop_assert_eq!(found.is_none(), agreed.is_none() && cadence.is_none());
            if let (Some(found), Some(days)) = (found, cadence) {
                prop_assert!((found - last.map_or(on(came), on)).num_days() <= days);
            }
            if let (Some(found), Some(agreed)) = (found, agreed) {
                prop_assert!(found <= on(agreed));
            }
        }
    }
}
