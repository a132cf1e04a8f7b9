//! Recipes of activities and follow-up.

use tests::{Backend, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_activities"
        | "list_follow_ups"
        | "get_follow_up_load"
        | "get_follow_up_rules"
        | "update_follow_up_rules" => WHOLE,
        "create_activity" | "get_activity" | "update_activity" | "list_customer_activities" => MINE,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let rules = "/api/v1/follow-up-rules";
    match operation {
        "list_activities" => return whole(client.get("/api/v1/activities")),
        "list_follow_ups" => return whole(client.get("/api/v1/follow-ups")),
        "get_follow_up_load" => return whole(client.get("/api/v1/follow-ups/load")),
        "get_follow_up_rules" => return whole(client.get(rules)),
        "update_follow_up_rules" => {
            let tag = w.manager().get(rules).await.expect(200).etag();
            return of_the_department(caller, client.patch(rules, &tag, json!({ "d": 200 })));
        }
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let customer = json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] });
    let customer = w.manager().post("/api/v1/customers", customer).await;
    let customer = customer.expect(201);
    let body = json!({ "customer_id": customer.id(), "channel": "call", "outcome": "reached" });
    let (call, outside) = match operation {
        "create_activity" => (
            client.post("/api/v1/activities", body),
            Answer::Refused(422, "unknown_reference"),
        ),
        "list_customer_activities" => (
            client.get(&format!("{}/activities", customer.header("location"))),
            Answer::Refused(404, "not_found"),
        ),
        _ => {
            let made = w.manager().post("/api/v1/activities", body).await;
            let made = made.expect(201);
            let quoted = |id: &str| match w.app.backend {
                Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
                Backend::Postgres => format!("'{id}'"),
            };
            // As if that person had done it; nobody logs for another.
            let person = quoted(owner["id"].as_str().unwrap());
            w.app.sql().run(&format!(
                "UPDATE activities SET employee_id = {person}, team_id = (SELECT team_id FROM employees WHERE id = {person}) WHERE id = {}",
                quoted(&made.id())
            ));
            let path = made.header("location");
            let call = match operation {
                "get_activity" => client.get(&path),
                _ => client.patch(&path, &made.etag(), json!({ "note": "改約" })),
            };
            (call, Answer::Refused(404, "not_found"))
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside,
    }
}
