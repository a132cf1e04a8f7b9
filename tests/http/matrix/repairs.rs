//! Recipes of repair tickets: reported by the manager, then put into the table as somebody's.

use tests::{Client, Value, json};

use super::expect::Answer;
use super::recipes::{Attempt, MINE, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const TICKETS: &str = "/api/v1/repair-tickets";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_repair_tickets" | "report_damage" => WHOLE,
        "get_repair_ticket"
        | "assign_repair"
        | "fix_repair"
        | "confirm_repair"
        | "decline_repair"
        | "list_repair_files"
        | "add_repair_file"
        | "download_repair_file" => MINE,
        _ => return None,
    })
}

/// The ticket is from here on that of the owner, who sees to it as well.
fn give(w: &World, path: &str, owner: &Value) {
    let ticket = path.rsplit('/').next().unwrap();
    let key = |id: &str| crate::repairs::key(&w.app, id);
    let team = match owner["team_id"].as_str() {
        Some(team) => key(team),
        None => "NULL".to_owned(),
    };
    let owner = key(owner["id"].as_str().unwrap());
    w.app.sql().run(&format!(
        "UPDATE repair_tickets SET reporter_id = {owner}, team_id = {team}, \
         assignee_id = CASE WHEN assignee_id IS NOT NULL THEN {owner} END WHERE id = {}",
        key(ticket)
    ));
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let body = json!({ "title": format!("投影機 {}", w.fresh()), "place": "大會議室" });
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_repair_tickets" => return whole(client.get(TICKETS)),
        // A key acts as the manager, who is of no team: one that is bound to a team or an area reports nothing.
        "report_damage" => return of_the_department(caller, client.post(TICKETS, body)),
        _ => {}
    }
    let (owner, target) = w.employee(caller, scope).await;
    let manager = w.manager();
    let made = manager.post(TICKETS, body).await.expect(201);
    let (path, mut tag) = (made.header("location"), made.etag());
    let file = manager.upload(&format!("{path}/attachments"), "a.txt", "照片".as_bytes());
    let file = file.await.expect(201).header("location");
    let me = w.app.id("manager");
    for (noun, body, until) in [
        (
            "assignments",
            json!({ "assignee_id": me }),
            &["fix_repair", "confirm_repair"][..],
        ),
        (
            "repairs",
            json!({ "repair": "更換線材" }),
            &["confirm_repair"][..],
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
        "get_repair_ticket" => client.get(&path),
        "assign_repair" => post("assignments", json!({ "assignee_id": owner["id"] })),
        "fix_repair" => post("repairs", json!({ "repair": "更換線材" })),
        "confirm_repair" => post("confirmations", json!({ "repaired": true })),
        "decline_repair" => post("refusals", json!({ "reason": "已報廢" })),
        "list_repair_files" => client.get(&format!("{path}/attachments")),
        "add_repair_file" => {
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
