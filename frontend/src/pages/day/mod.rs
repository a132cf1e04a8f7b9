//! My day (2.2.4): everything that is due, one tap from done.

use contract::my_day::{DayItem, DayList, DaySection, MyDay};
use leptos::prelude::*;

use crate::components::empty;
use crate::components::icon::{Icon, icon};
use crate::components::page::{self, card};
use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::time;
use crate::core::words;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let day = Remote::new(|| http::get::<MyDay>("/my-day"));
    let name = session
        .me_now()
        .map(|me| me.name.clone())
        .unwrap_or_default();
    let title = tr!(day.hello, name = name).to_string();
    let sub = move || {
        day.get()
            .map(|day| time::day_title(day.date))
            .unwrap_or_default()
    };
    let body =
        view! { <p class="muted day-date">{sub}</p> {show(day, move |day| lists(session, day))} };
    page::page(Route::MyDay, title, "", ().into_any(), body.into_any())
}

fn lists(session: Session, day: MyDay) -> AnyView {
    let (open, rest): (Vec<DayList>, Vec<DayList>) = day
        .sections
        .into_iter()
        .partition(|list| !list.items.is_empty());
    let (quiet, coming): (Vec<DayList>, Vec<DayList>) =
        rest.into_iter().partition(|list| list.available);
    let clear = open.is_empty().then(|| view! { <div class="card">{empty::plain(Icon::Check, tr!(day.all_done), tr!(day.nothing_due))}</div> });
    view! {
        <div class="day-grid">
            <div class="stack">
                {clear}
                {open.into_iter().map(section).collect_view()}
            </div>
            <div class="stack">
                {(!quiet.is_empty()).then(|| card(tr!(day.all_done), ().into_any(), quiet_list(quiet)))}
                {(!coming.is_empty()).then(|| card(tr!(day.coming), ().into_any(), quiet_list(coming)))}
                {place(session)}
            </div>
        </div>
    }
    .into_any()
}

fn section(list: DayList) -> AnyView {
    let (title, sign, _) = about(list.section);
    let count = list.items.len();
    let items = list
        .items
        .into_iter()
        .map(move |item| entry(sign, item))
        .collect_view();
    let badge = view! { <span class="badge brand">{tr!(day.items, n = count).to_string()}</span> };
    card(
        title,
        badge.into_any(),
        view! { <div class="rows">{items}</div> }.into_any(),
    )
}

fn entry(sign: Icon, item: DayItem) -> AnyView {
    let due = item.due_at.map(|at| view! { <span class="badge warn">{tr!(day.due, when = time::ago(at)).to_string()}</span> });
    view! {
        <a href=item.path class="day-item">
            <span class="lead">{icon(sign)}</span>
            <span class="grow">
                <strong>{item.title}</strong>
                {(!item.detail.is_empty()).then(|| view! { <span class="small muted block">{item.detail}</span> })}
                {due}
            </span>
            {icon(Icon::Chevron)}
        </a>
    }
    .into_any()
}

/// What will stand in the sections that are empty.
fn quiet_list(lists: Vec<DayList>) -> AnyView {
    view! {
        <ul class="soon">
            {lists
                .into_iter()
                .map(|list| {
                    let (title, sign, text) = about(list.section);
                    view! { <li>{icon(sign)}<div><strong>{title}</strong><p class="small muted">{text}</p></div></li> }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

fn place(session: Session) -> Option<AnyView> {
    let me = session.me_now()?;
    let role = me.role.map(words::role)?;
    let place = me
        .team_name
        .clone()
        .or(me.area_name.clone())
        .unwrap_or(me.department_name.clone());
    let path = me
        .team_id
        .map(|id| Route::Team(id).path())
        .or(me.area_id.map(|id| Route::Area(id).path()))
        .unwrap_or("/org-tree".into());
    let view = view! {
        <section class="card">
            <div class="rows">
                <a href=path>
                    <span class="grow"><strong>{place}</strong><span class="small muted block">{role}</span></span>
                    {icon(Icon::Chevron)}
                </a>
            </div>
        </section>
    };
    Some(view.into_any())
}

fn about(section: DaySection) -> (&'static str, Icon, &'static str) {
    match section {
        DaySection::Attendance => (tr!(day.attendance), Icon::Clock, tr!(day.attendance_empty)),
        DaySection::Approvals => (tr!(day.approvals), Icon::Inbox, tr!(day.approvals_empty)),
        DaySection::Duties => (tr!(day.duties), Icon::Check, tr!(day.duties_empty)),
        DaySection::FollowUps => (tr!(day.follow_ups), Icon::Clock, tr!(day.follow_ups_empty)),
        DaySection::Services => (tr!(day.services), Icon::Chat, tr!(day.services_empty)),
        DaySection::Targets => (tr!(day.targets), Icon::Target, tr!(day.targets_empty)),
        DaySection::Bookings => (tr!(day.bookings), Icon::Calendar, tr!(day.bookings_empty)),
        DaySection::Documents => (tr!(day.documents), Icon::Document, tr!(day.documents_empty)),
        DaySection::Organization => (
            tr!(day.organization),
            Icon::Tree,
            tr!(day.organization_empty),
        ),
        DaySection::Notifications => (
            tr!(day.notifications),
            Icon::Bell,
            tr!(day.notifications_empty),
        ),
    }
}
