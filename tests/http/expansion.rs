//! Expansion plans (5.1.1): drafted, worked by one at a time, counted from the records, closed with what came of them.

use futures_util::future::join_all;
use tests::clock::{in_days, in_seconds};
use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::{case_plans, given};

const PLANS: &str = "/api/v1/expansion-plans";

fn plan(app: &App, more: Value) -> Value {
    let mut body = json!({
        "team_id": app.id("team_a1"), "title": "轉介紹專案", "goal": "新客戶四十位", "starts_on": in_days(-30), "ends_on": in_days(30),
        "lines": [{ "measure": "new_customers", "quantity": 4 }]
    });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

/// A plan of team A1 that is worked by; its path.
async fn active(app: &App, more: Value) -> String {
    let lead = app.by("lead_a1");
    let path = lead
        .post(PLANS, plan(app, more))
        .await
        .expect(201)
        .header("location");
    act(&lead, &path, "activations", json!({}))
        .await
        .expect(200);
    path
}

async fn customer(app: &App, owner: &str, name: &str, source: &str) -> String {
    let body = json!({ "name": name, "source": source });
    app.by(owner)
        .post("/api/v1/customers", body)
        .await
        .expect(201)
        .id()
}

async fn met(app: &App, who: &str, customer: &str, channel: &str, outcome: &str) {
    let body = json!({ "customer_id": customer, "channel": channel, "outcome": outcome, "at": in_seconds(-60) });
    app.by(who)
        .post("/api/v1/activities", body)
        .await
        .expect(201);
}

fn actuals(plan: &Value) -> Vec<i64> {
    let lines = plan["lines"].as_array().unwrap().iter();
    lines.map(|line| line["actual"].as_i64().unwrap()).collect()
}

both! {
    async fn what_the_records_say_is_counted_line_by_line_and_stays_with_the_closed_plan(app) {
        let lines = json!([
            { "measure": "new_customers", "quantity": 4 },
            { "measure": "new_customers", "channel": "轉介紹", "quantity": 2 },
            { "measure": "contacts", "method": "visit", "quantity": 3 },
            { "measure": "contacts", "owner_id": app.id("member_a1b"), "quantity": 2 },
            { "measure": "contacts", "channel": "轉介紹", "method": "call", "quantity": 1 },
        ]);
        let path = active(&app, json!({ "lines": lines })).await;
        let lead = app.by("lead_a1");
        assert_eq!(actuals(&lead.get(&path).await.expect(200).json()), [0; 5]);
        let one = customer(&app, "member_a1", "王美玲", "轉介紹").await;
        let two = customer(&app, "member_a1b", "陳怡君", "說明會").await;
        customer(&app, "member_b1", "別組客戶", "轉介紹").await;
        met(&app, "member_a1", &one, "visit", "reached").await;
        met(&app, "member_a1", &one, "call", "not_reached").await;
        met(&app, "member_a1", &one, "call", "interested").await;
        met(&app, "member_a1b", &two, "visit", "appointment").await;
        let now = lead.get(&path).await.expect(200).json();
        assert_eq!(actuals(&now), [2, 1, 2, 1, 1]);
        assert_eq!(now["percent"], 63, "(50 + 50 + 66 + 50 + 100) / 5");
        act(&lead, &path, "closings", json!({ "result": "達成六成" })).await.expect(200);
        customer(&app, "member_a1", "林志偉", "轉介紹").await;
        let closed = lead.get(&path).await.expect(200).json();
        assert_eq!((actuals(&closed), &closed["state"]), (vec![2, 1, 2, 1, 1], &json!("closed")));
        act(&lead, &path, "closings", json!({ "result": "再一次" })).await.problem(409, "plan_state");
        let tag = given::tagged(&lead, &path).await.1;
        lead.patch(&path, &tag, json!({ "goal": "改" })).await.problem(409, "plan_state");
    }

    async fn lists_show_what_the_worker_counted(app) {
        let path = active(&app, json!({})).await;
        customer(&app, "member_a1", "王美玲", "轉介紹").await;
        let lead = app.by("lead_a1");
        assert_eq!(actuals(&lead.all(PLANS).await[0]), [0], "as it was counted last");
        let old = match app.backend { Backend::Sqlite => "counted_at - 700000000", Backend::Postgres => "counted_at - interval '11 minutes'" };
        app.sql().run(&format!("UPDATE expansion_plans SET counted_at = {old}"));
        let version = lead.get(&path).await.expect(200).json()["version"].clone();
        tests::wait::until_within(30, "the worker to count", || async { (actuals(&lead.all(PLANS).await[0]) == [1]).then_some(()) }).await;
        assert_eq!(lead.get(&path).await.expect(200).json()["version"], version, "nobody has to reload it for this");
    }

    async fn a_team_works_by_one_plan_at_a_time(app) {
        let lead = app.by("lead_a1");
        let mut paths = Vec::new();
        for n in 0..4 {
            let body = plan(&app, json!({ "title": format!("計畫{n}"), "starts_on": in_days(n), "ends_on": in_days(n + 20) }));
            paths.push(lead.post(PLANS, body).await.expect(201).header("location"));
        }
        let begin = |path: &String| {
            let call = lead.post(&format!("{path}/activations"), json!({})).header("if-match", "\"1\"");
            async move { call.await }
        };
        let answers = join_all(paths.iter().map(begin)).await;
        assert_eq!(answers.iter().filter(|a| a.status == 200).count(), 1);
        for reply in answers.iter().filter(|a| a.status != 200) {
            assert_eq!(reply.json()["code"], "plan_overlap");
        }
        let later = lead.post(PLANS, plan(&app, json!({ "starts_on": in_days(40), "ends_on": in_days(60) }))).await.expect(201).header("location");
        act(&lead, &later, "activations", json!({})).await.expect(200);
        let tag = given::tagged(&lead, &later).await.1;
        lead.patch(&later, &tag, json!({ "starts_on": in_days(1) })).await.problem(409, "plan_overlap").at("/starts_on", "conflict");
        let manager = app.by("manager");
        for team in [Value::Null, json!(app.id("team_b1"))] {
            let made = manager.post(PLANS, plan(&app, json!({ "team_id": team }))).await.expect(201).header("location");
            act(&manager, &made, "activations", json!({})).await.expect(200);
        }
        let second = manager.post(PLANS, plan(&app, json!({ "team_id": null }))).await.expect(201).header("location");
        act(&manager, &second, "activations", json!({})).await.problem(409, "plan_overlap");
    }

    async fn a_plan_is_made_inside_the_reach_and_says_something(app) {
        let lead = app.by("lead_a1");
        app.by("member_a1").post(PLANS, plan(&app, json!({}))).await.problem(403, "forbidden");
        for team in [Value::Null, json!(app.id("team_a2")), json!("01932f00-0000-7000-9011-000000000000")] {
            lead.post(PLANS, plan(&app, json!({ "team_id": team }))).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        }
        let lines = |line: Value| plan(&app, json!({ "lines": [{ "measure": "new_customers", "quantity": 1 }, line] }));
        lead.post(PLANS, lines(json!({ "measure": "contacts", "quantity": 1, "owner_id": app.id("member_b1") }))).await
            .problem(422, "unknown_reference").at("/lines/1/owner_id", "unknown_reference");
        lead.post(PLANS, lines(json!({ "measure": "contacts", "quantity": 0 }))).await.problem(422, "invalid").at("/lines/1/quantity", "range");
        lead.post(PLANS, lines(json!({ "measure": "new_customers", "method": "call", "quantity": 1 }))).await.problem(422, "invalid");
        lead.post(PLANS, plan(&app, json!({ "ends_on": in_days(-31) }))).await.problem(422, "date_order").at("/ends_on", "date_order");
        lead.post(PLANS, plan(&app, json!({ "goal": "" }))).await.problem(422, "invalid");
        assert_eq!(app.sql().count("expansion_plans"), 0);
        let bare = lead.post(PLANS, plan(&app, json!({ "lines": [] }))).await.expect(201).header("location");
        act(&lead, &bare, "activations", json!({})).await.problem(422, "invalid").at("/lines", "required");
        act(&lead, &bare, "closings", json!({ "result": "x" })).await.problem(409, "plan_state");
        let tag = given::tagged(&lead, &bare).await.1;
        lead.patch(&bare, &tag, json!({ "lines": [{ "measure": "contacts", "method": "call", "quantity": 30 }] })).await.expect(200);
        lead.patch(&bare, &tag, json!({ "goal": "改" })).await.problem(412, "stale_version");
        act(&lead, &bare, "activations", json!({})).await.expect(200);
    }

    async fn plans_of_the_department_are_known_to_all_and_those_of_a_team_to_it(app) {
        active(&app, json!({})).await;
        let manager = app.by("manager");
        let all = manager.post(PLANS, plan(&app, json!({ "team_id": null, "title": "部門計畫" }))).await.expect(201).header("location");
        let titles = |who: &'static str| { let client = app.by(who); async move {
            let plans = client.all(PLANS).await;
            let mut titles: Vec<String> = plans.iter().map(|p| p["title"].as_str().unwrap().to_owned()).collect();
            titles.sort();
            titles
        } };
        assert_eq!(titles("member_a1").await, ["轉介紹專案", "部門計畫"]);
        assert_eq!(titles("member_b1").await, ["部門計畫"]);
        let tag = given::tagged(&app.by("lead_b1"), &all).await.1;
        app.by("lead_b1").patch(&all, &tag, json!({ "goal": "改" })).await.problem(403, "forbidden");
    }

    async fn whom_a_plan_names_is_told_and_days_and_the_board_show_it(app) {
        let state = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.1.1").unwrap()["state"].clone()
        };
        let kinds = |who: &'static str| { let client = app.by(who); async move {
            let day = client.get("/api/v1/my-day").await.expect(200).json();
            let sections = day["sections"].as_array().unwrap().clone();
            let section = sections.into_iter().find(|s| s["section"] == "targets").unwrap();
            section["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        } };
        assert_eq!((state().await, kinds("lead_a1").await), (json!("no_data"), vec![]));
        let lines = json!([{ "measure": "contacts", "quantity": 30, "owner_id": app.id("member_a1") }]);
        let path = active(&app, json!({ "lines": lines })).await;
        tests::wait::until("the member to be told", || async {
            let told = app.by("member_a1").all("/api/v1/notifications").await;
            told.into_iter().find(|n| n["event"] == "expansion_plan.activated")
        }).await;
        assert_eq!(kinds("member_a1").await, ["expansion_line"]);
        assert_eq!((state().await, kinds("lead_a2").await), (json!("breached"), vec!["expansion_missing".to_owned()]));
        let manager = app.by("manager");
        for team in manager.all("/api/v1/teams").await.iter().filter(|t| t["id"] != json!(app.id("team_a1"))) {
            let made = manager.post(PLANS, plan(&app, json!({ "team_id": team["id"] }))).await.expect(201).header("location");
            act(&manager, &made, "activations", json!({})).await.expect(200);
        }
        assert_eq!((state().await, kinds("lead_a2").await), (json!("met"), vec![]));
        let tag = given::tagged(&app.by("lead_a1"), &path).await.1;
        app.by("lead_a1").patch(&path, &tag, json!({ "ends_on": in_days(-1) })).await.expect(200);
        assert_eq!(kinds("lead_a1").await, ["expansion_to_close", "expansion_missing"]);
        assert!(kinds("member_a1").await.is_empty());
    }

    async fn plans_and_what_they_count_are_read_by_indexes(app) {
        case_plans::fill(&app, 1000);
        let id = |name: &str| case_plans::id(&app, name);
        let (key, day) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "date('1990-01-01', '+' || n || ' days')"),
            Backend::Postgres => ("gen_random_uuid()", "DATE '1990-01-01' + n::int"),
        };
        app.sql().run(&format!(
            "INSERT INTO expansion_plans (id, team_id, title, goal, starts_on, ends_on, state, author_id, result, version, created_at, updated_at) \
             SELECT {key}, team_id, 'x', 'x', {day}, {day}, 'closed', owner_id, 'x', 1, created_at, created_at \
             FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM cases) AS c"));
        let at = match app.backend { Backend::Sqlite => "1780000000000000 + n * 60000000", Backend::Postgres => "TIMESTAMPTZ '2026-05-28' + n * interval '1 minute'" };
        app.sql().run(&format!(
            "INSERT INTO activities (id, customer_id, employee_id, team_id, channel, outcome, at, version, created_at, updated_at) \
             SELECT {key}, id, owner_id, team_id, 'call', 'reached', {at}, 1, created_at, created_at \
             FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM customers) AS c"));
        app.sql().run("ANALYZE");
        let team = id("team_a1");
        let (from, to) = match app.backend {
            Backend::Sqlite => ("1790000000000000", "1790000001000000"),
            Backend::Postgres => ("TIMESTAMPTZ '2026-09-01'", "TIMESTAMPTZ '2026-09-02'"),
        };
        for (query, tables) in [
            ("SELECT * FROM expansion_plans ORDER BY starts_on DESC, id DESC LIMIT 51".to_owned(), ["expansion_plans"]),
            ("SELECT id FROM expansion_plans WHERE expansion_plans.state = 'active' AND counted_at < CURRENT_TIMESTAMP ORDER BY counted_at, id LIMIT 20".to_owned(), ["expansion_plans"]),
            (format!("SELECT owner_id, source, COUNT(*) FROM customers WHERE created_at >= {from} AND created_at < {to} AND team_id = {team} GROUP BY owner_id, source"), ["customers"]),
            (format!("SELECT a.employee_id, c.source, a.channel, COUNT(*) FROM activities a JOIN customers c ON c.id = a.customer_id WHERE a.at >= {from} \
                AND a.at < {to} AND a.outcome <> 'not_reached' AND a.team_id = {team} GROUP BY a.employee_id, c.source, a.channel"), ["activities"]),
        ] {
            let plan = explain(&app, &query);
            for table in tables {
                let whole = |line: &str| line.contains(&format!("Seq Scan on {table}")) || line.trim().starts_with(&format!("SCAN {table}")) && !line.contains("INDEX");
                assert!(!plan.lines().any(whole), "{query}\n{plan}");
            }
        }
    }
}
