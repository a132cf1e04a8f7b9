//! The audit trail: every change leaves an entry, inside the reader's reach, in a chain that shows tampering.

use tests::clock::in_days;
use tests::{App, Backend, Value, both, json};

use crate::given;

async fn trail(app: &App, filter: &str) -> Vec<Value> {
    app.by("manager")
        .all(&format!("/api/v1/audit-entries?{filter}"))
        .await
}

both! {
    async fn every_change_leaves_an_entry_with_who_what_and_which_request(app) {
        let manager = app.by("manager");
        let id = given::employee(&app, "N001", Some("team_a1")).await["id"].as_str().unwrap().to_owned();
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{id}")).await;
        let reply = manager.patch(&path, &tag, json!({ "name": "新名", "email": "new@example.com" })).await.expect(200);
        let entry = trail(&app, &format!("subject_id={id}&event=employee.updated")).await.remove(0);
        assert_eq!(entry["request_id"], reply.header("x-request-id"));
        assert_eq!(entry["actor"]["number"], "M001");
        assert_eq!(entry["changes"], json!({ "name": { "from": "測試 N001", "to": "新名" }, "email": { "from": null, "to": "new@example.com" } }));
        assert_eq!((&entry["subject_kind"], &entry["team_id"], &entry["clause"]), (&json!("employee"), &json!(app.id("team_a1")), &json!("2.1")));
    }

    async fn each_kind_of_change_has_its_entry(app) {
        let manager = app.by("manager");
        let area = manager.post("/api/v1/areas", json!({ "name": "甲" })).await.expect(201);
        manager.patch(&area.header("location"), &area.etag(), json!({ "name": "乙" })).await.expect(200);
        manager.delete(&area.header("location")).await.expect(204);
        let team = manager.post("/api/v1/teams", json!({ "name": "甲" })).await.expect(201);
        manager.patch(&team.header("location"), &team.etag(), json!({ "name": "乙" })).await.expect(200);
        manager.delete(&team.header("location")).await.expect(204);
        let tag = manager.get("/api/v1/settings").await.expect(200).etag();
        manager.patch("/api/v1/settings", &tag, json!({ "name": "新部門" })).await.expect(200);
        let member = given::employee(&app, "N001", Some("team_a1")).await["id"].as_str().unwrap().to_owned();
        manager.post(&format!("/api/v1/employees/{member}/transfers"), json!({ "team_id": app.id("team_a2") })).await.expect(200);
        manager.act(&format!("/api/v1/employees/{member}/password-resets")).await.expect(201);
        manager.post(&format!("/api/v1/employees/{member}/departures"), json!({ "leave_date": in_days(-1) })).await.expect(200);
        let key = manager.post("/api/v1/api-keys", json!({ "name": "k", "actions": ["rules_read"], "reach": "department" })).await.expect(201);
        manager.delete(&key.header("location")).await.expect(204);
        let session = given::sign_in(&app, "E111").await.expect(201);
        app.with_token(&session.str("/access_token")).delete(&format!("/api/v1/auth/sessions/{}", session.str("/session_id"))).await.expect(204);
        let events: Vec<String> = trail(&app, "").await.iter().map(|e| e["event"].as_str().unwrap().to_owned()).collect();
        for event in [
            "area.created", "area.updated", "area.deleted", "team.created", "team.updated", "team.deleted", "settings.updated",
            "employee.created", "role.assigned", "role.ended", "password.link_issued", "employee.departed", "employee.transferred",
            "api_key.created", "api_key.revoked", "session.created", "session.ended",
        ] {
            assert!(events.iter().any(|e| e == event), "no {event}");
        }
    }

    async fn the_trail_is_shown_inside_the_reach(app) {
        let (manager, member) = (app.by("manager"), app.id("member_b1"));
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{member}")).await;
        manager.patch(&path, &tag, json!({ "post": "專員" })).await.expect(200);
        let entry = trail(&app, &format!("subject_id={member}&event=employee.updated")).await.remove(0)["id"].as_str().unwrap().to_owned();
        let one = format!("/api/v1/audit-entries/{entry}");
        for (person, seen) in [("member_b1", true), ("lead_b1", true), ("deputy_b", true), ("manager", true), ("member_b1b", false), ("lead_a1", false), ("deputy_a", false)] {
            let list = app.by(person).all(&format!("/api/v1/audit-entries?subject_id={member}&event=employee.updated")).await;
            assert_eq!(list.len(), usize::from(seen), "{person}");
            app.by(person).get(&one).await.expect(if seen { 200 } else { 404 });
        }
    }

    async fn the_trail_can_be_filtered_by_what_who_and_when(app) {
        let before = tests::clock::in_seconds(0).replace('+', "%2B");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        app.by("manager").post("/api/v1/teams", json!({ "name": "甲" })).await.expect(201);
        app.by("deputy_a").post("/api/v1/teams", json!({ "name": "乙", "area_id": app.id("area_a") })).await.expect(201);
        assert_eq!(trail(&app, &format!("event=team.created&from={before}")).await.len(), 2);
        assert_eq!(trail(&app, &format!("event=team.created&from={before}&actor_id={}", app.id("deputy_a"))).await.len(), 1);
        assert!(trail(&app, &format!("event=team.created&until={before}")).await.iter().all(|e| e["changes"]["name"]["to"] != "甲"));
        assert!(trail(&app, "subject_kind=team").await.iter().all(|e| e["subject_kind"] == "team"));
    }

    async fn the_chain_verifies_and_goes_on_after_a_restart(app) {
        given::employee(&app, "N001", Some("team_a1")).await;
        let app = app.restart().await;
        given::employee(&app, "N002", Some("team_a1")).await;
        let setting = app.setting.clone();
        let told = setting.run(&["audit", "verify"]);
        assert!(told.status.success(), "{}{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    }

    async fn the_database_refuses_to_change_or_delete_entries(app) {
        let mut sql = app.sql();
        for attack in ["UPDATE audit_entries SET subject_name = 'x'", "DELETE FROM audit_entries"] {
            let error = sql.try_run(attack).unwrap_err();
            assert!(error.contains("insert_only"), "{error}");
        }
    }

    async fn tampering_behind_the_triggers_back_is_found(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        let lift = |table_guard: &str| match database.backend {
            Backend::Sqlite => format!("DROP TRIGGER audit_entries_no_{table_guard}"),
            Backend::Postgres => "ALTER TABLE audit_entries DISABLE TRIGGER USER".to_owned(),
        };
        let verify = || setting.run(&["audit", "verify"]);
        assert!(verify().status.success());
        database.sql().run(&format!("{}; UPDATE audit_entries SET subject_name = 'somebody else' WHERE seq = (SELECT MAX(seq) / 2 FROM audit_entries)", lift("update")));
        let told = verify();
        assert!(!told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    }

    async fn a_deleted_entry_is_found_in_the_middle_and_at_the_end(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        let lift = match database.backend {
            Backend::Sqlite => "DROP TRIGGER audit_entries_no_delete",
            Backend::Postgres => "ALTER TABLE audit_entries DISABLE TRIGGER USER",
        };
        database.sql().run(&format!("{lift}; DELETE FROM audit_entries WHERE seq = (SELECT MAX(seq) FROM audit_entries)"));
        let told = setting.run(&["audit", "verify"]);
        assert!(!told.status.success(), "the last entry is gone: {}", String::from_utf8_lossy(&told.stdout));
    }

    async fn exporting_a_list_leaves_an_entry(app) {
        app.by("lead_a1").get("/api/v1/employees?status=active").header("accept", "text/csv").await.expect(200);
        let entry = trail(&app, "event=list.exported").await.remove(0);
        assert_eq!((&entry["actor"]["number"], &entry["subject_name"]), (&json!("L011"), &json!("employees")));
    }
}
