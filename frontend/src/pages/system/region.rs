//! Time zone and currency fields: what the browser knows, offered as a list.

use js_sys::{Array, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::field::select;
use crate::core::form::Form;

const CURRENCIES: [&str; 12] = [
    "TWD", "CNY", "HKD", "MOP", "SGD", "MYR", "JPY", "KRW", "USD", "EUR", "GBP", "AUD",
];

/// The browser's own zone: a good guess for the department's.
pub fn own_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string());
    zone.filter(|zone| zone.contains('/'))
        .unwrap_or_else(|| "Asia/Taipei".into())
}

pub fn own_currency() -> &'static str {
    match own_zone().as_str() {
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Urumqi" => "CNY",
        "Asia/Hong_Kong" => "HKD",
        "Asia/Macau" => "MOP",
        "Asia/Singapore" => "SGD",
        _ => "TWD",
    }
}

/// Every zone that the browser knows.
fn zones() -> Vec<(String, String)> {
    let list = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let all: Function = Reflect::get(&intl, &"supportedValuesOf".into())
            .ok()?
            .dyn_into()
            .ok()?;
        Some(Array::from(&all.call1(&intl, &"timeZone".into()).ok()?))
    };
    let mut zones: Vec<String> = list()
        .map(|list| list.iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default();
    let usual = [
        "Asia/Taipei",
        "Asia/Shanghai",
        "Asia/Hong_Kong",
        "Asia/Macau",
        "Asia/Singapore",
    ];
    zones.retain(|zone| !usual.contains(&zone.as_str()));
    usual
        .iter()
        .map(|zone| (*zone).to_owned())
        .chain(zones)
        .map(|zone| (zone.clone(), zone.replace('_', " ")))
        .collect()
}

pub fn zone_field(form: Form, label: &'static str, help: &'static str) -> AnyView {
    let mut zones = zones();
    // A choice must not draw the choices anew.
    let now = untrack(|| form.text("time_zone"));
    if !now.is_empty() && zones.iter().all(|(zone, _)| *zone != now) {
        zones.insert(0, (now.clone(), now));
    }
    select(form, "time_zone", label, true, help, Signal::stored(zones))
}

pub fn currency_field(form: Form, label: &'static str) -> AnyView {
    let mut codes: Vec<String> = CURRENCIES.iter().map(|code| (*code).to_owned()).collect();
    let now = untrack(|| form.text("currency"));
    if !now.is_empty() && !codes.contains(&now) {
        codes.insert(0, now);
    }
    select(
        form,
        "currency",
        label,
        true,
        "",
        Signal::stored(codes.into_iter().map(|code| (code.clone(), code)).collect()),
    )
}
