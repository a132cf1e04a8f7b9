//! The monthly statements (4.4.3): the list, and drafting a month.

use contract::Action;
use contract::attendance::{AttendanceStatement, NewAttendanceStatement};
use contract::import::Job;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::words;
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, job, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{Call, Failure};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::org::opener;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let drafting = opener(UrlState::here());
    let listing = Listing::<AttendanceStatement>::of("/attendance-statements");
    let columns = vec![
        Column::new(tr!(attendance.month), |one: &AttendanceStatement| {
            main_link(
                Route::Statement(one.id).path(),
                time::month(zone::month(&one.month)).into_any(),
            )
        }),
        Column::new(tr!(attendance.status), |one: &AttendanceStatement| {
            badge::status(words::statement(one.state))
        }),
        Column::new(tr!(attendance.people_count), |one: &AttendanceStatement| {
            one.people.into_any()
        })
        .class("num"),
        Column::new(
            tr!(attendance.breach_people),
            |one: &AttendanceStatement| one.people_with_breaches.into_any(),
        )
        .class("num"),
        Column::new(
            tr!(attendance.open_objections),
            |one: &AttendanceStatement| match one.open_objections {
                0 => 0.into_any(),
                n => badge::badge(n.to_string(), "warn"),
            },
        )
        .class("num"),
        Column::new(
            tr!(attendance.objections_until),
            |one: &AttendanceStatement| text(one.objections_until.map(time::date)),
        )
        .class("num nowrap"),
    ];
    let new = move || {
        session.can(Action::StatementManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="draft-statement" on:click=move |_| drafting.set(true)>{icon(Icon::Plus)} {tr!(attendance.draft)}</button> }
        })
    };
    let none = move || {
        empty::empty(
            Icon::Report,
            tr!(attendance.statements_empty),
            tr!(attendance.statements_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        {table(tr!(attendance.statements), listing, columns, None, true, none)}
        <Dialog open=drafting title=tr!(attendance.draft)>{draft(listing)}</Dialog>
    };
    page::page(
        Route::Statements,
        tr!(attendance.statements),
        tr!(attendance.statements_sub),
        new.into_any(),
        body.into_any(),
    )
}

fn draft(listing: Listing<AttendanceStatement>) -> AnyView {
    let last = zone::month_word(zone::shift(zone::first(zone::today()), -1));
    let form = Form::new("draft-statement", json!({ "month": last }));
    let job = RwSignal::new(None::<Job>);
    let refused = RwSignal::new(None::<Failure>);
    let submit = move || {
        let body = form.body();
        let errors = check::<NewAttendanceStatement>(&body);
        let wrong = !errors.is_empty();
        form.errors.set(errors);
        if wrong || form.busy.get_untracked() {
            return;
        }
        form.busy.set(true);
        refused.set(None);
        job.set(None);
        spawn_local(async move {
            let call = Call::post("/attendance-statements", job::key()).json(&body);
            match job::run(call, job).await {
                Ok(_) => listing.reload(),
                Err(failure) => {
                    refused.try_set(Some(failure));
                }
            }
            form.settle();
            form.busy.try_set(false);
        });
    };
    let fields = view! {
        <p class="muted">{tr!(attendance.draft_text)}</p>
        {Field::new(form, "month", tr!(attendance.month)).required().kind("month").show()}
        {move || refused.get().map(|failure| job::refused(&failure))}
        {move || job.get().map(|job| job::progress(&job, tr!(leave.job_title)))}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.draft)),
    )
}
