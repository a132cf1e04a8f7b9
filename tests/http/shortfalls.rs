//! Shortfalls (5.3.4): opened by themselves once a period is over, once for each; planned and checked by somebody else, seen by nobody
//! beyond their reach.

use tests::{App, Client, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/shortfalls";

/// First day of the month so many months back.
pub fn month(back: u32) -> String {
    let today = tests::clock::date(0);
    let first = today.checked_sub_months(chrono::Months::new(back)).unwrap();
    format!("{}-01", &first.to_string()[..7])
}

pub async fn figure(app: &App, id: &str, who: &str, day: &str, amount: i64) {
    let body = json!({ "source": "core", "external_id": id, "indicator": "premium_income", "employee_number": who, "on_date": day, "amount": amount });
    app.by("manager")
        .post("/api/v1/target-actuals", body)
        .await
        .expect(200);
}

/// Publishes the target of a month that is over: member_a1 and the team B1 reach it, nobody else does.
pub async fn over(app: &App) -> Reply {
    let manager = app.by("manager");
    let first = month(2);
    figure(app, "1", "E111", &first, 1_000_000).await;
    figure(app, "2", "E211", &first, 5_000_000).await;
    let indicators = manager.get("/api/v1/indicators").await.expect(200).data();
    let body = json!({ "indicator_id": indicators[0]["id"], "period": "month", "starts_on": first, "amount": 9_000_000, "split": "equal" });
    let draft = manager.post("/api/v1/targets", body).await.expect(201);
    let call = manager.post(
        &format!("{}/publications", draft.header("location")),
        json!({}),
    );
    call.header("if-match", &draft.etag()).await.expect(200)
}

async fn opened(app: &App) -> Vec<Value> {
    tests::wait::until("the shortfalls", || async {
        let found = app.by("manager").all(PATH).await;
        (!found.is_empty()).then_some(found)
    })
    .await
}

fn of<'a>(found: &'a [Value], column: &str, id: &str, level: &str) -> Option<&'a Value> {
    found
        .iter()
        .find(|s| s[column] == json!(id) && s["level"] == level)
}

async fn mine(app: &App, found: &[Value], who: &str) -> (String, String) {
    let id = of(found, "owner_id", &app.id(who), "member").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    given::tagged(&app.by("manager"), &format!("{PATH}/{id}")).await
}

fn plan(app: &App, coach: &str) -> Value {
    json!({ "cause": "兩位成員長假", "measures": "每週陪訪兩次", "coach_id": app.id(coach), "next_check_on": tests::clock::in_days(7) })
}

async fn planned(client: &Client, (path, tag): &(String, String), body: Value) -> Reply {
    client
        .post(&format!("{path}/plans"), body)
        .header("if-match", tag)
        .await
}

both! {
    async fn whoever_is_below_target_when_a_period_is_over_gets_one_and_a_later_revision_opens_none_twice(app) {
        let target = over(&app).await;
        let found = opened(&app).await;
        assert!(of(&found, "owner_id", &app.id("member_a1"), "member").is_none(), "reached");
        let other = of(&found, "owner_id", &app.id("member_a1b"), "member").unwrap();
        assert_eq!((&other["state"], &other["actual"], &other["currency"]), (&json!("open"), &json!(0), &json!("TWD")));
        assert!(of(&found, "team_id", &app.id("team_b1"), "team").is_none(), "the team has it together");
        assert!(of(&found, "team_id", &app.id("team_a1"), "team").is_some());
        assert!(found.iter().all(|s| s["level"] == "team" || s["level"] == "member"));
        let told = tests::wait::until("the notifications", || async {
            let told = app.by("lead_a1").all("/api/v1/notifications").await;
            told.iter().any(|n| n["event"] == "shortfalls.opened").then_some(told)
        }).await;
        assert_eq!(told.iter().filter(|n| n["event"] == "shortfalls.opened").count(), 1);
        let count = found.len() as i64;
        let nodes = target.json()["nodes"].as_array().unwrap().clone();
        let same = nodes.iter().find(|n| n["owner_id"] == json!(app.id("member_a1"))).unwrap();
        let body = json!({ "reason": "更正", "nodes": [{ "id": same["id"], "amount": same["amount"] }] });
        let call = app.by("manager").post(&format!("/api/v1/targets/{}/revisions", target.id()), body);
        call.header("if-match", &target.etag()).await.expect(200);
        tests::wait::until("the revision to be looked at", || async {
            (app.sql().count("targets WHERE assessed_on IS NOT NULL") == 2).then_some(())
        }).await;
        assert_eq!(app.sql().count("shortfalls"), count);
    }

    async fn a_period_that_isnt_over_opens_nothing(app) {
        let manager = app.by("manager");
        let indicators = manager.get("/api/v1/indicators").await.expect(200).data();
        let body = json!({ "indicator_id": indicators[0]["id"], "period": "month", "starts_on": month(0), "amount": 9_000_000 });
        let draft = manager.post("/api/v1/targets", body).await.expect(201);
        let call = manager.post(&format!("{}/publications", draft.header("location")), json!({}));
        call.header("if-match", &draft.etag()).await.expect(200);
        over(&app).await;
        let found = opened(&app).await;
        assert!(found.iter().all(|s| s["starts_on"] == json!(month(2))), "{found:?}");
        assert_eq!(app.sql().count("targets WHERE assessed_on IS NULL"), 1);
    }

    async fn a_plan_is_made_by_somebody_else_and_checked_until_it_is_closed(app) {
        over(&app).await;
        let found = opened(&app).await;
        let one = mine(&app, &found, "member_a1b").await;
        let lead = app.by("lead_a1");
        planned(&app.by("member_a1b"), &one, plan(&app, "lead_a1")).await.problem(403, "forbidden");
        planned(&app.by("lead_b1"), &one, plan(&app, "lead_b1")).await.problem(404, "not_found");
        planned(&lead, &one, plan(&app, "member_a1b")).await.problem(422, "unknown_reference").at("/coach_id", "unknown_reference");
        planned(&lead, &one, plan(&app, "member_b1")).await.problem(422, "unknown_reference").at("/coach_id", "unknown_reference");
        let mut past = plan(&app, "lead_a1");
        past["next_check_on"] = json!(tests::clock::in_days(0));
        planned(&lead, &one, past).await.problem(422, "date_order");
        let path = format!("{}/checks", one.0);
        lead.post(&path, json!({ "note": "x" })).header("if-match", &one.1).await.problem(409, "shortfall_unplanned");
        let done = planned(&lead, &one, plan(&app, "lead_a1")).await.expect(200);
        assert_eq!((done.str("/state"), done.str("/coach/id")), ("planned".to_owned(), app.id("lead_a1")));
        planned(&lead, &one, plan(&app, "lead_a1")).await.problem(412, "stale_version");
        let next = json!({ "note": "約訪增加", "next_check_on": tests::clock::in_days(14) });
        let seen = lead.post(&path, next).header("if-match", &done.etag()).await.expect(200);
        let last = lead.post(&path, json!({ "note": "已達標" })).header("if-match", &seen.etag()).await.expect(200);
        assert_eq!(last.str("/state"), "closed");
        planned(&lead, &(one.0.clone(), last.etag()), plan(&app, "lead_a1")).await.problem(409, "shortfall_closed");
        let notes: Vec<Value> = lead.all(&path).await.iter().map(|c| c["note"].clone()).collect();
        assert_eq!(json!(notes), json!(["已達標", "約訪增加"]));
        assert_eq!(app.by("member_a1b").get(&one.0).await.expect(200).json()["allowed_actions"], json!([ "audit_read" ]));
    }

    async fn of_two_plans_at_once_one_wins(app) {
        over(&app).await;
        let found = opened(&app).await;
        let one = mine(&app, &found, "member_a1b").await;
        let (lead, manager) = (app.by("lead_a1"), app.by("manager"));
        let (a, b) = futures_util::future::join(planned(&lead, &one, plan(&app, "lead_a1")), planned(&manager, &one, plan(&app, "lead_a1"))).await;
        let mut answers = [a.status.as_u16(), b.status.as_u16()];
        answers.sort();
        assert_eq!(answers, [200, 412]);
    }

    async fn nobody_plans_for_themself_and_the_board_counts_what_has_no_plan(app) {
        let clause = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.3.4").unwrap()
        };
        assert_eq!(clause().await["state"], "no_data");
        over(&app).await;
        let found = opened(&app).await;
        assert_eq!(clause().await["state"], "at_risk");
        let own = mine(&app, &found, "lead_a1").await;
        planned(&app.by("lead_a1"), &own, plan(&app, "member_a1")).await.problem(403, "own_matter");
        let late = match app.backend {
            tests::Backend::Sqlite => "created_at - 8 * 86400000000",
            tests::Backend::Postgres => "created_at - interval '8 days'",
        };
        app.sql().run(&format!("UPDATE shortfalls SET created_at = {late}"));
        assert_eq!((&clause().await["state"], &clause().await["figure"]["value"]), (&json!("breached"), &json!(found.len() as f64)));
        app.sql().run("UPDATE shortfalls SET state = 'planned'");
        assert_eq!(clause().await["state"], "met");
    }

    async fn the_day_of_a_lead_begins_with_what_has_no_plan_and_that_of_a_coach_with_the_check(app) {
        over(&app).await;
        let found = opened(&app).await;
        let day = |who: &'static str| {
            let client = app.by(who);
            async move {
                let day = client.get("/api/v1/my-day").await.expect(200).json();
                let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "targets").unwrap().clone();
                section["items"].as_array().unwrap().iter().map(|i| (i["kind"].clone(), i["title"].clone(), i["path"].clone())).collect::<Vec<_>>()
            }
        };
        let others = found.iter().filter(|s| s["team_id"] == json!(app.id("team_a1")) && s["owner_id"] != json!(app.id("lead_a1"))).count();
        let lead = day("lead_a1").await;
        assert_eq!((lead.len(), &lead[0].0), (1, &json!("shortfalls_open")));
        assert!(lead[0].1.as_str().unwrap().ends_with(&format!(" {others}")), "{lead:?} {others}");
        assert!(day("member_a1").await.is_empty());
        let one = mine(&app, &found, "member_a1b").await;
        planned(&app.by("lead_a1"), &one, plan(&app, "lead_a1")).await.expect(200);
        assert!(day("lead_a1").await[0].1.as_str().unwrap().ends_with(&format!(" {}", others - 1)));
        assert_eq!(day("lead_a1").await.len(), 1, "the check is a week away");
        app.sql().run(&format!("UPDATE shortfalls SET next_check_on = '{}' WHERE state = 'planned'", tests::clock::in_days(0)));
        let lead = day("lead_a1").await;
        assert_eq!((&lead[1].0, &lead[1].2), (&json!("shortfall_check_due"), &json!(one.0.trim_start_matches("/api/v1"))));
        assert!(day("deputy_a").await.iter().all(|i| i.0 != "shortfall_check_due"), "somebody else's check");
    }

    async fn a_page_goes_by_an_index_in_every_reach(app) {
        over(&app).await;
        opened(&app).await;
        let (series, key, then) = match app.backend {
            tests::Backend::Sqlite => ("(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n)", "randomblob(16)", "s.created_at - i * 1000000"),
            tests::Backend::Postgres => ("(SELECT generate_series(1, 2000) AS i)", "gen_random_uuid()", "s.created_at - i * interval '1 second'"),
        };
        app.sql().run(&format!("INSERT INTO shortfalls (id, target_id, indicator_id, period, starts_on, ends_on, currency, level, team_id, owner_id, place, name, \
            amount, actual, state, version, created_at, updated_at) SELECT {key}, target_id, indicator_id, period, starts_on, ends_on, currency, level, team_id, \
            owner_id, place || i, name, amount, actual, CASE WHEN i % 4 = 0 THEN 'open' WHEN i % 4 = 1 THEN 'planned' ELSE 'closed' END, 1, {then}, {then} \
            FROM shortfalls s CROSS JOIN {series} AS series"));
        app.sql().run("ANALYZE");
        let (team, me) = (crate::customer_plans::id(&app, "team_a1"), crate::customer_plans::id(&app, "member_a1b"));
        for range in ["1 = 1".to_owned(), format!("team_id = {team}"), format!("owner_id = {me}")] {
            let plan = crate::approvals::explain(&app, &format!("SELECT * FROM shortfalls WHERE {range} ORDER BY created_at DESC, id DESC LIMIT 51"));
            let whole = plan.lines().any(|line| line.contains("Seq Scan on shortfalls") || line.trim() == "SCAN shortfalls");
            assert!(!whole && !plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}");
        }
        let due = format!("SELECT * FROM shortfalls WHERE coach_id = {me} AND shortfalls.state = 'planned' AND next_check_on <= '2026-01-01' \
            ORDER BY next_check_on, id LIMIT 10");
        let plan = crate::approvals::explain(&app, &due);
        assert!(plan.contains("shortfalls_coach"), "{plan}");
    }
}
