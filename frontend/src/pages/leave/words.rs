//! Leave in words.

use chrono::NaiveDate;
use contract::Days;
use contract::leave::{
    BalanceRule, DayCount, Half, LeaveCategory, LeaveEntryKind, LeaveRequest, LeaveState,
};
use leptos::prelude::*;

use crate::core::time;
use crate::tr;

/// `1.5 天`.
pub fn days(days: Days) -> String {
    if days == Days::whole(1) {
        tr!(leave.day_one).to_owned()
    } else {
        tr!(leave.days, n = days.to_string()).to_string()
    }
}

pub fn state(state: LeaveState) -> (&'static str, &'static str) {
    match state {
        LeaveState::Open => (tr!(leave.open), "info"),
        LeaveState::Returned => (tr!(leave.returned), "warn"),
        LeaveState::Approved => (tr!(leave.approved), "good"),
        LeaveState::Refused => (tr!(leave.refused), "bad"),
        LeaveState::Withdrawn => (tr!(leave.withdrawn), ""),
        LeaveState::Cancelled => (tr!(leave.cancelled), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    [
        ("open", LeaveState::Open),
        ("returned", LeaveState::Returned),
        ("approved", LeaveState::Approved),
        ("refused", LeaveState::Refused),
        ("withdrawn", LeaveState::Withdrawn),
        ("cancelled", LeaveState::Cancelled),
    ]
    .map(|(word, one)| (word.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

pub fn half(half: Half) -> &'static str {
    match half {
        Half::Am => tr!(leave.half_am),
        Half::Pm => tr!(leave.half_pm),
    }
}

pub fn category(category: LeaveCategory) -> &'static str {
    match category {
        LeaveCategory::Leave => tr!(leave.leave_word),
        LeaveCategory::Business => tr!(leave.business),
    }
}

pub fn counts(counts: DayCount) -> &'static str {
    match counts {
        DayCount::WorkingDays => tr!(leave.working_days),
        DayCount::CalendarDays => tr!(leave.calendar_days),
    }
}

pub fn balance(rule: BalanceRule) -> &'static str {
    match rule {
        BalanceRule::Ledger => tr!(leave.ledger_rule),
        BalanceRule::PerRequest => tr!(leave.per_request),
        BalanceRule::Unlimited => tr!(leave.unlimited),
    }
}

pub fn entry(kind: LeaveEntryKind) -> (&'static str, &'static str) {
    match kind {
        LeaveEntryKind::Grant => (tr!(leave.e_grant), "good"),
        LeaveEntryKind::Carry => (tr!(leave.e_carry), "info"),
        LeaveEntryKind::Use => (tr!(leave.e_use), ""),
        LeaveEntryKind::Return => (tr!(leave.e_return), "brand"),
        LeaveEntryKind::Expire => (tr!(leave.e_expire), "warn"),
        LeaveEntryKind::Adjust => (tr!(leave.e_adjust), "info"),
    }
}

pub fn entries() -> Vec<(String, String)> {
    [
        ("grant", LeaveEntryKind::Grant),
        ("carry", LeaveEntryKind::Carry),
        ("use", LeaveEntryKind::Use),
        ("return", LeaveEntryKind::Return),
        ("expire", LeaveEntryKind::Expire),
        ("adjust", LeaveEntryKind::Adjust),
    ]
    .map(|(word, one)| (word.to_owned(), entry(one).0.to_owned()))
    .to_vec()
}

/// `12月1日 週二 下午 – 12月3日 週四`; halves only where they matter.
pub fn span(from: NaiveDate, from_half: Half, to: NaiveDate, to_half: Half) -> String {
    let (start, end) = (time::short_day(from), time::short_day(to));
    let late = from_half == Half::Pm;
    let soon = to_half == Half::Am;
    match (from == to, late, soon) {
        (true, false, false) => start,
        (true, true, _) => format!("{start} {}", half(Half::Pm)),
        (true, false, true) => format!("{start} {}", half(Half::Am)),
        (false, ..) => {
            let start = if late {
                format!("{start} {}", half(Half::Pm))
            } else {
                start
            };
            let end = if soon {
                format!("{end} {}", half(Half::Am))
            } else {
                end
            };
            format!("{start} – {end}")
        }
    }
}

pub fn of(one: &LeaveRequest) -> String {
    span(one.starts_on, one.starts_half, one.ends_on, one.ends_half)
}

pub fn clause(id: &str) -> Option<AnyView> {
    (!id.is_empty()).then(|| {
        let text = tr!(common.clause, id = id.to_owned()).to_string();
        view! { <span class="clause">{text}</span> }.into_any()
    })
}
