//! Teams: list and "new".

use contract::Action;
use contract::team::{NewTeam, Team};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::{opener, options};
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, page, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["q", "area_id", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let creating = opener(url);
    let listing = Listing::<Team>::new("/teams", url.filters(KEYS));
    let columns = vec![
        Column::new(tr!(org.team_name), |team: &Team| {
            main_link(Route::Team(team.id).path(), team.name.clone().into_any())
        })
        .sort("name"),
        Column::new(tr!(org.lead), |team: &Team| {
            lead(team.lead.as_ref().map(|lead| lead.name.as_str()))
        }),
        Column::new(tr!(people.area), |team: &Team| text(team.area_name.clone())),
        Column::new(tr!(org.members), |team: &Team| {
            tr!(org.member_count, n = team.member_count)
                .to_string()
                .into_any()
        })
        .class("num"),
        Column::new(tr!(people.updated), |team: &Team| {
            time::instant_date(team.updated_at).into_any()
        })
        .class("num nowrap"),
    ];
    let new = move || {
        session.can(Action::TeamManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-team" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(org.team_new)}</button> }
        })
    };
    let none = move || {
        empty::empty(
            Icon::Team,
            tr!(org.teams_empty),
            tr!(org.teams_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(org.team_name))}
            {filters::pick(url, "area_id", tr!(people.area), options::areas())}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="teams" />
            {filters::export(move || listing.export_path(), "teams")}
        </div>
        {table(tr!(org.teams), listing, columns, Some(url), true, none)}
        <Dialog open=creating title=tr!(org.team_new)>{create(creating)}</Dialog>
    };
    page::page(
        Route::Teams,
        tr!(org.teams),
        tr!(org.teams_sub),
        new.into_any(),
        body.into_any(),
    )
}

/// The holder of a seat, or that it is vacant.
pub fn lead(name: Option<&str>) -> AnyView {
    match name {
        Some(name) => person::person(name, ""),
        None => badge::status((tr!(org.vacant), "warn")),
    }
}

fn create(open: RwSignal<bool>) -> AnyView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let form = Form::new("new-team", json!({}));
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move { http::post::<Team>("/teams", key, &body).await };
        form.submit(form.body(), check::<NewTeam>, send, move |team| {
            open.set(false);
            toasts.good(tr!(common.saved));
            navigate(&Route::Team(team.id).path(), Default::default());
        });
    };
    let fields = view! {
        {Field::new(form, "name", tr!(org.team_name)).required().show()}
        {select(form, "area_id", tr!(people.area), false, "", options::areas())}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.create)),
    )
}
