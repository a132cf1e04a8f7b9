//! One talk: with whom, what was said, what was agreed.

use contract::talk::{Talk, TalkKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::{form, list::base};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person;
use crate::components::prose::prose;
use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

pub fn page(kind: TalkKind, id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Talk>(format!("{}/{id}", base(kind))));
    let test = match kind {
        TalkKind::Coaching => "page-coaching-note",
        TalkKind::Care => "page-care-talk",
    };
    view! { <div class="page" data-testid=test>{show(record, move |one| face(record, one))}</div> }
        .into_any()
}

fn face(record: Remote<Talk>, one: Talk) -> AnyView {
    let (kind, back) = match one.kind {
        TalkKind::Coaching => (tr!(talks.coaching), Route::Talks.path()),
        TalkKind::Care => (tr!(talks.care), format!("{}?tab=care", Route::Talks.path())),
    };
    let title = format!("{} · {}", one.employee.name, time::date(one.held_on));
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let private = (one.kind == TalkKind::Care).then(|| {
        view! { <p class="small muted">{icon(Icon::Lock)} " " {tr!(talks.private)}</p> }
    });
    let writes = !one.allowed_actions.is_empty();
    let all = vec![
        (tr!(talks.about), person::link(&one.employee).into_any()),
        (tr!(talks.author), person::link(&one.author).into_any()),
        (tr!(talks.held_on), time::date(one.held_on).into_any()),
        (tr!(talks.next_step), text(one.next_step.clone())),
        (tr!(talks.next_on), text(one.next_on.map(time::date))),
    ];
    let open = RwSignal::new(false);
    let kept = StoredValue::new(one.clone());
    let edit = writes.then(|| {
        view! {
            <button type="button" class="btn" data-testid="edit" on:click=move |_| open.set(true)>{icon(Icon::Edit)} {tr!(talks.edit)}</button>
            <Dialog open title=tr!(talks.edit)>{kept.with_value(|one| form::edit(record, one, open))}</Dialog>
        }
    });
    view! {
        {crumbs(vec![(kind.into(), back)])}
        <header class="page-head">
            <div class="grow"><h1>{title}</h1><p class="sub">{kind}</p></div>
            <div class="actions">{edit}</div>
        </header>
        <div class="stack">
            {private}
            {card(tr!(talks.text), ().into_any(), view! { <div class="card-body">{prose(&one.text)}</div> }.into_any())}
            {card(tr!(talks.note), ().into_any(), view! { <div class="card-body">{rows(all)}</div> }.into_any())}
        </div>
    }
    .into_any()
}
