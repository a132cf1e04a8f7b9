//! Shifts, schedules, and who works by which (4.4.1).

use tests::clock::in_days;
use tests::{both, json};

use crate::attendance::{office, shift};

both! {
    async fn days_are_computed_anew_after_an_assignment_from_an_earlier_day(app) {
        office(&app).await;
        let (early, late) = (crate::attendance::weekday(8), crate::attendance::weekday(1));
        for day in [early, late] {
            crate::attendance::punch(&app, "E111", day, &["11:00", "20:00"]).await;
        }
        let status = |day| { let app = &app; async move { crate::attendance::day_of(app, "member_a1", "member_a1", day).await["status"].clone() } };
        assert_eq!((status(early).await, status(late).await), (json!("late"), json!("late")));
        let manager = app.by("manager");
        let shift = json!({ "name": "晚班", "kind": "fixed", "starts": "11:00", "ends": "20:00", "break_minutes": 60 });
        let shift = manager.post("/api/v1/shifts", shift).await.expect(201).id();
        let week = vec![json!(shift); 7];
        let schedule = manager.post("/api/v1/schedules", json!({ "name": "晚班", "week": week })).await.expect(201).id();
        let from = early + chrono::Duration::days(1);
        let assign = |schedule: &str| manager.post("/api/v1/schedule-assignments", json!({ "schedule_id": schedule, "employee_ids": [app.id("member_a1")], "starts_on": from }));
        assign("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60").await.problem(422, "unknown_reference").at("/schedule_id", "unknown_reference");
        assign(&schedule).await.expect(201);
        assert_eq!((status(early).await, status(late).await), (json!("late"), json!("present")), "from that day on, and no earlier");
    }

    async fn a_shift_is_answered_with_what_it_comes_to(app) {
        let mut body = shift("夜班");
        body["starts"] = json!("22:00");
        body["ends"] = json!("07:00");
        body["ends_next_day"] = json!(true);
        body["middle"] = json!("02:00");
        let made = app.by("deputy_a").post("/api/v1/shifts", body).await.expect(201);
        let record = made.json();
        assert_eq!((&record["work_minutes"], &record["middle"], &record["ends_next_day"]), (&json!(480), &json!("02:00"), &json!(true)));
        let seen = app.by("member_b1").get(&made.header("location")).await.expect(200).json();
        assert_eq!((&seen["name"], &seen["allowed_actions"]), (&json!("夜班"), &json!([])));
    }

    async fn times_that_dont_fit_together_are_refused(app) {
        let manager = app.by("manager");
        for (field, value, at) in [
            ("ends", json!("08:00"), "/ends"), ("middle", json!("19:00"), "/middle"), ("flex_minutes", json!(30), "/flex_minutes"),
            ("break_minutes", json!(480), "")
        ] {
            let mut body = shift("x");
            body[field] = value;
            if field == "break_minutes" {
                body["ends"] = json!("17:00");
                manager.post("/api/v1/shifts", body).await.problem(422, "shift_times").at("/break_minutes", "shift_times");
            } else {
                manager.post("/api/v1/shifts", body).await.problem(422, "shift_times").at(at, "shift_times");
            }
        }
        let mut body = shift("x");
        body["starts"] = json!("9:00");
        manager.post("/api/v1/shifts", body).await.problem(422, "invalid").at("/starts", "time_of_day");
        assert_eq!(app.sql().count("shifts"), 0);
    }

    async fn names_are_unique_and_versions_are_kept(app) {
        let manager = app.by("manager");
        let made = manager.post("/api/v1/shifts", shift("日班")).await.expect(201);
        manager.post("/api/v1/shifts", shift("日班")).await.problem(409, "name_taken").at("/name", "name_taken");
        let path = made.header("location");
        let changed = manager.patch(&path, &made.etag(), json!({ "starts": "08:30", "late_grace_minutes": 5 })).await.expect(200);
        assert_eq!((changed.str("/starts"), changed.str("/middle")), ("08:30".to_owned(), "13:15".to_owned()), "halfway stays halfway");
        manager.patch(&path, &made.etag(), json!({ "starts": "08:00" })).await.problem(412, "stale_version");
        app.by("deputy_b").patch(&path, &changed.etag(), json!({ "starts": "08:00" })).await.problem(403, "forbidden");
    }

    async fn a_shift_in_use_stays(app) {
        let schedule = office(&app).await;
        let manager = app.by("manager");
        let shift = manager.get("/api/v1/shifts").await.expect(200).data()[0]["id"].as_str().unwrap().to_owned();
        manager.delete(&format!("/api/v1/shifts/{shift}")).await.problem(409, "still_in_use");
        let path = format!("/api/v1/schedules/{schedule}");
        let tag = manager.get(&path).await.expect(200).etag();
        manager.patch(&path, &tag, json!({ "week": [null, null, null, null, null, null, null] })).await.expect(200);
        manager.delete(&format!("/api/v1/shifts/{shift}")).await.expect(204);
    }

    async fn there_is_always_exactly_one_default(app) {
        let first = office(&app).await;
        let manager = app.by("manager");
        let path = format!("/api/v1/schedules/{first}");
        let tag = manager.get(&path).await.expect(200).etag();
        manager.patch(&path, &tag, json!({ "is_default": false })).await.problem(409, "default_schedule");
        manager.delete(&path).await.problem(409, "default_schedule");
        let week = json!([null, null, null, null, null, null, null]);
        let second = manager.post("/api/v1/schedules", json!({ "name": "輪班", "week": week, "is_default": true })).await.expect(201);
        let defaults: Vec<String> = manager.all("/api/v1/schedules").await.iter()
            .filter(|s| s["is_default"] == true).map(|s| s["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(defaults, ["輪班"]);
        manager.delete(&path).await.expect(204);
        manager.delete(&second.header("location")).await.problem(409, "default_schedule");
    }

    async fn a_week_names_shifts_that_exist(app) {
        let unknown = "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60";
        let week = json!([null, unknown, null, null, null, null, null]);
        app.by("manager").post("/api/v1/schedules", json!({ "name": "x", "week": week })).await.problem(422, "unknown_reference").at("/week/1", "unknown_reference");
        app.by("manager").post("/api/v1/schedules", json!({ "name": "x", "week": [] })).await.problem(422, "invalid").at("/week", "length");
    }

    async fn assigning_ends_what_was_and_leaves_what_is_planned(app) {
        let schedule = office(&app).await;
        let (lead, person) = (app.by("lead_a1"), app.id("member_a1"));
        let assign = |from: i64| {
            let body = json!({ "schedule_id": schedule, "employee_ids": [person], "starts_on": in_days(from) });
            lead.post("/api/v1/schedule-assignments", body)
        };
        let first = assign(-30).await.expect(201).data();
        assert_eq!((&first[0]["ends_on"], &first[0]["schedule_name"]), (&json!(null), &json!("週一至週五")));
        assign(10).await.expect(201);
        let between = assign(0).await.expect(201).data();
        assert_eq!(between[0]["ends_on"], in_days(9));
        assign(0).await.expect(201);
        let all = lead.all("/api/v1/schedule-assignments").await;
        let spans: Vec<(String, Option<String>)> = all.iter()
            .map(|a| (a["starts_on"].as_str().unwrap().to_owned(), a["ends_on"].as_str().map(str::to_owned))).collect();
        assert_eq!(spans, [(in_days(10), None), (in_days(0), Some(in_days(9))), (in_days(-30), Some(in_days(-1)))]);
        let today = lead.all(&format!("/api/v1/schedule-assignments?on={}", in_days(0))).await;
        assert_eq!(today.len(), 1);
        assert!(app.by("lead_a2").all("/api/v1/schedule-assignments").await.is_empty());
        lead.post("/api/v1/schedule-assignments", json!({ "schedule_id": schedule, "employee_ids": [person, app.id("member_b1")], "starts_on": in_days(0) }))
            .await.problem(422, "unknown_reference").at("/employee_ids/1", "unknown_reference");
        app.by("member_a1").get("/api/v1/schedule-assignments").await.expect(200);
        app.by("manager").delete(&format!("/api/v1/schedules/{schedule}")).await.problem(409, "default_schedule");
    }

    async fn the_database_itself_keeps_assignments_apart(app) {
        let schedule = office(&app).await;
        let body = json!({ "schedule_id": schedule, "employee_ids": [app.id("member_a1")], "starts_on": in_days(0) });
        app.by("manager").post("/api/v1/schedule-assignments", body).await.expect(201);
        let copy = "INSERT INTO schedule_assignments (id, employee_id, schedule_id, starts_on, created_at) \
                    SELECT employee_id, employee_id, schedule_id, starts_on, created_at FROM schedule_assignments";
        let refused = app.sql().try_run(copy).unwrap_err();
        assert!(refused.contains("one_schedule_per_employee"), "{refused}");
    }
}
