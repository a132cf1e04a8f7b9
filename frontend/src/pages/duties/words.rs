//! Duties as people read them.

use chrono::{Days, NaiveDate};
use contract::duty::{
    Duty, DutyDayRule, DutyOccurrence, DutyProof, DutyResponsible, OccurrenceState,
};

use leptos::prelude::*;
use uuid::Uuid;

use crate::components::description::text;
use crate::core::routes::Route;
use crate::core::time;
use crate::core::words::wire;
use crate::tr;

pub const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

pub fn state(one: &DutyOccurrence) -> (&'static str, &'static str) {
    match one.state {
        OccurrenceState::Open if one.overdue => (tr!(duties.overdue), "bad"),
        OccurrenceState::Open => (tr!(duties.open), "info"),
        OccurrenceState::Done if one.late => (tr!(duties.done_late), "warn"),
        OccurrenceState::Done => (tr!(duties.done), "good"),
        OccurrenceState::Excused => (tr!(duties.excused), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    let name = |state| match state {
        OccurrenceState::Open => tr!(duties.open),
        OccurrenceState::Done => tr!(duties.done),
        OccurrenceState::Excused => tr!(duties.excused),
    };
    OccurrenceState::ALL
        .map(|one| (wire(&one), name(one).to_owned()))
        .to_vec()
}

pub fn proof(proof: DutyProof) -> &'static str {
    match proof {
        DutyProof::Tick => tr!(duties.tick),
        DutyProof::Number => tr!(duties.number),
        DutyProof::Text => tr!(duties.text),
        DutyProof::Photo => tr!(duties.photo),
    }
}

pub fn proofs() -> Vec<(String, String)> {
    DutyProof::ALL
        .map(|one| (wire(&one), proof(one).to_owned()))
        .to_vec()
}

pub fn day_rule(rule: DutyDayRule) -> &'static str {
    match rule {
        DutyDayRule::Any => tr!(duties.rule_any),
        DutyDayRule::Skip => tr!(duties.rule_skip),
        DutyDayRule::Before => tr!(duties.rule_before),
        DutyDayRule::After => tr!(duties.rule_after),
    }
}

pub fn day_rules() -> Vec<(String, String)> {
    DutyDayRule::ALL
        .map(|one| (wire(&one), day_rule(one).to_owned()))
        .to_vec()
}

pub fn responsible(one: DutyResponsible) -> &'static str {
    match one {
        DutyResponsible::Person => tr!(duties.by_person),
        DutyResponsible::Rota => tr!(duties.by_rota),
        DutyResponsible::Lead => tr!(duties.by_lead),
        DutyResponsible::Manager => tr!(duties.by_manager),
    }
}

pub fn responsibles() -> Vec<(String, String)> {
    DutyResponsible::ALL
        .map(|one| (wire(&one), responsible(one).to_owned()))
        .to_vec()
}

/// Who does it, in a word or by name.
pub fn who(one: &Duty) -> String {
    match (&one.person, one.rota.as_slice()) {
        (Some(person), _) => person.name.clone(),
        (None, [first, _, ..]) => {
            tr!(duties.turns, name = first.name.clone(), n = one.rota.len()).to_string()
        }
        _ => responsible(one.responsible).to_owned(),
    }
}

/// The name of a day of the week, Monday first.
pub fn weekday(n: usize) -> String {
    // A Monday.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let day = monday.checked_add_days(Days::new(n as u64));
    day.map_or_else(String::new, |day| time::weekday(day, "short"))
}

/// `每日`, `每 2 週 週一、週三`; a rule that isn't understood stands as it is.
pub fn cadence(rrule: &str) -> String {
    let part = |name: &str| {
        let mut parts = rrule.split(';').filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let n: u32 = part("INTERVAL").and_then(|n| n.parse().ok()).unwrap_or(1);
    let every = |one: &'static str, more: String| if n == 1 { one.to_owned() } else { more };
    let known = rrule.split(';').all(|part| {
        ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"]
            .iter()
            .any(|key| part.starts_with(&format!("{key}=")))
    });
    if !known {
        return rrule.to_owned();
    }
    let first = match part("FREQ") {
        Some("DAILY") => every(tr!(duties.daily), tr!(duties.every_days, n = n).to_string()),
        Some("WEEKLY") => every(
            tr!(duties.weekly),
            tr!(duties.every_weeks, n = n).to_string(),
        ),
        Some("MONTHLY") => every(
            tr!(duties.monthly),
            tr!(duties.every_months, n = n).to_string(),
        ),
        _ => return rrule.to_owned(),
    };
    let name = |day: &str| DAYS.iter().position(|one| *one == day).map(weekday);
    let days: Option<Vec<String>> = match part("BYDAY") {
        Some(days) => days.split(',').map(name).collect(),
        None => Some(Vec::new()),
    };
    let Some(days) = days else {
        return rrule.to_owned();
    };
    let month_day = part("BYMONTHDAY").map(|day| match day {
        "-1" => tr!(duties.last_day).to_owned(),
        day => tr!(duties.month_day, n = day.to_owned()).to_string(),
    });
    let more: Vec<String> = days.into_iter().chain(month_day).collect();
    match more.is_empty() {
        true => first,
        false => format!("{first} {}", more.join(tr!(duties.list_comma))),
    }
}

/// Where it is done, as a link to the register where it stands there.
pub fn place(name: Option<String>, id: Option<Uuid>) -> AnyView {
    match (name, id) {
        (name, Some(id)) => {
            let name = name.unwrap_or_else(|| tr!(duties.place).to_owned());
            view! { <a href=Route::Place(id).path()>{name}</a> }.into_any()
        }
        (name, None) => text(name),
    }
}
