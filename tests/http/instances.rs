//! The process itself: start, health, drain, crash, limits, two instances.

use tests::{App, Backend, both, json, run};

use crate::given;

both! {
    async fn health_and_metrics_answer(app) {
        assert_eq!(app.anonymous().get("/livez").await.expect(200).text(), "ok");
        assert_eq!(app.anonymous().get("/readyz").await.expect(200).text(), "ok");
        app.by("manager").get("/api/v1/me").await.expect(200);
        let figures = app.anonymous().get("/metrics").await.expect(200);
        assert!(figures.header("content-type").starts_with("text/plain"));
        assert!(figures.text().lines().any(|l| l.starts_with("shouzhan_") && !l.starts_with('#')), "{}", figures.text());
        app.anonymous().get("/metrics").header("x-forwarded-for", "203.0.113.9").await.problem(404, "not_found");
    }

    async fn what_was_acknowledged_survives_a_crash(app) {
        let App { server, database, setting, department, .. } = app;
        let manager = tests::Client::new(&server.base, Some(&department.person("manager").token));
        let calls = (0..40).map(|n| { let manager = manager.clone(); async move { manager.post("/api/v1/teams", json!({ "name": format!("組{n}") })).await.expect(201).header("location") } });
        let made = futures_util::future::join_all(calls).await;
        server.kill();
        let again = setting.serve();
        let manager = tests::Client::new(&again.base, Some(&department.person("manager").token));
        for path in made {
            manager.get(&path).await.expect(200);
        }
        drop(again);
        let told = setting.run(&["audit", "verify"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        drop(database);
    }

    async fn a_terminated_server_finishes_what_it_began(app) {
        let (manager, pid) = (app.by("manager"), app.server.pid());
        let calls = (0..30).map(|n| { let manager = manager.clone(); async move { manager.post("/api/v1/teams", json!({ "name": format!("組{n}") })).attempt().await } });
        let all = tokio::spawn(futures_util::future::join_all(calls));
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        std::process::Command::new("kill").args(["-TERM", &pid.to_string()]).status().unwrap();
        let answered = all.await.unwrap().into_iter().flatten().filter(|r| r.status == 201).count() as i64;
        let App { server, database, .. } = app;
        server.stop();
        let stored = database.sql().count("teams WHERE name LIKE '組%'");
        assert_eq!(stored, answered, "each stored team was answered, and the other way round");
    }

    async fn an_actor_that_asks_too_often_is_told_to_wait_and_others_are_not(app) {
        let app = app.restart_with(|s| s.env("SHOUZHAN_RATE_LIMIT", "5")).await;
        let member = app.by("member_a1");
        let first = member.get("/api/v1/me").await.expect(200);
        assert!(first.header("ratelimit-policy").contains("q=20"), "{}", first.header("ratelimit-policy"));
        assert!(first.header("ratelimit").contains("r="));
        let mut refused = None;
        for _ in 0..40 {
            let reply = member.get("/api/v1/me").await;
            if reply.status == 429 {
                refused = Some(reply);
                break;
            }
        }
        let refused = refused.expect("forty requests at once pass a limit of twenty").problem(429, "too_many_requests");
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
        app.by("member_a1b").get("/api/v1/me").await.expect(200);
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        member.get("/api/v1/me").await.expect(200);
    }

    async fn swagger_ui_is_served_from_here_alone(app) {
        let page = app.anonymous().get("/docs/").await.expect(200);
        let text = page.text();
        assert!(text.contains("swagger-ui"), "{text}");
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
        for asset in ["/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/swagger-initializer.js"] {
            app.anonymous().get(asset).await.expect(200);
        }
        assert!(app.anonymous().get("/docs/swagger-initializer.js").await.text().contains("/api/openapi.json"));
    }

    async fn unforeseen_load_is_answered_or_refused_but_never_dropped(app) {
        let manager = app.by("manager");
        let calls = (0..300).map(|n| {
            let manager = manager.clone();
            async move {
                match n % 3 {
                    0 => manager.post("/api/v1/teams", json!({ "name": format!("組{n}") })).await,
                    1 => manager.get("/api/v1/employees?limit=200").await,
                    _ => manager.get("/api/v1/org-tree").await,
                }
            }
        });
        for reply in futures_util::future::join_all(calls).await {
            if reply.status == 503 {
                let reply = reply.problem(503, "busy");
                reply.header("retry-after");
            } else {
                assert!(reply.status == 200 || reply.status == 201, "{}", reply.told());
            }
        }
    }
}

async fn a_second_server_on_the_same_file_refuses_to_start(app: App) {
    let told = app
        .setting
        .try_serve()
        .err()
        .expect("a second server started on the same SQLite file");
    assert!(told.contains("in use"), "{told}");
    app.by("manager").get("/api/v1/me").await.expect(200);
    given::employee(&app, "N001", None).await;
}

#[test]
fn sqlite_serves_one_instance() {
    run::on(Backend::Sqlite, |app| {
        Box::pin(a_second_server_on_the_same_file_refuses_to_start(app))
    });
}

async fn either_instance_sees_what_the_other_wrote(app: App) {
    let (_server, other) = app.second();
    let other = other.with_token(&app.department.person("manager").token);
    for n in 0..10 {
        let made = app
            .by("manager")
            .post("/api/v1/teams", json!({ "name": format!("甲{n}") }))
            .await
            .expect(201);
        other.get(&made.header("location")).await.expect(200);
        let made = other
            .post("/api/v1/teams", json!({ "name": format!("乙{n}") }))
            .await
            .expect(201);
        app.by("manager")
            .get(&made.header("location"))
            .await
            .expect(200);
    }
    let told = app.setting.run(&["audit", "verify"]);
    assert!(
        told.status.success(),
        "two writers, one verifiable trail: {}",
        String::from_utf8_lossy(&told.stderr)
    );
}

#[test]
fn postgres_serves_two_instances() {
    run::on(Backend::Postgres, |app| {
        Box::pin(either_instance_sees_what_the_other_wrote(app))
    });
}

async fn seats_stay_single_across_instances(app: App) {
    let (_server, other) = app.second();
    let (here, there) = (
        app.by("manager"),
        other.with_token(&app.department.person("manager").token),
    );
    let team = here
        .post("/api/v1/teams", json!({ "name": "空席組" }))
        .await
        .expect(201)
        .id();
    let mut calls = Vec::new();
    for n in 0..20 {
        let person = given::employee(&app, &format!("R{n:03}"), None).await["id"].clone();
        let client = if n % 2 == 0 {
            here.clone()
        } else {
            there.clone()
        };
        let body = json!({ "employee_id": person, "role": "lead", "team_id": team });
        calls.push(async move {
            client
                .post("/api/v1/role-assignments", body)
                .await
                .status
                .as_u16()
        });
    }
    let statuses = futures_util::future::join_all(calls).await;
    assert_eq!(
        statuses.iter().filter(|s| **s == 201).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|s| *s == 201 || *s == 409),
        "{statuses:?}"
    );
}

#[test]
fn seats_stay_single_across_two_instances() {
    run::on(Backend::Postgres, |app| {
        Box::pin(seats_stay_single_across_instances(app))
    });
}

async fn throttles_count_across_instances_of_one_database(app: App) {
    let (_server, other) = app.second();
    let wrong = json!({ "login": "E111", "password": "a wrong password" });
    for n in 0..5 {
        let client = if n % 2 == 0 {
            app.anonymous()
        } else {
            other.clone()
        };
        client
            .post("/api/v1/auth/sessions", wrong.clone())
            .await
            .problem(401, "bad_credentials");
    }
    other
        .post("/api/v1/auth/sessions", wrong)
        .await
        .problem(429, "too_many_attempts");
}

#[test]
fn throttles_count_across_instances() {
    run::on(Backend::Postgres, |app| {
        Box::pin(throttles_count_across_instances_of_one_database(app))
    });
}

#[test]
fn the_servers_sqlite_is_built_with_stable_query_plans() {
    // Without it SQLite prepares every `LIMIT ?` statement again. SQLite lists its compile options in the program itself.
    let binary = std::fs::read(run::server_binary()).unwrap();
    let holds = |word: &[u8]| binary.windows(word.len()).any(|w| w == word);
    assert!(holds(b"ENABLE_QPSG\0"));
    assert!(!holds(b"ENABLE_NO_SUCH_OPTION\0"));
}
