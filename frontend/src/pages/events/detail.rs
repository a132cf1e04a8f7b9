//! One event: when and where, how many are coming, the guests whom the reader may see.

use contract::Action;
use contract::audit::AuditEntry;
use contract::customer_event::{CustomerEvent, EventInvitation};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, guests, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{badge, person};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::audit;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<CustomerEvent>(format!("/customer-events/{id}")));
    let url = UrlState::here();
    // Asked for once, whatever becomes of the event meanwhile.
    let guests =
        Listing::<EventInvitation>::of(format!("/event-invitations?event_id={id}&sort=created_at"));
    view! {
        <div class="page" data-testid="page-event">
            {show(record, move |one| face(record, guests, one, url))}
        </div>
    }
    .into_any()
}

fn face(
    record: Remote<CustomerEvent>,
    guests: Listing<EventInvitation>,
    one: CustomerEvent,
    url: UrlState,
) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let mut sections = vec![("event", tr!(events.guests))];
    let audited = untrack(move || session.can(Action::AuditRead));
    sections.extend(audited.then_some(("audit", tr!(events.changes))));
    let second = format!("{} · {}", time::instant(one.starts_at), one.place);
    let (id, shown) = (one.id, one.clone());
    view! {
        {crumbs(vec![(tr!(events.title).into(), Route::Events.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(one.state))}</h1><p class="sub">{second}</p></div>
            <div class="actions">{acts::buttons(record, &one)}</div>
        </header>
        {figures(&one)}
        {tabs(tr!(events.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=customer_event&subject_id={id}")), None),
            _ => view! {
                <div class="case-grid">
                    <div class="stack">{guests::card(record, guests, &shown)}</div>
                    <div class="stack">{facts(&shown)}</div>
                </div>
            }
            .into_any(),
        }}
    }
    .into_any()
}

fn figures(one: &CustomerEvent) -> AnyView {
    let all = one.figures;
    let stat = |label: &'static str, value: String, tone: &'static str| {
        view! { <div class=format!("stat {tone}")><b>{value}</b><span class="small muted">{label}</span></div> }
    };
    let full = one.capacity.is_some_and(|capacity| all.seats >= capacity);
    view! {
        <section class="card"><div class="stats strip" data-testid="event-figures">
            {stat(tr!(events.seats), words::seats(&all, one.capacity), if full { "warn" } else { "" })}
            {stat(tr!(events.accepted), all.accepted.to_string(), "")}
            {stat(tr!(events.invited), all.invited.to_string(), "")}
            {stat(tr!(events.declined), all.declined.to_string(), "")}
            {stat(tr!(events.attended), all.attended.to_string(), "good")}
            {stat(tr!(events.absent), all.absent.to_string(), "")}
        </div></section>
    }
    .into_any()
}

fn facts(one: &CustomerEvent) -> AnyView {
    let team = one
        .team_name
        .clone()
        .unwrap_or_else(|| tr!(events.everybody).to_owned());
    let mut all = vec![
        (tr!(events.kind), words::kind(one.kind).into_any()),
        (tr!(events.starts), time::instant(one.starts_at).into_any()),
        (tr!(events.ends), time::instant(one.ends_at).into_any()),
        (tr!(events.place), text(Some(one.place.clone()))),
        (
            tr!(events.organiser),
            person::link(&one.organiser).into_any(),
        ),
        (tr!(events.whose), team.into_any()),
        (tr!(events.description), text(one.description.clone())),
    ];
    if let Some(result) = &one.result {
        all.push((tr!(events.result), text(Some(result.clone()))));
    }
    if let Some(reason) = &one.cancelled_because {
        all.push((tr!(events.reason), text(Some(reason.clone()))));
    }
    card(
        tr!(events.event),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}
