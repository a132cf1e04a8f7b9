//! Recipes of safety equipment: the department's, kept by whoever is in charge of the workplace.

use tests::{Client, json};

use super::bookings::in_charge;
use super::expect::Answer;
use super::recipes::{Attempt, WHOLE};
use super::world::{Caller, Scope, World};

const ITEMS: &str = "/api/v1/safety-items";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    let ours = [
        "list_safety_items",
        "create_safety_item",
        "get_safety_item",
        "update_safety_item",
        "list_safety_inspections",
        "inspect_safety_item",
    ];
    ours.contains(&operation).then_some(WHOLE)
}

pub async fn attempt(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let body =
        json!({ "label": w.fresh(), "kind": "extinguisher", "spot": "東側", "inspect_months": 6 });
    match operation {
        "list_safety_items" => return whole(client.get(ITEMS)),
        "create_safety_item" => return in_charge(caller, client.post(ITEMS, body)),
        _ => {}
    }
    let made = w.manager().post(ITEMS, body).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let inspections = format!("{path}/inspections");
    match operation {
        "get_safety_item" => whole(client.get(&path)),
        "list_safety_inspections" => whole(client.get(&inspections)),
        "inspect_safety_item" => whole(client.post(&inspections, json!({ "in_order": true }))),
        _ => in_charge(caller, client.patch(&path, &tag, json!({ "spot": "西側" }))),
    }
}
