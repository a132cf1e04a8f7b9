//! A list as a table on wide screens and as cards on phones, with sorting, states and "load more".

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::icon::{Icon, small};
use super::url_state::UrlState;
use super::{failure, skeleton};
use crate::core::listing::Listing;
use crate::tr;

pub struct Column<T> {
    title: &'static str,
    sort: Option<&'static str>,
    class: &'static str,
    cell: fn(&T) -> AnyView,
}

impl<T> Column<T> {
    pub fn new(title: &'static str, cell: fn(&T) -> AnyView) -> Column<T> {
        Column {
            title,
            sort: None,
            class: "",
            cell,
        }
    }

    /// Key in the API's `sort`.
    pub fn sort(mut self, key: &'static str) -> Column<T> {
        self.sort = Some(key);
        self
    }

    pub fn class(mut self, class: &'static str) -> Column<T> {
        self.class = class;
        self
    }
}

/// The first column holds the row's link (class `main-link`); rows react as a whole when `linked`.
pub fn table<T: DeserializeOwned + Clone + Send + Sync + 'static>(
    caption: &'static str,
    listing: Listing<T>,
    columns: Vec<Column<T>>,
    url: Option<UrlState>,
    linked: bool,
    empty: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let columns = StoredValue::new(columns);
    let heads = columns.with_value(|columns| {
        columns
            .iter()
            .map(|column| head(column.title, column.sort, column.class, url))
            .collect_view()
    });
    let row = move |record: &T| {
        let cells = columns.with_value(|columns| {
            let cell = |column: &Column<T>| view! { <td role="cell" class=column.class data-label=column.title>{(column.cell)(record)}</td> };
            columns.iter().map(cell).collect_view()
        });
        view! { <tr role="row" class:linked=linked>{cells}</tr> }.into_any()
    };
    let body = move || {
        listing
            .rows
            .with(|rows| rows.iter().map(row).collect_view())
    };
    // The table is drawn once; only its rows change.
    let frame = view! {
        <table class="table cards" role="table" aria-busy=move || listing.loading.get().to_string()>
            <caption class="sr">{caption}</caption>
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
    .into_any();
    let state = move || match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(6),
        (None, false) if listing.rows.with(Vec::is_empty) => empty(),
        _ => ().into_any(),
    };
    let bare = move || listing.fresh.get() || listing.rows.with(Vec::is_empty);
    view! {
        <div class="table-card" data-testid="list">
            <div hidden=bare>{frame}</div>
            {state}
            {foot(listing)}
        </div>
    }
    .into_any()
}

fn foot<T: DeserializeOwned + Clone + Send + Sync + 'static>(listing: Listing<T>) -> AnyView {
    (move || {
        let more = listing.next.get().is_some() && !listing.fresh.get();
        more.then(|| {
            view! {
                <div class="list-foot">
                    <button
                        type="button" class="btn small" data-testid="load-more"
                        disabled=move || listing.loading.get()
                        on:click=move |_| listing.more()
                    >
                        {move || listing.loading.get().then(|| view! { <span class="spin" aria-hidden="true"></span> })}
                        {tr!(common.load_more)}
                    </button>
                </div>
            }
        })
    })
    .into_any()
}

fn head(
    title: &'static str,
    sort: Option<&'static str>,
    class: &'static str,
    url: Option<UrlState>,
) -> AnyView {
    let (Some(key), Some(url)) = (sort, url) else {
        // A column of buttons has no visible title, but a name.
        let text = if title.is_empty() {
            view! { <span class="sr">{tr!(common.actions)}</span> }.into_any()
        } else {
            title.into_any()
        };
        return view! { <th scope="col" role="columnheader" class=class>{text}</th> }.into_any();
    };
    let now = move || url.get("sort");
    let order = move || match now() {
        sort if sort == key => Some("ascending"),
        sort if sort.strip_prefix('-') == Some(key) => Some("descending"),
        _ => None,
    };
    let turn = move |_| {
        let next = if now() == key {
            format!("-{key}")
        } else {
            key.to_owned()
        };
        url.set("sort", &next);
    };
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=order>
            <button type="button" title=tr!(common.sort_by, column = title).to_string() on:click=turn>
                {title}
                {move || match order() {
                    Some("ascending") => small(Icon::SortUp),
                    Some(_) => small(Icon::SortDown),
                    None => small(Icon::Sort),
                }}
            </button>
        </th>
    }
    .into_any()
}

/// Text of the first column: the link that opens the row's record.
pub fn main_link(path: String, face: AnyView) -> AnyView {
    view! { <a class="main-link" href=path>{face}</a> }.into_any()
}
