//! Coaching notes and care talks (2.2.3): about somebody below, changed by whoever wrote them; a care talk is private to those above, its words stand
//! nowhere else.

use tests::{App, Reply, Value, both, json};

use crate::given;

const COACHING: &str = "/api/v1/coaching-notes";
const CARE: &str = "/api/v1/care-talks";
const SECRET: &str = "家中長輩住院";

async fn noted(app: &App, who: &str, base: &str, about: &str) -> Reply {
    let body = json!({ "employee_id": app.id(about), "held_on": tests::clock::date(0).to_string(), "text": SECRET });
    app.by(who).post(base, body).await
}

async fn board(app: &App, who: &str) -> (Value, Value) {
    let path = "/api/v1/regulation/compliance";
    let board = app.by(who).get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.find(|c| c["clause"] == "2.2.3").unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn a_coaching_note_is_read_by_whoever_it_is_about(app) {
        noted(&app, "member_a1", COACHING, "member_a1b").await.problem(403, "forbidden");
        noted(&app, "lead_a1", COACHING, "member_b1").await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        noted(&app, "lead_a1", COACHING, "lead_a1").await.problem(403, "own_matter");
        let made = noted(&app, "lead_a1", COACHING, "member_a1").await.expect(201);
        let path = made.header("location");
        for who in ["member_a1", "deputy_a", "manager"] {
            assert_eq!(app.by(who).get(&path).await.expect(200).str("/text"), SECRET);
        }
        for who in ["member_a1b", "lead_b1", "deputy_b"] {
            app.by(who).get(&path).await.problem(404, "not_found");
        }
        app.by("manager").patch(&path, &made.etag(), json!({ "text": "x" })).await.problem(403, "forbidden");
        app.by("lead_a1").patch(&path, &made.etag(), json!({ "next_on": tests::clock::date(-1).to_string() })).await
            .problem(422, "date_order").at("/next_on", "date_order");
        let changed = app.by("lead_a1").patch(&path, &made.etag(), json!({ "next_step": "下次主講" })).await.expect(200);
        app.by("lead_a1").patch(&path, &made.etag(), json!({ "text": "x" })).await.problem(412, "stale_version");
        assert_eq!(changed.str("/next_step"), "下次主講");
        crate::repairs::told(&app, "member_a1", "talk.coached").await;
        let mut ahead = json!({ "employee_id": app.id("member_a1"), "held_on": tests::clock::date(1).to_string(), "text": "x" });
        app.by("lead_a1").post(COACHING, ahead.clone()).await.problem(422, "date_order").at("/held_on", "date_order");
        ahead["held_on"] = json!(tests::clock::date(-400).to_string());
        app.by("lead_a1").post(COACHING, ahead).await.problem(422, "date_order");
    }

    async fn a_care_talk_is_private_to_those_above(app) {
        let path = noted(&app, "lead_a1", CARE, "member_a1").await.expect(201).header("location");
        app.by("member_a1").get(&path).await.problem(403, "forbidden");
        app.by("member_a1").get(&path.replace("care-talks", "coaching-notes")).await.problem(404, "not_found");
        for who in ["lead_a1", "deputy_a", "manager"] {
            app.by(who).get(&path).await.expect(200);
        }
        for who in ["lead_b1", "deputy_b"] {
            app.by(who).get(&path).await.problem(404, "not_found");
        }
        // The lead is of the team as well: what the deputy notes of them isn't theirs to read.
        let above = noted(&app, "deputy_a", CARE, "lead_a1").await.expect(201).header("location");
        app.by("lead_a1").get(&above).await.problem(404, "not_found");
        assert_eq!(app.by("lead_a1").all(CARE).await.len(), 1);
        assert_eq!(app.by("deputy_a").all(CARE).await.len(), 2);
        noted(&app, "deputy_a", CARE, "manager").await.problem(403, "outranked");
        noted(&app, "deputy_b", CARE, "manager").await.problem(422, "unknown_reference");
        noted(&app, "lead_a1", CARE, "deputy_a").await.problem(422, "unknown_reference");
        // Not a word of it stands anywhere else.
        let entries = app.by("manager").all("/api/v1/audit-entries?event=talk.cared").await;
        assert_eq!(entries.len(), 2);
        for entry in entries {
            assert!(!entry.to_string().contains(SECRET), "{entry}");
            let id = entry["id"].as_str().unwrap();
            let whole = app.by("manager").get(&format!("/api/v1/audit-entries/{id}")).await.expect(200).text();
            assert!(!whole.contains(SECRET) && !whole.contains(&app.id("member_a1")), "{whole}");
        }
        assert!(app.sql().texts("SELECT payload AS v FROM outbox").iter().all(|text| !text.contains(SECRET)));
        let note = app.by("member_a1").all("/api/v1/notifications").await;
        assert!(note.iter().all(|one| one["event"] != "talk.cared"));
    }

    async fn whoever_nobody_talked_with_for_long_is_counted_and_named_to_the_lead(app) {
        assert_eq!(board(&app, "lead_a1").await.0, "no_data");
        noted(&app, "lead_a1", CARE, "member_a1").await.expect(201);
        assert_eq!(board(&app, "lead_a1").await, (json!("breached"), json!(1.0)), "one of two members is left");
        let day = app.by("lead_a1").get("/api/v1/my-day").await.expect(200).text();
        assert!(day.contains("talk_due"));
        noted(&app, "lead_a1", CARE, "member_a1b").await.expect(201);
        assert_eq!(board(&app, "lead_a1").await, (json!("met"), json!(0.0)));
        let day = app.by("lead_a1").get("/api/v1/my-day").await.expect(200).text();
        assert!(!day.contains("talk_due"));
        app.sql().run(&format!("UPDATE talks SET held_on = '{}'", tests::clock::date(-91)));
        assert_eq!(board(&app, "lead_a1").await, (json!("breached"), json!(2.0)));
        assert_eq!(app.by("lead_a1").all(&format!("{CARE}?to={}", tests::clock::date(-90))).await.len(), 2);
        let (_, tag) = given::tagged(&app.by("lead_a1"), &format!("{CARE}/{}", app.by("lead_a1").all(CARE).await[0]["id"].as_str().unwrap())).await;
        assert!(!tag.is_empty());
    }
}
