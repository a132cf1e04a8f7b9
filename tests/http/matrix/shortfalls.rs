//! Recipes of shortfalls. They open by themselves; here they are written straight into the table, one for each owner.

use tests::{Backend, Client, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_shortfalls" => WHOLE,
        "get_shortfall" | "plan_shortfall" | "list_shortfall_checks" | "check_shortfall" => MINE,
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
    if operation == "list_shortfalls" {
        return Attempt {
            call: client.get("/api/v1/shortfalls"),
            target: None,
            inside: Answer::Done,
            outside: Answer::Done,
        };
    }
    let (owner, target) = w.employee(caller, scope).await;
    let path = opened(w, &owner, operation == "check_shortfall");
    let own = match scope {
        Scope::Own => Answer::Refused(403, "own_matter"),
        _ => Answer::Done,
    };
    let next = tests::clock::in_days(7);
    let (call, inside) = match operation {
        "get_shortfall" => (client.get(&path), Answer::Done),
        "list_shortfall_checks" => (client.get(&format!("{path}/checks")), Answer::Done),
        "plan_shortfall" => {
            let body = json!({ "cause": "長假", "measures": "陪訪", "coach_id": w.app.id("member_a1b"), "next_check_on": next });
            let call = client.post(&format!("{path}/plans"), body);
            (call.header("if-match", "\"1\""), own)
        }
        _ => {
            let call = client.post(&format!("{path}/checks"), json!({ "note": "已檢查" }));
            (call.header("if-match", "\"1\""), own)
        }
    };
    about(call, target, inside)
}

fn about(call: tests::client::Call, target: Target, inside: Answer) -> Attempt {
    Attempt {
        call,
        target: Some(target),
        inside,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// A shortfall of that owner, below a target of its own that nobody looks at again.
fn opened(w: &World, owner: &Value, planned: bool) -> String {
    let (n, state) = (w.months_back(), if planned { "planned" } else { "open" });
    let id = format!("01932f00-0000-7000-9000-{n:012x}");
    let owner = owner["id"].as_str().unwrap();
    let guid = |id: &str| match w.app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    };
    let now = match w.app.backend {
        Backend::Sqlite => "1790000000000000",
        Backend::Postgres => "TIMESTAMPTZ '2026-09-21'",
    };
    let (id_sql, owner) = (guid(&id), guid(owner));
    let premium = "(SELECT id FROM indicators WHERE code = 'premium_income')";
    w.app.sql().run(&format!(
        "INSERT INTO targets (id, indicator_id, period, starts_on, ends_on, state, revision, version, created_at, updated_at) \
         VALUES ({id_sql}, {premium}, 'year', '1980-01-01', '1980-12-31', 'superseded', {n}, 1, {now}, {now})"
    ));
    w.app.sql().run(&format!(
        "INSERT INTO shortfalls (id, target_id, indicator_id, period, starts_on, ends_on, level, team_id, owner_id, place, name, amount, actual, \
         state, version, created_at, updated_at) \
         SELECT {id_sql}, {id_sql}, {premium}, 'year', '1980-01-01', '1980-12-31', 'member', team_id, id, '{n}', name, 10, 1, '{state}', 1, \
         {now}, {now} FROM employees WHERE id = {owner}"
    ));
    format!("/api/v1/shortfalls/{id}")
}
