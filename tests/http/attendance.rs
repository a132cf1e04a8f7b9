//! What the tests of attendance start from: shifts, a default schedule, days in the past, statements.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use tests::clock::{date, in_days};
use tests::{App, Value, json, wait};

/// A day shift, 09:00 to 18:00 with an hour's break.
pub fn shift(name: &str) -> Value {
    json!({ "name": name, "kind": "fixed", "starts": "09:00", "ends": "18:00", "break_minutes": 60 })
}

/// The default schedule, Monday to Friday in the day shift; made where there is none.
pub async fn office(app: &App) -> String {
    let manager = app.by("manager");
    let known = manager.get("/api/v1/schedules").await.expect(200).data();
    if let Some(default) = known.iter().find(|s| s["is_default"] == true) {
        return default["id"].as_str().unwrap().to_owned();
    }
    let day = manager
        .post("/api/v1/shifts", shift("日班"))
        .await
        .expect(201)
        .id();
    let week = json!([day, day, day, day, day, null, null]);
    manager
        .post(
            "/api/v1/schedules",
            json!({ "name": "週一至週五", "week": week }),
        )
        .await
        .expect(201)
        .id()
}

/// The latest working day at least so many days ago.
pub fn weekday(ago: i64) -> NaiveDate {
    let mut day = date(-ago);
    while day.weekday().number_from_monday() > 5 {
        day -= Duration::days(1);
    }
    day
}

/// A local time of a day in the template's zone, Asia/Taipei; hours past 24 are the day after.
pub fn at(day: NaiveDate, clock: &str) -> String {
    let (hours, minutes) = clock.split_once(':').unwrap();
    let minutes = hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap();
    let midnight: DateTime<Utc> = day.and_time(chrono::NaiveTime::MIN).and_utc();
    (midnight + Duration::minutes(minutes) - Duration::hours(8))
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Punches by a time clock.
pub async fn punch(app: &App, number: &str, day: NaiveDate, clocks: &[&str]) -> Value {
    let punches: Vec<Value> = clocks
        .iter()
        .map(|clock| json!({ "employee_number": number, "at": at(day, clock) }))
        .collect();
    app.by("manager")
        .post("/api/v1/clock-punches", json!({ "punches": punches }))
        .await
        .expect(200)
        .json()
}

/// The day of somebody, as somebody sees it.
pub async fn day_of(app: &App, who: &str, person: &str, day: NaiveDate) -> Value {
    let path = format!(
        "/api/v1/attendance-days?from={day}&to={day}&employee_id={}",
        app.id(person)
    );
    let mut found = app.by(who).get(&path).await.expect(200).data();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// `2026-10`, so many months ago.
pub fn month(ago: u32) -> String {
    let first = date(0).with_day(1).unwrap();
    (first - chrono::Months::new(ago))
        .format("%Y-%m")
        .to_string()
}

/// Drafts the statement of a month and waits for it; its path.
pub async fn drafted(app: &App, month: &str) -> String {
    let manager = app.by("manager");
    let reply = manager
        .post("/api/v1/attendance-statements", json!({ "month": month }))
        .await
        .expect(202);
    let job = wait::until("the draft", || async {
        let job = manager
            .get(&reply.header("location"))
            .await
            .expect(200)
            .json();
        (job["state"] == "done" || job["state"] == "failed").then_some(job)
    })
    .await;
    assert_eq!(job["state"], "done", "{job}");
    let all = manager.all("/api/v1/attendance-statements").await;
    let made = all.iter().find(|s| s["month"] == month).unwrap();
    format!(
        "/api/v1/attendance-statements/{}",
        made["id"].as_str().unwrap()
    )
}

/// Publishes a draft; its new entity tag.
pub async fn publish(app: &App, path: &str) -> String {
    let manager = app.by("manager");
    let tag = manager.get(path).await.expect(200).etag();
    manager
        .post(
            &format!("{path}/publications"),
            json!({ "objections_until": in_days(3) }),
        )
        .header("if-match", &tag)
        .await
        .expect(200)
        .etag()
}

/// The time for objections of all published statements ended yesterday.
pub fn window_over(app: &App) {
    let yesterday = in_days(-2);
    app.sql().run(&format!(
        "UPDATE attendance_statements SET objections_until = '{yesterday}' WHERE state = 'published'"
    ));
}
