//! Access tokens that somebody else made, or that were made for something else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tests::{App, Value, both, json, token};

/// A true token's header and claims; each test bends one thing.
fn true_parts(app: &App) -> (Value, Value) {
    token::parts(&app.department.person("manager").token)
}

async fn refused(app: &App, token: &str, code: &str) {
    app.with_token(token)
        .get("/api/v1/me")
        .await
        .problem(401, code);
}

both! {
    async fn our_own_signature_over_the_true_claims_is_taken(app) {
        // Keeps the tests below honest: with nothing bent, the hand-made token works.
        let (header, claims) = true_parts(&app);
        app.with_token(&token::sign(&app.run.secret(), &header, &claims)).get("/api/v1/me").await.expect(200);
    }

    async fn a_token_carries_no_role_and_lives_shortly(app) {
        let (header, claims) = true_parts(&app);
        assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
        let mut names: Vec<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"]);
        let app = app.restart_with(|s| s.env("SHOUZHAN_ACCESS_TOKEN_SECONDS", "600")).await;
        let fresh = crate::given::sign_in(&app, "E111").await.expect(201);
        let (_, claims) = token::parts(&fresh.str("/access_token"));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 600);
    }

    async fn an_unsigned_token_is_refused(app) {
        let (mut header, claims) = true_parts(&app);
        for alg in ["none", "None", "NONE", ""] {
            header["alg"] = json!(alg);
            refused(&app, &token::unsigned(&header, &claims), "unauthenticated").await;
        }
    }

    async fn an_hmac_with_the_public_key_is_refused(app) {
        let (mut header, claims) = true_parts(&app);
        header["alg"] = json!("HS256");
        let jwks = app.anonymous().get("/.well-known/jwks.json").await.expect(200);
        let x = jwks.str("/keys/0/x");
        let raw = URL_SAFE_NO_PAD.decode(&x).unwrap();
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{x}\n-----END PUBLIC KEY-----\n");
        for key in [raw.as_slice(), x.as_bytes(), pem.as_bytes()] {
            refused(&app, &token::hmac(key, &header, &claims), "unauthenticated").await;
        }
    }

    async fn somebody_elses_signature_is_refused(app) {
        let (header, claims) = true_parts(&app);
        refused(&app, &token::sign("another secret of enough length, honestly", &header, &claims), "unauthenticated").await;
    }

    async fn a_changed_claim_breaks_the_signature(app) {
        let good = app.department.person("member_a1").token.clone();
        let (_, mut claims) = token::parts(&good);
        claims["sub"] = json!(app.id("manager"));
        let parts: Vec<&str> = good.split('.').collect();
        let bent = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2]);
        refused(&app, &bent, "unauthenticated").await;
    }

    async fn wrong_audience_issuer_or_type_are_refused(app) {
        let (header, claims) = true_parts(&app);
        for (name, value) in [("aud", json!("another-api")), ("aud", json!(["shouzhan-api-2"])), ("iss", json!("https://evil.example"))] {
            let mut claims = claims.clone();
            claims[name] = value;
            refused(&app, &token::sign(&app.run.secret(), &header, &claims), "unauthenticated").await;
        }
        for typ in [json!("JWT"), json!("id+jwt"), Value::Null] {
            let mut header = header.clone();
            header["typ"] = typ;
            refused(&app, &token::sign(&app.run.secret(), &header, &claims), "unauthenticated").await;
        }
    }

    async fn an_unknown_or_missing_key_id_is_refused(app) {
        let (mut header, claims) = true_parts(&app);
        header["kid"] = json!("0000000000000000");
        refused(&app, &token::sign(&app.run.secret(), &header, &claims), "unauthenticated").await;
        header.as_object_mut().unwrap().remove("kid");
        refused(&app, &token::sign(&app.run.secret(), &header, &claims), "unauthenticated").await;
    }

    async fn a_token_of_the_future_or_the_past_is_refused_without_leeway(app) {
        let (header, claims) = true_parts(&app);
        let now = tests::clock::now().timestamp();
        let mut early = claims.clone();
        early["nbf"] = json!(now + 30);
        refused(&app, &token::sign(&app.run.secret(), &header, &early), "unauthenticated").await;
        let mut late = claims.clone();
        late["exp"] = json!(now - 2);
        refused(&app, &token::sign(&app.run.secret(), &header, &late), "token_expired").await;
    }

    async fn every_claim_is_required(app) {
        let (header, claims) = true_parts(&app);
        for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
            let mut claims = claims.clone();
            claims.as_object_mut().unwrap().remove(name);
            let token = token::sign(&app.run.secret(), &header, &claims);
            app.with_token(&token).get("/api/v1/me").await.problem(401, "unauthenticated");
        }
    }

    async fn a_token_of_a_session_that_never_was_is_refused(app) {
        let (header, mut claims) = true_parts(&app);
        claims["sid"] = json!("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60");
        refused(&app, &token::sign(&app.run.secret(), &header, &claims), "session_ended").await;
    }

    async fn a_token_expires_although_it_was_verified_before(app) {
        let (header, mut claims) = true_parts(&app);
        claims["exp"] = json!(tests::clock::now().timestamp() + 2);
        let token = token::sign(&app.run.secret(), &header, &claims);
        app.with_token(&token).get("/api/v1/me").await.expect(200);
        tokio::time::sleep(std::time::Duration::from_millis(2200)).await;
        refused(&app, &token, "token_expired").await;
    }

    async fn rubbish_in_the_authorization_header_is_refused(app) {
        let long = "x".repeat(5000);
        for value in ["Bearer", "Bearer ", "Basic TTAwMTpwYXNz", "Bearer a.b.c", "Bearer szk_abc", "szk_abc", &format!("Bearer {long}") as &str] {
            app.anonymous().get("/api/v1/me").header("authorization", value).await.problem(401, "unauthenticated");
        }
    }

    async fn a_token_in_the_query_string_is_not_taken(app) {
        let path = format!("/api/v1/me?access_token={}", app.department.person("manager").token);
        let reply = app.anonymous().get(&path).await;
        assert!(reply.status == 401 || reply.status == 400, "{}", reply.told());
    }

    async fn tokens_outlive_a_rotation_of_the_secret_while_the_old_line_is_kept(app) {
        let file = app.path().join("secret");
        let old = app.run.secret();
        std::fs::write(&file, format!("a new first line of more than thirty-two characters\n{old}\n")).unwrap();
        let moved = file.clone();
        let app = app.restart_with(move |s| tests::server::Setting { secret_file: moved, ..s }).await;
        app.by("manager").get("/api/v1/me").await.expect(200);
        let kids = app.anonymous().get("/.well-known/jwks.json").await.expect(200).json()["keys"].as_array().unwrap().len();
        assert_eq!(kids, 2);
        let fresh = crate::given::sign_in(&app, "E111").await.expect(201).str("/access_token");
        assert_ne!(token::parts(&fresh).0["kid"], true_parts(&app).0["kid"]);
        std::fs::write(&file, "a new first line of more than thirty-two characters\n").unwrap();
        let app = app.restart().await;
        app.by("manager").get("/api/v1/me").await.problem(401, "unauthenticated");
    }
}
