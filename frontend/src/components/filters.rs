//! The row above a list: search, closed filters, saved views, export. Everything lives in the address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Map, Value};
use web_sys::SubmitEvent;

use super::dialog::Dialog;
use super::empty;
use super::icon::{Icon, icon, small};
use super::menu::Menu;
use super::toast::use_toasts;
use super::url_state::UrlState;
use crate::core::{dom, http};
use crate::tr;

/// Free text, sent a moment after the last key.
pub fn search(url: UrlState, key: &'static str, label: impl Into<String>) -> AnyView {
    let label = label.into();
    let turn = StoredValue::new(0u32);
    let typed = move |text: String| {
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        spawn_local(async move {
            dom::sleep(250).await;
            if turn.try_get_value() == Some(mine) {
                url.set(key, text.trim());
            }
        });
    };
    view! {
        <div class="input-wrap">
            {icon(Icon::Search)}
            <input
                class="input" type="search" placeholder=label.clone() aria-label=label
                data-testid="search"
                prop:value=url.get(key)
                on:input=move |event| typed(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// One of a closed list, or all.
pub fn pick(
    url: UrlState,
    key: &'static str,
    label: impl Into<String>,
    options: Signal<Vec<(String, String)>>,
) -> AnyView {
    let label = label.into();
    view! {
        <select
            class="input" aria-label=label.clone()
            data-testid=format!("filter-{key}")
            on:change=move |event| url.set(key, &event_target_value(&event))
        >
            <option value="" selected=move || url.get(key).is_empty()>{format!("{label}：{}", tr!(common.all))}</option>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(value, text)| {
                        let mine = value.clone();
                        view! { <option value=value selected=move || url.get(key) == mine>{text}</option> }
                    })
                    .collect_view()
            }}
        </select>
    }
    .into_any()
}

pub fn day(url: UrlState, key: &'static str, label: &'static str) -> AnyView {
    view! {
        <label class="row tight small muted">
            {label}
            <input
                class="input" type="date" data-testid=format!("filter-{key}")
                prop:value=move || url.get(key)
                on:change=move |event| url.set(key, &event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// Takes all filters away; on the phone, where several stand in the row, they fold behind one button that says how many are set.
pub fn clear(url: UrlState, keys: &'static [&'static str]) -> AnyView {
    let open = RwSignal::new(false);
    let set = move || {
        let chosen = keys.iter().filter(|key| !["q", "sort"].contains(key));
        chosen.filter(|key| !url.get(key).is_empty()).count()
    };
    let count = move || match set() {
        0 => String::new(),
        n => format!(" · {n}"),
    };
    let any = move || keys.iter().any(|key| !url.get(key).is_empty());
    view! {
        <button type="button" class="btn fold" aria-expanded=move || open.get().to_string() data-testid="fold-filters" on:click=move |_| open.update(|open| *open = !*open)>
            {icon(Icon::Settings)} {tr!(common.filters)} {count} {move || small(if open.get() { Icon::Up } else { Icon::Down })}
        </button>
        {move || any().then(|| view! { <button type="button" class="btn quiet small" on:click=move |_| url.clear()>{tr!(common.clear_filters)}</button> })}
    }
    .into_any()
}

/// Nothing is left by the filters.
pub fn nothing(url: UrlState, title: &'static str, text: &'static str) -> AnyView {
    let clear = view! { <button type="button" class="btn" on:click=move |_| url.clear()>{tr!(common.clear_filters)}</button> };
    empty::empty(Icon::Search, title, text, clear.into_any())
}

/// Downloads the list as it is filtered now.
pub fn export(
    path: impl Fn() -> String + Copy + Send + Sync + 'static,
    name: &'static str,
) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let run = move |accept: &'static str, extension: &'static str| {
        busy.set(true);
        let path = path();
        spawn_local(async move {
            match http::blob(path, accept).await {
                Ok(blob) => dom::download(&blob, &format!("{name}.{extension}")),
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Menu label=tr!(common.export_csv) class="btn icon-only" face=icon(Icon::Download) testid="export">
            <button type="button" data-testid="export-csv" disabled=move || busy.get() on:click=move |_| run("text/csv", "csv")>
                {icon(Icon::Document)} {tr!(common.export_csv)}
            </button>
            <button type="button" disabled=move || busy.get() on:click=move |_| run("application/x-ndjson", "ndjson")>
                {icon(Icon::Document)} {tr!(common.export_ndjson)}
            </button>
        </Menu>
    }
    .into_any()
}

/// Filters and sort under a name, kept in this browser.
#[component]
pub fn SavedViews(url: UrlState, list: &'static str) -> impl IntoView {
    let key = format!("views:{list}");
    let stored = dom::read(dom::local(), &key)
        .and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
    let views = RwSignal::new(stored.unwrap_or_default());
    let naming = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let toasts = use_toasts();
    let keep = StoredValue::new(key);
    let store = move || {
        keep.with_value(|key| {
            dom::write(
                dom::local(),
                key,
                Some(&Value::Object(views.get_untracked()).to_string()),
            )
        })
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let label = name.get_untracked().trim().to_owned();
        if label.is_empty() {
            return;
        }
        views.update(|views| {
            views.insert(label, Value::String(url.text()));
        });
        store();
        naming.set(false);
        toasts.good(tr!(common.view_saved));
    };
    view! {
        <Menu label=tr!(common.view_name) class="btn icon-only" face=icon(Icon::Star)>
            {move || {
                views
                    .get()
                    .into_iter()
                    .map(|(label, query)| {
                        let gone = label.clone();
                        let query = query.as_str().unwrap_or_default().to_owned();
                        view! {
                            <div class="row tight">
                                <button type="button" class="btn quiet grow" on:click=move |_| url.replace(query.clone())>{label.clone()}</button>
                                <button
                                    type="button" class="btn quiet icon-only small" aria-label=format!("{} {label}", tr!(common.delete))
                                    on:click=move |event| {
                                        event.stop_propagation();
                                        views.update(|views| { views.remove(&gone); });
                                        store();
                                    }
                                >
                                    {small(Icon::Trash)}
                                </button>
                            </div>
                        }
                    })
                    .collect_view()
            }}
            <button type="button" on:click=move |_| naming.set(true)>{icon(Icon::Plus)} {tr!(common.view_save)}</button>
        </Menu>
        <Dialog open=naming title=tr!(common.view_save)>
            <form class="form" on:submit=save>
                <label class="field">
                    <span class="label">{tr!(common.view_label)}</span>
                    <input class="input" maxlength="40" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
                </label>
                <div class="form-foot"><button type="submit" class="btn primary">{tr!(common.save)}</button></div>
            </form>
        </Dialog>
    }
}
