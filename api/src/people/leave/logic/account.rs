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
            LeaveEntryKind::Carry => self.carried += half_days,
            LeaveEntryKind::Use | LeaveEntryKind::Return => self.used -= half_days,
            LeaveEntryKind::Expire => self.expired -= half_days,
            LeaveEntryKind::Adjust => self.adjusted += half_days,
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

/// `carry_max`: what may go into the next year; none: nothing.
pub fn close(account: &Account, carry_max: Option<i64>) -> Closing {
    let expire_carried = account.unused_carried();
    let rest = (account.remaining() - expire_carried).max(0);
    let carry = rest.min(carry_max.unwrap_or(0)).max(0);
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
        assert_eq!(account.missing(&vec![day("2026-05-05"); 20]), 0);
        assert_eq!(account.missing(&vec![day("2026-10-05"); 14]), 0);
        assert_eq!(account.missing(&vec![day("2026-10-05"); 15]), 1);
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
    fn carried_days_expire_at_the_end_of_a_month() {
        assert_eq!(carried_until(2028, 2), Some(day("2028-02-29")));
        assert_eq!(carried_until(2027, 12), Some(day("2027-12-31")));
        assert_eq!(carried_until(2027, 0), None);
    }
}
