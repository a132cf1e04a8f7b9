//! Pure rules of plans: their days, what a line counts, how much is done.

use chrono::NaiveDate;
use contract::Code;
use contract::activity::ActivityChannel;
use contract::expansion::ExpansionMeasure;
use uuid::Uuid;

use super::CLAUSE;
use crate::problem::{Answer, Refusal};

const LONGEST: i64 = 731;

pub fn check_days(starts: NaiveDate, ends: NaiveDate) -> Answer<()> {
    match (ends - starts).num_days() {
        0..=LONGEST => Ok(()),
        _ => Err(Refusal::new(Code::DateOrder).clause(CLAUSE).at("/ends_on")),
    }
}

/// What a line counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted<'l> {
    pub measure: ExpansionMeasure,
    pub channel: Option<&'l str>,
    pub method: Option<ActivityChannel>,
    pub owner: Option<Uuid>,
}

/// So many records that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub measure: ExpansionMeasure,
    /// Where the customer came from.
    pub source: Option<String>,
    /// How the customer was met; none of new customers.
    pub method: Option<ActivityChannel>,
    pub who: Uuid,
    pub count: i64,
}

/// All that fits the line; a channel is told by its name, whatever the case of its letters.
pub fn actual(line: &Wanted, found: &[Found]) -> i64 {
    let same = |wanted: &str, source: &Option<String>| {
        let source = source.as_deref().unwrap_or_default();
        source.trim().to_lowercase() == wanted.trim().to_lowercase()
    };
    let fits = |one: &&Found| {
        one.measure == line.measure
            && line
                .channel
                .is_none_or(|channel| same(channel, &one.source))
            && line.method.is_none_or(|method| one.method == Some(method))
            && line.owner.is_none_or(|owner| one.who == owner)
    };
    found.iter().filter(fits).map(|one| one.count).sum()
}

/// Of quantity and actual of each line: how much is done, none more than whole, each line weighing the same.
pub fn percent(lines: &[(i64, i64)]) -> Option<i64> {
    let done = |&(quantity, actual): &(i64, i64)| 100 * actual.min(quantity) / quantity.max(1);
    match lines.len() {
        0 => None,
        n => Some(lines.iter().map(done).sum::<i64>() / n as i64),
    }
}

#[cfg(test)]
mod tests {
    use ExpansionMeasure::{Contacts, NewCustomers};
    use proptest::prelude::*;

    use super::*;

    fn found(
        measure: ExpansionMeasure,
        source: Option<&str>,
        method: Option<ActivityChannel>,
        who: u128,
        count: i64,
    ) -> Found {
        Found {
            measure,
            source: source.map(str::to_owned),
            method,
            who: Uuid::from_u128(who),
            count,
        }
    }

    #[test]
    fn a_plan_ends_no_sooner_than_it_begins() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(check_days(day("2028-02-29"), day("2028-02-29")).is_ok());
        assert!(check_days(day("2026-03-02"), day("2026-03-01")).is_err());
        assert!(check_days(day("2026-01-01"), day("2028-01-02")).is_ok());
        assert!(check_days(day("2026-01-01"), day("2028-01-03")).is_err());
    }

    #[test]
    fn a_line_counts_what_fits_channel_method_and_owner() {
        let all = [
            found(NewCustomers, Some("轉介紹"), None, 1, 3),
            found(NewCustomers, Some("Referral"), None, 2, 2),
            found(NewCustomers, None, None, 1, 5),
            found(Contacts, Some("轉介紹"), Some(ActivityChannel::Visit), 1, 7),
            found(Contacts, None, Some(ActivityChannel::Call), 2, 11),
        ];
        let of = |measure, channel, method, owner: Option<u128>| {
            let owner = owner.map(Uuid::from_u128);
            let line = Wanted {
                measure,
                channel,
                method,
                owner,
            };
            actual(&line, &all)
        };
        assert_eq!(of(NewCustomers, None, None, None), 10);
        assert_eq!(of(NewCustomers, Some("轉介紹"), None, None), 3);
        assert_eq!(of(NewCustomers, Some(" referral"), None, None), 2);
        assert_eq!(of(NewCustomers, None, None, Some(1)), 8);
        assert_eq!(of(Contacts, None, None, None), 18);
        assert_eq!(of(Contacts, None, Some(ActivityChannel::Call), None), 11);
        assert_eq!(
            of(Contacts, Some("轉介紹"), Some(ActivityChannel::Call), None),
            0
        );
    }

    proptest! {
        #[test]
        fn a_plan_is_never_more_than_whole(lines in prop::collection::vec((1i64..1000, 0i64..5000), 0..20)) {
            let done = percent(&lines);
            prop_assert_eq!(done.is_none(), lines.is_empty());
            let whole = lines.iter().all(|(quantity, actual)| actual >= quantity);
            prop_assert!(done.is_none_or(|done| (0..=100).contains(&done) && (done == 100) == whole));
        }
    }
}
