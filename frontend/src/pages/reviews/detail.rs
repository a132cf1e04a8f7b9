//! One review: what went well, what didn't, what is improved, and who does what by when.

use contract::Action;
use contract::action_item::ActionSubject;
use contract::area_review::{AreaReview, AreaReviewState};
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{form, words};
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::prose::prose;
use crate::components::record::{act, show};
use crate::components::toast::use_toasts;
use crate::components::{badge, person};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::pages::actions;
use crate::tr;

type Record = Remote<AreaReview>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<AreaReview>(format!("/area-reviews/{id}")));
    view! { <div class="page" data-testid="page-area-review">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: AreaReview) -> AnyView {
    let title = format!("{} · {}", one.area_name, words::quarter(one.starts_on));
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let may = |action| one.allowed_actions.contains(&action);
    let published = one.state == AreaReviewState::Published;
    let manages = may(Action::ActionItemManage);
    let part = |label: &'static str, text: &str| {
        let body = view! { <div class="card-body">{prose(text)}</div> };
        card(label, ().into_any(), body.into_any())
    };
    view! {
        {crumbs(vec![(tr!(reviews.title).into(), Route::AreaReviews.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1><p class="sub">{person::link(&one.author)} " " <span class="muted">{one.published_at.map(time::instant)}</span></p></div>
            <div class="actions">{may(Action::AreaReviewWrite).then(|| buttons(record, &one))}</div>
        </header>
        <div class="case-grid">
            <div class="stack">
                {part(tr!(reviews.achievements), &one.achievements)}
                {part(tr!(reviews.problems), &one.problems)}
                {part(tr!(reviews.improvements), &one.improvements)}
            </div>
            <div class="stack">{published.then(|| actions::of(ActionSubject::AreaReview, one.id, manages, move || record.reload()))}</div>
        </div>
    }
    .into_any()
}

fn buttons(record: Record, one: &AreaReview) -> AnyView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let open = RwSignal::new(false);
    let kept = StoredValue::new(one.clone());
    let (id, version) = (one.id, one.version);
    let publish = move |_| {
        confirm.plain(
            tr!(reviews.publish),
            tr!(reviews.publish_text),
            tr!(reviews.publish),
            move || {
                let to = (format!("/area-reviews/{id}/publications"), version);
                act(record, toasts, to, json!({}), tr!(reviews.published));
            },
        );
    };
    view! {
        <button type="button" class="btn primary" data-testid="publish" on:click=publish>{icon(Icon::Send)} {tr!(reviews.publish)}</button>
        <button type="button" class="btn" data-testid="edit" on:click=move |_| open.set(true)>{icon(Icon::Edit)} {tr!(reviews.edit)}</button>
        <Dialog open title=tr!(reviews.edit) class="wide">{kept.with_value(|one| form::edit(record, one, open))}</Dialog>
    }
    .into_any()
}
