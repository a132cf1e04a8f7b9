//! Clocking in and out, time clocks, imports of punches (4.4.1).

use tests::clock::{in_days, in_seconds};
use tests::{Method, both, json, wait};

use crate::attendance::{at, office, punch, weekday};

both! {
    async fn everybody_clocks_themselves_and_nobody_else(app) {
        let made = app.by("member_a1").post("/api/v1/punches", json!({ "kind": "in" })).await.expect(201).json();
        assert_eq!((&made["kind"], &made["source"], &made["employee"]["id"]), (&json!("in"), &json!("self"), &json!(app.id("member_a1"))));
        app.with_key("full").post("/api/v1/punches", json!({})).await.problem(403, "key_forbidden");
        let shown = |who: &'static str| { let app = &app; async move { app.by(who).all("/api/v1/punches").await.len() } };
        assert_eq!((shown("member_a1").await, shown("lead_a1").await, shown("member_a1b").await, shown("lead_a2").await, shown("deputy_a").await), (1, 1, 0, 0, 1));
        let trail = app.by("lead_a1").all("/api/v1/audit-entries?event=punch.clocked").await;
        assert_eq!((trail.len(), &trail[0]["clause"]), (1, &json!("4.4.1")));
    }

    async fn a_punch_sent_twice_is_one_punch(app) {
        let day = weekday(3);
        let first = punch(&app, "E111", day, &["09:00", "18:00", "09:00"]).await;
        assert_eq!((&first["taken"], &first["duplicates"]), (&json!(2), &json!(1)));
        let again = punch(&app, "E111", day, &["09:00", "18:00"]).await;
        assert_eq!((&again["taken"], &again["duplicates"], &again["refused"]), (&json!(0), &json!(2), &json!([])));
        assert_eq!(app.sql().count("punches"), 2);
    }

    async fn a_batch_tells_what_it_refused_and_why(app) {
        let day = weekday(3);
        let one = |number: &str, at: String, external: &str| json!({ "employee_number": number, "at": at, "kind": "in", "external_id": external });
        let body = json!({ "punches": [
            one("E111", at(day, "09:00"), "c-1"), one("NOBODY", at(day, "09:00"), "c-2"), one("E111", in_seconds(900), "c-3"),
            one("E111", in_seconds(-93 * 86400), "c-4"), one("E112", at(day, "09:01"), "c-1"), one("E111", at(day, "09:00"), "c-1"),
        ] });
        let report = app.with_key("full").post("/api/v1/clock-punches", body).await.expect(200).json();
        assert_eq!((&report["taken"], &report["duplicates"]), (&json!(1), &json!(1)), "{report}");
        let refused: Vec<(i64, String)> = report["refused"].as_array().unwrap().iter()
            .map(|r| (r["index"].as_i64().unwrap(), r["code"].as_str().unwrap().to_owned())).collect();
        let wanted = [(1, "unknown_reference"), (2, "punch_time"), (3, "punch_time"), (4, "conflict")];
        assert_eq!(refused, wanted.map(|(n, c)| (n, c.to_owned())));
        app.with_key("full").post("/api/v1/clock-punches", json!({ "punches": [] })).await.problem(422, "invalid").at("/punches", "length");
    }

    async fn a_clock_of_a_team_knows_only_its_people(app) {
        let body = json!({ "punches": [
            { "employee_number": "E111", "at": in_seconds(-60) }, { "employee_number": "E211", "at": in_seconds(-60) }
        ] });
        let report = app.with_key("team_a1").post("/api/v1/clock-punches", body).await.expect(200).json();
        assert_eq!((&report["taken"], &report["refused"][0]["code"]), (&json!(1), &json!("unknown_reference")));
    }

    async fn a_retried_batch_gets_its_first_answer(app) {
        let body = json!({ "punches": [{ "employee_number": "E111", "at": in_seconds(-60) }] });
        let first = app.with_key("full").post("/api/v1/clock-punches", body.clone()).once("b-1").await.expect(200);
        let again = app.with_key("full").post("/api/v1/clock-punches", body).once("b-1").await.expect(200);
        assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), "true".to_owned()));
    }

    async fn a_number_in_a_file_that_means_another_punch_is_refused(app) {
        let day = weekday(3);
        let known = json!({ "punches": [{ "employee_number": "E111", "at": at(day, "09:00"), "external_id": "T-1" }] });
        app.by("manager").post("/api/v1/clock-punches", known).await.expect(200);
        let csv = format!(
            "employee_number,at,external_id\nE111,{day} 09:00,T-1\nE112,{day} 09:00,T-1\nE111,{day} 09:30,T-1\nE112,{day} 09:00,T-2\nE112,{day} 18:00,T-2\n"
        );
        let manager = app.by("manager");
        let path = manager.raw(Method::POST, "/api/v1/imports/punches?mode=partial", "text/csv", csv).await.expect(202).header("location");
        let job = wait::until("the import", || async {
            let job = manager.get(&path).await.expect(200).json();
            (job["state"] == "done" || job["state"] == "failed").then_some(job)
        }).await;
        assert_eq!((&job["created_rows"], &job["unchanged_rows"], &job["refused_rows"]), (&json!(1), &json!(1), &json!(3)), "{job}");
        for row in manager.all(&format!("{path}/rows?outcome=refused")).await {
            assert_eq!((&row["errors"][0]["column"], &row["errors"][0]["code"]), (&json!("external_id"), &json!("conflict")), "{row}");
        }
        assert_eq!(app.sql().count("punches"), 2);
    }

    async fn a_long_file_is_taken_at_once_and_refused_whole_where_it_is_atomic(app) {
        let day = weekday(5);
        let row = |n: usize| format!("E11{},{day} {:02}:{:02}:{:02}\n", 1 + n % 2, 8 + n / 3600, n / 60 % 60, n % 60);
        let many: String = (0..2500).map(row).collect();
        let manager = app.by("manager");
        let import = |mode: &'static str, csv: String| { let manager = &manager; async move {
            let path = manager.raw(Method::POST, &format!("/api/v1/imports/punches?mode={mode}"), "text/csv", csv).await.expect(202).header("location");
            wait::until("the import", || async {
                let job = manager.get(&path).await.expect(200).json();
                (job["state"] == "done" || job["state"] == "failed").then_some(job)
            }).await
        } };
        let refused = import("atomic", format!("employee_number,at\n{many}E999,{day} 09:00\n")).await;
        assert_eq!((&refused["refused_rows"], app.sql().count("punches")), (&json!(1), 0), "{refused}");
        let taken = import("atomic", format!("employee_number,at\n{many}")).await;
        assert_eq!((&taken["created_rows"], app.sql().count("punches")), (&json!(2500), 2500), "{taken}");
    }

    async fn a_clock_delivers_the_last_days_of_whoever_has_left(app) {
        office(&app).await;
        let last = weekday(4);
        let depart = json!({ "leave_date": last });
        app.by("manager").post(&format!("/api/v1/employees/{}/departures", app.id("member_a1")), depart).await.expect(200);
        let next = last + chrono::Duration::days(1);
        let punches: Vec<_> = [at(last, "09:00"), at(last, "18:00"), at(next, "09:00")].iter().map(|at| json!({ "employee_number": "E111", "at": at })).collect();
        let report = app.by("manager").post("/api/v1/clock-punches", json!({ "punches": punches })).await.expect(200).json();
        assert_eq!((&report["taken"], &report["refused"][0]["index"], &report["refused"][0]["code"]), (&json!(2), &json!(2), &json!("employee_inactive")), "{report}");
        assert_eq!(crate::attendance::day_of(&app, "manager", "member_a1", last).await["status"], "present");
    }

    async fn a_file_of_punches_is_taken_in_local_time(app) {
        office(&app).await;
        let day = weekday(3);
        let csv = format!("employee_number,at,kind\nE111,{day} 09:00,in\nE111,{},out\nE111,{day} 09:00,in\nE999,{day} 09:00,\nE111,{} 09:00,in\nE111,soon,\n", at(day, "18:00"), in_days(2));
        let manager = app.by("manager");
        let reply = manager.raw(Method::POST, "/api/v1/imports/punches?mode=partial", "text/csv", csv).await.expect(202);
        let path = reply.header("location");
        let job = wait::until("the import", || async {
            let job = manager.get(&path).await.expect(200).json();
            (job["state"] == "done" || job["state"] == "failed").then_some(job)
        }).await;
        assert_eq!((&job["created_rows"], &job["unchanged_rows"], &job["refused_rows"]), (&json!(2), &json!(1), &json!(3)), "{job}");
        let rows = manager.all(&format!("{path}/rows?outcome=refused")).await;
        let columns: Vec<&str> = rows.iter().map(|r| r["errors"][0]["column"].as_str().unwrap()).collect();
        assert_eq!(columns, ["employee_number", "at", "at"]);
        let seen = crate::attendance::day_of(&app, "member_a1", "member_a1", day).await;
        assert_eq!((&seen["status"], &seen["worked_minutes"]), (&json!("present"), &json!(480)), "{seen}");
    }
}
