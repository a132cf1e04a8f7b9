//! Outbox → notifications → live stream.

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tests::{App, Client, Value, both, json, wait};

use crate::given;

async fn give_news(app: &App) {
    let body =
        json!({ "employee_id": app.id("loose"), "role": "member", "team_id": app.id("team_a1") });
    app.by("manager")
        .post("/api/v1/role-assignments", body)
        .await
        .expect(201);
}

async fn first(client: &Client, event: &str) -> Value {
    wait::until("a notification", || async {
        client
            .get("/api/v1/notifications?limit=200")
            .await
            .expect(200)
            .data()
            .into_iter()
            .find(|n| n["event"] == event)
    })
    .await
}

/// Reads a stream until an event with this word came; what was read so far.
async fn read_until(response: &mut (impl StreamExt<Item = Vec<u8>> + Unpin), word: &str) -> String {
    let mut text = String::new();
    let end = tokio::time::timeout(std::time::Duration::from_secs(12), async {
        while let Some(chunk) = response.next().await {
            text.push_str(&String::from_utf8_lossy(&chunk));
            if text.contains(word) {
                return;
            }
        }
    })
    .await;
    assert!(
        end.is_ok() && text.contains(word),
        "no {word} in the stream: {text}"
    );
    text
}

async fn stream_of(client: &Client, last: Option<&str>) -> BoxStream<'static, Vec<u8>> {
    let mut call = client
        .get("/api/v1/notifications/stream")
        .header("accept", "text/event-stream");
    if let Some(last) = last {
        call = call.header("last-event-id", last);
    }
    let response = call.stream().await;
    assert_eq!(response.status(), 200);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/event-stream")
    );
    Box::pin(
        response
            .bytes_stream()
            .take_while(|c| std::future::ready(c.is_ok()))
            .map(|c| c.unwrap().to_vec()),
    )
}

both! {
    async fn a_new_role_is_told_to_the_person_and_to_nobody_else(app) {
        give_news(&app).await;
        let note = wait::until("the news", || async {
            let list = app.by("loose").get("/api/v1/notifications").await.expect(200).data();
            list.into_iter().find(|n| n["event"] == "role.assigned")
        })
        .await;
        assert!(note["read_at"].is_null());
        assert!(!note["title"].as_str().unwrap().is_empty() && !note["body"].as_str().unwrap().is_empty());
        let others = app.by("manager").all("/api/v1/notifications").await;
        assert!(!others.iter().any(|n| n["id"] == note["id"]), "the actor is not told of their own act");
    }

    async fn a_notification_speaks_the_readers_language(app) {
        give_news(&app).await;
        let note = first(&app.by("loose"), "role.assigned").await;
        let mut titles = Vec::new();
        for language in ["zh-Hant", "zh-Hans", "en"] {
            let list = app.by("loose").get("/api/v1/notifications").language(language).await.expect(200).data();
            titles.push(list.into_iter().find(|n| n["id"] == note["id"]).unwrap()["title"].as_str().unwrap().to_owned());
        }
        assert_eq!(titles, ["您有新的職務", "您有新的职务", "You have a new role"]);
    }

    async fn reading_one_or_all_is_counted_and_stays_mine(app) {
        give_news(&app).await;
        let mine = app.by("loose");
        let id = first(&mine, "role.assigned").await["id"].as_str().unwrap().to_owned();
        let unread = mine.get("/api/v1/me").await.expect(200).json()["unread_notifications"].as_i64().unwrap();
        assert!(unread >= 1);
        let path = format!("/api/v1/notifications/{id}/readings");
        app.by("manager").act(&path).await.problem(404, "not_found");
        assert_eq!(mine.act(&path).await.expect(200).json(), json!({ "read": 1 }));
        assert_eq!(mine.act(&path).await.expect(200).json(), json!({ "read": 0 }));
        assert_eq!(mine.act("/api/v1/notifications/readings").await.expect(200).json()["read"], unread - 1);
        assert_eq!(mine.get("/api/v1/me").await.expect(200).json()["unread_notifications"], 0);
        assert!(mine.all("/api/v1/notifications?unread=true").await.is_empty());
        assert!(!mine.all("/api/v1/notifications?unread=false").await.is_empty());
    }

    async fn the_stream_brings_news_as_it_comes(app) {
        let mut stream = stream_of(&app.by("loose"), None).await;
        read_until(&mut stream, ": connected").await;
        give_news(&app).await;
        let text = read_until(&mut stream, "event: notification").await;
        let data = text.lines().find_map(|l| l.strip_prefix("data: ")).unwrap_or_else(|| panic!("{text}"));
        let note: Value = serde_json::from_str(data).unwrap();
        assert_eq!(note["event"], "role.assigned");
        assert!(text.contains(&format!("id: {}", note["id"].as_str().unwrap())));
    }

    async fn a_reconnecting_client_misses_nothing(app) {
        give_news(&app).await;
        let known = first(&app.by("loose"), "role.assigned").await["id"].as_str().unwrap().to_owned();
        let seat = given::current_assignment(&app, &app.id("loose")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        first(&app.by("loose"), "role.ended").await;
        let mut stream = stream_of(&app.by("loose"), Some(&known)).await;
        let text = read_until(&mut stream, "role.ended").await;
        assert!(!text.contains("role.assigned"), "{text}");
    }

    async fn the_stream_ends_with_its_session(app) {
        let session = given::sign_in(&app, "X001").await.expect(201);
        let mut stream = stream_of(&app.with_token(&session.str("/access_token")), None).await;
        read_until(&mut stream, ": connected").await;
        app.by("loose").delete(&format!("/api/v1/auth/sessions/{}", session.str("/session_id"))).await.expect(204);
        let ended = tokio::time::timeout(std::time::Duration::from_secs(12), async { while stream.next().await.is_some() {} }).await;
        assert!(ended.is_ok(), "the stream outlives its session");
    }

    async fn the_stream_of_a_revoked_key_ends(app) {
        let mut stream = stream_of(&app.with_key("full"), None).await;
        read_until(&mut stream, ": connected").await;
        let keys = app.by("manager").all("/api/v1/api-keys").await;
        let id = keys.iter().find(|k| k["name"] == "full").unwrap()["id"].as_str().unwrap().to_owned();
        app.by("manager").delete(&format!("/api/v1/api-keys/{id}")).await.expect(204);
        let ended = tokio::time::timeout(std::time::Duration::from_secs(12), async { while stream.next().await.is_some() {} }).await;
        assert!(ended.is_ok(), "the stream outlives its key");
    }

    async fn news_of_a_crashed_server_are_delivered_by_the_next(app) {
        // What was answered is on record with its event; a server killed right after still tells it.
        let App { server, database, setting, department, run, backend, .. } = app;
        let manager = Client::new(&server.base, Some(&department.person("manager").token));
        let body = json!({ "employee_id": department.id("loose"), "role": "member", "team_id": department.id("team_a1") });
        manager.post("/api/v1/role-assignments", body).await.expect(201);
        server.kill();
        let again = setting.serve();
        let loose = Client::new(&again.base, Some(&department.person("loose").token));
        first(&loose, "role.assigned").await;
        drop((again, database, run, backend));
    }

    async fn notifications_come_once_with_two_instances(app) {
        let two = (app.backend == tests::Backend::Postgres).then(|| app.second());
        give_news(&app).await;
        first(&app.by("loose"), "role.assigned").await;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let told = app.by("loose").all("/api/v1/notifications").await.into_iter().filter(|n| n["event"] == "role.assigned").count();
        assert_eq!(told, 1);
        drop(two);
    }
}
