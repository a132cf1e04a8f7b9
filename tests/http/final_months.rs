//! Months whose statement is final (4.4.3): neither the statement nor a day of it changes any more, and no leave comes into it.

use chrono::{Datelike, NaiveDate};
use tests::clock::{date, in_days};
use tests::{App, Backend, Reply, Value, both, json};

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

    async fn a_month_that_was_final_before_days_were_kept_keeps_them_from_the_next_start_on(app) {
        let (day, path) = (working_day(), published(&app).await);
        punch(&app, "E111", day, &["09:20", "18:00"]).await;
        finalize(&app, &path).await.expect(200);
        let frozen = told(&app, day).await;
        app.sql().run("UPDATE attendance_lines SET days = NULL");
        let app = app.restart().await;
        assert_eq!(app.sql().count("attendance_lines WHERE days IS NULL"), 0);
        assert_eq!(told(&app, day).await, frozen);
        punch(&app, "E111", day, &["08:55"]).await;
        assert_eq!(told(&app, day).await, frozen, "a late punch");
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

    async fn what_comes_in_while_lines_are_brought_up_to_date_is_taken_in(app) {
        let (day, path) = (working_day(), published(&app).await);
        // Whoever clocks in too late for the first look at their line: as soon as somebody else's is written.
        punch(&app, "E111", day, &["09:00", "18:00"]).await;
        app.sql().run(&meanwhile(app.backend, day));
        finalize(&app, &path).await.expect(200);
        let line = app.by("manager").all(&format!("{path}/lines?employee_id={}", app.id("member_a1b"))).await.remove(0);
        assert_eq!((&line["present_days"], &line["worked_minutes"]), (&json!(1), &json!(480)), "{line}");
        assert_eq!(day_of(&app, "manager", "member_a1b", day).await["status"], "present");
        let renewed = app.by("manager").all("/api/v1/audit-entries?event=attendance_line.renewed").await;
        assert_eq!(renewed.len(), 2, "each is told to whom it concerns");
    }
}

/// Has E112 clock in and out on that day when any line of a statement is written anew.
fn meanwhile(backend: Backend, day: NaiveDate) -> String {
    let row = |n: u32, clock: &str| {
        let at: chrono::DateTime<chrono::Utc> = at(day, clock).parse().unwrap();
        let (id, at) = match backend {
            Backend::Sqlite => (format!("X'{:032x}'", n), at.timestamp_micros().to_string()),
            Backend::Postgres => (
                format!("'00000000-0000-0000-0000-{n:012x}'::uuid"),
                format!("TIMESTAMPTZ '{}'", at.to_rfc3339()),
            ),
        };
        format!(
            "INSERT INTO punches (id, employee_id, at, kind, source, created_at) \
             SELECT {id}, e.id, {at}, 'unspecified', 'clock', {at} FROM employees e WHERE e.number = 'E112' \
             AND NOT EXISTS (SELECT 1 FROM punches p WHERE p.id = {id});"
        )
    };
    let rows = row(1, "09:00") + &row(2, "18:00");
    match backend {
        Backend::Sqlite => {
            format!("CREATE TRIGGER meanwhile AFTER UPDATE ON attendance_lines BEGIN {rows} END;")
        }
        Backend::Postgres => format!(
            "CREATE FUNCTION meanwhile() RETURNS trigger AS $$ BEGIN {rows} RETURN NULL; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER meanwhile AFTER UPDATE ON attendance_lines FOR EACH ROW EXECUTE FUNCTION meanwhile();"
        ),
    }
}
