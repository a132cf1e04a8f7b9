//! Every list as CSV and NDJSON: the same rules, the same filters, whole and harmless.

use tests::{Role, both, json};

use crate::given;

/// Fields of a CSV text; small, for what our own server writes.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {}
            (false, '\n') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, c) => cell.push(c),
        }
    }
    assert!(
        !quoted && cell.is_empty() && row.is_empty(),
        "a broken file: {text}"
    );
    rows
}

both! {
    async fn a_csv_export_holds_the_whole_list_in_its_order(app) {
        for n in 0..60 {
            given::employee(&app, &format!("Z{n:03}"), Some("team_a1")).await;
        }
        let reply = app.by("manager").get("/api/v1/employees?sort=-number").header("accept", "text/csv").await.expect(200);
        assert!(reply.header("content-type").starts_with("text/csv"));
        assert!(reply.header("content-disposition").contains("employees.csv"));
        let rows = csv(&reply.text());
        assert_eq!(rows.len(), 75, "a header and 74 people, more than a page");
        assert!(rows.iter().all(|r| r.len() == rows[0].len()));
        let at = rows[0].iter().position(|h| h == "number").unwrap();
        let listed: Vec<String> = app.by("manager").all("/api/v1/employees?sort=-number").await.iter().map(|e| e["number"].as_str().unwrap().to_owned()).collect();
        assert_eq!(rows[1..].iter().map(|r| r[at].clone()).collect::<Vec<_>>(), listed);
    }

    async fn an_ndjson_export_says_what_the_list_says(app) {
        let reply = app.by("manager").get("/api/v1/employees?status=active").header("accept", "application/x-ndjson").await.expect(200);
        assert!(reply.header("content-type").starts_with("application/x-ndjson"));
        let lines: Vec<serde_json::Value> = reply.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines, app.by("manager").all("/api/v1/employees?status=active").await);
    }

    async fn an_export_stays_inside_the_reach_and_keeps_the_filters(app) {
        for (role, people) in [(Role::Member, 1), (Role::Lead, 4), (Role::Manager, 14)] {
            let text = app.as_role(role).get("/api/v1/employees").header("accept", "text/csv").await.expect(200).text();
            assert_eq!(csv(&text).len() - 1, people, "{role:?}");
        }
        let text = app.by("manager").get("/api/v1/employees?role=lead").header("accept", "text/csv").await.expect(200).text();
        assert_eq!(csv(&text).len() - 1, 3);
    }

    async fn cells_that_look_like_formulas_are_defused(app) {
        for (n, name) in ["=1+1", "+1", "-1", "@SUM(A1)", "正常 =1"].iter().enumerate() {
            let mut body = given::employee_body(&format!("F{n}"));
            body["name"] = json!(name);
            app.by("manager").post("/api/v1/employees", body).await.expect(201);
        }
        let text = app.by("manager").get("/api/v1/employees").header("accept", "text/csv").await.expect(200).text();
        for row in csv(&text) {
            for cell in row {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            }
        }
        let json = app.by("manager").get("/api/v1/employees?q=F0").await.expect(200).data();
        assert_eq!(json[0]["name"], "=1+1", "the record itself is untouched");
    }

    async fn every_list_can_be_exported(app) {
        let approvals = ["approvals", "approval-flows", "delegations", "shifts", "schedules", "schedule-assignments", "punches"];
        let attendance = ["attendance-days", "corrections", "attendance-statements", "attendance-objections"];
        for list in ["employees", "areas", "teams", "role-assignments", "audit-entries", "api-keys", "auth/sessions", "notifications", "jobs"].iter().chain(&approvals).chain(&attendance) {
            let text = app.by("manager").get(&format!("/api/v1/{list}")).header("accept", "text/csv").await.expect(200).text();
            assert!(!csv(&text)[0].is_empty(), "{list}");
            let ndjson = app.by("manager").get(&format!("/api/v1/{list}")).header("accept", "application/x-ndjson").await.expect(200).text();
            for line in ndjson.lines() {
                serde_json::from_str::<serde_json::Value>(line).unwrap();
            }
        }
    }

    async fn the_columns_of_exports_are_the_documented_ones(app) {
        crate::attendance::office(&app).await;
        let statement = crate::attendance::drafted(&app, &crate::attendance::month(1)).await;
        let contract = app.anonymous().get("/api/openapi.json").await.expect(200).json();
        let lists = [
            ("/approvals", "/approvals"), ("/punches", "/punches"), ("/corrections", "/corrections"), ("/attendance-days", "/attendance-days"),
            ("/attendance-objections", "/attendance-objections"), ("/attendance-statements/{id}/lines", &format!("{}/lines", statement.trim_start_matches("/api/v1")) as &str),
        ];
        for (path, list) in lists {
            let description = contract["paths"][format!("/api/v1{path}")]["get"]["description"].as_str().unwrap_or_default().to_owned();
            let (_, told) = description.split_once("As CSV the columns are").unwrap_or_else(|| panic!("{path} tells no columns: {description}"));
            let told: Vec<String> = told.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            let text = app.by("manager").get(&format!("/api/v1{list}")).header("accept", "text/csv").await.expect(200).text();
            let header: Vec<String> = csv(&text)[0].iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
            assert_eq!(header, told, "{path}");
        }
    }

    async fn a_refused_export_is_still_a_problem(app) {
        app.by("manager").get("/api/v1/employees?colour=red").header("accept", "text/csv").await.problem(400, "unknown_parameter");
        app.by("deputy_a").get("/api/v1/api-keys").header("accept", "text/csv").await.problem(403, "forbidden");
    }
}
