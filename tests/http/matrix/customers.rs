//! Recipes of customers.

use tests::{Method, Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_customers" | "transfer_customers" | "import_customers" => WHOLE,
        "create_customer"
        | "get_customer"
        | "update_customer"
        | "reveal_customer"
        | "transfer_customer"
        | "add_customer_contact"
        | "remove_customer_contact"
        | "list_customer_duplicates"
        | "tell_customers_apart"
        | "merge_customers" => MINE,
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
    let gone = Answer::Refused(404, "not_found");
    if operation == "list_customers" {
        return Attempt {
            call: client.get("/api/v1/customers"),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        };
    }
    if operation == "import_customers" {
        let path = "/api/v1/imports/customers?dry_run=true";
        let call = client.raw(Method::POST, path, "text/csv", "name\n王美玲\n");
        return of_the_department(caller, call);
    }
    // Each customer stands on its own; the module's own tests show what a foreign one is answered.
    if operation == "transfer_customers" {
        let (owner, _) = w.employee(caller, scope).await;
        let made = w.manager().post("/api/v1/customers", customer(w, &owner));
        let made = made.await.expect(201);
        let body = json!({ "customers": [{ "id": made.id(), "version": 1 }], "owner_id": w.app.id("member_a1b"), "note": "請先致電" });
        return Attempt {
            call: client.post("/api/v1/customers/transfers", body),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        };
    }
    let (owner, target) = w.employee(caller, scope).await;
    let body = customer(w, &owner);
    if operation == "create_customer" {
        return Attempt {
            call: client.post("/api/v1/customers", body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let made = w.manager().post("/api/v1/customers", body).await;
    let made = made.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let other = || async {
        let body = customer(w, &owner);
        w.manager()
            .post("/api/v1/customers", body)
            .await
            .expect(201)
            .id()
    };
    let call = match operation {
        "list_customer_duplicates" => client.get(&format!("{path}/duplicates")),
        "add_customer_contact" => {
            let body = json!({ "kind": "line", "value": "mei" });
            client
                .post(&format!("{path}/contacts"), body)
                .header("if-match", &tag)
        }
        "remove_customer_contact" => {
            let body = json!({ "kind": "line", "value": "mei" });
            let with = w.manager().post(&format!("{path}/contacts"), body);
            let with = with.header("if-match", &tag).await.expect(200);
            client.delete(&format!("{path}/contacts/{}", with.str("/contacts/0/id")))
        }
        "tell_customers_apart" => {
            let body = json!({ "other_id": other().await, "because": "本人確認" });
            client.post(&format!("{path}/distinctions"), body)
        }
        "merge_customers" => {
            let body =
                json!({ "other_id": other().await, "other_version": 1, "because": "同一人" });
            client
                .post(&format!("{path}/merges"), body)
                .header("if-match", &tag)
        }
        "get_customer" => client.get(&path),
        "update_customer" => client.patch(&path, &tag, json!({ "needs": "養老" })),
        "reveal_customer" => client.post(&format!("{path}/reveals"), json!({ "reason": "回電" })),
        _ => {
            let to = w.app.id("member_a1b");
            let body = json!({ "owner_id": to, "note": "請先致電" });
            client
                .post(&format!("{path}/transfers"), body)
                .header("if-match", &tag)
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: gone,
    }
}

fn customer(w: &World, owner: &Value) -> Value {
    json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] })
}
