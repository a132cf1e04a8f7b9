//! The fields of a request, for asking and for changing what was returned.

use contract::Page;
use contract::employee::PersonRef;
use contract::leave::LeaveType;
use leptos::prelude::*;
use uuid::Uuid;

use crate::components::choice::segmented;
use crate::components::field::{Field, select};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn all_types() -> Remote<Page<LeaveType>> {
    Remote::new(|| http::get::<Page<LeaveType>>("/leave-types?limit=200"))
}

pub fn options(all: Remote<Page<LeaveType>>, active: bool) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let page = all.get().map(|page| page.data).unwrap_or_default();
        page.into_iter()
            .filter(|one| one.active || !active)
            .map(|one| (one.id.to_string(), one.name))
            .collect()
    })
}

pub fn types() -> Signal<Vec<(String, String)>> {
    options(all_types(), false)
}

pub fn fields(
    form: Form,
    types: Remote<Page<LeaveType>>,
    stand_in: Option<PersonRef>,
    except: Option<Uuid>,
) -> AnyView {
    let chosen = move || {
        let id = form.text("leave_type_id");
        let all = types.get().map(|page| page.data).unwrap_or_default();
        all.into_iter().find(|one| one.id.to_string() == id)
    };
    let halves = Memo::new(move |_| chosen().is_some_and(|one| one.allows_half_days));
    // The last day follows the first one, until somebody says otherwise.
    Effect::new(move || {
        let (from, to) = (form.text("starts_on"), form.text("ends_on"));
        if !from.is_empty() && (to.is_empty() || to < from) {
            form.set("ends_on", from);
        }
    });
    Effect::new(move || {
        if types.value.get().is_some() && !form.text("leave_type_id").is_empty() && !halves.get() {
            form.set("starts_half", "");
            form.set("ends_half", "");
        }
    });
    let half = move |name: &'static str,
                     label: &'static str,
                     am: &'static str,
                     pm: &'static str,
                     usual: &'static str| {
        let now = move || match form.text(name) {
            text if text.is_empty() => usual == "am",
            text => text == "am",
        };
        view! {
            <div class="field" data-testid=name>
                <span class="label">{label}</span>
                {segmented(label, vec![(true, am), (false, pm)], now, move |first| form.set(name, if first { "am" } else { "pm" }))}
            </div>
        }
    };
    view! {
        {select(form, "leave_type_id", tr!(leave.kind), true, "", options(types, true))}
        <div class="form-grid">
            {Field::new(form, "starts_on", tr!(leave.starts_on)).required().kind("date").show()}
            {Field::new(form, "ends_on", tr!(leave.ends_on)).required().kind("date").show()}
            {move || halves.get().then(|| half("starts_half", tr!(leave.starts_half), tr!(leave.am_start), tr!(leave.pm_start), "am"))}
            {move || halves.get().then(|| half("ends_half", tr!(leave.ends_half), tr!(leave.am_end), tr!(leave.pm_end), "pm"))}
        </div>
        <PersonPicker form name="stand_in_id" label=tr!(leave.stand_in) among=Among::Department(except) required=false help=tr!(leave.stand_in_help) start=stand_in />
        {Field::new(form, "reason", tr!(leave.reason)).kind("textarea").show()}
    }
    .into_any()
}
