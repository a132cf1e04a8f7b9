//! ETag and If-Match; Idempotency-Key.

use futures_util::future::join_all;
use tests::{both, json};

use crate::given;

both! {
    async fn a_patch_without_if_match_is_428_and_a_stale_one_412(app) {
        let manager = app.by("manager");
        for (path, body) in [
            (format!("/api/v1/employees/{}", app.id("member_a1")), json!({ "post": "甲" })),
            (format!("/api/v1/teams/{}", app.id("team_a1")), json!({ "name": "甲組" })),
            (format!("/api/v1/areas/{}", app.id("area_a")), json!({ "name": "甲區" })),
            ("/api/v1/settings".to_owned(), json!({ "name": "甲部" })),
            ("/api/v1/me".to_owned(), json!({ "phone": "02-1111-2222" })),
        ] {
            manager.call(tests::Method::PATCH, &path).json(&body).await.problem(428, "if_match_missing");
            let tag = manager.get(&path).await.expect(200).etag();
            for stale in ["\"999\"", "999", "W/\"1\"", "*", "\"abc\"", "\"\""] {
                manager.patch(&path, stale, body.clone()).await.problem(412, "stale_version");
            }
            let new = manager.patch(&path, &tag, body.clone()).await.expect(200);
            assert_ne!(new.etag(), tag, "{path}");
            assert_eq!(new.etag(), manager.get(&path).await.expect(200).etag());
            manager.patch(&path, &tag, body).await.problem(412, "stale_version");
        }
    }

    async fn of_twenty_parallel_patches_one_is_taken(app) {
        let manager = app.by("manager");
        for path in [format!("/api/v1/employees/{}", app.id("member_a1")), format!("/api/v1/teams/{}", app.id("team_a1")), "/api/v1/settings".to_owned()] {
            let field = if path.contains("employees") { "post" } else { "name" };
            let tag = manager.get(&path).await.expect(200).etag();
            let calls = (0..20).map(|n| {
                let (manager, path, tag) = (manager.clone(), path.clone(), tag.clone());
                async move { manager.patch(&path, &tag, json!({ field: format!("第{n}版") })).await }
            });
            let replies = join_all(calls).await;
            let taken: Vec<_> = replies.iter().filter(|r| r.status == 200).collect();
            assert_eq!(taken.len(), 1, "{path}");
            assert_eq!(taken[0].str(&format!("/{field}")), manager.get(&path).await.expect(200).str(&format!("/{field}")));
            for reply in replies.into_iter().filter(|r| r.status != 200) {
                reply.problem(412, "stale_version");
            }
        }
    }

    async fn a_repeated_post_gets_the_first_answer_and_makes_one_record(app) {
        let manager = app.by("manager");
        let body = given::employee_body("N001");
        let first = manager.post("/api/v1/employees", body.clone()).once("key-1").await.expect(201);
        let again = manager.post("/api/v1/employees", body.clone()).once("key-1").await.expect(201);
        assert_eq!(first.json(), again.json());
        for name in ["location", "etag"] {
            assert_eq!(first.header(name), again.header(name));
        }
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(manager.get("/api/v1/employees?q=N001").await.expect(200).data().len(), 1);
        let trail = manager.get(&format!("/api/v1/audit-entries?subject_id={}&event=employee.created", first.id())).await.expect(200).data();
        assert_eq!(trail.len(), 1);
    }

    async fn the_same_key_for_another_payload_path_or_person_is_another_matter(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/employees", given::employee_body("N001")).once("key-1").await.expect(201);
        manager.post("/api/v1/employees", given::employee_body("N002")).once("key-1").await.problem(422, "idempotency_key_reused");
        manager.post("/api/v1/teams", json!({ "name": "新組" })).once("key-1").await.problem(422, "idempotency_key_reused");
        let mut mine = given::employee_body("N003");
        mine["team_id"] = json!(app.id("team_a1"));
        app.by("deputy_a").post("/api/v1/employees", mine).once("key-1").await.expect(201);
    }

    async fn a_refused_post_does_not_use_its_key_up(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/employees", given::employee_body("E111")).once("key-1").await.problem(409, "number_taken");
        manager.post("/api/v1/employees", given::employee_body("N001")).once("key-1").await.expect(201);
    }

    async fn twenty_parallel_repeats_make_one_record(app) {
        let manager = app.by("manager");
        let calls = (0..20).map(|_| {
            let manager = manager.clone();
            async move { manager.post("/api/v1/employees", given::employee_body("N001")).once("key-1").await }
        });
        let replies = join_all(calls).await;
        let ids: std::collections::BTreeSet<String> = replies.into_iter().map(|r| r.expect(201).id()).collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(app.sql().count("employees WHERE number = 'N001'"), 1);
    }

    async fn a_malformed_idempotency_key_is_refused(app) {
        for key in ["", "with space", &"k".repeat(65) as &str, "tab\tkey"] {
            app.by("manager").post("/api/v1/employees", given::employee_body("N001")).once(key).await.problem(400, "bad_idempotency_key");
        }
    }

    async fn a_repeat_after_losing_the_right_is_refused(app) {
        let deputy = app.by("deputy_a");
        let mut body = given::employee_body("N001");
        body["team_id"] = json!(app.id("team_a1"));
        deputy.post("/api/v1/employees", body.clone()).once("key-1").await.expect(201);
        let seat = given::current_assignment(&app, &app.id("deputy_a")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        deputy.post("/api/v1/employees", body).once("key-1").await.problem(403, "forbidden");
    }

    async fn a_state_change_can_be_repeated_too(app) {
        let path = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
        let body = json!({ "leave_date": tests::clock::in_days(-1) });
        let first = app.by("manager").post(&path, body.clone()).once("key-1").await.expect(200);
        let again = app.by("manager").post(&path, body).once("key-1").await.expect(200);
        assert_eq!(first.json(), again.json());
    }
}
