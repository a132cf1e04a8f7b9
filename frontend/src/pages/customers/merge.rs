//! Making two records one: both beside each other where they differ, and which of the two values stays.

use contract::customer::Customer;
use contract::duplicate::{MergeField, NewMerge};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::time;
use crate::core::words::wire;
use crate::tr;

pub fn form(
    record: Remote<Customer>,
    mine: &Customer,
    other: &Customer,
    open: RwSignal<bool>,
) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (mine.id, mine.version);
    let form = Form::new(
        format!("merge-{id}-{}", other.id),
        json!({ "other_id": other.id, "other_version": other.version, "take": [] }),
    );
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/customers/{id}/merges"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewMerge>, send, move |()| {
            open.set(false);
            toasts.good(tr!(customers.merged));
            record.reload();
        });
    };
    let differing = differing(mine, other);
    let choices = (!differing.is_empty()).then(|| {
        let one = |one: Differing| choice(form, one);
        view! {
            <p class="label">{tr!(customers.merge_which)}</p>
            {differing.into_iter().map(one).collect_view()}
        }
    });
    let fields = view! {
        <p class="muted">{tr!(customers.merge_text, owner = mine.owner.name.clone()).to_string()}</p>
        {choices}
        {Field::new(form, "because", tr!(customers.reason)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit_danger(form, tr!(customers.merge)),
    )
}

/// A field of which both records say something else.
struct Differing {
    field: MergeField,
    label: &'static str,
    mine: String,
    other: String,
}

fn differing(mine: &Customer, other: &Customer) -> Vec<Differing> {
    type Said = fn(&Customer) -> Option<String>;
    let all: [(MergeField, &'static str, Said); 10] = [
        (MergeField::Name, tr!(customers.name), |c| {
            Some(c.name.clone())
        }),
        (MergeField::Gender, tr!(customers.gender), |c| {
            c.gender.map(|g| words::gender(g).to_owned())
        }),
        (MergeField::Birthday, tr!(customers.birthday), |c| {
            c.birthday.map(time::date)
        }),
        (MergeField::Phone, tr!(customers.phone), |c| c.phone.clone()),
        (MergeField::Class, tr!(customers.class), |c| {
            c.class.map(|one| words::class(one).0.to_owned())
        }),
        (MergeField::Email, tr!(customers.email), |c| c.email.clone()),
        (MergeField::Address, tr!(customers.address), |c| {
            c.address.clone()
        }),
        (MergeField::Occupation, tr!(customers.occupation), |c| {
            c.occupation.clone()
        }),
        (MergeField::Source, tr!(customers.source), |c| {
            c.source.clone()
        }),
        (MergeField::Needs, tr!(customers.needs), |c| c.needs.clone()),
    ];
    let differs = |(field, label, said): (MergeField, &'static str, Said)| {
        let (mine, other) = (said(mine)?, said(other)?);
        (mine != other).then_some(Differing {
            field,
            label,
            mine,
            other,
        })
    };
    all.into_iter().filter_map(differs).collect()
}

fn choice(form: Form, one: Differing) -> AnyView {
    let field = wire(&one.field);
    let name = format!("merge-{field}");
    let taken = move |field: &str| {
        form.value("take")
            .and_then(|all| all.as_array().map(|all| all.iter().any(|one| one == field)))
            .unwrap_or_default()
    };
    let choose = move |field: &str, take: bool| {
        let mut all = form
            .value("take")
            .and_then(|all| all.as_array().cloned())
            .unwrap_or_default();
        all.retain(|one| one != field);
        if take {
            all.push(Value::from(field));
        }
        form.set("take", Value::from(all));
    };
    let option = move |take: bool, value: String, name: String, field: String| {
        let mine = field.clone();
        view! {
            <label class="check">
                <input type="radio" name=name data-testid=format!("{}-{field}", if take { "take" } else { "keep" })
                    prop:checked=move || taken(&mine) == take on:change=move |_| choose(&field, take) />
                <span class="as-written">{value}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field full">
            <legend class="label">{one.label}</legend>
            <div class="checks">
                {option(false, one.mine, name.clone(), field.clone())}
                {option(true, one.other, name, field)}
            </div>
        </fieldset>
    }
    .into_any()
}
