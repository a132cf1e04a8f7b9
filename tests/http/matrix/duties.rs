//! Recipes of duties and of what comes due.

use tests::{Client, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, TEAM, WHOLE};
use super::world::{Caller, Scope, World};

const DUTIES: &str = "/api/v1/duties";
const OCCURRENCES: &str = "/api/v1/duty-occurrences";
/// Nobody excuses their own.
const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_duties" | "list_duty_occurrences" | "load_duty_templates" => WHOLE,
        "create_duty" | "get_duty" | "update_duty" | "end_duty" => TEAM,
        "get_duty_occurrence"
        | "complete_duty"
        | "hand_over_duty"
        | "list_duty_files"
        | "add_duty_file"
        | "download_duty_file" => MINE,
        "excuse_duty" => OTHERS,
        _ => return None,
    })
}

fn duty(w: &World, team: &Value) -> Value {
    json!({
        "clause": "3.3.4", "title": w.fresh(), "team_id": team, "rrule": "FREQ=DAILY", "day_rule": "any", "starts_on": tests::clock::in_days(0),
        "ends_on": tests::clock::in_days(2), "due_time": "23:59", "opens_hours": 48, "responsible": "manager",
        "checklist": [{ "key": "doors", "text": "門已上鎖", "proof": "tick", "required": true }]
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
        "list_duties" => return whole(client.get(DUTIES)),
        "list_duty_occurrences" => return whole(client.get(OCCURRENCES)),
        "load_duty_templates" => {
            let call = client.post("/api/v1/duty-templates", json!({}));
            return super::recipes::of_the_department(caller, call);
        }
        "create_duty" | "get_duty" | "update_duty" | "end_duty" => {
            let (team, target) = w.team(scope).await;
            return plan(w, operation, &duty(w, &team["id"]), target, &client).await;
        }
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    due(w, operation, &owner, target, &client).await
}

async fn plan(
    w: &World,
    operation: &str,
    body: &Value,
    target: Target,
    client: &Client,
) -> Attempt {
    if operation == "create_duty" {
        return Attempt {
            call: client.post(DUTIES, body.clone()),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post(DUTIES, body.clone()).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let call = match operation {
        "get_duty" => client.get(&path),
        "update_duty" => client.patch(&path, &tag, json!({ "place": "十二樓" })),
        _ => {
            let call = client.post(&format!("{path}/endings"), json!({ "reason": "搬遷" }));
            call.header("if-match", &tag)
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// The manager's at first, so that there is a photo; then the owner's.
async fn due(
    w: &World,
    operation: &str,
    owner: &Value,
    target: Target,
    client: &Client,
) -> Attempt {
    let manager = w.manager();
    let made = manager.post(DUTIES, duty(w, &owner["team_id"])).await;
    let id = made.expect(201).id();
    let tomorrow = tests::clock::in_days(1);
    let of_day = format!("{OCCURRENCES}?duty_id={id}&from={tomorrow}&to={tomorrow}");
    let found = manager.get(&of_day).await.expect(200);
    let path = format!("{OCCURRENCES}/{}", found.str("/data/0/id"));
    let photo = manager.upload(&format!("{path}/attachments"), "a.txt", "照片".as_bytes());
    let photo = photo.await;
    let handed = json!({ "owner_id": owner["id"], "note": "請代為關閉" });
    let handed = manager.post(&format!("{path}/hand-overs"), handed);
    let tag = handed.header("if-match", "\"1\"").await.expect(200).etag();
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let call = match operation {
        "get_duty_occurrence" => client.get(&path),
        "complete_duty" => post(
            "completions",
            json!({ "results": [{ "key": "doors", "ticked": true }] }),
        ),
        "hand_over_duty" => post("hand-overs", json!({ "owner_id": owner["id"] })),
        "excuse_duty" => post("excuses", json!({ "reason": "颱風停班" })),
        "list_duty_files" => client.get(&format!("{path}/attachments")),
        "add_duty_file" => {
            client.upload(&format!("{path}/attachments"), "b.txt", "照片".as_bytes())
        }
        _ => client.get(&photo.expect(201).header("location")),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
