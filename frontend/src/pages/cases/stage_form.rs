//! Changing what a stage asks for: days, what must be known of the case, fields and check-list with their three names.

use contract::case::{CaseNeed, CaseStage, CaseStageItem, CaseStagePatch, CaseStages};
use contract::leave::Names;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::stages::need;
use crate::components::field::{Field, checks};
use crate::components::form as view;
use crate::components::icon::{Icon, small};
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn form(stages: Remote<CaseStages>, stage: CaseStage, open: RwSignal<bool>) -> AnyView {
    let key = stage.key;
    let start = json!({ "stuck_days": stage.stuck_days.to_string(), "needs": stage.needs });
    let form = Form::new(format!("stage-{}", key.name()), start);
    let (fields, items) = (
        RwSignal::new(stage.fields.clone()),
        RwSignal::new(stage.checks.clone()),
    );
    let toasts = use_toasts();
    let version = stage.version;
    let submit = move || {
        let mut body = form.body();
        let days = form.text("stuck_days");
        body["stuck_days"] = days.parse::<i64>().map_or(Value::from(days), Value::from);
        body["fields"] = http::value(&fields.get_untracked());
        body["checks"] = http::value(&items.get_untracked());
        let send = move |body: Value, _| async move {
            http::patch::<CaseStage>(format!("/case-stages/{}", key.name()), version, &body).await
        };
        form.submit(body, check::<CaseStagePatch>, send, move |_| {
            open.set(false);
            toasts.good(tr!(cases.saved));
            stages.reload();
        });
    };
    for (name, label) in [
        ("fields", tr!(cases.fields)),
        ("checks", tr!(cases.checklist)),
    ] {
        form.know(Known {
            name,
            label: label.to_owned(),
            required: false,
            secret: false,
        });
    }
    let needs = CaseNeed::ALL.map(|one| {
        let name = http::value(&one);
        let name = name.as_str().unwrap_or_default().to_owned();
        (name, need(one).to_owned(), String::new())
    });
    let inside = view! {
        {Field::new(form, "stuck_days", tr!(cases.stuck_days)).kind("number").required().show()}
        {checks(form, "needs", tr!(cases.needs), needs.to_vec())}
        {rows(tr!(cases.fields), tr!(cases.add_field), fields, "field")}
        {rows(tr!(cases.checklist), tr!(cases.add_check), items, "check")}
    };
    view::frame(
        form,
        submit,
        None,
        inside.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn rows(
    title: &'static str,
    add: &'static str,
    items: RwSignal<Vec<CaseStageItem>>,
    what: &'static str,
) -> AnyView {
    // Redrawn when an item comes or goes, not while one is written.
    let count = Memo::new(move |_| items.with(Vec::len));
    let new = move |_| {
        items.update(|all| {
            let taken = |n: &usize| all.iter().any(|i| i.key == format!("{what}_{n}"));
            let free = (1..).find(|n| !taken(n)).unwrap_or_default();
            let empty = String::new;
            all.push(CaseStageItem {
                key: format!("{what}_{free}"),
                names: Names {
                    zh_hant: empty(),
                    zh_hans: empty(),
                    en: empty(),
                },
                required: true,
            });
        });
    };
    view! {
        <fieldset class="field full stage-items">
            <legend class="label">{title}</legend>
            {move || {
                // Read, not only tracked: a memo that nobody reads follows nothing.
                let all = items.get_untracked().into_iter().take(count.get());
                all.map(|item| row(items, item)).collect_view()
            }}
            <div><button type="button" class="btn small" data-testid=format!("add-{what}") on:click=new>{small(Icon::Plus)} {add}</button></div>
        </fieldset>
    }
    .into_any()
}

fn row(items: RwSignal<Vec<CaseStageItem>>, item: CaseStageItem) -> AnyView {
    let key = StoredValue::new(item.key.clone());
    let change = move |f: &dyn Fn(&mut CaseStageItem)| {
        items.update(|all| {
            let found = key.with_value(|key| all.iter_mut().find(|i| &i.key == key));
            if let Some(found) = found {
                f(found);
            }
        });
    };
    let input = |label: &'static str, value: String, put: fn(&mut Names, String)| {
        view! {
            <input
                class="input" type="text" aria-label=format!("{label} {}", item.key) placeholder=label prop:value=value
                on:input=move |event| {
                    let text = event_target_value(&event);
                    change(&|item| put(&mut item.names, text.clone()));
                }
            />
        }
    };
    let remove = move |_| items.update(|all| key.with_value(|key| all.retain(|i| &i.key != key)));
    let required = item.required;
    view! {
        <div class="stage-item">
            {input(tr!(cases.hant), item.names.zh_hant.clone(), |n, t| n.zh_hant = t)}
            {input(tr!(cases.hans), item.names.zh_hans.clone(), |n, t| n.zh_hans = t)}
            {input(tr!(cases.english), item.names.en.clone(), |n, t| n.en = t)}
            <label class="check"><input type="checkbox" prop:checked=required on:change=move |event| { let on = event_target_checked(&event); change(&|item| item.required = on) } /> <span>{tr!(cases.required)}</span></label>
            <button type="button" class="btn quiet icon-only small" aria-label=tr!(cases.remove) on:click=remove>{small(Icon::Trash)}</button>
        </div>
    }
    .into_any()
}
