//! What is due: mine first to do, or everybody's whom I may see.

use chrono::Days;
use contract::duty::DutyOccurrence;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::icon::Icon;
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::Session;
use crate::core::{time, zone};
use crate::pages::org::options;
use crate::tr;

/// Days ahead that are shown unless asked for.
const AHEAD: u64 = 7;

const KEYS: &[&str] = &[
    "state", "overdue", "clause", "owner_id", "team_id", "from", "to", "sort",
];

pub fn list(session: Session, url: UrlState) -> AnyView {
    let reach = untrack(move || session.reach(Action::DutyRead));
    let wide = matches!(reach, ReachKind::Area | ReachKind::Department);
    // Unless something is asked for: what isn't done yet, of the next days.
    let filters = Signal::derive(move || {
        let mut asked = url.filters(KEYS).get();
        let narrowed = |key: &str| asked.iter().any(|(name, _)| name == key);
        let open = !narrowed("state") && !narrowed("overdue") && !narrowed("from");
        let until = !narrowed("to");
        if open {
            asked.push(("state".to_owned(), "open".to_owned()));
            if until {
                let soon = zone::today().checked_add_days(Days::new(AHEAD));
                asked.extend(soon.map(|day| ("to".to_owned(), day.to_string())));
            }
        }
        asked
    });
    let listing = Listing::<DutyOccurrence>::new("/duty-occurrences", filters);
    let late = vec![("true".to_owned(), tr!(duties.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(duties.none_found), tr!(duties.none_found_text)),
        false => empty::plain(Icon::Check, tr!(duties.none), tr!(duties.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(duties.state), Signal::stored(words::states()))}
            {filters::pick(url, "overdue", tr!(duties.overdue), Signal::stored(late))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            <PersonFilter url key="owner_id" label=tr!(duties.owner) />
            {filters::day(url, "from", tr!(duties.from))}
            {filters::day(url, "to", tr!(duties.to))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "duty-occurrences")}
        </div>
        {table(tr!(duties.due), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

pub fn columns() -> Vec<Column<DutyOccurrence>> {
    vec![
        Column::new(tr!(duties.duty), |one: &DutyOccurrence| {
            let clause = format!("§ {}", one.clause);
            let second: Vec<String> = one.place.iter().cloned().chain([clause]).collect();
            let second = second.join(" · ");
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{second}</small></span> };
            main_link(Route::Occurrence(one.id).path(), face.into_any())
        }),
        Column::new(tr!(duties.due_at), |one: &DutyOccurrence| {
            time::instant(one.due_at).into_any()
        })
        .sort("due_at")
        .class("num nowrap"),
        Column::new(tr!(duties.owner), |one: &DutyOccurrence| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(duties.state), |one: &DutyOccurrence| {
            let odd = (one.remarkable > 0).then(|| {
                badge::badge(
                    tr!(duties.remarkable, n = one.remarkable).to_string(),
                    "warn",
                )
            });
            view! { <span class="row tight">{badge::status(words::state(one))} {odd}</span> }
                .into_any()
        }),
    ]
}
