//! One leave request: what was asked, where it stands, the certificate, coming back early.

use contract::Action;
use contract::approval::{Approval, ApprovalAct};
use contract::leave::{LeaveRequest, LeaveState, NewEarlyReturn};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{edit, words};
use crate::components::choice::segmented;
use crate::components::crumbs::crumbs;
use crate::components::description::{list, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon, small};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, banner, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{time, zone};
use crate::pages::approvals::files;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let url = UrlState::here();
    let record = Remote::new(move || http::get::<LeaveRequest>(format!("/leave-requests/{id}")));
    view! { <div class="page" data-testid="page-leave-request">{show(record, move |one| shown(record, one, url))}</div> }.into_any()
}

fn shown(record: Remote<LeaveRequest>, one: LeaveRequest, url: UrlState) -> AnyView {
    let title = tr!(
        leave.detail_title,
        who = one.employee.name.clone(),
        kind = one.leave_type.name.clone()
    )
    .to_string();
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let sent = (untrack(move || url.get("sent")) == "1" && one.state == LeaveState::Open)
        .then(|| banner::banner("good", tr!(leave.sent_text)));
    let approval = one.approval_id.map(|id| view! { <a class="btn" href=Route::Approval(id).path() data-testid="see-approval">{icon(Icon::Inbox)} {tr!(leave.see_approval)}</a> });
    let may = one.allowed_actions.contains(&Action::LeaveRequest);
    let editing = may && one.state == LeaveState::Returned;
    let certificate = one.approval_id.map(|id| {
        // Who may hand in a certificate is said by the approval: the leave itself can't be changed while it is being decided.
        let approval = Remote::new(move || http::get::<Approval>(format!("/approvals/{id}")));
        let attach = move || approval.get().is_some_and(|one| one.acts.contains(&ApprovalAct::Attach));
        let listing = files::listing(id);
        let needed = (one.certificate_required && one.state == LeaveState::Open)
            .then(|| view! { <div class="card-body">{banner::banner("warn", tr!(leave.certificate_needed))}</div> });
        let body = view! { {needed} {move || files::panel(id, listing, attach(), || ())} };
        card(tr!(leave.certificate), ().into_any(), body.into_any())
    });
    view! {
        {crumbs(vec![(tr!(leave.title).into(), Route::Leave.path())])}
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&one.employee.name, "large")}
                <div>
                    <h1>{title} {badge::status(words::state(one.state))}</h1>
                    <p class="sub">{words::of(&one)} " · " {words::days(one.days)}</p>
                </div>
            </div>
            <div class="actions">{approval} {early(record, &one)}</div>
        </header>
        {sent}
        {editing.then(|| edit::panel(record, &one))}
        <div class="split">
            {facts(&one)}
            <div class="stack">{certificate}</div>
        </div>
    }
    .into_any()
}

fn facts(one: &LeaveRequest) -> AnyView {
    let kind = view! { <span class="row tight">{one.leave_type.name.clone()} {words::clause(&one.leave_type.clause)} {one.after_the_fact.then(|| badge::badge(tr!(leave.after_the_fact), "warn"))}</span> };
    let mut rows = vec![
        (tr!(leave.kind), kind.into_any()),
        (tr!(leave.period), words::of(one).into_any()),
        (tr!(leave.length), words::days(one.days).into_any()),
        (tr!(leave.person), person::link(&one.employee)),
        (
            tr!(leave.stand_in),
            one.stand_in
                .as_ref()
                .map_or_else(|| text(None), person::link),
        ),
        (tr!(leave.reason), text(one.reason.clone())),
        (tr!(leave.created), time::instant(one.created_at).into_any()),
    ];
    if one.created_by.id != one.employee.id {
        rows.push((tr!(leave.created_by), person::link(&one.created_by)));
    }
    if let (Some(on), Some(half)) = (one.resumed_on, one.resumed_half) {
        let when = tr!(
            leave.resumed_at,
            when = time::date(on),
            half = words::half(half)
        );
        rows.push((tr!(leave.resumed), when.to_string().into_any()));
        rows.push((
            tr!(leave.returned_days),
            words::days(one.returned_days).into_any(),
        ));
    }
    view! { <section class="card"><div class="card-body">{list(rows)}</div></section> }.into_any()
}

fn early(record: Remote<LeaveRequest>, one: &LeaveRequest) -> Option<AnyView> {
    let fits = one.state == LeaveState::Approved
        && one.resumed_on.is_none()
        && one.allowed_actions.contains(&Action::LeaveRequest);
    if !fits {
        return None;
    }
    let open = RwSignal::new(false);
    let (id, version) = (one.id, one.version);
    let (first, last) = (one.starts_on, one.ends_on);
    let view = view! {
        <button type="button" class="btn" data-testid="early-return" on:click=move |_| open.set(true)>{small(Icon::Return)} {tr!(leave.early_return)}</button>
        <Dialog open title=tr!(leave.early_return)>{form(record, open, id, version, zone::today().clamp(first, last).to_string())}</Dialog>
    };
    Some(view.into_any())
}

fn form(
    record: Remote<LeaveRequest>,
    open: RwSignal<bool>,
    id: Uuid,
    version: i64,
    day: String,
) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("return-{id}"), json!({ "resumes_on": day }));
    let submit = move || {
        let send = move |body: Value, key| async move {
            Call::post(format!("/leave-requests/{id}/early-returns"), key)
                .version(version)
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<NewEarlyReturn>, send, move |_| {
            open.set(false);
            toasts.good(tr!(leave.early_returned));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(leave.early_return_text)}</p>
        {Field::new(form, "resumes_on", tr!(leave.resumes_on)).required().kind("date").show()}
        <div class="field">
            <span class="label">{tr!(leave.resumes_half)}</span>
            {segmented(tr!(leave.resumes_half), vec![(false, tr!(leave.half_am)), (true, tr!(leave.half_pm))], move || form.text("resumes_half") == "pm", move |pm| form.set("resumes_half", if pm { "pm" } else { "am" }))}
        </div>
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(leave.early_return)),
    )
}
