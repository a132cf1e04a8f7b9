//! The holiday calendar changes after leave was asked for: what is counted and taken follows (4.4.4).

use chrono::{Datelike, Duration, NaiveDate};
use tests::{App, Method, Value, both, json, wait};

use crate::given;
use crate::leaving::{ask, decide, events, granted, monday, read, remaining};

const DAYS: &str = "/api/v1/calendar-days";

/// A Monday to Wednesday of one year.
fn week() -> NaiveDate {
    let first = monday(0);
    match (first + Duration::days(2)).year() == first.year() {
        true => first,
        false => monday(1),
    }
}

async fn mark(app: &App, day: NaiveDate, kind: &str) -> (String, String) {
    let body = json!({ "date": day, "kind": kind, "name": "颱風" });
    let made = app.by("manager").post(DAYS, body).await.expect(201);
    (made.header("location"), made.etag())
}

async fn days(app: &App, request: &Value) -> (Value, Value) {
    let now = read(app, request).await.json();
    (now["days"].clone(), now["returned_days"].clone())
}

both! {
    async fn a_new_holiday_goes_back_to_the_account_and_is_taken_again_when_it_is_none(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        let (from, year) = (week(), week().year());
        let open = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        let (path, tag) = mark(&app, from + Duration::days(1), "holiday").await;
        assert_eq!((days(&app, &open).await, remaining(&app, "member_a1", "annual", year).await), ((json!(2), json!(0)), json!(3)));
        decide(&app, "lead_a1", &open, "approve").await.expect(200);
        app.by("manager").patch(&path, &tag, json!({ "kind": "workday" })).await.expect(200);
        assert_eq!((days(&app, &open).await, remaining(&app, "member_a1", "annual", year).await), ((json!(3), json!(0)), json!(2)));
        let entries = app.by("member_a1").all(&format!("/api/v1/leave-entries?request_id={}", open["id"].as_str().unwrap())).await;
        let mut kinds: Vec<_> = entries.iter().map(|e| (e["kind"].as_str().unwrap(), e["days"].as_f64().unwrap())).collect();
        kinds.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(kinds, [("return", 1.0), ("use", -3.0), ("use", -1.0)]);
        // A working day without a mark is the same working day.
        app.by("manager").delete(&path).await.expect(204);
        assert_eq!(days(&app, &open).await, (json!(3), json!(0)));
        assert_eq!(events(&app), ["leave.requested", "leave.recounted", "leave.approved", "leave.recounted"]);
        wait::until("the news", || async {
            let news = app.by("member_a1").get("/api/v1/notifications").await.expect(200).data();
            news.into_iter().find(|n| n["event"] == "leave.recounted")
        }).await;
    }

    async fn whoever_decides_sees_what_is_left_and_not_what_was_asked(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        let from = week();
        let open = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        let path = format!("/api/v1/approvals/{}", open["approval_id"].as_str().unwrap());
        let before = app.by("lead_a1").get(&path).await.expect(200);
        assert!(before.str("/title").ends_with("（3 天）"), "{}", before.told());
        mark(&app, from + Duration::days(1), "holiday").await;
        let after = app.by("lead_a1").get(&path).await.expect(200);
        assert!(after.str("/title").ends_with("（2 天）"), "{}", after.told());
        assert_eq!(after.json()["days"], 2);
        // They were about to approve three days.
        let approve = |tag: String| app.by("lead_a1").post(&format!("{path}/decisions"), json!({ "decision": "approve" })).header("if-match", &tag);
        approve(before.etag()).await.problem(412, "stale_version");
        approve(after.etag()).await.expect(200);
        // What is decided is told as it was decided.
        mark(&app, from, "holiday").await;
        assert_eq!(days(&app, &open).await, (json!(1), json!(0)));
        assert_eq!(app.by("lead_a1").get(&path).await.expect(200).json()["days"], 2);
    }

    async fn another_week_reaches_leave_from_its_first_day(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        granted(&app, "member_b1", "annual", 5.0).await;
        let (from, year) = (week(), week().year());
        let manager = app.by("manager");
        let mine = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        let theirs = ask(&app, "member_b1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        let shift = json!({ "name": "日班", "kind": "fixed", "starts": "09:00", "ends": "18:00", "break_minutes": 60 });
        let shift = manager.post("/api/v1/shifts", shift).await.expect(201).id();
        let week = |free: &[usize]| (0..7).map(|day| if day > 4 || free.contains(&day) { json!(null) } else { json!(shift) }).collect::<Vec<_>>();
        // The department's first schedule holds for everybody: Mondays are free now.
        manager.post("/api/v1/schedules", json!({ "name": "週二至週五", "week": week(&[0]) })).await.expect(201);
        for request in [&mine, &theirs] {
            assert_eq!(days(&app, request).await, (json!(2), json!(0)));
        }
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 3);
        // One person works by another one from the second day of the leave on: Tuesday is free for them, Monday stays free.
        let other = manager.post("/api/v1/schedules", json!({ "name": "不上週二", "week": week(&[1]) })).await.expect(201);
        let assignment = json!({ "schedule_id": other.id(), "employee_ids": [app.id("member_a1")], "starts_on": from + Duration::days(1) });
        manager.post("/api/v1/schedule-assignments", assignment).await.expect(201);
        assert_eq!(days(&app, &mine).await, (json!(1), json!(0)));
        assert_eq!(days(&app, &theirs).await, (json!(2), json!(0)));
        // The pattern itself changes: Tuesday is worked, Wednesday isn't; another name changes nothing.
        let path = other.header("location");
        let renamed = manager.patch(&path, &other.etag(), json!({ "name": "不上週三" })).await.expect(200);
        let recounted = events(&app).len();
        manager.patch(&path, &renamed.etag(), json!({ "week": week(&[2]) })).await.expect(200);
        assert_eq!(days(&app, &mine).await, (json!(1), json!(0)));
        assert!(events(&app).len() > recounted, "{:?}", events(&app));
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 4);
        assert_eq!(app.sql().count("leave_days WHERE counted"), 2 * (1 + 2));
    }

    async fn a_day_that_is_worked_after_all_is_told_where_the_account_lacks_it(app) {
        granted(&app, "member_a1", "annual", 3.0).await;
        let (from, year) = (week(), week().year());
        let first = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        let (path, _) = mark(&app, from + Duration::days(1), "holiday").await;
        let next = from + Duration::days(3);
        ask(&app, "member_a1", "annual", next, next).await.expect(201);
        app.by("manager").delete(&path).await.expect(204);
        assert_eq!((days(&app, &first).await, remaining(&app, "member_a1", "annual", year).await), ((json!(2), json!(0)), json!(0)));
        let trail = app.by("manager").all("/api/v1/audit-entries?event=leave.recounted").await;
        assert!(trail.iter().any(|e| e["changes"]["missing_days"]["to"] == 1), "{trail:?}");
        wait::until("the news", || async {
            let news = app.by("member_a1").get("/api/v1/notifications").language("en").await.expect(200).data();
            news.into_iter().find(|n| n["event"] == "leave.recounted" && n["body"].as_str().unwrap().contains("lacks 1 days"))
        }).await;
    }

    async fn the_only_day_of_a_leave_becomes_a_holiday_and_comes_back(app) {
        granted(&app, "member_a1", "annual", 3.0).await;
        let (from, year) = (week(), week().year());
        let made = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        let (path, _) = mark(&app, from, "holiday").await;
        assert_eq!((days(&app, &made).await, remaining(&app, "member_a1", "annual", year).await), ((json!(1), json!(1)), json!(3)));
        app.by("manager").delete(&path).await.expect(204);
        assert_eq!((days(&app, &made).await, remaining(&app, "member_a1", "annual", year).await), ((json!(1), json!(0)), json!(2)));
        mark(&app, from, "holiday").await;
        decide(&app, "lead_a1", &made, "refuse").await.expect(200);
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 3, "what came back doesn't come back twice");
    }

    async fn an_imported_calendar_reaches_leave_and_leaves_other_kinds_alone(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        let (from, year) = (week(), week().year());
        let to = from + Duration::days(2);
        let annual = ask(&app, "member_a1", "annual", from, to).await.expect(201).json();
        let business = ask(&app, "member_b1", "business", from, to).await.expect(201).json();
        // Counts every day: a holiday changes nothing.
        let body = json!({ "leave_type_id": given::made_leave_type(&app, "outside", "business").await, "starts_on": from, "ends_on": to });
        let calendar = app.by("member_a2").post(crate::leaving::PATH, body).await.expect(201).json();
        let gone = ask(&app, "member_a1b", "business", from, to).await.expect(201).json();
        decide(&app, "lead_a1", &gone, "refuse").await.expect(200);
        let text = format!("date,kind,name\n{from},holiday,x\n{to},holiday,y\n");
        let job = app.by("manager").raw(Method::POST, "/api/v1/imports/calendar-days", "text/csv", text).await.expect(202).header("location");
        wait::until("the import", || async { (app.by("manager").get(&job).await.expect(200).json()["state"] == "done").then_some(()) }).await;
        for (request, left) in [(&annual, 1), (&business, 1), (&calendar, 3), (&gone, 3)] {
            assert_eq!(days(&app, request).await, (json!(left), json!(0)), "{request}");
        }
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 4);
        assert_eq!(app.sql().count("leave_days WHERE counted"), 2 * (1 + 1 + 3));
    }
}
