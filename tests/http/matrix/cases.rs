//! Recipes of cases, their stages and risk flags.

use tests::{Client, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_cases" | "get_pipeline" | "list_case_stages" | "get_case_stage"
        | "update_case_stage" => WHOLE,
        "create_case" | "get_case" | "update_case" | "list_case_moves" | "move_case"
        | "close_case" | "transfer_case" | "list_case_flags" | "flag_case" | "get_case_flag"
        | "clear_case_flag" => MINE,
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
        "list_cases" => return whole(client.get("/api/v1/cases")),
        "get_pipeline" => return whole(client.get("/api/v1/cases/pipeline")),
        "list_case_stages" => return whole(client.get("/api/v1/case-stages")),
        "get_case_stage" => return whole(client.get("/api/v1/case-stages/application")),
        "update_case_stage" => {
            let path = "/api/v1/case-stages/application";
            let tag = w.manager().get(path).await.expect(200).etag();
            let days = 10 + w.months_back();
            let call = client.patch(path, &tag, json!({ "stuck_days": days }));
            return of_the_department(caller, call);
        }
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let customer = customer(w, &owner).await;
    if operation == "create_case" {
        return Attempt {
            call: client.post("/api/v1/cases", json!({ "customer_id": customer })),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager();
    let made = made.post("/api/v1/cases", json!({ "customer_id": customer }));
    let made = made.await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let post =
        |path: String, tag: &str, body: Value| client.post(&path, body).header("if-match", tag);
    let call = match operation {
        "get_case" => client.get(&path),
        "update_case" => client.patch(&path, &tag, json!({ "next_step": "回電" })),
        "list_case_moves" => client.get(&format!("{path}/moves")),
        "list_case_flags" => client.get(&format!("{path}/flags")),
        "flag_case" => client.post(&format!("{path}/flags"), json!({ "reason": "保費過高" })),
        // The first stage asks for something: that it isn't there is what a caller inside learns.
        "move_case" => {
            let body = json!({ "to": "needs_analysis" });
            return Attempt {
                inside: Answer::Refused(409, "case_incomplete"),
                ..about(post(format!("{path}/moves"), &tag, body), target)
            };
        }
        "close_case" => {
            let body = json!({ "outcome": "lost", "reason": "沒有需求" });
            post(format!("{path}/closings"), &tag, body)
        }
        "transfer_case" => {
            let body = json!({ "owner_id": w.app.id("member_a1b"), "note": "請先致電" });
            post(format!("{path}/transfers"), &tag, body)
        }
        _ => {
            let flag = w
                .manager()
                .post(&format!("{path}/flags"), json!({ "reason": "保費過高" }));
            let flag = flag.await.expect(201);
            let (path, tag) = (flag.header("location"), flag.etag());
            if operation == "get_case_flag" {
                client.get(&path)
            } else {
                let call = post(
                    format!("{path}/clearings"),
                    &tag,
                    json!({ "note": "已確認" }),
                );
                let inside = match scope {
                    Scope::Own => Answer::Refused(403, "own_matter"),
                    _ => Answer::Done,
                };
                return Attempt {
                    inside,
                    ..about(call, target)
                };
            }
        }
    };
    about(call, target)
}

fn about(call: tests::client::Call, target: Target) -> Attempt {
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// A new customer of that owner.
async fn customer(w: &World, owner: &Value) -> String {
    let body = json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] });
    let made = w.manager().post("/api/v1/customers", body);
    made.await.expect(201).id()
}
