//! Whether a leave can be asked for: every rule of its type, with the figures of a refusal. All of them are told at once.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use contract::leave::{BalanceRule, Half};

use super::account::Account;
use super::span::{self, HalfDay, LONGEST, Span};
use crate::people::leave::types::Rules;

/// One rule that isn't kept, with its figures.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    Inactive,
    DateOrder,
    /// Longer than any leave.
    SpanTooLong {
        days: i64,
    },
    HalfDay {
        pointer: &'static str,
    },
    NoDays,
    NoticeShort {
        needed: i64,
        given: i64,
        earliest: NaiveDate,
    },
    TooLate {
        allowed: i64,
        passed: i64,
    },
    TooLong {
        most: i64,
        asked: i64,
    },
    Overlap {
        dates: Vec<NaiveDate>,
    },
    BalanceShort {
        year: i32,
        available: i64,
        asked: i64,
    },
}

/// What a request is held against.
pub struct Case<'a> {
    pub rules: &'a Rules,
    pub span: Span,
    pub halves: &'a [HalfDay],
    /// The local day on which it is asked.
    pub asked_on: NaiveDate,
    /// Days of the span on which the person is away already.
    pub taken: &'a [NaiveDate],
    /// Accounts by year; a year without one has nothing.
    pub accounts: &'a BTreeMap<i32, Account>,
}

/// Asked on or after its first day.
pub fn after_the_fact(asked_on: NaiveDate, starts_on: NaiveDate) -> bool {
    starts_on <= asked_on
}

pub fn certificate_required(rules: &Rules, half_days: i64) -> bool {
    rules
        .certificate_after
        .is_some_and(|after| half_days > after)
}

pub fn findings(case: &Case) -> Vec<Finding> {
    let (rules, span) = (case.rules, &case.span);
    let mut found = Vec::new();
    if !rules.active {
        found.push(Finding::Inactive);
    }
    if !span.in_order() {
        found.push(Finding::DateOrder);
        return found;
    }
    if span.days() > LONGEST {
        found.push(Finding::SpanTooLong { days: span.days() });
        return found;
    }
    if !rules.allows_half {
        let bad = [
            (span.starts_half != Half::Am, "/starts_half"),
            (span.ends_half != Half::Pm, "/ends_half"),
        ];
        let bad = bad.into_iter().filter(|(bad, _)| *bad);
        found.extend(bad.map(|(_, pointer)| Finding::HalfDay { pointer }));
    }
    found.extend(timing(rules, case.asked_on, span.starts_on));
    let asked = span::counted(case.halves);
    if asked == 0 {
        found.push(Finding::NoDays);
    }
    if let Some(most) = rules.max_half_days.filter(|most| asked > *most) {
        found.push(Finding::TooLong { most, asked });
    }
    if !case.taken.is_empty() {
        let dates = case.taken.to_vec();
        found.push(Finding::Overlap { dates });
    }
    if rules.balance == BalanceRule::Ledger {
        for (year, dates) in span::by_year(case.halves) {
            let account = case.accounts.get(&year).copied().unwrap_or_default();
            if account.missing(&dates) > 0 {
                found.push(Finding::BalanceShort {
                    year,
                    available: account.available(&dates),
                    asked: dates.len() as i64,
                });
            }
        }
    }
    found
}

/// Notice before the first day, or the time in which it may still be asked afterwards.
pub fn timing(rules: &Rules, asked_on: NaiveDate, starts_on: NaiveDate) -> Option<Finding> {
    let given = (starts_on - asked_on).num_days();
    if given >= rules.notice_days && given >= 0 {
        return None;
    }
    if given > 0 || (given == 0 && rules.after_days == 0) {
        let earliest = asked_on + chrono::Duration::days(rules.notice_days);
        return Some(Finding::NoticeShort {
            needed: rules.notice_days,
            given,
            earliest,
        });
    }
    if -given <= rules.after_days {
        return None;
    }
    Some(Finding::TooLate {
        allowed: rules.after_days,
        passed: -given,
    })
}

/// Has one kind of leave to be asked for earlier than another?
pub fn binds_earlier(rules: &Rules, than: &Rules) -> bool {
    rules.notice_days > than.notice_days || rules.after_days < than.after_days
}

/// The day by which a returned request is judged when it is submitted again: the day it was asked on. Once its first day has passed
/// it has become one that is asked for afterwards, today.
pub fn asked_again(asked_on: NaiveDate, starts_on: NaiveDate, today: NaiveDate) -> NaiveDate {
    match starts_on < today && !after_the_fact(asked_on, starts_on) {
        true => today,
        false => asked_on,
    }
}

/// Years that a span touches.
pub fn years(span: &Span) -> std::ops::RangeInclusive<i32> {
    span.starts_on.year()..=span.ends_on.year()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::calendar::{Marks, Week, WorkCalendar};
    use contract::leave::DayCount;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rules() -> Rules {
        Rules {
            active: true,
            allows_half: true,
            counts: DayCount::WorkingDays,
            notice_days: 3,
            after_days: 0,
            certificate_after: Some(6),
            balance: BalanceRule::Ledger,
            max_half_days: Some(20),
        }
    }

    fn found(rules: &Rules, span: Span, asked_on: &str, have: i64) -> Vec<Finding> {
        let halves = span.halves(
            rules.counts,
            &WorkCalendar::new(Marks::new(), Week::office()),
        );
        let account = Account {
            granted: have,
            ..Account::default()
        };
        findings(&Case {
            rules,
            span,
            halves: &halves,
            asked_on: day(asked_on),
            taken: &[],
            accounts: &BTreeMap::from([(2026, account)]),
        })
    }

    fn span(from: &str, to: &str) -> Span {
        Span {
            starts_on: day(from),
            starts_half: Half::Am,
            ends_on: day(to),
            ends_half: Half::Pm,
        }
    }

    #[test]
    fn a_leave_in_time_and_within_the_balance_is_fine() {
        assert!(found(&rules(), span("2026-06-01", "2026-06-05"), "2026-05-29", 10).is_empty());
    }

    #[test]
    fn every_rule_that_is_broken_is_told_at_once_with_its_figures() {
        let mut strict = rules();
        strict.allows_half = false;
        strict.active = false;
        strict.max_half_days = Some(4);
        let mut asked = span("2026-06-01", "2026-06-05");
        asked.starts_half = Half::Pm;
        assert_eq!(
            found(&strict, asked, "2026-05-30", 6),
            [
                Finding::Inactive,
                Finding::HalfDay {
                    pointer: "/starts_half"
                },
                Finding::NoticeShort {
                    needed: 3,
                    given: 2,
                    earliest: day("2026-06-02")
                },
                Finding::TooLong { most: 4, asked: 9 },
                Finding::BalanceShort {
                    year: 2026,
                    available: 6,
                    asked: 9
                },
            ]
        );
    }

    #[test]
    fn a_weekend_is_no_leave_and_the_wrong_order_is_told_alone() {
        assert_eq!(
            found(&rules(), span("2026-06-06", "2026-06-07"), "2026-05-01", 10),
            [Finding::NoDays]
        );
        assert_eq!(
            found(&rules(), span("2026-06-05", "2026-06-01"), "2026-05-01", 10),
            [Finding::DateOrder]
        );
    }

    #[test]
    fn sick_leave_may_be_asked_for_afterwards_for_so_many_days() {
        let mut sick = rules();
        (sick.notice_days, sick.after_days) = (0, 3);
        for (asked, fine) in [
            ("2026-05-31", true),
            ("2026-06-01", true),
            ("2026-06-04", true),
            ("2026-06-05", false),
        ] {
            assert_eq!(
                timing(&sick, day(asked), day("2026-06-01")).is_none(),
                fine,
                "{asked}"
            );
        }
        let never = rules();
        assert_eq!(
            timing(&never, day("2026-06-02"), day("2026-06-01")),
            Some(Finding::TooLate {
                allowed: 0,
                passed: 1
            })
        );
        // On the very day: short of notice, or after the fact where that is allowed.
        assert!(matches!(
            timing(&never, day("2026-06-01"), day("2026-06-01")),
            Some(Finding::NoticeShort { given: 0, .. })
        ));
    }

    #[test]
    fn a_returned_request_is_judged_by_the_day_it_was_asked_on_until_its_days_have_passed() {
        let starts = day("2026-06-01");
        for (asked, today, judged) in [
            ("2026-05-20", "2026-05-31", "2026-05-20"),
            ("2026-05-20", "2026-06-01", "2026-05-20"),
            ("2026-05-20", "2026-06-02", "2026-06-02"),
            ("2026-06-02", "2026-06-09", "2026-06-02"),
        ] {
            assert_eq!(
                asked_again(day(asked), starts, day(today)),
                day(judged),
                "{asked} {today}"
            );
        }
        let (mut longer, mut shorter) = (rules(), rules());
        longer.notice_days = 4;
        shorter.after_days = 3;
        assert!(binds_earlier(&longer, &rules()) && !binds_earlier(&rules(), &longer));
        assert!(binds_earlier(&rules(), &shorter) && !binds_earlier(&shorter, &rules()));
    }

    #[test]
    fn a_certificate_is_asked_for_beyond_so_many_days() {
        assert!(!certificate_required(&rules(), 6) && certificate_required(&rules(), 7));
    }
}
