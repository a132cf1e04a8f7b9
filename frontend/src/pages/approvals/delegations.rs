//! My stand-ins: who decides for me while I'm away, and for whom I decide.

use contract::Action;
use contract::approval::{Delegation, NewDelegation};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::words;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, checks};
use crate::components::icon::{Icon, icon};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, page, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::org::opener;
use crate::tr;

/// The list, reachable from its cells.
#[derive(Clone, Copy)]
struct Given(Listing<Delegation>);

pub fn page() -> AnyView {
    let creating = opener(UrlState::here());
    let listing = Listing::<Delegation>::of("/delegations");
    provide_context(Given(listing));
    let columns = vec![
        Column::new(tr!(approvals.delegate), whom),
        Column::new(tr!(approvals.period), |one: &Delegation| {
            format!(
                "{} – {}",
                time::date(one.starts_on),
                time::date(one.ends_on)
            )
            .into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(approvals.kinds), |one: &Delegation| kinds(one)),
        Column::new(tr!(common.status), |one: &Delegation| {
            badge::status(state(one))
        }),
        Column::new("", revoke).class("right bare"),
    ];
    let new = move || {
        view! { <button type="button" class="btn primary" data-testid="new-delegation" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(approvals.delegation_new)}</button> }
    };
    let none = move || {
        empty::empty(
            Icon::Swap,
            tr!(approvals.delegations_empty),
            tr!(approvals.delegations_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        {table(tr!(approvals.delegations), listing, columns, None, false, none)}
        <Dialog open=creating title=tr!(approvals.delegation_new)>{create(listing, creating)}</Dialog>
    };
    page::page(
        Route::Delegations,
        tr!(approvals.delegations),
        tr!(approvals.delegations_sub),
        new().into_any(),
        body.into_any(),
    )
}

fn mine(one: &Delegation) -> bool {
    let me = use_session().me_now().and_then(|me| me.employee_id);
    me == Some(one.delegator.id)
}

fn whom(one: &Delegation) -> AnyView {
    if mine(one) {
        person::person(&one.delegate.name, tr!(approvals.given))
    } else {
        person::person(&one.delegator.name, tr!(approvals.got))
    }
}

fn kinds(one: &Delegation) -> AnyView {
    let text = if one.kinds.is_empty() {
        tr!(approvals.kinds_all).to_owned()
    } else {
        one.kinds
            .iter()
            .map(|kind| words::kind(*kind))
            .collect::<Vec<_>>()
            .join("、")
    };
    let leave = one.leave_request_id.map(|id| {
        view! { <a class="small" href=Route::LeaveRequest(id).path()>{tr!(approvals.from_leave)}</a> }
    });
    view! { <span class="row tight"><span>{text}</span> {leave}</span> }.into_any()
}

fn state(one: &Delegation) -> (&'static str, &'static str) {
    if one.revoked_at.is_some() {
        (tr!(approvals.revoked), "")
    } else if one.current {
        (tr!(approvals.in_force), "good")
    } else if one.starts_on > zone::today() {
        (tr!(approvals.planned), "info")
    } else {
        (tr!(approvals.over), "")
    }
}

fn revoke(one: &Delegation) -> AnyView {
    let over = one.revoked_at.is_some() || one.ends_on < zone::today();
    if over || !mine(one) || !one.allowed_actions.contains(&Action::DelegationManage) {
        return ().into_any();
    }
    let Some(Given(listing)) = use_context::<Given>() else {
        return ().into_any();
    };
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (id, version) = (one.id, one.version);
    let send = move || {
        spawn_local(async move {
            let call = Call::post(
                format!("/delegations/{id}/revocations"),
                uuid::Uuid::new_v4(),
            )
            .version(version)
            .json(&json!({}));
            match call.done().await {
                Ok(_) => {
                    toasts.good(tr!(approvals.revoked_toast));
                    listing.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let ask = move |_| {
        confirm.danger(
            tr!(approvals.revoke_title),
            tr!(approvals.revoke_text),
            tr!(approvals.revoke),
            send,
        );
    };
    let label = format!("{} {}", tr!(approvals.revoke), one.delegate.name);
    view! { <button type="button" class="btn danger small" data-testid="revoke" aria-label=label on:click=ask>{tr!(approvals.revoke)}</button> }.into_any()
}

fn create(listing: Listing<Delegation>, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let me = use_session().me_now().and_then(|me| me.employee_id);
    let today = time::today();
    let form = Form::new(
        "new-delegation",
        json!({ "starts_on": today, "ends_on": today }),
    );
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<Delegation>("/delegations", key, &body).await
        };
        form.submit(form.body(), check::<NewDelegation>, send, move |_| {
            open.set(false);
            toasts.good(tr!(approvals.delegation_made));
            listing.reload();
        });
    };
    let options = words::kinds()
        .into_iter()
        .map(|(value, text)| (value, text, String::new()))
        .collect();
    let fields = view! {
        <PersonPicker form name="delegate_id" label=tr!(approvals.delegate) among=Among::Department(me) />
        <div class="form-grid">
            {Field::new(form, "starts_on", tr!(approvals.starts_on)).required().kind("date").show()}
            {Field::new(form, "ends_on", tr!(approvals.ends_on)).required().kind("date").show()}
        </div>
        {checks(form, "kinds", tr!(approvals.kinds), options)}
        <p class="help small muted">{tr!(approvals.kinds_help)}</p>
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(approvals.delegation_new)),
    )
}
