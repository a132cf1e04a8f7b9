//! Recipes of targets. A target is the whole department's; the module's own tests show which nodes of it are whose.

use tests::{Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_indicators"
        | "list_targets"
        | "create_target"
        | "get_target"
        | "publish_target"
        | "revise_target"
        | "propose_target_split"
        | "create_indicator"
        | "list_attainments"
        | "get_target_progress"
        | "list_target_actuals"
        | "record_target_actual"
        | "import_target_actuals" => WHOLE,
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
        "create_indicator" => {
            let n = w.months_back();
            let names =
                json!({ "zh_hant": "續期保費", "zh_hans": "续期保费", "en": "Renewal premium" });
            let body = json!({ "code": format!("renewal_{n}"), "names": names, "unit": "money" });
            return of_the_department(caller, client.post("/api/v1/indicators", body));
        }
        "list_target_actuals" => return whole(client.get("/api/v1/target-actuals")),
        "record_target_actual" => {
            let number = format!("P-{}", w.months_back());
            let body = json!({ "source": "core", "external_id": number, "indicator": "premium_income",
                "employee_number": "E111", "on_date": "2026-01-02", "amount": 100 });
            return of_the_department(caller, client.post("/api/v1/target-actuals", body));
        }
        "import_target_actuals" => {
            let path = "/api/v1/imports/target-actuals?dry_run=true";
            let csv = "source,external_id,indicator,employee_number,on_date,amount\n".to_owned();
            let call = client.raw(tests::Method::POST, path, "text/csv", csv);
            return of_the_department(caller, call);
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
            whole(client.get(&match operation {
                "list_attainments" => format!("{path}/attainments"),
                "get_target_progress" => format!("{path}/progress"),
                "propose_target_split" => {
                    // Broken down by everybody who may revise at all: the team A1.
                    let nodes = made.json()["nodes"].as_array().unwrap().clone();
                    let team = |n: &&Value| {
                        n["team_id"] == json!(w.app.id("team_a1")) && n["level"] == "team"
                    };
                    let node = nodes.iter().find(team).unwrap()["id"].clone();
                    format!("{path}/split?node_id={}", node.as_str().unwrap())
                }
                _ => path,
            }))
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
