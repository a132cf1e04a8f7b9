//! Supplies (3.1.2): taken, restocked, counted; never below nothing, whoever takes at once; what runs low is told once.

use tests::{App, Backend, Value, both, json};

use crate::approvals::explain;
use crate::compliance::{BOARD, clause};
use crate::given;
use crate::repairs::told;

const SUPPLIES: &str = "/api/v1/supplies";
const MOVEMENTS: &str = "/api/v1/supply-movements";

async fn item(app: &App, more: Value) -> String {
    let mut body = json!({ "name": "A4 影印紙", "kind": "paper", "unit": "包", "on_hand": 10, "reorder_level": 5 });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    let made = app.by("manager").post(SUPPLIES, body).await.expect(201);
    made.header("location")
}

/// What the ledger of an item comes to, line by line and in all.
async fn proved(app: &App, path: &str) -> i64 {
    let one = app.by("manager").get(path).await.expect(200).json();
    let id = one["id"].as_str().unwrap();
    let lines = app
        .by("manager")
        .all(&format!("{MOVEMENTS}?item_id={id}&sort=at"))
        .await;
    let mut sum = 0;
    for line in &lines {
        sum += line["quantity"].as_i64().unwrap();
        assert_eq!(line["on_hand"], sum, "{lines:?}");
    }
    assert_eq!(one["on_hand"], sum);
    sum
}

/// The figure of supplies, apart from that of tidiness checks.
async fn figure(app: &App) -> (Value, Value) {
    let one = clause(&app.by("manager"), BOARD, "3.1.2").await;
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn what_is_taken_is_in_the_ledger_and_what_runs_low_is_told_once(app) {
        assert_eq!(figure(&app).await, (json!("no_data"), Value::Null));
        let path = item(&app, json!({})).await;
        assert_eq!(figure(&app).await, (json!("met"), json!(0.0)));
        let (member, lead, manager) = (app.by("member_a1"), app.by("lead_a1"), app.by("manager"));
        let issues = format!("{path}/issues");
        let one = member.post(&issues, json!({ "quantity": 4, "note": "說明會" })).await.expect(200).json();
        assert_eq!((&one["on_hand"], &one["low"], &one["allowed_actions"]), (&json!(6), &json!(false), &json!(["supply_issue"])));
        let one = lead.post(&issues, json!({ "quantity": 2, "employee_id": app.id("member_a1b") })).await.expect(200).json();
        assert_eq!((&one["on_hand"], &one["low"]), (&json!(4), &json!(true)));
        told(&app, "manager", "supply.low").await;
        assert_eq!(figure(&app).await, (json!("at_risk"), json!(1.0)));
        let day = manager.get("/api/v1/my-day").await.expect(200).text();
        assert!(day.contains("supply_low"), "{day}");
        assert!(!member.get("/api/v1/my-day").await.expect(200).text().contains("supply_low"));
        let short = member.post(&issues, json!({ "quantity": 5 })).await.problem(409, "supply_short").at("/quantity", "supply_short");
        assert_eq!(short.json()["current"]["on_hand"], 4, "{}", short.text());
        member.post(&issues, json!({ "quantity": 4 })).await.expect(200);
        assert_eq!(figure(&app).await, (json!("breached"), json!(1.0)));
        member.post(&issues, json!({ "quantity": 1 })).await.problem(409, "supply_short");
        let told = manager.all("/api/v1/notifications").await;
        assert_eq!(told.iter().filter(|n| n["event"] == "supply.low").count(), 1);
        manager.post(&format!("{path}/restocks"), json!({ "quantity": 30, "note": "大同文具" })).await.expect(200);
        manager.post(&format!("{path}/counts"), json!({ "counted": 28 })).await.problem(422, "comment_required").at("/note", "comment_required");
        let counted = manager.post(&format!("{path}/counts"), json!({ "counted": 28, "note": "兩包受潮" })).await.expect(200).json();
        assert_eq!((&counted["on_hand"], counted["counted_on"].as_str()), (&json!(28), Some(tests::clock::date(0).to_string().as_str())));
        manager.post(&format!("{path}/counts"), json!({ "counted": 28 })).await.expect(200);
        assert_eq!((proved(&app, &path).await, figure(&app).await.0), (28, json!("met")));
        let mine = member.all(MOVEMENTS).await;
        assert_eq!(mine.iter().map(|m| m["quantity"].clone()).collect::<Vec<_>>(), [json!(-4), json!(-4)], "a member sees what they took");
        let team = lead.all(&format!("{MOVEMENTS}?kind=issue")).await;
        assert_eq!(team.len(), 3);
        assert!(app.by("lead_b1").all(MOVEMENTS).await.is_empty());
        assert_eq!(manager.all(&format!("{SUPPLIES}?low=true")).await.len(), 0);
        assert_eq!(manager.all(&format!("{SUPPLIES}?q=影印&active=true&kind=paper")).await.len(), 1);
    }

    async fn many_who_take_the_last_at_once_never_get_more_than_there_is(app) {
        let path = item(&app, json!({ "on_hand": 7, "reorder_level": 0 })).await;
        let issues = format!("{path}/issues");
        let calls = (0..12).map(|n| {
            let who = ["member_a1", "member_a1b", "member_b1"][n % 3];
            app.by(who).post(&issues, json!({ "quantity": 2 })).into_future()
        });
        let said = futures_util::future::join_all(calls).await;
        let done = said.iter().filter(|r| r.status == 200).count();
        assert_eq!(done, 3, "{:?}", said.iter().map(|r| r.status).collect::<Vec<_>>());
        assert!(said.iter().all(|r| r.status == 200 || r.json()["code"] == "supply_short"));
        assert_eq!(proved(&app, &path).await, 1);
        // A repeat of the same request takes nothing again.
        let once = || app.by("member_a1").post(&issues, json!({ "quantity": 1 })).once("take-1");
        once().await.expect(200);
        assert_eq!(once().await.expect(200).header("idempotency-replayed"), "true");
        assert_eq!(proved(&app, &path).await, 0);
    }

    async fn the_stock_is_kept_by_whoever_is_in_charge(app) {
        let path = item(&app, json!({})).await;
        let manager = app.by("manager");
        for who in ["member_a1", "lead_a1", "deputy_a"] {
            let client = app.by(who);
            client.post(&format!("{path}/restocks"), json!({ "quantity": 1 })).await.problem(403, "forbidden");
            client.post(&format!("{path}/counts"), json!({ "counted": 10 })).await.problem(403, "forbidden");
            client.post(SUPPLIES, json!({ "name": "x", "kind": "other", "unit": "y", "reorder_level": 1 })).await.problem(403, "forbidden");
        }
        let issues = format!("{path}/issues");
        app.by("member_a1").post(&issues, json!({ "quantity": 1, "employee_id": app.id("member_a1b") })).await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        app.by("lead_a1").post(&issues, json!({ "quantity": 1, "employee_id": app.id("member_b1") })).await.problem(422, "unknown_reference");
        manager.post(SUPPLIES, json!({ "name": "a4　影印紙", "kind": "paper", "unit": "包", "reorder_level": 1 })).await.problem(409, "name_taken").at("/name", "name_taken");
        for (wrong, at) in [
            (json!({ "name": "", "kind": "other", "unit": "x", "reorder_level": 1 }), "/name"),
            (json!({ "name": "x", "kind": "other", "unit": "x", "reorder_level": -1 }), "/reorder_level"),
            (json!({ "name": "x", "kind": "other", "unit": "x", "reorder_level": 1, "on_hand": 1_000_001 }), "/on_hand"),
            (json!({ "name": "x", "kind": "other", "unit": "x", "reorder_level": 1, "place_id": app.id("team_a1") }), "/place_id"),
        ] {
            let said = manager.post(SUPPLIES, wrong).await;
            assert_eq!((said.status.as_u16(), &said.json()["errors"][0]["pointer"]), (422, &json!(at)), "{}", said.text());
        }
        manager.post(&issues, json!({ "quantity": 0 })).await.problem(422, "invalid");
        let tag = given::tagged(&manager, &path).await.1;
        let gone = manager.patch(&path, &tag, json!({ "active": false, "spot": "B 櫃" })).await.expect(200);
        assert_eq!((&gone.json()["active"], &gone.json()["low"]), (&json!(false), &json!(false)));
        manager.patch(&path, &tag, json!({ "reorder_level": 1 })).await.problem(412, "stale_version");
        app.by("member_a1").post(&issues, json!({ "quantity": 1 })).await.problem(409, "conflict");
        assert_eq!(figure(&app).await.0, "no_data");
        // The name is free again, and then its old owner can't come back.
        item(&app, json!({})).await;
        manager.patch(&path, &gone.etag(), json!({ "active": true })).await.problem(409, "name_taken");
        assert_eq!(proved(&app, &path).await, 10);
    }

    async fn the_ledger_is_read_by_indexes(app) {
        item(&app, json!({})).await;
        let (team, who) = (crate::case_plans::id(&app, "team_a1"), crate::case_plans::id(&app, "member_a1"));
        let (id, series, at) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n * 60000000"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'"),
        };
        app.sql().run(&format!(
            "INSERT INTO supply_movements (id, item_id, kind, quantity, on_hand, employee_id, team_id, recorded_by, at) \
             {series} SELECT {id}, (SELECT i.id FROM supply_items i), 'restock', 1, n, {who}, {team}, {who}, {at} FROM s"));
        app.sql().run("ANALYZE");
        for query in [
            "SELECT * FROM supply_movements ORDER BY at DESC, id DESC LIMIT 51".to_owned(),
            format!("SELECT * FROM supply_movements WHERE team_id = {team} ORDER BY at DESC, id DESC LIMIT 51"),
            format!("SELECT * FROM supply_movements WHERE employee_id = {who} ORDER BY at DESC, id DESC LIMIT 51"),
        ] {
            let plan = explain(&app, &query);
            let whole = |line: &str| line.contains("Seq Scan on supply_movements") || line.trim().starts_with("SCAN supply_movements") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
