//! The department's clock: what an instant reads there, and which instant a local time is.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use contract::valid::minute_of_day;
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{dom, time};

/// Date and time as the department's clocks show it.
fn local(at: DateTime<Utc>) -> Option<NaiveDateTime> {
    let options = Object::new();
    if let Some(zone) = time::zone() {
        let _ = Reflect::set(&options, &"timeZone".into(), &zone.into());
    }
    // The Swedish locale writes `2026-11-24 09:30:00`.
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let text = String::from(date.to_locale_string("sv-SE", &options));
    let (day, clock) = text.split_once(' ')?;
    let minutes = minute_of_day(clock.get(..5)?)?;
    let seconds: i64 = clock.get(6..8).and_then(|s| s.parse().ok()).unwrap_or(0);
    let midnight = day.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?;
    Some(midnight + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds))
}

/// `09:30`.
pub fn clock(at: DateTime<Utc>) -> String {
    local(at).map_or_else(String::new, |at| {
        let text = at.time().to_string();
        text.get(..5).unwrap_or_default().to_owned()
    })
}

pub fn day(at: DateTime<Utc>) -> Option<NaiveDate> {
    local(at).map(|at| at.date())
}

/// The instant at which the department's clocks show `clock` on that day.
pub fn instant(day: NaiveDate, clock: &str) -> Option<DateTime<Utc>> {
    let wished = day.and_hms_opt(0, 0, 0)? + TimeDelta::minutes(minute_of_day(clock)?);
    let mut at = wished.and_utc();
    // Twice: the first guess may lie on the other side of a change of the clocks.
    for _ in 0..2 {
        at += wished - local(at)?;
    }
    Some(at)
}

pub fn now() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(dom::now() as i64)
}

pub fn today() -> NaiveDate {
    time::today().parse().unwrap_or_default()
}

/// First day of the month of `YYYY-MM`; this month where it isn't one.
pub fn month(text: &str) -> NaiveDate {
    format!("{text}-01")
        .parse()
        .unwrap_or_else(|_| first(today()))
}

pub fn first(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

pub fn last(day: NaiveDate) -> NaiveDate {
    shift(first(day), 1).pred_opt().unwrap_or(day)
}

/// The same day so many months later or earlier.
pub fn shift(day: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    let moved = if months < 0 {
        day.checked_sub_months(by)
    } else {
        day.checked_add_months(by)
    };
    moved.unwrap_or(day)
}

/// `2026-11`.
pub fn month_word(first: NaiveDate) -> String {
    let text = first.to_string();
    text.get(..7).unwrap_or_default().to_owned()
}

/// Every day from the first to the last.
pub fn days(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    from.iter_days().take_while(|day| *day <= to).collect()
}

/// Saturday or Sunday.
pub fn weekend(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() > 5
}
