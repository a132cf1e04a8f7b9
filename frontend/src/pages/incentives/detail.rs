//! One proposal: who gets what and why, who is left out, and what may be done with it now.

use contract::Action;
use contract::audit::AuditEntry;
use contract::incentive::{
    IncentiveLine, IncentiveProposal, IncentiveState, NewIncentiveAdjustment, NewIncentiveDismissal,
};
use contract::target::Indicators;
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{proposals, words};
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::{act, show};
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::pages::targets::words::{self as targets, Known};
use crate::tr;

type Record = Remote<IncentiveProposal>;

pub fn page(id: Uuid) -> AnyView {
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let record =
        Remote::new(move || http::get::<IncentiveProposal>(format!("/incentive-proposals/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-incentive">
            {show(indicators, move |found| {
                let known: Known = StoredValue::new(found.data);
                show(record, move |one| face(record, one, known, url))
            })}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: IncentiveProposal, known: Known, url: UrlState) -> AnyView {
    let title = format!("{} · {}", one.team_name, one.rule_name);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let second = format!(
        "{} · {}",
        targets::indicator(known, one.indicator_id),
        targets::period(one.period, one.starts_on)
    );
    let mut sections = vec![("lines", tr!(incentives.lines))];
    let audited = one.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(incentives.changes))));
    let returned = (one.state == IncentiveState::Returned)
        .then(|| banner::banner("warn", tr!(incentives.returned_text)));
    let (shown, id) = (one.clone(), one.id);
    view! {
        {crumbs(vec![(tr!(incentives.title).into(), Route::Incentives.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(one.state))}</h1><p class="sub">{second}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        {returned}
        {tabs(tr!(incentives.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=incentive&subject_id={id}")), None),
            _ => profile(record, &shown, known),
        }}
    }
    .into_any()
}

fn profile(record: Record, one: &IncentiveProposal, known: Known) -> AnyView {
    let terms = words::terms(&one.tiers, one.cap, &one.currency);
    let terms = terms.into_iter().map(|line| view! { <li>{line}</li> });
    let mut facts = vec![
        (
            tr!(incentives.total),
            targets::amount(one.total, Some(&one.currency)).into_any(),
        ),
        (tr!(incentives.people), one.people.into_any()),
        (tr!(incentives.level), words::level(one.level).into_any()),
        (
            tr!(incentives.terms),
            view! { <ul class="terms">{terms.collect_view()}</ul> }.into_any(),
        ),
        (
            tr!(incentives.computed_at),
            time::instant(one.computed_at).into_any(),
        ),
        (tr!(incentives.decide_by), proposals::decide_by(one)),
    ];
    if let Some(id) = one.approval_id {
        let link = view! { <a href=Route::Approval(id).path()>{tr!(incentives.see_approval)}</a> };
        facts.push((tr!(incentives.approval), link.into_any()));
    }
    if one.reason.is_some() {
        facts.push((tr!(incentives.reason), text(one.reason.clone())));
    }
    let facts = view! { <div class="card-body">{rows(facts)}</div> };
    view! {
        <div class="case-grid">
            {card(tr!(incentives.lines), ().into_any(), lines(record, one, known))}
            {card(tr!(incentives.rule), ().into_any(), facts.into_any())}
        </div>
    }
    .into_any()
}

fn lines(record: Record, one: &IncentiveProposal, known: Known) -> AnyView {
    let found = one.lines.clone().unwrap_or_default();
    if found.is_empty() {
        return view! { <p class="card-body muted">{tr!(incentives.nobody)}</p> }.into_any();
    }
    let session = use_session();
    let me = session.me_now().and_then(|me| me.employee_id);
    let changes = one.allowed_actions.contains(&Action::IncentivePropose)
        && matches!(one.state, IncentiveState::Draft | IncentiveState::Returned);
    let money = known.with_value(|all| {
        let found = all.iter().find(|found| found.id == one.indicator_id);
        found.is_none_or(|found| found.unit == contract::target::IndicatorUnit::Money)
    });
    let (id, version, currency) = (one.id, one.version, one.currency.clone());
    let (leaving, open) = (RwSignal::new(None::<IncentiveLine>), RwSignal::new(false));
    let toasts = use_toasts();
    let take_in = move |line: Uuid| {
        let path = format!("/incentive-proposals/{id}/adjustments");
        let body = json!({ "line_id": line, "left_out": false });
        act(
            record,
            toasts,
            (path, version),
            body,
            tr!(incentives.adjusted),
        );
    };
    let row = move |line: IncentiveLine| {
        let of = format!(
            "{} / {} · {}",
            targets::plain(line.actual, money),
            targets::plain(line.target, money),
            targets::percent(Some(line.rate))
        );
        let amount = targets::amount(line.amount, Some(&currency));
        let out = line.left_out;
        let why = line.reason.clone();
        let mine = me == Some(line.employee.id);
        let name = line.employee.name.clone();
        let act = (changes && !mine).then(|| match out {
            true => {
                let of = line.id;
                view! { <button type="button" class="btn small" aria-label=format!("{} {name}", tr!(incentives.take_in)) on:click=move |_| take_in(of)>{tr!(incentives.take_in)}</button> }.into_any()
            }
            false => {
                let kept = line.clone();
                let ask = move |_| { leaving.set(Some(kept.clone())); open.set(true); };
                view! { <button type="button" class="btn small" aria-label=format!("{} {name}", tr!(incentives.leave_out)) data-testid=format!("leave-out-{name}") on:click=ask>{tr!(incentives.leave_out)}</button> }.into_any()
            }
        });
        view! {
            <li class="incentive-line" class:left-out=out>
                <span class="who">{person::link(&line.employee)}<small class="muted num">{of}</small>{why.map(|why| view! { <small class="as-written">{tr!(incentives.left_out)} "：" {why}</small> })}</span>
                <span class="num sum">{amount}</span>
                <span class="act">{act}</span>
            </li>
        }
    };
    view! {
        <ul class="rows" data-testid="lines">{found.into_iter().map(row).collect_view()}</ul>
        <Dialog open title=tr!(incentives.leave_out)>{move || leave_out(record, (id, version), leaving.get_untracked(), open)}</Dialog>
    }
    .into_any()
}

fn leave_out(
    record: Record,
    (id, version): (Uuid, i64),
    line: Option<IncentiveLine>,
    open: RwSignal<bool>,
) -> AnyView {
    let Some(line) = line else {
        return ().into_any();
    };
    let start = json!({ "line_id": line.id, "left_out": true });
    let form = Form::new(format!("incentive-line-{}", line.id), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/incentive-proposals/{id}/adjustments"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(
            form.body(),
            check::<NewIncentiveAdjustment>,
            send,
            move |()| {
                open.set(false);
                toasts.good(tr!(incentives.adjusted));
                record.reload();
            },
        );
    };
    let fields = view! {
        <p><strong>{line.employee.name.clone()}</strong></p>
        {Field::new(form, "reason", tr!(incentives.reason)).kind("textarea").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(incentives.leave_out)),
    )
}

fn buttons(record: Record, one: &IncentiveProposal) -> AnyView {
    let (id, version) = (one.id, one.version);
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let may = |action| one.allowed_actions.contains(&action);
    let send = move |noun: &'static str, done: &'static str| {
        let path = format!("/incentive-proposals/{id}/{noun}");
        act(record, toasts, (path, version), json!({}), done);
    };
    let recompute = may(Action::IncentivePropose).then(|| {
        let click = move |_| send("computations", tr!(incentives.recomputed));
        view! { <button type="button" class="btn" data-testid="recompute" on:click=click>{icon(Icon::Return)} {tr!(incentives.recompute)}</button> }
    });
    let draft = one.state == IncentiveState::Draft && one.total > 0;
    let forward = (draft && may(Action::IncentivePropose)).then(|| {
        let ask = move |_| {
            confirm.plain(
                tr!(incentives.put_forward),
                tr!(incentives.put_forward_text),
                tr!(incentives.put_forward),
                move || send("submissions", tr!(incentives.put_forward_done)),
            )
        };
        view! { <button type="button" class="btn primary" data-testid="put-forward" on:click=ask>{icon(Icon::Send)} {tr!(incentives.put_forward)}</button> }
    });
    let dismissing = RwSignal::new(false);
    let dismiss = may(Action::IncentiveDismiss).then(|| {
        view! {
            <button type="button" class="btn" data-testid="dismiss" on:click=move |_| dismissing.set(true)>{icon(Icon::Close)} {tr!(incentives.dismiss)}</button>
            <Dialog open=dismissing title=tr!(incentives.dismiss)>{move || dismissal(record, (id, version), dismissing)}</Dialog>
        }
    });
    view! { {recompute} {dismiss} {forward} }.into_any()
}

fn dismissal(record: Record, (id, version): (Uuid, i64), open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("incentive-dismissal-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/incentive-proposals/{id}/dismissals"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(
            form.body(),
            check::<NewIncentiveDismissal>,
            send,
            move |()| {
                open.set(false);
                toasts.good(tr!(incentives.dismissed_done));
                record.reload();
            },
        );
    };
    let fields = Field::new(form, "reason", tr!(incentives.reason))
        .kind("textarea")
        .required()
        .show();
    view::frame(
        form,
        submit,
        None,
        fields,
        view::submit(form, tr!(incentives.dismiss)),
    )
}
