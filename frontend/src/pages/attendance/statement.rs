//! One statement: lines inside the reach, my own line, objections with their answers.

use contract::attendance::{AttendanceLine, AttendanceStatement, StatementState};
use contract::{Action, Page, ReachKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, line, objections, words};
use crate::components::crumbs::crumbs;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner, empty};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time, zone};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let url = UrlState::here();
    let record = Remote::new(move || {
        http::get::<AttendanceStatement>(format!("/attendance-statements/{id}"))
    });
    view! { <div class="page statement" data-testid="page-statement">{show(record, move |one| shown(record, one, url))}</div> }.into_any()
}

fn shown(record: Remote<AttendanceStatement>, one: AttendanceStatement, url: UrlState) -> AnyView {
    let session = use_session();
    let title = tr!(
        attendance.statement_title,
        month = time::month(zone::month(&one.month))
    )
    .to_string();
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let department = session.me_now().map(|me| me.department_name.clone());
    let wide = untrack(move || {
        !matches!(
            session.reach(Action::StatementRead),
            ReachKind::No | ReachKind::Own
        )
    });
    let mut sections = Vec::new();
    if wide {
        sections.push(("lines", tr!(attendance.tab_lines)));
    }
    sections.push(("mine", tr!(attendance.tab_mine)));
    sections.push(("objections", tr!(attendance.tab_objections)));
    let first = sections.first().map(|tab| tab.0).unwrap_or_default();
    let tab = Memo::new(move |_| match url.get("tab") {
        tab if tab.is_empty() => first.to_owned(),
        tab => tab,
    });
    let until = one
        .objections_until
        .filter(|_| one.state == StatementState::Published)
        .map(|day| {
            banner::banner(
                "info",
                tr!(attendance.until, when = time::date(day)).to_string(),
            )
        });
    let shown = StoredValue::new(one.clone());
    let changed = RwSignal::new(0u32);
    view! {
        {crumbs(vec![(tr!(attendance.statements).into(), Route::Statements.path())])}
        <header class="page-head">
            <div>
                <h1>{title} " " {badge::status(words::statement(one.state))}</h1>
                <p class="sub">{department} " · " {words_of(&one)}</p>
            </div>
            <div class="actions">
                <button type="button" class="btn" data-testid="print" on:click=move |_| { let _ = window().print(); }>{icon(Icon::Print)} {tr!(attendance.print)}</button>
                {acts::buttons(record, &one)}
            </div>
        </header>
        {until}
        {figures(&one)}
        {tabs(tr!(attendance.statements), url, sections)}
        {move || {
            let one = shown.get_value();
            match tab.get().as_str() {
                "mine" => mine(record, one, changed),
                "objections" => objections::list(record, &one, changed),
                _ => line::list(one.id, url),
            }
        }}
    }
    .into_any()
}

fn words_of(one: &AttendanceStatement) -> String {
    let at = one.final_at.or(one.published_at).unwrap_or(one.drafted_at);
    let digest: String = one.inputs_version.chars().take(10).collect();
    format!(
        "{} · {}",
        time::instant(at),
        tr!(attendance.inputs, id = digest)
    )
}

fn figures(one: &AttendanceStatement) -> AnyView {
    let stat = |name: &'static str, value: i64, tone: &'static str| view! { <div class=format!("stat {tone}")><span class="small muted">{name}</span><b>{value}</b></div> };
    let tone = |n: i64| if n > 0 { "warn" } else { "" };
    view! {
        <div class="card stats strip">
            {stat(tr!(attendance.people_count), one.people, "")}
            {stat(tr!(attendance.breach_people), one.people_with_breaches, tone(one.people_with_breaches))}
            {stat(tr!(attendance.open_objections), one.open_objections, tone(one.open_objections))}
        </div>
    }
    .into_any()
}

fn mine(
    record: Remote<AttendanceStatement>,
    one: AttendanceStatement,
    changed: RwSignal<u32>,
) -> AnyView {
    let Some(me) = use_session().me_now().and_then(|me| me.employee_id) else {
        return ().into_any();
    };
    let id = one.id;
    let own = Remote::new(move || {
        http::get::<Page<AttendanceLine>>(format!(
            "/attendance-statements/{id}/lines?employee_id={me}"
        ))
    });
    let state = StoredValue::new(one);
    let own_objections = Listing::of(format!("/attendance-objections?statement_id={id}"));
    show(own, move |page| {
        match page.data.into_iter().next() {
        Some(mine) => {
            let one = state.get_value();
            view! {
                <div class="stack">
                    {line::card(&mine)}
                    {acts::object(record, &one, changed, own_objections)}
                </div>
            }
            .into_any()
        }
        None => view! { <div class="card">{empty::plain(Icon::Report, tr!(attendance.no_line), tr!(attendance.no_line_text))}</div> }.into_any(),
    }
    })
}
