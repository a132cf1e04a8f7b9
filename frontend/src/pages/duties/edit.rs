//! A duty is set up, or changed from here on.

use contract::clause::ClausePages;
use contract::duty::{Duty, DutyPatch, NewDuty};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::cadence::Cadence;
use super::items::Items;
use super::rota::Rota;
use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, zone};
use crate::pages::org::options;
use crate::pages::venues::places;
use crate::tr;

/// What a form needs besides its fields.
#[derive(Clone, Copy)]
struct Parts {
    cadence: Cadence,
    rota: Rota,
    items: Items,
}

impl Parts {
    /// Into what is sent: only what fits whoever does it.
    fn complete(self, form: Form, body: &mut Value) {
        body["rrule"] = Value::from(untrack(|| self.cadence.text()));
        body["checklist"] = self.items.body();
        let turns = form.text("responsible") == "rota";
        body["rota"] = if turns { self.rota.body() } else { json!([]) };
        for name in ["opens_hours", "remind_minutes", "escalate_minutes"] {
            let typed = form.text(name);
            match typed.trim().parse::<i64>() {
                Ok(number) => body[name] = number.into(),
                Err(_) if typed.trim().is_empty() => {
                    body.as_object_mut().map(|fields| fields.remove(name));
                }
                Err(_) => body[name] = typed.into(),
            }
        }
    }
}

fn clauses() -> Signal<Vec<(String, String)>> {
    let known = Remote::new(|| http::get::<ClausePages>("/regulation/clauses"));
    Signal::derive(move || {
        let clauses = known.get().map(|all| all.clauses).unwrap_or_default();
        clauses
            .into_iter()
            .map(|one| (one.clause.clone(), format!("{} {}", one.clause, one.duty)))
            .collect()
    })
}

pub fn new() -> AnyView {
    let session = use_session();
    let reach = untrack(move || session.reach(Action::DutyManage));
    let mine = session.me_now().and_then(|me| me.team_id);
    let mut start = json!({
        "starts_on": zone::today(), "due_time": "18:00", "day_rule": "skip", "responsible": "rota", "opens_hours": "10", "remind_minutes": "30",
        "escalate_minutes": "60"
    });
    if let Some(team) = mine.filter(|_| reach == ReachKind::Team) {
        start["team_id"] = json!(team);
    }
    let form = Form::new("new-duty", start);
    let parts = Parts {
        cadence: Cadence::new("FREQ=DAILY"),
        rota: Rota::new(&[], Signal::derive(move || form.text("team_id"))),
        items: Items::new(&[]),
    };
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some(""));
        }
        parts.complete(form, &mut body);
        if body["responsible"] != "person" {
            body.as_object_mut()
                .map(|fields| fields.remove("person_id"));
        }
        let send =
            |body: Value, key| async move { http::post::<Duty>("/duties", key, &body).await };
        form.submit(body, check::<NewDuty>, send, move |one| {
            toasts.good(tr!(duties.created));
            navigate(&Route::Duty(one.id).path(), Default::default());
        });
    };
    let team = (reach != ReachKind::Team).then(|| {
        let help = tr!(duties.team_help);
        select(
            form,
            "team_id",
            tr!(people.team),
            false,
            help,
            options::teams(),
        )
    });
    let first = view! {
        {select(form, "clause", tr!(duties.clause), true, "", clauses())}
        {team}
        {Field::new(form, "starts_on", tr!(duties.starts_on)).required().kind("date").show()}
    };
    let back = format!("{}?tab=plans", Route::Duties.path());
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back)} };
    let body = view! {
        {crumbs(vec![(tr!(duties.title).into(), Route::Duties.path())])}
        {view::frame(form, submit, None, fields(form, parts, first.into_any()), foot.into_any())}
    };
    page::narrow(
        Route::NewDuty,
        tr!(duties.new),
        tr!(duties.new_sub),
        body.into_any(),
    )
}

pub fn page(id: Uuid) -> AnyView {
    let duty = Remote::new(move || http::get::<Duty>(format!("/duties/{id}")));
    show(duty, edit)
}

fn edit(one: Duty) -> AnyView {
    let (id, version) = (one.id, one.version);
    let number = |n: i64| n.to_string();
    let start = json!({
        "title": one.title, "place": one.place, "place_id": one.place_id, "day_rule": one.day_rule, "ends_on": one.ends_on, "due_time": one.due_time,
        "responsible": one.responsible, "person_id": one.person.as_ref().map(|who| who.id), "opens_hours": number(one.opens_hours),
        "remind_minutes": one.remind_minutes.map(number), "escalate_minutes": number(one.escalate_minutes)
    });
    let form = Form::new(format!("duty-{id}"), start);
    let team = one.team_id.map(|team| team.to_string()).unwrap_or_default();
    let parts = Parts {
        cadence: Cadence::new(&one.rrule),
        rota: Rota::new(&one.rota, Signal::stored(team)),
        items: Items::new(&one.checklist),
    };
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let mut body = form.patch();
        parts.complete(form, &mut body);
        if form.text("responsible") != "person" {
            body["person_id"] = Value::Null;
        }
        if form.text("remind_minutes").trim().is_empty() {
            body["remind_minutes"] = Value::Null;
        }
        if body.get("place_id").and_then(Value::as_str) == Some("") {
            body["place_id"] = Value::Null;
        }
        let send = move |body: Value, _| async move {
            http::patch::<Duty>(format!("/duties/{id}"), version, &body).await
        };
        form.submit(body, check::<DutyPatch>, send, move |_| {
            toasts.good(tr!(duties.changed));
            navigate(&Route::Duty(id).path(), Default::default());
        });
    };
    let back = Route::Duty(id).path();
    let foot = view! { {view::submit(form, tr!(common.save))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(duties.title).into(), Route::Duties.path()), (one.title.clone(), back)])}
        {view::frame(form, submit, None, fields(form, parts, ().into_any()), foot.into_any())}
    };
    page::narrow(
        Route::EditDuty(id),
        tr!(duties.edit),
        tr!(duties.edit_sub),
        body.into_any(),
    )
}

fn fields(form: Form, parts: Parts, first: AnyView) -> AnyView {
    for (name, label) in [
        ("rrule", tr!(duties.cadence)),
        ("rota", tr!(duties.rota)),
        ("checklist", tr!(duties.checklist)),
    ] {
        form.know(Known {
            name,
            label: label.to_owned(),
            required: false,
            secret: false,
        });
    }
    let responsible = move || form.text("responsible");
    let who = move || match responsible().as_str() {
        "rota" => parts.rota.view(form),
        "person" => select(
            form,
            "person_id",
            tr!(duties.by_person),
            true,
            "",
            parts.rota.named(),
        ),
        _ => ().into_any(),
    };
    view! {
        <section class="card"><div class="card-body form-grid">
            {Field::new(form, "title", tr!(duties.name)).required().full().show()}
            {first}
            {select(form, "place_id", tr!(duties.place), false, "", places::all())}
            {Field::new(form, "place", tr!(duties.spot)).help(tr!(duties.spot_help)).show()}
        </div></section>
        <section class="card">
            <div class="card-head"><h2>{tr!(duties.when)}</h2></div>
            <div class="card-body form-grid">
                {parts.cadence.view(form)}
                {select(form, "day_rule", tr!(duties.day_rule), true, "", Signal::stored(words::day_rules()))}
                {Field::new(form, "due_time", tr!(duties.due_time)).required().kind("time").show()}
                {Field::new(form, "opens_hours", tr!(duties.opens_hours)).required().kind("number").show()}
                {Field::new(form, "ends_on", tr!(duties.ends_on)).kind("date").show()}
            </div>
        </section>
        <section class="card">
            <div class="card-head"><h2>{tr!(duties.who)}</h2></div>
            <div class="card-body stack">
                <div class="form-grid">
                    {select(form, "responsible", tr!(duties.who), true, "", Signal::stored(words::responsibles()))}
                    {Field::new(form, "remind_minutes", tr!(duties.remind_minutes)).kind("number").show()}
                    {Field::new(form, "escalate_minutes", tr!(duties.escalate_minutes)).required().kind("number").show()}
                </div>
                {who}
            </div>
        </section>
        <section class="card"><div class="card-body">{parts.items.view(form)}</div></section>
    }
    .into_any()
}
