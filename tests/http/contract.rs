//! The published contract: fresh, complete, and true.

use std::collections::{BTreeMap, BTreeSet};

use tests::run::{Run, root};
use tests::server::Setting;
use tests::{Backend, Role, Value, both, json, run};

fn committed() -> Value {
    serde_json::from_slice(&std::fs::read(root().join("openapi/openapi.json")).unwrap()).unwrap()
}

/// Path, method, operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut out = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            out.push((path.clone(), method.clone(), operation.clone()));
        }
    }
    out
}

#[test]
fn the_committed_documents_are_fresh() {
    let run = Run::current();
    let folder = tempfile::tempdir_in(&run.folder).unwrap();
    let setting = Setting::new(&run, "sqlite::memory:", folder.path());
    let told = setting
        .command(&["openapi", "--check"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "run `make openapi`: {}",
        String::from_utf8_lossy(&told.stderr)
    );
}

#[test]
fn the_freshness_check_can_fail() {
    let run = Run::current();
    let folder = tempfile::tempdir_in(&run.folder).unwrap();
    let copy = folder.path().join("openapi");
    std::fs::create_dir(&copy).unwrap();
    for name in ["openapi.json", "rules.md"] {
        std::fs::copy(root().join("openapi").join(name), copy.join(name)).unwrap();
    }
    let check = || {
        Setting::new(&run, "sqlite::memory:", folder.path())
            .run(&["openapi", "--check"])
            .status
            .success()
    };
    assert!(check(), "an untouched copy is fresh");
    for name in ["openapi.json", "rules.md"] {
        let text = std::fs::read_to_string(copy.join(name)).unwrap();
        std::fs::write(copy.join(name), text.replacen("employee", "employees", 1)).unwrap();
        assert!(!check(), "a bent {name} passed");
        std::fs::write(copy.join(name), text).unwrap();
        assert!(check());
    }
}

#[test]
fn every_operation_says_all_that_api_md_asks() {
    let document = committed();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["info"]["license"]["identifier"].is_string());
    let mut seen = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let name = operation["operationId"]
            .as_str()
            .unwrap_or_else(|| panic!("{method} {path} has no operationId"));
        assert!(seen.insert(name.to_owned()), "{name} twice");
        assert!(
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()),
            "{name}"
        );
        assert_eq!(
            operation["tags"].as_array().map(Vec::len),
            Some(1),
            "{name}: one tag"
        );
        assert!(
            operation["summary"].as_str().is_some_and(|s| !s.is_empty()),
            "{name}: summary"
        );
        assert!(
            operation["x-action"].is_string() && operation["x-clause"].is_string(),
            "{name}: x-action, x-clause"
        );
        assert!(operation["security"].is_array(), "{name}: security");
        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|s| s.starts_with('2')),
            "{name}: a success"
        );
        let mut wanted = vec!["429", "500", "503"];
        if operation["x-action"] != "public" {
            wanted.extend(["401", "403"]);
        }
        if path.contains('{') {
            wanted.push("404");
        }
        if method == "patch" {
            wanted.extend(["412", "428"]);
        }
        if operation.get("requestBody").is_some() {
            wanted.extend(["400", "413", "415", "422"]);
        }
        for status in wanted {
            let response = responses
                .get(status)
                .unwrap_or_else(|| panic!("{name}: {status}"));
            assert!(
                response["description"]
                    .as_str()
                    .is_some_and(|d| !d.is_empty()),
                "{name} {status}"
            );
            assert!(
                response["content"]["application/problem+json"]["schema"].is_object(),
                "{name} {status}"
            );
        }
        for (status, response) in responses
            .iter()
            .filter(|(s, _)| s.starts_with('2') && s.as_str() != "204")
        {
            let content = response["content"]
                .as_object()
                .unwrap_or_else(|| panic!("{name} {status}: content"));
            assert!(
                content
                    .values()
                    .any(|m| m.get("example").is_some() || m.get("examples").is_some()),
                "{name} {status}: example"
            );
        }
    }
    assert!(seen.len() > 40, "only {} operations", seen.len());
}

#[test]
fn references_resolve_and_component_names_are_used() {
    let document = committed();
    let text = document.to_string();
    for (name, _) in document["components"]["schemas"].as_object().unwrap() {
        assert!(
            text.contains(&format!("\"#/components/schemas/{name}\"")),
            "{name} is never used"
        );
    }
    for reference in text
        .split("\"$ref\":\"")
        .skip(1)
        .map(|r| r.split('"').next().unwrap())
    {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

#[test]
fn every_problem_code_of_the_contract_is_in_the_document() {
    let document = committed();
    let codes: Vec<&str> = document["components"]["schemas"]["ProblemCode"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c.as_str().unwrap())
        .collect();
    let source = std::fs::read_to_string(root().join("openapi/src/code.rs")).unwrap();
    let table = source.split("codes! {").nth(1).unwrap();
    for line in table.lines().filter(|l| l.contains(" = \"")) {
        let name = line.split('"').nth(1).unwrap();
        assert!(codes.contains(&name), "{name}");
    }
}

/// `| action | clause | title | member | lead | deputy | manager |` of `openapi/rules.md`.
pub fn rules_page() -> BTreeMap<String, [String; 4]> {
    let text = std::fs::read_to_string(root().join("openapi/rules.md")).unwrap();
    let mut out = BTreeMap::new();
    for line in text.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let reach = |n: usize| {
            if cells[n] == "—" {
                "no".to_owned()
            } else {
                cells[n].to_owned()
            }
        };
        let width = cells.len();
        out.insert(
            cells[0].trim_matches('`').to_owned(),
            [
                reach(width - 4),
                reach(width - 3),
                reach(width - 2),
                reach(width - 1),
            ],
        );
    }
    out
}

both! {
    async fn the_served_document_is_the_committed_one(app) {
        assert_eq!(app.anonymous().get("/api/openapi.json").await.expect(200).json(), committed());
    }

    async fn the_rules_page_and_the_served_rules_say_the_same(app) {
        let page = rules_page();
        let served = app.by("manager").get("/api/v1/rules").await.expect(200).data();
        assert_eq!(served.len(), page.len());
        for rule in served {
            let action = rule["action"].as_str().unwrap();
            let cells = Role::ALL.map(|r| rule[r.name()].as_str().unwrap().to_owned());
            assert_eq!(page.get(action), Some(&cells), "{action}");
        }
    }

    async fn every_action_of_the_document_is_in_the_rules(app) {
        let served = app.by("manager").get("/api/v1/rules").await.expect(200).data();
        let known: BTreeSet<String> = served.iter().map(|r| r["action"].as_str().unwrap().to_owned()).collect();
        let mut used = BTreeSet::new();
        for (_, _, operation) in operations(&committed()) {
            let action = operation["x-action"].as_str().unwrap().to_owned();
            assert!(action == "public" || known.contains(&action), "{action}");
            used.insert(action);
        }
        // Field-level rules have no operation of their own.
        let idle: Vec<&String> = known.difference(&used).filter(|a| a.as_str() != "employee_private_read").collect();
        assert!(idle.is_empty(), "rules that nothing asks for: {idle:?}");
    }

    async fn answers_have_the_shape_the_document_promises(app) {
        let document = committed();
        let manager = app.by("manager");
        for (path, schema) in [
            ("/api/v1/me".to_owned(), "Me"),
            ("/api/v1/settings".to_owned(), "Settings"),
            ("/api/v1/org-tree".to_owned(), "OrgTree"),
            ("/api/v1/my-day".to_owned(), "MyDay"),
            ("/api/v1/rules".to_owned(), "Rules"),
            (format!("/api/v1/employees/{}", app.id("member_a1")), "Employee"),
            (format!("/api/v1/teams/{}", app.id("team_a1")), "Team"),
            (format!("/api/v1/areas/{}", app.id("area_a")), "Area"),
        ] {
            let answer = manager.get(&path).await.expect(200).json();
            let promised = &document["components"]["schemas"][schema];
            let known: BTreeSet<&String> = promised["properties"].as_object().unwrap().keys().collect();
            let sent: BTreeSet<&String> = answer.as_object().unwrap().keys().collect();
            assert!(sent.is_subset(&known), "{path} sends {:?}", sent.difference(&known).collect::<Vec<_>>());
            for name in promised["required"].as_array().unwrap_or(&vec![]) {
                assert!(answer.get(name.as_str().unwrap()).is_some(), "{path} lacks {name}");
            }
        }
    }
}

#[test]
fn the_harness_knows_both_databases() {
    // A run that silently tested one database twice would prove nothing.
    run::block(Box::pin(async {
        for backend in Backend::ALL {
            let app = tests::App::start(backend).await;
            let version = match backend {
                Backend::Sqlite => "SELECT sqlite_version() AS v",
                Backend::Postgres => "SELECT version() AS v",
            };
            assert_eq!(app.sql().texts(version).len(), 1);
            assert_eq!(
                app.by("manager").get("/api/v1/me").await.expect(200).json()["role"],
                json!("manager")
            );
        }
    }));
}
