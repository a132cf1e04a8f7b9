//! Employees: creating, changing, private data, transfers, departures (2.1).

use tests::clock::in_days;
use tests::{Role, both, json};

use crate::given;

both! {
    async fn whoever_leaves_takes_back_what_they_have_asked_for(app) {
        let open = given::request(&app, "member_a1", 5, 1).await;
        let returned = given::request(&app, "member_a1", 8, 1).await;
        given::decide(&app, "lead_a1", &returned, "return").await.expect(200);
        let approved = given::request(&app, "member_a1", 11, 1).await;
        given::decide(&app, "lead_a1", &approved, "approve").await.expect(200);
        let others = given::request(&app, "member_a1b", 5, 1).await;
        let leaver = app.id("member_a1");
        app.by("manager").post(&format!("/api/v1/employees/{leaver}/departures"), json!({ "leave_date": in_days(0) })).await.expect(200);
        for (path, state) in [(&open, "withdrawn"), (&returned, "withdrawn"), (&approved, "approved"), (&others, "open")] {
            let seen = app.by("manager").get(path).await.expect(200).json();
            assert_eq!(seen["state"], state, "{seen}");
            let request = app.by("manager").get(&format!("/api/v1/leave-requests/{}", seen["subject_id"].as_str().unwrap())).await.expect(200);
            assert_eq!(request.str("/state"), state);
        }
        let timeline = app.by("manager").get(&open).await.expect(200).json()["detail"]["timeline"].clone();
        let last = timeline.as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["event"], &last["actor"]["name"]), (&json!("withdrawn"), &json!("陳國華")));
        assert_eq!(app.by("lead_a1").get("/api/v1/approvals?box=waiting").await.expect(200).data().len(), 1);
    }

    async fn a_new_employee_is_answered_with_its_address_and_tag(app) {
        let mut body = given::employee_body("N001");
        body["team_id"] = json!(app.id("team_a1"));
        let reply = app.as_role(Role::Deputy).post("/api/v1/employees", body).await.expect(201);
        let record = reply.json();
        assert_eq!(reply.header("location"), format!("/api/v1/employees/{}", record["id"].as_str().unwrap()));
        assert_eq!(reply.etag(), format!("\"{}\"", record["version"]));
        assert_eq!((&record["role"], &record["team_name"], &record["status"]), (&json!("member"), &json!("北一組"), &json!("active")));
        let again = app.by("manager").get(&reply.header("location")).await.expect(200).json();
        assert_eq!(again["number"], "N001");
    }

    async fn a_deputy_adds_nobody_to_a_team_outside_the_area(app) {
        let mut body = given::employee_body("N001");
        body["team_id"] = json!(app.id("team_b1"));
        app.as_role(Role::Deputy).post("/api/v1/employees", body).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        let found = app.by("manager").get("/api/v1/employees?q=N001").await.expect(200).data();
        assert!(found.is_empty(), "nothing is half-written");
    }

    async fn staff_numbers_and_addresses_are_unique(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/employees", given::employee_body("E111")).await.problem(409, "number_taken").at("/number", "number_taken");
        let mut body = given::employee_body("N001");
        body["email"] = json!("E111@EXAMPLE.com");
        manager.post("/api/v1/employees", body).await.problem(409, "email_taken").at("/email", "email_taken");
    }

    async fn a_refused_creation_leaves_nothing_behind(app) {
        let before = (app.sql().count("employees"), app.sql().count("audit_entries"), app.sql().count("outbox"));
        let mut body = given::employee_body("N001");
        body["team_id"] = json!("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60");
        app.by("manager").post("/api/v1/employees", body).await.problem(422, "unknown_reference");
        let after = (app.sql().count("employees"), app.sql().count("audit_entries"), app.sql().count("outbox"));
        assert_eq!(before, after);
    }

    async fn nobody_is_born_inactive(app) {
        let mut body = given::employee_body("N001");
        body["status"] = json!("inactive");
        app.by("manager").post("/api/v1/employees", body).await.problem(422, "invalid").at("/status", "unknown_value");
    }

    async fn a_merge_patch_changes_what_it_names_and_null_clears(app) {
        let manager = app.by("manager");
        let path = format!("/api/v1/employees/{}", app.id("member_a1"));
        let old = manager.get(&path).await.expect(200);
        let body = json!({ "post": "主任", "phone": null });
        let new = manager.patch(&path, &old.etag(), body).await.expect(200).json();
        assert_eq!((&new["post"], &new["phone"], &new["name"]), (&json!("主任"), &json!(null), &old.json()["name"]));
        assert_eq!(new["private"], old.json()["private"]);
        assert_eq!(new["version"], old.json()["version"].as_i64().unwrap() + 1);
    }

    async fn merge_patch_is_also_taken_under_its_own_media_type(app) {
        let (path, tag) = given::tagged(&app.by("manager"), &format!("/api/v1/employees/{}", app.id("member_a1"))).await;
        let call = app.by("manager").raw(tests::Method::PATCH, &path, "application/merge-patch+json", r#"{"post":"專員"}"#);
        assert_eq!(call.header("if-match", &tag).await.expect(200).str("/post"), "專員");
    }

    async fn a_patch_that_changes_nothing_leaves_version_and_trail_alone(app) {
        let manager = app.by("manager");
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{}", app.id("member_a1"))).await;
        let before = app.sql().count("audit_entries");
        let same = manager.patch(&path, &tag, json!({ "name": "林淑芬" })).await.expect(200);
        assert_eq!(same.etag(), tag);
        assert_eq!(app.sql().count("audit_entries"), before);
    }

    async fn private_data_is_shown_to_the_person_and_the_line_above_the_lead_only(app) {
        let path = format!("/api/v1/employees/{}", app.id("member_a1"));
        for person in ["member_a1", "deputy_a", "manager"] {
            let record = app.by(person).get(&path).await.expect(200).json();
            assert_eq!(record["private"]["birth_date"], "1990-02-03", "{person}");
        }
        let seen = app.by("lead_a1").get(&path).await.expect(200).json();
        assert!(seen.get("private").is_none(), "a lead sees the record, not the private part: {seen}");
        let key = app.with_key("without_employee_private_read").get(&path).await.expect(200).json();
        assert!(key.get("private").is_none());
    }

    async fn private_data_stays_out_of_lists_exports_and_the_trail(app) {
        let manager = app.by("manager");
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{}", app.id("member_a1"))).await;
        manager.patch(&path, &tag, json!({ "private": { "address": "高雄市秘密路 9 號" } })).await.expect(200);
        for accept in ["application/json", "text/csv", "application/x-ndjson"] {
            let text = manager.get("/api/v1/employees").header("accept", accept).await.expect(200).text();
            assert!(!text.contains("1990-02-03") && !text.contains("秘密路"), "{accept}");
        }
        let trail = manager.get(&format!("/api/v1/audit-entries?subject_id={}", app.id("member_a1"))).await.expect(200);
        assert!(!trail.text().contains("秘密路"));
        assert_eq!(trail.data()[0]["changes"]["private"], json!({ "private": true }), "the change itself is on record");
    }

    async fn status_goes_forward_by_patch_and_leaving_is_a_departure(app) {
        let manager = app.by("manager");
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{}", app.id("pending"))).await;
        manager.patch(&path, &tag, json!({ "status": "inactive" })).await.problem(409, "conflict").at("/status", "conflict");
        let tag = manager.patch(&path, &tag, json!({ "status": "active" })).await.expect(200).etag();
        manager.patch(&path, &tag, json!({ "status": "pending" })).await.problem(409, "conflict");
    }

    async fn a_transfer_moves_the_person_and_keeps_the_history_with_the_old_team(app) {
        let (manager, id) = (app.by("manager"), app.id("member_a1"));
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/employees/{id}")).await;
        manager.patch(&path, &tag, json!({ "post": "舊組時期" })).await.expect(200);
        let moved = app.by("deputy_a").post(&format!("{path}/transfers"), json!({ "team_id": app.id("team_a2"), "note": "支援" })).await.expect(200);
        assert_eq!(moved.str("/team_id"), app.id("team_a2"));
        app.by("lead_a2").get(&path).await.expect(200);
        app.by("lead_a1").get(&path).await.problem(404, "not_found");
        let old_team = app.by("lead_a1").all(&format!("/api/v1/audit-entries?subject_id={id}&event=employee.updated")).await;
        assert!(old_team.iter().any(|e| e["changes"]["post"]["to"] == "舊組時期"), "what was recorded under A1 stays with A1: {old_team:?}");
        let new_team = app.by("lead_a2").all(&format!("/api/v1/audit-entries?subject_id={id}&event=employee.updated")).await;
        assert!(!new_team.iter().any(|e| e["changes"]["post"]["to"] == "舊組時期"), "and isn't shown to A2: {new_team:?}");
        let roles = manager.all(&format!("/api/v1/role-assignments?employee_id={id}")).await;
        assert_eq!(roles.len(), 2);
        assert!(roles.iter().any(|r| r["team_id"] == json!(app.id("team_a1")) && !r["ends_at"].is_null()));
    }

    async fn a_deputy_transfers_inside_the_area_only(app) {
        let path = format!("/api/v1/employees/{}/transfers", app.id("member_a1"));
        app.by("deputy_a").post(&path, json!({ "team_id": app.id("team_b1") })).await.problem(422, "unknown_reference");
        app.by("manager").post(&path, json!({ "team_id": app.id("team_b1") })).await.expect(200);
        app.by("deputy_a").post(&path, json!({ "team_id": app.id("team_a1") })).await.problem(404, "not_found");
    }

    async fn a_transfer_to_the_same_team_is_a_conflict(app) {
        let path = format!("/api/v1/employees/{}/transfers", app.id("member_a1"));
        app.by("manager").post(&path, json!({ "team_id": app.id("team_a1") })).await.problem(409, "conflict");
    }

    async fn a_departure_ends_everything_the_person_could_reach(app) {
        let (manager, id) = (app.by("manager"), app.id("lead_a1"));
        let body = json!({ "leave_date": in_days(-1), "reason": "轉職" });
        let left = app.by("deputy_a").post(&format!("/api/v1/employees/{id}/departures"), body).await.expect(200).json();
        assert_eq!((&left["status"], &left["role"]), (&json!("inactive"), &json!(null)));
        app.by("lead_a1").get("/api/v1/me").await.problem(401, "session_ended");
        given::sign_in(&app, "L011").await.problem(401, "bad_credentials");
        let roles = manager.all(&format!("/api/v1/role-assignments?employee_id={id}&current=true")).await;
        assert!(roles.is_empty());
        let tree = manager.get("/api/v1/org-tree").await.expect(200).json();
        assert_eq!(tree["vacancies"]["teams_without_lead"], 1, "the seat shows as vacant (evidence for 2.1)");
        manager.post(&format!("/api/v1/employees/{id}/departures"), json!({ "leave_date": in_days(0) })).await.problem(409, "employee_inactive");
        let seat = json!({ "employee_id": id, "role": "member", "team_id": app.id("team_a1") });
        manager.post("/api/v1/role-assignments", seat).await.problem(409, "employee_inactive");
    }

    async fn a_departure_also_ends_the_keys_of_the_person(app) {
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("loose") })).await.expect(201);
        let path = format!("/api/v1/employees/{}/departures", app.id("manager"));
        app.by("loose").post(&path, json!({ "leave_date": in_days(-1) })).await.expect(200);
        app.with_key("full").get("/api/v1/me").await.problem(401, "unauthenticated");
    }

    async fn departure_dates_have_to_make_sense(app) {
        let path = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
        for day in ["2019-01-01".to_owned(), in_days(9)] {
            app.by("manager").post(&path, json!({ "leave_date": day })).await.problem(422, "date_order").at("/leave_date", "date_order");
        }
    }

    async fn nobody_decides_their_own_matter(app) {
        for person in ["deputy_a", "manager"] {
            let path = format!("/api/v1/employees/{}", app.id(person));
            app.by(person).post(&format!("{path}/departures"), json!({ "leave_date": in_days(0) })).await.problem(409, "self_departure");
            app.by(person).post(&format!("{path}/transfers"), json!({ "team_id": app.id("team_a1") })).await.problem(403, "own_matter");
            app.by(person).act(&format!("{path}/password-resets")).await.problem(403, "own_matter");
        }
    }

    async fn nobody_acts_on_a_person_of_their_rank_or_above(app) {
        // A deputy for people reaches department-wide records; the manager's and the other deputy's are among them.
        let deputy = app.by("deputy_a");
        for person in ["manager", "deputy_b"] {
            let path = format!("/api/v1/employees/{}", app.id(person));
            let tag = deputy.get(&path).await.expect(200).etag();
            deputy.act(&format!("{path}/password-resets")).await.problem(403, "outranked");
            deputy.post(&format!("{path}/departures"), json!({ "leave_date": in_days(0) })).await.problem(403, "outranked");
            deputy.post(&format!("{path}/transfers"), json!({ "team_id": app.id("team_a1") })).await.problem(403, "outranked");
            deputy.patch(&path, &tag, json!({ "email": "mine@example.com" })).await.problem(403, "outranked");
        }
    }

    async fn allowed_actions_say_what_the_caller_may_do_to_the_record(app) {
        let path = format!("/api/v1/employees/{}", app.id("member_a1"));
        let list = |record: serde_json::Value| -> Vec<String> {
            record["allowed_actions"].as_array().unwrap().iter().map(|a| a.as_str().unwrap().to_owned()).collect()
        };
        let own = list(app.by("member_a1").get(&path).await.json());
        assert!(!own.iter().any(|a| a == "employee_update" || a == "employee_depart"), "{own:?}");
        let lead = list(app.by("lead_a1").get(&path).await.json());
        assert!(lead.contains(&"password_reset".to_owned()) && !lead.contains(&"employee_update".to_owned()), "{lead:?}");
        let manager = list(app.by("manager").get(&path).await.json());
        for action in ["employee_update", "employee_transfer", "employee_depart", "password_reset", "role_assign"] {
            assert!(manager.contains(&action.to_owned()), "{action} in {manager:?}");
        }
    }

    async fn a_search_finds_part_of_a_name_number_address_or_phone(app) {
        for text in ["淑芬", "e111", "E111@example", "23456789"] {
            let found = app.by("manager").get(&format!("/api/v1/employees?q={text}")).await.expect(200).data();
            assert!(found.iter().any(|e| e["number"] == "E111"), "{text}");
        }
        for text in ["100%25", "_", "E1%25"] {
            let found = app.by("manager").get(&format!("/api/v1/employees?q={text}")).await.expect(200).data();
            assert!(found.is_empty(), "{text} is text, not a pattern: {found:?}");
        }
    }

    async fn filters_narrow_the_list(app) {
        let manager = app.by("manager");
        let numbers = |list: Vec<serde_json::Value>| -> Vec<String> { list.iter().map(|e| e["number"].as_str().unwrap().to_owned()).collect() };
        let of = |query: String| { let manager = manager.clone(); async move { numbers(manager.all(&format!("/api/v1/employees?{query}")).await) } };
        assert_eq!(of(format!("team_id={}", app.id("team_b1"))).await, ["E211", "E212", "L021"]);
        assert_eq!(of(format!("area_id={}", app.id("area_b"))).await, ["E211", "E212", "L021"]);
        assert_eq!(of("role=deputy".into()).await, ["D001", "D002"]);
        assert_eq!(of("status=pending".into()).await, ["P001"]);
        let later = tests::clock::in_seconds(60).replace('+', "%2B");
        assert!(of(format!("updated_after={later}")).await.is_empty());
    }
}
