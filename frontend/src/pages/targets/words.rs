//! Indicators, periods and amounts as people read them.

use chrono::{Datelike, NaiveDate};
use contract::grouped;
use contract::target::{Indicator, Target, TargetLevel, TargetPeriod, TargetState};
use leptos::prelude::*;
use uuid::Uuid;

use crate::core::{locale, time};
use crate::tr;

pub type Known = StoredValue<Vec<Indicator>>;

/// Name of an indicator, as the department's data has it.
pub fn indicator(known: Known, id: Uuid) -> String {
    known.with_value(|all| {
        let found = all.iter().find(|one| one.id == id);
        found.map_or_else(String::new, |one| {
            one.names.get(locale::current()).to_owned()
        })
    })
}

pub fn indicators(known: Known) -> Vec<(String, String)> {
    let named = |one: &Indicator| {
        let name = one.names.get(locale::current()).to_owned();
        (one.id.to_string(), name)
    };
    known.with_value(|all| all.iter().map(named).collect())
}

pub fn state(state: TargetState) -> (&'static str, &'static str) {
    match state {
        TargetState::Draft => (tr!(targets.draft), "warn"),
        TargetState::Published => (tr!(targets.published), "good"),
        TargetState::Superseded => (tr!(targets.superseded), ""),
    }
}

pub fn level(level: TargetLevel) -> &'static str {
    match level {
        TargetLevel::Department => tr!(targets.department),
        TargetLevel::Area => tr!(targets.area),
        TargetLevel::Team => tr!(targets.team),
        TargetLevel::Member => tr!(targets.member),
    }
}

pub fn kind(period: TargetPeriod) -> &'static str {
    match period {
        TargetPeriod::Year => tr!(targets.year),
        TargetPeriod::Quarter => tr!(targets.quarter),
        TargetPeriod::Month => tr!(targets.month),
    }
}

/// `2026 年`, `2026 年第 4 季`, `2026年11月`.
pub fn period(period: TargetPeriod, first: NaiveDate) -> String {
    match period {
        TargetPeriod::Year => tr!(targets.year_of, year = first.year()).to_string(),
        TargetPeriod::Quarter => {
            let quarter = first.month0() / 3 + 1;
            tr!(targets.quarter_of, year = first.year(), quarter = quarter).to_string()
        }
        TargetPeriod::Month => time::month(first),
    }
}

pub fn title(known: Known, target: &Target) -> String {
    let period = period(target.period, target.starts_on);
    format!("{} · {period}", indicator(known, target.indicator_id))
}

/// `TWD 36,800` or `36,800.50` of money, `1,234` of pieces.
pub fn amount(amount: i64, currency: Option<&str>) -> String {
    match currency {
        Some(currency) => format!("{currency} {}", plain(amount, true)),
        None => plain(amount, false),
    }
}

/// The same without the currency, where it stands above.
pub fn plain(amount: i64, money: bool) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    let all = amount.unsigned_abs();
    match (money, all % 100) {
        (false, _) => format!("{sign}{}", grouped(all)),
        (true, 0) => format!("{sign}{}", grouped(all / 100)),
        (true, rest) => format!("{sign}{}.{rest:02}", grouped(all / 100)),
    }
}

/// As it stands in an input: no separators.
pub fn typed(amount: i64, money: bool) -> String {
    match (money, amount % 100) {
        (false, _) => amount.to_string(),
        (true, 0) => (amount / 100).to_string(),
        (true, rest) => format!("{}.{rest:02}", amount / 100),
    }
}

/// What was typed, in minor units or pieces.
pub fn read(text: &str, money: bool) -> Option<i64> {
    let text = text.trim().replace(',', "");
    match money {
        true => crate::pages::customers::words::minor(&text),
        false => text.parse().ok().filter(|n| *n >= 0),
    }
}

/// `73.5%` of basis points.
pub fn percent(rate: Option<i64>) -> String {
    match rate {
        None => "—".to_owned(),
        Some(rate) => {
            let sign = if rate < 0 { "−" } else { "" };
            let tenths = rate.unsigned_abs() / 10;
            format!("{sign}{}.{}%", tenths / 10, tenths % 10)
        }
    }
}

/// Colour of what was attained beside what should be there: all of it good, nine tenths to be watched.
pub fn tone(actual: i64, expected: i64) -> &'static str {
    let (actual, expected) = (i128::from(actual), i128::from(expected));
    match () {
        () if actual >= expected => "good",
        () if actual * 10 >= expected * 9 => "warn",
        () => "bad",
    }
}
