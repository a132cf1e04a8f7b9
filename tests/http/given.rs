//! What several tests start from.

use tests::{App, Client, Value, json};

/// A body for a new employee.
pub fn employee_body(number: &str) -> Value {
    json!({ "number": number, "name": format!("測試 {number}"), "status": "active", "hire_date": "2024-01-15" })
}

/// A new active employee, a member of the team if one is named.
pub async fn employee(app: &App, number: &str, team: Option<&str>) -> Value {
    let mut body = employee_body(number);
    if let Some(team) = team {
        body["team_id"] = json!(app.id(team));
    }
    app.by("manager")
        .post("/api/v1/employees", body)
        .await
        .expect(201)
        .json()
}

/// Path and current entity tag of a record.
pub async fn tagged(client: &Client, path: &str) -> (String, String) {
    (path.to_owned(), client.get(path).await.expect(200).etag())
}

/// The assignment an employee holds now.
pub async fn current_assignment(app: &App, employee: &str) -> Value {
    let path = format!("/api/v1/role-assignments?employee_id={employee}&current=true");
    let mut found = app.by("manager").get(&path).await.expect(200).data();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// A new session with the template's password.
pub async fn sign_in(app: &App, login: &str) -> tests::Reply {
    let body = json!({ "login": login, "password": tests::department::PASSWORD });
    app.anonymous().post("/api/v1/auth/sessions", body).await
}

pub fn ids(records: &[Value]) -> Vec<String> {
    let mut ids: Vec<String> = records
        .iter()
        .map(|r| r["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

/// A kind of leave that anybody may take on any day, without notice, balance or certificate.
pub async fn made_leave_type(app: &App, code: &str, category: &str) -> String {
    let manager = app.by("manager");
    let known = manager.all("/api/v1/leave-types").await;
    if let Some(found) = known.iter().find(|k| k["code"] == code) {
        return found["id"].as_str().unwrap().to_owned();
    }
    let body = json!({
        "code": code, "names": { "zh_hant": "測試假", "zh_hans": "测试假", "en": "Test leave" }, "clause": "4.4.2",
        "category": category, "counts": "calendar_days", "pay_percent": 100, "allows_half_days": true, "notice_days": 0,
        "after_the_fact_days": 3, "balance": "unlimited", "entitlement": [], "carry_over_months": 0
    });
    manager
        .post("/api/v1/leave-types", body)
        .await
        .expect(201)
        .id()
}

/// Path of the approval of a leave of so many days, asked by a person of the template for themselves.
pub async fn request(app: &App, who: &str, first: i64, days: i64) -> String {
    let body = leave_body(app, first, days).await;
    asked(&app.by(who), body).await
}

pub async fn leave_body(app: &App, first: i64, days: i64) -> Value {
    json!({
        "leave_type_id": made_leave_type(app, "outside", "business").await,
        "starts_on": tests::clock::in_days(first), "ends_on": tests::clock::in_days(first + days - 1)
    })
}

/// Path of the approval of the leave that is asked for.
pub async fn asked(client: &Client, body: Value) -> String {
    let request = client
        .post("/api/v1/leave-requests", body)
        .await
        .expect(201);
    format!("/api/v1/approvals/{}", request.str("/approval_id"))
}

/// Decides with the version that is current.
pub async fn decide(app: &App, who: &str, approval: &str, decision: &str) -> tests::Reply {
    let (path, tag) = tagged(&app.by("manager"), approval).await;
    app.by(who)
        .post(
            &format!("{path}/decisions"),
            json!({ "decision": decision, "comment": "已閱" }),
        )
        .header("if-match", &tag)
        .await
}

/// The person is on approved leave yesterday, today and tomorrow.
pub async fn away(app: &App, who: &str, decided_by: &str) {
    let body = json!({
        "leave_type_id": made_leave_type(app, "away", "leave").await,
        "starts_on": tests::clock::in_days(-1), "ends_on": tests::clock::in_days(1)
    });
    let approval = asked(&app.by(who), body).await;
    let reply = decide(app, decided_by, &approval, "approve")
        .await
        .expect(200);
    assert_eq!(reply.str("/state"), "approved", "{}", reply.told());
}

/// Id of a kind of leave.
pub async fn leave_type(app: &App, code: &str) -> String {
    let kinds = app
        .by("manager")
        .get("/api/v1/leave-types?limit=200")
        .await
        .expect(200)
        .data();
    let kind = kinds.iter().find(|k| k["code"] == code);
    kind.unwrap_or_else(|| panic!("no leave type {code}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// So many days of a kind of leave, granted by the manager.
pub async fn leave(app: &App, person: &str, code: &str, year: i32, days: f64) {
    let body = json!({
        "employee_id": app.id(person), "leave_type_id": leave_type(app, code).await, "year": year, "kind": "grant", "days": days,
        "note": "test"
    });
    app.by("manager")
        .post("/api/v1/leave-entries", body)
        .await
        .expect(201);
}
