//! Attainment (5.3.2): figures count once however often they are sent, for the team they were made in; rates, ranks, trend and forecast
//! are what the records sum to, and nobody sees further than their reach.

use tests::{App, Client, Method, Reply, Value, both, json};

use crate::approvals::explain;
use crate::given;

const ACTUALS: &str = "/api/v1/target-actuals";

async fn indicator(app: &App, code: &str) -> Value {
    let all = app
        .by("manager")
        .get("/api/v1/indicators")
        .await
        .expect(200)
        .data();
    all.into_iter().find(|i| i["code"] == code).unwrap()["id"].clone()
}

/// A published target of this year, split alike.
async fn target(app: &App, code: &str, amount: i64) -> Reply {
    let manager = app.by("manager");
    let year = &tests::clock::in_days(0)[..4];
    let body = json!({ "indicator_id": indicator(app, code).await, "period": "year", "starts_on": format!("{year}-01-01"), "amount": amount,
        "split": "equal" });
    let draft = manager.post("/api/v1/targets", body).await.expect(201);
    let call = manager.post(
        &format!("{}/publications", draft.header("location")),
        json!({}),
    );
    call.header("if-match", &draft.etag()).await.expect(200)
}

fn figure(id: &str, who: &str, day: &str, amount: i64) -> Value {
    json!({ "source": "core", "external_id": id, "indicator": "premium_income", "employee_number": who, "on_date": day, "amount": amount })
}

async fn sent(app: &App, id: &str, who: &str, amount: i64) -> Reply {
    app.by("manager")
        .post(ACTUALS, figure(id, who, &tests::clock::in_days(0), amount))
        .await
        .expect(200)
}

async fn attained(client: &Client, target: &Reply, query: &str) -> Vec<Value> {
    client
        .all(&format!(
            "/api/v1/targets/{}/attainments{query}",
            target.id()
        ))
        .await
}

fn of<'a>(nodes: &'a [Value], column: &str, id: &str, level: &str) -> &'a Value {
    nodes
        .iter()
        .find(|n| n[column] == json!(id) && n["level"] == level)
        .unwrap()
}

async fn imported(client: &Client, query: &str, csv: &str) -> ([i64; 4], Vec<Value>) {
    let path = format!("/api/v1/imports/target-actuals{query}");
    let job = client
        .raw(Method::POST, &path, "text/csv", csv.to_owned())
        .await
        .expect(202);
    let path = job.header("location");
    let job = tests::wait::until("the import", || async {
        let job = client.get(&path).await.expect(200).json();
        (job["state"] == "done" || job["state"] == "failed").then_some(job)
    })
    .await;
    let counts = [
        "created_rows",
        "updated_rows",
        "unchanged_rows",
        "refused_rows",
    ];
    (
        counts.map(|n| job[n].as_i64().unwrap()),
        client.all(&format!("{path}/rows")).await,
    )
}

both! {
    async fn a_figure_sent_twice_counts_once_and_sent_otherwise_is_corrected(app) {
        let first = sent(&app, "P-1", "E111", 500).await;
        let again = sent(&app, "P-1", "E111", 500).await;
        assert_eq!((first.json(), app.sql().count("target_actuals")), (again.json(), 1));
        let other = sent(&app, "P-1", "E111", 450).await;
        assert_eq!((other.id(), other.json()["amount"].clone(), other.json()["version"].clone()), (first.id(), json!(450), json!(2)));
        let trail = app.by("lead_a1").all("/api/v1/audit-entries?event=target_actual.corrected").await;
        assert_eq!((trail.len(), &trail[0]["changes"]["amount"]), (1, &json!({ "from": 500, "to": 450 })));
        let manager = app.by("manager");
        let today = tests::clock::in_days(0);
        manager.post(ACTUALS, figure("P-2", "E999", &today, 1)).await.problem(422, "unknown_reference").at("/employee_number", "unknown_reference");
        manager.post(ACTUALS, figure("P-2", "E111", &tests::clock::in_days(1), 1)).await.problem(422, "invalid").at("/on_date", "range");
        let mut counted = figure("P-2", "E111", &today, 1);
        counted["indicator"] = json!("customer_count");
        manager.post(ACTUALS, counted).await.problem(422, "unknown_reference").at("/indicator", "unknown_reference");
        app.by("deputy_a").post(ACTUALS, figure("P-2", "E111", &today, 1)).await.problem(403, "forbidden");
        assert_eq!(app.sql().count("target_actuals"), 1);
    }

    async fn a_file_is_taken_once_row_by_row_with_the_last_word_on_each(app) {
        let manager = app.by("manager");
        let day = tests::clock::in_days(-1);
        let file = format!("source,external_id,indicator,employee_number,on_date,amount\ncore,1,premium_income,E111,{day},100\ncore,2,new_customer_assets,E211,{day},70\n\
            core,1,premium_income,E111,{day},120\ncore,3,premium_income,E111,soon,1\ncore,4,nothing,E111,{day},1\n");
        imported(&manager, "", &file).await;
        assert_eq!(app.sql().count("target_actuals"), 0, "all or nothing: nothing");
        let (counts, rows) = imported(&manager, "?mode=partial", &file).await;
        assert_eq!(counts, [2, 1, 0, 2], "{rows:?}");
        let told: Vec<Value> = rows.iter().map(|r| r["errors"][0]["column"].clone()).collect();
        assert_eq!(json!(told), json!([null, null, null, "on_date", "indicator"]));
        assert_eq!(imported(&manager, "?mode=partial", &file).await.0[..2], [0, 2], "the first word again, then the last");
        let found = app.by("member_a1").all(ACTUALS).await;
        assert_eq!((found.len(), &found[0]["amount"]), (1, &json!(120)));
        assert_eq!(app.sql().count("target_actuals"), 2);
    }

    async fn of_the_same_figure_sent_at_once_one_row_remains(app) {
        let manager = app.by("manager");
        let today = tests::clock::in_days(0);
        let calls = (0..6).map(|n| manager.post(ACTUALS, figure("P-9", "E111", &today, 100 + n)));
        let answers = futures_util::future::join_all(calls.map(|call| async { call.await.status.as_u16() })).await;
        assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
        assert_eq!(app.sql().count("target_actuals"), 1);
    }

    async fn every_level_is_what_its_records_sum_to_with_rate_rank_and_forecast(app) {
        let year = target(&app, "premium_income", 900_000).await;
        for (id, who, amount) in [("1", "E111", 60_000), ("2", "E111", -10_000), ("3", "E112", 25_000), ("4", "E211", 200_000)] {
            sent(&app, id, who, amount).await;
        }
        let nodes = attained(&app.by("manager"), &year, "").await;
        let team = of(&nodes, "team_id", &app.id("team_a1"), "team");
        let area = of(&nodes, "area_id", &app.id("area_a"), "area");
        assert_eq!((&team["actual"], &area["actual"], &nodes[0]["actual"]), (&json!(75_000), &json!(75_000), &json!(275_000)));
        let mine = of(&nodes, "owner_id", &app.id("member_a1"), "member");
        let rate = 50_000 * 10_000 / mine["amount"].as_i64().unwrap();
        assert_eq!((&mine["actual"], &mine["rate"], &mine["rank"]), (&json!(50_000), &json!(rate), &json!(2)));
        assert_eq!(of(&nodes, "owner_id", &app.id("member_b1"), "member")["rank"], 1);
        assert!(mine["forecast"].as_i64().unwrap() >= 50_000 && mine["expected"].as_i64().unwrap() <= mine["amount"].as_i64().unwrap());
        let best = attained(&app.by("manager"), &year, "?level=member&sort=-rate").await;
        let rates: Vec<i64> = best.iter().map(|n| n["rate"].as_i64().unwrap()).collect();
        assert!(rates.is_sorted_by(|a, b| a >= b) && rates.len() == nodes.iter().filter(|n| n["level"] == "member").count(), "{rates:?}");
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/v1/targets/{}/attainments?level=member&sort=-rate&limit=2{cursor}", year.id());
            let page = app.by("manager").get(&path).await.expect(200).json();
            paged.extend(page["data"].as_array().unwrap().clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, best);
    }

    async fn what_a_team_has_attained_stays_with_it_when_its_people_move(app) {
        let year = target(&app, "premium_income", 900_000).await;
        sent(&app, "1", "E111", 60_000).await;
        let path = format!("/api/v1/employees/{}", app.id("member_a1"));
        let (_, tag) = given::tagged(&app.by("manager"), &path).await;
        let body = json!({ "team_id": app.id("team_b1"), "note": "支援" });
        app.by("manager").post(&format!("{path}/transfers"), body).header("if-match", &tag).await.expect(200);
        let nodes = attained(&app.by("manager"), &year, "").await;
        assert_eq!(of(&nodes, "team_id", &app.id("team_a1"), "team")["actual"], 60_000);
        assert_eq!(of(&nodes, "team_id", &app.id("team_b1"), "team")["actual"], 0);
    }

    async fn nobody_sees_further_than_their_reach(app) {
        let year = target(&app, "premium_income", 900_000).await;
        for (id, who) in [("1", "E111"), ("2", "E112"), ("3", "E211")] {
            sent(&app, id, who, 1_000).await;
        }
        let own = attained(&app.by("member_a1"), &year, "").await;
        assert_eq!((own.len(), &own[0]["actual"], &own[0]["rank"]), (1, &json!(1_000), &Value::Null));
        let team = attained(&app.by("lead_a1"), &year, "").await;
        assert_eq!(of(&team, "team_id", &app.id("team_a1"), "team")["actual"], 2_000);
        assert!(team.iter().all(|n| n["team_id"] == json!(app.id("team_a1"))), "{team:?}");
        let foreign = attained(&app.by("manager"), &year, "?level=team").await;
        let foreign = of(&foreign, "team_id", &app.id("team_b1"), "team")["node_id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/targets/{}/progress", year.id());
        app.by("lead_a1").get(&format!("{path}?node_id={foreign}")).await.problem(404, "not_found");
        assert_eq!(app.by("lead_a1").get(&path).await.expect(200).json()["node"]["level"], "team", "the uppermost of theirs");
        assert_eq!(app.by("lead_a1").all(ACTUALS).await.len(), 2);
        let csv = app.by("lead_a1").get(&format!("/api/v1/targets/{}/attainments", year.id())).header("accept", "text/csv").await.expect(200);
        assert_eq!(csv.text().lines().count(), 1 + team.len(), "{}", csv.text());
    }

    async fn a_trend_sums_month_by_month_and_customers_count_by_the_day_they_came(app) {
        let year = target(&app, "premium_income", 900_000).await;
        let manager = app.by("manager");
        let (first, today) = (format!("{}-01-01", &tests::clock::in_days(0)[..4]), tests::clock::in_days(0));
        manager.post(ACTUALS, figure("1", "E111", &first, 100)).await.expect(200);
        manager.post(ACTUALS, figure("2", "E111", &today, 11)).await.expect(200);
        let progress = manager.get(&format!("/api/v1/targets/{}/progress", year.id())).await.expect(200).json();
        let points = progress["points"].as_array().unwrap();
        let month: usize = today[5..7].parse().unwrap();
        assert_eq!((points.len(), &progress["by"], &progress["current_to"]), (12, &json!("month"), &json!(today)));
        assert_eq!(points[month - 1]["total"], 111);
        assert!(points[month..].iter().all(|p| p["total"].is_null()), "{points:?}");
        assert_eq!(points[11]["expected"], 900_000);
        let weeks = manager.get(&format!("/api/v1/targets/{}/progress?by=week", year.id())).await.expect(200).json();
        let sum: i64 = weeks["points"].as_array().unwrap().iter().filter_map(|p| p["actual"].as_i64()).sum();
        assert_eq!(sum, 111);
        let customers = target(&app, "customer_count", 90).await;
        app.by("member_a1").post("/api/v1/customers", json!({ "name": "王美玲" })).await.expect(201);
        let old = match app.backend {
            tests::Backend::Sqlite => "created_at - 800 * 86400000000",
            tests::Backend::Postgres => "created_at - interval '800 days'",
        };
        app.by("member_a1").post("/api/v1/customers", json!({ "name": "林小明" })).await.expect(201);
        app.sql().run(&format!("UPDATE customers SET created_at = {old} WHERE name = '林小明'"));
        let progress = app.by("lead_a1").get(&format!("/api/v1/targets/{}/progress", customers.id())).await.expect(200).json();
        assert_eq!((&progress["node"]["actual"], &progress["points"][month - 1]["actual"]), (&json!(1), &json!(1)));
    }

    async fn the_board_says_how_many_working_days_the_figures_are_behind(app) {
        let clause = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.3.2").unwrap()
        };
        assert_eq!(clause().await["state"], "no_data");
        target(&app, "premium_income", 900).await;
        let body = figure("1", "E111", &format!("{}-01-01", &tests::clock::in_days(0)[..4]), 1);
        app.by("manager").post(ACTUALS, body).await.expect(200);
        let behind = clause().await;
        let today: usize = tests::clock::in_days(0)[5..7].parse().unwrap();
        assert!(today < 2 || behind["state"] == "breached", "{behind}");
        sent(&app, "2", "E111", 1).await;
        assert_eq!((&clause().await["state"], &clause().await["figure"]["value"]), (&json!("met"), &json!(0.0)));
    }

    async fn sums_and_lists_go_by_an_index_in_every_reach(app) {
        let id = |name: &str| match app.backend {
            tests::Backend::Sqlite => format!("x'{}'", app.id(name).replace('-', "")),
            tests::Backend::Postgres => format!("'{}'::uuid", app.id(name)),
        };
        let (series, key, now, day) = match app.backend {
            tests::Backend::Sqlite => ("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000)", "randomblob(16)", "1790000000000000",
                "date('2026-01-01', (n % 300) || ' days')"),
            tests::Backend::Postgres => ("WITH s AS (SELECT generate_series(1, 20000) AS n)", "gen_random_uuid()", "TIMESTAMPTZ '2026-09-21'",
                "DATE '2026-01-01' + n % 300"),
        };
        for (who, team) in [("member_a1", "team_a1"), ("member_a2", "team_a2"), ("member_b1", "team_b1")] {
            app.sql().run(&format!("INSERT INTO target_actuals (id, source, external_id, indicator_id, owner_id, team_id, on_date, amount, version, \
                created_at, updated_at) {series} SELECT {key}, '{who}', 'P' || n, (SELECT id FROM indicators WHERE code = 'premium_income'), {}, {}, {day}, n, 1, \
                {now}, {now} FROM s", id(who), id(team)));
        }
        app.sql().run("ANALYZE");
        let sum = "SELECT team_id, owner_id, SUM(amount) FROM target_actuals WHERE on_date BETWEEN '2026-09-01' AND '2026-09-30'";
        let premium = "indicator_id = (SELECT id FROM indicators WHERE code = 'premium_income')";
        let page = |range: &str| format!("SELECT id FROM target_actuals WHERE {range} ORDER BY on_date DESC, id DESC LIMIT 51");
        for (query, index) in [
            (format!("{sum} AND {premium} GROUP BY team_id, owner_id"), "target_actuals_"),
            (format!("{sum} AND {premium} AND team_id IN ({}) GROUP BY team_id, owner_id", id("team_a1")), "target_actuals_"),
            (format!("{sum} AND {premium} AND owner_id = {} AND team_id IN ({}) GROUP BY team_id, owner_id", id("member_a1"), id("team_a1")), "target_actuals_"),
            (page("1 = 1"), "target_actuals_date"),
            (page(&format!("team_id = {}", id("team_a1"))), "target_actuals_team"),
            (page(&format!("owner_id = {}", id("member_a1"))), "target_actuals_owner"),
        ] {
            let plan = explain(&app, &query);
            assert!(plan.contains(index) && !plan.contains("Seq Scan on target_actuals") && !plan.contains("SCAN target_actuals\n"), "{query}\n{plan}");
        }
    }
}
