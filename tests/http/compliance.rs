//! The board (1.3): states and figures come from the records, inside the reach.

use chrono::Datelike;
use tests::clock::{date, in_days};
use tests::{App, Client, Value, both, json, wait};

use crate::{attendance, given};

pub const BOARD: &str = "/api/v1/regulation/compliance";

pub async fn clause(client: &Client, path: &str, clause: &str) -> Value {
    let board = client.get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap());
    all.find(|c| c["clause"] == clause).unwrap().clone()
}

async fn granted(app: &App) {
    let manager = app.by("manager");
    let year = json!({ "year": date(0).year() });
    let reply = manager.post("/api/v1/leave-grants", year).await.expect(202);
    let path = reply.header("location");
    let done = wait::until("the year to be granted", || async {
        let job = manager.get(&path).await.expect(200).json();
        (job["state"] != "queued" && job["state"] != "running").then_some(job)
    })
    .await;
    assert_eq!(done["state"], "done", "{done}");
}

both! {
    async fn every_clause_is_listed_and_what_nothing_is_recorded_about_has_no_data(app) {
        let board = app.by("member_a1").get(BOARD).await.expect(200).json();
        let chapters = board["chapters"].as_array().unwrap();
        assert_eq!(chapters.iter().map(|c| c["number"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
        let clauses: Vec<&Value> = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap()).collect();
        assert_eq!(clauses.len(), 67);
        for one in clauses {
            let silent = one["state"] == "no_data";
            assert_eq!(one["figure"].is_null(), silent, "{one}");
            assert!(silent || one["records"].is_string(), "{one}");
        }
        let english = app.by("member_a1").get(BOARD).header("accept-language", "en").await.expect(200).json();
        assert_eq!(english["chapters"][1]["title"], "Organization and duties");
    }

    async fn a_team_without_a_lead_breaks_2_1_where_it_is_and_nowhere_else(app) {
        let manager = app.by("manager");
        assert_eq!(clause(&manager, BOARD, "2.1").await["state"], "met");
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        manager.post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        let broken = clause(&manager, BOARD, "2.1").await;
        assert_eq!((&broken["state"], &broken["figure"]["value"], &broken["since"]), (&json!("breached"), &json!(1.0), &json!(in_days(0))));
        let of = |kind: &str, place: &str| format!("{BOARD}?{kind}={}", app.id(place));
        assert_eq!(clause(&manager, &of("area_id", "area_a"), "2.1").await["state"], "breached");
        assert_eq!(clause(&manager, &of("area_id", "area_b"), "2.1").await["state"], "met");
        assert_eq!(clause(&app.by("member_a1"), BOARD, "2.1").await["state"], "breached");
        assert_eq!(clause(&app.by("member_b1"), BOARD, "2.1").await["state"], "met");
        app.by("member_b1").get(&of("team_id", "team_a1")).await.problem(404, "not_found");
        app.by("deputy_b").get(&of("area_id", "area_a")).await.problem(404, "not_found");
        manager.get(&format!("{}&area_id={}", of("team_id", "team_a1"), app.id("area_a"))).await.problem(400, "unknown_parameter");
    }

    async fn leave_that_begins_unapproved_breaks_4_4_2_and_the_day_before_it_is_at_risk(app) {
        let (lead, other) = (app.by("lead_a1"), app.by("lead_b1"));
        assert_eq!(clause(&lead, BOARD, "4.4.2").await["state"], "met");
        let approval = given::request(&app, "member_a1", 1, 1).await;
        let near = clause(&lead, BOARD, "4.4.2").await;
        assert_eq!((&near["state"], &near["figure"]["value"]), (&json!("at_risk"), &json!(0.0)));
        assert_eq!(clause(&other, BOARD, "4.4.2").await["state"], "met");
        // A day later, as it were.
        app.sql().run(&format!("UPDATE leave_requests SET starts_on = '{0}', ends_on = '{0}'", in_days(-1)));
        let begun = clause(&lead, BOARD, "4.4.2").await;
        assert_eq!((&begun["state"], &begun["figure"]["value"], &begun["since"]), (&json!("breached"), &json!(1.0), &json!(in_days(-1))));
        // Approving it now doesn't make it asked ahead.
        app.sql().run("UPDATE leave_requests SET after_the_fact = (1 = 0)");
        given::decide(&app, "lead_a1", &approval, "approve").await.expect(200);
        assert_eq!(clause(&lead, BOARD, "4.4.2").await["state"], "breached");
        assert_eq!(clause(&other, BOARD, "4.4.2").await["state"], "met");
    }

    async fn the_years_grants_keep_4_4_4(app) {
        let manager = app.by("manager");
        let short = clause(&manager, BOARD, "4.4.4").await;
        let people = app.by("manager").all("/api/v1/employees?status=active").await.len();
        assert_eq!((&short["state"], &short["figure"]["value"]), (&json!("breached"), &json!(people as f64)));
        granted(&app).await;
        assert_eq!(clause(&manager, BOARD, "4.4.4").await["state"], "met");
    }

    async fn the_published_month_says_how_4_4_1_and_4_4_3_stand(app) {
        let manager = app.by("manager");
        assert_eq!(clause(&manager, BOARD, "4.4.1").await["state"], "no_data");
        assert_eq!(clause(&manager, BOARD, "4.4.3").await["state"], "no_data");
        attendance::office(&app).await;
        let statement = attendance::drafted(&app, &attendance::month(1)).await;
        // A draft is nobody's yet.
        assert_eq!(clause(&manager, BOARD, "4.4.1").await["state"], "no_data");
        attendance::publish(&app, &statement).await;
        let rate = clause(&app.by("lead_a1"), BOARD, "4.4.1").await;
        assert_eq!((&rate["state"], &rate["figure"]["value"], &rate["figure"]["unit"]), (&json!("breached"), &json!(0.0), &json!("percent")));
        assert_eq!(rate["records"], statement.replace("/api/v1/attendance-statements", "/attendance/statements"));
        let late = i64::from(date(0).day()).saturating_sub(10).max(0);
        let published = clause(&manager, BOARD, "4.4.3").await;
        assert_eq!(published["figure"]["value"], json!(late as f64));
        assert_eq!(published["state"], if late == 0 { "met" } else { "breached" });
    }

    async fn how_clauses_stood_is_kept_each_day_for_every_place(app) {
        let manager = app.by("manager");
        let trend = |who: &'static str, query: &str| { let (client, path) = (app.by(who), format!("{BOARD}/2.1/trend{query}")); async move {
            client.get(&path).await.expect(200).json()["data"].as_array().unwrap().clone()
        } };
        assert!(trend("manager", "").await.is_empty(), "the department came to be today");
        let (yesterday, sometime) = match app.backend {
            tests::Backend::Sqlite => ("created_at - 172800000000", "day = date(day, '-3 days')"),
            tests::Backend::Postgres => ("created_at - interval '2 days'", "day = day - 3"),
        };
        app.sql().run(&format!("UPDATE departments SET created_at = {yesterday}"));
        wait::until_within(30, "the worker to look", || async { (app.sql().count("compliance_looks") == 1).then_some(()) }).await;
        let all = trend("manager", "").await;
        assert_eq!((all.len(), &all[0]["state"], &all[0]["unit"]), (1, &json!("met"), &json!("count")), "{all:?}");
        // As if that had been three days ago, before a team lost its lead.
        app.sql().run(&format!("UPDATE compliance_days SET {sometime}"));
        app.sql().run("DELETE FROM compliance_looks");
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        manager.post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        wait::until_within(30, "the worker to look again", || async { (app.sql().count("compliance_looks") == 1).then_some(()) }).await;
        let states = |all: &[Value]| all.iter().map(|d| (d["day"].clone(), d["state"].clone())).collect::<Vec<_>>();
        let changed = [(json!(in_days(-3)), json!("met")), (json!(in_days(0)), json!("breached"))];
        assert_eq!(states(&trend("manager", "").await), changed);
        assert_eq!(states(&trend("deputy_a", "").await), changed);
        assert_eq!(states(&trend("member_a1", "").await), changed);
        assert_eq!(states(&trend("member_b1", "").await), changed[..1]);
        assert_eq!(states(&trend("manager", &format!("?area_id={}", app.id("area_b"))).await), changed[..1]);
        let late = format!("?from={}&to={}", in_days(-1), in_days(-1));
        assert_eq!(states(&trend("manager", &late).await), [(json!(in_days(-1)), json!("met"))], "as it stood before");
        manager.get(&format!("{BOARD}/9.9/trend")).await.problem(404, "not_found");
        manager.get(&format!("{BOARD}/2.1/trend?from={}", in_days(1))).await.problem(400, "unknown_parameter");
        app.by("lead_b1").get(&format!("{BOARD}/2.1/trend?team_id={}", app.id("team_a1"))).await.problem(404, "not_found");
        app.sql().run(&format!("UPDATE compliance_looks SET {sometime}"));
        let then = manager.get(&format!("{BOARD}?as_of={}", in_days(-2))).await.expect(200).json();
        assert_eq!(then["as_of"], json!(in_days(-2)));
        let of_then = clause(&manager, &format!("{BOARD}?as_of={}", in_days(-2)), "2.1").await;
        assert_eq!((&of_then["state"], &of_then["figure"]["value"]), (&json!("met"), &json!(0.0)));
        assert_eq!(clause(&manager, BOARD, "2.1").await["state"], "breached");
        manager.get(&format!("{BOARD}?as_of={}", in_days(-9))).await.problem(400, "unknown_parameter");
        manager.get(&format!("{BOARD}?as_of={}", in_days(1))).await.problem(400, "unknown_parameter");
    }

    async fn the_board_leaves_as_a_file_and_that_is_in_the_trail(app) {
        let manager = app.by("manager");
        let file = manager.get(BOARD).header("accept", "text/csv").await.expect(200);
        assert!(file.header("content-disposition").contains("compliance.csv"));
        let text = file.text();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("clause,duty,state,figure.value,figure.unit,figure.definition,since,records"));
        assert_eq!(lines.count(), 67);
        assert!(text.contains("2.1,") && text.contains(",met,0.0,count,"), "{text}");
        let told = manager.all("/api/v1/audit-entries?event=list.exported").await;
        assert_eq!(told[0]["subject_name"], "compliance");
    }
}
