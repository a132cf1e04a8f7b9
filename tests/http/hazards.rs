//! Hazards (3.3.3): found by anybody, put right by a day, looked at again by somebody else; late ones are told.

use tests::{App, Backend, Value, both, json};

use crate::approvals::explain;
use crate::repairs::{act, key, told};
use crate::{case_plans, given};

const HAZARDS: &str = "/api/v1/hazards";

async fn found(app: &App, who: &str, more: Value) -> String {
    let mut body =
        json!({ "title": "延長線串接電暖器", "kind": "high_power_appliance", "spot": "靠窗座位" });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    app.by(who)
        .post(HAZARDS, body)
        .await
        .expect(201)
        .header("location")
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let sections = day["sections"].as_array().unwrap().clone();
    let section = sections.into_iter().find(|s| s["section"] == "duties");
    let items = section.unwrap()["items"].as_array().unwrap().clone();
    items
        .iter()
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
    let one = all.into_iter().find(|c| c["clause"] == "3.3.3").unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn a_hazard_is_found_put_right_and_looked_at_again_by_somebody_else(app) {
        assert_eq!(board(&app).await, (json!("no_data"), Value::Null));
        let (member, lead, other) = (app.by("member_a1"), app.by("lead_a1"), app.by("member_a1b"));
        let place = app.by("manager").post("/api/v1/places", json!({ "name": "辦公室", "kind": "office" })).await.expect(201).id();
        let path = found(&app, "member_a1", json!({ "severity": "high", "place_id": place })).await;
        let one = member.get(&path).await.expect(200).json();
        assert_eq!((&one["state"], &one["place"]["name"], &one["team_id"]), (&json!("found"), &json!("辦公室"), &json!(app.id("team_a1"))));
        let at = |one: &Value, name: &str| one[name].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        assert_eq!((at(&one, "due_at") - at(&one, "created_at")).num_hours(), 24);
        told(&app, "lead_a1", "hazard.reported").await;
        assert_eq!((kinds(&app, "lead_a1").await, board(&app).await), (vec!["hazard_unassigned".to_owned()], (json!("at_risk"), json!(0.0))));
        act(&member, &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.problem(403, "forbidden");
        act(&lead, &path, "assignments", json!({ "assignee_id": app.id("member_b1") })).await.problem(422, "unknown_reference").at("/assignee_id", "unknown_reference");
        for wrong in [-1, 91] {
            let body = json!({ "assignee_id": app.id("member_a1b"), "rectify_by": tests::clock::in_days(wrong) });
            act(&lead, &path, "assignments", body).await.problem(422, "date_order").at("/rectify_by", "date_order");
        }
        let body = json!({ "assignee_id": app.id("member_a1b"), "severity": "medium", "rectify_by": tests::clock::in_days(2) });
        let given = act(&lead, &path, "assignments", body).await.expect(200).json();
        // The end of that day in Taipei.
        let end = tests::clock::date(3).and_hms_opt(0, 0, 0).unwrap().and_utc() - chrono::Duration::hours(8);
        assert_eq!((&given["state"], &given["severity"], at(&given, "due_at")), (&json!("assigned"), &json!("medium"), end));
        told(&app, "member_a1b", "hazard.assigned").await;
        assert_eq!((kinds(&app, "member_a1b").await, board(&app).await.0), (vec!["hazard_mine".to_owned()], json!("met")));
        act(&member, &path, "rectifications", json!({ "rectification": "x" })).await.problem(403, "forbidden");
        act(&lead, &path, "rechecks", json!({ "in_order": true })).await.problem(409, "hazard_state");
        act(&other, &path, "rectifications", json!({ "rectification": "電暖器移除" })).await.expect(200);
        told(&app, "lead_a1", "hazard.rectified").await;
        assert_eq!(kinds(&app, "lead_a1").await, ["hazard_to_recheck"]);
        act(&other, &path, "rechecks", json!({ "in_order": true })).await.problem(403, "forbidden");
        act(&lead, &path, "rechecks", json!({ "in_order": false })).await.problem(422, "comment_required").at("/note", "comment_required");
        let again = act(&lead, &path, "rechecks", json!({ "in_order": false, "note": "仍有一台" })).await.expect(200).json();
        assert_eq!((&again["state"], &again["reopened"], &again["rectified_at"]), (&json!("assigned"), &json!(1), &Value::Null));
        told(&app, "member_a1b", "hazard.reopened").await;
        // Whoever puts it right doesn't look at it again, be it the lead.
        act(&lead, &path, "rectifications", json!({ "rectification": "主管到場移除" })).await.expect(200);
        act(&lead, &path, "rechecks", json!({ "in_order": true })).await.problem(403, "own_matter");
        assert!(kinds(&app, "lead_a1").await.is_empty());
        let done = act(&app.by("deputy_a"), &path, "rechecks", json!({ "in_order": true })).await.expect(200).json();
        assert_eq!((&done["state"], &done["rectified_by"]["id"], &done["rechecked_by"]["id"], &done["allowed_actions"]), (&json!("closed"), &json!(app.id("lead_a1")), &json!(app.id("deputy_a")), &json!([])));
        let audit = lead.all("/api/v1/audit-entries?subject_kind=hazard").await;
        assert_eq!((audit.len(), &audit[0]["clause"]), (6, &json!("3.3.3")));
        let id = key(&app, path.rsplit('/').next().unwrap());
        assert!(app.sql().try_run(&format!("UPDATE hazards SET rechecked_by = rectified_by WHERE id = {id}")).is_err(), "the database holds it as well");
    }

    async fn whoever_puts_it_right_sees_it_and_what_is_none_is_dismissed(app) {
        let path = found(&app, "member_a1", json!({})).await;
        app.by("member_a2").get(&path).await.problem(404, "not_found");
        act(&app.by("deputy_a"), &path, "assignments", json!({ "assignee_id": app.id("member_a2") })).await.expect(200);
        assert_eq!(app.by("member_a2").all(HAZARDS).await.len(), 1, "once, in the list too");
        assert!(app.by("member_b1").all(HAZARDS).await.is_empty());
        act(&app.by("member_a2"), &path, "dismissals", json!({ "reason": "x" })).await.problem(403, "forbidden");
        act(&app.by("lead_a1"), &path, "dismissals", json!({ "reason": "臨時用電，已核可" })).await.expect(200);
        told(&app, "member_a2", "hazard.dismissed").await;
        act(&app.by("lead_a1"), &path, "assignments", json!({ "assignee_id": app.id("member_a1") })).await.problem(409, "hazard_state");
        let photo = app.by("member_a1").upload(&format!("{path}/attachments"), "a.txt", "照片".as_bytes()).await.expect(201);
        app.by("member_b1").get(&photo.header("location")).await.problem(404, "not_found");
        let member = app.by("member_a1");
        for (wrong, code) in [
            (json!({ "title": "", "kind": "other", "spot": "x" }), "invalid"),
            (json!({ "title": "x", "kind": "fire", "spot": "x" }), "invalid"),
            (json!({ "title": "x", "kind": "other" }), "invalid"),
            (json!({ "title": "x", "kind": "other", "spot": "x", "place_id": app.id("team_a1") }), "unknown_reference"),
        ] {
            member.post(HAZARDS, wrong).await.problem(422, code);
        }
        assert_eq!(member.all(HAZARDS).await.len(), 1, "nothing half-written");
    }

    async fn what_is_late_is_told_once_and_of_two_who_look_again_one_does(app) {
        let path = found(&app, "member_a1", json!({})).await;
        act(&app.by("lead_a1"), &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.expect(200);
        let id = key(&app, path.rsplit('/').next().unwrap());
        let past = match app.backend { Backend::Sqlite => "due_at - 864000000000", Backend::Postgres => "due_at - interval '10 days'" };
        app.sql().run(&format!("UPDATE hazards SET due_at = {past} WHERE id = {id}"));
        told(&app, "lead_a1", "hazard.overdue").await;
        told(&app, "member_a1b", "hazard.overdue").await;
        assert_eq!(board(&app).await, (json!("breached"), json!(1.0)));
        assert_eq!(app.by("lead_a1").all(&format!("{HAZARDS}?overdue=true")).await.len(), 1);
        tokio::time::sleep(std::time::Duration::from_millis(5_500)).await;
        let all = app.by("lead_a1").all("/api/v1/notifications").await;
        assert_eq!(all.iter().filter(|n| n["event"] == "hazard.overdue").count(), 1);
        act(&app.by("member_a1b"), &path, "rectifications", json!({ "rectification": "已移除" })).await.expect(200);
        let (lead, deputy) = (app.by("lead_a1"), app.by("deputy_a"));
        let tag = given::tagged(&lead, &path).await.1;
        let yes = lead.post(&format!("{path}/rechecks"), json!({ "in_order": true })).header("if-match", &tag);
        let no = deputy.post(&format!("{path}/rechecks"), json!({ "in_order": false, "note": "仍在" })).header("if-match", &tag);
        let (one, other) = tokio::join!(yes, no);
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert!(codes == [200, 409] || codes == [200, 412], "{} {}", one.text(), other.text());
        let path = found(&app, "member_a1", json!({ "title": "紙箱堵住安全門" })).await;
        act(&lead, &path, "assignments", json!({ "assignee_id": app.id("member_a1b") })).await.expect(200);
        let left = format!("/api/v1/employees/{}/departures", app.id("member_a1b"));
        app.by("manager").post(&left, json!({ "leave_date": tests::clock::in_days(-1) })).await.expect(200);
        assert_eq!(lead.get(&path).await.expect(200).str("/assignee/id"), app.id("lead_a1"));
    }

    async fn hazards_are_read_by_indexes(app) {
        let (team, who) = (case_plans::id(&app, "team_a1"), case_plans::id(&app, "member_a1"));
        let lead = case_plans::id(&app, "lead_a1");
        let (id, series, at) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n * 60000000"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'"),
        };
        app.sql().run(&format!(
            "INSERT INTO hazards (id, title, kind, severity, spot, state, reporter_id, team_id, assignee_id, due_at, rectified_at, rectified_by, rechecked_at, rechecked_by, reopened, version, created_at, updated_at) \
             {series} SELECT {id}, 'x', 'other', 'low', 'y', 'closed', {who}, {team}, {who}, {at}, {at}, {who}, {at}, {lead}, 0, 1, {at}, {at} FROM s"));
        app.sql().run("ANALYZE");
        for query in [
            "SELECT * FROM hazards ORDER BY created_at DESC, id DESC LIMIT 51".to_owned(),
            format!("SELECT * FROM hazards WHERE team_id = {team} ORDER BY created_at DESC, id DESC LIMIT 51"),
            format!("SELECT * FROM hazards WHERE team_id = {team} ORDER BY due_at, id LIMIT 51"),
            format!("SELECT * FROM hazards WHERE assignee_id = {who} AND state = 'assigned' ORDER BY due_at, id LIMIT 10"),
            "SELECT id FROM hazards WHERE hazards.state = 'rectified' ORDER BY due_at, id LIMIT 10".to_owned(),
            "SELECT id FROM hazards WHERE hazards.state IN ('found', 'assigned') AND due_at < CURRENT_TIMESTAMP AND told_at IS NULL ORDER BY due_at, id LIMIT 50".to_owned(),
        ] {
            let plan = explain(&app, &query);
            let whole = |line: &str| line.contains("Seq Scan on hazards") || line.trim().starts_with("SCAN hazards") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
