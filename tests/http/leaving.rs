//! What tests of leave start from: days ahead, balances, requests and what becomes of them.

use chrono::{Datelike, Duration, NaiveDate};
use tests::clock::date;
use tests::{App, Reply, Value, json};

use crate::given;

pub const PATH: &str = "/api/v1/leave-requests";

/// The Monday so many weeks ahead, at least two weeks from now, in a year that is granted.
pub fn monday(weeks: i64) -> NaiveDate {
    let day = date(14 + weeks * 7);
    let back = day.weekday().num_days_from_monday();
    day + Duration::days(7 - i64::from(back))
}

/// A Monday to Friday and a balance that reaches it, whatever the year.
pub async fn granted(app: &App, person: &str, code: &str, days: f64) {
    let this = date(0).year();
    for year in [this - 1, this, this + 1] {
        given::leave(app, person, code, year, days).await;
    }
}

pub async fn ask(app: &App, person: &str, code: &str, from: NaiveDate, to: NaiveDate) -> Reply {
    let body = json!({ "leave_type_id": given::leave_type(app, code).await, "starts_on": from, "ends_on": to });
    app.by(person).post(PATH, body).await
}

/// Decides the open step of a request.
pub async fn decide(app: &App, person: &str, request: &Value, decision: &str) -> Reply {
    let path = format!(
        "/api/v1/approvals/{}",
        request["approval_id"].as_str().unwrap()
    );
    let tag = app.by(person).get(&path).await.expect(200).etag();
    let body = json!({ "decision": decision, "comment": "看過了" });
    app.by(person)
        .post(&format!("{path}/decisions"), body)
        .header("if-match", &tag)
        .await
}

pub async fn read(app: &App, request: &Value) -> Reply {
    let path = format!("{PATH}/{}", request["id"].as_str().unwrap());
    app.by("manager").get(&path).await.expect(200)
}

pub async fn remaining(app: &App, person: &str, code: &str, year: i32) -> Value {
    let path = format!(
        "/api/v1/employees/{}/leave-balances?year={year}",
        app.id(person)
    );
    let all = app.by("manager").get(&path).await.expect(200).data();
    let one = all
        .iter()
        .find(|b| b["leave_type"]["code"] == code)
        .unwrap();
    one["remaining"].clone()
}

/// Acts on the approval of a request: `withdrawals`, `resubmissions`.
pub async fn follow(app: &App, person: &str, request: &Value, act: &str) -> Reply {
    let approval = request["approval_id"].as_str().unwrap();
    let path = format!("/api/v1/approvals/{approval}/{act}");
    app.by(person).post(&path, json!({})).await
}

/// Changes a request with the version that is current.
pub async fn change(app: &App, person: &str, request: &Value, body: Value) -> Reply {
    let now = read(app, request).await;
    let path = format!("{PATH}/{}", now.id());
    app.by(person).patch(&path, &now.etag(), body).await
}

/// The last day before today, in any zone, on which an office works.
pub fn workday_before(days: i64) -> NaiveDate {
    (days..)
        .map(|n| date(-n))
        .find(|d| d.weekday().num_days_from_monday() < 5)
        .unwrap()
}

/// Events about leave requests, oldest first.
pub fn events(app: &App) -> Vec<String> {
    app.sql()
        .texts("SELECT event AS v FROM outbox WHERE subject_kind = 'leave_request' ORDER BY id")
}
