//! Something is taken into the stock, or changed.

use contract::supply::{NewSupplyItem, SupplyItem, SupplyItemPatch};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::words::wire;
use crate::pages::venues::place::number;
use crate::pages::venues::places;
use crate::tr;

pub fn new() -> AnyView {
    let start = json!({ "kind": "stationery", "on_hand": "0", "reorder_level": "0" });
    let form = Form::new("new-supply", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<SupplyItem>("/supplies", key, &body).await
        };
        let mut body = form.body();
        number(&mut body, "on_hand");
        number(&mut body, "reorder_level");
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewSupplyItem>, send, move |one| {
            toasts.good(tr!(supplies.created));
            navigate(&Route::Supply(one.id).path(), Default::default());
        });
    };
    let on_hand = Field::new(form, "on_hand", tr!(supplies.on_hand));
    let on_hand = on_hand.kind("number").min("0".into()).required();
    let fields = view! {
        <section class="card"><div class="card-body form-grid">{inside(form)} {on_hand.help(tr!(supplies.on_hand_help)).show()}</div></section>
    };
    let back = Route::Supplies.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(supplies.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewSupply,
        tr!(supplies.new),
        tr!(supplies.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<SupplyItem>, one: &SupplyItem, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "name": one.name, "kind": wire(&one.kind), "unit": one.unit, "place_id": one.place.as_ref().map(|place| place.id),
        "spot": one.spot, "reorder_level": one.reorder_level.to_string(), "active": one.active.to_string(),
    });
    let form = Form::new(format!("supply-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<SupplyItem>(format!("/supplies/{id}"), version, &body).await
        };
        let mut body = form.patch();
        number(&mut body, "reorder_level");
        let cleared = ["place_id", "spot"];
        if let Some(fields) = body.as_object_mut() {
            // What wasn't touched isn't there; asking for it above must not put it there.
            fields.retain(|name, value| !value.is_null() || cleared.contains(&name.as_str()));
            for name in cleared {
                if let Some(value) = fields.get_mut(name).filter(|v| v.as_str() == Some("")) {
                    *value = Value::Null;
                }
            }
            if let Some(value) = fields.get_mut("active") {
                *value = (value.as_str() == Some("true")).into();
            }
        }
        form.submit(body, check::<SupplyItemPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let yes = ("true".to_owned(), tr!(supplies.active).to_owned());
    let kept = vec![yes, ("false".to_owned(), tr!(supplies.inactive).to_owned())];
    let kept = select(
        form,
        "active",
        tr!(supplies.kept),
        true,
        tr!(supplies.kept_help),
        Signal::stored(kept),
    );
    let fields = view! { <div class="form-grid">{inside(form)} {kept}</div> };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn inside(form: Form) -> AnyView {
    view! {
        {Field::new(form, "name", tr!(supplies.name)).required().show()}
        {select(form, "kind", tr!(supplies.kind), true, "", Signal::stored(words::kinds()))}
        {Field::new(form, "unit", tr!(supplies.unit)).required().help(tr!(supplies.unit_help)).show()}
        {Field::new(form, "reorder_level", tr!(supplies.reorder_level)).required().kind("number").min("0".into()).help(tr!(supplies.reorder_help)).show()}
        {select(form, "place_id", tr!(supplies.place), false, "", places::all())}
        {Field::new(form, "spot", tr!(supplies.spot)).show()}
    }
    .into_any()
}
