//! Areas: list and "new".

use contract::Action;
use contract::access::Field as Work;
use contract::area::{Area, NewArea};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::opener;
use super::teams::lead;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, checks};
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, words};
use crate::tr;

const KEYS: &[&str] = &["q", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let creating = opener(url);
    let listing = Listing::<Area>::new("/areas", url.filters(KEYS));
    let columns = vec![
        Column::new(tr!(org.area_name), |area: &Area| {
            main_link(Route::Area(area.id).path(), area.name.clone().into_any())
        })
        .sort("name"),
        Column::new(tr!(org.deputy), |area: &Area| {
            lead(area.deputy.as_ref().map(|deputy| deputy.name.as_str()))
        }),
        Column::new(tr!(org.area_fields), |area: &Area| works(&area.fields)),
        Column::new(tr!(org.teams), |area: &Area| {
            tr!(org.team_count, n = area.team_count)
                .to_string()
                .into_any()
        })
        .class("num"),
    ];
    let new = move || {
        session.can(Action::AreaManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-area" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(org.area_new)}</button> }
        })
    };
    let none = move || {
        empty::empty(
            Icon::Area,
            tr!(org.areas_empty),
            tr!(org.areas_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(org.area_name))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "areas")}
        </div>
        {table(tr!(org.areas), listing, columns, Some(url), true, none)}
        <Dialog open=creating title=tr!(org.area_new)>{create(creating)}</Dialog>
    };
    page::page(
        Route::Areas,
        tr!(org.areas),
        tr!(org.areas_sub),
        new.into_any(),
        body.into_any(),
    )
}

pub fn works(fields: &[Work]) -> AnyView {
    view! { <span class="row tight">{fields.iter().map(|field| badge::badge(words::field(*field), "brand")).collect_view()}</span> }.into_any()
}

pub fn form_fields(form: Form) -> AnyView {
    let options = Work::ALL
        .map(|field| {
            (
                words::field_name(field).to_owned(),
                words::field(field).to_owned(),
                String::new(),
            )
        })
        .to_vec();
    view! {
        {Field::new(form, "name", tr!(org.area_name)).required().show()}
        {checks(form, "fields", tr!(org.area_fields), options)}
    }
    .into_any()
}

fn create(open: RwSignal<bool>) -> AnyView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let form = Form::new("new-area", json!({}));
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move { http::post::<Area>("/areas", key, &body).await };
        form.submit(form.body(), check::<NewArea>, send, move |area| {
            open.set(false);
            toasts.good(tr!(common.saved));
            navigate(&Route::Area(area.id).path(), Default::default());
        });
    };
    view::frame(
        form,
        submit,
        None,
        form_fields(form),
        view::submit(form, tr!(common.create)),
    )
}
