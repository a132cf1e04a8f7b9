//! Department, settings, areas, teams, org tree, my day (2.1).

use tests::{Role, both, json};

use crate::given;

both! {
    async fn settings_are_seen_by_all_and_changed_by_the_manager(app) {
        for role in Role::ALL {
            let settings = app.as_role(role).get("/api/v1/settings").await.expect(200).json();
            assert_eq!((&settings["name"], &settings["time_zone"], &settings["currency"]), (&json!("收展一部"), &json!("Asia/Taipei"), &json!("TWD")));
            assert_eq!(settings["allowed_actions"], if role == Role::Manager { json!(["settings_manage"]) } else { json!([]) });
        }
        let (path, tag) = given::tagged(&app.by("manager"), "/api/v1/settings").await;
        let body = json!({ "name": "收展二部", "time_zone": "Asia/Shanghai", "locale": "zh-Hans", "currency": "CNY" });
        app.by("manager").patch(&path, &tag, body).await.expect(200);
        let me = app.by("member_a1").get("/api/v1/me").await.expect(200).json();
        assert_eq!((&me["department_name"], &me["time_zone"], &me["currency"]), (&json!("收展二部"), &json!("Asia/Shanghai"), &json!("CNY")));
    }

    async fn settings_that_make_no_sense_are_refused(app) {
        let (path, tag) = given::tagged(&app.by("manager"), "/api/v1/settings").await;
        let manager = app.by("manager");
        manager.patch(&path, &tag, json!({ "time_zone": "Asia/Atlantis" })).await.problem(422, "bad_time_zone").at("/time_zone", "bad_time_zone");
        manager.patch(&path, &tag, json!({ "currency": "nt$" })).await.problem(422, "invalid").at("/currency", "currency");
        manager.patch(&path, &tag, json!({ "locale": "fr" })).await.problem(422, "invalid").at("/locale", "unknown_value");
        assert_eq!(manager.get(&path).await.expect(200).etag(), tag);
    }

    async fn the_departments_date_is_the_date_in_its_time_zone(app) {
        let manager = app.by("manager");
        let mut seen = Vec::new();
        for zone in ["Pacific/Kiritimati", "Etc/GMT+12"] {
            let (path, tag) = given::tagged(&manager, "/api/v1/settings").await;
            manager.patch(&path, &tag, json!({ "time_zone": zone })).await.expect(200);
            seen.push(manager.get("/api/v1/my-day").await.expect(200).str("/date"));
        }
        assert_ne!(seen[0], seen[1], "26 hours apart");
    }

    async fn a_field_of_work_is_in_one_areas_charge(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/areas", json!({ "name": "東區", "fields": ["people"] })).await.problem(409, "field_taken").at("/fields", "field_taken");
        assert_eq!(manager.get("/api/v1/areas?q=東區").await.expect(200).data().len(), 0, "nothing is half-written");
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/areas/{}", app.id("area_a"))).await;
        manager.patch(&path, &tag, json!({ "fields": [] })).await.expect(200);
        manager.post("/api/v1/areas", json!({ "name": "東區", "fields": ["people"] })).await.expect(201);
    }

    async fn names_of_areas_and_teams_are_unique(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/areas", json!({ "name": "北區" })).await.problem(409, "name_taken").at("/name", "name_taken");
        manager.post("/api/v1/teams", json!({ "name": "北一組" })).await.problem(409, "name_taken").at("/name", "name_taken");
        let (path, tag) = given::tagged(&manager, &format!("/api/v1/teams/{}", app.id("team_a2"))).await;
        manager.patch(&path, &tag, json!({ "name": "北一組" })).await.problem(409, "name_taken");
    }

    async fn what_is_in_use_cannot_be_deleted_and_what_is_not_can(app) {
        let manager = app.by("manager");
        manager.delete(&format!("/api/v1/teams/{}", app.id("team_a1"))).await.problem(409, "still_in_use");
        manager.delete(&format!("/api/v1/areas/{}", app.id("area_a"))).await.problem(409, "still_in_use");
        let area = manager.post("/api/v1/areas", json!({ "name": "空區" })).await.expect(201).header("location");
        let team = manager.post("/api/v1/teams", json!({ "name": "空組" })).await.expect(201).header("location");
        for path in [area, team] {
            manager.delete(&path).await.expect(204);
            manager.get(&path).await.problem(404, "not_found");
            manager.delete(&path).await.problem(404, "not_found");
        }
    }

    async fn a_team_of_an_unknown_area_is_refused(app) {
        let body = json!({ "name": "新組", "area_id": "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60" });
        app.by("manager").post("/api/v1/teams", body).await.problem(422, "unknown_reference");
        let (path, tag) = given::tagged(&app.by("manager"), &format!("/api/v1/teams/{}", app.id("team_a1"))).await;
        let body = json!({ "area_id": "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60" });
        app.by("manager").patch(&path, &tag, body).await.problem(422, "unknown_reference");
    }

    async fn a_deputy_manages_teams_of_the_own_area_and_moves_none_out_of_it(app) {
        let deputy = app.by("deputy_a");
        deputy.post("/api/v1/teams", json!({ "name": "北三組", "area_id": app.id("area_a") })).await.expect(201);
        deputy.post("/api/v1/teams", json!({ "name": "南三組", "area_id": app.id("area_b") })).await.problem(422, "unknown_reference");
        deputy.post("/api/v1/teams", json!({ "name": "無區組" })).await.problem(422, "unknown_reference");
        let (path, tag) = given::tagged(&deputy, &format!("/api/v1/teams/{}", app.id("team_a1"))).await;
        let tag = deputy.patch(&path, &tag, json!({ "name": "北一組新" })).await.expect(200).etag();
        deputy.patch(&path, &tag, json!({ "area_id": app.id("area_b") })).await.problem(403, "forbidden").at("/area_id", "forbidden");
        deputy.patch(&path, &tag, json!({ "area_id": null })).await.problem(403, "forbidden");
        app.by("manager").patch(&path, &tag, json!({ "area_id": null })).await.expect(200);
    }

    async fn the_tree_shows_everybody_in_their_place_and_the_vacancies(app) {
        let tree = app.by("member_b1").get("/api/v1/org-tree").await.expect(200).json();
        assert_eq!(tree["manager"]["number"], "M001");
        assert_eq!(tree["vacancies"], json!({ "teams_without_lead": 0, "areas_without_deputy": 0 }));
        let north = tree["areas"].as_array().unwrap().iter().find(|a| a["name"] == "北區").unwrap();
        assert_eq!((&north["deputy"]["number"], &north["fields"]), (&json!("D001"), &json!(["people", "business"])));
        let first = north["teams"].as_array().unwrap().iter().find(|t| t["name"] == "北一組").unwrap();
        assert_eq!(first["lead"]["number"], "L011");
        let members: Vec<&str> = first["members"].as_array().unwrap().iter().map(|m| m["number"].as_str().unwrap()).collect();
        assert!(members.contains(&"E111") && members.contains(&"E112") && !members.contains(&"L011"), "{members:?}");
        assert!(!tree.to_string().contains("1990-02-03") && !tree.to_string().contains("@example.com"), "names and seats only");
    }

    async fn anybody_finds_a_colleague_by_name_or_number_and_sees_only_the_seat(app) {
        let member = app.by("member_b1");
        let everybody = member.all("/api/v1/colleagues?sort=name").await;
        let employed = app.by("manager").all("/api/v1/employees").await.into_iter().filter(|e| e["status"] != "inactive").count();
        assert_eq!(everybody.len(), employed);
        let found = member.get("/api/v1/colleagues?q=d001&include=total").await.expect(200).json();
        let deputy = app.by("manager").get(&format!("/api/v1/employees/{}", app.id("deputy_a"))).await.expect(200).json();
        assert_eq!(found["total"], 1);
        assert_eq!(found["data"], json!([{ "id": app.id("deputy_a"), "number": "D001", "name": deputy["name"], "role": "deputy", "place": "北區" }]));
        let found = member.get("/api/v1/colleagues?q=E111").await.expect(200).json();
        assert_eq!((&found["data"][0]["role"], &found["data"][0]["place"]), (&json!("member"), &json!("北一組")));
        // Whoever has left isn't a colleague any more.
        app.by("manager").post(&format!("/api/v1/employees/{}/departures", app.id("member_a1")), json!({ "leave_date": tests::clock::in_days(-1) })).await.expect(200);
        assert_eq!(member.get("/api/v1/colleagues?q=E111").await.expect(200).json()["data"], json!([]));
        member.get("/api/v1/colleagues?sort=role").await.problem(400, "bad_sort");
    }

    async fn teams_outside_every_area_and_empty_seats_show_in_the_tree(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/teams", json!({ "name": "獨立組" })).await.expect(201);
        manager.post("/api/v1/areas", json!({ "name": "空區" })).await.expect(201);
        let tree = manager.get("/api/v1/org-tree").await.expect(200).json();
        assert_eq!(tree["vacancies"], json!({ "teams_without_lead": 1, "areas_without_deputy": 1 }));
        assert!(tree["teams"].as_array().unwrap().iter().any(|t| t["name"] == "獨立組"));
    }

    async fn my_day_names_vacancies_to_those_who_can_fill_them(app) {
        let seat = given::current_assignment(&app, &app.id("lead_b1")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        let day = app.by("manager").get("/api/v1/my-day").await.expect(200).json();
        let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "organization").unwrap();
        let item = section["items"].as_array().unwrap().iter().find(|i| i["subject_id"] == json!(app.id("team_b1"))).unwrap_or_else(|| panic!("{day}"));
        assert_eq!((&item["kind"], &item["clause"]), (&json!("team_without_lead"), &json!("2.1")));
        let other = app.by("member_a1").get("/api/v1/my-day").await.expect(200).json();
        assert!(!other.to_string().contains("team_without_lead"), "{other}");
    }

    async fn every_section_of_my_day_is_there(app) {
        let day = app.by("member_a1").get("/api/v1/my-day").await.expect(200).json();
        let of = |name: &str| day["sections"].as_array().unwrap().iter().find(|s| s["section"] == name).unwrap_or_else(|| panic!("{name}: {day}"))["available"].clone();
        for name in ["bookings", "approvals", "attendance", "duties", "follow_ups", "targets", "notifications"] {
            assert_eq!(of(name), true, "{name}");
        }
    }

    async fn my_rights_are_the_rules_row_of_my_role(app) {
        let rules = app.by("manager").get("/api/v1/rules").await.expect(200).data();
        for role in Role::ALL {
            let me = app.as_role(role).get("/api/v1/me").await.expect(200).json();
            let told: Vec<(String, String)> =
                me["permissions"].as_array().unwrap().iter().map(|p| (p["action"].as_str().unwrap().into(), p["reach"].as_str().unwrap().into())).collect();
            let table: Vec<(String, String)> = rules
                .iter()
                .map(|r| (r["action"].as_str().unwrap().to_owned(), r[role.name()].as_str().unwrap().to_owned()))
                .filter(|(_, reach)| reach != "no")
                .collect();
            assert_eq!(told, table, "{role:?}");
        }
    }

    async fn rules_speak_the_callers_language(app) {
        let of = |language: &'static str| { let app = &app; async move { app.by("member_a1").get("/api/v1/rules").language(language).await.expect(200).data()[0]["title"].clone() } };
        assert_ne!(of("zh-Hant").await, of("en").await);
        assert_ne!(of("zh-Hant").await, of("zh-Hans").await);
    }
}
