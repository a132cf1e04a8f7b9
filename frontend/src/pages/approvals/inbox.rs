//! The inbox: what waits for me, what I decided, what is mine, what was copied to me.

use contract::approval::{Approval, ApprovalAct, ApprovalState};
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::bulk::{self, Selection};
use super::words;
use crate::components::icon::{Icon, small};
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, empty, failure, filters, page, skeleton};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["kind", "state"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let beyond = untrack(move || {
        matches!(
            session.reach(Action::ApprovalRead),
            ReachKind::Team | ReachKind::Area | ReachKind::Department
        )
    });
    let mut sections = vec![
        ("waiting", tr!(approvals.waiting)),
        ("handled", tr!(approvals.handled)),
        ("mine", tr!(approvals.mine)),
        ("copied", tr!(approvals.copied)),
    ];
    if beyond {
        sections.push(("all", tr!(approvals.all)));
    }
    let tab = Memo::new(move |_| match url.get("tab") {
        tab if tab.is_empty() => "waiting".to_owned(),
        tab => tab,
    });
    let filters = Memo::new(move |_| {
        let mut pairs = vec![("box".to_owned(), tab.get())];
        let chosen = KEYS
            .iter()
            .map(|key| ((*key).to_owned(), url.get(key)))
            .filter(|(_, value)| !value.is_empty());
        pairs.extend(chosen);
        pairs
    });
    let listing = Listing::<Approval>::new("/approvals", filters.into());
    let selection = Selection::new(listing);
    Effect::new(move || {
        tab.track();
        selection.clear();
        // Nothing of another tab may stand under this one's name.
        listing.fresh.set(true);
    });
    let state_filter = move || {
        (tab.get() != "waiting").then(|| {
            filters::pick(
                url,
                "state",
                tr!(approvals.state),
                Signal::stored(words::states()),
            )
        })
    };
    let body = view! {
        {tabs(tr!(approvals.title), url, sections)}
        <div class="filters" role="search">
            {filters::pick(url, "kind", tr!(approvals.kind), Signal::stored(words::kinds()))}
            {state_filter}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "approvals")}
        </div>
        <section class="card inbox" data-testid="list" aria-busy=move || listing.loading.get().to_string()>
            {move || (tab.get() == "waiting").then(|| selection.head())}
            {move || list(listing, selection, &tab.get())}
            {more(listing)}
        </section>
        {bulk::bar(selection)}
    };
    page::page(
        Route::Approvals,
        tr!(approvals.title),
        tr!(approvals.sub),
        ().into_any(),
        body.into_any(),
    )
}

fn list(listing: Listing<Approval>, selection: Selection, tab: &str) -> AnyView {
    match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(5),
        _ if listing.rows.with(Vec::is_empty) => nothing(tab),
        _ => {
            let waiting = tab == "waiting";
            let rows = listing.rows.get().into_iter();
            view! { <ul class="rows">{rows.map(|one| row(one, waiting.then_some(selection))).collect_view()}</ul> }.into_any()
        }
    }
}

fn nothing(tab: &str) -> AnyView {
    let (sign, title, text) = match tab {
        "handled" => (
            Icon::Check,
            tr!(approvals.handled_empty),
            tr!(approvals.handled_empty_text),
        ),
        "mine" => (
            Icon::Send,
            tr!(approvals.mine_empty),
            tr!(approvals.mine_empty_text),
        ),
        "copied" => (
            Icon::Copy,
            tr!(approvals.copied_empty),
            tr!(approvals.copied_empty_text),
        ),
        "all" => (
            Icon::Search,
            tr!(approvals.all_empty),
            tr!(approvals.all_empty_text),
        ),
        _ => (
            Icon::Inbox,
            tr!(approvals.waiting_empty),
            tr!(approvals.waiting_empty_text),
        ),
    };
    let action = if tab == "mine" {
        view! { <a class="btn primary" href=Route::NewLeave.path()>{tr!(leave.ask)}</a> }.into_any()
    } else {
        ().into_any()
    };
    empty::empty(sign, title, text, action)
}

fn row(one: Approval, selection: Option<Selection>) -> AnyView {
    let step = one.current_step.as_ref();
    let open = one.state == ApprovalState::Open;
    let now = step
        .filter(|_| open && selection.is_none())
        .map(|step| view! { <span>{words::with(step)}</span> });
    let due = step
        .filter(|_| open)
        .and_then(words::due)
        .map(|(text, class)| view! { <span class=class>{small(Icon::Clock)} {text}</span> });
    let place = one.team_name.clone().unwrap_or_default();
    let mark = selection
        .filter(|_| one.acts.contains(&ApprovalAct::Approve))
        .map(|selection| selection.mark(&one));
    view! {
        <li class="linked approval-row" data-testid="approval-row">
            {mark}
            {avatar::avatar(&one.applicant.name)}
            <span class="grow">
                <span class="approval-title">
                    <a class="main-link strong" href=Route::Approval(one.id).path()>{one.title.clone()}</a>
                </span>
                <span class="meta">
                    <span>{one.applicant.name.clone()}</span>
                    {(!place.is_empty()).then(|| view! { <span>{place}</span> })}
                    <time datetime=one.created_at.to_rfc3339()>{time::ago(one.created_at)}</time>
                    {now}
                    {due}
                </span>
            </span>
            {(!open || selection.is_none()).then(|| badge::status(words::state(one.state)))}
        </li>
    }
    .into_any()
}

fn more(listing: Listing<Approval>) -> AnyView {
    (move || {
        (listing.next.get().is_some() && !listing.fresh.get()).then(|| {
            view! {
                <div class="list-foot">
                    <button type="button" class="btn small" data-testid="load-more" disabled=move || listing.loading.get() on:click=move |_| listing.more()>
                        {tr!(common.load_more)}
                    </button>
                </div>
            }
        })
    })
    .into_any()
}
