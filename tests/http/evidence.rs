//! The records behind the board (1): each figure can be counted from them, one by one, by whoever reads them.

use std::collections::HashSet;

use tests::clock::date;
use tests::{App, Client, Value, both, from_nothing, json};

use crate::compliance::BOARD;
use crate::repairs::key;

fn path(clause: &str, more: &str) -> String {
    format!("{BOARD}/{clause}/evidence{more}")
}

async fn clauses(client: &Client) -> Vec<Value> {
    let board = client.get(BOARD).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone())
        .collect()
}

/// What is counted for a clause in this unit.
fn figures(clause: &Value, unit: &str) -> Vec<f64> {
    let first = [clause["figure"].clone()];
    let further = clause["further"].as_array().unwrap().clone();
    let all = first
        .into_iter()
        .chain(further.iter().map(|f| f["figure"].clone()));
    let such = all.filter(|f| f["unit"] == unit);
    such.map(|f| f["value"].as_f64().unwrap()).collect()
}

fn ids(records: &[Value]) -> HashSet<(String, String)> {
    let id = |r: &Value| (r["kind"].to_string(), r["id"].to_string());
    records.iter().map(id).collect()
}

/// Clauses whose counts are counts of these kinds of records.
const COUNTED: &[(&str, &[&str])] = &[
    ("2.1", &["team", "area"]),
    ("2.2.1", &["work_plan", "work_goal"]),
    ("2.2.2", &["document", "area", "action_item"]),
    ("2.2.3", &["team", "employee"]),
    ("2.2.4", &["feedback"]),
    ("3.1.2", &["supply_item", "filing_entry"]),
    ("3.1.3", &["conduct_record"]),
    ("3.1.4", &["repair_ticket"]),
    ("3.2.3", &["booking"]),
    ("3.2.4", &["booking"]),
    ("3.3.2", &["safety_item"]),
    ("3.3.3", &["hazard"]),
    ("3.3.4", &["duty_occurrence"]),
    ("3.3.5", &["document", "action_item"]),
    ("4.4.2", &["leave_request"]),
    ("4.4.4", &["employee"]),
    ("5.1.1", &["team"]),
    ("5.1.5", &["service_request", "customer_event"]),
    ("5.2.1", &["case"]),
    ("5.2.3", &["inspection_finding"]),
    ("5.2.4", &["risk"]),
    ("5.3.1", &["target_node"]),
    ("5.3.3", &["incentive"]),
    ("5.3.4", &["shortfall"]),
    ("7.2.1", &["service_request"]),
];

/// Clauses that are the share of such records that nothing counts against, in whole percent.
const SHARES: &[(&str, &str)] = &[
    ("3.1.1", "duty_occurrence"),
    ("3.1.2", "duty_occurrence"),
    ("3.2.1", "duty_occurrence"),
    ("3.2.2", "booking"),
    ("3.3.2", "duty_occurrence"),
];

from_nothing! {
    async fn every_figure_of_the_demo_department_is_what_its_records_come_to(app) {
        let setting = app.setting.clone();
        let App { server, database, .. } = app;
        server.stop();
        let told = setting.run(&["demo"]);
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        let server = setting.serve();
        let anonymous = Client::new(&server.base, None);
        let mut clients = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("password ") {
            let login = before.split_whitespace().next_back().unwrap().trim_end_matches(',');
            let password = after.split_whitespace().next();
            let body = json!({ "login": login, "password": password });
            let token = anonymous.post("/api/v1/auth/sessions", body).await.expect(201).str("/access_token");
            clients.push(anonymous.with_token(&token));
            rest = after;
        }
        assert_eq!(clients.len(), 4, "{text}");
        let mut manager = None;
        for client in &clients {
            let me = client.get("/api/v1/me").await.expect(200).json();
            if me["role"] == "manager" {
                manager = Some(client.clone());
            }
        }
        let manager = manager.unwrap();
        let all = clauses(&manager).await;
        let mut whole = HashSet::new();
        let mut kinds = HashSet::new();
        for clause in &all {
            let name = clause["clause"].as_str().unwrap();
            let records = manager.all(&path(name, "")).await;
            let told = clause["records"].is_string();
            assert!(told || records.is_empty(), "{name}: records without a figure");
            for one in &records {
                assert!(one["path"].as_str().unwrap().starts_with('/') && !one["title"].as_str().unwrap().is_empty(), "{one}");
                kinds.insert(one["kind"].as_str().unwrap().to_owned());
            }
            let against = manager.all(&path(name, "?against=true")).await;
            let kept = manager.all(&path(name, "?against=false")).await;
            assert_eq!(against.len() + kept.len(), records.len(), "{name}");
            assert!(against.iter().all(|r| r["against"] == true) && kept.iter().all(|r| r["against"] == false), "{name}");
            let total = manager.get(&path(name, "?against=true&include=total&limit=1")).await.expect(200).json();
            assert_eq!(total["total"], against.len(), "{name}");
            whole.extend(ids(&records).into_iter().map(|id| (name.to_owned(), id)));
            let of = |records: &[Value], kinds: &[&str]| records.iter().filter(|r| kinds.contains(&r["kind"].as_str().unwrap())).count();
            if let Some((_, kinds)) = COUNTED.iter().find(|(one, _)| *one == name) {
                let counted: f64 = figures(clause, "count").iter().sum();
                assert_eq!(of(&against, kinds) as f64, counted, "{name}: {clause}\n{against:?}");
            }
            if let Some((_, kind)) = SHARES.iter().find(|(one, _)| *one == name) {
                let (bad, all) = (of(&against, &[kind]), of(&records, &[kind]));
                assert!(all > 0, "{name}");
                assert_eq!(figures(clause, "percent"), [(100 * (all - bad) / all) as f64], "{name}");
            }
        }
        // Every clause that has a figure has records to count it from, and every kind of them is there.
        for clause in all.iter().filter(|c| c["figure"].is_object()) {
            assert!(whole.iter().any(|(name, _)| clause["clause"] == *name), "{clause}");
        }
        for (clause, wanted) in COUNTED {
            for kind in *wanted {
                assert!(kinds.contains(*kind), "{clause}: {kind}");
            }
        }
        // Of a team only what is that team's.
        let mut of_teams = HashSet::new();
        for team in manager.all("/api/v1/teams").await {
            for clause in &all {
                let name = clause["clause"].as_str().unwrap();
                let inside = manager.all(&path(name, &format!("?team_id={}", team["id"].as_str().unwrap()))).await;
                for one in inside.iter().filter(|r| r["team_id"].is_string()) {
                    assert_eq!(one["team_id"], team["id"], "{name}: {one}");
                    of_teams.insert(name);
                }
            }
        }
        assert!(of_teams.len() > 10, "{of_teams:?}");
        // Whoever reaches less sees less of the same.
        for client in &clients {
            for clause in &all {
                let name = clause["clause"].as_str().unwrap();
                let seen = client.all(&path(name, "")).await;
                assert!(ids(&seen).into_iter().all(|id| whole.contains(&(name.to_owned(), id))), "{name}");
            }
        }
        server.stop();
        drop(database);
    }
}

both! {
    async fn records_are_listed_inside_the_board_and_inside_their_own_list(app) {
        let told = |who: &str| {
            let client = app.by(who);
            async move {
                let body = json!({ "kind": "problem", "text": "印表機常卡紙" });
                client.post("/api/v1/feedback", body).await.expect(201).header("location")
            }
        };
        let (mine, theirs) = (told("member_a1").await, told("member_a1b").await);
        let far = told("member_b1").await;
        let id = key(&app, theirs.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE feedback SET due_on = '{}' WHERE id = {id}", date(-1)));
        let id = |path: &str| json!(path.rsplit('/').next().unwrap());
        let shown = |all: Vec<Value>| all.into_iter().map(|r| r["id"].clone()).collect::<Vec<_>>();
        let (manager, lead, member) = (app.by("manager"), app.by("lead_a1"), app.by("member_a1"));
        assert_eq!(shown(manager.all(&path("2.2.4", "?against=true")).await), [id(&theirs)]);
        assert_eq!(manager.all(&path("2.2.4", "")).await.len(), 3);
        assert_eq!(shown(lead.all(&path("2.2.4", "")).await), [id(&theirs), id(&mine)], "the longest overdue first");
        // The board of a member is the team's; what others told isn't theirs to read.
        assert_eq!(crate::compliance::clause(&member, BOARD, "2.2.4").await["figure"]["value"], 1.0);
        assert_eq!(shown(member.all(&path("2.2.4", "")).await), [id(&mine)]);
        assert_eq!(shown(manager.all(&path("2.2.4", &format!("?team_id={}", app.id("team_b1")))).await), [id(&far)]);
        assert_eq!(manager.all(&path("2.2.4", &format!("?area_id={}", app.id("area_a")))).await.len(), 2);
        lead.get(&path("2.2.4", &format!("?team_id={}", app.id("team_b1")))).await.problem(404, "not_found");
        let one = &manager.all(&path("2.2.4", "?against=true")).await[0];
        assert_eq!((&one["kind"], &one["person"]["id"], &one["team_id"]), (&json!("feedback"), &json!(app.id("member_a1b")), &json!(app.id("team_a1"))));
        assert_eq!((one["on"].as_str(), &one["path"]), (Some(date(-1).to_string().as_str()), &json!(format!("/feedback/{}", id(&theirs).as_str().unwrap()))));
    }

    async fn one_kind_is_listed_after_the_other_page_by_page(app) {
        let manager = app.by("manager");
        let whole = manager.all(&path("2.1", "")).await;
        let kinds: Vec<&str> = whole.iter().map(|r| r["kind"].as_str().unwrap()).collect();
        assert!(kinds.windows(2).all(|pair| pair[0] >= pair[1]) && kinds.contains(&"area") && kinds.contains(&"team"), "{kinds:?}");
        for limit in 1..=whole.len() {
            let mut found = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = manager.get(&path("2.1", &format!("?limit={limit}{cursor}"))).await.expect(200).json();
                found.extend(page["data"].as_array().unwrap().clone());
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(found, whole, "{limit} at a time");
        }
        let areas = manager.all(&path("2.1", "?kind=area")).await;
        assert!(!areas.is_empty() && areas.iter().all(|r| r["kind"] == "area"));
        assert!(manager.all(&path("2.1", "?kind=customer")).await.is_empty());
        let first = manager.get(&path("2.1", "?limit=1")).await.expect(200).json();
        let cursor = first["next_cursor"].as_str().unwrap();
        manager.get(&path("2.1", &format!("?limit=1&kind=area&cursor={cursor}"))).await.problem(400, "bad_cursor");
        manager.get(&path("3.1.4", &format!("?limit=1&cursor={cursor}"))).await.problem(400, "bad_cursor");
        manager.get(&path("9.9", "")).await.problem(404, "not_found");
        manager.get(&path("2.1", "?colour=red")).await.problem(400, "unknown_parameter");
        let file = manager.get(&path("2.1", "")).header("accept", "text/csv").await.expect(200).text();
        assert_eq!(file.lines().count(), whole.len() + 1);
        assert!(manager.all("/api/v1/audit-entries?event=list.exported").await.iter().any(|e| e["subject_name"] == "evidence"));
    }
}
