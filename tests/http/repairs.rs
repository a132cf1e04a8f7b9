//! Repair tickets (3.1.4): reported by anybody, given to somebody, repaired, confirmed by whoever reported it; late ones are told.

use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::{case_plans, given};

const TICKETS: &str = "/api/v1/repair-tickets";

/// An id as the tables hold it.
pub fn key(app: &App, id: &str) -> String {
    match app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    }
}

async fn reported(app: &App, who: &str, more: Value) -> String {
    let mut body = json!({ "title": "投影機無訊號", "place": "大會議室" });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    let made = app.by(who).post(TICKETS, body).await.expect(201);
    made.header("location")
}

pub async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

pub async fn told(app: &App, who: &str, event: &'static str) -> Value {
    tests::wait::until("somebody to be told", || async {
        let told = app.by(who).all("/api/v1/notifications").await;
        told.into_iter().find(|n| n["event"] == event)
    })
    .await
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let sections = day["sections"].as_array().unwrap().clone();
    let section = sections.into_iter().find(|s| s["section"] == "duties");
    let section = section.unwrap();
    let items = section["items"].as_array().unwrap().iter();
    items
        .map(|i| i["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn board(app: &App) -> (Value, Value) {
    let path = "/api/v1/regulation/compliance";
    let board = app.by("manager").get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.into_iter().find(|c| c["clause"] == "3.1.4").unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn damage_is_reported_repaired_and_confirmed_by_whoever_reported_it(app) {
        assert_eq!(board(&app).await, (json!("no_data"), Value::Null));
        let (member, lead) = (app.by("member_a1"), app.by("lead_a1"));
        let path = reported(&app, "member_a1", json!({ "urgency": "urgent", "description": "開機後無畫面" })).await;
        let one = member.get(&path).await.expect(200).json();
        assert_eq!((&one["state"], &one["reporter"]["id"], &one["team_id"]), (&json!("reported"), &json!(app.id("member_a1")), &json!(app.id("team_a1"))));
        let hours = |one: &Value| { let at = |name: &str| one[name].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap(); (at("due_at") - at("created_at")).num_hours() };
        assert_eq!(hours(&one), 24);
        told(&app, "lead_a1", "repair.reported").await;
        assert_eq!((kinds(&app, "lead_a1").await, board(&app).await), (vec!["repair_unassigned".to_owned()], (json!("at_risk"), json!(0.0))));
        act(&member, &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.problem(403, "forbidden");
        act(&lead, &path, "assignments", json!({ "assignee_id": app.id("member_b1") })).await.problem(422, "unknown_reference").at("/assignee_id", "unknown_reference");
        act(&lead, &path, "repairs", json!({ "repair": "x" })).await.problem(409, "repair_state");
        let given = act(&lead, &path, "assignments", json!({ "assignee_id": app.id("member_a1b"), "urgency": "normal", "repairer": "宏達電器行" })).await.expect(200).json();
        assert_eq!((&given["state"], hours(&given), &given["repairer"]), (&json!("assigned"), 120, &json!("宏達電器行")));
        told(&app, "member_a1b", "repair.assigned").await;
        assert_eq!((kinds(&app, "member_a1b").await, board(&app).await.0), (vec!["repair_mine".to_owned()], json!("met")));
        act(&member, &path, "repairs", json!({ "repair": "x" })).await.problem(403, "forbidden");
        let assignee = app.by("member_a1b");
        act(&assignee, &path, "repairs", json!({ "repair": "" })).await.problem(422, "invalid");
        act(&assignee, &path, "repairs", json!({ "repair": "更換線材" })).await.expect(200);
        told(&app, "member_a1", "repair.fixed").await;
        assert_eq!(kinds(&app, "member_a1").await, ["repair_to_confirm"]);
        act(&lead, &path, "confirmations", json!({ "repaired": true })).await.problem(404, "not_found");
        act(&member, &path, "confirmations", json!({ "repaired": false })).await.problem(422, "comment_required").at("/note", "comment_required");
        let again = act(&member, &path, "confirmations", json!({ "repaired": false, "note": "仍無畫面" })).await.expect(200).json();
        assert_eq!((&again["state"], &again["reopened"], &again["fixed_at"]), (&json!("assigned"), &json!(1), &Value::Null));
        told(&app, "member_a1b", "repair.reopened").await;
        act(&assignee, &path, "repairs", json!({ "repair": "更換主機板" })).await.expect(200);
        let done = act(&member, &path, "confirmations", json!({ "repaired": true })).await.expect(200).json();
        assert_eq!((&done["state"], &done["hours"], &done["allowed_actions"]), (&json!("confirmed"), &json!(0), &json!([])));
        act(&member, &path, "confirmations", json!({ "repaired": true })).await.problem(409, "repair_state");
        let audit = lead.all("/api/v1/audit-entries?subject_kind=repair_ticket").await;
        assert_eq!(audit.len(), 6);
        assert_eq!(audit[0]["clause"], "3.1.4");
    }

    async fn whoever_sees_to_it_sees_it_from_another_team_and_nobody_else_does(app) {
        let path = reported(&app, "member_a1", json!({})).await;
        app.by("member_a2").get(&path).await.problem(404, "not_found");
        act(&app.by("deputy_a"), &path, "assignments", json!({ "assignee_id": app.id("member_a2") })).await.expect(200);
        let far = app.by("member_a2");
        assert_eq!(far.all(TICKETS).await.len(), 1, "once, in the list too");
        assert_eq!(app.by("member_a1b").all(TICKETS).await.len(), 1);
        assert_eq!(app.by("manager").all(TICKETS).await.len(), 1);
        assert!(app.by("member_b1").all(TICKETS).await.is_empty());
        act(&far, &path, "repairs", json!({ "repair": "更換線材" })).await.expect(200);
        act(&far, &path, "confirmations", json!({ "repaired": true })).await.problem(403, "forbidden");
        // A manager of no team reports as well, and whoever of no team sees to it finds it once.
        let own = reported(&app, "manager", json!({ "title": "門禁失靈" })).await;
        act(&app.by("manager"), &own, "assignments", json!({ "assignee_id": app.id("member_b1") })).await.expect(200);
        assert_eq!(app.by("member_b1").all(TICKETS).await.len(), 1);
        act(&app.by("manager"), &own, "refusals", json!({ "reason": "已更換整組" })).await.expect(200);
        told(&app, "member_b1", "repair.declined").await;
        act(&app.by("manager"), &own, "assignments", json!({ "assignee_id": app.id("member_b1") })).await.problem(409, "repair_state");
    }

    async fn what_is_late_is_told_once_and_stands_on_the_board(app) {
        let path = reported(&app, "member_a1", json!({})).await;
        act(&app.by("lead_a1"), &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.expect(200);
        let id = key(&app, path.rsplit('/').next().unwrap());
        let past = match app.backend { Backend::Sqlite => "due_at - 864000000000", Backend::Postgres => "due_at - interval '10 days'" };
        app.sql().run(&format!("UPDATE repair_tickets SET due_at = {past} WHERE id = {id}"));
        told(&app, "lead_a1", "repair.overdue").await;
        told(&app, "member_a1b", "repair.overdue").await;
        assert_eq!(board(&app).await, (json!("breached"), json!(1.0)));
        let late = app.by("lead_a1").all(&format!("{TICKETS}?overdue=true")).await;
        assert_eq!((late.len(), &late[0]["overdue"]), (1, &json!(true)));
        tokio::time::sleep(std::time::Duration::from_millis(5_500)).await;
        let all = app.by("lead_a1").all("/api/v1/notifications").await;
        assert_eq!(all.iter().filter(|n| n["event"] == "repair.overdue").count(), 1);
    }

    async fn of_two_who_decide_at_once_one_does_and_a_leaver_leaves_nothing_open(app) {
        let path = reported(&app, "member_a1", json!({})).await;
        let (lead, deputy) = (app.by("lead_a1"), app.by("deputy_a"));
        let tag = given::tagged(&lead, &path).await.1;
        let assign = lead.post(&format!("{path}/assignments"), json!({ "assignee_id": app.id("member_a1b") })).header("if-match", &tag);
        let refuse = deputy.post(&format!("{path}/refusals"), json!({ "reason": "已報廢" })).header("if-match", &tag);
        let (one, other) = tokio::join!(assign, refuse);
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert!(codes == [200, 409] || codes == [200, 412], "{} {}", one.text(), other.text());
        let path = reported(&app, "member_a1", json!({ "title": "冷氣不冷" })).await;
        act(&lead, &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.expect(200);
        let left = format!("/api/v1/employees/{}/departures", app.id("member_a1b"));
        app.by("manager").post(&left, json!({ "leave_date": tests::clock::in_days(-1) })).await.expect(200);
        assert_eq!(lead.get(&path).await.expect(200).str("/assignee/id"), app.id("lead_a1"));
        for wrong in [json!({ "title": "", "place": "x" }), json!({ "title": "x" }), json!({ "title": "x", "place": "y", "urgency": "now" })] {
            let said = lead.post(TICKETS, wrong).await;
            assert!([400, 422].contains(&said.status.as_u16()));
        }
    }

    async fn photos_stay_with_the_ticket_inside_the_reach(app) {
        let path = reported(&app, "member_a1", json!({})).await;
        let photo = app.by("member_a1").upload(&format!("{path}/attachments"), "a.txt", "照片".as_bytes()).await.expect(201);
        app.by("lead_a1").get(&photo.header("location")).await.expect(200);
        app.by("lead_a2").get(&photo.header("location")).await.problem(404, "not_found");
        app.by("member_a2").upload(&format!("{path}/attachments"), "b.txt", "照片".as_bytes()).await.problem(404, "not_found");
        assert_eq!(app.by("lead_a1").all(&format!("{path}/attachments")).await.len(), 1);
    }

    async fn tickets_are_read_by_indexes(app) {
        let (team, who) = (case_plans::id(&app, "team_a1"), case_plans::id(&app, "member_a1"));
        let (id, series, at) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n * 60000000"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'"),
        };
        app.sql().run(&format!(
            "INSERT INTO repair_tickets (id, title, place, urgency, state, reporter_id, team_id, assignee_id, due_at, fixed_at, repair, confirmed_at, reopened, version, created_at, updated_at) \
             {series} SELECT {id}, 'x', 'y', 'low', 'confirmed', {who}, {team}, {who}, {at}, {at}, 'z', {at}, 0, 1, {at}, {at} FROM s"));
        app.sql().run("ANALYZE");
        for query in [
            "SELECT * FROM repair_tickets ORDER BY created_at DESC, id DESC LIMIT 51".to_owned(),
            format!("SELECT * FROM repair_tickets WHERE team_id = {team} ORDER BY created_at DESC, id DESC LIMIT 51"),
            format!("SELECT * FROM repair_tickets WHERE team_id = {team} ORDER BY due_at, id LIMIT 51"),
            format!("SELECT * FROM repair_tickets WHERE assignee_id = {who} AND state = 'assigned' ORDER BY due_at, id LIMIT 10"),
            "SELECT id FROM repair_tickets WHERE repair_tickets.state IN ('reported', 'assigned') AND due_at < CURRENT_TIMESTAMP AND told_at IS NULL ORDER BY due_at, id LIMIT 50".to_owned(),
        ] {
            let plan = explain(&app, &query);
            let whole = |line: &str| line.contains("Seq Scan on repair_tickets") || line.trim().starts_with("SCAN repair_tickets") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
