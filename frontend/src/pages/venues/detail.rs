//! One booking: what has to be ready, what was borrowed, what happened, and how it was left.

use contract::Action;
use contract::audit::AuditEntry;
use contract::booking::{Booking, BookingIncident, BookingLoan, BookingState};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::{badge, person};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::org::audit;
use crate::tr;

pub type Record = Remote<Booking>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Booking>(format!("/bookings/{id}")));
    view! {
        <div class="page" data-testid="page-booking">{show(record, move |one| face(record, one))}</div>
    }
    .into_any()
}

/// It has begun, as this device's clock goes.
fn begun(one: &Booking) -> bool {
    zone::now().is_some_and(|now| one.starts_at <= now)
}

fn face(record: Record, one: Booking) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let audited = untrack(move || session.can(Action::AuditRead));
    let id = one.id;
    let changes = audited.then(|| {
        let path = format!("/audit-entries?subject_kind=booking&subject_id={id}");
        view! { <details class="behind"><summary>{tr!(venues.changes)}</summary>{audit::table(Listing::<AuditEntry>::of(path), None)}</details> }
    });
    let undecided = (one.open_incidents > 0).then(|| badge::badge(tr!(venues.undecided), "bad"));
    view! {
        {crumbs(vec![(tr!(venues.title).into(), Route::Bookings.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(&one))} " " {undecided}</h1><p class="sub">{one.place.name.clone()} " · " {words::span(&one)}</p></div>
            <div class="actions">{acts::buttons(record, &one, begun(&one))}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{preparation(record, &one)} {closing(record, &one)} {incidents(record, &one)}</div>
            <div class="stack">{facts(&one)} {loans(record, &one)}</div>
        </div>
        {changes}
    }
    .into_any()
}

fn facts(one: &Booking) -> AnyView {
    let place = view! { <a href=Route::Place(one.place.id).path()>{one.place.name.clone()}</a> };
    let mut all = vec![
        (tr!(venues.place), place.into_any()),
        (tr!(venues.owner), person::link(&one.owner).into_any()),
        (tr!(venues.starts), time::instant(one.starts_at).into_any()),
        (tr!(venues.ends), time::instant(one.ends_at).into_any()),
        (
            tr!(venues.attendees),
            text(one.attendees.map(|n| n.to_string())),
        ),
    ];
    for (label, value) in [
        (tr!(venues.note), one.note.clone()),
        (tr!(venues.reason), one.cancelled_because.clone()),
    ] {
        if value.is_some() {
            all.push((label, text(value)));
        }
    }
    card(
        tr!(venues.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

/// A list that was signed, or whose time hasn't come.
fn read(lines: &[String], done: bool) -> AnyView {
    let mark = if done { "good" } else { "" };
    let row = |line: &String| {
        let state = match done {
            true => tr!(venues.done),
            false => tr!(venues.open),
        };
        view! { <li><span class="grow">{line.clone()}</span> {badge::badge(state, mark)}</li> }
    };
    view! { <ul class="rows">{lines.iter().map(row).collect_view()}</ul> }.into_any()
}

fn signed(
    who: Option<&contract::employee::PersonRef>,
    at: Option<chrono::DateTime<chrono::Utc>>,
) -> AnyView {
    let (Some(who), Some(at)) = (who, at) else {
        return ().into_any();
    };
    view! { <p class="card-body small muted">{tr!(venues.signed_by)} " " {who.name.clone()} " · " {time::instant(at)}</p> }
        .into_any()
}

fn preparation(record: Record, one: &Booking) -> AnyView {
    if one.preparation.is_empty() {
        return ().into_any();
    }
    let may = one.allowed_actions.contains(&Action::BookingManage);
    let over = zone::now().is_some_and(|now| one.ends_at <= now);
    let ready = one.prepared_at.is_some();
    let body = match may && !ready && !over {
        true => acts::sheet(record, one, "preparations", &one.preparation, tr!(venues.sign_ready)),
        false => view! { {read(&one.preparation, ready)} {signed(one.prepared_by.as_ref(), one.prepared_at)} }.into_any(),
    };
    card(tr!(venues.preparation), ().into_any(), body)
}

fn closing(record: Record, one: &Booking) -> AnyView {
    let may = one.allowed_actions.contains(&Action::BookingManage);
    let done = one.state == BookingState::Closed;
    if one.state == BookingState::Cancelled {
        return ().into_any();
    }
    let body = match may && begun(one) {
        true => acts::sheet(
            record,
            one,
            "closings",
            &one.closing,
            tr!(venues.sign_closed),
        ),
        false => {
            view! { {read(&one.closing, done)} {signed(one.closed_by.as_ref(), one.closed_at)} }
                .into_any()
        }
    };
    card(tr!(venues.closing), ().into_any(), body)
}

fn loans(record: Record, one: &Booking) -> AnyView {
    let all = one.loans.clone().unwrap_or_default();
    let may = one.allowed_actions.contains(&Action::BookingManage);
    if all.is_empty() && !may {
        return ().into_any();
    }
    let id = one.id;
    let row = |loan: &BookingLoan| {
        let state = match loan.returned_at {
            Some(_) => (tr!(venues.returned), "good"),
            None => (tr!(venues.lent), "warn"),
        };
        let back =
            (may && loan.returned_at.is_none()).then(|| acts::give_back(record, id, loan.id));
        let more = loan
            .note
            .clone()
            .unwrap_or_else(|| time::instant(loan.lent_at));
        view! {
            <li><span class="grow two-lines"><strong>{loan.item.clone()} " × " {loan.quantity}</strong><small>{more}</small></span> {badge::status(state)} {back}</li>
        }
    };
    let over = zone::now().is_some_and(|now| one.ends_at <= now);
    let lend = (may && !over).then(|| acts::lend(record, id));
    let none = all
        .is_empty()
        .then(|| view! { <p class="card-body muted">{tr!(venues.nothing_lent)}</p> });
    let body = view! { {none} <ul class="rows">{all.iter().map(row).collect_view()}</ul> {lend} };
    card(tr!(venues.loans), ().into_any(), body.into_any())
}

fn incidents(record: Record, one: &Booking) -> AnyView {
    let all = one.incidents.clone().unwrap_or_default();
    let may = |action| one.allowed_actions.contains(&action);
    let (reports, decides) = (may(Action::IncidentReport), may(Action::IncidentDecide));
    if all.is_empty() && !reports {
        return ().into_any();
    }
    let id = one.id;
    let row = |found: &BookingIncident| {
        let who = format!(
            "{} · {}",
            found.reported_by.name,
            time::instant(found.reported_at)
        );
        let outcome = match (&found.outcome, &found.decided_by) {
            (Some(outcome), Some(by)) => format!("{outcome}（{}）", by.name),
            _ => String::new(),
        };
        let open = found.outcome.is_none();
        let state = match open {
            true => (tr!(venues.undecided), "bad"),
            false => (tr!(venues.decided), "good"),
        };
        let decide = (decides && open).then(|| acts::decide(record, id, found.id));
        view! {
            <li><span class="grow two-lines"><strong>{found.what.clone()}</strong><small>{who}</small><small>{outcome}</small></span> {badge::status(state)} {decide}</li>
        }
    };
    let report = reports.then(|| acts::report(record, id));
    let none = all
        .is_empty()
        .then(|| view! { <p class="card-body muted">{tr!(venues.no_incidents)}</p> });
    let body = view! { {none} <ul class="rows">{all.iter().map(row).collect_view()}</ul> };
    card(tr!(venues.incidents), report.into_any(), body.into_any())
}
