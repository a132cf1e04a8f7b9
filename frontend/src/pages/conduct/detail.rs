//! One conduct record: what was seen, what they say of it, what came of it.

use contract::Action;
use contract::conduct::{
    ConductRecord, ConductState, NewConductOutcome, NewConductStatement, NewConductWithdrawal,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::prose::prose;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

type Record = Remote<ConductRecord>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<ConductRecord>(format!("/conduct-records/{id}")));
    view! { <div class="page" data-testid="page-conduct-record">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: ConductRecord) -> AnyView {
    let title = format!("{} · {}", words::kind(one.kind), one.employee.name);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    view! {
        {crumbs(vec![(tr!(conduct.title).into(), Route::Conduct.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1><p class="sub">{time::date(one.observed_on)}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="stack">
            {card(tr!(conduct.description), ().into_any(), view! { <div class="card-body">{prose(&one.description)}</div> }.into_any())}
            {statement(&one)}
            {outcome(&one)}
            {facts(&one)}
        </div>
    }
    .into_any()
}

fn statement(one: &ConductRecord) -> AnyView {
    let said = match &one.statement {
        Some(said) => {
            let from = one.heard_from.as_ref().map(|who| {
                view! { <span>{tr!(conduct.heard_from)} ": " {person::link(who)} " "</span> }
            });
            view! { {prose(said)} <p class="small muted">{from} {one.heard_at.map(time::instant)}</p> }.into_any()
        }
        None => {
            let until = tr!(conduct.not_heard, day = time::date(one.heard_by)).to_string();
            view! { <p class="muted">{until}</p> }.into_any()
        }
    };
    card(
        tr!(conduct.statement),
        ().into_any(),
        view! { <div class="card-body stack" data-testid="statement">{said}</div> }.into_any(),
    )
}

fn outcome(one: &ConductRecord) -> Option<AnyView> {
    let reason = one.reason.clone()?;
    let what = one.outcome.map(words::outcome);
    let by = one.decided_by.as_ref().map(person::link);
    let body = view! {
        <div class="card-body stack" data-testid="outcome">
            <p><b>{what}</b></p>
            {prose(&reason)}
            <p class="small muted">{by} " " {one.decided_at.map(time::instant)}</p>
        </div>
    };
    let title = match one.outcome {
        Some(_) => tr!(conduct.outcome),
        None => tr!(conduct.withdrawn),
    };
    Some(card(title, ().into_any(), body.into_any()))
}

fn facts(one: &ConductRecord) -> AnyView {
    let all = vec![
        (
            tr!(conduct.employee),
            person::link(&one.employee).into_any(),
        ),
        (
            tr!(conduct.observer),
            person::link(&one.observer).into_any(),
        ),
        (
            tr!(conduct.place),
            text(one.place.as_ref().map(|place| place.name.clone())),
        ),
        (tr!(conduct.heard_by), time::date(one.heard_by).into_any()),
        (tr!(conduct.due_on), time::date(one.due_on).into_any()),
    ];
    card(
        tr!(conduct.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &ConductRecord) -> AnyView {
    let session = use_session();
    let may = |action| one.allowed_actions.contains(&action);
    let (states, decides) = (may(Action::ConductState), may(Action::ConductDecide));
    let unheard = one.state == ConductState::Observed;
    // Before that it would be refused: they are heard first, or have their days for it.
    let ready = decides && (!unheard || one.heard_by.to_string() < time::today());
    let me = untrack(move || session.me().and_then(|me| me.employee_id));
    let saw_it = me == Some(one.observer.id);
    let [stating, hearing, deciding, dropping] = [(); 4].map(|()| RwSignal::new(false));
    let (id, version) = (one.id, one.version);
    let to = move |noun: &str| (format!("/conduct-records/{id}/{noun}"), Some(version));
    view! {
        {states.then(|| view! { <button type="button" class="btn primary" data-testid="state" on:click=move |_| stating.set(true)>{icon(Icon::Chat)} {tr!(conduct.state_it)}</button> })}
        {ready.then(|| view! { <button type="button" class="btn primary" data-testid="decide" on:click=move |_| deciding.set(true)>{icon(Icon::Check)} {tr!(conduct.decide)}</button> })}
        {(decides && unheard).then(|| view! { <button type="button" class="btn" data-testid="hear" on:click=move |_| hearing.set(true)>{icon(Icon::Chat)} {tr!(conduct.hear)}</button> })}
        {decides.then(|| view! { <button type="button" class="btn" data-testid="withdraw" on:click=move |_| dropping.set(true)>{icon(Icon::Return)} {tr!(conduct.withdraw)}</button> })}
        <Dialog open=stating title=tr!(conduct.state_it)>{ask(record, to("statements"), json!({}), ("statement", tr!(conduct.statement)), check::<NewConductStatement>, stating)}</Dialog>
        <Dialog open=hearing title=tr!(conduct.hear)>{ask(record, to("hearings"), json!({}), ("statement", tr!(conduct.statement)), check::<NewConductStatement>, hearing)}</Dialog>
        <Dialog open=dropping title=tr!(conduct.withdraw)>{ask(record, to("withdrawals"), json!({}), ("reason", tr!(conduct.reason)), check::<NewConductWithdrawal>, dropping)}</Dialog>
        <Dialog open=deciding title=tr!(conduct.decide)>{decision(record, id, version, saw_it, deciding)}</Dialog>
    }
    .into_any()
}

fn decision(record: Record, id: Uuid, version: i64, saw_it: bool, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("outcome-{id}"), json!({ "outcome": "reminder" }));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/conduct-records/{id}/outcomes"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewConductOutcome>, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let help = match saw_it {
        true => tr!(conduct.grave_help),
        false => "",
    };
    let outcomes = Signal::stored(words::outcomes(saw_it));
    let fields = view! {
        {select(form, "outcome", tr!(conduct.outcome), true, help, outcomes)}
        {Field::new(form, "reason", tr!(conduct.reason)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
