//! Dates and instants as people read them, in the department's time zone and the current language.

use std::cell::RefCell;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{dom, locale};

thread_local!(static ZONE: RefCell<Option<String>> = const { RefCell::new(None) });

/// Time zone of the department, known once somebody is signed in. A name that this browser doesn't know leaves its own zone.
pub fn set_zone(zone: &str) {
    ZONE.set(Some(zone.to_owned()));
    let class: Result<Function, _> = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .map(Function::from);
    let made = class
        .and_then(|class| Reflect::construct(&class, &Array::of2(&"en".into(), &zone_options())));
    if made.is_err() {
        ZONE.set(None);
    }
}

pub fn zone() -> Option<String> {
    ZONE.with_borrow(Clone::clone)
}

/// `2026年3月14日`.
pub fn date(date: NaiveDate) -> String {
    let at = Date::new(&JsValue::from_str(&format!("{date}T12:00:00Z")));
    format(
        &at,
        &[
            ("year", "numeric"),
            ("month", "short"),
            ("day", "numeric"),
            ("timeZone", "UTC"),
        ],
    )
}

/// `11月24日 週二`.
pub fn short_day(date: NaiveDate) -> String {
    part(
        date,
        &[("month", "short"), ("day", "numeric"), ("weekday", "short")],
    )
}

/// `2026年11月`.
pub fn month(first: NaiveDate) -> String {
    part(first, &[("year", "numeric"), ("month", "long")])
}

/// `11月`.
pub fn month_name(first: NaiveDate) -> String {
    part(first, &[("month", "long")])
}

/// `週二`, or `二` where `narrow`.
pub fn weekday(date: NaiveDate, width: &'static str) -> String {
    part(date, &[("weekday", width)])
}

fn part(date: NaiveDate, wanted: &[(&str, &str)]) -> String {
    let at = Date::new(&JsValue::from_str(&format!("{date}T12:00:00Z")));
    let mut options = wanted.to_vec();
    options.push(("timeZone", "UTC"));
    format(&at, &options)
}

pub fn day_title(date: NaiveDate) -> String {
    let at = Date::new(&JsValue::from_str(&format!("{date}T12:00:00Z")));
    format(
        &at,
        &[
            ("month", "long"),
            ("day", "numeric"),
            ("weekday", "long"),
            ("timeZone", "UTC"),
        ],
    )
}

/// Date and minute, in the department's zone.
pub fn instant(at: DateTime<Utc>) -> String {
    let zone = ZONE.with_borrow(Clone::clone);
    let mut options = vec![
        ("year", "numeric"),
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ];
    if let Some(zone) = &zone {
        options.push(("timeZone", zone));
    }
    format(&js_date(at), &options)
}

pub fn instant_date(at: DateTime<Utc>) -> String {
    let zone = ZONE.with_borrow(Clone::clone);
    let mut options = vec![("year", "numeric"), ("month", "short"), ("day", "numeric")];
    if let Some(zone) = &zone {
        options.push(("timeZone", zone));
    }
    format(&js_date(at), &options)
}

/// `3 分鐘前`; beyond a week the date.
pub fn ago(at: DateTime<Utc>) -> String {
    let seconds = (at.timestamp_millis() as f64 - dom::now()) / 1000.0;
    let (value, unit) = match seconds.abs() {
        s if s < 60.0 => (seconds, "second"),
        s if s < 3600.0 => (seconds / 60.0, "minute"),
        s if s < 86_400.0 => (seconds / 3600.0, "hour"),
        s if s < 604_800.0 => (seconds / 86_400.0, "day"),
        _ => return instant_date(at),
    };
    relative(value.trunc(), unit).unwrap_or_else(|| instant(at))
}

/// Today in the department's zone.
pub fn today() -> String {
    // The Swedish locale writes ISO dates.
    Date::new_0()
        .to_locale_date_string("sv-SE", &zone_options())
        .into()
}

/// First instant of a day in the department's zone, `plus_days` later, as it goes over the wire.
pub fn day_start(day: &str, plus_days: f64) -> Option<String> {
    const DAY: f64 = 86_400_000.0;
    let day: NaiveDate = day.parse().ok()?;
    let midnight = millis(day.and_time(NaiveTime::MIN)) + plus_days * DAY;
    let before = midnight - offset(midnight - DAY);
    let after = midnight - offset(midnight + DAY);
    // Where clocks are set at midnight, the day begins at the change.
    let starts = |at: f64| at + offset(at) == midnight;
    let start = if starts(after) && !starts(before) {
        after
    } else {
        before
    };
    Some(Date::new(&start.into()).to_iso_string().into())
}

/// What a clock on the department's wall shows, as a form keeps it: `2026-03-14T09:30`.
pub fn wall(at: DateTime<Utc>) -> String {
    let text: String = js_date(at)
        .to_locale_string("sv-SE", &zone_options())
        .into();
    text.replace(' ', "T").chars().take(16).collect()
}

/// The instant at which the department's clock shows that, as it goes over the wire.
pub fn at_wall(text: &str) -> Option<String> {
    let (day, clock) = text.split_once('T')?;
    let minute = contract::valid::minute_of_day(clock.get(..5)?)?;
    day_start(day, minute as f64 / 1440.0)
}

/// Last day on which something held that ends at this instant.
pub fn last_day(end: DateTime<Utc>) -> String {
    instant_date(end - TimeDelta::milliseconds(1))
}

pub fn is_over(end: Option<DateTime<Utc>>) -> bool {
    end.is_some_and(|end| end.timestamp_millis() as f64 <= dom::now())
}

/// What the clock on the department's wall is ahead of UTC at an instant, in milliseconds.
fn offset(at: f64) -> f64 {
    let wall = |options: &Object| {
        // The Swedish locale writes `2026-03-14 09:30:00`.
        let text: String = Date::new(&at.into())
            .to_locale_string("sv-SE", options)
            .into();
        let read = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S");
        read.ok().map(millis)
    };
    wall(&zone_options()).map_or(0.0, |wall| wall - (at / 1000.0).floor() * 1000.0)
}

fn millis(at: NaiveDateTime) -> f64 {
    at.and_utc().timestamp_millis() as f64
}

fn zone_options() -> Object {
    let options = Object::new();
    if let Some(zone) = ZONE.with_borrow(Clone::clone) {
        let _ = Reflect::set(&options, &"timeZone".into(), &zone.into());
    }
    options
}

fn js_date(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

fn format(at: &Date, options: &[(&str, &str)]) -> String {
    let object = Object::new();
    for (key, value) in options {
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    let locales = Array::of1(&locale::current().tag().into());
    let format = Intl::DateTimeFormat::new(&locales, &object);
    format
        .format()
        .call1(&JsValue::UNDEFINED, at)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn relative(value: f64, unit: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"RelativeTimeFormat".into())
        .ok()?
        .into();
    let options = Object::new();
    let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
    let formatter = Reflect::construct(
        &class,
        &Array::of2(&locale::current().tag().into(), &options),
    )
    .ok()?;
    let format: Function = Reflect::get(&formatter, &"format".into()).ok()?.into();
    format
        .call2(&formatter, &value.into(), &unit.into())
        .ok()?
        .as_string()
}

/// `1.4 MB`.
pub fn bytes(size: i64) -> String {
    match size {
        s if s < 1024 => format!("{s} B"),
        s if s < 1024 * 1024 => format!("{} KB", s / 1024),
        s => format!("{:.1} MB", s as f64 / 1_048_576.0),
    }
}
