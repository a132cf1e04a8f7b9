//! One area: its deputy, its teams and fields of work.

use contract::Action;
use contract::area::{Area, AreaPatch};
use contract::team::Team;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde_json::Value;
use uuid::Uuid;

use super::areas::{form_fields, works};
use super::teams::lead;
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::description::list;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::table::{Column, main_link, table};
use crate::components::toast::use_toasts;
use crate::components::{empty, form as view, person};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let area = Remote::new(move || http::get::<Area>(format!("/areas/{id}")));
    view! { <div class="page" data-testid="page-area">{show(area, move |one| detail(area, one))}</div> }.into_any()
}

fn detail(record: Remote<Area>, area: Area) -> AnyView {
    document().set_title(&format!("{} · {}", area.name, tr!(common.product)));
    let editing = RwSignal::new(false);
    let manage = area.allowed_actions.contains(&Action::AreaManage);
    let facts = list(vec![
        (
            tr!(org.deputy),
            area.deputy
                .as_ref()
                .map_or_else(|| lead(None), person::link),
        ),
        (tr!(org.area_fields), works(&area.fields)),
        (
            tr!(org.teams),
            tr!(org.team_count, n = area.team_count)
                .to_string()
                .into_any(),
        ),
        (
            tr!(people.updated),
            time::instant(area.updated_at).into_any(),
        ),
    ]);
    let shown = StoredValue::new(area.clone());
    view! {
        {crumbs(vec![(tr!(org.areas).into(), "/areas".into())])}
        <header class="page-head">
            <h1>{area.name.clone()}</h1>
            <div class="actions">{manage.then(|| actions(&area, editing))}</div>
        </header>
        <div class="split">
            {teams(area.id)}
            {card(tr!(people.profile), ().into_any(), view! { <div class="card-body">{facts}</div> }.into_any())}
        </div>
        <Dialog open=editing title=tr!(org.area_edit)>{edit(record, shown.get_value(), editing)}</Dialog>
    }
    .into_any()
}

fn actions(area: &Area, editing: RwSignal<bool>) -> AnyView {
    let (confirm, toasts, navigate) = (use_confirm(), use_toasts(), use_navigate());
    let (id, version) = (area.id, area.version);
    let delete = move |_| {
        let navigate = navigate.clone();
        confirm.danger(
            tr!(org.area_delete),
            tr!(org.area_delete_text),
            tr!(common.delete),
            move || {
                let navigate = navigate.clone();
                spawn_local(async move {
                    match http::delete(format!("/areas/{id}"), Some(version)).await {
                        Ok(()) => {
                            toasts.good(tr!(common.deleted));
                            navigate("/areas", Default::default());
                        }
                        Err(failure) => toasts.failure(&failure),
                    }
                });
            },
        );
    };
    view! {
        <button type="button" class="btn" data-testid="edit-area" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
        <button type="button" class="btn danger icon-only" aria-label=tr!(common.delete) on:click=delete>{icon(Icon::Trash)}</button>
    }
    .into_any()
}

fn edit(record: Remote<Area>, area: Area, open: RwSignal<bool>) -> AnyView {
    let names = &["name", "fields"];
    let toasts = use_toasts();
    let id = area.id;
    let version = RwSignal::new(area.version);
    let form = Form::new(format!("area-{id}"), pick(&area, names));
    let submit = move || {
        let version = version.get_untracked();
        let send = move |body: Value, _| async move {
            http::patch::<Area>(format!("/areas/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<AreaPatch>, send, move |area| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(area);
        });
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(latest) = http::get::<Area>(format!("/areas/{id}")).await
                && version.try_set(latest.version).is_none()
            {
                form.merge(pick(&latest, names));
            }
        });
    });
    view::frame(
        form,
        submit,
        Some(reload),
        form_fields(form),
        view::submit(form, tr!(common.save)),
    )
}

fn teams(id: Uuid) -> AnyView {
    let listing = Listing::<Team>::of(format!("/teams?area_id={id}"));
    let columns = vec![
        Column::new(tr!(org.team_name), |team: &Team| {
            main_link(Route::Team(team.id).path(), team.name.clone().into_any())
        }),
        Column::new(tr!(org.lead), |team: &Team| {
            lead(team.lead.as_ref().map(|lead| lead.name.as_str()))
        }),
        Column::new(tr!(org.members), |team: &Team| {
            tr!(org.member_count, n = team.member_count)
                .to_string()
                .into_any()
        })
        .class("num"),
    ];
    table(tr!(org.area_teams), listing, columns, None, true, || {
        empty::plain(Icon::Team, tr!(org.teams_empty), tr!(org.teams_empty_text))
    })
}
