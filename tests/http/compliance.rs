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
}
