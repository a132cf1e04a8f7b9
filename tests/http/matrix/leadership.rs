//! Recipes of feedback, coaching notes and care talks: written by the manager's side, then put into the table as somebody's.

use tests::{Client, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, WHOLE};
use super::world::{Caller, Scope, World};
use crate::area_reviews::{drafted, quarter};
use crate::repairs::key;

const FEEDBACK: &str = "/api/v1/feedback";
/// Nobody answers or notes of themselves.
const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_work_plans"
        | "create_work_plan"
        | "get_work_plan"
        | "update_work_plan"
        | "publish_work_plan"
        | "list_work_plan_revisions"
        | "say_work_progress"
        | "list_area_reviews"
        | "create_area_review"
        | "get_area_review"
        | "update_area_review"
        | "publish_area_review"
        | "list_feedback"
        | "give_feedback"
        | "list_coaching_notes"
        | "list_care_talks" => WHOLE,
        "get_feedback" | "remark_feedback" | "get_coaching_note" => MINE,
        "answer_feedback"
        | "refer_feedback"
        | "get_care_talk"
        | "create_coaching_note"
        | "create_care_talk" => OTHERS,
        // Whoever wrote it changes it.
        "update_coaching_note" | "update_care_talk" => WHOLE,
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
        "list_feedback" => return whole(client.get(FEEDBACK)),
        "list_coaching_notes" => return whole(client.get("/api/v1/coaching-notes")),
        "list_care_talks" => return whole(client.get("/api/v1/care-talks")),
        "give_feedback" => {
            let body = json!({ "kind": "problem", "text": "印表機卡紙" });
            return whole(client.post(FEEDBACK, body));
        }
        _ => {}
    }
    if operation.contains("work_p") {
        return of_plan(w, operation, caller, client).await;
    }
    if operation.contains("area_review") {
        return of_review(w, operation, client).await;
    }
    if operation.ends_with("feedback") {
        return of_feedback(w, operation, caller, scope, client).await;
    }
    let base = match operation.contains("coaching") {
        true => "/api/v1/coaching-notes",
        false => "/api/v1/care-talks",
    };
    let today = tests::clock::date(0).to_string();
    if operation.starts_with("update") {
        return of_own_note(w, caller, client, base).await;
    }
    let (who, target) = w.employee(caller, scope).await;
    let body = json!({ "employee_id": who["id"], "held_on": today, "text": "面談" });
    if operation.starts_with("create") {
        return Attempt {
            call: client.post(base, body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    let path = note(w, base, &body).await;
    Attempt {
        call: client.get(&path),
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// The plan of team A1, which its lead makes, or the manager.
async fn of_plan(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    use crate::work_plans::{drafted, publish, year};
    const PLANS: &str = "/api/v1/work-plans";
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    if operation == "list_work_plans" {
        return whole(client.get(PLANS));
    }
    for table in ["work_goals", "work_plan_revisions", "work_plans"] {
        w.app.sql().run(&format!("DELETE FROM {table}"));
    }
    if operation == "create_work_plan" {
        let body = json!({ "team_id": w.app.id("team_a1"), "year": year(), "summary": "x" });
        return whole(client.post(PLANS, body));
    }
    // A goal of whoever calls, as far as they are of the team.
    let owner = match caller.person() {
        "lead_a1" => "lead_a1",
        _ => "member_a1",
    };
    let made = drafted(&w.app, "lead_a1", Some("team_a1"), owner).await;
    let made = made.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    match operation {
        "update_work_plan" => return whole(client.patch(&path, &tag, json!({ "summary": "y" }))),
        "publish_work_plan" => {
            let call = client.post(&format!("{path}/publications"), json!({}));
            return whole(call.header("if-match", &tag));
        }
        _ => {}
    }
    publish(&w.app, "lead_a1", &path, None).await.expect(200);
    match operation {
        "get_work_plan" => whole(client.get(&path)),
        "list_work_plan_revisions" => whole(client.get(&format!("{path}/revisions"))),
        _ => {
            let goal = made.json()["goals"][0]["id"].clone();
            let body = json!({ "goal_id": goal, "progress": 50 });
            whole(client.post(&format!("{path}/progress"), body))
        }
    }
}

/// A quarter of area A, which is the deputy's of the matrix.
async fn of_review(w: &World, operation: &str, client: Client) -> Attempt {
    const REVIEWS: &str = "/api/v1/area-reviews";
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    w.app.sql().run("DELETE FROM area_reviews");
    if operation == "list_area_reviews" {
        return whole(client.get(REVIEWS));
    }
    if operation == "create_area_review" {
        let body = json!({
            "area_id": w.app.id("area_a"), "starts_on": quarter(1), "achievements": "x", "problems": "x", "improvements": "x"
        });
        return whole(client.post(REVIEWS, body));
    }
    let made = drafted(&w.app, 1).await.expect(201);
    let (path, tag) = (made.header("location"), made.etag());
    let publications = format!("{path}/publications");
    match operation {
        "get_area_review" => {
            let call = w.app.by("deputy_a").act(&publications);
            call.header("if-match", &tag).await.expect(200);
            whole(client.get(&path))
        }
        "update_area_review" => whole(client.patch(&path, &tag, json!({ "problems": "y" }))),
        _ => whole(client.act(&publications).header("if-match", &tag)),
    }
}

/// A note about somebody; about the manager as well, whom nobody is above.
async fn note(w: &World, base: &str, body: &tests::Value) -> String {
    let mut about = body.clone();
    about["employee_id"] = json!(w.app.id("member_b1"));
    let made = w.manager().post(base, about).await.expect(201);
    let path = made.header("location");
    let who = body["employee_id"].as_str().unwrap();
    let author = match who == w.app.id("manager") {
        true => w.app.id("deputy_b"),
        false => w.app.id("manager"),
    };
    let (id, who) = (
        key(&w.app, path.rsplit('/').next().unwrap()),
        key(&w.app, who),
    );
    w.app.sql().run(&format!(
        "UPDATE talks SET employee_id = {who}, author_id = {}, team_id = (SELECT team_id FROM employees WHERE id = {who}) WHERE id = {id}",
        key(&w.app, &author)
    ));
    path
}

/// A note of a member of team A1 that the caller wrote themselves, as far as they write any.
async fn of_own_note(w: &World, caller: &Caller, client: Client, base: &str) -> Attempt {
    let body = json!({
        "employee_id": w.app.id("member_a1b"), "held_on": tests::clock::date(0).to_string(), "text": "面談"
    });
    let made = w.manager().post(base, body).await.expect(201);
    let path = made.header("location");
    w.app.sql().run(&format!(
        "UPDATE talks SET author_id = {} WHERE id = {}",
        key(&w.app, &w.app.id(caller.person())),
        key(&w.app, path.rsplit('/').next().unwrap())
    ));
    Attempt {
        call: client.patch(&path, &made.etag(), json!({ "next_step": "再談" })),
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    }
}

async fn of_feedback(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let body = json!({ "kind": "problem", "text": "印表機卡紙" });
    let made = w.app.by("member_b1").post(FEEDBACK, body).await.expect(201);
    let path = made.header("location");
    let (who, target): (_, Target) = w.employee(caller, scope).await;
    let id = key(&w.app, path.rsplit('/').next().unwrap());
    let who = key(&w.app, who["id"].as_str().unwrap());
    let mut set =
        format!("author_id = {who}, team_id = (SELECT team_id FROM employees WHERE id = {who})");
    if operation == "remark_feedback" {
        let by = match caller.person() == "deputy_b" {
            true => "manager",
            false => "deputy_b",
        };
        let by = key(&w.app, &w.app.id(by));
        set = format!(
            "{set}, state = 'answered', answer = 'x', answered_by = {by}, answered_at = created_at"
        );
    }
    w.app
        .sql()
        .run(&format!("UPDATE feedback SET {set} WHERE id = {id}"));
    let send = |noun: &str, body| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", &made.etag())
    };
    let call = match operation {
        "get_feedback" => client.get(&path),
        "answer_feedback" => send("answers", json!({ "answer": "已處理" })),
        "refer_feedback" => send("referrals", json!({ "reason": "須協調" })),
        _ => send("remarks", json!({ "settled": true })),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
