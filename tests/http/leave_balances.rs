//! Balances are sums of a ledger: granted, carried, used, expired, put right (4.4.4).

use chrono::Datelike;
use tests::clock::date;
use tests::{App, Value, both, json, wait};

use crate::given;

async fn balance(app: &App, person: &str, code: &str, year: i32) -> Value {
    let path = format!(
        "/api/v1/employees/{}/leave-balances?year={year}",
        app.id(person)
    );
    let all = app.by("manager").get(&path).await.expect(200).data();
    let one = all.iter().find(|b| b["leave_type"]["code"] == code);
    one.unwrap_or_else(|| panic!("{code}: {all:?}")).clone()
}

/// The finished job and its rows.
async fn job(app: &App, path: &str, body: Value) -> (Value, Vec<Value>) {
    let manager = app.by("manager");
    let at = manager
        .post(path, body)
        .await
        .expect(202)
        .header("location");
    let done = wait::until_within(30, "the job", || async {
        let job = manager.get(&at).await.expect(200).json();
        (job["state"] == "done" || job["state"] == "failed").then_some(job)
    })
    .await;
    assert_eq!(done["state"], "done", "{done}");
    (done, manager.all(&format!("{at}/rows")).await)
}

both! {
    async fn a_year_is_granted_to_everybody_once(app) {
        let year = date(0).year();
        let dry = job(&app, "/api/v1/leave-grants", json!({ "year": year, "dry_run": true })).await;
        assert!(dry.0["created_rows"].as_i64().unwrap() > 20, "{}", dry.0);
        assert_eq!(app.sql().count("leave_entries"), 0, "a dry run grants nothing");
        let (done, rows) = job(&app, "/api/v1/leave-grants", json!({ "year": year })).await;
        assert_eq!(done["created_rows"], dry.0["created_rows"]);
        // Hired in May 2020: six years in 2026, fifteen days; sick and personal leave for everybody.
        let mine = balance(&app, "member_a1", "annual", year).await;
        assert_eq!((&mine["granted"], &mine["remaining"]), (&mine["entitled"], &mine["entitled"]));
        assert!(mine["entitled"].as_i64().unwrap() >= 15);
        assert_eq!(balance(&app, "member_a1", "sick", year).await["remaining"], 30);
        assert!(rows.iter().any(|r| r["key"].as_str().unwrap().starts_with("E111 annual ")), "{rows:?}");
        let (again, _) = job(&app, "/api/v1/leave-grants", json!({ "year": year })).await;
        assert_eq!((&again["created_rows"], &again["unchanged_rows"]), (&json!(0), &done["created_rows"]));
        given::employee(&app, "N100", Some("team_a1")).await;
        let (newcomer, _) = job(&app, "/api/v1/leave-grants", json!({ "year": year })).await;
        assert_eq!(newcomer["created_rows"], 3, "who comes later gets theirs at the next run");
        wait::until("the news", || async {
            let news = app.by("member_a1").get("/api/v1/notifications").await.expect(200).data();
            news.into_iter().find(|n| n["event"] == "leave.granted")
        }).await;
    }

    async fn closing_carries_over_expires_and_finds_nothing_the_second_time(app) {
        let last = date(0).year() - 1;
        for (code, days) in [("annual", 14.0), ("sick", 30.0)] {
            given::leave(&app, "member_a1", code, last, days).await;
        }
        let body = json!({ "year": last });
        job(&app, "/api/v1/leave-closings", json!({ "year": last, "dry_run": true })).await;
        assert_eq!(balance(&app, "member_a1", "annual", last).await["remaining"], 14);
        job(&app, "/api/v1/leave-closings", body.clone()).await;
        let (old, new) = (balance(&app, "member_a1", "annual", last).await, balance(&app, "member_a1", "annual", last + 1).await);
        assert_eq!((&old["remaining"], &old["carried"], &old["expired"]), (&json!(0), &json!(-10), &json!(4)));
        assert_eq!((&new["carried"], &new["remaining"], &new["expiring"]), (&json!(10), &json!(10), &json!(10)));
        assert_eq!(new["expires_on"], format!("{}-12-31", last + 1));
        let sick = balance(&app, "member_a1", "sick", last).await;
        assert_eq!((&sick["remaining"], &sick["expired"]), (&json!(0), &json!(30)));
        let entries = app.sql().count("leave_entries");
        job(&app, "/api/v1/leave-closings", body).await;
        assert_eq!(app.sql().count("leave_entries"), entries);
        app.by("manager").post("/api/v1/leave-closings", json!({ "year": last + 1 })).await.problem(409, "year_not_over").at("/year", "year_not_over");
    }

    async fn closing_again_carries_no_more_than_may_be_carried(app) {
        let last = date(0).year() - 1;
        let body = json!({ "year": last });
        given::leave(&app, "member_a1", "annual", last, 8.0).await;
        let (done, rows) = job(&app, "/api/v1/leave-closings", body.clone()).await;
        assert_eq!((&done["updated_rows"], rows.len(), &rows[0]["key"]), (&json!(1), 1, &json!("E111 annual +8 −0")));
        // Seven days turn up afterwards: two of them may still be carried.
        given::leave(&app, "member_a1", "annual", last, 7.0).await;
        job(&app, "/api/v1/leave-closings", body.clone()).await;
        let (old, new) = (balance(&app, "member_a1", "annual", last).await, balance(&app, "member_a1", "annual", last + 1).await);
        assert_eq!((&old["carried"], &old["expired"], &new["carried"]), (&json!(-10), &json!(5), &json!(10)));
        // Accounts with nothing to close are counted and not listed.
        let (done, rows) = job(&app, "/api/v1/leave-closings", body).await;
        assert_eq!((&done["updated_rows"], &done["unchanged_rows"], rows.len()), (&json!(0), &json!(1), 0), "{done}");
        let closed = app.sql().texts("SELECT event AS v FROM outbox WHERE event = 'leave.closed'");
        assert_eq!(closed.len(), 2);
    }

    async fn a_closing_that_runs_again_after_a_crash_closes_what_is_left(app) {
        let last = date(0).year() - 1;
        given::leave(&app, "member_a1", "annual", last, 14.0).await;
        let (done, _) = job(&app, "/api/v1/leave-closings", json!({ "year": last })).await;
        given::leave(&app, "member_a1", "annual", last, 3.0).await;
        // As if the instance had died before it could say that it was done.
        let id = done["id"].as_str().unwrap();
        app.sql().run("UPDATE jobs SET state = 'queued', finished_at = NULL");
        let again = wait::until_within(30, "the job", || async {
            let job = app.by("manager").get(&format!("/api/v1/jobs/{id}")).await.expect(200).json();
            job["finished_at"].is_string().then_some(job)
        }).await;
        assert_eq!((&again["state"], &again["updated_rows"]), (&json!("done"), &json!(1)), "{again}");
        let old = balance(&app, "member_a1", "annual", last).await;
        assert_eq!((&old["remaining"], &old["carried"], &old["expired"]), (&json!(0), &json!(-10), &json!(7)));
    }

    async fn many_accounts_are_closed_at_once_each_by_its_own(app) {
        let last = date(0).year() - 1;
        for (person, days) in [("member_a1", 12.0), ("member_a1b", 3.5), ("member_b1", 10.0), ("lead_a1", 0.5)] {
            given::leave(&app, person, "annual", last, days).await;
        }
        given::leave(&app, "member_b1", "sick", last, 6.0).await;
        let (done, rows) = job(&app, "/api/v1/leave-closings", json!({ "year": last })).await;
        assert_eq!((&done["updated_rows"], rows.len()), (&json!(5), 5), "{rows:?}");
        for (person, carried, expired) in [("member_a1", 10.0, 2.0), ("member_a1b", 3.5, 0.0), ("member_b1", 10.0, 0.0), ("lead_a1", 0.5, 0.0)] {
            let (old, new) = (balance(&app, person, "annual", last).await, balance(&app, person, "annual", last + 1).await);
            let told = [&old["remaining"], &old["expired"], &new["carried"]].map(|v| v.as_f64().unwrap());
            assert_eq!(told, [0.0, expired, carried], "{person}");
        }
        assert_eq!(balance(&app, "member_b1", "sick", last).await["expired"], 6);
    }

    async fn somebody_hired_on_the_29th_of_february_has_every_year(app) {
        let body = json!({ "number": "N229", "name": "閏日", "status": "active", "hire_date": "2020-02-29", "team_id": app.id("team_a1") });
        let id = app.by("manager").post("/api/v1/employees", body).await.expect(201).id();
        for (year, days) in [(2019, 0), (2020, 3), (2021, 7), (2022, 10), (2024, 14), (2025, 15), (2028, 15), (2030, 16)] {
            let path = format!("/api/v1/employees/{id}/leave-balances?year={year}");
            let all = app.by("manager").get(&path).await.expect(200).data();
            let annual = all.iter().find(|b| b["leave_type"]["code"] == "annual").unwrap();
            assert_eq!(annual["entitled"], days, "{year}");
        }
        job(&app, "/api/v1/leave-grants", json!({ "year": 2028 })).await;
        let entries = app.by("manager").all(&format!("/api/v1/leave-entries?employee_id={id}&year=2028")).await;
        let annual = entries.iter().find(|e| e["leave_type"]["code"] == "annual").unwrap();
        assert_eq!(annual["days"], 15);
    }

    async fn carried_days_expire_at_their_day(app) {
        let last = date(0).year() - 1;
        let kinds = app.by("manager").all("/api/v1/leave-types").await;
        let annual = kinds.iter().find(|k| k["code"] == "annual").unwrap();
        let path = format!("/api/v1/leave-types/{}", annual["id"].as_str().unwrap());
        // Carried into the year before last's next, for one month: over by now, whatever today is.
        app.by("manager").patch(&path, "\"1\"", json!({ "carry_over_months": 1 })).await.expect(200);
        given::leave(&app, "member_a1", "annual", last - 1, 6.0).await;
        job(&app, "/api/v1/leave-closings", json!({ "year": last - 1 })).await;
        // Gone since the first of February, though no closing has written it yet.
        let gone = balance(&app, "member_a1", "annual", last).await;
        assert_eq!((&gone["carried"], &gone["expired"], &gone["remaining"]), (&json!(6), &json!(6), &json!(0)));
        assert_eq!(app.sql().count("leave_entries WHERE kind = 'expire'"), 0);
        job(&app, "/api/v1/leave-closings", json!({ "year": last - 1 })).await;
        assert_eq!(app.sql().count("leave_entries WHERE kind = 'expire'"), 1);
        let lapsed = balance(&app, "member_a1", "annual", last).await;
        assert_eq!((&lapsed["carried"], &lapsed["expired"], &lapsed["remaining"]), (&json!(6), &json!(6), &json!(0)));
    }

    async fn a_balance_is_put_right_by_hand_but_never_below_zero_nor_by_oneself(app) {
        let year = date(0).year();
        let kind = given::leave_type(&app, "annual").await;
        let entry = |person: &str, kind: &str, how: &str, days: f64| json!({
            "employee_id": app.id(person), "leave_type_id": kind, "year": year, "kind": how, "days": days, "note": "更正"
        });
        let deputy = app.by("deputy_a");
        let path = "/api/v1/leave-entries";
        let made = deputy.post(path, entry("member_a1", &kind, "grant", 2.5)).await.expect(201);
        assert_eq!((&made.json()["days"], &made.json()["note"]), (&json!(2.5), &json!("更正")));
        app.by("deputy_a").get(&made.header("location")).await.expect(200);
        deputy.post(path, entry("member_a1", &kind, "adjust", -1.0)).await.expect(201);
        let short = deputy.post(path, entry("member_a1", &kind, "adjust", -2.0)).language("en").await.problem(409, "leave_balance_short");
        let short = short.at("/days", "leave_balance_short").json();
        assert_eq!((&short["clause"], &short["detail"]), (&json!("4.4.4"), &json!(format!("Annual leave of {year}: 1.5 days left, 2 needed"))));
        assert_eq!(balance(&app, "member_a1", "annual", year).await["remaining"], 1.5);
        for (body, pointer, rule) in [
            (entry("member_a1", &kind, "grant", -1.0), "/days", "range"),
            (entry("member_a1", &kind, "use", 1.0), "/kind", "unknown_value"),
            (entry("member_a1", &given::leave_type(&app, "marriage").await, "grant", 1.0), "/leave_type_id", "unknown_value"),
        ] {
            deputy.post(path, body).await.problem(422, "invalid").at(pointer, rule);
        }
        deputy.post(path, entry("deputy_a", &kind, "grant", 1.0)).await.problem(403, "own_matter");
        app.by("manager").post(path, entry("manager", &kind, "grant", 1.0)).await.problem(403, "own_matter");
        deputy.post(path, entry("manager", &kind, "grant", 1.0)).await.problem(403, "outranked");
        deputy.post(path, entry("member_b1", &kind, "grant", 1.0)).await.problem(422, "unknown_reference");
        app.by("lead_a1").post(path, entry("member_a1", &kind, "grant", 1.0)).await.problem(403, "forbidden");
    }

    async fn the_ledger_is_only_ever_added_to(app) {
        given::leave(&app, "member_a1", "annual", 2026, 5.0).await;
        for sql in ["UPDATE leave_entries SET half_days = 99", "DELETE FROM leave_entries"] {
            assert!(app.sql().try_run(sql).is_err(), "{sql}");
        }
        let csv = app.by("member_a1").get("/api/v1/leave-entries").header("accept", "text/csv").await.expect(200).text();
        assert!(csv.starts_with("id,employee.id,employee.number,") && csv.lines().count() == 2, "{csv}");
        assert!(app.by("member_a1b").all("/api/v1/leave-entries").await.is_empty());
    }
}
