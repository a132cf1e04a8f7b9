//! Customers: search by characters, sound or number, filters, saved views, hand-over of those shown, export.

use contract::customer::Customer;
use contract::customer_columns;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::{transfer_many, words};
use crate::components::description::{nothing, text};
use crate::components::dialog::Dialog;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, import, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &[
    "q",
    "class",
    "tag",
    "need",
    "incomplete",
    "of_leavers",
    "doubtful",
    "owner_id",
    "team_id",
    "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Customer>::new("/customers", url.filters(KEYS));
    let wide = untrack(move || session.reach(Action::CustomerRead)) != ReachKind::Own;
    let whole = vec![("true".to_owned(), tr!(customers.incomplete).to_owned())];
    let left = vec![("true".to_owned(), tr!(customers.of_leavers).to_owned())];
    let doubtful = vec![("true".to_owned(), tr!(customers.doubtful).to_owned())];
    let importing = RwSignal::new(false);
    transfer_many::Ticked::provide();
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(customers.search))}
            {filters::pick(url, "class", tr!(customers.class), Signal::stored(words::classes()))}
            {filters::pick(url, "need", tr!(customers.need), Signal::stored(words::needs()))}
            {filters::pick(url, "incomplete", tr!(customers.completeness), Signal::stored(whole))}
            {filters::pick(url, "doubtful", tr!(customers.duplicates), Signal::stored(doubtful))}
            {wide.then(|| filters::pick(url, "of_leavers", tr!(customers.state_filter), Signal::stored(left)))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {wide.then(|| view! { <PersonFilter url key="owner_id" label=tr!(customers.owner) /> })}
            {tag(url)}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {transfer_many::button(listing, url)}
            <SavedViews url list="customers" />
            {filters::export(move || listing.export_path(), "customers")}
        </div>
        {table(tr!(customers.title), listing, columns(), Some(url), true, move || nobody(session, url))}
        <Dialog open=importing title=tr!(customers.import)>{import::panel(file(), move || listing.reload())}</Dialog>
    };
    page::page(
        Route::Customers,
        tr!(customers.title),
        tr!(customers.sub),
        actions(session, importing),
        body.into_any(),
    )
}

fn file() -> import::What {
    import::What {
        kind: "customers",
        label: tr!(people.import_file),
        help: tr!(customers.import_text),
        accept: ".csv,text/csv",
        columns: Some(import::Columns {
            ours: words::columns,
            known: customer_columns::known,
        }),
    }
}

fn actions(session: Session, importing: RwSignal<bool>) -> AnyView {
    view! {
        {move || {
            session
                .can(Action::CustomerImport)
                .then(|| view! { <button type="button" class="btn" data-testid="import-customers" on:click=move |_| importing.set(true)>{icon(Icon::Upload)} {tr!(people.import)}</button> })
        }}
        {new(session)}
    }
    .into_any()
}

fn columns() -> Vec<Column<Customer>> {
    vec![
        Column::new(tr!(customers.name), |one: &Customer| {
            let face = person::person(&one.name, one.occupation.clone().unwrap_or_default());
            let link = main_link(Route::Customer(one.id).path(), face);
            view! { <span class="row tight ticked">{transfer_many::tick(one)} {link}</span> }
                .into_any()
        })
        .sort("name"),
        Column::new(tr!(customers.class), |one: &Customer| {
            one.class.map_or_else(nothing, |class| {
                let (text, tone) = words::class(class);
                badge::badge(text, tone)
            })
        }),
        Column::new(tr!(customers.phone), |one: &Customer| {
            text(one.phone.clone())
        })
        .class("num nowrap"),
        Column::new(tr!(customers.tags), |one: &Customer| tags(&one.tags)),
        Column::new(tr!(customers.completeness), |one: &Customer| {
            format!("{} %", one.completeness).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(customers.owner), |one: &Customer| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(customers.updated), |one: &Customer| {
            time::instant_date(one.updated_at).into_any()
        })
        .sort("updated_at")
        .class("num nowrap"),
    ]
}

pub fn tags(tags: &[String]) -> AnyView {
    if tags.is_empty() {
        return nothing();
    }
    let one = |tag: &String| badge::badge(tag.clone(), "");
    view! { <span class="row tight">{tags.iter().map(one).collect_view()}</span> }.into_any()
}

/// One whole tag; sent when the input is left or Enter is pressed.
fn tag(url: UrlState) -> AnyView {
    view! {
        <input
            class="input" type="text" placeholder=tr!(customers.tag) aria-label=tr!(customers.tag)
            data-testid="filter-tag"
            prop:value=move || url.get("tag")
            on:change=move |event| url.set("tag", event_target_value(&event).trim())
        />
    }
    .into_any()
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::CustomerCreate)
            .then(|| view! { <a class="btn primary" href="/customers/new" data-testid="new-customer">{icon(Icon::Plus)} {tr!(customers.new)}</a> })
    })
    .into_any()
}

fn nobody(session: Session, url: UrlState) -> AnyView {
    if KEYS.iter().any(|key| !url.get(key).is_empty()) {
        return filters::nothing(url, tr!(customers.none_title), tr!(customers.none_text));
    }
    empty::empty(
        Icon::User,
        tr!(customers.empty_title),
        tr!(customers.empty_text),
        new(session),
    )
}
