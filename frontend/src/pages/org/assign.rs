//! Assigning, ending and handing over roles.

use contract::Action;
use contract::assignment::{NewRoleAssignment, RoleAssignment, RoleEnding, RoleHandover};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::options;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::Call;
use crate::core::listing::Listing;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::people::list::roles;
use crate::tr;

/// The row acts of the list, reachable from its cells.
#[derive(Clone, Copy)]
pub struct Acts {
    listing: Listing<RoleAssignment>,
    one: RwSignal<Option<RoleAssignment>>,
    ending: RwSignal<bool>,
    handing: RwSignal<bool>,
}

impl Acts {
    pub fn new(listing: Listing<RoleAssignment>) -> Acts {
        Acts {
            listing,
            one: RwSignal::new(None),
            ending: RwSignal::new(false),
            handing: RwSignal::new(false),
        }
    }

    pub fn buttons(self, one: &RoleAssignment) -> Option<AnyView> {
        let may = |action: Action| one.allowed_actions.contains(&action);
        let (hand_over, end) = (may(Action::RoleHandOver), may(Action::RoleEnd));
        if !hand_over && !end {
            return None;
        }
        let (first, second) = (one.clone(), one.clone());
        let open = move |one: &RoleAssignment, which: RwSignal<bool>| {
            self.one.set(Some(one.clone()));
            which.set(true);
        };
        let name = one.employee.name.clone();
        let view = view! {
            <span class="row tight end">
                {hand_over.then(|| view! { <button type="button" class="btn small" data-testid="hand-over" aria-label=format!("{} {name}", tr!(org.hand_over)) on:click=move |_| open(&first, self.handing)>{tr!(org.hand_over)}</button> })}
                {end.then(|| view! { <button type="button" class="btn quiet small" data-testid="end-role" aria-label=format!("{} {name}", tr!(org.end)) on:click=move |_| open(&second, self.ending)>{tr!(org.end)}</button> })}
            </span>
        };
        Some(view.into_any())
    }

    pub fn dialogs(self) -> AnyView {
        view! {
            <Dialog open=self.ending title=tr!(org.end_title)>{self.one.get().map(|one| end(self, one))}</Dialog>
            <Dialog open=self.handing title=tr!(org.hand_over_title)>{self.one.get().map(|one| hand_over(self, one))}</Dialog>
        }
        .into_any()
    }
}

pub fn create(listing: Listing<RoleAssignment>, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new("new-role", json!({}));
    let submit = move || {
        let mut body = form.body();
        local_days(&mut body);
        // Only what the role needs goes out, whatever was chosen before.
        if let Some(map) = body.as_object_mut() {
            map.retain(|key, _| match key.as_str() {
                "team_id" => matches!(form.text("role").as_str(), "member" | "lead"),
                "area_id" => form.text("role") == "deputy",
                _ => true,
            });
        }
        let send = |body: Value, key| async move {
            Call::post("/role-assignments", key)
                .json(&body)
                .done()
                .await
        };
        form.submit(body, check::<NewRoleAssignment>, send, move |_| {
            open.set(false);
            toasts.good(tr!(org.assigned));
            listing.reload();
        });
    };
    let fields = view! {
        <PersonPicker form among=Among::AtWork name="employee_id" label=tr!(org.assign_person) />
        {select(form, "role", tr!(org.assign_role), true, "", Signal::stored(roles()))}
        {move || match form.text("role").as_str() {
            "member" | "lead" => select(form, "team_id", tr!(people.team), false, "", options::teams()),
            "deputy" => select(form, "area_id", tr!(people.area), false, "", options::areas()),
            _ => ().into_any(),
        }}
        <div class="form-grid">
            {Field::new(form, "starts_at", tr!(org.assign_starts)).kind("date").show()}
            {Field::new(form, "ends_at", tr!(org.assign_ends)).kind("date").min(time::today()).show()}
        </div>
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(org.assign)),
    )
}

fn end(acts: Acts, one: RoleAssignment) -> AnyView {
    let toasts = use_toasts();
    let id = one.id;
    let form = Form::new(format!("end-role-{id}"), json!({}));
    let submit = move || {
        let mut body = form.body();
        local_days(&mut body);
        let send = move |body: Value, key| async move {
            Call::post(format!("/role-assignments/{id}/endings"), key)
                .version(one.version)
                .json(&body)
                .done()
                .await
        };
        form.submit(body, check::<RoleEnding>, send, move |_| {
            acts.ending.set(false);
            toasts.good(tr!(org.ended));
            acts.listing.reload();
        });
    };
    let fields = view! {
        <p class="muted">{format!("{} — {}", one.employee.name, tr!(org.end_text))}</p>
        {Field::new(form, "ends_at", tr!(org.end_at)).kind("date").min(time::today()).show()}
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit_danger(form, tr!(org.end)),
    )
}

fn hand_over(acts: Acts, one: RoleAssignment) -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let id = one.id;
    let holder = one.employee.id;
    let mine = session
        .me_now()
        .is_some_and(|me| me.employee_id == Some(holder));
    let form = Form::new(format!("hand-over-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            Call::post(format!("/role-assignments/{id}/handovers"), key)
                .version(one.version)
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<RoleHandover>, send, move |_| {
            acts.handing.set(false);
            toasts.good(tr!(org.handed_over));
            acts.listing.reload();
            // Who gave away the own seat may do less from now on.
            if mine {
                spawn_local(session.load());
            }
        });
    };
    let fields = view! {
        <p class="muted">{format!("{} — {}", one.employee.name, tr!(org.hand_over_text))}</p>
        <PersonPicker form among=Among::AtWork name="successor_id" label=tr!(org.successor) />
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(org.hand_over)),
    )
}

/// Days become instants: what starts today starts now, and the last day counts whole.
fn local_days(body: &mut Value) {
    let Some(map) = body.as_object_mut() else {
        return;
    };
    map.retain(|name, day| name != "starts_at" || *day != time::today());
    for (name, plus_days) in [("starts_at", 0.0), ("ends_at", 1.0)] {
        if let Some(value) = map.get_mut(name)
            && let Some(at) = value
                .as_str()
                .and_then(|day| time::day_start(day, plus_days))
        {
            *value = Value::from(at);
        }
    }
}
