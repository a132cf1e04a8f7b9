//! One account: a person's half-days of one type in one year. Its balance is the sum of its entries, and never below zero, also
//! once what was carried has expired.

use chrono::NaiveDate;
use contract::leave::LeaveEntryKind;

/// Sums of an account's entries, and what is needed to know which carried days are still unused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    pub granted: i64,
    /// Carried in, less what was carried on into the year after.
    pub carried: i64,
    /// Carried on into the year after; positive.
    pub carried_out: i64,
    /// Taken less given back; positive.
    pub used: i64,
    /// Positive.
    pub expired: i64,
    pub adjusted: i64,
    /// Carried in, with an end.
    pub carried_in: i64,
    /// Last day on which what was carried in can be taken.
    pub expires_on: Option<NaiveDate>,
    /// Of what is taken, what falls on days until then.
    pub used_before: i64,
    /// What of the carried has expired already; positive.
    pub carried_expired: i64,
}

impl Account {
    pub fn add(&mut self, kind: LeaveEntryKind, half_days: i64) {
        match kind {
            LeaveEntryKind::Grant => self.granted += half_days,
            LeaveEntryKind::Carry => {
                self.carried += half_days;
                self.carried_out += (-half_days).max(0);
            }
            LeaveEntryKind::Use | LeaveEntryKind::Return => self.used -= half_days,
            LeaveEntryKind::Expire => self.expired -= half_days,
            LeaveEntryKind::Adjust => self.adjusted += half_days,
        }
    }

    /// An entry with what tells carried days: an end of their own, and whether an `expire` entry was about them.
    pub fn enter(
        &mut self,
        kind: LeaveEntryKind,
        half_days: i64,
        expires_on: Option<NaiveDate>,
        of_carried: bool,
    ) {
        self.add(kind, half_days);
        if kind == LeaveEntryKind::Carry && expires_on.is_some() {
            self.carried_in += half_days;
            self.expires_on = self.expires_on.max(expires_on);
        }
        if of_carried {
            self.carried_expired -= half_days;
        }
    }

    pub fn remaining(&self) -> i64 {
        self.granted + self.carried + self.adjusted - self.used - self.expired
    }

    /// Carried days that nobody has taken: they are taken first, until the day they expire.
    pub fn unused_carried(&self) -> i64 {
        if self.expires_on.is_none() {
            return 0;
        }
        let unused = self.carried_in - self.used_before - self.carried_expired;
        unused.clamp(0, self.remaining().max(0))
    }

    /// Carried days that nobody has taken and whose last day has passed; a closing writes them off.
    pub fn lapsed(&self, today: NaiveDate) -> i64 {
        match self.expires_on {
            Some(last) if last < today => self.unused_carried(),
            _ => 0,
        }
    }

    /// How much of this is missing for a leave with half-days on these dates; zero where it can be taken. Days after the carried ones
    /// have expired can't be taken from those.
    pub fn missing(&self, dates: &[NaiveDate]) -> i64 {
        let before = match self.expires_on {
            Some(last) => dates.iter().filter(|d| **d <= last).count() as i64,
            None => 0,
        };
        let asked = dates.len() as i64;
        let still_carried = (self.unused_carried() - before).max(0);
        (asked + still_carried - self.remaining()).max(0)
    }

    /// What could be taken on days after the carried ones have expired, or now where there are none.
    pub fn available(&self, dates: &[NaiveDate]) -> i64 {
        dates.len() as i64 - self.missing(dates)
    }
}

/// What closing a year does to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closing {
    /// Carried days whose time was over before the year was.
    pub expire_carried: i64,
    pub carry: i64,
    pub expire: i64,
}

/// `carry_max`: what may go into the next year, in all closings together; none: nothing.
pub fn close(account: &Account, carry_max: Option<i64>) -> Closing {
    let expire_carried = account.unused_carried();
    let rest = (account.remaining() - expire_carried).max(0);
    let may = (carry_max.unwrap_or(0) - account.carried_out).max(0);
    let carry = rest.min(may);
    Closing {
        expire_carried,
        carry,
        expire: rest - carry,
    }
}

/// Last day on which days carried into a year can be taken; none: they keep.
pub fn carried_until(year: i32, months: u32) -> Option<NaiveDate> {
    if months == 0 {
        return None;
    }
    NaiveDate::from_ymd_opt(year, 1, 1)?
        .checked_add_months(chrono::Months::new(months))?
        .pred_opt()
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn carried_days_go_first_and_what_is_left_of_them_expires() {
        let mut account = Account {
            carried_in: 6,
            expires_on: carried_until(2026, 6),
            ..Account::default()
        };
        account.add(LeaveEntryKind::Carry, 6);
        account.add(LeaveEntryKind::Grant, 14);
        assert_eq!(account.expires_on, Some(day("2026-06-30")));
        assert_eq!((account.remaining(), account.unused_carried()), (20, 6));
        // In spring all twenty can be taken, in autumn only the year's own.
        assert_eq!(account.missing(&[day("2026-05-05"); 20]), 0);
        assert_eq!(account.missing(&[day("2026-10-05"); 14]), 0);
        assert_eq!(account.missing(&[day("2026-10-05"); 15]), 1);
        account.add(LeaveEntryKind::Use, -4);
        account.used_before = 4;
        assert_eq!(account.unused_carried(), 2);
        assert_eq!(
            close(&account, Some(6)),
            Closing {
                expire_carried: 2,
                carry: 6,
                expire: 8
            }
        );
        assert_eq!(close(&account, None).expire, 14);
    }

    #[test]
    fn closing_again_carries_what_is_left_of_the_most_and_no_more() {
        let mut account = Account::default();
        account.add(LeaveEntryKind::Grant, 20);
        account.add(LeaveEntryKind::Carry, -8);
        account.add(LeaveEntryKind::Expire, -12);
        assert_eq!(account.carried_out, 8);
        // Five came back after the first closing.
        account.add(LeaveEntryKind::Return, 5);
        let again = Closing {
            expire_carried: 0,
            carry: 2,
            expire: 3,
        };
        assert_eq!(close(&account, Some(10)), again);
        assert_eq!(close(&account, Some(8)).carry, 0);
        // The most may have been lowered since.
        assert_eq!(
            (close(&account, Some(4)).carry, close(&account, None).carry),
            (0, 0)
        );
    }

    #[test]
    fn carried_days_are_gone_the_day_after_their_last_also_before_a_closing_writes_it() {
        let mut account = Account::default();
        account.add(LeaveEntryKind::Grant, 14);
        account.enter(LeaveEntryKind::Carry, 6, carried_until(2026, 6), false);
        account.used_before = 2;
        account.add(LeaveEntryKind::Use, -2);
        assert_eq!(account.lapsed(day("2026-06-30")), 0);
        assert_eq!(account.lapsed(day("2026-07-01")), 4);
        account.enter(LeaveEntryKind::Expire, -4, None, true);
        assert_eq!(account.lapsed(day("2026-07-01")), 0);
    }

    #[test]
    fn carried_days_expire_at_the_end_of_a_month() {
        assert_eq!(carried_until(2028, 2), Some(day("2028-02-29")));
        assert_eq!(carried_until(2027, 12), Some(day("2027-12-31")));
        assert_eq!(carried_until(2027, 0), None);
    }

    /// A person's ledger in small: entries and live requests, as the store keeps them.
    #[derive(Default)]
    struct Ledger {
        entries: Vec<(i32, LeaveEntryKind, i64, Option<NaiveDate>, bool)>,
        requests: Vec<Vec<NaiveDate>>,
    }

    const FIRST: i32 = 2024;

    impl Ledger {
        fn account(&self, year: i32) -> Account {
            let mut account = Account::default();
            for (_, kind, n, expires, carried) in self.entries.iter().filter(|e| e.0 == year) {
                account.enter(*kind, *n, *expires, *carried);
            }
            if let Some(last) = account.expires_on {
                let taken = self.requests.iter().flatten();
                let taken = taken.filter(|d| d.year() == year && **d <= last);
                account.used_before = taken.count() as i64;
            }
            account
        }

        fn enter(&mut self, year: i32, kind: LeaveEntryKind, n: i64) {
            if n != 0 {
                self.entries.push((year, kind, n, None, false));
            }
        }

        fn by_year(dates: &[NaiveDate]) -> std::collections::BTreeMap<i32, Vec<NaiveDate>> {
            let mut years = std::collections::BTreeMap::<i32, Vec<NaiveDate>>::new();
            for date in dates {
                years.entry(date.year()).or_default().push(*date);
            }
            years
        }

        fn ask(&mut self, dates: Vec<NaiveDate>) {
            let years = Self::by_year(&dates);
            if years.iter().any(|(y, d)| self.account(*y).missing(d) > 0) {
                return;
            }
            for (year, dates) in years {
                self.enter(year, LeaveEntryKind::Use, -(dates.len() as i64));
            }
            self.requests.push(dates);
        }

        /// Refused, withdrawn, or cut short from the nth half-day on.
        fn give_back(&mut self, which: usize, from: usize) {
            let Some(n) = which.checked_rem(self.requests.len()) else {
                return;
            };
            let from = from.min(self.requests[n].len());
            let back = self.requests[n].split_off(from);
            for (year, dates) in Self::by_year(&back) {
                self.enter(year, LeaveEntryKind::Return, dates.len() as i64);
            }
        }

        fn close(&mut self, year: i32, most: Option<i64>, months: u32) {
            let account = self.account(year);
            let closing = close(&account, most);
            // However often a year is closed, no more is carried than may be.
            assert!(closing.carry == 0 || account.carried_out + closing.carry <= most.unwrap_or(0));
            if closing.expire_carried > 0 {
                let lost = -closing.expire_carried;
                self.entries
                    .push((year, LeaveEntryKind::Expire, lost, None, true));
            }
            self.enter(year, LeaveEntryKind::Carry, -closing.carry);
            if closing.carry > 0 {
                let until = carried_until(year + 1, months);
                self.entries
                    .push((year + 1, LeaveEntryKind::Carry, closing.carry, until, false));
            }
            self.enter(year, LeaveEntryKind::Expire, -closing.expire);
        }

        fn lapse(&mut self, today: NaiveDate) {
            for year in FIRST..FIRST + 4 {
                let account = self.account(year);
                if account.expires_on.is_some_and(|last| last < today) {
                    let lost = account.unused_carried();
                    if lost > 0 {
                        self.entries
                            .push((year, LeaveEntryKind::Expire, -lost, None, true));
                    }
                }
            }
        }
    }

    #[derive(Debug, Clone)]
    enum Act {
        Grant(i32, i64),
        Ask(i64, i64),
        GiveBack(usize, usize),
        Close(i32, Option<i64>, u32),
        Lapse(i64),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (0..3i32, 1..40i64).prop_map(|(y, n)| Act::Grant(FIRST + y, n)),
            (0..1100i64, 1..30i64).prop_map(|(d, n)| Act::Ask(d, n)),
            (0..1100i64, 1..30i64).prop_map(|(d, n)| Act::Ask(d, n)),
            (any::<usize>(), 0..30usize).prop_map(|(w, f)| Act::GiveBack(w, f)),
            (0..3i32, prop::option::of(0..20i64), 0..13u32).prop_map(|(y, m, k)| Act::Close(
                FIRST + y,
                m,
                k
            )),
            (0..1500i64).prop_map(Act::Lapse),
        ]
    }

    proptest! {
        /// Whatever is granted, asked for, refused, cut short and closed, in whatever order: no account falls below zero after any
        /// entry, each is the sum of its entries, what is live is what was used, and closing again finds nothing.
        #[test]
        fn a_ledger_never_falls_below_zero(acts in prop::collection::vec(act(), 1..60)) {
            let mut ledger = Ledger::default();
            let first = NaiveDate::from_ymd_opt(FIRST, 1, 1).unwrap();
            for act in acts {
                match act {
                    Act::Grant(year, n) => ledger.enter(year, LeaveEntryKind::Grant, n),
                    Act::Ask(start, n) => {
                        let half = |n: i64| first + chrono::Duration::days(start + n / 2);
                        ledger.ask((0..n).map(half).collect());
                    }
                    Act::GiveBack(which, from) => ledger.give_back(which, from),
                    Act::Close(year, most, months) => {
                        ledger.close(year, most, months);
                        let entries = ledger.entries.len();
                        ledger.close(year, most, months);
                        prop_assert_eq!(ledger.entries.len(), entries);
                    }
                    Act::Lapse(day) => ledger.lapse(first + chrono::Duration::days(day)),
                }
                for year in FIRST..FIRST + 5 {
                    let account = ledger.account(year);
                    let mut sum = 0;
                    for entry in ledger.entries.iter().filter(|e| e.0 == year) {
                        sum += entry.2;
                        prop_assert!(sum >= 0, "{year} after {entry:?}");
                    }
                    prop_assert_eq!(account.remaining(), sum);
                    let live = ledger.requests.iter().flatten().filter(|d| d.year() == year).count() as i64;
                    prop_assert_eq!(account.used, live);
                    prop_assert!(account.unused_carried() <= account.remaining());
                }
            }
        }
    }
}
