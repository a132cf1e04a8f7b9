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
