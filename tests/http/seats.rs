//! Exactly one manager, one lead per team, one deputy per area, at any instant (2.1) — held by the database.

use futures_util::future::join_all;
use tests::clock::in_seconds;
use tests::{both, json};

use crate::given;

both! {
    async fn a_second_lead_of_a_team_is_refused(app) {
        let body = json!({ "employee_id": app.id("member_a1"), "role": "lead", "team_id": app.id("team_a1") });
        app.by("manager").post("/api/v1/role-assignments", body).await.problem(409, "lead_seat_taken");
        let held = given::current_assignment(&app, &app.id("member_a1")).await;
        assert_eq!(held["role"], "member", "a refused assignment leaves the old one untouched");
    }

    async fn a_second_manager_is_refused(app) {
        let body = json!({ "employee_id": app.id("loose"), "role": "manager" });
        app.by("manager").post("/api/v1/role-assignments", body).await.problem(409, "manager_seat_taken");
    }

    async fn a_second_deputy_of_an_area_is_refused(app) {
        let body = json!({ "employee_id": app.id("loose"), "role": "deputy", "area_id": app.id("area_a") });
        app.by("manager").post("/api/v1/role-assignments", body).await.problem(409, "deputy_seat_taken");
    }

    async fn a_future_seat_that_overlaps_is_refused_and_one_after_the_end_is_taken(app) {
        let manager = app.by("manager");
        let lead = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        let end = in_seconds(86_400);
        let ending = json!({ "ends_at": end });
        manager.post(&format!("/api/v1/role-assignments/{lead}/endings"), ending).await.expect(200);
        let early = json!({ "employee_id": app.id("loose"), "role": "lead", "team_id": app.id("team_a1"), "starts_at": in_seconds(80_000) });
        manager.post("/api/v1/role-assignments", early).await.problem(409, "lead_seat_taken");
        let after = json!({ "employee_id": app.id("loose"), "role": "lead", "team_id": app.id("team_a1"), "starts_at": end });
        let made = manager.post("/api/v1/role-assignments", after).await.expect(201).json();
        assert_eq!(made["current"], false);
        let me = app.by("loose").get("/api/v1/me").await.expect(200).json();
        assert_eq!(me["role"], serde_json::Value::Null, "a role that starts tomorrow gives nothing today");
    }

    async fn of_twenty_parallel_leads_for_an_empty_seat_one_wins(app) {
        let manager = app.by("manager");
        let team = manager.post("/api/v1/teams", json!({ "name": "空席組" })).await.expect(201).id();
        let mut people = Vec::new();
        for n in 0..20 {
            people.push(given::employee(&app, &format!("R{n:03}"), None).await["id"].clone());
        }
        let calls = people.iter().map(|id| {
            let body = json!({ "employee_id": id, "role": "lead", "team_id": team });
            let manager = manager.clone();
            async move { manager.post("/api/v1/role-assignments", body).await }
        });
        let replies = join_all(calls).await;
        let won = replies.iter().filter(|r| r.status == 201).count();
        assert_eq!(won, 1);
        for reply in replies.into_iter().filter(|r| r.status != 201) {
            reply.problem(409, "lead_seat_taken");
        }
        let leads = manager.get(&format!("/api/v1/role-assignments?team_id={team}&role=lead&current=true")).await.expect(200).data();
        assert_eq!(leads.len(), 1);
    }

    async fn of_twenty_parallel_handovers_of_the_managers_seat_one_wins(app) {
        let manager = app.by("manager");
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        let mut people = Vec::new();
        for n in 0..20 {
            people.push(given::employee(&app, &format!("R{n:03}"), None).await["id"].clone());
        }
        let calls = people.iter().map(|id| {
            let (body, manager, path) = (json!({ "successor_id": id }), manager.clone(), format!("/api/v1/role-assignments/{seat}/handovers"));
            async move { manager.post(&path, body).await.status.as_u16() }
        });
        let statuses = join_all(calls).await;
        assert_eq!(statuses.iter().filter(|s| **s == 201).count(), 1, "{statuses:?}");
        let managers = app.sql().count("role_assignments WHERE role = 'manager' AND ends_at IS NULL");
        assert_eq!(managers, 1);
    }

    async fn of_twenty_parallel_roles_for_one_employee_one_overlapping_remains(app) {
        let manager = app.by("manager");
        let person = given::employee(&app, "R001", None).await["id"].clone();
        let start = in_seconds(3600);
        let calls = (0..20).map(|_| {
            let body = json!({ "employee_id": person, "role": "member", "team_id": app.id("team_a1"), "starts_at": start });
            let manager = manager.clone();
            async move { manager.post("/api/v1/role-assignments", body).await.status.as_u16() }
        });
        join_all(calls).await;
        let held = app.by("manager").all(&format!("/api/v1/role-assignments?employee_id={}", person.as_str().unwrap())).await;
        assert_eq!(held.len(), 1, "{held:?}");
    }

    async fn the_database_itself_refuses_a_second_manager(app) {
        let mut sql = app.sql();
        let copy = match app.backend {
            tests::Backend::Sqlite => "randomblob(16)",
            tests::Backend::Postgres => "gen_random_uuid()",
        };
        let columns = "employee_id, role, team_id, area_id, starts_at, ends_at, note, applied, version, created_at, created_by";
        let other = "(SELECT id FROM employees WHERE number = 'X001')";
        let insert = format!(
            "INSERT INTO role_assignments (id, {columns}) SELECT {copy}, {other}, role, team_id, area_id, starts_at, ends_at, note, \
             applied, version, created_at, created_by FROM role_assignments WHERE role = 'manager'"
        );
        let error = sql.try_run(&insert).unwrap_err();
        assert!(error.contains("one_manager"), "{error}");
    }

    async fn the_role_and_its_scope_have_to_fit(app) {
        let manager = app.by("manager");
        let loose = app.id("loose");
        let cases = [
            (json!({ "employee_id": loose, "role": "lead" }), "/team_id"),
            (json!({ "employee_id": loose, "role": "member", "area_id": app.id("area_a") }), "/team_id"),
            (json!({ "employee_id": loose, "role": "deputy", "team_id": app.id("team_a1") }), "/area_id"),
            (json!({ "employee_id": loose, "role": "manager", "team_id": app.id("team_a1") }), "/team_id"),
        ];
        for (body, pointer) in cases {
            manager.post("/api/v1/role-assignments", body).await.problem(422, "role_needs_scope").at(pointer, "role_needs_scope");
        }
    }

    async fn a_role_of_an_unknown_person_or_place_is_refused_by_name(app) {
        let manager = app.by("manager");
        let nobody = "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60";
        let body = json!({ "employee_id": nobody, "role": "member", "team_id": app.id("team_a1") });
        manager.post("/api/v1/role-assignments", body).await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        let body = json!({ "employee_id": app.id("loose"), "role": "member", "team_id": nobody });
        manager.post("/api/v1/role-assignments", body).await.problem(422, "unknown_reference");
    }

    async fn the_manager_cannot_be_ended_or_demoted_only_handed_over(app) {
        let manager = app.by("manager");
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        manager.post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.problem(409, "last_manager");
        let body = json!({ "employee_id": app.id("manager"), "role": "member", "team_id": app.id("team_a1") });
        manager.post("/api/v1/role-assignments", body).await.problem(409, "last_manager");
    }

    async fn what_can_be_done_with_a_seat_is_said_as_it_would_be_answered(app) {
        let manager = app.by("manager");
        for (who, acts) in [
            ("manager", json!(["role_hand_over"])),
            ("deputy_a", json!(["role_hand_over", "role_end"])),
            ("lead_a1", json!(["role_hand_over", "role_end"])),
            ("member_a1", json!(["role_end"])),
        ] {
            let seat = given::current_assignment(&app, &app.id(who)).await;
            assert_eq!(seat["allowed_actions"], acts, "{who}");
        }
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await;
        let path = format!("/api/v1/role-assignments/{}", seat["id"].as_str().unwrap());
        assert_eq!(app.by("lead_a1").get(&path).await.expect(200).json()["allowed_actions"], json!([]));
        let body = json!({ "employee_id": app.id("loose"), "role": "member", "team_id": app.id("team_a1"), "starts_at": in_seconds(3600) });
        let later = manager.post("/api/v1/role-assignments", body).await.expect(201).json();
        assert_eq!(later["allowed_actions"], json!(["role_end"]));
        let ended = manager.post(&format!("{path}/endings"), json!({})).await.expect(200).json();
        assert_eq!(ended["allowed_actions"], json!([]), "what is over stays as it was");
    }

    async fn a_handover_of_the_managers_seat_leaves_no_gap_and_counts_at_once(app) {
        let seat = given::current_assignment(&app, &app.id("manager")).await;
        let path = format!("/api/v1/role-assignments/{}/handovers", seat["id"].as_str().unwrap());
        let made = app.by("manager").post(&path, json!({ "successor_id": app.id("loose"), "note": "交接" })).await.expect(201).json();
        assert_eq!(made["role"], "manager");
        assert_eq!(app.by("loose").get("/api/v1/me").await.expect(200).str("/role"), "manager");
        app.by("loose").get(&format!("/api/v1/employees/{}", app.id("member_b1"))).await.expect(200);
        app.by("manager").get(&format!("/api/v1/employees/{}", app.id("member_b1"))).await.problem(404, "not_found");
        let old = app.by("loose").get(&format!("/api/v1/role-assignments/{}", seat["id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!(old["ends_at"], made["starts_at"], "the seat is never empty and never double");
    }

    async fn a_lead_who_hands_over_stays_as_a_member(app) {
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await;
        let path = format!("/api/v1/role-assignments/{}/handovers", seat["id"].as_str().unwrap());
        app.by("manager").post(&path, json!({ "successor_id": app.id("member_a1") })).await.expect(201);
        assert_eq!(given::current_assignment(&app, &app.id("member_a1")).await["role"], "lead");
        let old = given::current_assignment(&app, &app.id("lead_a1")).await;
        assert_eq!((old["role"].as_str(), old["team_id"].as_str()), (Some("member"), Some(app.id("team_a1").as_str())));
        let history = app.by("manager").all(&format!("/api/v1/role-assignments?employee_id={}", app.id("lead_a1"))).await;
        assert!(history.iter().any(|a| a["role"] == "lead" && !a["ends_at"].is_null()), "the past stays on record: {history:?}");
    }

    async fn a_members_seat_cannot_be_handed_over(app) {
        let seat = given::current_assignment(&app, &app.id("member_a1")).await;
        let path = format!("/api/v1/role-assignments/{}/handovers", seat["id"].as_str().unwrap());
        app.by("manager").post(&path, json!({ "successor_id": app.id("loose") })).await.problem(409, "conflict");
    }

    async fn history_is_not_rewritten(app) {
        let manager = app.by("manager");
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/role-assignments/{seat}/endings");
        manager.post(&path, json!({ "ends_at": in_seconds(-3600) })).await.problem(422, "date_order").at("/ends_at", "date_order");
        manager.post(&path, json!({})).await.expect(200);
        manager.post(&path, json!({})).await.problem(409, "conflict");
        let body = json!({ "employee_id": app.id("loose"), "role": "member", "team_id": app.id("team_a1"), "ends_at": in_seconds(-60) });
        manager.post("/api/v1/role-assignments", body).await.problem(422, "date_order");
    }

    async fn a_promotion_ends_the_former_role_at_the_same_instant(app) {
        let manager = app.by("manager");
        let team = manager.post("/api/v1/teams", json!({ "name": "新組", "area_id": app.id("area_a") })).await.expect(201).id();
        let body = json!({ "employee_id": app.id("member_a1"), "role": "lead", "team_id": team });
        let made = manager.post("/api/v1/role-assignments", body).await.expect(201).json();
        let history = manager.all(&format!("/api/v1/role-assignments?employee_id={}", app.id("member_a1"))).await;
        let former = history.iter().find(|a| a["role"] == "member").unwrap();
        assert_eq!(former["ends_at"], made["starts_at"]);
        let record = manager.get(&format!("/api/v1/employees/{}", app.id("member_a1"))).await.expect(200).json();
        assert_eq!((&record["role"], &record["team_id"]), (&json!("lead"), &json!(team)), "the team follows the role");
    }

    async fn a_role_that_starts_soon_counts_once_it_starts(app) {
        let body = json!({ "employee_id": app.id("loose"), "role": "member", "team_id": app.id("team_a1"), "starts_at": in_seconds(2) });
        app.by("manager").post("/api/v1/role-assignments", body).await.expect(201);
        let loose = app.by("loose");
        assert!(loose.get("/api/v1/me").await.expect(200).json()["role"].is_null());
        tests::wait::until("the role to start", || async {
            (loose.get("/api/v1/me").await.json()["role"] == "member").then_some(())
        })
        .await;
        tests::wait::until("the employee's team to follow", || async {
            let path = format!("/api/v1/employees/{}", app.id("loose"));
            (app.by("manager").get(&path).await.json()["team_id"] == json!(app.id("team_a1"))).then_some(())
        })
        .await;
    }

    async fn a_role_that_ends_soon_gives_nothing_from_that_instant(app) {
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/role-assignments/{seat}/endings");
        app.by("manager").post(&path, json!({ "ends_at": in_seconds(2) })).await.expect(200);
        let (lead, record) = (app.by("lead_a1"), format!("/api/v1/employees/{}", app.id("member_a1")));
        lead.get(&record).await.expect(200);
        tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
        lead.get(&record).await.problem(404, "not_found");
    }
}
