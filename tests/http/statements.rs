//! Monthly statements (4.4.3): draft, publication, objections, final; what is frozen stays.

use tests::clock::in_days;
use tests::{App, Value, both, json, wait};

use crate::attendance::{drafted, month, office, publish, punch, window_over};

async fn line(app: &App, who: &str, path: &str, person: &str) -> Value {
    let query = format!("{path}/lines?employee_id={}", app.id(person));
    let mut found = app.by(who).get(&query).await.expect(200).data();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// The first working day of last month.
fn working_day() -> chrono::NaiveDate {
    use chrono::Datelike;
    let mut day: chrono::NaiveDate = format!("{}-01", month(1)).parse().unwrap();
    while day.weekday().number_from_monday() > 5 {
        day = day.succ_opt().unwrap();
    }
    day
}

async fn finalize(app: &App, path: &str) -> tests::Reply {
    let tag = app.by("manager").get(path).await.expect(200).etag();
    app.by("manager")
        .post(&format!("{path}/finalizations"), json!({}))
        .header("if-match", &tag)
        .await
}

both! {
    async fn a_draft_sums_the_month_and_is_for_its_makers(app) {
        office(&app).await;
        let day = working_day();
        punch(&app, "E111", day, &["09:20", "17:00"]).await;
        let path = drafted(&app, &month(1)).await;
        let seen = line(&app, "manager", &path, "member_a1").await;
        assert_eq!((&seen["late_count"], &seen["late_minutes"], &seen["early_minutes"], &seen["worked_minutes"]), (&json!(1), &json!(20), &json!(60), &json!(400)), "{seen}");
        assert_eq!((&seen["present_days"], &seen["breaches"][0]), (&json!(1), &json!({ "date": day, "status": "late_and_early", "minutes": 80 })));
        assert_eq!(seen["work_days"].as_i64().unwrap(), seen["absent_days"].as_i64().unwrap() + 1);
        for who in ["member_a1", "lead_a1", "deputy_b"] {
            app.by(who).get(&path).await.problem(404, "not_found");
            app.by(who).get(&format!("{path}/lines")).await.problem(404, "not_found");
            assert!(app.by(who).get("/api/v1/attendance-statements").await.expect(200).data().is_empty());
        }
        app.by("deputy_a").get(&path).await.expect(200);
    }

    async fn a_published_statement_is_shown_inside_the_reach(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        let people = |who: &'static str| { let (app, path) = (&app, &path); async move {
            let seen = app.by(who).get(path).await.expect(200).json();
            let lines = app.by(who).all(&format!("{path}/lines")).await.len() as i64;
            assert_eq!(seen["people"], lines, "{who}");
            lines
        } };
        assert_eq!((people("member_a1").await, people("lead_a1").await), (1, 3));
        assert!(people("manager").await > people("deputy_a").await);
        let told = wait::until("the notification", || async {
            let all = app.by("member_a1").get("/api/v1/notifications").await.expect(200).data();
            all.into_iter().find(|n| n["event"] == "attendance_statement.published")
        }).await;
        assert!(told["body"].as_str().unwrap().contains(&in_days(3)), "{told}");
        let day = app.by("member_a1").get("/api/v1/my-day").await.expect(200).text();
        assert!(day.contains("statement_to_check"));
        let breaching = app.by("manager").all(&format!("{path}/lines?breaches=true")).await;
        let seen = app.by("manager").get(&path).await.expect(200).json();
        assert_eq!((seen["people_with_breaches"].as_i64().unwrap(), breaching.iter().all(|l| !l["breaches"].as_array().unwrap().is_empty())), (breaching.len() as i64, true));
        assert!(app.by("manager").all(&format!("{path}/lines?breaches=false")).await.iter().all(|l| l["breaches"] == json!([])));
    }

    async fn publishing_needs_a_draft_its_version_and_a_sensible_window(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        let manager = app.by("manager");
        let tag = manager.get(&path).await.expect(200).etag();
        let ask = |until: i64, tag: &str| manager.post(&format!("{path}/publications"), json!({ "objections_until": in_days(until) })).header("if-match", tag);
        for until in [0, 33] {
            ask(until, &tag).await.problem(422, "date_order").at("/objections_until", "date_order");
        }
        ask(3, "\"99\"").await.problem(412, "stale_version");
        manager.post(&format!("{path}/publications"), json!({ "objections_until": in_days(3) })).await.problem(428, "if_match_missing");
        ask(3, &tag).await.expect(200);
        let twice = ask(3, &tag).await.problem(409, "conflict").json();
        assert_eq!(twice["current"]["state"], "published");
        manager.post("/api/v1/attendance-statements", json!({ "month": month(1) })).await.problem(409, "conflict");
        app.by("lead_a1").post("/api/v1/attendance-statements", json!({ "month": month(1) })).await.problem(403, "forbidden");
        app.by("deputy_b").post("/api/v1/attendance-statements", json!({ "month": month(1) })).await.problem(403, "forbidden");
    }

    async fn months_that_havent_begun_arent_drafted(app) {
        office(&app).await;
        let next = (tests::clock::date(0) + chrono::Months::new(2)).format("%Y-%m").to_string();
        app.by("manager").post("/api/v1/attendance-statements", json!({ "month": next })).await.problem(409, "month_not_begun");
        app.by("manager").post("/api/v1/attendance-statements", json!({ "month": "2026-13" })).await.problem(422, "invalid").at("/month", "month");
        let path = drafted(&app, &month(0)).await;
        finalize(&app, &path).await.problem(409, "statement_not_published");
    }

    async fn an_accepted_objection_computes_the_line_anew(app) {
        office(&app).await;
        let day = working_day();
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        let before = line(&app, "member_a1", &path, "member_a1").await;
        let filed = app.by("member_a1").post(&format!("{path}/objections"), json!({ "date": day, "text": "那天我在" })).await.expect(201);
        let objection = filed.header("location");
        app.by("member_a1b").get(&objection).await.problem(404, "not_found");
        let body = json!({ "accept": true, "answer": "已補登" });
        let answer = |who: &'static str| app.by(who).post(&format!("{objection}/answers"), body.clone()).header("if-match", &filed.etag());
        app.by("lead_a2").post(&format!("{objection}/answers"), body.clone()).header("if-match", &filed.etag()).await.problem(404, "not_found");
        answer("member_a1").await.problem(403, "forbidden");
        window_over(&app);
        finalize(&app, &path).await.problem(409, "objections_open");
        punch(&app, "E111", day, &["09:00", "18:00"]).await;
        let tag = app.by("manager").get(&path).await.expect(200).etag();
        let answered = answer("lead_a1").await.expect(200).json();
        assert_eq!((&answered["state"], &answered["answered_by"]["id"]), (&json!("accepted"), &json!(app.id("lead_a1"))));
        let after = line(&app, "member_a1", &path, "member_a1").await;
        assert_eq!((&after["present_days"], &after["id"]), (&json!(1), &before["id"]));
        assert_ne!(after["inputs_version"], before["inputs_version"]);
        assert_ne!(app.by("manager").get(&path).await.expect(200).etag(), tag);
        let twice = answer("deputy_a").await.problem(409, "conflict").json();
        assert_eq!(twice["current"]["state"], "accepted");
    }

    async fn nobody_answers_their_own_objection(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        for who in ["lead_a1", "deputy_a", "manager"] {
            let filed = app.by(who).post(&format!("{path}/objections"), json!({ "text": "有誤" })).await.expect(201);
            assert_eq!(filed.json()["allowed_actions"], json!(["objection_file"]), "only to take it back");
            app.by(who).post(&format!("{}/answers", filed.header("location")), json!({ "accept": true, "answer": "好" }))
                .header("if-match", &filed.etag()).await.problem(403, "own_matter");
        }
    }

    async fn ones_own_objection_can_be_taken_back_and_holds_the_statement_no_longer(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        // Above the manager nobody answers: the deputy in charge of people is told.
        let filed = app.by("manager").post(&format!("{path}/objections"), json!({ "text": "有誤" })).await.expect(201);
        wait::until("the deputy is told", || async {
            app.by("deputy_a").all("/api/v1/notifications").await.into_iter().find(|n| n["event"] == "attendance_objection.filed")
        }).await;
        let back = format!("{}/withdrawals", filed.header("location"));
        app.by("deputy_a").post(&back, json!({})).await.problem(404, "not_found");
        app.by("member_a1").post(&back, json!({})).await.problem(404, "not_found");
        window_over(&app);
        finalize(&app, &path).await.problem(409, "objections_open");
        let done = app.by("manager").post(&back, json!({})).await.expect(200).json();
        assert_eq!((&done["state"], &done["allowed_actions"], &done["answer"]), (&json!("withdrawn"), &json!([]), &json!(null)));
        assert_eq!(app.by("manager").post(&back, json!({})).await.problem(409, "conflict").json()["current"]["state"], "withdrawn");
        let late = app.by("deputy_a").post(&format!("{}/answers", filed.header("location")), json!({ "accept": true, "answer": "好" }));
        late.header("if-match", &filed.etag()).await.problem(409, "conflict");
        assert_eq!(app.by("manager").get(&path).await.expect(200).json()["open_objections"], 0);
        finalize(&app, &path).await.expect(200);
    }

    async fn objections_have_their_time(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        let object = || app.by("member_a1").post(&format!("{path}/objections"), json!({ "text": "有誤" }));
        object().await.problem(404, "not_found");
        publish(&app, &path).await;
        app.by("member_a1").post(&format!("{path}/objections"), json!({ "text": "有誤", "date": in_days(0) })).await.problem(422, "invalid").at("/date", "range");
        finalize(&app, &path).await.problem(409, "objection_window");
        window_over(&app);
        object().await.problem(409, "objection_window");
    }

    async fn a_final_statement_never_changes(app) {
        office(&app).await;
        let day = working_day();
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        window_over(&app);
        // What came in after the draft is taken in once more, and told to whom it concerns.
        punch(&app, "E111", day, &["09:00", "18:00"]).await;
        let frozen = finalize(&app, &path).await.expect(200).json();
        assert_eq!((&frozen["state"], &frozen["allowed_actions"]), (&json!("final"), &json!([])));
        let before = app.by("manager").all(&format!("{path}/lines")).await;
        let mine = before.iter().find(|l| l["employee"]["number"] == "E111").unwrap();
        assert_eq!(mine["present_days"], 1);
        let renewed = app.by("manager").all("/api/v1/audit-entries?event=attendance_line.renewed").await;
        assert_eq!(renewed.len(), 1, "one line was out of date");
        punch(&app, "E112", day, &["09:00", "18:00"]).await;
        let shift = app.by("manager").get("/api/v1/shifts").await.expect(200).data().remove(0);
        app.by("manager").patch(&format!("/api/v1/shifts/{}", shift["id"].as_str().unwrap()), "\"1\"", json!({ "starts": "08:00" })).await.expect(200);
        finalize(&app, &path).await.problem(409, "statement_frozen");
        app.by("manager").post("/api/v1/attendance-statements", json!({ "month": month(1) })).await.problem(409, "statement_frozen");
        app.by("member_a1").post(&format!("{path}/objections"), json!({ "text": "有誤" })).await.problem(409, "statement_frozen");
        assert_eq!(app.by("manager").all(&format!("{path}/lines")).await, before);
        assert_eq!(app.by("manager").get(&path).await.expect(200).json(), frozen);
        // Nor is a day of it corrected.
        let late = tests::clock::date(0) - tests::clock::date(-62);
        let recent = day + late >= tests::clock::date(0);
        let ask = json!({ "date": day, "kind": "in", "at": crate::attendance::at(day, "09:00"), "reason": "忘記" });
        if recent {
            app.by("member_a1b").post("/api/v1/corrections", ask).await.problem(409, "statement_frozen");
        }
    }

    async fn a_correction_on_its_way_holds_the_statement(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        publish(&app, &path).await;
        window_over(&app);
        // The last working day of last month lies in the last 62 days.
        let mut day = working_day();
        while let Some(next) = day.succ_opt().filter(|d| d.format("%Y-%m").to_string() == month(1)) {
            day = next;
        }
        while chrono::Datelike::weekday(&day).number_from_monday() > 5 {
            day = day.pred_opt().unwrap();
        }
        let ask = json!({ "date": day, "kind": "in", "at": crate::attendance::at(day, "09:00"), "reason": "忘記" });
        app.by("member_a1").post("/api/v1/corrections", ask).await.expect(201);
        finalize(&app, &path).await.problem(409, "correction_open");
    }

    async fn drafting_again_gives_the_same_version_until_something_changes(app) {
        office(&app).await;
        let path = drafted(&app, &month(1)).await;
        let version = || async { app.by("manager").get(&path).await.expect(200).str("/inputs_version") };
        let first = version().await;
        assert_eq!(first.len(), 32);
        drafted(&app, &month(1)).await;
        assert_eq!(version().await, first);
        punch(&app, "E111", working_day(), &["09:00"]).await;
        drafted(&app, &month(1)).await;
        assert_ne!(version().await, first);
        assert_eq!(app.sql().count("attendance_statements"), 1);
    }
}
