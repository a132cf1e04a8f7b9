//! Phone and identity number: masked, until somebody says why they need to see them.

use std::collections::HashMap;

use contract::Action;
use contract::customer::{Customer, NewReveal, Revealed};
use contract::duplicate::ContactKind;
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::description::{link, list, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::tr;

pub fn card(customer: &Customer) -> AnyView {
    let (open, shown) = (RwSignal::new(false), RwSignal::new(None::<Revealed>));
    let contacts = customer.contacts.iter().flatten();
    let hidden = customer.phone.is_some()
        || customer.identity_number.is_some()
        || contacts
            .into_iter()
            .any(|one| one.kind == ContactKind::Phone);
    let may = hidden && customer.allowed_actions.contains(&Action::CustomerReveal);
    let button = move || {
        may.then(|| match shown.with(Option::is_some) {
            true => view! { <button type="button" class="btn small" data-testid="hide" on:click=move |_| shown.set(None)>{icon(Icon::EyeOff)} {tr!(customers.hide)}</button> }.into_any(),
            false => view! { <button type="button" class="btn small" data-testid="reveal" on:click=move |_| open.set(true)>{icon(Icon::Eye)} {tr!(customers.reveal)}</button> }.into_any(),
        })
    };
    let id = customer.id;
    let masked = Revealed {
        phone: customer.phone.clone(),
        identity_number: customer.identity_number.clone(),
        contacts: Vec::new(),
    };
    let labels = customer.contacts.iter().flatten();
    let labels = labels.filter_map(|one| Some((one.id, one.label.clone()?)));
    let labels: HashMap<Uuid, String> = labels.collect();
    let rows = move || {
        let seen = shown.get();
        let dial = seen.as_ref().and_then(|seen| seen.phone.clone());
        let dial = dial.map(|phone| format!("tel:{}", phone.replace(' ', "")));
        let now = seen.unwrap_or_else(|| masked.clone());
        let mut rows = vec![
            (tr!(customers.phone), link(now.phone, dial)),
            (tr!(customers.identity_number), text(now.identity_number)),
        ];
        rows.extend(now.contacts.into_iter().map(|more| {
            let dial = format!("tel:{}", more.value.replace(' ', ""));
            let shown = match labels.get(&more.id) {
                Some(label) => format!("{} · {label}", more.value),
                None => more.value,
            };
            (tr!(customers.further_phone), link(Some(shown), Some(dial)))
        }));
        list(rows)
    };
    let inside = view! {
        <div class="card-body num" data-testid="numbers">{rows}</div>
        <Dialog open title=tr!(customers.reveal_title)>{ask(id, open, shown)}</Dialog>
    };
    page::card(
        tr!(customers.reveal_title_card),
        button.into_any(),
        inside.into_any(),
    )
}

fn ask(id: Uuid, open: RwSignal<bool>, shown: RwSignal<Option<Revealed>>) -> AnyView {
    let form = Form::new(format!("reveal-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::post::<Revealed>(format!("/customers/{id}/reveals"), key, &body).await
        };
        form.submit(form.body(), check::<NewReveal>, send, move |seen| {
            open.set(false);
            shown.set(Some(seen));
        });
    };
    let fields = view! {
        <p class="muted">{tr!(customers.reveal_text)}</p>
        {Field::new(form, "reason", tr!(customers.reason)).required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(customers.reveal)),
    )
}
