//! One team: its lead, its people, and changing or deleting it.

use contract::Action;
use contract::employee::Employee;
use contract::team::{Team, TeamPatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde_json::Value;
use uuid::Uuid;

use super::options;
use super::teams::lead;
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::description::{link, list};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::table::{Column, main_link, table};
use crate::components::toast::use_toasts;
use crate::components::{badge, empty, form as view, person};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time, words};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let team = Remote::new(move || http::get::<Team>(format!("/teams/{id}")));
    view! { <div class="page" data-testid="page-team">{show(team, move |one| detail(team, one))}</div> }.into_any()
}

fn detail(record: Remote<Team>, team: Team) -> AnyView {
    document().set_title(&format!("{} · {}", team.name, tr!(common.product)));
    let editing = RwSignal::new(false);
    let manage = team.allowed_actions.contains(&Action::TeamManage);
    let facts = list(vec![
        (
            tr!(org.lead),
            team.lead.as_ref().map_or_else(|| lead(None), person::link),
        ),
        (
            tr!(people.area),
            link(
                team.area_name.clone().or(Some(tr!(org.no_area).into())),
                team.area_id.map(|id| Route::Area(id).path()),
            ),
        ),
        (
            tr!(org.members),
            tr!(org.member_count, n = team.member_count)
                .to_string()
                .into_any(),
        ),
        (
            tr!(people.updated),
            time::instant(team.updated_at).into_any(),
        ),
    ]);
    let shown = StoredValue::new(team.clone());
    view! {
        {crumbs(vec![(tr!(org.teams).into(), "/teams".into())])}
        <header class="page-head">
            <h1>{team.name.clone()}</h1>
            <div class="actions">{manage.then(|| actions(&team, editing))}</div>
        </header>
        <div class="split">
            {members(team.id)}
            {card(tr!(people.profile), ().into_any(), view! { <div class="card-body">{facts}</div> }.into_any())}
        </div>
        <Dialog open=editing title=tr!(org.team_edit)>{edit(record, shown.get_value(), editing)}</Dialog>
    }
    .into_any()
}

fn actions(team: &Team, editing: RwSignal<bool>) -> AnyView {
    let (confirm, toasts, navigate) = (use_confirm(), use_toasts(), use_navigate());
    let (id, version) = (team.id, team.version);
    let delete = move |_| {
        let navigate = navigate.clone();
        confirm.danger(
            tr!(org.team_delete),
            tr!(org.team_delete_text),
            tr!(common.delete),
            move || {
                let navigate = navigate.clone();
                spawn_local(async move {
                    match http::delete(format!("/teams/{id}"), Some(version)).await {
                        Ok(()) => {
                            toasts.good(tr!(common.deleted));
                            navigate("/teams", Default::default());
                        }
                        Err(failure) => toasts.failure(&failure),
                    }
                });
            },
        );
    };
    view! {
        <button type="button" class="btn" data-testid="edit-team" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
        <button type="button" class="btn danger icon-only" aria-label=tr!(common.delete) on:click=delete>{icon(Icon::Trash)}</button>
    }
    .into_any()
}

fn edit(record: Remote<Team>, team: Team, open: RwSignal<bool>) -> AnyView {
    let names = &["name", "area_id"];
    let toasts = use_toasts();
    let id = team.id;
    let version = RwSignal::new(team.version);
    let form = Form::new(format!("team-{id}"), pick(&team, names));
    let submit = move || {
        let version = version.get_untracked();
        let send = move |body: Value, _| async move {
            http::patch::<Team>(format!("/teams/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<TeamPatch>, send, move |team| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(team);
        });
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(latest) = http::get::<Team>(format!("/teams/{id}")).await
                && version.try_set(latest.version).is_none()
            {
                form.merge(pick(&latest, names));
            }
        });
    });
    let fields = view! {
        {Field::new(form, "name", tr!(org.team_name)).required().show()}
        {select(form, "area_id", tr!(people.area), false, "", options::areas())}
    };
    view::frame(
        form,
        submit,
        Some(reload),
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn members(id: Uuid) -> AnyView {
    let listing = Listing::<Employee>::of(format!("/employees?team_id={id}"));
    let columns = vec![
        Column::new(tr!(people.name), |one: &Employee| {
            main_link(
                Route::Employee(one.id).path(),
                person::person(&one.name, one.number.clone()),
            )
        }),
        Column::new(tr!(people.role), |one: &Employee| {
            one.role.map(words::role).unwrap_or_default().into_any()
        }),
        Column::new(tr!(people.status), |one: &Employee| {
            badge::status(words::status(one.status))
        }),
        Column::new(tr!(people.post), |one: &Employee| {
            one.post.clone().into_any()
        }),
    ];
    table(tr!(org.members), listing, columns, None, true, || {
        empty::plain(
            Icon::Team,
            tr!(org.members_empty),
            tr!(org.members_empty_text),
        )
    })
}
