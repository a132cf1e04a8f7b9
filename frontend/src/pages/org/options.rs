//! Teams, areas and people as choices of a select.

use contract::Page;
use contract::area::Area;
use contract::employee::Employee;
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

/// People at work of the chosen team; of everybody where none is chosen.
pub fn people(team: Signal<String>) -> Options {
    let all = Remote::new(move || {
        let pairs = [
            ("status".to_owned(), "active".to_owned()),
            ("limit".to_owned(), "200".to_owned()),
            ("team_id".to_owned(), team.get()),
        ];
        let asked: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|pair| !pair.1.is_empty())
            .collect();
        http::get::<Page<Employee>>(format!("/employees{}", http::query(&asked)))
    });
    Signal::derive(move || {
        let all = all.get().map(|page| page.data).unwrap_or_default();
        let named = |one: Employee| (one.id.to_string(), one.name);
        all.into_iter().map(named).collect()
    })
}

fn named(list: Option<Vec<(String, String)>>) -> Vec<(String, String)> {
    list.unwrap_or_default()
}
