//! What was talked about, the latest first; care talks stand on a tab of their own, for those who may see them.

use contract::Action;
use contract::talk::{Talk, TalkKind};
use leptos::prelude::*;

use super::form;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{description, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["employee_id", "from", "to", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let cares = untrack(move || session.can(Action::CareTalkRead));
    let care = Memo::new(move |_| cares && url.get("tab") == "care");
    let strip = cares.then(|| {
        let all = vec![("coaching", tr!(talks.coaching)), ("care", tr!(talks.care))];
        tabs(tr!(talks.title), url, all)
    });
    let kind = move || match care.get() {
        true => TalkKind::Care,
        false => TalkKind::Coaching,
    };
    let new = (move || {
        let kind = kind();
        let writes = match kind {
            TalkKind::Coaching => Action::CoachingWrite,
            TalkKind::Care => Action::CareTalkWrite,
        };
        session.can(writes).then(|| write(kind))
    })
    .into_any();
    let body = view! { {strip} {move || listed(kind(), url)} };
    page::page(
        Route::Talks,
        tr!(talks.title),
        tr!(talks.sub),
        new,
        body.into_any(),
    )
}

pub fn base(kind: TalkKind) -> &'static str {
    match kind {
        TalkKind::Coaching => "/coaching-notes",
        TalkKind::Care => "/care-talks",
    }
}

fn write(kind: TalkKind) -> AnyView {
    let open = RwSignal::new(false);
    let words = match kind {
        TalkKind::Coaching => tr!(talks.new_coaching),
        TalkKind::Care => tr!(talks.new_care),
    };
    view! {
        <button type="button" class="btn primary" data-testid="new-talk" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {words}</button>
        <Dialog open title=words>{form::new(kind, open)}</Dialog>
    }
    .into_any()
}

fn listed(kind: TalkKind, url: UrlState) -> AnyView {
    let session = use_session();
    let writes = untrack(move || session.can(Action::CoachingWrite));
    let listing = Listing::<Talk>::new(base(kind), url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(talks.none_found), tr!(talks.none_found_text)),
        false => empty::plain(Icon::Chat, tr!(talks.none), tr!(talks.none_text)),
    };
    let private = (kind == TalkKind::Care).then(|| {
        view! { <p class="small muted">{icon(Icon::Lock)} " " {tr!(talks.private)}</p> }
    });
    view! {
        {private}
        <div class="filters" role="search">
            {writes.then(|| view! { <PersonFilter url key="employee_id" label=tr!(talks.about) /> })}
            {filters::day(url, "from", tr!(talks.from))}
            {filters::day(url, "to", tr!(talks.to))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "talks")}
        </div>
        {table(tr!(talks.title), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<Talk>> {
    vec![
        Column::new(tr!(talks.about), |one: &Talk| {
            let line: String = one
                .text
                .lines()
                .next()
                .unwrap_or_default()
                .chars()
                .take(48)
                .collect();
            let path = match one.kind {
                TalkKind::Coaching => Route::CoachingNote(one.id).path(),
                TalkKind::Care => Route::CareTalk(one.id).path(),
            };
            let face = view! { <span class="two-lines"><strong>{one.employee.name.clone()}</strong><small>{line}</small></span> };
            main_link(path, face.into_any())
        }),
        Column::new(tr!(talks.held_on), |one: &Talk| {
            time::date(one.held_on).into_any()
        })
        .sort("held_on")
        .class("num nowrap"),
        Column::new(tr!(talks.author), |one: &Talk| {
            person::link(&one.author).into_any()
        }),
        Column::new(tr!(talks.next_step), |one: &Talk| {
            description::text(one.next_step.clone())
        }),
        Column::new(tr!(talks.next_on), |one: &Talk| {
            description::text(one.next_on.map(time::date))
        })
        .class("num nowrap"),
    ]
}
