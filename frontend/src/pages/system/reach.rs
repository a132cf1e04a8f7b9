//! What a key or a webhook is bound to: the department, an area or a team.

use contract::api_key::KeyReach;
use leptos::prelude::*;
use serde_json::Value;

use crate::components::field::select;
use crate::core::form::Form;
use crate::pages::org::options;
use crate::tr;

pub fn name(reach: KeyReach) -> &'static str {
    match reach {
        KeyReach::Department => tr!(system.key_reach_department),
        KeyReach::Area => tr!(system.key_reach_area),
        KeyReach::Team => tr!(system.key_reach_team),
    }
}

/// The reach, and the place that it needs.
pub fn fields(form: Form, help: &'static str) -> AnyView {
    let reaches = [
        ("department", KeyReach::Department),
        ("area", KeyReach::Area),
        ("team", KeyReach::Team),
    ];
    let reaches = reaches.map(|(value, reach)| (value.to_owned(), name(reach).to_owned()));
    view! {
        {select(form, "reach", tr!(system.key_reach), true, help, Signal::stored(reaches.to_vec()))}
        {move || match form.text("reach").as_str() {
            "area" => select(form, "area_id", tr!(people.area), true, "", options::areas()),
            "team" => select(form, "team_id", tr!(people.team), true, "", options::teams()),
            _ => ().into_any(),
        }}
    }
    .into_any()
}

/// The form's body with no other place than the reach's own.
pub fn body(form: Form) -> Value {
    let (mut body, reach) = (form.body(), form.text("reach"));
    if let Some(map) = body.as_object_mut() {
        map.retain(|name, _| match name.as_str() {
            "area_id" => reach == "area",
            "team_id" => reach == "team",
            _ => true,
        });
    }
    body
}
