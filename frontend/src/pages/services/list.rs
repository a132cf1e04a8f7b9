//! What waits, the longest first; what was answered, closed, all of it; the figures. Filters live in the address.

use contract::service::{ServiceCategories, ServiceRequest};
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::{figures, words};
use crate::components::choice::segmented;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &[
    "q",
    "kind",
    "overdue",
    "category_id",
    "owner_id",
    "team_id",
    "sort",
];

#[derive(Clone, Copy, PartialEq)]
enum View {
    Waiting,
    Answered,
    Closed,
    All,
    Figures,
}

impl View {
    const ALL: [View; 5] = [
        View::Waiting,
        View::Answered,
        View::Closed,
        View::All,
        View::Figures,
    ];

    /// As in the address.
    fn name(self) -> &'static str {
        match self {
            View::Waiting => "",
            View::Answered => "answered",
            View::Closed => "closed",
            View::All => "all",
            View::Figures => "figures",
        }
    }

    fn text(self) -> &'static str {
        match self {
            View::Waiting => tr!(services.waiting),
            View::Answered => tr!(services.answered),
            View::Closed => tr!(services.closed),
            View::All => tr!(services.all),
            View::Figures => tr!(services.figures),
        }
    }

    fn of(url: UrlState) -> View {
        let name = url.get("view");
        let known = View::ALL.into_iter().find(|one| one.name() == name);
        known.unwrap_or(View::Waiting)
    }
}

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let view = Memo::new(move |_| View::of(url));
    let summary = figures::load(url);
    let wide = untrack(move || session.reach(Action::ServiceRead)) != ReachKind::Own;
    let views = View::ALL.map(|one| (one, one.text())).to_vec();
    let late = vec![("true".to_owned(), tr!(services.overdue).to_owned())];
    let body = view! {
        {figures::strip(summary)}
        <div class="filters" role="search">
            {segmented(tr!(services.view), views, move || view.get(), move |one| url.set("view", one.name()))}
            {move || (view.get() != View::Figures).then(|| view! {
                {filters::search(url, "q", tr!(services.search))}
                {filters::pick(url, "category_id", tr!(services.category), categories())}
                {(view.get() == View::Waiting).then(|| filters::pick(url, "overdue", tr!(services.due_on), Signal::stored(late.clone())))}
                {wide.then(|| view! { <PersonFilter url key="owner_id" label=tr!(services.owner) /> })}
            })}
            {filters::pick(url, "kind", tr!(services.kind), Signal::stored(words::kinds()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="services" />
        </div>
        {move || match view.get() {
            View::Figures => figures::all(summary),
            one => rows(session, url, one),
        }}
    };
    page::page(
        Route::Services,
        tr!(services.title),
        tr!(services.sub),
        actions(session),
        body.into_any(),
    )
}

fn categories() -> options::Options {
    let all = Remote::new(|| http::get::<ServiceCategories>("/service-categories"));
    Signal::derive(move || {
        let all = all.get().map(|all| all.data).unwrap_or_default();
        let named = |one: &_| words::category(one);
        all.iter().map(|c| (c.id.to_string(), named(c))).collect()
    })
}

/// What the API is asked: the view is a filter and an order of its own.
fn asked(url: UrlState, view: View) -> Signal<Vec<(String, String)>> {
    let plain = url.filters(KEYS);
    Signal::derive(move || {
        let mut pairs = plain.get();
        let more = match view {
            View::Waiting => Some(("waiting", "true")),
            View::Answered => Some(("state", "answered")),
            View::Closed => Some(("state", "closed")),
            View::All | View::Figures => None,
        };
        pairs.extend(more.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let sorted = pairs.iter().any(|(key, _)| key == "sort");
        if view == View::Waiting && !sorted {
            pairs.push(("sort".to_owned(), "due_on".to_owned()));
        }
        pairs
    })
}

fn rows(session: Session, url: UrlState, view: View) -> AnyView {
    let listing = Listing::<ServiceRequest>::new("/service-requests", asked(url, view));
    let nobody = move || {
        let filtered = KEYS.iter().any(|key| !url.get(key).is_empty());
        match (filtered, view) {
            (true, _) => filters::nothing(url, tr!(services.none_title), tr!(services.none_text)),
            (_, View::Waiting) => empty::empty(
                Icon::Check,
                tr!(services.empty_title),
                tr!(services.empty_text),
                new(session),
            ),
            _ => empty::plain(
                Icon::Chat,
                tr!(services.none_title),
                tr!(services.empty_text),
            ),
        }
    };
    view! {
        <div class="stack">
            {table(tr!(services.title), listing, columns(), Some(url), true, nobody)}
            <div class="row end">{filters::export(move || listing.export_path(), "service-requests")}</div>
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column<ServiceRequest>> {
    vec![
        Column::new(tr!(services.request), |one: &ServiceRequest| {
            let second = format!("#{} · {}", one.number, one.category.name);
            let name = one.customer.name.clone();
            let face = view! { <span class="two-lines"><strong>{name}</strong><small>{second}</small></span> };
            main_link(Route::Service(one.id).path(), face.into_any())
        }),
        Column::new(tr!(services.kind), |one: &ServiceRequest| {
            let (text, tone) = words::kind(one.kind);
            badge::badge(text, tone)
        }),
        Column::new(tr!(services.description), |one: &ServiceRequest| {
            view! { <span class="clip">{one.description.clone()}</span> }.into_any()
        }),
        Column::new(tr!(services.due_on), words::due)
            .sort("due_on")
            .class("num nowrap"),
        Column::new(tr!(services.state), |one: &ServiceRequest| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(services.satisfaction), |one: &ServiceRequest| {
            one.score.map(words::score).unwrap_or_default().into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(services.owner), |one: &ServiceRequest| {
            one.owner.name.clone().into_any()
        }),
    ]
}

fn actions(session: Session) -> AnyView {
    view! {
        {move || {
            session
                .can(Action::ServiceCategoryManage)
                .then(|| view! { <a class="btn" href=Route::ServiceCategories.path() data-testid="service-categories">{icon(Icon::Settings)} {tr!(services.categories)}</a> })
        }}
        {new(session)}
    }
    .into_any()
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::ServiceCreate)
            .then(|| view! { <a class="btn primary" href=Route::NewService.path() data-testid="new-service">{icon(Icon::Plus)} {tr!(services.new)}</a> })
    })
    .into_any()
}
