//! Recipes of customers' events and invitations.

use tests::{Client, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, TEAM, WHOLE};
use super::world::{Caller, Scope, World};

const EVENTS: &str = "/api/v1/customer-events";
const INVITATIONS: &str = "/api/v1/event-invitations";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_customer_events" | "get_customer_event" | "list_event_invitations" => WHOLE,
        "create_customer_event" => TEAM,
        "update_customer_event"
        | "open_customer_event"
        | "close_customer_event"
        | "cancel_customer_event"
        | "invite_customers"
        | "get_event_invitation"
        | "reply_event_invitation"
        | "attend_event_invitation" => MINE,
        _ => return None,
    })
}

/// In the future; where it must have begun it is put back in the table.
fn times() -> Value {
    json!({ "starts_at": tests::clock::in_seconds(86_400), "ends_at": tests::clock::in_seconds(90_000) })
}

fn planned(w: &World, more: Value) -> Value {
    let mut body =
        json!({ "title": format!("活動 {}", w.fresh()), "kind": "seminar", "place": "大會議室" });
    for part in [times(), more] {
        body.as_object_mut()
            .unwrap()
            .extend(part.as_object().unwrap().clone());
    }
    body
}

async fn event(w: &World, more: Value, open: bool) -> (String, String) {
    let manager = w.manager();
    let made = manager.post(EVENTS, planned(w, more)).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    if !open {
        return (path, tag);
    }
    let call = manager.post(&format!("{path}/openings"), json!({}));
    let opened = call.header("if-match", &tag).await.expect(200);
    (path, opened.etag())
}

fn begin(w: &World, path: &str) {
    crate::customer_events::begun(&w.app, path.rsplit('/').next().unwrap());
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
        "list_customer_events" => return whole(client.get(EVENTS)),
        "list_event_invitations" => return whole(client.get(INVITATIONS)),
        "get_customer_event" => {
            let (path, _) = event(w, json!({}), false).await;
            return whole(client.get(&path));
        }
        "create_customer_event" => {
            let (team, target) = w.team(scope).await;
            let body = planned(w, json!({ "team_id": team["id"] }));
            return Attempt {
                call: client.post(EVENTS, body),
                target: Some(target),
                inside: Answer::Done,
                outside: Answer::Refused(422, "unknown_reference"),
            };
        }
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    if operation.ends_with("_customer_event") {
        return managed(w, operation, &owner, (caller, target), scope, client).await;
    }
    let body = json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] });
    let customer = w.manager().post("/api/v1/customers", body).await;
    let customer = customer.expect(201).id();
    let (path, _) = event(w, json!({}), true).await;
    let id = path.rsplit('/').next().unwrap();
    let invited = json!({ "event_id": id, "customer_ids": [customer] });
    if operation == "invite_customers" {
        return Attempt {
            call: client.post(INVITATIONS, invited),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post(INVITATIONS, invited).await.expect(200);
    let one = format!("{INVITATIONS}/{}", made.str("/data/0/id"));
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{one}/{noun}"), body);
        call.header("if-match", "\"1\"")
    };
    let call = match operation {
        "get_event_invitation" => client.get(&one),
        "reply_event_invitation" => post("replies", json!({ "reply": "accepted" })),
        _ => {
            begin(w, &path);
            post("attendances", json!({ "attended": true }))
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// Events of a person's own, of a team, of everybody: whoever may not change one sees it all the same.
async fn managed(
    w: &World,
    operation: &str,
    owner: &Value,
    (caller, mut target): (&Caller, Target),
    scope: Scope,
    client: Client,
) -> Attempt {
    let team = World::team_of(scope).map(|(name, _)| w.app.id(name));
    // Whose own it is: for everybody's customers, organised by them.
    let more = match &team {
        Some(team) => json!({ "team_id": team, "organiser_id": owner["id"] }),
        None => json!({ "organiser_id": owner["id"] }),
    };
    if team.is_none() {
        target.team = None;
    }
    let (path, tag) = event(w, more, operation == "close_customer_event").await;
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let call = match operation {
        "update_customer_event" => client.patch(&path, &tag, json!({ "place": "交誼廳" })),
        "open_customer_event" => post("openings", json!({})),
        "cancel_customer_event" => post("cancellations", json!({ "reason": "颱風停班" })),
        _ => {
            begin(w, &path);
            post("closings", json!({ "result": "到場兩位" }))
        }
    };
    // The deputy of the matrix is in charge of people, and an event belongs to the business.
    let business = scope != Scope::Own && target.team.is_none();
    let role = caller.role.map(|role| role as usize);
    let refused = match caller.key.is_some() {
        true => Answer::Refused(403, "key_forbidden"),
        false => Answer::Refused(403, "forbidden"),
    };
    Attempt {
        call,
        inside: if business && role == Some(2) {
            refused
        } else {
            Answer::Done
        },
        target: Some(target),
        outside: refused,
    }
}
