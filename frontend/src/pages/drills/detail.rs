//! One drill: what was practised, who took part, what came of it.

use contract::Action;
use contract::action_item::ActionSubject;
use contract::drill::{Drill, NewDrillCancellation, NewDrillReport};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{form as edit, people, words};
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{link, list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{locale, time};
use crate::pages::actions;
use crate::pages::venues::place::number;
use crate::tr;

type Record = Remote<Drill>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Drill>(format!("/drills/{id}")));
    view! { <div class="page" data-testid="page-drill">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: Drill) -> AnyView {
    let title = words::title(&one);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let may = |action| one.allowed_actions.contains(&action);
    let notes = may(Action::DrillAttend);
    let manages = may(Action::ActionItemManage);
    let came = one.held_on.is_some();
    view! {
        {crumbs(vec![(tr!(drills.title).into(), Route::Drills.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1><p class="sub">{one.scenario.clone()}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="case-grid">
            <div class="stack">
                {facts(&one)}
                {came.then(|| actions::of(ActionSubject::Drill, one.id, manages, move || record.reload()))}
            </div>
            <div class="stack">{notes.then(|| people::people(record, &one))}</div>
        </div>
    }
    .into_any()
}

fn facts(one: &Drill) -> AnyView {
    let plan = one.plan.get(locale::current()).to_owned();
    let path = Route::Document(one.document_id).path();
    let place = one.place.as_ref().map(|place| place.name.clone());
    let mut all = vec![
        (tr!(drills.plan), link(Some(plan), Some(path))),
        (
            tr!(drills.planned_on),
            time::date(one.planned_on).into_any(),
        ),
        (tr!(drills.place), text(place)),
        (tr!(drills.leader), person::link(&one.leader).into_any()),
    ];
    if one.held_on.is_some() {
        all.push((tr!(drills.held_on), text(one.held_on.map(time::date))));
        let minutes = one.minutes.map(|n| n.to_string());
        all.push((tr!(drills.minutes), text(minutes)));
        all.push((tr!(drills.took_part), text(words::took_part(one))));
    }
    if let Some(summary) = &one.summary {
        let label = match one.held_on {
            Some(_) => tr!(drills.summary),
            None => tr!(drills.reason),
        };
        all.push((label, text(Some(summary.clone()))));
    }
    card(
        tr!(drills.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &Drill) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let reports = may(Action::DrillReport);
    let changes = reports && may(Action::DrillManage);
    let [reporting, editing, ending] = [(); 3].map(|()| RwSignal::new(false));
    let kept = StoredValue::new(one.clone());
    let (id, version) = (one.id, one.version);
    view! {
        {reports.then(|| view! { <button type="button" class="btn primary" data-testid="report" on:click=move |_| reporting.set(true)>{icon(Icon::Check)} {tr!(drills.report)}</button> })}
        {changes.then(|| view! {
            <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(drills.edit)}</button>
            <button type="button" class="btn" data-testid="cancel-drill" on:click=move |_| ending.set(true)>{icon(Icon::Close)} {tr!(drills.cancel)}</button>
        })}
        <Dialog open=reporting title=tr!(drills.report)>{kept.with_value(|one| report(record, one, reporting))}</Dialog>
        <Dialog open=editing title=tr!(drills.edit)>{kept.with_value(|one| edit::edit(record, one, editing))}</Dialog>
        <Dialog open=ending title=tr!(drills.cancel)>{ask(record, (format!("/drills/{id}/cancellations"), Some(version)), json!({}), ("reason", tr!(drills.reason)), check::<NewDrillCancellation>, ending)}</Dialog>
    }
    .into_any()
}

fn report(record: Record, one: &Drill, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let form = Form::new(
        format!("drill-report-{id}"),
        json!({ "held_on": one.planned_on }),
    );
    let toasts = use_toasts();
    let submit = move || {
        let mut body = form.body();
        number(&mut body, "minutes");
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        }
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/drills/{id}/reports"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(body, check::<NewDrillReport>, send, move |()| {
            open.set(false);
            toasts.good(tr!(drills.reported));
            record.reload();
        });
    };
    let fields = view! {
        {Field::new(form, "held_on", tr!(drills.held_on)).required().kind("date").show()}
        {Field::new(form, "minutes", tr!(drills.minutes)).kind("number").min("0".into()).max("600".into()).show()}
        {Field::new(form, "summary", tr!(drills.summary)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
