//! Recipes of the index of files: the department's, kept by whoever is in charge of the workplace; taken out by everybody for themselves.

use tests::{Client, json};

use super::bookings::in_charge;
use super::expect::Answer;
use super::recipes::{Attempt, WHOLE};
use super::world::{Caller, Scope, World};
use crate::repairs::key;

const FILES: &str = "/api/v1/filing-entries";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    operation.ends_with("filing_entry").then_some(WHOLE).or({
        match operation {
            "list_filing_entries" => Some(WHOLE),
            _ => None,
        }
    })
}

pub async fn attempt(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let body = json!({
        "code": w.fresh(), "title": "簽到表", "category": "business", "spot": "檔案櫃 A", "keeper_id": w.app.id("manager"),
        "retain_until": tests::clock::date(-1).to_string()
    });
    match operation {
        "list_filing_entries" => return whole(client.get(FILES)),
        "create_filing_entry" => return in_charge(caller, client.post(FILES, body)),
        _ => {}
    }
    let made = w.manager().post(FILES, body).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    match operation {
        "get_filing_entry" => whole(client.get(&path)),
        "take_filing_entry" => whole(client.post(&format!("{path}/loans"), json!({}))),
        "update_filing_entry" => in_charge(
            caller,
            client.patch(&path, &tag, json!({ "spot": "檔案櫃 B" })),
        ),
        "destroy_filing_entry" => {
            let call = client.post(
                &format!("{path}/destructions"),
                json!({ "reason": "保存期滿" }),
            );
            in_charge(caller, call.header("if-match", &tag))
        }
        _ => {
            w.app.sql().run(&format!(
                "UPDATE filing_entries SET state = 'out', out_to = {}, out_since = '{}' WHERE id = {}",
                key(&w.app, &w.app.id(caller.person())),
                tests::clock::date(0),
                key(&w.app, path.rsplit('/').next().unwrap())
            ));
            whole(client.act(&format!("{path}/returns")))
        }
    }
}
