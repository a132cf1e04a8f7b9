//! Recipes of service requests, complaints and their categories.

use tests::{Client, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const PATH: &str = "/api/v1/service-requests";
const CATEGORIES: &str = "/api/v1/service-categories";
/// As the migration gives it: a policy change.
const CATEGORY: &str = "51500000-0000-7000-8000-000000000001";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_service_requests"
        | "get_service_summary"
        | "list_service_categories"
        | "get_service_category"
        | "create_service_category"
        | "update_service_category" => WHOLE,
        "create_service_request"
        | "get_service_request"
        | "update_service_request"
        | "list_service_steps"
        | "start_service_request"
        | "answer_service_request"
        | "close_service_request"
        | "reopen_service_request"
        | "rate_service_request"
        | "transfer_service_request" => MINE,
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
    let category = format!("{CATEGORIES}/{CATEGORY}");
    match operation {
        "list_service_requests" => return whole(client.get(PATH)),
        "get_service_summary" => return whole(client.get(&format!("{PATH}/summary"))),
        "list_service_categories" => return whole(client.get(CATEGORIES)),
        "get_service_category" => return whole(client.get(&category)),
        "create_service_category" => {
            let names = json!({ "zh_hant": "其他", "zh_hans": "其他", "en": "Other" });
            let key = w
                .fresh()
                .to_lowercase()
                .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            let body = json!({ "key": format!("k_{key}"), "names": names, "kind": "service", "deadline_days": 3 });
            return of_the_department(caller, client.post(CATEGORIES, body));
        }
        "update_service_category" => {
            let tag = w.manager().get(&category).await.expect(200).etag();
            let days = 3 + w.months_back() % 50;
            let call = client.patch(&category, &tag, json!({ "deadline_days": days }));
            return of_the_department(caller, call);
        }
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let body = json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] });
    let customer = w.manager().post("/api/v1/customers", body).await;
    let customer = customer.expect(201).id();
    let body = json!({ "customer_id": customer, "category_id": CATEGORY, "channel": "phone", "description": "變更受益人" });
    if operation == "create_service_request" {
        return Attempt {
            call: client.post(PATH, body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post(PATH, body).await.expect(201);
    let path = made.header("location");
    // As far as the operation needs it.
    let before: &[(&str, Value)] = &[
        ("answers", json!({ "answer": "已完成" })),
        ("closings", json!({})),
    ];
    let steps = match operation {
        "close_service_request" => 1,
        "reopen_service_request" | "rate_service_request" => 2,
        _ => 0,
    };
    let mut tag = made.etag();
    for (noun, body) in &before[..steps] {
        let manager = w.manager();
        let call = manager.post(&format!("{path}/{noun}"), body.clone());
        tag = call.header("if-match", &tag).await.expect(200).etag();
    }
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let call = match operation {
        "get_service_request" => client.get(&path),
        "update_service_request" => client.patch(&path, &tag, json!({ "channel": "visit" })),
        "list_service_steps" => client.get(&format!("{path}/steps")),
        "start_service_request" => post("starts", json!({})),
        "answer_service_request" => post("answers", json!({ "answer": "已完成" })),
        "close_service_request" => post("closings", json!({})),
        "reopen_service_request" => post("reopenings", json!({ "reason": "姓名有誤" })),
        "rate_service_request" => post("ratings", json!({ "score": 5, "channel": "phone" })),
        _ => {
            let to = w.app.id("member_a1b");
            post("transfers", json!({ "owner_id": to, "note": "請先致電" }))
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
