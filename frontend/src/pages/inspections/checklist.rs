//! What inspections look at, changed by the manager: each item with a key that stays and a name in three languages.

use contract::Action;
use contract::inspection::{InspectionChecklist, InspectionItem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon, small};
use crate::components::page;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::remote::Remote;
use crate::core::{http, locale};
use crate::tr;

pub fn card() -> AnyView {
    let record = Remote::new(|| http::get::<InspectionChecklist>("/inspection-checklist"));
    let open = RwSignal::new(false);
    let change = move || {
        let may = record.get().is_some_and(|one| {
            one.allowed_actions
                .contains(&Action::InspectionChecklistManage)
        });
        may.then(|| view! { <button type="button" class="btn small" data-testid="edit-items" on:click=move |_| open.set(true)>{tr!(common.edit)}</button> })
    };
    let body = show(record, move |one| {
        let item = |item: &InspectionItem| view! { <li>{item.names.get(locale::current()).to_owned()}</li> };
        let items = one.items.iter().map(item).collect_view();
        let kept = StoredValue::new(one);
        view! {
            <ul class="card-body inspection-items">{items}</ul>
            <Dialog open title=tr!(inspections.edit_items)>{move || form(record, kept.get_value(), open)}</Dialog>
        }
        .into_any()
    });
    page::card(tr!(inspections.items), change.into_any(), body)
}

/// One item as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    id: usize,
    key: RwSignal<String>,
    hant: RwSignal<String>,
    hans: RwSignal<String>,
    en: RwSignal<String>,
}

fn typed(id: usize, item: Option<&InspectionItem>) -> Typed {
    let text = |of: fn(&InspectionItem) -> &String| {
        RwSignal::new(item.map(of).cloned().unwrap_or_default())
    };
    Typed {
        id,
        key: text(|item| &item.key),
        hant: text(|item| &item.names.zh_hant),
        hans: text(|item| &item.names.zh_hans),
        en: text(|item| &item.names.en),
    }
}

fn form(
    record: Remote<InspectionChecklist>,
    one: InspectionChecklist,
    open: RwSignal<bool>,
) -> AnyView {
    let start = one.items.iter().enumerate();
    let rows = RwSignal::new(
        start
            .map(|(id, item)| typed(id, Some(item)))
            .collect::<Vec<_>>(),
    );
    let next = StoredValue::new(one.items.len());
    let (version, busy) = (one.version, RwSignal::new(false));
    let toasts = use_toasts();
    let add = move |_| {
        let id = next.get_value();
        next.set_value(id + 1);
        rows.update(|rows| rows.push(typed(id, None)));
    };
    let save = move |_| {
        let item = |row: &Typed| {
            let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
            json!({ "key": text(row.key), "names": { "zh_hant": text(row.hant), "zh_hans": text(row.hans), "en": text(row.en) } })
        };
        let items: Vec<_> = rows.with_untracked(|rows| rows.iter().map(item).collect());
        let body = json!({ "items": items });
        busy.set(true);
        spawn_local(async move {
            let path = "/inspection-checklist";
            match http::patch::<InspectionChecklist>(path, version, &body).await {
                Ok(_) => {
                    open.set(false);
                    toasts.good(tr!(inspections.items_saved));
                    record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let input = move |row: Typed,
                      name: &'static str,
                      label: &'static str,
                      value: RwSignal<String>| {
        let id = format!("item-{}-{name}", row.id);
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input id=id class="input" maxlength="80" data-testid=format!("item-{name}") prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) />
            </div>
        }
    };
    let row = move |row: Typed| {
        let place = move || {
            rows.with(|rows| rows.iter().position(|one| one.id == row.id))
                .map_or(0, |n| n + 1)
        };
        let remove = move |_| rows.update(|rows| rows.retain(|one| one.id != row.id));
        view! {
            <fieldset class="tiers">
                <legend>{move || tr!(inspections.item_no, n = place()).to_string()}</legend>
                <div class="form-grid">
                    {input(row, "key", tr!(inspections.key), row.key)}
                    {input(row, "hant", tr!(inspections.hant), row.hant)}
                    {input(row, "hans", tr!(inspections.hans), row.hans)}
                    {input(row, "en", tr!(inspections.english), row.en)}
                </div>
                <button type="button" class="btn small" aria-label=move || tr!(inspections.remove_item, n = place()).to_string() on:click=remove>{small(Icon::Trash)}</button>
            </fieldset>
        }
    };
    view! {
        <div class="stack">
            <For each=move || rows.get() key=|row| row.id children=row />
            <div class="row between">
                <button type="button" class="btn" data-testid="add-item" on:click=add>{icon(Icon::Plus)} {tr!(inspections.add_item)}</button>
                <button type="button" class="btn primary" data-testid="save-items" disabled=move || busy.get() on:click=save>{tr!(common.save)}</button>
            </div>
        </div>
    }
    .into_any()
}
