//! One piece of feedback: what was told, who answers by when, the answer, and whether that settled it.

use contract::Action;
use contract::feedback::{Feedback, NewFeedbackAnswer, NewFeedbackReferral, NewFeedbackRemark};
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::words;
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::prose::prose;
use crate::components::record::{act, show};
use crate::components::toast::use_toasts;
use crate::components::{badge, person};
use crate::core::check::check;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

type Record = Remote<Feedback>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Feedback>(format!("/feedback/{id}")));
    view! { <div class="page" data-testid="page-feedback-record">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: Feedback) -> AnyView {
    let title = words::short(&one.text);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let answer = one.answer.clone().map(|said| {
        let by = one.answered_by.as_ref().map(|who| person::link(who).into_any());
        let at = one.answered_at.map(time::instant);
        let body = view! {
            <div class="card-body stack" data-testid="answer">
                {prose(&said)}
                <p class="small muted">{by} " " {at}</p>
                {one.remark.clone().map(|remark| view! { <p><span class="small muted">{tr!(feedback.remark)} ": "</span> {remark}</p> })}
            </div>
        };
        card(tr!(feedback.answer), ().into_any(), body.into_any())
    });
    view! {
        {crumbs(vec![(tr!(feedback.title).into(), Route::Feedback.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1><p class="sub">{words::kind(one.kind)}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="stack">
            {card(tr!(feedback.what), ().into_any(), view! { <div class="card-body">{prose(&one.text)}</div> }.into_any())}
            {answer}
            {facts(&one)}
        </div>
    }
    .into_any()
}

fn facts(one: &Feedback) -> AnyView {
    let mut all = vec![
        (tr!(feedback.author), person::link(&one.author).into_any()),
        (
            tr!(feedback.told_at),
            time::instant(one.created_at).into_any(),
        ),
        (tr!(feedback.asked), person::link(&one.asked).into_any()),
        (tr!(feedback.due_on), time::date(one.due_on).into_any()),
    ];
    if one.reopened > 0 {
        all.push((tr!(feedback.reopened), text(Some(one.reopened.to_string()))));
    }
    card(
        tr!(feedback.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &Feedback) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let (answers, settles) = (may(Action::FeedbackAnswer), may(Action::FeedbackSettle));
    let [answering, passing, reopening] = [(); 3].map(|()| RwSignal::new(false));
    let (id, version) = (one.id, one.version);
    let to = move |noun: &str| (format!("/feedback/{id}/{noun}"), Some(version));
    let toasts = use_toasts();
    let settled = move |_| {
        let to = (format!("/feedback/{id}/remarks"), version);
        act(
            record,
            toasts,
            to,
            json!({ "settled": true }),
            tr!(feedback.thanks),
        );
    };
    view! {
        {answers.then(|| view! {
            <button type="button" class="btn primary" data-testid="answer-it" on:click=move |_| answering.set(true)>{icon(Icon::Chat)} {tr!(feedback.answer_it)}</button>
            <button type="button" class="btn" data-testid="refer" on:click=move |_| passing.set(true)>{icon(Icon::Send)} {tr!(feedback.refer)}</button>
        })}
        {settles.then(|| view! {
            <button type="button" class="btn primary" data-testid="settled" on:click=settled>{icon(Icon::Check)} {tr!(feedback.settles)}</button>
            <button type="button" class="btn" data-testid="not-settled" on:click=move |_| reopening.set(true)>{icon(Icon::Return)} {tr!(feedback.settles_not)}</button>
        })}
        <Dialog open=answering title=tr!(feedback.answer_it)>{ask(record, to("answers"), json!({}), ("answer", tr!(feedback.answer)), check::<NewFeedbackAnswer>, answering)}</Dialog>
        <Dialog open=passing title=tr!(feedback.refer)>{ask(record, to("referrals"), json!({}), ("reason", tr!(feedback.why)), check::<NewFeedbackReferral>, passing)}</Dialog>
        <Dialog open=reopening title=tr!(feedback.settles_not)>{ask(record, to("remarks"), json!({ "settled": false }), ("remark", tr!(feedback.open_still)), check::<NewFeedbackRemark>, reopening)}</Dialog>
    }
    .into_any()
}
