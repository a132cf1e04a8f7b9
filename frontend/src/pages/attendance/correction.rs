//! One correction; changed and sent again where it was returned.

use chrono::NaiveDate;
use contract::Action;
use contract::attendance::{Correction, CorrectionPatch, CorrectionState};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::description::list;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{avatar, badge, banner, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{time, zone};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Correction>(format!("/corrections/{id}")));
    view! { <div class="page narrow" data-testid="page-correction">{show(record, move |one| shown(record, one))}</div> }.into_any()
}

fn shown(record: Remote<Correction>, one: Correction) -> AnyView {
    let title = tr!(attendance.c_title, who = one.employee.name.clone()).to_string();
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let approval = one.approval_id.map(|id| view! { <a class="btn" href=Route::Approval(id).path() data-testid="see-approval">{icon(Icon::Inbox)} {tr!(leave.see_approval)}</a> });
    let editing = one.state == CorrectionState::Returned
        && one.allowed_actions.contains(&Action::CorrectionRequest);
    let mut rows = vec![
        (tr!(attendance.c_day), time::day_title(one.date).into_any()),
        (
            tr!(attendance.correct_kind),
            words::punch(one.kind).into_any(),
        ),
        (
            tr!(attendance.correct_at),
            words::clock(Some(one.at), one.date).into_any(),
        ),
        (
            tr!(attendance.correct_reason),
            one.reason.clone().into_any(),
        ),
        (tr!(attendance.person), person::link(&one.employee)),
        (
            tr!(attendance.c_asked),
            time::instant(one.created_at).into_any(),
        ),
    ];
    if one.created_by.id != one.employee.id {
        rows.push((tr!(leave.created_by), person::link(&one.created_by)));
    }
    view! {
        {crumbs(vec![(tr!(attendance.corrections).into(), Route::Corrections.path())])}
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&one.employee.name, "large")}
                <div><h1>{title} {badge::status(words::correction(one.state))}</h1><p class="sub">{time::day_title(one.date)}</p></div>
            </div>
            <div class="actions">{approval}</div>
        </header>
        <div class="stack">
            {editing.then(|| edit(record, &one))}
            <section class="card"><div class="card-body">{list(rows)}</div></section>
        </div>
    }
    .into_any()
}

fn edit(record: Remote<Correction>, one: &Correction) -> AnyView {
    let toasts = use_toasts();
    let (id, version, approval) = (one.id, one.version, one.approval_id);
    let day = zone::day(one.at).unwrap_or(one.date);
    let form = Form::new(
        format!("correction-{id}"),
        json!({ "clock": zone::clock(one.at), "reason": one.reason }),
    );
    let submit = move || {
        let body = on_the_wire(form.patch(), day);
        let send = move |body: Value, key| async move {
            if body.as_object().is_some_and(|body| !body.is_empty()) {
                http::patch::<Correction>(format!("/corrections/{id}"), version, &body).await?;
            }
            if let Some(approval) = approval {
                Call::post(format!("/approvals/{approval}/resubmissions"), key)
                    .json(&json!({}))
                    .done()
                    .await?;
            }
            Ok(())
        };
        form.submit(body, check::<CorrectionPatch>, send, move |()| {
            toasts.good(tr!(leave.resubmitted));
            record.reload();
        });
    };
    let fields = view! {
        {banner::banner("warn", tr!(leave.edit_returned_text))}
        {Field::new(form, "clock", tr!(attendance.correct_at)).required().kind("time").show()}
        {Field::new(form, "reason", tr!(attendance.correct_reason)).required().kind("textarea").show()}
    };
    let frame = view::frame(
        form,
        submit,
        Some(Callback::new(move |()| record.reload())),
        fields.into_any(),
        view::submit(form, tr!(leave.edit_returned)),
    );
    view! { <section class="card" data-testid="edit-returned"><div class="card-body">{frame}</div></section> }.into_any()
}

fn on_the_wire(mut body: Value, day: NaiveDate) -> Value {
    if let Some(map) = body.as_object_mut()
        && let Some(clock) = map.remove("clock")
        && let Some(at) = clock.as_str().and_then(|clock| zone::instant(day, clock))
    {
        map.insert("at".into(), json!(at));
    }
    body
}
