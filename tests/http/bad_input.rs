//! Bad input gets a problem with code and pointer; nothing is half-written.

use tests::{Method, both, json};

use crate::given;

/// Operations with a JSON body, a valid body, and who may call them.
fn bodies(app: &tests::App) -> Vec<(Method, String, serde_json::Value)> {
    vec![
        (
            Method::POST,
            "/api/v1/employees".into(),
            given::employee_body("N001"),
        ),
        (
            Method::POST,
            "/api/v1/areas".into(),
            json!({ "name": "新區" }),
        ),
        (
            Method::POST,
            "/api/v1/teams".into(),
            json!({ "name": "新組" }),
        ),
        (
            Method::POST,
            "/api/v1/role-assignments".into(),
            json!({ "employee_id": app.id("loose"), "role": "member", "team_id": app.id("team_a1") }),
        ),
        (
            Method::POST,
            "/api/v1/api-keys".into(),
            json!({ "name": "k", "actions": ["rules_read"], "reach": "department" }),
        ),
        (
            Method::POST,
            "/api/v1/auth/sessions".into(),
            json!({ "login": "M001", "password": "x" }),
        ),
        (
            Method::POST,
            "/api/v1/auth/password-resets".into(),
            json!({ "token": "x".repeat(30), "new_password": "another quiet heron" }),
        ),
        (Method::POST, "/api/v1/setup".into(), json!({})),
        (
            Method::POST,
            format!("/api/v1/employees/{}/transfers", app.id("member_a1")),
            json!({ "team_id": app.id("team_a2") }),
        ),
        (
            Method::POST,
            format!("/api/v1/employees/{}/departures", app.id("member_a1")),
            json!({ "leave_date": "2026-01-01" }),
        ),
        (
            Method::PATCH,
            format!("/api/v1/employees/{}", app.id("member_a1")),
            json!({ "post": "x" }),
        ),
        (
            Method::PATCH,
            format!("/api/v1/teams/{}", app.id("team_a1")),
            json!({ "name": "x" }),
        ),
        (
            Method::PATCH,
            format!("/api/v1/areas/{}", app.id("area_a")),
            json!({ "name": "x" }),
        ),
        (
            Method::PATCH,
            "/api/v1/settings".into(),
            json!({ "name": "x" }),
        ),
        (
            Method::PATCH,
            "/api/v1/me".into(),
            json!({ "locale": "en" }),
        ),
    ]
}

both! {
    async fn whatever_is_no_object_is_refused_everywhere(app) {
        for (method, path, body) in bodies(&app) {
            let array = json!([body]).to_string();
            let positional = json!(body.as_object().unwrap().values().collect::<Vec<_>>()).to_string();
            for text in [&array as &str, &positional, "[]", "null", "1", "\"text\"", "", " ", "{", "{\"a\":", "{}{}", "\u{feff}{}", "<xml/>"] {
                let call = app.by("manager").raw(method.clone(), &path, "application/json", text.to_owned()).header("if-match", "\"1\"");
                let reply = call.await;
                if text == "{}{}" || text == "{\"a\":" {
                    // What was read so far may be refused for its fields before the rest is looked at.
                    assert!(reply.status == 400 || reply.status == 422, "{}", reply.told());
                } else {
                    reply.problem(400, "bad_json");
                }
            }
        }
    }

    async fn bodies_that_are_not_utf_8_or_nested_without_end_are_refused(app) {
        for (method, path, _) in bodies(&app) {
            for bytes in [b"{\"name\":\"\xff\xfe\"}".to_vec(), vec![0, 159, 146, 150], "{\"name\":".repeat(20_000).into_bytes()] {
                let reply = app.by("manager").raw(method.clone(), &path, "application/json", bytes).header("if-match", "\"1\"").await;
                assert!(reply.status == 400 || reply.status == 422, "{}", reply.told());
                assert_eq!(reply.header("content-type"), "application/problem+json");
            }
        }
    }

    async fn unknown_fields_are_named_everywhere(app) {
        for (method, path, mut body) in bodies(&app) {
            body.as_object_mut().unwrap().insert("is_admin".into(), json!(true));
            let reply = app.by("manager").call(method, &path).json(&body).header("if-match", "\"1\"").await;
            reply.problem(422, "invalid").at("/is_admin", "unknown_field");
        }
        let mut body = given::employee_body("N001");
        body["private"] = json!({ "salary": 1 });
        app.by("manager").post("/api/v1/employees", body).await.problem(422, "invalid").at("/private/salary", "unknown_field");
    }

    async fn wrong_types_and_missing_fields_are_named_by_pointer(app) {
        let manager = app.by("manager");
        for (field, value, rule) in [
            ("number", json!(7), "type"),
            ("name", json!(null), "type"),
            ("name", json!(["x"]), "type"),
            ("hire_date", json!("yesterday"), "type"),
            ("hire_date", json!("2024-02-30"), "type"),
            ("team_id", json!("7"), "type"),
            ("status", json!("asleep"), "unknown_value"),
            ("locale", json!("fr"), "unknown_value"),
            ("private", json!({ "birth_date": "x" }), "type"),
            ("name", json!(""), "blank"),
            ("name", json!("  padded "), "blank"),
            ("name", json!("a\u{0}b"), "control_character"),
            ("name", json!("字".repeat(81)), "length"),
            ("number", json!("E 1"), "staff_number"),
            ("number", json!("E".repeat(33)), "staff_number"),
            ("email", json!("not an address"), "email"),
            ("phone", json!("abc"), "phone"),
        ] {
            let mut body = given::employee_body("N001");
            body[field] = value.clone();
            let reply = manager.post("/api/v1/employees", body).await.problem(422, "invalid");
            let pointer = reply.json()["errors"][0]["pointer"].as_str().unwrap().to_owned();
            assert!(pointer == format!("/{field}") || pointer == format!("/{field}/birth_date"), "{field}: {}", reply.told());
            assert_eq!(reply.json()["errors"][0]["code"], rule, "{field} = {value}: {}", reply.told());
        }
        for field in ["number", "name", "hire_date"] {
            let mut body = given::employee_body("N001");
            body.as_object_mut().unwrap().remove(field);
            manager.post("/api/v1/employees", body).await.problem(422, "invalid").at(&format!("/{field}"), "required");
        }
        assert_eq!(app.sql().count("employees WHERE number LIKE 'N%'"), 0);
    }

    async fn days_far_from_ours_are_refused_wherever_one_is_named(app) {
        let manager = app.by("manager");
        for far in ["-262143-01-02", "%2B262142-12-31", "1899-12-31", "2201-01-01"] {
            for (path, name) in [
                ("leave-requests", "from"), ("leave-requests", "to"), ("absences", "from"), ("absences", "to"), ("calendar-days", "from"),
                ("calendar-days", "to"), ("schedule-assignments", "on"), ("attendance-board", "date"),
            ] {
                let told = manager.get(&format!("/api/v1/{path}?{name}={far}")).await;
                told.problem(400, "unknown_parameter").at(name, "range");
            }
        }
        manager.get("/api/v1/employees?updated_after=2201-01-01T00:00:00Z").await.problem(400, "unknown_parameter").at("updated_after", "range");
        let leave = json!({ "leave_type_id": given::leave_type(&app, "business").await, "starts_on": "2026-01-05", "ends_on": "2026-01-05" });
        let delegation = json!({ "delegate_id": app.id("member_a1"), "starts_on": "2026-01-05", "ends_on": "2026-01-05" });
        for far in ["-262143-01-01", "+262142-12-31", "1899-12-31", "2201-01-01"] {
            for (path, body, field) in [
                ("leave-requests", leave.clone(), "starts_on"),
                ("leave-requests", leave.clone(), "ends_on"),
                ("leave-quotes", leave.clone(), "ends_on"),
                ("delegations", delegation.clone(), "starts_on"),
                ("delegations", delegation.clone(), "ends_on"),
                ("calendar-days", json!({ "kind": "holiday", "name": "x" }), "date"),
                ("employees", given::employee_body("N001"), "hire_date"),
            ] {
                let mut body = body;
                body[field] = json!(far);
                let told = manager.post(&format!("/api/v1/{path}"), body).await.problem(422, "invalid");
                told.at(&format!("/{field}"), "range");
            }
        }
    }

    async fn every_broken_rule_is_told_at_once(app) {
        let body = json!({ "number": "E 1", "name": "", "email": "x", "hire_date": "2024-01-01", "private": { "emergency_phone": "x" } });
        let reply = app.by("manager").post("/api/v1/employees", body).await.problem(422, "invalid");
        let reply = reply.at("/number", "staff_number").at("/name", "blank").at("/email", "email");
        reply.at("/private/emergency_phone", "phone");
    }

    async fn a_patch_keeps_to_the_same_rules_as_a_creation(app) {
        let (path, tag) = given::tagged(&app.by("manager"), &format!("/api/v1/employees/{}", app.id("member_a1"))).await;
        for (body, pointer) in [
            (json!({ "post": "" }), "/post"),
            (json!({ "post": "x".repeat(81) }), "/post"),
            (json!({ "email": "x" }), "/email"),
            (json!({ "email": format!("{}@example.com", "x".repeat(250)) }), "/email"),
            (json!({ "phone": "abc" }), "/phone"),
            (json!({ "number": null, "name": "" }), "/name"),
            (json!({ "private": { "address": "a\u{0}b" } }), "/private/address"),
        ] {
            let reply = app.by("manager").patch(&path, &tag, body).await.problem(422, "invalid");
            assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{}", reply.told());
        }
    }

    async fn duplicate_fields_are_refused(app) {
        let text = r#"{"name":"甲","name":"乙"}"#;
        app.by("manager").raw(Method::POST, "/api/v1/teams", "application/json", text).await.problem(422, "invalid").at("/name", "duplicate_field");
    }

    async fn more_than_a_mebibyte_is_413_announced_or_not(app) {
        let big = |bytes: usize| format!("{{\"name\":\"{}\"}}", "x".repeat(bytes));
        for (method, path, _) in bodies(&app) {
            for bytes in [1_048_577, 10_000_000] {
                let reply = app.by("manager").raw(method.clone(), &path, "application/json", big(bytes)).header("if-match", "\"1\"").await;
                reply.problem(413, "body_too_large");
            }
        }
        let chunks = (0..40).map(|_| Ok::<_, std::io::Error>(vec![b' '; 64 * 1024]));
        let body = reqwest_body(chunks);
        app.by("manager").raw(Method::POST, "/api/v1/teams", "application/json", body).await.problem(413, "body_too_large");
        app.by("manager").get("/api/v1/me").await.expect(200);
    }

    async fn other_content_types_are_415(app) {
        for (method, path, body) in bodies(&app) {
            for media in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "application/jsonp", ""] {
                let call = app.by("manager").raw(method.clone(), &path, media, body.to_string()).header("if-match", "\"1\"");
                call.await.problem(415, "unsupported_media_type");
            }
            let typed = app.by("manager").raw(method, &path, "application/json; charset=utf-8", body.to_string()).header("if-match", "\"99\"").await;
            assert_ne!(typed.status, 415, "{}", typed.told());
        }
    }

    async fn a_wrong_method_is_405_and_says_which_are_taken(app) {
        let id = app.id("member_a1");
        for (method, path, allow) in [
            (Method::DELETE, "/api/v1/employees".to_owned(), vec!["GET", "POST"]),
            (Method::PUT, format!("/api/v1/employees/{id}"), vec!["GET", "PATCH"]),
            (Method::DELETE, format!("/api/v1/employees/{id}"), vec!["GET", "PATCH"]),
            (Method::GET, format!("/api/v1/employees/{id}/transfers"), vec!["POST"]),
            (Method::POST, "/api/v1/me".to_owned(), vec!["GET", "PATCH"]),
            (Method::PATCH, "/api/v1/auth/tokens".to_owned(), vec!["POST"]),
            (Method::DELETE, "/api/v1/audit-entries".to_owned(), vec!["GET"]),
        ] {
            for client in [app.by("manager"), app.anonymous()] {
                let reply = client.call(method.clone(), &path).await.problem(405, "method_not_allowed");
                let mut told: Vec<String> = reply.header("allow").split(',').map(|m| m.trim().to_owned()).filter(|m| m != "HEAD" && m != "OPTIONS").collect();
                told.sort();
                assert_eq!(told, allow, "{method} {path}");
            }
        }
    }

    async fn an_unknown_path_is_a_404_problem(app) {
        for path in ["/api/v1/nothing", "/api/v2/employees", "/api/v1/employees/", "/api/v1//employees", "/api/v1/employees/x/y/z", "/api/", "/.well-known/nothing"] {
            for method in [Method::GET, Method::POST] {
                app.by("manager").call(method, path).await.problem(404, "not_found");
            }
        }
    }

    async fn foreign_unknown_and_malformed_ids_are_all_404(app) {
        for id in ["0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60", "7", "x'--", "00000000-0000-0000-0000-000000000000", &app.id("team_a1") as &str] {
            for kind in ["employees", "areas", "role-assignments", "api-keys", "attachments", "jobs", "audit-entries"] {
                app.by("manager").get(&format!("/api/v1/{kind}/{id}")).await.problem(404, "not_found");
            }
        }
    }

    async fn unknown_query_parameters_are_refused_on_single_records_too(app) {
        for path in [format!("/api/v1/employees/{}?expand=all", app.id("member_a1")), "/api/v1/me?x=1".into(), "/api/v1/settings?x=1".into(), "/api/v1/org-tree?x=1".into()] {
            app.by("manager").get(&path).await.problem(400, "unknown_parameter");
        }
    }

    async fn problems_speak_the_callers_language(app) {
        for (asked, spoken, text) in [
            ("zh-Hant", "zh-Hant", "找不到此資料"),
            ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant", "找不到此資料"),
            ("zh-Hans", "zh-Hans", "找不到此数据"),
            ("zh-CN", "zh-Hans", "找不到此数据"),
            ("en-GB,en;q=0.9", "en", "Not found"),
            ("fr-FR, en;q=0.5", "en", "Not found"),
            ("en;q=0.2, zh-Hans;q=0.9", "zh-Hans", "找不到此数据"),
            ("fr", "zh-Hant", "找不到此資料"),
            ("*", "zh-Hant", "找不到此資料"),
        ] {
            let reply = app.by("manager").get("/api/v1/nothing").language(asked).await.problem(404, "not_found");
            assert_eq!((reply.header("content-language").as_str(), reply.str("/detail").as_str()), (spoken, text), "{asked}");
        }
    }

    async fn field_problems_speak_the_callers_language_too(app) {
        let mut details = Vec::new();
        for language in ["zh-Hant", "zh-Hans", "en"] {
            let reply = app.by("manager").post("/api/v1/employees", json!({ "number": "E 1", "name": "", "hire_date": "2024-01-01" })).language(language).await;
            let reply = reply.problem(422, "invalid");
            let errors = reply.json()["errors"].clone();
            for error in errors.as_array().unwrap() {
                assert!(!error["detail"].as_str().unwrap().is_empty(), "{error}");
            }
            details.push(errors.to_string());
        }
        assert!(details[0] != details[1] && details[1] != details[2], "{details:?}");
    }

    async fn every_answer_carries_its_safety_headers(app) {
        for path in ["/api/v1/me", "/api/v1/nothing", "/livez", "/api/openapi.json"] {
            let reply = app.by("manager").get(path).await;
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert!(reply.header("content-security-policy").contains("default-src 'none'"), "{path}");
            assert_eq!(reply.header("referrer-policy"), "no-referrer");
            assert_eq!(reply.header("x-request-id").len(), 32);
        }
        assert_eq!(app.by("manager").get("/api/v1/me").await.header("cache-control"), "no-store");
    }

    async fn other_origins_are_not_invited(app) {
        let reply = app.by("manager").get("/api/v1/me").header("origin", "https://evil.example").await.expect(200);
        assert!(reply.maybe_header("access-control-allow-origin").is_none());
    }
}

fn reqwest_body(
    chunks: impl Iterator<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static,
) -> tests::Body {
    tests::Body::wrap_stream(futures_util::stream::iter(chunks.collect::<Vec<_>>()))
}
