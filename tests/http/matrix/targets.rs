//! Recipes of targets. A target is the whole department's; the module's own tests show which nodes of it are whose.

use tests::{Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_indicators" | "list_targets" | "create_target" | "get_target" | "publish_target"
        | "revise_target" => WHOLE,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    client: tests::Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_indicators" => return whole(client.get("/api/v1/indicators")),
        "list_targets" => return whole(client.get("/api/v1/targets")),
        "create_target" => {
            return of_the_department(caller, client.post("/api/v1/targets", fresh(w).await));
        }
        _ => {}
    }
    let made = w
        .manager()
        .post("/api/v1/targets", fresh(w).await)
        .await
        .expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    match operation {
        "publish_target" => {
            let call = client.post(&format!("{path}/publications"), json!({}));
            of_the_department(caller, call.header("if-match", &tag))
        }
        "revise_target" => {
            // A member of A1 is in everybody's reach who may revise at all; what they have stays what it is.
            let nodes = made.json()["nodes"].as_array().unwrap().clone();
            let mine = nodes
                .iter()
                .find(|n| n["owner_id"] == json!(w.app.id("member_a1")))
                .unwrap();
            let body = json!({ "reason": "核對", "nodes": [{ "id": mine["id"], "amount": mine["amount"] }] });
            let call = client.post(&format!("{path}/revisions"), body);
            whole(call.header("if-match", &tag))
        }
        _ => {
            let call = w.manager().post(&format!("{path}/publications"), json!({}));
            call.header("if-match", &tag).await.expect(200);
            whole(client.get(&path))
        }
    }
}

/// A target of a month that has none yet.
async fn fresh(w: &World) -> Value {
    let indicators = w
        .manager()
        .get("/api/v1/indicators")
        .await
        .expect(200)
        .data();
    let n = w.months_back() as i64;
    let first = format!("{}-{:02}-01", 1990 + n / 12, 1 + n % 12);
    json!({ "indicator_id": indicators[0]["id"], "period": "month", "starts_on": first, "amount": 1_000_000 })
}
