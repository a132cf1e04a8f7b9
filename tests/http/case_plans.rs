//! How cases are read (5.2.1): a page, a stage's column, a search and the figures go by an index in every reach, on both databases; and
//! what a list answers is exactly what the reach allows, whatever is asked.

use std::collections::BTreeSet;

use tests::{App, Backend, Value, both, json};

use crate::approvals::explain;

pub fn id(app: &App, name: &str) -> String {
    let id = app.id(name);
    match app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    }
}

/// A customer and a case of each, of six people in three teams, in every stage and state, written straight into the tables.
pub fn fill(app: &App, count: usize) {
    let (series, key, now) = match app.backend {
        Backend::Sqlite => (
            format!(
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) "
            ),
            "randomblob(16)",
            "1790000000000000 + n * 86400000000 % 5000000000000",
        ),
        Backend::Postgres => (
            format!("WITH s AS (SELECT generate_series(1, {count}) AS n) "),
            "gen_random_uuid()",
            "TIMESTAMPTZ '2026-09-21' + (n * 7 % 60) * interval '1 day'",
        ),
    };
    let mut sql = app.sql();
    let people = [
        ("member_a1", "team_a1"),
        ("member_a1b", "team_a1"),
        ("member_a2", "team_a2"),
        ("member_b1", "team_b1"),
        ("lead_a1", "team_b1"),
        ("lead_b1", "team_b1"),
    ];
    for (k, (owner, team)) in people.into_iter().enumerate() {
        let (owner, team) = (id(app, owner), id(app, team));
        let letter = char::from(b'a' + k as u8);
        sql.run(&format!(
            "INSERT INTO customers (id, name, tags, name_key, pinyin, initials, completeness, owner_id, team_id, version, created_at, \
                 updated_at) \
             {series} SELECT {key}, '客戶' || n, '[]', '客戶' || n, '{letter}x' || n, '{letter}', 50, {owner}, {team}, 1, {now}, {now} FROM s"
        ));
        let state = "CASE n % 8 WHEN 6 THEN 'won' WHEN 7 THEN 'lost' ELSE 'open' END";
        let row = |n: &str| format!("ROW_NUMBER() OVER (ORDER BY {n}) AS n");
        sql.run(&format!(
            "INSERT INTO cases (id, customer_id, stage, state, premium_amount, premium_currency, answers, ticks, lost_reason, open_flags, \
                 stage_since, closed_at, owner_id, team_id, version, created_at, updated_at) \
             WITH c AS (SELECT id, {} FROM customers WHERE initials = '{letter}') \
             SELECT {key}, id, CASE n % 5 WHEN 0 THEN 'consultation' WHEN 1 THEN 'needs_analysis' WHEN 2 THEN 'solution_design' \
                 WHEN 3 THEN 'application' ELSE 'after_sales' END, {state}, n * 100, 'TWD', '[]', '[]', \
                 CASE WHEN n % 8 = 7 THEN 'x' END, CASE WHEN n % 9 = 0 THEN 1 ELSE 0 END, {now}, CASE WHEN n % 8 > 5 THEN {now} END, \
                 {owner}, {team}, 1, {now}, {now} FROM c",
            row("pinyin")
        ));
    }
    sql.run(&format!(
        "INSERT INTO case_moves (id, case_id, kind, to_stage, stage_version, created_at) \
             SELECT {key}, id, 'opened', stage, 1, created_at FROM cases"
    ));
    sql.run("ANALYZE");
}

both! {
    async fn every_page_goes_by_an_index_in_every_reach(app) {
        fill(&app, 3000);
        let (me, lead, team) = (id(&app, "member_a1"), id(&app, "lead_a1"), id(&app, "team_a1"));
        let (deputy, area) = (id(&app, "deputy_a"), id(&app, "area_a"));
        let of_area = format!("cases.team_id IN (SELECT rt.id FROM teams rt WHERE rt.area_id = {area})");
        let reaches = [
            format!("cases.owner_id = {me}"),
            format!("cases.team_id = {team}"),
            format!("(cases.owner_id = {lead} AND (cases.team_id IS NULL OR cases.team_id <> {team}))"),
            format!("({of_area} OR cases.team_id IS NULL OR cases.owner_id = {deputy})"),
            "1 = 1".to_owned(),
        ];
        let last = char::from_u32(0x0010_FFFF).unwrap();
        let named = format!("cases.customer_id IN (SELECT sc.id FROM customers sc WHERE (sc.pinyin >= 'ax1' AND sc.pinyin < 'ax1{last}') \
            OR (sc.initials >= 'ax1' AND sc.initials < 'ax1{last}'))");
        let since = match app.backend {
            Backend::Sqlite => "1791000000000000",
            Backend::Postgres => "TIMESTAMPTZ '2026-10-04'",
        };
        let column = "cases.state = 'open' AND cases.stage = 'application'";
        let stuck = format!("(cases.state = 'open' AND cases.stage = 'application' AND cases.stage_since < {since})");
        for reach in &reaches {
            for (what, order) in [
                ("1 = 1", "updated_at DESC, cases.id DESC"), ("1 = 1", "stage_since ASC, cases.id ASC"),
                (&named, "updated_at DESC, cases.id DESC"), (column, "stage_since ASC, cases.id ASC"),
                (&stuck, "updated_at DESC, cases.id DESC"), ("cases.open_flags > 0", "updated_at DESC, cases.id DESC"),
            ] {
                let query = format!("SELECT * FROM cases WHERE ({reach} AND {what}) ORDER BY cases.{order} LIMIT 51");
                let plan = explain(&app, &query);
                let whole = |line: &str| line.contains("Seq Scan on cases") || line.contains("Seq Scan on customers") || line.trim() == "SCAN cases" || line.trim() == "SCAN sc";
                assert!(!plan.lines().any(whole), "{query}\n{plan}");
                if what == "1 = 1" {
                    assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
                }
            }
        }
        let moves = explain(&app, &format!("SELECT * FROM case_moves WHERE case_id = {me} ORDER BY created_at DESC, id DESC LIMIT 51"));
        assert!(moves.contains("case_moves_case"), "{moves}");
    }

    async fn a_list_answers_exactly_what_the_reach_allows_whatever_is_asked(app) {
        fill(&app, 23);
        let all = app.by("manager").all("/api/v1/cases").await;
        assert_eq!(all.len(), 6 * 23);
        let area_a = [app.id("team_a1"), app.id("team_a2")];
        let of = |case: &Value| (case["owner"]["id"].as_str().unwrap().to_owned(), case["team_id"].as_str().unwrap().to_owned());
        let inside = |who: &str, case: &Value| {
            let (owner, team) = of(case);
            match who {
                "manager" => true,
                "deputy_a" => area_a.contains(&team) || owner == app.id(who),
                "lead_a1" => team == app.id("team_a1") || owner == app.id(who),
                _ => owner == app.id(who),
            }
        };
        // A small generator, so that each run asks the same.
        let mut seed: u64 = 0x5eed;
        let mut pick = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % n
        };
        let stages = ["consultation", "needs_analysis", "solution_design", "application", "after_sales"];
        let callers = ["member_a1", "member_a1b", "member_b1", "lead_a1", "deputy_a", "manager"];
        let owners = ["member_a1", "member_a2", "member_b1", "lead_a1"];
        for _ in 0..60 {
            let who = callers[pick(callers.len())];
            let (mut query, mut wanted): (String, Vec<&Value>) = (format!("limit={}", 1 + pick(40)), all.iter().filter(|c| inside(who, c)).collect());
            if pick(2) == 0 {
                let stage = stages[pick(5)];
                query += &format!("&stage={stage}");
                wanted.retain(|c| c["stage"] == stage);
            }
            if pick(2) == 0 {
                let state = ["open", "won", "lost"][pick(3)];
                query += &format!("&state={state}");
                wanted.retain(|c| c["state"] == state);
            }
            if pick(3) == 0 {
                let owner = app.id(owners[pick(4)]);
                query += &format!("&owner_id={owner}");
                wanted.retain(|c| c["owner"]["id"] == json!(owner));
            }
            if pick(3) == 0 {
                query += "&stuck=true";
                wanted.retain(|c| c["stuck"] == true);
            }
            if pick(4) == 0 {
                query += "&flagged=true";
                wanted.retain(|c| c["open_flags"] == 1);
            }
            query += ["", "&sort=stage_since", "&sort=updated_at"][pick(3)];
            let (mut got, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = app.by(who).get(&format!("/api/v1/cases?{query}{cursor}")).await.expect(200).json();
                got.extend(page["data"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            let wanted: BTreeSet<String> = wanted.iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(got.len(), wanted.len(), "{who}: {query}");
            assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), wanted, "{who}: {query}");
        }
    }
}
