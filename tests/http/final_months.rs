//! Months whose statement is final (4.4.3): neither the statement nor a day of it changes any more, and no leave comes into it.

use chrono::{Datelike, NaiveDate};
use tests::clock::{date, in_days};
use tests::{App, Reply, Value, both, json};

use crate::attendance::{at, day_of, drafted, month, office, publish, punch, window_over};
use crate::given;

/// The latest month whose last night is over, too.
fn closed() -> String {
    month(if date(0).day() == 1 { 2 } else { 1 })
}

/// The first working day of that month.
fn working_day() -> NaiveDate {
    let mut day: NaiveDate = format!("{}-01", closed()).parse().unwrap();
    while day.weekday().number_from_monday() > 5 {
        day = day.succ_opt().unwrap();
    }
    day
}

async fn finalize(app: &App, path: &str) -> Reply {
    let tag = app.by("manager").get(path).await.expect(200).etag();
    app.by("manager")
        .post(&format!("{path}/finalizations"), json!({}))
        .header("if-match", &tag)
        .await
}

async fn published(app: &App) -> String {
    office(app).await;
    let path = drafted(app, &closed()).await;
    publish(app, &path).await;
    window_over(app);
    path
}

/// A leave of one day of that month, asked for long afterwards.
async fn leave(app: &App, who: &str) -> Reply {
    let body = json!({
        "code": "late", "names": { "zh_hant": "事後假", "zh_hans": "事后假", "en": "Late leave" }, "clause": "4.4.2",
        "category": "leave", "counts": "calendar_days", "pay_percent": 100, "allows_half_days": true, "notice_days": 0,
        "after_the_fact_days": 90, "balance": "unlimited", "entitlement": [], "carry_over_months": 0
    });
    let manager = app.by("manager");
    let known = manager.all("/api/v1/leave-types").await;
    let kind = match known.iter().find(|k| k["code"] == "late") {
        Some(kind) => kind["id"].as_str().unwrap().to_owned(),
        None => manager
            .post("/api/v1/leave-types", body)
            .await
            .expect(201)
            .id(),
    };
    let day = working_day();
    app.by(who)
        .post(
            "/api/v1/leave-requests",
            json!({ "leave_type_id": kind, "starts_on": day, "ends_on": day }),
        )
        .await
}

fn approval(request: &Reply) -> String {
    format!("/api/v1/approvals/{}", request.str("/approval_id"))
}

/// What the list, its export and the board say of the day.
async fn told(app: &App, day: NaiveDate) -> (Vec<Value>, String, Value) {
    let lead = app.by("lead_a1");
    let list = format!("/api/v1/attendance-days?from={day}&to={day}");
    let csv = lead
        .get(&list)
        .header("accept", "text/csv")
        .await
        .expect(200)
        .text();
    let board = lead
        .get(&format!("/api/v1/attendance-board?date={day}"))
        .await
        .expect(200)
        .json();
    (lead.all(&list).await, csv, board)
}

both! {
    async fn a_late_punch_a_new_shift_or_an_earlier_schedule_changes_no_day_of_a_final_month(app) {
        let (day, path) = (working_day(), published(&app).await);
        punch(&app, "E111", day, &["09:20", "18:00"]).await;
        let live = told(&app, day).await;
        assert_eq!(live.0.iter().find(|d| d["employee"]["number"] == "E111").unwrap()["status"], "late", "{live:?}");
        finalize(&app, &path).await.expect(200);
        assert_eq!(told(&app, day).await, live, "it was frozen as it stood");
        punch(&app, "E111", day, &["08:55"]).await;
        punch(&app, "E112", day, &["09:00", "18:00"]).await;
        assert_eq!(told(&app, day).await, live, "a late punch");
        let manager = app.by("manager");
        let shift = manager.get("/api/v1/shifts").await.expect(200).data().remove(0);
        let change = json!({ "name": "早班", "starts": "06:00", "late_grace_minutes": 30 });
        manager.patch(&format!("/api/v1/shifts/{}", shift["id"].as_str().unwrap()), "\"1\"", change).await.expect(200);
        assert_eq!(told(&app, day).await, live, "another shift");
        let rest = manager.post("/api/v1/schedules", json!({ "name": "不排班", "week": [null, null, null, null, null, null, null] })).await.expect(201).id();
        let assign = json!({ "schedule_id": rest, "employee_ids": [app.id("member_a1")], "starts_on": day });
        manager.post("/api/v1/schedule-assignments", assign).await.expect(201);
        manager.post("/api/v1/calendar-days", json!({ "date": day, "kind": "holiday", "name": "颱風假" })).await.expect(201);
        assert_eq!(told(&app, day).await, live, "an earlier schedule and a holiday");
        // What isn't final follows, and a list over both months shows both.
        let open = crate::attendance::weekday(1);
        if open.format("%Y-%m").to_string() != closed() {
            assert_eq!(day_of(&app, "lead_a1", "member_a1", open).await["status"], "rest");
            let list = format!("/api/v1/attendance-days?from={day}&to={}&employee_id={}", in_days(0), app.id("member_a1"));
            let all = app.by("lead_a1").all(&list).await;
            let status = |on: NaiveDate| all.iter().find(|d| d["date"] == json!(on)).unwrap()["status"].clone();
            assert_eq!((status(day), status(open)), (json!("late"), json!("rest")));
        }
        let abnormal = app.by("lead_a1").all(&format!("/api/v1/attendance-days?from={day}&to={day}&abnormal=true")).await;
        assert!(abnormal.iter().any(|d| d["employee"]["number"] == "E111"), "filtered as it was frozen: {abnormal:?}");
    }

    async fn leave_that_is_being_decided_holds_the_statement(app) {
        let path = published(&app).await;
        let asked = leave(&app, "member_a1").await.expect(201);
        let refused = finalize(&app, &path).await.problem(409, "leave_undecided").json();
        assert_eq!(refused["current"]["state"], "published");
        given::decide(&app, "lead_a1", &approval(&asked), "approve").await.expect(200);
        finalize(&app, &path).await.expect(200);
        let line = app.by("manager").all(&format!("{path}/lines?employee_id={}", app.id("member_a1"))).await.remove(0);
        assert_eq!(line["leave_days"], 1);
    }

    async fn a_final_month_takes_no_leave_and_gives_none_back(app) {
        let path = published(&app).await;
        let taken = leave(&app, "member_a1").await.expect(201);
        given::decide(&app, "lead_a1", &approval(&taken), "approve").await.expect(200);
        let returned = leave(&app, "member_a1b").await.expect(201);
        given::decide(&app, "lead_a1", &approval(&returned), "return").await.expect(200);
        finalize(&app, &path).await.expect(200);
        leave(&app, "member_a2").await.problem(409, "statement_frozen").at("/starts_on", "statement_frozen");
        let member = app.by("member_a1b");
        let record = member.get(&returned.header("location")).await.expect(200);
        member.patch(&returned.header("location"), &record.etag(), json!({ "starts_half": "pm" })).await.problem(409, "statement_frozen");
        member.post(&format!("{}/resubmissions", approval(&returned)), json!({})).await.problem(409, "statement_frozen");
        let back = json!({ "resumes_on": working_day() });
        app.by("lead_a1").post(&format!("{}/early-returns", taken.header("location")), back).await.problem(409, "statement_frozen").at("/resumes_on", "statement_frozen");
        // What was asked before the month became final isn't approved into it.
        app.sql().run("UPDATE attendance_statements SET state = 'published'");
        let open = leave(&app, "lead_a1").await.expect(201);
        app.sql().run("UPDATE attendance_statements SET state = 'final'");
        given::decide(&app, "deputy_a", &approval(&open), "approve").await.problem(409, "statement_frozen");
        given::decide(&app, "deputy_a", &approval(&open), "refuse").await.expect(200);
    }

    async fn whoever_no_longer_belongs_into_the_month_leaves_the_statement_before_it_is_final(app) {
        let path = published(&app).await;
        let lines = |path: String| { let app = &app; async move { app.by("manager").all(&format!("{path}/lines?employee_id={}", app.id("member_a1"))).await.len() } };
        assert_eq!(lines(path.clone()).await, 1);
        let person = format!("/api/v1/employees/{}", app.id("member_a1"));
        let (_, tag) = given::tagged(&app.by("manager"), &person).await;
        app.by("manager").patch(&person, &tag, json!({ "hire_date": in_days(0) })).await.expect(200);
        finalize(&app, &path).await.expect(200);
        assert_eq!(lines(path.clone()).await, 0);
    }

    async fn nothing_is_renewed_for_a_finalization_that_is_refused(app) {
        let path = published(&app).await;
        punch(&app, "E111", working_day(), &["09:00", "18:00"]).await;
        let manager = app.by("manager");
        let finals = format!("{path}/finalizations");
        manager.post(&finals, json!({})).await.problem(428, "if_match_missing");
        manager.post(&finals, json!({})).header("if-match", "\"99\"").await.problem(412, "stale_version");
        assert!(manager.all("/api/v1/audit-entries?event=attendance_line.renewed").await.is_empty());
        // A repeat of what was done gets its first answer.
        let tag = manager.get(&path).await.expect(200).etag();
        let first = manager.post(&finals, json!({})).header("if-match", &tag).once("final-1").await.expect(200);
        let again = manager.post(&finals, json!({})).header("if-match", &tag).once("final-1").await.expect(200);
        assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), "true".to_owned()));
        assert_eq!(manager.all("/api/v1/audit-entries?event=attendance_line.renewed").await.len(), 1);
    }

    async fn the_running_month_is_neither_published_nor_final(app) {
        office(&app).await;
        let path = drafted(&app, &month(0)).await;
        finalize(&app, &path).await.problem(409, "statement_not_published");
        let tag = app.by("manager").get(&path).await.expect(200).etag();
        let publication = json!({ "objections_until": in_days(3) });
        app.by("manager").post(&format!("{path}/publications"), publication).header("if-match", &tag).await.problem(409, "month_not_over");
        // One that was published before this was asked.
        app.sql().run(&format!("UPDATE attendance_statements SET state = 'published', objections_until = '{}'", in_days(-2)));
        finalize(&app, &path).await.problem(409, "month_not_over");
    }

    async fn nobody_is_frozen_out_of_what_came_in_while_it_was_frozen(app) {
        let (day, path) = (working_day(), published(&app).await);
        let punches = (0..12).map(|n| {
            let app = &app;
            async move {
                let clock = format!("{:02}:{:02}", 9 + n / 2, 30 * (n % 2));
                let body = json!({ "punches": [{ "employee_number": "E112", "at": at(day, &clock) }] });
                app.by("manager").post("/api/v1/clock-punches", body).await.expect(200);
                None
            }
        });
        type Doing<'a> = std::pin::Pin<Box<dyn Future<Output = Option<Reply>> + 'a>>;
        let mut all: Vec<Doing> = punches.map(|p| Box::pin(p) as Doing).collect();
        all.insert(6, Box::pin(async { Some(finalize(&app, &path).await) }));
        let done = futures_util::future::join_all(all).await;
        done.into_iter().flatten().next().unwrap().expect(200);
        // The line and the days behind it are of the same facts.
        let line = app.by("manager").all(&format!("{path}/lines?employee_id={}", app.id("member_a1b"))).await.remove(0);
        let told = day_of(&app, "manager", "member_a1b", day).await;
        assert_eq!(line["worked_minutes"], told["worked_minutes"], "{line} {told}");
    }
}
