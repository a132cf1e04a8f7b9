//! Organization (2.1): teams, areas, the chart, roles; who may do what, and who did it.

pub mod area;
pub mod areas;
mod assign;
pub mod assignments;
pub mod audit;
pub mod audit_entry;
pub mod audit_words;
pub mod options;
mod picture;
pub mod rules;
pub mod team;
pub mod teams;
pub mod tree;

use leptos::prelude::*;

use crate::components::url_state::UrlState;

/// The "new" dialog of a list; `?new=1` in the address opens it (the palette links there).
pub fn opener(url: UrlState) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if url.get("new") == "1" {
            url.set("new", "");
            open.set(true);
        }
    });
    open
}
