//! Days computed from shift, calendar, punches and leave; the list, the board, my day (4.4.1).

use chrono::Duration;
use tests::clock::{date, in_days};
use tests::{Value, both, json};

use crate::attendance::{day_of, office, punch, weekday};
use crate::given;

both! {
    async fn a_day_says_what_it_was(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:20", "17:00"]).await;
        let seen = day_of(&app, "lead_a1", "member_a1", day).await;
        assert_eq!((&seen["status"], &seen["late_minutes"], &seen["early_minutes"]), (&json!("late_and_early"), &json!(20), &json!(60)), "{seen}");
        assert_eq!((&seen["worked_minutes"], &seen["shift_name"], &seen["abnormal"]), (&json!(400), &json!("日班"), &json!(true)));
        let absent = day_of(&app, "lead_a1", "member_a1b", day).await;
        assert_eq!((&absent["status"], &absent["first_in"]), (&json!("absent"), &json!(null)));
    }

    async fn days_follow_whatever_changes(app) {
        let schedule = office(&app).await;
        let (manager, day) = (app.by("manager"), weekday(3));
        punch(&app, "E111", day, &["09:20"]).await;
        let status = || async { day_of(&app, "manager", "member_a1", day).await["status"].as_str().unwrap().to_owned() };
        assert_eq!(status().await, "missing_punch");
        punch(&app, "E111", day, &["18:00"]).await;
        assert_eq!(status().await, "late");
        let shift = manager.get("/api/v1/shifts").await.expect(200).data().remove(0);
        let path = format!("/api/v1/shifts/{}", shift["id"].as_str().unwrap());
        manager.patch(&path, "\"1\"", json!({ "late_grace_minutes": 30 })).await.expect(200);
        assert_eq!(status().await, "present");
        let holiday = manager.post("/api/v1/calendar-days", json!({ "date": day, "kind": "holiday", "name": "颱風假" })).await.expect(201);
        let seen = day_of(&app, "manager", "member_a1", day).await;
        assert_eq!((&seen["status"], &seen["holiday_name"]), (&json!("holiday"), &json!("颱風假")));
        manager.delete(&holiday.header("location")).await.expect(204);
        let tag = manager.get(&format!("/api/v1/schedules/{schedule}")).await.expect(200).etag();
        manager.patch(&format!("/api/v1/schedules/{schedule}"), &tag, json!({ "week": [null, null, null, null, null, null, null] })).await.expect(200);
        assert_eq!(status().await, "rest");
    }

    async fn approved_leave_counts_and_its_kind_is_for_those_who_may_read_leave(app) {
        office(&app).await;
        let day = weekday(3);
        given_leave(&app, "member_a1", &day.to_string(), &["am", "pm"], true);
        let seen = day_of(&app, "lead_a1", "member_a1", day).await;
        assert_eq!((&seen["status"], &seen["leave_days"], &seen["leave_codes"]), (&json!("leave"), &json!(1), &json!(["t"])), "{seen}");
        let path = format!("/api/v1/attendance-days?from={day}&to={day}&employee_id={}", app.id("member_a1"));
        let key = app.with_key("without_leave_read").get(&path).await.expect(200).data();
        assert_eq!((&key[0]["status"], &key[0]["leave_codes"]), (&json!("leave"), &json!([])));
        let half = weekday(10);
        given_leave(&app, "member_a1b", &half.to_string(), &["am"], true);
        punch(&app, "E112", half, &["13:40", "18:00"]).await;
        let seen = day_of(&app, "lead_a1", "member_a1b", half).await;
        assert_eq!((&seen["status"], &seen["late_minutes"], &seen["leave_days"]), (&json!("late"), &json!(10), &json!(0.5)), "{seen}");
        let asked = weekday(17);
        given_leave(&app, "member_a1", &asked.to_string(), &["am", "pm"], false);
        assert_eq!(day_of(&app, "lead_a1", "member_a1", asked).await["status"], "absent", "asked for isn't approved");
    }

    async fn where_nothing_is_scheduled_nothing_is_asked(app) {
        let seen = day_of(&app, "member_a1", "member_a1", weekday(3)).await;
        assert_eq!((&seen["status"], &seen["abnormal"]), (&json!("none"), &json!(false)));
        office(&app).await;
        let seen = day_of(&app, "member_a1", "member_a1", date(3)).await;
        assert_eq!(seen["status"], "none", "the future");
    }

    async fn the_list_is_cut_into_pages_without_gap_or_repetition(app) {
        office(&app).await;
        let (from, to) = (in_days(-9), in_days(-1));
        let query = format!("/api/v1/attendance-days?from={from}&to={to}");
        let manager = app.by("manager");
        let key = |d: &Value| format!("{} {}", d["employee"]["number"].as_str().unwrap(), d["date"].as_str().unwrap());
        let whole: Vec<String> = manager.all(&query).await.iter().map(key).collect();
        let mut sorted = whole.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(whole, sorted, "by number and date, each once");
        let total = manager.get(&format!("{query}&include=total&limit=1")).await.expect(200).json()["total"].as_i64().unwrap();
        assert_eq!(total as usize, whole.len());
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = manager.get(&format!("{query}&limit=7{cursor}")).await.expect(200).json();
            paged.extend(page["data"].as_array().unwrap().iter().map(key));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, whole);
        let abnormal: Vec<Value> = manager.all(&format!("{query}&abnormal=true")).await;
        assert!(!abnormal.is_empty() && abnormal.iter().all(|d| d["status"] == "absent"));
        let rest = manager.all(&format!("{query}&abnormal=false")).await;
        assert_eq!(rest.len() + abnormal.len(), whole.len());
    }

    async fn exports_have_the_documented_columns(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:00", "18:00"]).await;
        let path = format!("/api/v1/attendance-days?from={day}&to={day}&employee_id={}", app.id("member_a1"));
        let csv = app.by("member_a1").get(&path).header("accept", "text/csv").await.expect(200).text();
        let mut lines = csv.lines();
        assert_eq!(lines.next().unwrap(), "employee.id,employee.number,employee.name,date,status,abnormal,shift_name,planned_start,planned_end,first_in,last_out,late_minutes,early_minutes,worked_minutes,leave_days,leave_codes,holiday_name,corrected,correction_open");
        assert!(lines.next().unwrap().contains(&format!("E111,林淑芬,{day},present,false,日班")));
        let nd = app.by("member_a1").get(&path).header("accept", "application/x-ndjson").await.expect(200).text();
        assert_eq!(serde_json::from_str::<Value>(nd.trim()).unwrap()["status"], "present");
    }

    async fn spans_that_make_no_sense_are_refused(app) {
        let manager = app.by("manager");
        for query in [
            format!("from={}&to={}", in_days(0), in_days(-1)), format!("from={}&to={}", in_days(-93), in_days(0)),
            "from=1850-01-01&to=1850-01-02".to_owned(), "abnormal=true&include=total".to_owned(),
        ] {
            manager.get(&format!("/api/v1/attendance-days?{query}")).await.problem(400, "unknown_parameter");
        }
        manager.get(&format!("/api/v1/attendance-days?from={}&to={}", in_days(-92), in_days(0))).await.expect(200);
    }

    async fn a_board_shows_the_team_as_far_as_one_sees(app) {
        office(&app).await;
        let count = |who: &'static str, team: String| { let app = &app; async move {
            app.by(who).get(&format!("/api/v1/attendance-board?team_id={team}")).await.expect(200).data().len()
        } };
        assert_eq!(count("lead_a1", app.id("team_a1")).await, 3);
        assert_eq!(count("member_a1", app.id("team_a1")).await, 1);
        assert_eq!(app.by("lead_a1").get("/api/v1/attendance-board").await.expect(200).data().len(), 3);
        app.by("lead_a1").get(&format!("/api/v1/attendance-board?team_id={}", app.id("team_b1"))).await.problem(404, "not_found");
        app.by("manager").get("/api/v1/attendance-board").await.problem(400, "unknown_parameter").at("team_id", "required");
    }

    async fn only_the_days_of_ones_employment_are_asked_about(app) {
        office(&app).await;
        let mut body = given::employee_body("N001");
        body["hire_date"] = json!(weekday(3));
        let id = app.by("manager").post("/api/v1/employees", body).await.expect(201).id();
        let (from, to) = (weekday(3) - Duration::days(7), weekday(3));
        let days = app.by("manager").all(&format!("/api/v1/attendance-days?from={from}&to={to}&employee_id={id}")).await;
        let statuses: Vec<&str> = days.iter().map(|d| d["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, ["none", "none", "none", "none", "none", "none", "none", "absent"]);
    }

    async fn my_day_shows_what_is_to_put_right(app) {
        office(&app).await;
        let sections = app.by("member_a1").get("/api/v1/my-day").await.expect(200).json()["sections"].clone();
        let attendance = sections.as_array().unwrap().iter().find(|s| s["section"] == "attendance").unwrap().clone();
        assert_eq!(attendance["available"], true);
        let to_correct = attendance["items"].as_array().unwrap().iter().filter(|i| i["kind"] == "attendance_to_correct").count();
        assert!((3..=6).contains(&to_correct), "absent on every working day of the last week: {attendance}");
    }
}

/// Leave in the database as the leave module leaves it there.
pub fn given_leave(app: &tests::App, person: &str, day: &str, halves: &[&str], approved: bool) {
    let mut sql = app.sql();
    let id = |text: &str| match app.backend {
        tests::Backend::Sqlite => format!("x'{}'", text.replace('-', "")),
        tests::Backend::Postgres => format!("'{text}'"),
    };
    let now = match app.backend {
        tests::Backend::Sqlite => "0",
        tests::Backend::Postgres => "now()",
    };
    let flag = |on: bool| match (app.backend, on) {
        (tests::Backend::Sqlite, true) => "1",
        (tests::Backend::Sqlite, false) => "0",
        (tests::Backend::Postgres, true) => "TRUE",
        (tests::Backend::Postgres, false) => "FALSE",
    };
    let number = sql.count("leave_requests");
    let (kind, request) = (
        "0198f3c2-a5d4-7c3e-9d0b-00000000ffff",
        format!("0198f3c2-a5d4-7c3e-9d0b-{number:012x}"),
    );
    let (kind, request, person) = (id(kind), id(&request), id(&app.id(person)));
    if sql.count("leave_types WHERE code = 't'") == 0 {
        sql.run(&format!(
            "INSERT INTO leave_types (id, code, name_hant, name_hans, name_en, clause, category, counts, pay_percent, allows_half, notice_days, \
             after_days, balance, entitlement, carry_months, active, position, version, created_at, updated_at) VALUES ({kind}, 't', 't', 't', 't', \
             '4.4.4', 'leave', 'working_days', 100, {}, 0, 0, 'unlimited', '[]', 0, {}, 99, 1, {now}, {now})", flag(true), flag(true)
        ));
    }
    sql.run(&format!(
        "INSERT INTO leave_requests (id, employee_id, leave_type_id, starts_on, starts_half, ends_on, ends_half, half_days, after_the_fact, \
         certificate_required, state, returned_half_days, asked_on, created_by, version, created_at, updated_at) VALUES ({request}, {person}, {kind}, \
         '{day}', 'am', '{day}', 'pm', 2, {}, {}, '{}', 0, '{day}', {person}, 1, {now}, {now})", flag(false), flag(false), if approved { "approved" } else { "open" }
    ));
    for half in halves {
        sql.run(&format!(
            "INSERT INTO leave_days (employee_id, on_date, half, request_id, counted, approved) VALUES ({person}, '{day}', '{half}', {request}, {}, {})",
            flag(true), flag(approved)
        ));
    }
}
