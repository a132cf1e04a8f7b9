//! Feedback (2.2.4): told to whoever is nearest above, answered by others than whoever gave it, passed further up, settled or opened again; late
//! ones are told once.

use tests::{App, Reply, Value, both, json};

use crate::given;
use crate::repairs::{act, key, told};

const FEEDBACK: &str = "/api/v1/feedback";

async fn given_by(app: &App, who: &str) -> Reply {
    let body = json!({ "kind": "problem", "text": "印表機常卡紙\n每天早上排隊" });
    app.by(who).post(FEEDBACK, body).await
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let all = day["sections"].as_array().unwrap().clone();
    all.iter()
        .flat_map(|s| s["items"].as_array().unwrap().clone())
        .map(|i| i["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn board(app: &App, who: &str) -> (Value, Value) {
    let path = "/api/v1/regulation/compliance";
    let board = app.by(who).get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.find(|c| c["clause"] == "2.2.4").unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn whoever_is_above_answers_and_whoever_gave_it_settles(app) {
        given_by(&app, "manager").await.problem(403, "forbidden");
        assert_eq!(board(&app, "manager").await.0, "no_data");
        let made = given_by(&app, "member_a1").await.expect(201);
        let path = made.header("location");
        let one = made.json();
        assert_eq!((&one["asked"]["id"], one["due_on"].as_str()), (&json!(app.id("lead_a1")), Some(tests::clock::date(7).to_string().as_str())));
        assert_eq!(told(&app, "lead_a1", "feedback.given").await["event"], "feedback.given");
        assert!(kinds(&app, "lead_a1").await.contains(&"feedback_to_answer".to_owned()));
        for who in ["member_a1b", "lead_b1", "deputy_b"] {
            app.by(who).get(&path).await.problem(404, "not_found");
        }
        act(&app.by("member_a1"), &path, "answers", json!({ "answer": "x" })).await.problem(403, "forbidden");
        let answer = json!({ "answer": "已加派一台" });
        let calls = (0..6).map(|_| {
            let call = app.by("lead_a1").post(&format!("{path}/answers"), answer.clone());
            call.header("if-match", &made.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        assert!(kinds(&app, "member_a1").await.contains(&"feedback_answered".to_owned()));
        act(&app.by("member_a1"), &path, "remarks", json!({ "settled": false })).await.problem(422, "comment_required").at("/remark", "comment_required");
        let again = act(&app.by("member_a1"), &path, "remarks", json!({ "settled": false, "remark": "備用機也卡紙" })).await.expect(200).json();
        assert_eq!((&again["state"], &again["reopened"], &again["answer"]), (&json!("open"), &json!(1), &json!("已加派一台")));
        act(&app.by("member_a1"), &path, "remarks", json!({ "settled": true })).await.problem(409, "feedback_state");
        act(&app.by("deputy_a"), &path, "answers", json!({ "answer": "已換新機" })).await.expect(200);
        let done = act(&app.by("member_a1"), &path, "remarks", json!({ "settled": true })).await.expect(200).json();
        assert_eq!((&done["state"], &done["answered_by"]["id"]), (&json!("settled"), &json!(app.id("deputy_a"))));
        assert_eq!(board(&app, "lead_a1").await, (json!("met"), json!(0.0)));
    }

    async fn it_is_passed_up_step_by_step_and_nobody_answers_their_own(app) {
        let path = given_by(&app, "lead_a1").await.expect(201).header("location");
        let asked = app.by("lead_a1").get(&path).await.expect(200).json();
        assert_eq!(asked["asked"]["id"], json!(app.id("deputy_a")));
        act(&app.by("lead_a1"), &path, "answers", json!({ "answer": "x" })).await.problem(403, "own_matter");
        act(&app.by("lead_a1"), &path, "referrals", json!({ "reason": "x" })).await.problem(403, "own_matter");
        let up = act(&app.by("deputy_a"), &path, "referrals", json!({ "reason": "須與總公司協調" })).await.expect(200).json();
        assert_eq!(up["asked"]["id"], json!(app.id("manager")));
        act(&app.by("manager"), &path, "referrals", json!({ "reason": "x" })).await.problem(409, "nobody_above");
        act(&app.by("manager"), &path, "answers", json!({ "answer": "已協調" })).await.expect(200);
        let other = given_by(&app, "member_a1").await.expect(201).header("location");
        let departures = format!("/api/v1/employees/{}/departures", app.id("lead_a1"));
        app.by("manager").post(&departures, json!({ "leave_date": tests::clock::date(-1).to_string() })).await.expect(200);
        let left = app.by("manager").get(&other).await.expect(200).json();
        assert_eq!(left["asked"]["id"], json!(app.id("deputy_a")), "what a leaver was asked goes on");
    }

    async fn what_waits_too_long_is_told_once_and_counted(app) {
        let path = given_by(&app, "member_a1").await.expect(201).header("location");
        let id = key(&app, path.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE feedback SET due_on = '{}' WHERE id = {id}", tests::clock::date(-1)));
        told(&app, "lead_a1", "feedback.overdue").await;
        told(&app, "deputy_a", "feedback.overdue").await;
        assert_eq!(app.sql().count("outbox WHERE event = 'feedback.overdue'"), 1);
        assert_eq!(board(&app, "lead_a1").await, (json!("breached"), json!(1.0)));
        assert_eq!(board(&app, "deputy_b").await.0, "no_data");
        assert_eq!(app.by("lead_a1").all(&format!("{FEEDBACK}?overdue=true")).await.len(), 1);
        let (_, tag) = given::tagged(&app.by("lead_a1"), &path).await;
        let call = app.by("lead_a1").post(&format!("{path}/answers"), json!({ "answer": "已處理" }));
        call.header("if-match", &tag).await.expect(200);
        assert_eq!(board(&app, "lead_a1").await.0, "met");
    }
}
