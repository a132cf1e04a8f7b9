//! Recipes of drills and of what comes of them.

use tests::{Client, json};

use super::bookings::in_charge;
use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};
use crate::documents::holding;
use crate::drills::{held, item, planned};

const DRILLS: &str = "/api/v1/drills";
const ITEMS: &str = "/api/v1/action-items";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_drills" | "create_drill" | "get_drill" | "update_drill" | "report_drill"
        | "cancel_drill" | "list_drill_people" | "list_action_items" | "create_action_item"
        | "update_action_item" | "drop_action_item" => WHOLE,
        "note_drill_attendance" | "get_action_item" | "complete_action_item" => MINE,
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
    match operation {
        "list_drills" => return whole(client.get(DRILLS)),
        "list_action_items" => return whole(client.get(ITEMS)),
        _ => {}
    }
    if [
        "create_drill",
        "get_drill",
        "update_drill",
        "report_drill",
        "cancel_drill",
    ]
    .contains(&operation)
    {
        return of_drill(w, operation, caller, client).await;
    }
    let drill = held(&w.app, "lead_a1").await;
    match operation {
        "list_drill_people" => return whole(client.get(&format!("{drill}/people"))),
        "create_action_item" => {
            let body = item(&w.app, &drill, "member_a1");
            return in_charge(caller, client.post(ITEMS, body));
        }
        "note_drill_attendance" => {
            let (who, target) = w.employee(caller, scope).await;
            let call = client.post(
                &format!("{drill}/attendance"),
                json!({ "attended": [who["id"]] }),
            );
            return Attempt {
                call,
                target: Some(target),
                inside: Answer::Done,
                outside: Answer::Refused(422, "unknown_reference"),
            };
        }
        _ => {}
    }
    let mut body = item(&w.app, &drill, "member_a1");
    let mut target: Option<Target> = None;
    if scope != Scope::Whole {
        let (who, of) = w.employee(caller, scope).await;
        body["responsible_id"] = who["id"].clone();
        target = Some(of);
    }
    let made = w.manager().post(ITEMS, body).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let outcome = json!({ "outcome": "已完成" });
    match operation {
        "get_action_item" => Attempt {
            call: client.get(&path),
            target,
            inside: Answer::Done,
            outside: Answer::Refused(404, "not_found"),
        },
        "complete_action_item" => {
            let call = client.post(&format!("{path}/completions"), outcome);
            Attempt {
                call: call.header("if-match", &tag),
                target,
                inside: Answer::Done,
                outside: Answer::Refused(404, "not_found"),
            }
        }
        "update_action_item" => {
            let call = client.patch(&path, &tag, json!({ "text": "其他" }));
            managed(caller, call)
        }
        _ => {
            let call = client.post(&format!("{path}/cancellations"), outcome);
            managed(caller, call.header("if-match", &tag))
        }
    }
}

/// The item is a member's of team A1: every caller who may see it is told that it isn't theirs to change, unless in charge.
fn managed(caller: &Caller, call: tests::client::Call) -> Attempt {
    in_charge(caller, call)
}

async fn of_drill(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    let (plan, _) = holding(&w.app, "emergency_plan", json!({})).await;
    let today = tests::clock::date(0).to_string();
    if operation == "create_drill" {
        let body = json!({
            "document_id": plan["id"], "planned_on": today, "scenario": "起火", "leader_id": w.app.id("lead_a1")
        });
        return in_charge(caller, client.post(DRILLS, body));
    }
    // Led by the caller, where a person calls.
    let leader = caller.person();
    let made = planned(&w.app, &plan, leader).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    match operation {
        "get_drill" => Attempt {
            call: client.get(&path),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        },
        "update_drill" => in_charge(
            caller,
            client.patch(&path, &tag, json!({ "scenario": "停電" })),
        ),
        "cancel_drill" => {
            let call = client.post(
                &format!("{path}/cancellations"),
                json!({ "reason": "颱風" }),
            );
            in_charge(caller, call.header("if-match", &tag))
        }
        _ => {
            let body = json!({ "held_on": today, "summary": "到達" });
            let call = client.post(&format!("{path}/reports"), body);
            let call = call.header("if-match", &tag);
            match caller.key.is_some() {
                // A key leads nothing.
                true => in_charge(caller, call),
                false => Attempt {
                    call,
                    target: None,
                    inside: Answer::Done,
                    outside: Answer::Done,
                },
            }
        }
    }
}
