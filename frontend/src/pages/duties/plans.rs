//! Which duties there are.

use contract::duty::Duty;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::Session;
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["team_id", "clause", "ended", "sort"];

pub fn list(session: Session, url: UrlState) -> AnyView {
    let reach = untrack(move || session.reach(Action::DutyPlanRead));
    let wide = matches!(reach, ReachKind::Area | ReachKind::Department);
    let filters = Signal::derive(move || {
        let mut asked = url.filters(KEYS).get();
        if !asked.iter().any(|(key, _)| key == "ended") {
            asked.push(("ended".to_owned(), "false".to_owned()));
        }
        asked
    });
    let listing = Listing::<Duty>::new("/duties", filters);
    let ended = vec![("true".to_owned(), tr!(duties.ended).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(duties.none_found), tr!(duties.none_found_text)),
        false => empty::plain(Icon::Rules, tr!(duties.no_plans), tr!(duties.no_plans_text)),
    };
    view! {
        <div class="filters" role="search">
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::pick(url, "ended", tr!(duties.ended), Signal::stored(ended))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "duties")}
        </div>
        {table(tr!(duties.plans), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<Duty>> {
    vec![
        Column::new(tr!(duties.duty), |one: &Duty| {
            let whose = one.team_name.clone();
            let whose = whose.unwrap_or_else(|| tr!(duties.department).to_owned());
            let second = format!("{whose} · § {}", one.clause);
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{second}</small></span> };
            main_link(Route::Duty(one.id).path(), face.into_any())
        })
        .sort("title"),
        Column::new(tr!(duties.cadence), |one: &Duty| {
            format!("{} {}", words::cadence(&one.rrule), one.due_time).into_any()
        }),
        Column::new(tr!(duties.who), |one: &Duty| words::who(one).into_any()),
        Column::new(tr!(duties.next), |one: &Duty| match (one.ended, one.next_due_at) {
            (true, _) => badge::badge(tr!(duties.ended), ""),
            (false, Some(at)) => time::instant(at).into_any(),
            _ => description::nothing(),
        })
        .class("num nowrap"),
    ]
}
