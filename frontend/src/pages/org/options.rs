//! Teams and areas as choices of a select.

use contract::Page;
use contract::area::Area;
use contract::team::Team;
use leptos::prelude::*;

use crate::core::http;
use crate::core::remote::Remote;

pub type Options = Signal<Vec<(String, String)>>;

pub fn teams() -> Options {
    let all = Remote::new(|| http::get::<Page<Team>>("/teams?limit=200"));
    Signal::derive(move || {
        named(all.get().map(|page| {
            page.data
                .into_iter()
                .map(|team| (team.id.to_string(), team.name))
                .collect()
        }))
    })
}

pub fn areas() -> Options {
    let all = Remote::new(|| http::get::<Page<Area>>("/areas?limit=200"));
    Signal::derive(move || {
        named(all.get().map(|page| {
            page.data
                .into_iter()
                .map(|area| (area.id.to_string(), area.name))
                .collect()
        }))
    })
}

fn named(list: Option<Vec<(String, String)>>) -> Vec<(String, String)> {
    list.unwrap_or_default()
}
