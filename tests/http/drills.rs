//! Drills (3.3.5): planned by whoever is in charge of the workplace, reported by whoever leads them, attendance noted inside the reach; what came
//! of them is done by a day or told, and the board counts both.

use tests::{App, Reply, Value, both, json, wait};

use crate::documents::holding;
use crate::given;

const DRILLS: &str = "/api/v1/drills";
const ITEMS: &str = "/api/v1/action-items";

/// So many days from the department's today.
fn day(plus: i64) -> String {
    tests::clock::date(plus).to_string()
}

pub async fn planned(app: &App, plan: &Value, leader: &str) -> Reply {
    let body = json!({
        "document_id": plan["id"], "planned_on": day(0), "scenario": "茶水間起火", "leader_id": app.id(leader)
    });
    app.by("manager").post(DRILLS, body).await
}

async fn reported(app: &App, who: &str, path: &str) -> Reply {
    let (_, tag) = given::tagged(&app.by("manager"), path).await;
    let body = json!({ "held_on": day(0), "summary": "全員到達", "minutes": 4 });
    let call = app.by(who).post(&format!("{path}/reports"), body);
    call.header("if-match", &tag).await
}

pub async fn held(app: &App, leader: &str) -> String {
    let more = json!({ "drill_months": 6 });
    let (plan, _) = holding(app, "emergency_plan", more).await;
    let path = planned(app, &plan, leader)
        .await
        .expect(201)
        .header("location");
    reported(app, "manager", &path).await.expect(200);
    path
}

pub fn item(app: &App, drill: &str, responsible: &str) -> Value {
    json!({
        "subject_kind": "drill", "subject_id": drill.rsplit('/').next().unwrap(), "text": "照明更換",
        "responsible_id": app.id(responsible), "due_on": day(3)
    })
}

async fn clause(app: &App, who: &str) -> Value {
    let board = app.by(who).get("/api/v1/regulation/compliance").await;
    let board = board.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    all.find(|one| one["clause"] == "3.3.5").unwrap()
}

both! {
    async fn a_drill_is_planned_and_reported_by_whoever_leads_it(app) {
        let (procedure, _) = holding(&app, "procedure", json!({})).await;
        planned(&app, &procedure, "lead_a1").await.problem(422, "unknown_reference").at("/document_id", "unknown_reference");
        let (plan, _) = holding(&app, "emergency_plan", json!({ "drill_months": 6 })).await;
        let mut body = json!({ "document_id": plan["id"], "planned_on": day(-1), "scenario": "x", "leader_id": app.id("lead_a1") });
        app.by("manager").post(DRILLS, body.clone()).await.problem(422, "date_order").at("/planned_on", "date_order");
        body["planned_on"] = json!(day(5));
        for who in ["member_a1", "lead_a1", "deputy_a"] {
            app.by(who).post(DRILLS, body.clone()).await.problem(403, "forbidden");
        }
        let made = planned(&app, &plan, "lead_a1").await.expect(201);
        let path = made.header("location");
        assert_eq!(made.json()["allowed_actions"], json!(["drill_manage", "drill_report"]));
        app.by("lead_b1").get(&path).await.expect(200);
        reported(&app, "lead_b1", &path).await.problem(403, "forbidden");
        let today = app.by("member_b1").get("/api/v1/my-day").await.expect(200).text();
        assert!(today.contains("drill_today"), "{today}");
        let ahead = json!({ "held_on": day(1), "summary": "x" });
        let call = app.by("lead_a1").post(&format!("{path}/reports"), ahead);
        call.header("if-match", &made.etag()).await.problem(422, "date_order").at("/held_on", "date_order");
        let body = json!({ "held_on": day(0), "summary": "全員到達" });
        let calls = (0..6).map(|_| {
            let call = app.by("lead_a1").post(&format!("{path}/reports"), body.clone());
            call.header("if-match", &made.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        assert!(answers.iter().all(|r| [200, 409, 412].contains(&r.status.as_u16())));
        let (_, tag) = given::tagged(&app.by("manager"), &path).await;
        app.by("manager").patch(&path, &tag, json!({ "scenario": "y" })).await.problem(409, "drill_state");
        let other = planned(&app, &plan, "lead_a1").await.expect(201);
        let call = app.by("manager").post(&format!("{}/cancellations", other.header("location")), json!({ "reason": "颱風" }));
        let gone = call.header("if-match", &other.etag()).await.expect(200);
        assert_eq!((gone.str("/state"), gone.str("/summary")), ("cancelled".to_owned(), "颱風".to_owned()));
    }

    async fn who_took_part_is_noted_inside_the_reach_and_the_later_word_counts(app) {
        let path = held(&app, "lead_a1").await;
        let attendance = format!("{path}/attendance");
        let of = |attended: Value, missed: Value| json!({ "attended": attended, "missed": missed });
        app.by("member_a1").post(&attendance, of(json!([app.id("member_a1")]), json!([]))).await.problem(403, "forbidden");
        app.by("lead_a1").post(&attendance, of(json!([app.id("member_b1")]), json!([]))).await
            .problem(422, "unknown_reference").at("/attended/0", "unknown_reference");
        app.by("lead_a1").post(&attendance, of(json!([app.id("member_a1")]), json!([app.id("member_a1")]))).await.problem(422, "invalid").at("/missed/0", "invalid");
        app.by("lead_a1").post(&attendance, of(json!([]), json!([]))).await.problem(422, "invalid");
        assert_eq!(app.sql().count("drill_people"), 0, "nothing is half noted");
        let said = app.by("lead_a1").post(&attendance, of(json!([app.id("member_a1")]), json!([app.id("member_a1b")]))).await.expect(200).json();
        assert_eq!((&said["noted"], &said["attended"]), (&json!(2), &json!(1)));
        let said = app.by("deputy_a").post(&attendance, of(json!([app.id("member_a1b")]), json!([]))).await.expect(200).json();
        assert_eq!((&said["noted"], &said["attended"]), (&json!(2), &json!(2)));
        let people = app.by("lead_a1").all(&format!("{path}/people")).await;
        assert_eq!(people.len(), 3);
        assert_eq!(people.iter().filter(|one| one["attended"] == json!(true)).count(), 2);
        assert_eq!(app.by("lead_a1").all(&format!("{path}/people?attended=true")).await.len(), 2);
        assert_eq!(app.by("lead_a1").all(&format!("{path}/people?attended=false")).await.len(), 0);
        app.by("member_a1").get(&format!("{path}/people")).await.problem(403, "forbidden");
    }

    async fn what_came_of_it_is_done_by_whoever_is_responsible(app) {
        let path = held(&app, "lead_a1").await;
        for who in ["member_a1", "lead_a1", "deputy_a"] {
            app.by(who).post(ITEMS, item(&app, &path, "member_a1")).await.problem(403, "forbidden");
        }
        let mut late = item(&app, &path, "member_a1");
        late["due_on"] = json!(day(-1));
        app.by("manager").post(ITEMS, late).await.problem(422, "date_order").at("/due_on", "date_order");
        let mut nothing = item(&app, &path, "member_a1");
        nothing["subject_id"] = json!(app.id("member_a1"));
        app.by("manager").post(ITEMS, nothing).await.problem(422, "unknown_reference").at("/subject_id", "unknown_reference");
        let made = app.by("manager").post(ITEMS, item(&app, &path, "member_a1")).await.expect(201);
        let one = made.header("location");
        assert_eq!(app.by("manager").get(&path).await.expect(200).json()["open_actions"], json!(1));
        assert!(app.by("member_a1").get("/api/v1/my-day").await.expect(200).text().contains("action_due"));
        app.by("member_a1b").get(&one).await.problem(404, "not_found");
        app.by("lead_b1").get(&one).await.problem(404, "not_found");
        let seen = app.by("member_a1").get(&one).await.expect(200);
        assert_eq!(seen.json()["allowed_actions"], json!(["action_item_complete"]));
        app.by("member_a1").patch(&one, &seen.etag(), json!({ "text": "x" })).await.problem(403, "forbidden");
        let moved = app.by("manager").patch(&one, &made.etag(), json!({ "responsible_id": app.id("member_b1") })).await.expect(200);
        app.by("member_a1").get(&one).await.problem(404, "not_found");
        let outcome = json!({ "outcome": "已更換" });
        let calls = (0..6).map(|_| {
            let call = app.by("member_b1").post(&format!("{one}/completions"), outcome.clone());
            call.header("if-match", &moved.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        let done = app.by("manager").get(&one).await.expect(200);
        assert_eq!((done.str("/state"), done.str("/outcome")), ("done".to_owned(), "已更換".to_owned()));
        let call = app.by("manager").post(&format!("{one}/cancellations"), outcome);
        let refused = call.header("if-match", &done.etag()).await.problem(409, "action_item_ended");
        assert_eq!(refused.json()["current"]["state"], "done");
    }

    async fn what_is_late_is_told_once_and_counted_and_a_leaver_leaves_it_to_whoever_is_above(app) {
        let path = held(&app, "lead_a1").await;
        assert_eq!(clause(&app, "manager").await["state"], "met");
        let one = app.by("manager").post(ITEMS, item(&app, &path, "member_a1")).await.expect(201).header("location");
        let id = crate::repairs::key(&app, one.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE action_items SET due_on = '{}' WHERE id = {id}", day(-2)));
        wait::until("the late item to be told", || {
            let told = app.by("lead_a1");
            async move {
                let all = told.all("/api/v1/notifications").await;
                let of = all.iter().filter(|one| one["event"] == "action_item.overdue").count();
                (of == 1).then_some(())
            }
        })
        .await;
        let board = clause(&app, "lead_a1").await;
        assert_eq!((&board["state"], &board["figure"]["value"]), (&json!("breached"), &json!(1.0)));
        assert_eq!(app.by("manager").all(&format!("{ITEMS}?overdue=true")).await.len(), 1);
        let gone = given::employee(&app, "G001", Some("team_a1")).await;
        let (_, tag) = given::tagged(&app.by("manager"), &one).await;
        app.by("manager").patch(&one, &tag, json!({ "responsible_id": gone["id"] })).await.expect(200);
        let departures = format!("/api/v1/employees/{}/departures", gone["id"].as_str().unwrap());
        app.by("manager").post(&departures, json!({ "leave_date": day(-1) })).await.expect(200);
        let left = app.by("manager").get(&one).await.expect(200).json();
        assert_eq!(left["responsible"]["id"], json!(app.id("lead_a1")));
    }

    async fn a_plan_past_its_cadence_is_breached_and_whoever_is_in_charge_is_asked_for_a_day(app) {
        assert_eq!(clause(&app, "manager").await["state"], "no_data");
        let (plan, _) = holding(&app, "emergency_plan", json!({ "drill_months": 2 })).await;
        assert_eq!(clause(&app, "manager").await["state"], "met");
        let then = crate::duties::instant(&app, -70 * 86_400);
        app.sql().run(&format!("UPDATE document_versions SET published_at = {then}"));
        assert_eq!(clause(&app, "manager").await["state"], "breached");
        let due = |text: String| text.contains("drill_due");
        assert!(due(app.by("manager").get("/api/v1/my-day").await.expect(200).text()));
        assert!(!due(app.by("lead_a1").get("/api/v1/my-day").await.expect(200).text()));
        let path = planned(&app, &plan, "lead_a1").await.expect(201).header("location");
        assert!(!due(app.by("manager").get("/api/v1/my-day").await.expect(200).text()));
        reported(&app, "lead_a1", &path).await.expect(200);
        assert_eq!(clause(&app, "manager").await["state"], "met");
    }
}
