//! First start, and the command line.

use tests::department::PASSWORD;
use tests::{App, Backend, Value, from_nothing, json, run};

fn setup(token: &str) -> Value {
    json!({
        "token": token, "department_name": "新部門", "time_zone": "Asia/Taipei", "locale": "zh-Hant", "currency": "TWD",
        "manager": { "number": "M001", "name": "經理", "email": "m@example.com", "hire_date": "2020-01-01", "password": PASSWORD }
    })
}

async fn sign_in(app: &App) -> tests::Reply {
    app.anonymous()
        .post(
            "/api/v1/auth/sessions",
            json!({ "login": "M001", "password": PASSWORD }),
        )
        .await
}

from_nothing! {
    async fn the_printed_link_makes_the_first_manager_once(app) {
        let anonymous = app.anonymous();
        assert_eq!(anonymous.get("/api/v1/setup").await.expect(200).json(), json!({ "needed": true }));
        let token = app.server.setup_token();
        anonymous.post("/api/v1/setup", setup("a made-up token of enough length")).await.problem(410, "link_used");
        anonymous.post("/api/v1/setup", setup(&token)).await.expect(204);
        assert_eq!(anonymous.get("/api/v1/setup").await.expect(200).json(), json!({ "needed": false }));
        anonymous.post("/api/v1/setup", setup(&token)).await.problem(409, "already_set_up");
        let me = app.with_token(&sign_in(&app).await.expect(201).str("/access_token")).get("/api/v1/me").await.expect(200).json();
        assert_eq!((&me["role"], &me["department_name"]), (&json!("manager"), &json!("新部門")));
        let app = app.restart().await;
        assert!(!app.server.said.iter().any(|l| l.contains("/setup#")), "no link once there is a department");
    }

    async fn a_refused_setup_keeps_the_link_good_and_writes_nothing(app) {
        let token = app.server.setup_token();
        let mut bad = setup(&token);
        bad["time_zone"] = json!("Asia/Atlantis");
        app.anonymous().post("/api/v1/setup", bad).await.problem(422, "bad_time_zone");
        let mut bad = setup(&token);
        bad["manager"]["password"] = json!("short");
        app.anonymous().post("/api/v1/setup", bad).await.problem(422, "invalid").at("/manager/password", "password_short");
        assert_eq!(app.sql().count("employees"), 0);
        app.anonymous().post("/api/v1/setup", setup(&token)).await.expect(204);
    }

    async fn of_parallel_setups_one_wins(app) {
        let token = app.server.setup_token();
        let calls = (0..6).map(|_| { let (anonymous, body) = (app.anonymous(), setup(&token)); async move { anonymous.post("/api/v1/setup", body).await.status.as_u16() } });
        let statuses = futures_util::future::join_all(calls).await;
        assert_eq!(statuses.iter().filter(|s| **s == 204).count(), 1, "{statuses:?}");
        assert_eq!(app.sql().count("departments"), 1);
    }

    async fn a_restart_before_the_setup_replaces_the_link(app) {
        let old = app.server.setup_token();
        let app = app.restart().await;
        app.anonymous().post("/api/v1/setup", setup(&old)).await.problem(410, "link_used");
        app.anonymous().post("/api/v1/setup", setup(&app.server.setup_token())).await.expect(204);
    }

    async fn there_is_no_default_password(app) {
        for login in ["admin", "M001", "manager", "root"] {
            for password in ["admin", "password", "changeme", PASSWORD] {
                let reply = app.anonymous().post("/api/v1/auth/sessions", json!({ "login": login, "password": password })).await;
                assert_eq!(reply.status, 401);
            }
        }
        assert_eq!(app.sql().count("credentials"), 0);
    }

    async fn the_demo_department_has_four_sign_ins_made_on_this_machine(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        let told = setting.run(&["demo"]);
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.status.success(), "{text}{}", String::from_utf8_lossy(&told.stderr));
        let again = setting.run(&["demo"]);
        assert!(!again.status.success() || !String::from_utf8_lossy(&again.stdout).contains("password"), "a demo goes into a new database only");
        let server = setting.serve();
        let anonymous = tests::Client::new(&server.base, None);
        let mut roles = Vec::new();
        // Every word of the output may be a number or a password; the right pairs sign in.
        for line in text.lines() {
            let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || matches!(c, '|' | ':' | ',')).filter(|w| !w.is_empty()).collect();
            for (at, login) in words.iter().enumerate() {
                let Some(password) = words[at + 1..].iter().find(|w| w.len() >= 12) else { continue };
                let reply = anonymous.post("/api/v1/auth/sessions", json!({ "login": login, "password": password })).await;
                if reply.status == 201 {
                    let me = anonymous.with_token(&reply.str("/access_token")).get("/api/v1/me").await.expect(200);
                    roles.push(me.str("/role"));
                    break;
                }
            }
        }
        roles.sort();
        assert_eq!(roles, ["deputy", "lead", "manager", "member"], "{text}");
        drop(database);
    }

    async fn a_demo_department_may_be_of_any_size(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        // Numbers at which teams come out differently.
        let told = setting.run(&["demo", "--people", "61"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        assert!(database.sql().count("employees") >= 61);
        drop(database);
    }

    async fn the_leave_of_the_demo_departments_past_was_decided_before_it_began(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        let told = setting.run(&["demo"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        // The board says so, too.
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        let (_, password) = text.split_once("M001").and_then(|(_, rest)| rest.split_once("password ")).unwrap();
        let server = setting.serve();
        let anonymous = tests::Client::new(&server.base, None);
        let body = json!({ "login": "M001", "password": password.split_whitespace().next() });
        let token = anonymous.post("/api/v1/auth/sessions", body).await.expect(201).str("/access_token");
        for clause in ["4.4.2", "4.4.3", "4.4.4"] {
            let shown = crate::compliance::clause(&anonymous.with_token(&token), crate::compliance::BOARD, clause).await;
            assert_eq!(shown["state"], "met", "{clause}: {shown}");
        }
        server.stop();
        let mut sql = database.sql();
        let past = "leave_requests r WHERE r.starts_on <= CURRENT_DATE AND";
        let decided = sql.count(&format!("{past} r.state IN ('approved', 'refused')"));
        assert!(decided > 60, "a year of leave: {decided}");
        // What a certificate is missing from stays open, and nothing else does: a few of the last weeks.
        assert_eq!(sql.count(&format!("{past} r.state IN ('open', 'returned') AND NOT r.certificate_required")), 0);
        assert!(sql.count(&format!("{past} r.state IN ('open', 'returned')")) < 6);
        // Only who fell ill asked on the day; everything else was decided before, at the time the timeline says.
        let date = match database.backend {
            Backend::Sqlite => "date(r.decided_at / 1000000, 'unixepoch', '+8 hours')",
            Backend::Postgres => "(r.decided_at AT TIME ZONE 'Asia/Taipei')::date",
        };
        let late = format!("leave_requests r WHERE r.decided_at IS NOT NULL AND {date} >= r.starts_on");
        assert_eq!(sql.count(&format!("{late} AND NOT r.after_the_fact")), 0);
        assert!(sql.count(&late) > 0, "somebody was ill");
        assert_eq!(sql.count("leave_requests r JOIN approvals a ON a.id = r.approval_id WHERE r.decided_at <> a.decided_at"), 0);
    }
}

mod the_command_line {
    use super::*;

    async fn an_administrator_issues_a_password_link(app: App) {
        let told = app.setting.run(&["admin", "password-link", "M001"]);
        // With SQLite the running server holds the file; then the command says so instead.
        if app.backend == Backend::Sqlite && !told.status.success() {
            let setting = app.setting.clone();
            let App {
                server, database, ..
            } = app;
            server.stop();
            let told = setting.run(&["admin", "password-link", "M001"]);
            use_link(
                &setting.serve().base,
                &String::from_utf8_lossy(&told.stdout),
            )
            .await;
            drop(database);
            return;
        }
        use_link(&app.server.base, &String::from_utf8_lossy(&told.stdout)).await;
    }

    async fn use_link(base: &str, text: &str) {
        let token = text
            .split("#token=")
            .nth(1)
            .unwrap_or_else(|| panic!("no link in {text}"))
            .split_whitespace()
            .next()
            .unwrap();
        let body = json!({ "token": token, "new_password": "another quiet heron" });
        let anonymous = tests::Client::new(base, None);
        anonymous
            .post("/api/v1/auth/password-resets", body)
            .await
            .expect(204);
        anonymous
            .post(
                "/api/v1/auth/sessions",
                json!({ "login": "M001", "password": "another quiet heron" }),
            )
            .await
            .expect(201);
    }

    async fn a_lost_device_is_no_lock_out(app: App) {
        let mine = app.by("member_a1");
        let path = "/api/v1/me/totp";
        let body = json!({ "current_password": PASSWORD });
        let secret = mine.post(path, body).await.expect(200).str("/secret");
        let code = json!({ "code": tests::totp::code(&secret, 0) });
        mine.post(&format!("{path}/confirmations"), code)
            .await
            .expect(204);
        let sign_in = json!({ "login": "E111", "password": PASSWORD });
        let reply = app
            .anonymous()
            .post("/api/v1/auth/sessions", sign_in.clone())
            .await;
        reply.problem(401, "totp_required");
        // SQLite serves one process at a time.
        let app = match app.backend {
            Backend::Sqlite => {
                app.restart_after(|setting| {
                    let told = setting.run(&["admin", "disable-totp", "E111"]);
                    assert!(
                        told.status.success(),
                        "{}",
                        String::from_utf8_lossy(&told.stderr)
                    );
                })
                .await
            }
            Backend::Postgres => {
                let told = app.setting.run(&["admin", "disable-totp", "E111"]);
                assert!(
                    told.status.success(),
                    "{}",
                    String::from_utf8_lossy(&told.stderr)
                );
                app
            }
        };
        let nobody = app
            .setting
            .clone()
            .run(&["admin", "disable-totp", "NOBODY"]);
        assert!(!nobody.status.success());
        app.anonymous()
            .post("/api/v1/auth/sessions", sign_in)
            .await
            .expect(201);
        let trail = app
            .by("manager")
            .all("/api/v1/audit-entries?event=totp.disabled")
            .await;
        assert_eq!(
            trail.len(),
            1,
            "what the command line does is on record, too"
        );
    }

    async fn a_backup_restores_to_the_same_department(app: App) {
        let target = app.path().join("backup");
        let told = app.setting.run(&["backup", target.to_str().unwrap()]);
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        let manager = app.by("manager");
        manager
            .post("/api/v1/teams", json!({ "name": "備份之後" }))
            .await
            .expect(201);
        let setting = app.setting.clone();
        let token = app.department.person("manager").token.clone();
        let App {
            server, database, ..
        } = app;
        server.stop();
        let told = setting.run(&["restore", target.to_str().unwrap()]);
        assert!(
            !told.status.success(),
            "a restore must not overwrite a database"
        );
        for file in ["db.sqlite", "db.sqlite-wal", "db.sqlite-shm"] {
            let _absent = std::fs::remove_file(setting.folder.join(file));
        }
        let told = setting.run(&["restore", target.to_str().unwrap()]);
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        let server = setting.serve();
        let manager = tests::Client::new(&server.base, Some(&token));
        assert_eq!(
            manager
                .get("/api/v1/employees?include=total&limit=1")
                .await
                .expect(200)
                .json()["total"],
            14
        );
        assert!(
            manager
                .get("/api/v1/teams?q=備份之後")
                .await
                .expect(200)
                .data()
                .is_empty()
        );
        assert!(setting.run(&["audit", "verify"]).status.success());
        drop(database);
    }

    #[test]
    fn an_administrator_issues_a_password_link_on_sqlite() {
        run::on(Backend::Sqlite, |app| {
            Box::pin(an_administrator_issues_a_password_link(app))
        });
    }

    #[test]
    fn an_administrator_issues_a_password_link_on_postgres() {
        run::on(Backend::Postgres, |app| {
            Box::pin(an_administrator_issues_a_password_link(app))
        });
    }

    #[test]
    fn a_lost_device_is_no_lock_out_on_sqlite() {
        run::on(Backend::Sqlite, |app| {
            Box::pin(a_lost_device_is_no_lock_out(app))
        });
    }

    #[test]
    fn a_lost_device_is_no_lock_out_on_postgres() {
        run::on(Backend::Postgres, |app| {
            Box::pin(a_lost_device_is_no_lock_out(app))
        });
    }

    #[test]
    fn a_backup_restores_on_sqlite() {
        run::on(Backend::Sqlite, |app| {
            Box::pin(a_backup_restores_to_the_same_department(app))
        });
    }
}
