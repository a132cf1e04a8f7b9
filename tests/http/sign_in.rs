//! Signing in, refreshing, signing out, passwords and links, one-time codes.

use futures_util::future::join_all;
use tests::department::PASSWORD;
use tests::{App, both, json, totp};

use crate::given;

const COOKIE: &str = "__Host-shouzhan_refresh";

async fn refresh(app: &App, cookie: &str) -> tests::Reply {
    app.anonymous()
        .act("/api/v1/auth/tokens")
        .header("cookie", cookie)
        .await
}

both! {
    async fn a_number_or_an_address_and_the_password_sign_in(app) {
        for login in ["E111", "e111@example.com", "E111@Example.com"] {
            let reply = given::sign_in(&app, login).await.expect(201);
            let body = reply.json();
            assert_eq!((body["token_type"].as_str(), body["expires_in"].as_i64()), (Some("Bearer"), Some(7200)));
            let me = app.with_token(&reply.str("/access_token")).get("/api/v1/me").await.expect(200);
            assert_eq!(me.str("/number"), "E111");
        }
    }

    async fn the_refresh_token_travels_in_a_strict_http_only_cookie_and_nowhere_else(app) {
        let reply = given::sign_in(&app, "E111").await.expect(201);
        let set = reply.header("set-cookie");
        for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(set.contains(part), "{part} in {set}");
        }
        assert!(!set.contains("Domain"), "{set}");
        let value = reply.cookie().split_once('=').unwrap().1.to_owned();
        assert!(!reply.text().contains(&value));
        let stored = app.sql().texts("SELECT user_agent AS v FROM sessions").join(" ");
        assert!(!stored.contains(&value));
    }

    async fn wrong_password_unknown_user_and_inactive_person_look_the_same(app) {
        for (login, password) in [("E111", "a wrong password"), ("NOBODY", PASSWORD), ("P001", PASSWORD)] {
            let body = json!({ "login": login, "password": password });
            let reply = app.anonymous().post("/api/v1/auth/sessions", body).await.problem(401, "bad_credentials");
            assert!(reply.maybe_header("set-cookie").is_none());
        }
    }

    async fn an_unknown_user_takes_as_long_as_a_wrong_password(app) {
        // Counted in the server's processor time, not on the clock: what the work costs, whatever else the machine is doing. Four
        // tries a login stay below the throttle.
        let logins = [["E111", "E112", "E121", "E122", "E211"], ["NOBODY1", "NOBODY2", "NOBODY3", "NOBODY4", "NOBODY5"]];
        let attempt = |login: &'static str| app.anonymous().post("/api/v1/auth/sessions", json!({ "login": login, "password": "a wrong password" }));
        // The first unknown login makes what is made once.
        attempt("NOBODY").await.expect(401);
        let mut work = [0_u64; 2];
        for (which, logins) in logins.into_iter().enumerate() {
            let before = app.server.cpu_ticks();
            for login in logins {
                for _ in 0..4 {
                    attempt(login).await.expect(401);
                }
            }
            work[which] = app.server.cpu_ticks() - before;
        }
        let ratio = work[1] as f64 / work[0] as f64;
        assert!((0.6..1.6).contains(&ratio), "the work tells who exists: {work:?} ticks");
    }

    async fn after_five_failures_a_login_waits_even_with_the_right_password(app) {
        let wrong = json!({ "login": "E111", "password": "a wrong password" });
        for _ in 0..5 {
            app.anonymous().post("/api/v1/auth/sessions", wrong.clone()).await.problem(401, "bad_credentials");
        }
        let reply = given::sign_in(&app, "e111").await.problem(429, "too_many_attempts");
        let seconds: u64 = reply.header("retry-after").parse().unwrap();
        assert!((1..=3).contains(&seconds), "{seconds}");
        given::sign_in(&app, "E112").await.expect(201);
        tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
        given::sign_in(&app, "E111").await.expect(201);
        app.anonymous().post("/api/v1/auth/sessions", wrong).await.problem(401, "bad_credentials");
    }

    async fn refreshing_rotates_and_both_tokens_belong_to_one_session(app) {
        let first = given::sign_in(&app, "E111").await.expect(201);
        let second = refresh(&app, &first.cookie()).await.expect(200);
        assert_ne!(first.cookie(), second.cookie());
        assert_eq!(first.str("/session_id"), second.str("/session_id"));
        app.with_token(&second.str("/access_token")).get("/api/v1/me").await.expect(200);
        refresh(&app, &second.cookie()).await.expect(200);
    }

    async fn a_reused_refresh_token_ends_the_whole_family(app) {
        let first = given::sign_in(&app, "E111").await.expect(201);
        let second = refresh(&app, &first.cookie()).await.expect(200);
        refresh(&app, &first.cookie()).await.problem(401, "session_ended");
        refresh(&app, &second.cookie()).await.problem(401, "session_ended");
        app.with_token(&second.str("/access_token")).get("/api/v1/me").await.problem(401, "session_ended");
        app.by("member_a1").get("/api/v1/me").await.expect(200);
        let trail = app.by("manager").all("/api/v1/audit-entries?event=session.reuse_detected").await;
        assert_eq!(trail.len(), 1);
    }

    async fn of_parallel_refreshes_with_one_token_at_most_one_succeeds(app) {
        let first = given::sign_in(&app, "E111").await.expect(201).cookie();
        let replies = join_all((0..8).map(|_| refresh(&app, &first))).await;
        assert!(replies.iter().filter(|r| r.status == 200).count() <= 1);
        assert!(replies.iter().all(|r| r.status == 200 || r.status == 401), "{:?}", replies.iter().map(|r| r.status).collect::<Vec<_>>());
    }

    async fn no_or_a_made_up_refresh_token_is_refused(app) {
        app.anonymous().act("/api/v1/auth/tokens").await.problem(401, "unauthenticated");
        refresh(&app, &format!("{COOKIE}=")).await.problem(401, "unauthenticated");
        refresh(&app, &format!("{COOKIE}=made-up")).await.problem(401, "session_ended");
    }

    async fn a_refresh_token_is_no_access_token_and_the_other_way_round(app) {
        let reply = given::sign_in(&app, "E111").await.expect(201);
        let refresh_value = reply.cookie().split_once('=').unwrap().1.to_owned();
        app.with_token(&refresh_value).get("/api/v1/me").await.problem(401, "unauthenticated");
        refresh(&app, &format!("{COOKIE}={}", reply.str("/access_token"))).await.problem(401, "session_ended");
    }

    async fn i_see_and_end_my_sessions_and_nobody_elses(app) {
        let one = given::sign_in(&app, "E111").await.expect(201);
        let mine = app.by("member_a1");
        let list = mine.all("/api/v1/auth/sessions").await;
        assert_eq!(list.len(), 2);
        assert_eq!(list.iter().filter(|s| s["current"] == true).count(), 1);
        let path = format!("/api/v1/auth/sessions/{}", one.str("/session_id"));
        app.by("manager").delete(&path).await.problem(404, "not_found");
        mine.delete(&path).await.expect(204);
        app.with_token(&one.str("/access_token")).get("/api/v1/me").await.problem(401, "session_ended");
        refresh(&app, &one.cookie()).await.problem(401, "session_ended");
        mine.delete(&path).await.problem(404, "not_found");
        mine.get("/api/v1/me").await.expect(200);
    }

    async fn signing_out_clears_the_cookie(app) {
        let one = given::sign_in(&app, "E111").await.expect(201);
        let path = format!("/api/v1/auth/sessions/{}", one.str("/session_id"));
        let reply = app.with_token(&one.str("/access_token")).delete(&path).await.expect(204);
        let set = reply.header("set-cookie");
        assert!(set.starts_with(&format!("{COOKIE}=;")) && set.contains("Max-Age=0"), "{set}");
    }

    async fn changing_the_password_ends_my_other_sessions(app) {
        let other = given::sign_in(&app, "E111").await.expect(201);
        let mine = app.by("member_a1");
        let body = json!({ "current_password": PASSWORD, "new_password": "another quiet heron" });
        mine.post("/api/v1/auth/password-changes", body).await.expect(204);
        mine.get("/api/v1/me").await.expect(200);
        app.with_token(&other.str("/access_token")).get("/api/v1/me").await.problem(401, "session_ended");
        refresh(&app, &other.cookie()).await.problem(401, "session_ended");
        given::sign_in(&app, "E111").await.problem(401, "bad_credentials");
    }

    async fn a_password_change_needs_the_current_one_and_guessing_it_is_throttled(app) {
        let mine = app.by("member_a1");
        let body = json!({ "current_password": "a wrong password", "new_password": "another quiet heron" });
        for _ in 0..5 {
            mine.post("/api/v1/auth/password-changes", body.clone()).await.problem(422, "wrong_password").at("/current_password", "wrong_password");
        }
        mine.post("/api/v1/auth/password-changes", body).await.problem(429, "too_many_attempts");
        given::sign_in(&app, "E111").await.expect(201);
    }

    async fn weak_passwords_are_refused_by_rule(app) {
        for (password, rule) in [("short", "password_short"), ("aaaaaaaaaaaaaaaa", "password_weak"), (&"long".repeat(40) as &str, "password_long")] {
            let body = json!({ "current_password": PASSWORD, "new_password": password });
            app.by("member_a1").post("/api/v1/auth/password-changes", body).await.problem(422, "invalid").at("/new_password", rule);
        }
    }

    async fn a_password_link_works_once_and_ends_every_session(app) {
        let lead = app.by("lead_a1");
        let link = lead.act(&format!("/api/v1/employees/{}/password-resets", app.id("member_a1"))).await.expect(201);
        assert_eq!(link.str("/path"), format!("/reset#token={}", link.str("/token")));
        let body = json!({ "token": link.str("/token"), "new_password": "another quiet heron" });
        app.anonymous().post("/api/v1/auth/password-resets", body.clone()).await.expect(204);
        app.by("member_a1").get("/api/v1/me").await.problem(401, "session_ended");
        given::sign_in(&app, "E111").await.problem(401, "bad_credentials");
        let again = json!({ "login": "E111", "password": "another quiet heron" });
        app.anonymous().post("/api/v1/auth/sessions", again).await.expect(201);
        app.anonymous().post("/api/v1/auth/password-resets", body).await.problem(410, "link_used");
    }

    async fn of_parallel_uses_of_one_password_link_one_wins(app) {
        let link = app.by("lead_a1").act(&format!("/api/v1/employees/{}/password-resets", app.id("member_a1"))).await.expect(201).str("/token");
        let calls = (0..5).map(|n| {
            let body = json!({ "token": link, "new_password": format!("another quiet heron {n}") });
            let anonymous = app.anonymous();
            async move { anonymous.post("/api/v1/auth/password-resets", body).await.status.as_u16() }
        });
        let statuses = join_all(calls).await;
        assert_eq!(statuses.iter().filter(|s| **s == 204).count(), 1, "{statuses:?}");
    }

    async fn a_new_password_link_replaces_the_one_before_and_an_old_one_expires(app) {
        let path = format!("/api/v1/employees/{}/password-resets", app.id("member_a1"));
        let first = app.by("lead_a1").act(&path).await.expect(201).str("/token");
        let second = app.by("lead_a1").act(&path).await.expect(201).str("/token");
        let use_it = |token: &str| app.anonymous().post("/api/v1/auth/password-resets", json!({ "token": token, "new_password": "another quiet heron" }));
        use_it(&first).await.problem(410, "link_used");
        let past = match app.backend {
            tests::Backend::Sqlite => "1000000",
            tests::Backend::Postgres => "now() - interval '1 minute'",
        };
        app.sql().run(&format!("UPDATE password_links SET expires_at = {past}"));
        use_it(&second).await.problem(410, "link_used");
    }

    async fn the_password_link_is_never_stored_in_clear(app) {
        let path = format!("/api/v1/employees/{}/password-resets", app.id("member_a1"));
        let token = app.by("lead_a1").act(&path).once("link-1").await.expect(201).str("/token");
        app.by("lead_a1").act(&path).once("link-1").await.problem(409, "secret_shown");
        for (table, column) in [("outbox", "payload"), ("audit_entries", "changes"), ("idempotency_keys", "body")] {
            let stored = app.sql().texts(&format!("SELECT {column} AS v FROM {table}")).join(" ");
            assert!(!stored.contains(&token), "{table}");
        }
        assert!(!app.server.log().contains(&token));
    }

    async fn one_time_codes_are_asked_for_once_confirmed_and_count_once(app) {
        let mine = app.by("member_a1");
        mine.post("/api/v1/me/totp", json!({ "current_password": "a wrong password" })).await.problem(422, "wrong_password");
        let made = mine.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await.expect(200);
        let secret = made.str("/secret");
        assert!(made.str("/otpauth_url").starts_with("otpauth://totp/") && made.str("/otpauth_url").contains(&secret));
        given::sign_in(&app, "E111").await.expect(201);
        mine.post("/api/v1/me/totp/confirmations", json!({ "code": "000000" })).await.problem(422, "invalid").at("/code", "bad_totp");
        mine.post("/api/v1/me/totp/confirmations", json!({ "code": totp::code(&secret, 0) })).await.expect(204);
        assert_eq!(mine.get("/api/v1/me").await.json()["totp_enabled"], true);
        given::sign_in(&app, "E111").await.problem(401, "totp_required");
        let with = |code: String| json!({ "login": "E111", "password": PASSWORD, "totp_code": code });
        let sign_in = |code: String| app.anonymous().post("/api/v1/auth/sessions", with(code));
        sign_in("123456".into()).await.problem(401, "bad_totp");
        let next = totp::code(&secret, 1);
        sign_in(next.clone()).await.expect(201);
        sign_in(next).await.problem(401, "bad_totp");
        mine.call(tests::Method::DELETE, "/api/v1/me/totp").json(&json!({ "current_password": PASSWORD })).await.expect(204);
        given::sign_in(&app, "E111").await.expect(201);
        // A new secret's codes are its own, whatever counted before.
        let secret = mine.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await.expect(200).str("/secret");
        mine.post("/api/v1/me/totp/confirmations", json!({ "code": totp::code(&secret, 0) })).await.expect(204);
    }

    async fn a_new_enrolment_does_not_switch_the_confirmed_codes_off(app) {
        let mine = app.by("member_a1");
        let secret = mine.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await.expect(200).str("/secret");
        mine.post("/api/v1/me/totp/confirmations", json!({ "code": totp::code(&secret, 0) })).await.expect(204);
        let again = mine.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await;
        assert!(again.status == 200 || again.status == 409, "{}", again.told());
        given::sign_in(&app, "E111").await.problem(401, "totp_required");
    }

    async fn guessing_the_password_through_the_second_factors_endpoints_is_throttled(app) {
        let mine = app.by("member_a1");
        let body = json!({ "current_password": "a wrong password" });
        for _ in 0..5 {
            mine.post("/api/v1/me/totp", body.clone()).await.problem(422, "wrong_password");
        }
        mine.post("/api/v1/me/totp", body).await.problem(429, "too_many_attempts");
    }

    async fn the_one_time_secret_is_not_readable_in_the_database(app) {
        let secret = app.by("member_a1").post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await.expect(200).str("/secret");
        let hex = match app.backend {
            tests::Backend::Sqlite => "hex(totp_secret)",
            tests::Backend::Postgres => "upper(encode(totp_secret, 'hex'))",
        };
        // Wherever it is kept: not yet confirmed, or confirmed.
        app.by("member_a1").post("/api/v1/me/totp/confirmations", json!({ "code": totp::code(&secret, 0) })).await.expect(204);
        let stored = app.sql().texts(&format!("SELECT {hex} AS v FROM credentials WHERE totp_secret IS NOT NULL")).join("");
        let plain: String = totp::base32(&secret).iter().map(|b| format!("{b:02X}")).collect();
        assert!(!stored.is_empty() && !stored.contains(&plain));
    }

    async fn a_key_cannot_touch_its_owners_account(app) {
        let key = app.with_key("full");
        let tag = key.get("/api/v1/me").await.expect(200).etag();
        key.patch("/api/v1/me", &tag, json!({ "locale": "en" })).await.problem(403, "key_forbidden");
        let change = json!({ "current_password": PASSWORD, "new_password": "another quiet heron" });
        key.post("/api/v1/auth/password-changes", change).await.problem(403, "key_forbidden");
        key.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })).await.problem(403, "key_forbidden");
        let session = app.by("manager").all("/api/v1/auth/sessions").await[0]["id"].as_str().unwrap().to_owned();
        key.delete(&format!("/api/v1/auth/sessions/{session}")).await.problem(403, "key_forbidden");
    }

    async fn my_language_and_phone_are_mine_to_change(app) {
        let mine = app.by("member_a1");
        let tag = mine.get("/api/v1/me").await.expect(200).etag();
        let me = mine.patch("/api/v1/me", &tag, json!({ "locale": "en", "phone": null })).await.expect(200).json();
        assert_eq!((&me["locale"], &me["phone"]), (&json!("en"), &json!(null)));
        mine.patch("/api/v1/me", &tag, json!({ "locale": "zh-Hans" })).await.problem(412, "stale_version");
        mine.call(tests::Method::PATCH, "/api/v1/me").json(&json!({ "locale": "en" })).await.problem(428, "if_match_missing");
    }
}
