//! What is asked at each stage, in every reach.

use serde_json::json;

use super::id;
use crate::curve::{Question, token};
use crate::server::Server;
use crate::{Outcome, http};

/// p99 of every question stays below 50 ms; the board reads every module's records and may take 300.
const GOAL: Option<f64> = Some(50_000.0);
const BOARD: (&str, f64) = ("the board", 300_000.0);

const ROLES: [&str; 4] = ["member", "lead", "deputy", "manager"];

/// Asked as each role.
const LISTS: &[(&str, &[&str])] = &[
    ("page of customers", &["/api/v1/customers"]),
    (
        "page of customers, the last changed first",
        &["/api/v1/customers?sort=-updated_at"],
    ),
    (
        "customers by the beginning of the name",
        // 陳, 林美, 王志明
        &[
            "/api/v1/customers?q=%E9%99%B3",
            "/api/v1/customers?q=%E6%9E%97%E7%BE%8E",
            "/api/v1/customers?q=%E7%8E%8B%E5%BF%97%E6%98%8E",
        ],
    ),
    (
        "customers by pinyin and initials",
        &[
            "/api/v1/customers?q=wangmei",
            "/api/v1/customers?q=chen",
            "/api/v1/customers?q=lz",
        ],
    ),
    ("customers of a class", &["/api/v1/customers?class=a"]),
    ("overdue customers", &["/api/v1/follow-ups"]),
    ("page of activities", &["/api/v1/activities"]),
    ("page of cases", &["/api/v1/cases"]),
    (
        "a column of the pipeline",
        &["/api/v1/cases?state=open&stage=application&sort=stage_since"],
    ),
    ("pipeline in figures", &["/api/v1/cases/pipeline"]),
    ("my day", &["/api/v1/my-day"]),
    (BOARD.0, &["/api/v1/regulation/compliance"]),
];

pub fn all<'a>(server: &Server, people: &'a [(String, String)]) -> Outcome<Vec<Question<'a>>> {
    let mut all = Vec::new();
    for role in ROLES {
        for (words, paths) in LISTS {
            all.push(Question {
                words: format!("{words}, {role}"),
                token: token(people, role)?,
                paths: paths.iter().map(|path| (*path).to_owned()).collect(),
                goal: if *words == BOARD.0 {
                    Some(BOARD.1)
                } else {
                    GOAL
                },
            });
        }
    }
    let manager = token(people, "manager")?;
    let found = http::get(server.address, "/api/v1/customers?limit=200", manager)?;
    let found = found["data"].as_array().cloned().unwrap_or_default();
    let one = |path: &str| -> Outcome<Vec<String>> {
        let each = found.iter().map(|one| Ok(path.replace("{}", &id(one)?)));
        each.collect()
    };
    let mut more = |words: &str, paths: Vec<String>| {
        all.push(Question {
            words: format!("{words}, manager"),
            token: manager,
            paths,
            goal: GOAL,
        });
    };
    more("one customer", one("/api/v1/customers/{}")?);
    let history = "/api/v1/customers/{}/activities";
    more("a customer's activities", one(history)?);
    more("customers by phone", phones(server, manager)?);
    Ok(all)
}

/// Customers with a phone of their own, so that the search has something to find.
fn phones(server: &Server, manager: &str) -> Outcome<Vec<String>> {
    let mut paths = Vec::new();
    for n in 0..20 {
        let phone = format!("0800{n:06}");
        let body = json!({ "name": format!("電話{n}"), "phone": phone }).to_string();
        let made = http::call(server.address, "POST", "/api/v1/customers", manager, &body)?;
        // Made at an earlier stage already.
        if made.status != 201 && made.status != 409 {
            return Err(format!("customer: {}", String::from_utf8_lossy(made.body())).into());
        }
        paths.push(format!("/api/v1/customers?q={phone}"));
    }
    Ok(paths)
}
