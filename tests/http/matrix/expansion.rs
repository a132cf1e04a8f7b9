//! Recipes of expansion plans: one of a new team for each call, so that none is in another's way.

use tests::{Client, Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, TEAM, WHOLE};
use super::world::{Caller, Scope, World};

const PLANS: &str = "/api/v1/expansion-plans";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_expansion_plans" => WHOLE,
        "create_expansion_plan"
        | "get_expansion_plan"
        | "update_expansion_plan"
        | "activate_expansion_plan"
        | "close_expansion_plan" => TEAM,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    _: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    if operation == "list_expansion_plans" {
        return Attempt {
            call: client.get(PLANS),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        };
    }
    let (team, target) = w.team(scope).await;
    // Of team A1 each plan has days of its own.
    let back = i64::from(w.months_back());
    let body = json!({
        "team_id": team["id"], "title": w.fresh(), "goal": "新客戶四十位", "starts_on": tests::clock::in_days(-3 * back - 1),
        "ends_on": tests::clock::in_days(-3 * back), "lines": [{ "measure": "new_customers", "quantity": 10 }]
    });
    if operation == "create_expansion_plan" {
        return Attempt {
            call: client.post(PLANS, body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post(PLANS, body).await.expect(201);
    let path = made.header("location");
    let mut tag = made.etag();
    if operation == "close_expansion_plan" {
        let manager = w.manager();
        let call = manager.post(&format!("{path}/activations"), json!({}));
        tag = call.header("if-match", &tag).await.expect(200).etag();
    }
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let call = match operation {
        "get_expansion_plan" => client.get(&path),
        "update_expansion_plan" => client.patch(&path, &tag, json!({ "goal": "新客戶五十位" })),
        "activate_expansion_plan" => post("activations", json!({})),
        _ => post("closings", json!({ "result": "達成" })),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
