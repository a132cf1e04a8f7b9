//! Webhooks: what is posted, to whom, how it is signed, and what becomes of it when nobody answers.

use serde_json::Value;
use tests::receiver::Receiver;
use tests::wait::until;
use tests::{App, both, json};

use crate::given;

/// A server that may post to this machine, and comes back after no time at all.
async fn near(app: App, retries: &str) -> App {
    let retries = retries.to_owned();
    app.restart_with(move |s| {
        s.env("SHOUZHAN_WEBHOOK_PRIVATE", "true")
            .env("SHOUZHAN_WEBHOOK_RETRIES", &retries)
    })
    .await
}

fn hook_to(url: &str, events: &[&str]) -> Value {
    json!({ "name": "HR", "url": url, "events": events, "reach": "department" })
}

/// The webhook's address and secret.
async fn hook(app: &App, body: Value) -> (String, String) {
    let made = app
        .by("manager")
        .post("/api/v1/webhooks", body)
        .await
        .expect(201);
    (made.header("location"), made.str("/secret"))
}

async fn deliveries(app: &App, query: &str) -> Vec<Value> {
    app.by("manager")
        .all(&format!("/api/v1/webhook-deliveries?{query}"))
        .await
}

/// The only delivery there is, once it is in a state.
async fn in_state(app: &App, state: &str) -> Value {
    until(state, || async {
        deliveries(app, &format!("state={state}")).await.pop()
    })
    .await
}

async fn rename_a_team(app: &App, team: &str, name: &str) {
    let manager = app.by("manager");
    let path = format!("/api/v1/teams/{}", app.id(team));
    let (_, tag) = given::tagged(&manager, &path).await;
    manager
        .patch(&path, &tag, json!({ "name": name }))
        .await
        .expect(200);
}

both! {
    async fn what_happens_is_posted_signed_and_noted(app) {
        let app = near(app, "1").await;
        let there = Receiver::start().await;
        let (path, secret) = hook(&app, hook_to(&there.url, &["employee.*"])).await;
        let made = given::employee(&app, "N001", Some("team_a1")).await;
        let post = there.wait("employee.created", 1).await.remove(0);
        assert!(post.signed_with(&secret), "{post:?}");
        let told = post.json();
        assert_eq!((&told["data"]["subject_id"], &told["data"]["team_id"]), (&made["id"], &json!(app.id("team_a1"))));
        let delivery = in_state(&app, "delivered").await;
        assert_eq!((&delivery["event_id"], &delivery["attempts"], &delivery["last_status"]), (&json!(post.id), &json!(1), &json!(204)));
        let one = app.by("manager").get(&format!("/api/v1/webhook-deliveries/{}", delivery["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(one.str("/body"), post.body);
        let hook = app.by("manager").get(&path).await.expect(200);
        assert!(!hook.text().contains(&secret) && hook.json()["last_success_at"].is_string());
        assert!(there.posts().iter().all(|p| p.kind().starts_with("employee.")), "only what it asked for");
    }

    async fn what_tells_nobody_in_the_app_is_posted_too(app) {
        let app = near(app, "1").await;
        let there = Receiver::start().await;
        hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        there.wait("team.updated", 1).await;
    }

    async fn a_webhook_of_an_area_hears_of_nothing_else(app) {
        let app = near(app, "1").await;
        let there = Receiver::start().await;
        let mut area = hook_to(&there.url, &["*"]);
        (area["reach"], area["area_id"]) = (json!("area"), json!(app.id("area_a")));
        hook(&app, area).await;
        given::employee(&app, "N001", Some("team_b1")).await;
        given::employee(&app, "N002", Some("team_a1")).await;
        let heard = there.wait("employee.created", 1).await;
        assert_eq!(heard[0].json()["data"]["subject_name"], app.by("manager").all("/api/v1/employees?q=N002").await[0]["name"]);
        assert!(there.posts().iter().all(|p| p.json()["data"]["team_id"] == json!(app.id("team_a1"))), "{:?}", there.posts());
    }

    async fn a_failure_is_tried_again_under_the_same_id(app) {
        let app = near(app, "0,0").await;
        let there = Receiver::answering(&[500, 301]).await;
        hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        let posts = there.wait("team.updated", 3).await;
        assert!(posts.iter().all(|p| p.id == posts[0].id), "{posts:?}");
        let delivery = in_state(&app, "delivered").await;
        assert_eq!((&delivery["attempts"], &delivery["last_error"]), (&json!(3), &Value::Null));
    }

    async fn what_is_given_up_pauses_the_webhook_tells_its_owner_and_can_be_replayed(app) {
        let app = near(app, "0").await;
        let there = Receiver::answering(&[503, 503]).await;
        let (path, _) = hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        let dead = in_state(&app, "dead").await;
        assert_eq!((&dead["attempts"], &dead["last_status"], &dead["last_error"]), (&json!(2), &json!(503), &json!("status")));
        let manager = app.by("manager");
        let seen = manager.get(&path).await.expect(200);
        let (now, tag) = (seen.json(), seen.etag());
        assert_eq!((&now["state"], &now["paused_reason"], &now["dead_count"]), (&json!("paused"), &json!("failing"), &json!(1)));
        assert!(now["failing_since"].is_string());
        until("the owner is told", || async { manager.all("/api/v1/notifications").await.into_iter().find(|n| n["event"] == "webhook.paused") }).await;
        // What happens meanwhile waits.
        rename_a_team(&app, "team_a1", "又新組").await;
        let held = in_state(&app, "waiting").await;
        assert_eq!(held["next_at"], Value::Null);
        manager.patch(&path, &tag, json!({ "state": "active" })).await.expect(200);
        there.wait("team.updated", 3).await;
        let replay = format!("{path}/replays");
        assert_eq!(manager.post(&replay, json!({ "since": dead["created_at"] })).await.expect(200).json()["queued"], 1);
        let again = there.wait("team.updated", 4).await;
        assert!(again.iter().any(|p| json!(p.id) == dead["event_id"]));
        assert_eq!(manager.post(&replay, json!({ "since": dead["created_at"] })).await.expect(200).json()["queued"], 0);
    }

    async fn a_delivered_one_can_be_sent_again_and_a_waiting_one_need_not(app) {
        let app = near(app, "3600").await;
        let there = Receiver::answering(&[204, 500]).await;
        hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        let delivery = in_state(&app, "delivered").await;
        let replay = format!("/api/v1/webhook-deliveries/{}/replays", delivery["id"].as_str().unwrap());
        app.by("manager").act(&replay).await.expect(200);
        let posts = there.wait("team.updated", 2).await;
        assert_eq!(posts[0].id, posts[1].id);
        until("the failure is noted", || async { deliveries(&app, "state=waiting").await.into_iter().find(|d| d["attempts"] == 1) }).await;
        app.by("manager").act(&replay).await.problem(409, "conflict");
    }

    async fn who_wants_no_more_gets_no_more(app) {
        let app = near(app, "0,0").await;
        let there = Receiver::answering(&[410]).await;
        let (path, _) = hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        in_state(&app, "dead").await;
        let now = app.by("manager").get(&path).await.expect(200).json();
        assert_eq!((&now["state"], &now["paused_reason"]), (&json!("paused"), &json!("gone")));
        assert_eq!(there.posts().len(), 1);
    }

    async fn while_a_secret_is_exchanged_both_sign(app) {
        let app = near(app, "1").await;
        let there = Receiver::start().await;
        let (path, old) = hook(&app, hook_to(&there.url, &["team.updated"])).await;
        let new = app.by("manager").act(&format!("{path}/secrets")).await.expect(201).str("/secret");
        assert_ne!(new, old);
        app.by("manager").act(&format!("{path}/tests")).await.expect(201);
        let post = there.wait("webhook.test", 1).await.remove(0);
        assert!(post.signed_with(&new) && post.signed_with(&old), "{post:?}");
    }

    async fn an_owner_who_loses_the_department_hears_no_more(app) {
        let app = near(app, "0").await;
        let there = Receiver::start().await;
        hook(&app, hook_to(&there.url, &["*"])).await;
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("loose") })).await.expect(201);
        let successor = app.by("loose");
        successor.post("/api/v1/employees", given::employee_body("N001")).await.expect(201);
        until("the outbox is empty", || async { (app.sql().count("outbox WHERE dispatched_at IS NULL") == 0).then_some(()) }).await;
        assert_eq!(there.posts().iter().filter(|p| p.kind() == "employee.created").count(), 0);
        assert_eq!(app.sql().count("webhook_deliveries WHERE event = 'employee.created'"), 0);
    }

    async fn a_removed_webhook_takes_its_deliveries_along(app) {
        let app = near(app, "3600").await;
        let there = Receiver::answering(&[500]).await;
        let (path, _) = hook(&app, hook_to(&there.url, &["team.updated"])).await;
        rename_a_team(&app, "team_a1", "新組").await;
        there.wait("team.updated", 1).await;
        app.by("manager").delete(&path).await.expect(204);
        app.by("manager").get(&path).await.problem(404, "not_found");
        assert_eq!(app.sql().count("webhook_deliveries"), 0);
    }

    async fn the_secret_is_shown_once_and_stored_sealed(app) {
        let manager = app.by("manager");
        let new = hook_to("https://hr.example.com/hook", &["*"]);
        let made = manager.post("/api/v1/webhooks", new.clone()).once("k").await.expect(201);
        let secret = made.str("/secret");
        manager.post("/api/v1/webhooks", new.clone()).once("k").await.problem(409, "secret_shown");
        manager.post("/api/v1/webhooks", new).await.problem(409, "name_taken");
        for (table, column) in [("outbox", "payload"), ("audit_entries", "changes"), ("idempotency_keys", "body")] {
            let stored = app.sql().texts(&format!("SELECT {column} AS v FROM {table}")).join(" ");
            assert!(!stored.contains(&secret[6..]), "{table}");
        }
        assert!(!app.server.log().contains(&secret));
    }

    async fn what_cannot_be_a_webhook_is_refused(app) {
        let manager = app.by("manager");
        let url = "https://hr.example.com/hook";
        for (address, code) in [
            ("http://hr.example.com/", "url"), ("ftp://hr.example.com/", "url"), ("https://user@hr.example.com/", "url"), ("https://", "url"),
            ("https://127.0.0.1/", "url_private"), ("https://[::1]/", "url_private"), ("https://169.254.169.254/latest", "url_private"),
            ("https://2130706433/", "url_private"), ("https://localhost/", "url_private"),
        ] {
            manager.post("/api/v1/webhooks", hook_to(address, &["*"])).await.problem(422, "invalid").at("/url", code);
        }
        manager.post("/api/v1/webhooks", hook_to(url, &["lea*"])).await.problem(422, "invalid").at("/events", "unknown_event");
        manager.post("/api/v1/webhooks", hook_to(url, &[])).await.problem(422, "invalid").at("/events", "length");
        let mut scoped = hook_to(url, &["*"]);
        scoped["reach"] = json!("area");
        manager.post("/api/v1/webhooks", scoped.clone()).await.problem(422, "role_needs_scope");
        scoped["area_id"] = json!("019a0000-0000-7000-8000-000000000000");
        manager.post("/api/v1/webhooks", scoped).await.problem(422, "unknown_reference").at("/area_id", "unknown_reference");
        assert_eq!(app.sql().count("webhooks"), 0);
    }

    async fn a_private_address_is_not_spoken_to_however_it_got_there(app) {
        let app = near(app, "0").await;
        let there = Receiver::start().await;
        hook(&app, hook_to(&there.url, &["team.updated"])).await;
        let app = app.restart_with(|s| s.env("SHOUZHAN_WEBHOOK_PRIVATE", "false").env("SHOUZHAN_WEBHOOK_RETRIES", "0")).await;
        rename_a_team(&app, "team_a1", "新組").await;
        let dead = in_state(&app, "dead").await;
        assert_eq!(dead["last_error"], "private_address");
        assert_eq!(there.posts().len(), 0);
    }

    async fn every_event_name_is_listed(app) {
        let names = app.by("manager").get("/api/v1/webhook-events").await.expect(200).json();
        let recorded = app.sql().texts("SELECT DISTINCT event AS v FROM audit_entries");
        assert!(recorded.len() > 3);
        for event in recorded {
            assert!(names["data"].as_array().unwrap().contains(&json!(event)), "{event}");
        }
    }
}
