//! Who may not ask at all is told that, whatever they have asked: 401 and 403 come before anything malformed.

use tests::run::root;
use tests::{App, Method, Reply, Value, both, json};

/// An operation upon one record, its path with something that is no id.
struct Upon {
    method: Method,
    path: String,
    action: String,
}

fn upon_a_record() -> Vec<Upon> {
    let document: Value =
        serde_json::from_slice(&std::fs::read(root().join("openapi/openapi.json")).unwrap())
            .unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let action = operation["x-action"].as_str().unwrap_or_default();
            if !path.contains('{') || action == "public" {
                continue;
            }
            let parts = path.split('/').map(|part| match part.starts_with('{') {
                true => "no-such-id",
                false => part,
            });
            found.push(Upon {
                method: method.to_uppercase().parse().unwrap(),
                path: parts.collect::<Vec<_>>().join("/"),
                action: action.to_owned(),
            });
        }
    }
    assert!(found.len() > 50, "{}", found.len());
    found
}

/// Neither the id nor the body says anything.
async fn ask(client: &tests::Client, upon: &Upon) -> Reply {
    let call = client.call(upon.method.clone(), &upon.path);
    match upon.method {
        Method::GET | Method::DELETE => call.await,
        _ => call.json(&json!([])).await,
    }
}

async fn may(app: &App, who: &str) -> Vec<String> {
    let me = app.by(who).get("/api/v1/me").await.expect(200).json();
    let permissions = me["permissions"].as_array().unwrap().iter();
    permissions
        .map(|p| p["action"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_malformed_id_is_refused_after_the_permission(app) {
        let mut refused = 0;
        let (member, manager) = (may(&app, "member_a1").await, may(&app, "manager").await);
        for upon in upon_a_record() {
            let told = format!("{} {}", upon.method, upon.path);
            let reply = ask(&app.anonymous(), &upon).await;
            assert_eq!(reply.status, 401, "{told}: {}", reply.told());
            if !member.contains(&upon.action) {
                let reply = ask(&app.by("member_a1"), &upon).await;
                assert_eq!(reply.status, 403, "{told}: {}", reply.told());
                refused += 1;
            }
            if manager.contains(&upon.action) {
                let without = app.with_key(&format!("without_{}", upon.action));
                let reply = ask(&without, &upon).await;
                assert!(reply.status == 403 && reply.str("/code") == "key_forbidden", "{told}: {}", reply.told());
                if upon.method == Method::GET {
                    let reply = ask(&app.by("manager"), &upon).await;
                    assert_eq!(reply.status, 404, "{told}: {}", reply.told());
                }
            }
        }
        assert!(refused > 15, "{refused}");
    }

    async fn so_are_a_malformed_body_and_an_unknown_parameter(app) {
        let body = json!({ "nonsense": true });
        app.anonymous().post("/api/v1/areas", body.clone()).await.problem(401, "unauthenticated");
        app.by("member_a1").post("/api/v1/areas", body.clone()).await.problem(403, "forbidden");
        app.by("manager").post("/api/v1/areas", body).await.problem(422, "invalid");
        for path in ["/api/v1/api-keys?nonsense=1", "/api/v1/audit-entries?limit=many"] {
            app.anonymous().get(path).await.problem(401, "unauthenticated");
            app.with_key(if path.contains("keys") { "without_api_key_manage" } else { "without_audit_read" }).get(path).await.problem(403, "key_forbidden");
            app.by("manager").get(path).await.problem(400, "unknown_parameter");
        }
        let one = format!("/api/v1/employees/{}?nonsense=1", app.id("member_a1"));
        app.anonymous().get(&one).await.problem(401, "unauthenticated");
        app.with_key("without_employee_read").get(&one).await.problem(403, "key_forbidden");
        app.by("manager").get(&one).await.problem(400, "unknown_parameter");
    }
}
