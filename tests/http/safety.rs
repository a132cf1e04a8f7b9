//! Safety equipment (3.3.2): registered, inspected, due by whichever comes first, faulty ones told at once.

use tests::{App, Backend, Value, both, json};

use crate::approvals::explain;
use crate::given;
use crate::repairs::told;

const ITEMS: &str = "/api/v1/safety-items";

async fn item(app: &App, more: Value) -> String {
    let mut body = json!({ "label": "ABC-12F-03", "kind": "extinguisher", "spot": "東側安全門旁", "inspect_months": 6 });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    let made = app.by("manager").post(ITEMS, body).await.expect(201);
    made.header("location")
}

async fn board(app: &App) -> (Value, Value) {
    let path = "/api/v1/regulation/compliance";
    let board = app.by("manager").get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.into_iter().find(|c| c["clause"] == "3.3.2").unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let sections = day["sections"].as_array().unwrap().clone();
    let section = sections.into_iter().find(|s| s["section"] == "duties");
    let items = section.unwrap()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|i| i["kind"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn equipment_is_inspected_in_time_and_a_faulty_piece_is_told(app) {
        assert_eq!(board(&app).await, (json!("no_data"), Value::Null));
        let (manager, member) = (app.by("manager"), app.by("member_a1"));
        let path = item(&app, json!({ "inspected_on": tests::clock::in_days(-30), "expires_on": tests::clock::in_days(90) })).await;
        let one = member.get(&path).await.expect(200).json();
        assert_eq!((&one["due_on"], &one["overdue"], &one["allowed_actions"]), (&json!(tests::clock::in_days(90)), &json!(false), &json!(["safety_inspect"])));
        assert_eq!(board(&app).await, (json!("met"), json!(0.0)));
        let fresh = item(&app, json!({ "label": "燈-01", "kind": "emergency_light" })).await;
        assert_eq!(manager.get(&fresh).await.expect(200).json()["due_on"], tests::clock::in_days(0), "what was never inspected is due at once");
        assert_eq!((board(&app).await.0, kinds(&app, "manager").await), (json!("at_risk"), vec!["safety_due".to_owned()]));
        assert!(kinds(&app, "member_a1").await.is_empty());
        let inspections = format!("{fresh}/inspections");
        member.post(&inspections, json!({ "in_order": false })).await.problem(422, "comment_required").at("/note", "comment_required");
        member.post(&inspections, json!({ "in_order": true, "expires_on": tests::clock::in_days(-1) })).await.problem(422, "date_order").at("/expires_on", "date_order");
        let bad = member.post(&inspections, json!({ "in_order": false, "note": "電池無法充電" })).await.expect(200).json();
        assert_eq!((&bad["state"], &bad["inspected_on"]), (&json!("faulty"), &Value::Null));
        told(&app, "manager", "safety.faulty").await;
        assert_eq!((board(&app).await, kinds(&app, "manager").await), ((json!("breached"), json!(1.0)), vec!["safety_faulty".to_owned()]));
        let good = member.post(&inspections, json!({ "in_order": true, "note": "換電池", "expires_on": tests::clock::in_days(40) })).await.expect(200).json();
        assert_eq!((&good["state"], &good["due_on"]), (&json!("in_use"), &json!(tests::clock::in_days(40))));
        assert_eq!(board(&app).await, (json!("met"), json!(0.0)));
        let kept = member.all(&inspections).await;
        assert_eq!(kept.iter().map(|i| i["in_order"].clone()).collect::<Vec<_>>(), [json!(true), json!(false)], "the newest first");
        assert_eq!(member.all(&format!("{inspections}?in_order=false")).await.len(), 1);
    }

    async fn the_register_is_kept_by_whoever_is_in_charge_and_a_retired_piece_keeps_its_history(app) {
        let manager = app.by("manager");
        let path = item(&app, json!({ "inspected_on": tests::clock::in_days(-400) })).await;
        assert_eq!(board(&app).await.0, "breached");
        assert_eq!(manager.all(&format!("{ITEMS}?overdue=true")).await.len(), 1);
        let tag = given::tagged(&manager, &path).await.1;
        app.by("lead_a1").patch(&path, &tag, json!({ "spot": "x" })).await.problem(403, "forbidden");
        app.by("deputy_a").post(ITEMS, json!({ "label": "x", "kind": "other", "spot": "y", "inspect_months": 1 })).await.problem(403, "forbidden");
        let longer = manager.patch(&path, &tag, json!({ "inspect_months": 24, "spot": "西側" })).await.expect(200);
        assert_eq!(longer.json()["overdue"], false);
        manager.patch(&path, &tag, json!({ "spot": "z" })).await.problem(412, "stale_version");
        let retired = manager.patch(&path, &longer.etag(), json!({ "retired": true })).await.expect(200);
        assert_eq!(retired.json()["state"], "retired");
        app.by("member_a1").post(&format!("{path}/inspections"), json!({ "in_order": true })).await.problem(409, "conflict");
        assert_eq!(board(&app).await, (json!("no_data"), Value::Null));
        let back = manager.patch(&path, &retired.etag(), json!({ "retired": false })).await.expect(200).json();
        assert_eq!(back["state"], "faulty", "until it is inspected");
        for (wrong, at) in [
            (json!({ "label": "", "kind": "other", "spot": "y", "inspect_months": 1 }), "/label"),
            (json!({ "label": "x", "kind": "other", "spot": "y", "inspect_months": 0 }), "/inspect_months"),
            (json!({ "label": "x", "kind": "other", "spot": "y", "inspect_months": 1, "inspected_on": tests::clock::in_days(1) }), "/inspected_on"),
            (json!({ "label": "x", "kind": "other", "spot": "y", "inspect_months": 1, "place_id": app.id("team_a1") }), "/place_id"),
        ] {
            let said = manager.post(ITEMS, wrong).await;
            assert_eq!(said.status, 422);
            assert_eq!(said.json()["errors"][0]["pointer"], at);
        }
        assert_eq!(manager.all(ITEMS).await.len(), 1);
    }

    async fn the_register_is_read_by_indexes(app) {
        let (id, series, at, day) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n", "date('2030-01-01', '+' || n || ' days')"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'", "DATE '2030-01-01' + n::int"),
        };
        app.sql().run(&format!(
            "INSERT INTO safety_items (id, label, kind, spot, state, inspect_months, due_on, version, created_at, updated_at) \
             {series} SELECT {id}, 'x', 'other', 'y', 'in_use', 6, {day}, 1, {at}, {at} FROM s"));
        app.sql().run("ANALYZE");
        for query in [
            "SELECT * FROM safety_items ORDER BY due_on, id LIMIT 51",
            "SELECT * FROM safety_items WHERE safety_items.state <> 'retired' AND due_on < '2026-12-01' ORDER BY due_on, id LIMIT 51",
            "SELECT * FROM safety_items ORDER BY created_at, id LIMIT 51",
        ] {
            let plan = explain(&app, query);
            let whole = |line: &str| line.contains("Seq Scan on safety_items") || line.trim().starts_with("SCAN safety_items") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
