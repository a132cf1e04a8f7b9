//! Recipes of places and bookings: booked by the manager, then put into the table as somebody's.

use tests::{Client, Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE, narrow, of_the_department};
use super::world::{Caller, Scope, World};

const PLACES: &str = "/api/v1/places";
const BOOKINGS: &str = "/api/v1/bookings";
/// Nobody decides about their own.
const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_places" | "create_place" | "get_place" | "update_place" | "list_bookings"
        | "create_booking" => WHOLE,
        "get_booking" | "update_booking" | "prepare_booking" | "cancel_booking"
        | "close_booking" | "lend_for_booking" | "return_of_booking" | "report_incident" => MINE,
        "decide_incident" => OTHERS,
        _ => return None,
    })
}

fn place(w: &World) -> Value {
    json!({
        "name": format!("會議室 {}", w.fresh()), "kind": "meeting_room", "bookable": true, "preparation": ["桌椅"], "closing": ["電源"]
    })
}

/// The booking is from here on that of the owner.
fn give(w: &World, path: &str, owner: &Value) {
    let key = |id: &str| crate::repairs::key(&w.app, id);
    let team = match owner["team_id"].as_str() {
        Some(team) => key(team),
        None => "NULL".to_owned(),
    };
    w.app.sql().run(&format!(
        "UPDATE bookings SET owner_id = {}, team_id = {team} WHERE id = {}",
        key(owner["id"].as_str().unwrap()),
        key(path.rsplit('/').next().unwrap())
    ));
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
    let manager = w.manager();
    match operation {
        "list_places" => return whole(client.get(PLACES)),
        "list_bookings" => return whole(client.get(BOOKINGS)),
        "create_place" => return in_charge(caller, client.post(PLACES, place(w))),
        _ => {}
    }
    let room = manager.post(PLACES, place(w)).await.expect(201);
    let body = json!({
        "place_id": room.id(), "title": "培訓", "starts_at": tests::clock::in_seconds(86_400), "ends_at": tests::clock::in_seconds(90_000),
        "accepts_conduct": true
    });
    match operation {
        "get_place" => return whole(client.get(&room.header("location"))),
        "update_place" => {
            let change = json!({ "location": "12 樓" });
            let call = client.patch(&room.header("location"), &room.etag(), change);
            return in_charge(caller, call);
        }
        // A key acts as the manager, who is of no team: one that is bound to a team or an area books nothing.
        "create_booking" => return of_the_department(caller, client.post(BOOKINGS, body)),
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let made = manager.post(BOOKINGS, body).await.expect(201);
    let path = made.header("location");
    let mut now = made;
    if operation == "return_of_booking" {
        let lent = json!({ "item": "麥克風", "quantity": 1 });
        now = manager.post(&format!("{path}/loans"), lent).await;
    }
    if matches!(
        operation,
        "close_booking" | "report_incident" | "decide_incident"
    ) {
        crate::bookings::begun(&w.app, &path);
    }
    if operation == "decide_incident" {
        let what = json!({ "what": "喧嘩" });
        now = manager.post(&format!("{path}/incidents"), what).await;
    }
    give(w, &path, &owner);
    let tag = now.etag();
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let of = |list: &str| format!("{list}/{}", now.str(&format!("/{list}/0/id")));
    let signed = |line: &str| json!({ "checked": [line] });
    let call = match operation {
        "get_booking" => client.get(&path),
        "update_booking" => client.patch(&path, &tag, json!({ "title": "演練" })),
        "cancel_booking" => post("cancellations", json!({ "reason": "改期" })),
        "prepare_booking" => post("preparations", signed("桌椅")),
        "close_booking" => post("closings", signed("電源")),
        "lend_for_booking" => post("loans", json!({ "item": "麥克風", "quantity": 1 })),
        "return_of_booking" => post(&format!("{}/returns", of("loans")), json!({})),
        "report_incident" => post("incidents", json!({ "what": "喧嘩" })),
        _ => {
            let noun = format!("{}/outcomes", of("incidents"));
            post(&noun, json!({ "outcome": "已勸導" }))
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        // Who has which room is known to everybody; a key sees no more than it is bound to.
        outside: match caller.key.is_some() || operation == "get_booking" {
            true => Answer::Refused(404, "not_found"),
            false => Answer::Refused(403, "forbidden"),
        },
    }
}

/// What is the department's workplace:  the deputy of the matrix is in charge of people.
pub fn in_charge(caller: &Caller, call: tests::client::Call) -> Attempt {
    let deputy = caller.role.map(|role| role as usize) == Some(2);
    let inside = match (caller.key.is_some(), narrow(caller) || deputy) {
        (_, false) => Answer::Done,
        (true, true) => Answer::Refused(403, "key_forbidden"),
        (false, true) => Answer::Refused(403, "forbidden"),
    };
    Attempt {
        call,
        target: None,
        inside,
        outside: inside,
    }
}
