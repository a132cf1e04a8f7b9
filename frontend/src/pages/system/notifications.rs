//! Notifications: the list, reading one, reading all.

use contract::notification::{Notification, ReadCount};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use crate::components::choice::segmented;
use crate::components::icon::{Icon, icon, small};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{empty, failure, page, skeleton};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::{http, stream, time};
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let toasts = use_toasts();
    let url = UrlState::here();
    let listing = Listing::<Notification>::new("/notifications", url.filters(&["unread"]));
    // The live stream counts up; the list follows.
    Effect::new(move |before: Option<i64>| {
        let now = session.unread.get();
        if before.is_some_and(|before| now > before) {
            listing.reload();
        }
        now
    });
    let read_all = move |_| {
        spawn_local(async move {
            match http::post::<ReadCount>("/notifications/readings", Uuid::new_v4(), &json!({}))
                .await
            {
                Ok(count) => {
                    toasts.good(tr!(system.marked, n = count.read).to_string());
                    stream::recount(session).await;
                    listing.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let action = move || {
        (session.unread.get() > 0).then(|| {
            view! { <button type="button" class="btn" data-testid="read-all" on:click=read_all>{icon(Icon::Check)} {tr!(system.read_all)}</button> }
        })
    };
    let rows = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(4),
        _ if listing.rows.with(Vec::is_empty) => empty::plain(Icon::Bell, tr!(system.no_notifications), tr!(system.no_notifications_text)),
        _ => view! { <ul class="rows">{listing.rows.get().into_iter().map(|one| row(session, listing, one)).collect_view()}</ul> }.into_any(),
    }
    };
    let more = move || {
        listing.next.get().map(|_| {
            view! { <div class="list-foot"><button type="button" class="btn small" data-testid="load-more" on:click=move |_| listing.more()>{tr!(common.load_more)}</button></div> }
        })
    };
    let which = segmented(
        tr!(common.filters),
        vec![(false, tr!(common.all)), (true, tr!(system.unread_only))],
        move || url.get("unread") == "true",
        move |unread| url.set("unread", if unread { "true" } else { "" }),
    );
    let body =
        view! { <div class="filters">{which}</div> <section class="card">{rows} {more}</section> };
    page::page(
        Route::Notifications,
        tr!(system.notifications),
        tr!(system.notifications_sub),
        action.into_any(),
        body.into_any(),
    )
}

fn row(session: Session, listing: Listing<Notification>, one: Notification) -> AnyView {
    let id = one.id;
    let unread = one.read_at.is_none();
    let read = move || {
        if unread {
            spawn_local(async move {
                if http::post_empty(format!("/notifications/{id}/readings"), &json!({}))
                    .await
                    .is_ok()
                {
                    stream::recount(session).await;
                    listing.reload();
                }
            });
        }
    };
    let path = match one.subject_kind.as_str() {
        "employee" => Route::Employee(one.subject_id).path(),
        "team" => Route::Team(one.subject_id).path(),
        "area" => Route::Area(one.subject_id).path(),
        "approval" => Route::Approval(one.subject_id).path(),
        "leave_request" => Route::LeaveRequest(one.subject_id).path(),
        "correction" => Route::Correction(one.subject_id).path(),
        "attendance_statement" => Route::Statement(one.subject_id).path(),
        "delegation" => Route::Delegations.path(),
        "attendance_objection" | "attendance_line" => Route::Statements.path(),
        "webhook" => Route::Webhook(one.subject_id).path(),
        "leave_entry" => Route::Leave.path(),
        "schedule_assignment" => Route::Attendance.path(),
        "role" | "role_assignment" => Route::Assignments.path(),
        _ => Route::Notifications.path(),
    };
    let reading = unread.then(|| {
        view! {
            <button type="button" class="btn quiet icon-only small" aria-label=tr!(system.mark_read) title=tr!(system.mark_read) on:click=move |_| read()>
                {small(Icon::Check)}
            </button>
        }
    });
    view! {
        <li class:notice-unread=unread class="linked">
            <span class="lead">{icon(Icon::Bell)}</span>
            <span class="grow">
                <a href=path class="main-link" class:strong=unread on:click=move |_| read()>{one.title}</a>
                <span class="small muted block">{one.body}</span>
            </span>
            <time class="small muted nowrap" datetime=one.created_at.to_rfc3339()>{time::ago(one.created_at)}</time>
            {reading}
        </li>
    }
    .into_any()
}
