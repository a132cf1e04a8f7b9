//! Recipes of hazards: reported by the manager, then put into the table as somebody's.

use tests::{Client, Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const HAZARDS: &str = "/api/v1/hazards";

/// Nobody looks again at what they put right.
const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_hazards" | "report_hazard" => WHOLE,
        "get_hazard"
        | "assign_hazard"
        | "rectify_hazard"
        | "dismiss_hazard"
        | "list_hazard_files"
        | "add_hazard_file"
        | "download_hazard_file" => MINE,
        "recheck_hazard" => OTHERS,
        _ => return None,
    })
}

/// The hazard is from here on that of the owner, who put it right as well.
fn give(w: &World, path: &str, owner: &Value) {
    let hazard = path.rsplit('/').next().unwrap();
    let key = |id: &str| crate::repairs::key(&w.app, id);
    let team = match owner["team_id"].as_str() {
        Some(team) => key(team),
        None => "NULL".to_owned(),
    };
    let owner = key(owner["id"].as_str().unwrap());
    w.app.sql().run(&format!(
        "UPDATE hazards SET reporter_id = {owner}, team_id = {team}, \
         assignee_id = CASE WHEN assignee_id IS NOT NULL THEN {owner} END, \
         rectified_by = CASE WHEN rectified_by IS NOT NULL THEN {owner} END WHERE id = {}",
        key(hazard)
    ));
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let body = json!({ "title": format!("電暖器 {}", w.fresh()), "kind": "high_power_appliance", "spot": "靠窗座位" });
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_hazards" => return whole(client.get(HAZARDS)),
        // A key acts as the manager, who is of no team: one that is bound to a team or an area reports nothing.
        "report_hazard" => return of_the_department(caller, client.post(HAZARDS, body)),
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let manager = w.manager();
    let made = manager.post(HAZARDS, body).await.expect(201);
    let (path, mut tag) = (made.header("location"), made.etag());
    let file = manager.upload(&format!("{path}/attachments"), "a.txt", "照片".as_bytes());
    let file = file.await.expect(201).header("location");
    let me = w.app.id("manager");
    for (noun, body, until) in [
        (
            "assignments",
            json!({ "assignee_id": me }),
            &["rectify_hazard", "recheck_hazard"][..],
        ),
        (
            "rectifications",
            json!({ "rectification": "已移除" }),
            &["recheck_hazard"][..],
        ),
    ] {
        if until.contains(&operation) {
            let call = manager.post(&format!("{path}/{noun}"), body);
            tag = call.header("if-match", &tag).await.expect(200).etag();
        }
    }
    give(w, &path, &owner);
    let post = |noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &tag)
    };
    let call = match operation {
        "get_hazard" => client.get(&path),
        "assign_hazard" => post("assignments", json!({ "assignee_id": owner["id"] })),
        "rectify_hazard" => post("rectifications", json!({ "rectification": "已移除" })),
        "recheck_hazard" => post("rechecks", json!({ "in_order": true })),
        "dismiss_hazard" => post("dismissals", json!({ "reason": "臨時用電" })),
        "list_hazard_files" => client.get(&format!("{path}/attachments")),
        "add_hazard_file" => {
            client.upload(&format!("{path}/attachments"), "b.txt", "照片".as_bytes())
        }
        _ => client.get(&file),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
