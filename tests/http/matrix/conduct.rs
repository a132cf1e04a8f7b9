//! Recipes of conduct records: written by the manager, then put into the table as somebody's.

use tests::{Client, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};
use crate::repairs::key;

const RECORDS: &str = "/api/v1/conduct-records";
/// Nobody notes or decides what is about themselves.
const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_conduct_records" => WHOLE,
        "get_conduct_record" | "state_conduct" => MINE,
        "report_conduct" | "hear_conduct" | "decide_conduct" | "withdraw_conduct" => OTHERS,
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
    if operation == "list_conduct_records" {
        return Attempt {
            call: client.get(RECORDS),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        };
    }
    let (who, target) = w.employee(caller, scope).await;
    let mut body = json!({
        "employee_id": who["id"], "kind": "noise", "description": "喧嘩", "observed_on": tests::clock::date(0).to_string()
    });
    if operation == "report_conduct" {
        return Attempt {
            call: client.post(RECORDS, body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    // About the manager as well, whom nobody is above.
    body["employee_id"] = json!(w.app.id("member_b1"));
    let made = w.manager().post(RECORDS, body).await.expect(201);
    let path = made.header("location");
    let who = who["id"].as_str().unwrap();
    let observer = match who == w.app.id("deputy_b") {
        true => w.app.id("lead_b1"),
        false => w.app.id("deputy_b"),
    };
    let (id, who) = (
        key(&w.app, path.rsplit('/').next().unwrap()),
        key(&w.app, who),
    );
    w.app.sql().run(&format!(
        "UPDATE conduct_records SET employee_id = {who}, observer_id = {}, heard_by = observed_on, \
         team_id = (SELECT team_id FROM employees WHERE id = {who}) WHERE id = {id}",
        key(&w.app, &observer)
    ));
    if operation == "decide_conduct" {
        w.app.sql().run(&format!(
            "UPDATE conduct_records SET state = 'heard', statement = 'x', heard_at = created_at WHERE id = {id}"
        ));
    }
    let send = |noun: &str, body| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &made.etag())
    };
    let call = match operation {
        "get_conduct_record" => client.get(&path),
        "state_conduct" => send("statements", json!({ "statement": "因客戶延誤" })),
        "hear_conduct" => send("hearings", json!({ "statement": "因客戶延誤" })),
        "decide_conduct" => send(
            "outcomes",
            json!({ "outcome": "reminder", "reason": "首次" }),
        ),
        _ => send("withdrawals", json!({ "reason": "認錯人" })),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
