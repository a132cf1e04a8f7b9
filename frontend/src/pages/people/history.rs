//! What the person held and what changed on the record.

use contract::assignment::RoleAssignment;
use contract::audit::AuditEntry;
use leptos::prelude::*;
use uuid::Uuid;

use crate::components::icon::Icon;
use crate::components::{badge, empty, failure, skeleton};
use crate::core::listing::Listing;
use crate::core::{time, words};
use crate::pages::org::{assignments, audit};
use crate::tr;

pub fn roles(id: Uuid) -> AnyView {
    let listing = Listing::<RoleAssignment>::of(format!("/role-assignments?employee_id={id}"));
    let view = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(3),
        _ if listing.rows.with(Vec::is_empty) => empty::plain(Icon::Role, tr!(org.assignments_empty), tr!(org.assignments_empty_text)),
        _ => view! { <ol class="timeline">{listing.rows.get().into_iter().map(step).collect_view()}</ol> }.into_any(),
    }
    };
    view! { <section class="card"><div class="card-body">{view}</div></section> }.into_any()
}

fn step(one: RoleAssignment) -> AnyView {
    let place = assignments::place(&one);
    let until = one
        .ends_at
        .map_or_else(|| tr!(org.today_on).to_owned(), time::last_day);
    view! {
        <li class:now=one.current>
            <div class="row"><strong>{words::role(one.role)}</strong> <span>{place}</span> {one.current.then(|| badge::badge(tr!(org.current_only), "brand"))}</div>
            <p class="when">{format!("{} – {until}", time::instant_date(one.starts_at))}</p>
            {one.note.map(|note| view! { <p class="small">{note}</p> })}
        </li>
    }
    .into_any()
}

pub fn changes(id: Uuid) -> AnyView {
    audit::table(
        Listing::<AuditEntry>::of(format!(
            "/audit-entries?subject_kind=employee&subject_id={id}"
        )),
        None,
    )
}
