//! Records that may be the same customer's: shown beside the record, told apart, or made one.

use contract::Action;
use contract::customer::Customer;
use contract::duplicate::{Duplicate, Duplicates, NewDistinction};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{merge, words};
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

/// What is being done with one of them.
#[derive(Clone)]
enum Doing {
    Merging(Box<Customer>),
    Telling(Uuid),
}

/// Nothing while there are none; a word about it when the other one is somebody's whose customers aren't shown here.
pub fn card(record: Remote<Customer>, customer: &Customer) -> AnyView {
    let mine = StoredValue::new(customer.clone());
    let (id, doubtful) = (customer.id, customer.doubtful);
    let found = Remote::new(move || http::get::<Duplicates>(format!("/customers/{id}/duplicates")));
    let (open, doing) = (RwSignal::new(false), RwSignal::new(None::<Doing>));
    let list = move || {
        let all = found.get()?.data;
        let (about, rows) = match all.is_empty() {
            true if doubtful => (tr!(customers.duplicates_elsewhere), None),
            true => return None,
            false => {
                let one = |other: Duplicate| mine.with_value(|mine| row(mine, other, doing, open));
                let rows = all.into_iter().map(one).collect_view();
                let rows = view! { <ul class="rows" data-testid="duplicates">{rows}</ul> };
                (tr!(customers.duplicates_text), Some(rows))
            }
        };
        let body = view! { <p class="card-body small muted" data-testid="duplicates-text">{about}</p> {rows} };
        Some(page::card(
            tr!(customers.duplicates),
            ().into_any(),
            body.into_any(),
        ))
    };
    let title = tr!(customers.duplicates);
    view! {
        {list}
        <Dialog open title class="wide">
            {move || match doing.get_untracked() {
                Some(Doing::Merging(other)) => mine.with_value(|mine| merge::form(record, mine, &other, open)),
                Some(Doing::Telling(other)) => tell(record, id, other, open),
                None => ().into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

fn row(
    mine: &Customer,
    other: Duplicate,
    doing: RwSignal<Option<Doing>>,
    open: RwSignal<bool>,
) -> AnyView {
    let may = |action: Action| mine.allowed_actions.contains(&action);
    let start = move |what: Doing| {
        doing.set(Some(what));
        open.set(true);
    };
    let Duplicate { customer, likeness } = other;
    let id = customer.id;
    let facts = [
        customer.birthday.map(time::date),
        customer.phone.clone(),
        Some(format!("{} {}", tr!(customers.owner), customer.owner.name)),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let name = customer.name.clone();
    let merging = may(Action::CustomerMerge).then(|| {
        let whole = Box::new(customer.clone());
        view! { <button type="button" class="btn small" data-testid="merge" on:click=move |_| start(Doing::Merging(whole.clone()))>{tr!(customers.merge)}</button> }
    });
    let telling = may(Action::CustomerUpdate).then(|| {
        view! { <button type="button" class="btn small" data-testid="tell-apart" on:click=move |_| start(Doing::Telling(id))>{tr!(customers.tell_apart)}</button> }
    });
    view! {
        <li class="stack tight">
            <div class="row between">
                <a href=Route::Customer(id).path()>{name}</a>
                {badge::badge(words::likeness(likeness), "warn")}
            </div>
            <span class="small muted">{text(Some(facts))}</span>
            <div class="row tight">{merging} {telling}</div>
        </li>
    }
    .into_any()
}

fn tell(record: Remote<Customer>, id: Uuid, other: Uuid, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("apart-{id}-{other}"), json!({ "other_id": other }));
    let submit = move || {
        let send = move |body: Value, key| async move {
            let path = format!("/customers/{id}/distinctions");
            http::post::<Customer>(path, key, &body).await
        };
        form.submit(form.body(), check::<NewDistinction>, send, move |_| {
            open.set(false);
            toasts.good(tr!(customers.told_apart));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(customers.tell_apart_text)}</p>
        {Field::new(form, "because", tr!(customers.reason)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(customers.tell_apart)),
    )
}
