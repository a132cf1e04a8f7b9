//! Recipes of the risk register.

use tests::{Client, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_risks" | "get_risk_matrix" => WHOLE,
        "create_risk" | "get_risk" | "update_risk" | "list_risk_reviews" | "review_risk" => MINE,
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
    let path = "/api/v1/risks";
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_risks" => return whole(client.get(path)),
        "get_risk_matrix" => return whole(client.get(&format!("{path}/matrix"))),
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let day = tests::clock::in_days(30);
    let body = json!({ "title": w.fresh(), "controls": "抽查", "likelihood": 2, "impact": 3, "next_review_on": day, "owner_id": owner["id"] });
    if operation == "create_risk" {
        return Attempt {
            call: client.post(path, body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post(path, body).await.expect(201);
    let (at, tag) = (made.header("location"), made.etag());
    let call = match operation {
        "get_risk" => client.get(&at),
        "update_risk" => client.patch(&at, &tag, json!({ "controls": "每月抽查" })),
        "list_risk_reviews" => client.get(&format!("{at}/reviews")),
        _ => {
            let body =
                json!({ "likelihood": 1, "impact": 3, "note": "已改善", "next_review_on": day });
            client
                .post(&format!("{at}/reviews"), body)
                .header("if-match", &tag)
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
