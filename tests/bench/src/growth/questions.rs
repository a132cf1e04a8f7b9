//! What is asked at each stage, in every reach.

use serde_json::Value;

use crate::curve::{Question, token};
use crate::server::Server;
use crate::{Outcome, http};

type People = [(String, String)];

/// Lists that a page is taken of as each role that reaches more than itself.
const LISTS: &[(&str, &str)] = &[
    ("page of 50 approvals", "/api/v1/approvals?box=all"),
    ("page of 50 leave requests", "/api/v1/leave-requests"),
    (
        "page of 50 leave requests, one state",
        "/api/v1/leave-requests?state=returned",
    ),
    ("page of 50 ledger lines", "/api/v1/leave-entries"),
    ("this month's absences", "/api/v1/absences"),
    ("page of 50 punches", "/api/v1/punches"),
    ("page of 50 days", "/api/v1/attendance-days"),
    (
        "page of 50 abnormal days",
        "/api/v1/attendance-days?abnormal=true",
    ),
    ("page of 50 corrections", "/api/v1/corrections"),
    (
        "page of 50 schedule assignments",
        "/api/v1/schedule-assignments",
    ),
];

pub fn all<'a>(server: &Server, people: &'a People) -> Outcome<Vec<Question<'a>>> {
    let manager = token(people, "manager")?;
    let staff = "/api/v1/employees?limit=200&status=active";
    let staff = http::get(server.address, staff, manager)?;
    let staff = staff["data"].as_array().cloned().unwrap_or_default();
    let each = |pointer: &str, path: &str| -> Vec<String> {
        let values = staff
            .iter()
            .filter_map(|one| one.pointer(pointer).and_then(Value::as_str));
        values.map(|id| path.replace("{}", id)).collect()
    };
    let mut all = Vec::new();
    let mut add = |words: String, token: &'a str, paths: Vec<String>, goal: Option<f64>| {
        all.push(Question {
            words,
            token,
            paths,
            goal,
        });
    };
    let goal = Some(20_000.0);
    let mine = "/api/v1/attendance-days?employee_id={}";
    add("my month".into(), manager, each("/id", mine), goal);
    let board = "/api/v1/attendance-board?team_id={}";
    add("team board".into(), manager, each("/team_id", board), goal);
    let inbox = |tab: &str| vec![format!("/api/v1/approvals?box={tab}")];
    let lead = token(people, "lead")?;
    add("inbox page".into(), lead, inbox("waiting"), goal);
    add("what I decided".into(), lead, inbox("handled"), goal);
    let one = each("/id", "/api/v1/punches?employee_id={}");
    add("page of 50 punches, one person".into(), manager, one, None);
    for role in ["lead", "deputy", "manager"] {
        for (words, path) in LISTS {
            let words = format!("{words}, {role}");
            add(words, token(people, role)?, vec![(*path).into()], None);
        }
    }
    Ok(all)
}
