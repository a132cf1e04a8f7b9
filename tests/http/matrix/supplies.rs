//! Recipes of supplies: the department's, kept by whoever is in charge of the workplace; taken by everybody, for those inside the reach.

use tests::{Client, json};

use super::bookings::in_charge;
use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};

const SUPPLIES: &str = "/api/v1/supplies";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "issue_supply" => MINE,
        "list_supplies"
        | "create_supply"
        | "get_supply"
        | "update_supply"
        | "restock_supply"
        | "count_supply"
        | "list_supply_movements" => WHOLE,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let body = json!({ "name": w.fresh(), "kind": "paper", "unit": "包", "on_hand": 9, "reorder_level": 2 });
    match operation {
        "list_supplies" => return whole(client.get(SUPPLIES)),
        "list_supply_movements" => return whole(client.get("/api/v1/supply-movements")),
        "create_supply" => return in_charge(caller, client.post(SUPPLIES, body)),
        _ => {}
    }
    let made = w.manager().post(SUPPLIES, body).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    match operation {
        "get_supply" => whole(client.get(&path)),
        "restock_supply" => {
            let call = client.post(&format!("{path}/restocks"), json!({ "quantity": 1 }));
            in_charge(caller, call)
        }
        "count_supply" => {
            let call = client.post(&format!("{path}/counts"), json!({ "counted": 9 }));
            in_charge(caller, call)
        }
        "update_supply" => in_charge(caller, client.patch(&path, &tag, json!({ "spot": "B 櫃" }))),
        _ => {
            let (who, target) = w.employee(caller, scope).await;
            let body = json!({ "quantity": 1, "employee_id": who["id"] });
            Attempt {
                call: client.post(&format!("{path}/issues"), body),
                target: Some(target),
                inside: Answer::Done,
                outside: Answer::Refused(422, "unknown_reference"),
            }
        }
    }
}
