//! What can be done with a statement: publish, make final, compute anew, object.

use contract::Action;
use contract::attendance::{
    AttendanceObjection, AttendanceStatement, NewAttendanceObjection, StatementPublication,
    StatementState,
};
use contract::import::Job;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::badge;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::job;
use crate::components::page::card;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::Call;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::tr;

pub fn buttons(record: Remote<AttendanceStatement>, one: &AttendanceStatement) -> Option<AnyView> {
    if !one.allowed_actions.contains(&Action::StatementManage) || one.state == StatementState::Final
    {
        return None;
    }
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let publishing = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let (id, version) = (one.id, one.version);
    let month = StoredValue::new(one.month.clone());
    let finalize = move || {
        spawn_local(async move {
            let path = format!("/attendance-statements/{id}/finalizations");
            let call = Call::post(path, Uuid::new_v4())
                .version(version)
                .json(&json!({}));
            match call.done().await {
                Ok(_) => {
                    toasts.good(tr!(attendance.final_toast));
                    record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let ask = move |_| {
        confirm.plain(
            tr!(attendance.finalize_title),
            tr!(attendance.finalize_text),
            tr!(attendance.finalize),
            finalize,
        );
    };
    let again = move |_| {
        busy.set(true);
        spawn_local(async move {
            let job = RwSignal::new(None::<Job>);
            let body = json!({ "month": month.get_value() });
            let call = Call::post("/attendance-statements", job::key()).json(&body);
            match job::run(call, job).await {
                Ok(_) => record.reload(),
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let draft = one.state == StatementState::Draft;
    let view = view! {
        <button type="button" class="btn" disabled=move || busy.get() on:click=again>
            {move || if busy.get() { view! { <span class="spin" aria-hidden="true"></span> }.into_any() } else { icon(Icon::History) }}
            {tr!(attendance.draft_again)}
        </button>
        {draft.then(|| view! { <button type="button" class="btn primary" data-testid="publish" on:click=move |_| publishing.set(true)>{icon(Icon::Send)} {tr!(attendance.publish)}</button> })}
        {(!draft).then(|| view! { <button type="button" class="btn primary" data-testid="finalize" on:click=ask>{icon(Icon::Lock)} {tr!(attendance.finalize)}</button> })}
        <Dialog open=publishing title=tr!(attendance.publish_title)>{publish(record, publishing, id, version)}</Dialog>
    };
    Some(view.into_any())
}

fn publish(
    record: Remote<AttendanceStatement>,
    open: RwSignal<bool>,
    id: Uuid,
    version: i64,
) -> AnyView {
    let toasts = use_toasts();
    let week = zone::today() + chrono::TimeDelta::days(7);
    let form = Form::new(
        format!("publish-{id}"),
        json!({ "objections_until": week.to_string() }),
    );
    let submit = move || {
        let send = move |body: Value, key| async move {
            Call::post(format!("/attendance-statements/{id}/publications"), key)
                .version(version)
                .json(&body)
                .done()
                .await
        };
        form.submit(
            form.body(),
            check::<StatementPublication>,
            send,
            move |_| {
                open.set(false);
                toasts.good(tr!(attendance.published_toast));
                record.reload();
            },
        );
    };
    let fields = view! {
        <p class="muted">{tr!(attendance.publish_text)}</p>
        {Field::new(form, "objections_until", tr!(attendance.objections_until)).required().kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.publish)),
    )
}

/// Under my own line: what I objected to, and a button while the window is open.
pub fn object(
    record: Remote<AttendanceStatement>,
    one: &AttendanceStatement,
    changed: RwSignal<u32>,
    listing: Listing<AttendanceObjection>,
) -> AnyView {
    let session = use_session();
    let me = session.me_now().and_then(|me| me.employee_id);
    let open = RwSignal::new(false);
    let id = one.id;
    let window = one.state == StatementState::Published
        && one.objections_until.is_none_or(|day| zone::today() <= day)
        && untrack(move || session.can(Action::ObjectionFile));
    let row = |one: AttendanceObjection| {
        let answer = one
            .answer
            .clone()
            .map(|text| view! { <p class="said">{text}</p> });
        view! {
            <li><div class="grow"><p>{one.text.clone()}</p><p class="small muted">{one.date.map(time::short_day)} " " {time::instant(one.created_at)}</p>{answer}</div>{badge::status(words::objection(one.state))}</li>
        }
    };
    let mine = move || {
        let all: Vec<AttendanceObjection> = listing
            .rows
            .get()
            .into_iter()
            .filter(|one| Some(one.employee.id) == me)
            .collect();
        (!all.is_empty())
            .then(|| view! { <ul class="rows">{all.into_iter().map(row).collect_view()}</ul> })
    };
    let button = window.then(|| view! { <button type="button" class="btn primary" data-testid="object" on:click=move |_| open.set(true)>{icon(Icon::Chat)} {tr!(attendance.object)}</button> });
    let done = Callback::new(move |()| {
        listing.reload();
        changed.update(|n| *n += 1);
        record.reload();
    });
    view! {
        {card(tr!(attendance.tab_objections), button.into_any(), mine.into_any())}
        <Dialog open title=tr!(attendance.object_title)>{objection(id, open, done)}</Dialog>
    }
    .into_any()
}

fn objection(id: Uuid, open: RwSignal<bool>, done: Callback<()>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("object-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            Call::post(format!("/attendance-statements/{id}/objections"), key)
                .json(&body)
                .done()
                .await
        };
        form.submit(
            form.body(),
            check::<NewAttendanceObjection>,
            send,
            move |_| {
                open.set(false);
                toasts.good(tr!(attendance.object_sent));
                done.run(());
            },
        );
    };
    let fields = view! {
        {Field::new(form, "date", tr!(attendance.object_date)).kind("date").show()}
        {Field::new(form, "text", tr!(attendance.object_text)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.object)),
    )
}
