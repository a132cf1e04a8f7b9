//! Recipes of webhooks and their deliveries.

use tests::client::Call;
use tests::{Client, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, WHOLE, narrow};
use super::world::{Caller, Scope, World};

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_webhooks" | "create_webhook" | "list_webhook_deliveries" | "list_webhook_events" => {
            WHOLE
        }
        "get_webhook"
        | "update_webhook"
        | "delete_webhook"
        | "rotate_webhook_secret"
        | "test_webhook"
        | "replay_webhook"
        | "get_webhook_delivery"
        | "replay_webhook_delivery" => &[Scope::SameTeam, Scope::Department],
        _ => return None,
    })
}

fn whole(call: Call) -> Attempt {
    Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    }
}

fn body(w: &World, scope: Scope) -> tests::Value {
    let url = "https://hr.example.com/hook";
    match scope {
        Scope::SameTeam => {
            json!({ "name": w.fresh(), "url": url, "events": ["shift.*"], "reach": "team", "team_id": w.app.id("team_a1") })
        }
        _ => json!({ "name": w.fresh(), "url": url, "events": ["shift.*"], "reach": "department" }),
    }
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    match operation {
        "list_webhooks" => whole(client.get("/api/v1/webhooks")),
        "list_webhook_deliveries" => whole(client.get("/api/v1/webhook-deliveries")),
        "list_webhook_events" => whole(client.get("/api/v1/webhook-events")),
        "create_webhook" => Attempt {
            inside: match narrow(caller) {
                true => Answer::Refused(422, "key_reach_too_wide"),
                false => Answer::Done,
            },
            ..whole(client.post("/api/v1/webhooks", body(w, scope)))
        },
        _ => upon_one(w, operation, scope, client).await,
    }
}

async fn upon_one(w: &World, operation: &str, scope: Scope, client: Client) -> Attempt {
    let manager = w.manager();
    let made = manager.post("/api/v1/webhooks", body(w, scope)).await;
    let path = made.expect(201).header("location");
    let call = match operation {
        "get_webhook" => client.get(&path),
        "update_webhook" => client.patch(&path, "\"1\"", json!({ "name": w.fresh() })),
        "delete_webhook" => client.delete(&path),
        "rotate_webhook_secret" => client.act(&format!("{path}/secrets")),
        "test_webhook" => client.act(&format!("{path}/tests")),
        "replay_webhook" => client.post(
            &format!("{path}/replays"),
            json!({ "since": "2026-01-01T00:00:00Z" }),
        ),
        _ => {
            // Of a paused webhook, so that nothing is sent anywhere.
            manager
                .patch(&path, "\"1\"", json!({ "state": "paused" }))
                .await
                .expect(200);
            let test = manager.act(&format!("{path}/tests")).await.expect(201);
            let id = test.id();
            let delivery = format!("/api/v1/webhook-deliveries/{id}");
            if operation == "get_webhook_delivery" {
                client.get(&delivery)
            } else {
                let mut sql = w.app.sql();
                sql.run(
                    "UPDATE webhook_deliveries SET state = 'dead' WHERE event = 'webhook.test'",
                );
                client.act(&format!("{delivery}/replays"))
            }
        }
    };
    Attempt {
        call,
        target: Some(Target {
            team: World::team_of(scope).map(|t| t.1),
            own: false,
        }),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}
