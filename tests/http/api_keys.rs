//! Service accounts: their rights are what they were given and what their owner still has.

use tests::clock::in_seconds;
use tests::{both, json};

use crate::given;

both! {
    async fn the_secret_is_shown_once_and_stored_hashed(app) {
        let manager = app.by("manager");
        let body = json!({ "name": "HR sync", "actions": ["employee_read"], "reach": "department" });
        let made = manager.post("/api/v1/api-keys", body.clone()).once("k").await.expect(201);
        let secret = made.str("/secret");
        assert!(secret.starts_with("szk_") && secret.starts_with(&made.str("/key/prefix")), "{secret}");
        let record = manager.get(&made.header("location")).await.expect(200);
        assert!(!record.text().contains(&secret));
        for (table, column) in [("outbox", "payload"), ("audit_entries", "changes"), ("idempotency_keys", "body")] {
            let stored = app.sql().texts(&format!("SELECT {column} AS v FROM {table}")).join(" ");
            assert!(!stored.contains(&secret[4..]), "{table}");
        }
        manager.post("/api/v1/api-keys", body).once("k").await.problem(409, "secret_shown");
        assert!(!app.server.log().contains(&secret));
    }

    async fn a_key_does_what_it_was_given_and_no_more(app) {
        let body = json!({ "name": "reader", "actions": ["employee_read"], "reach": "department" });
        let secret = app.by("manager").post("/api/v1/api-keys", body).await.expect(201).str("/secret");
        let key = app.with_token(&secret);
        key.get("/api/v1/employees").await.expect(200);
        key.post("/api/v1/employees", given::employee_body("N001")).await.problem(403, "key_forbidden");
        key.get("/api/v1/settings").await.problem(403, "key_forbidden");
    }

    async fn a_key_of_a_team_or_area_sees_that_and_no_more(app) {
        let numbers = |records: Vec<serde_json::Value>| -> Vec<String> { records.iter().map(|e| e["number"].as_str().unwrap().to_owned()).collect() };
        assert_eq!(numbers(app.with_key("team_a1").all("/api/v1/employees").await), ["E111", "E112", "L011", "P001"]);
        assert_eq!(numbers(app.with_key("area_a").all("/api/v1/employees").await), ["E111", "E112", "E121", "E122", "L011", "L012", "P001"]);
        let other = format!("/api/v1/employees/{}", app.id("member_b1"));
        app.with_key("area_a").get(&other).await.problem(404, "not_found");
        let mut body = given::employee_body("N001");
        body["team_id"] = json!(app.id("team_b1"));
        app.with_key("area_a").post("/api/v1/employees", body).await.problem(422, "unknown_reference");
    }

    async fn a_key_of_a_team_gives_no_seat_beyond_it(app) {
        let key = app.with_key("team_a1");
        let person = app.id("member_a1");
        for body in [
            json!({ "employee_id": person, "role": "member", "team_id": app.id("team_b1") }),
            json!({ "employee_id": person, "role": "lead", "team_id": app.id("team_b1") }),
            json!({ "employee_id": person, "role": "deputy", "area_id": app.id("area_b") }),
            json!({ "employee_id": person, "role": "manager" }),
        ] {
            key.post("/api/v1/role-assignments", body).await.problem(422, "unknown_reference");
        }
        assert_eq!(given::current_assignment(&app, &person).await["role"], "member");
    }

    async fn a_key_loses_what_its_owner_loses(app) {
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        let key = app.with_key("full");
        key.get("/api/v1/settings").await.expect(200);
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("loose") })).await.expect(201);
        let seen = key.all("/api/v1/employees").await;
        assert_eq!(given::ids(&seen), [app.id("manager")], "the former manager sees only their own record, and so does their key");
        key.post("/api/v1/employees", given::employee_body("N001")).await.problem(403, "key_forbidden");
    }

    async fn an_expired_key_is_refused(app) {
        let body = json!({ "name": "short", "actions": ["rules_read"], "reach": "department", "expires_at": in_seconds(5) });
        let key = app.with_token(&app.by("manager").post("/api/v1/api-keys", body).await.expect(201).str("/secret"));
        key.get("/api/v1/rules").await.expect(200);
        tokio::time::sleep(std::time::Duration::from_millis(5200)).await;
        key.get("/api/v1/rules").await.problem(401, "unauthenticated");
        let past = json!({ "name": "past", "actions": ["rules_read"], "reach": "department", "expires_at": in_seconds(-5) });
        app.by("manager").post("/api/v1/api-keys", past).await.problem(422, "date_order").at("/expires_at", "date_order");
    }

    async fn a_key_makes_no_key_with_more_than_its_own(app) {
        let body = json!({ "name": "maker", "actions": ["api_key_manage", "rules_read"], "reach": "department" });
        let maker = app.with_token(&app.by("manager").post("/api/v1/api-keys", body).await.expect(201).str("/secret"));
        let more = json!({ "name": "more", "actions": ["employee_read"], "reach": "department" });
        maker.post("/api/v1/api-keys", more).await.problem(422, "key_reach_too_wide").at("/actions/0", "key_reach_too_wide");
        let narrow = json!({ "name": "narrow", "actions": ["api_key_manage", "rules_read"], "reach": "team", "team_id": app.id("team_a1") });
        let narrow = app.with_token(&app.by("manager").post("/api/v1/api-keys", narrow).await.expect(201).str("/secret"));
        let wide = json!({ "name": "wide", "actions": ["rules_read"], "reach": "department" });
        narrow.post("/api/v1/api-keys", wide).await.problem(422, "key_reach_too_wide").at("/reach", "key_reach_too_wide");
    }

    async fn a_keys_reach_and_its_scope_have_to_fit(app) {
        let manager = app.by("manager");
        let of = |body: serde_json::Value| { let manager = manager.clone(); async move { manager.post("/api/v1/api-keys", body).await } };
        of(json!({ "name": "k", "actions": ["rules_read"], "reach": "team" })).await.problem(422, "role_needs_scope");
        of(json!({ "name": "k", "actions": ["rules_read"], "reach": "department", "team_id": app.id("team_a1") })).await.problem(422, "role_needs_scope");
        of(json!({ "name": "k", "actions": ["rules_read"], "reach": "area", "area_id": app.id("team_a1") })).await.problem(422, "unknown_reference");
        of(json!({ "name": "k", "actions": [], "reach": "department" })).await.problem(422, "invalid").at("/actions", "length");
        of(json!({ "name": "k", "actions": ["become_king"], "reach": "department" })).await.problem(422, "invalid").at("/actions/0", "unknown_value");
    }

    async fn a_made_up_or_mistyped_key_is_refused(app) {
        let good = app.department.key("full");
        let typo = format!("{}{}", &good[..good.len() - 1], if good.ends_with('0') { '1' } else { '0' });
        for secret in ["szk_", &typo, "szk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            app.with_token(secret).get("/api/v1/me").await.problem(401, "unauthenticated");
        }
    }

    async fn who_acted_by_key_stands_in_the_trail(app) {
        app.with_key("full").post("/api/v1/teams", json!({ "name": "由金鑰" })).await.expect(201);
        let entry = app.by("manager").get("/api/v1/audit-entries?event=team.created").await.expect(200).data()[0].clone();
        assert!(entry["api_key_id"].is_string(), "{entry}");
        assert_eq!(entry["actor"]["number"], "M001");
    }

    async fn a_key_knows_itself(app) {
        let me = app.with_key("team_a1").get("/api/v1/me").await.expect(200).json();
        assert_eq!((&me["name"], &me["employee_id"]), (&json!("team_a1"), &json!(null)));
        assert!(me["api_key_id"].is_string());
        let reader = app.with_key("without_employee_read").get("/api/v1/me").await.expect(200).json();
        assert!(!reader["permissions"].as_array().unwrap().iter().any(|p| p["action"] == "employee_read"));
    }

    async fn revoked_keys_stay_listed_and_cannot_be_revoked_twice(app) {
        let manager = app.by("manager");
        let made = manager.post("/api/v1/api-keys", json!({ "name": "gone", "actions": ["rules_read"], "reach": "department" })).await.expect(201);
        let path = made.header("location");
        manager.delete(&path).await.expect(204);
        manager.delete(&path).await.problem(409, "conflict");
        assert!(manager.get(&path).await.expect(200).json()["revoked_at"].is_string());
        let open = manager.all("/api/v1/api-keys?revoked=false").await;
        assert!(!open.iter().any(|k| k["name"] == "gone"));
        let revoked = manager.all("/api/v1/api-keys?revoked=true").await;
        assert_eq!(revoked.len(), 1);
    }

    async fn the_last_use_of_a_key_is_noted(app) {
        let keys = app.by("manager").all("/api/v1/api-keys").await;
        let id = keys.iter().find(|k| k["name"] == "area_a").unwrap()["id"].as_str().unwrap().to_owned();
        app.with_key("area_a").get("/api/v1/rules").await.expect(200);
        let manager = app.by("manager");
        tests::wait::until("the use to be noted", || async {
            manager.get(&format!("/api/v1/api-keys/{id}")).await.json()["last_used_at"].is_string().then_some(())
        })
        .await;
    }
}
