//! Entries by hand, granting a year, closing a year.

use contract::import::Job;
use contract::leave::{LeaveEntry, NewLeaveClosing, NewLeaveEntry, NewLeaveGrant};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::fields;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::job;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::{failure, form as view};
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http::{Call, Failure};
use crate::core::listing::Listing;
use crate::core::zone;
use crate::tr;

fn this_year() -> i32 {
    chrono::Datelike::year(&zone::today())
}

/// Texts of number fields as numbers.
fn numbers(mut body: Value, names: &[&str]) -> Value {
    for name in names {
        let number = body
            .get(*name)
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(number) = number {
            body[*name] = number;
        }
    }
    body
}

pub fn enter(listing: Listing<LeaveEntry>, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(
        "new-entry",
        json!({ "kind": "grant", "year": this_year().to_string() }),
    );
    let submit = move || {
        let send = |body: Value, key| async move {
            Call::post("/leave-entries", key).json(&body).done().await
        };
        form.submit(
            numbers(form.body(), &["year", "days"]),
            check::<NewLeaveEntry>,
            send,
            move |_| {
                open.set(false);
                toasts.good(tr!(leave.entry_made));
                listing.reload();
            },
        );
    };
    let kinds = [
        ("grant", tr!(leave.e_grant)),
        ("adjust", tr!(leave.e_adjust)),
    ];
    let kinds = kinds
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let fields = view! {
        <PersonPicker form among=Among::AtWork name="employee_id" label=tr!(leave.person) />
        {select(form, "leave_type_id", tr!(leave.kind), true, "", fields::types())}
        <div class="form-grid">
            {select(form, "kind", tr!(leave.entry_kind), true, "", Signal::stored(kinds))}
            {Field::new(form, "year", tr!(leave.year_label)).required().kind("number").show()}
        </div>
        {Field::new(form, "days", tr!(leave.entry_days)).required().show()}
        {Field::new(form, "note", tr!(leave.entry_note)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(leave.entry_new)),
    )
}

pub fn grant(listing: Listing<LeaveEntry>) -> AnyView {
    let form = Form::new("grant-year", json!({ "year": this_year().to_string() }));
    let fields = view! {
        <p class="muted">{tr!(leave.grant_text)}</p>
        <div class="form-grid">
            {Field::new(form, "year", tr!(leave.year_label)).required().kind("number").show()}
            {select(form, "leave_type_id", tr!(leave.all_types), false, "", fields::types())}
        </div>
    };
    order(
        form,
        "/leave-grants",
        check::<NewLeaveGrant>,
        fields.into_any(),
        listing,
    )
}

pub fn close(listing: Listing<LeaveEntry>) -> AnyView {
    let last = this_year() - 1;
    let form = Form::new("close-year", json!({ "year": last.to_string() }));
    let fields = view! {
        <p class="muted">{tr!(leave.close_text)}</p>
        {Field::new(form, "year", tr!(leave.year_label)).required().kind("number").show()}
    };
    order(
        form,
        "/leave-closings",
        check::<NewLeaveClosing>,
        fields.into_any(),
        listing,
    )
}

/// Long work: tried first if wished, then for real, with its progress.
fn order(
    form: Form,
    path: &'static str,
    check: fn(&Value) -> Vec<FieldError>,
    fields: AnyView,
    listing: Listing<LeaveEntry>,
) -> AnyView {
    let job = RwSignal::new(None::<Job>);
    let refused = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let run = move |dry: bool| {
        let mut body = numbers(form.body(), &["year"]);
        body["dry_run"] = dry.into();
        let errors = check(&body);
        let wrong = !errors.is_empty();
        form.errors.set(errors);
        if wrong || busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        job.set(None);
        spawn_local(async move {
            let call = Call::post(path, job::key()).json(&body);
            match job::run(call, job).await {
                Ok(done) if !done.dry_run => listing.reload(),
                Ok(_) => {}
                Err(failure) => {
                    refused.try_set(Some(failure));
                }
            }
            form.settle();
            busy.try_set(false);
        });
    };
    let foot = view! {
        <button type="button" class="btn" data-testid="try" disabled=move || busy.get() on:click=move |_| run(true)>{tr!(leave.try_first)}</button>
        <button type="submit" class="btn primary" data-testid="submit" disabled=move || busy.get()>{icon(Icon::Check)} {tr!(leave.run)}</button>
    };
    let fields = view! {
        {fields}
        {move || refused.get().map(|failure| crate::components::banner::banner("bad", failure::words(&failure)))}
        {move || job.get().map(|job| job::progress(&job, tr!(leave.job_title)))}
    };
    view::frame(
        form,
        move || run(false),
        None,
        fields.into_any(),
        foot.into_any(),
    )
}
