//! The proof of the rules: every operation of the contract × every kind of caller × own, same team, other team in the area,
//! other area and department-wide records. The expected answer comes from `openapi/rules.md` and the scope; an operation
//! without a recipe fails the test.

mod activities;
mod approvals;
mod attendance;
mod bookings;
mod cases;
mod conduct;
mod customers;
mod documents;
mod drills;
mod duties;
mod events;
mod expansion;
mod expect;
mod filing;
mod hazards;
mod incentives;
mod inspections;
mod leadership;
mod leave;
mod lists;
mod manual;
mod recipes;
mod repairs;
mod risks;
mod safety;
mod services;
mod shortfalls;
mod supplies;
mod targets;
mod webhooks;
mod world;

use std::collections::BTreeSet;

use tests::run::root;
use tests::{Backend, Value, run};

use expect::{Answer, expected};
use world::{Caller, World};

/// Modules whose records are many and don't get in each other's way: what changes them is tried in one department, module by module. Everything
/// else that changes something (people, seats, sessions, settings, calendars, …) gets a department for each operation.
const CALM: &[&str] = &[
    "action-items",
    "activities",
    "area-reviews",
    "bookings",
    "cases",
    "customers",
    "documents",
    "drills",
    "duties",
    "events",
    "expansion",
    "feedback",
    "hazards",
    "inspections",
    "manual",
    "places",
    "repairs",
    "risks",
    "safety",
    "supplies",
    "filing",
    "conduct",
    "services",
    "talks",
    "work-plans",
];

/// Operations that anybody may call. This list may only shrink.
const PUBLIC: &[&str] = &[
    "create_department",
    "create_session",
    "get_jwks",
    "get_liveness",
    "get_metrics",
    "get_readiness",
    "get_setup",
    "refresh_token",
    "reset_password",
];

pub struct Operation {
    pub name: String,
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    pub action: String,
    pub tag: String,
}

pub fn operations() -> Vec<Operation> {
    let document: Value =
        serde_json::from_slice(&std::fs::read(root().join("openapi/openapi.json")).unwrap())
            .unwrap();
    let mut out = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let text = |name: &str| operation[name].as_str().unwrap_or_default().to_owned();
            let public = operation["security"] == Value::Array(vec![]);
            assert_eq!(
                public,
                text("x-action") == "public",
                "{method} {path}: security and x-action disagree"
            );
            out.push(Operation {
                name: text("operationId"),
                method: method.to_uppercase(),
                path: path.clone(),
                action: text("x-action"),
                tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    // Module by module.
    out.sort_by(|a, b| a.tag.cmp(&b.tag));
    out
}

#[test]
fn the_list_of_public_operations_only_shrinks() {
    let public: BTreeSet<String> = operations()
        .into_iter()
        .filter(|o| o.action == "public")
        .map(|o| o.name)
        .collect();
    let frozen: BTreeSet<String> = PUBLIC.iter().map(|n| (*n).to_owned()).collect();
    assert_eq!(
        public, frozen,
        "an operation was opened to everybody, or an old entry wants to be taken off the list"
    );
}

#[test]
fn every_operation_has_a_recipe() {
    let missing: Vec<String> = operations()
        .into_iter()
        .filter(|o| recipes::scopes(&o.name).is_none())
        .map(|o| o.name)
        .collect();
    assert!(
        missing.is_empty(),
        "operations that the matrix doesn't know: {missing:?}"
    );
}

async fn walk(backend: Backend) {
    let (operations, table) = (operations(), crate::contract::rules_page());
    let (mut cells, mut wrong, mut scopes_seen) = (0, Vec::new(), BTreeSet::new());
    let callers = Caller::all();
    let readers = World::start(backend).await;
    let mut shared: Option<(&str, World)> = None;
    for operation in &operations {
        let Some(scopes) = recipes::scopes(&operation.name) else {
            continue;
        };
        // What changes something gets a department of its own, so that it can't colour the next operation.
        let changes = operation.method != "GET" || recipes::changes_roles(&operation.name);
        let tag = operation.tag.as_str();
        if changes && (!CALM.contains(&tag) || shared.as_ref().is_none_or(|(of, _)| *of != tag)) {
            shared = Some((tag, World::start(backend).await));
        }
        let own = shared.as_ref().filter(|_| changes).map(|(_, world)| world);
        let world = own.unwrap_or(&readers);
        for caller in &callers {
            // Own last: it may end what the caller is.
            for scope in scopes.iter().rev().copied() {
                if caller.skips(scope) {
                    continue;
                }
                let attempt =
                    recipes::attempt(world, &operation.name, caller, scope, &operation.action)
                        .await;
                let wanted = expected(operation, &table, caller, &attempt);
                let got = attempt.call.await;
                cells += 1;
                scopes_seen.insert(format!("{scope:?}"));
                if !wanted.fits(&got) {
                    wrong.push(format!(
                        "{} · {} · {scope:?}: wanted {wanted:?}, got {}",
                        operation.name,
                        caller.name,
                        got.told()
                    ));
                }
            }
        }
    }
    println!(
        "rules matrix on {}: {} operations × {} callers × {} scopes = {cells} answers checked",
        backend.name(),
        operations.len(),
        callers.len(),
        scopes_seen.len()
    );
    assert!(
        wrong.is_empty(),
        "{} of {cells} answers are not what the rules say:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_operation_answers_every_caller_by_the_rules_on_sqlite() {
    run::block(Box::pin(walk(Backend::Sqlite)));
}

#[test]
fn every_operation_answers_every_caller_by_the_rules_on_postgres() {
    run::block(Box::pin(walk(Backend::Postgres)));
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Answer::Done => f.write_str("success"),
            Answer::Refused(status, code) => write!(f, "{status} {code}"),
        }
    }
}
