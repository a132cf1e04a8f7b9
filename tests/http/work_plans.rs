//! Plans of the year (2.2.1, 2.2.3): the department's by the manager, a team's by its lead; published in revisions with why; owners say how far their
//! goals are, several at once.

use chrono::Datelike;
use tests::{App, Reply, Value, both, json};

use crate::given;
use crate::repairs::told;

const PLANS: &str = "/api/v1/work-plans";

pub fn year() -> i64 {
    i64::from(tests::clock::date(0).year())
}

pub fn goal(app: &App, owner: &str, title: &str) -> Value {
    json!({ "title": title, "measure": "月報", "owner_id": app.id(owner), "due_on": format!("{}-12-31", year()) })
}

pub async fn drafted(app: &App, who: &str, team: Option<&str>, owner: &str) -> Reply {
    let mut body = json!({ "year": year(), "summary": "深耕既有客戶", "goals": [goal(app, owner, "收取率九成七")] });
    if let Some(team) = team {
        body["team_id"] = json!(app.id(team));
    }
    app.by(who).post(PLANS, body).await
}

pub async fn publish(app: &App, who: &str, path: &str, note: Option<&str>) -> Reply {
    let (_, tag) = given::tagged(&app.by(who), path).await;
    let mut body = json!({});
    if let Some(note) = note {
        body["note"] = json!(note);
    }
    let call = app.by(who).post(&format!("{path}/publications"), body);
    call.header("if-match", &tag).await
}

async fn clause(app: &App, who: &str, clause: &str) -> Value {
    let path = "/api/v1/regulation/compliance";
    let board = app.by(who).get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    all.find(|one| one["clause"] == clause).unwrap()
}

both! {
    async fn the_manager_makes_the_departments_plan_and_every_revision_is_kept(app) {
        assert_eq!(clause(&app, "manager", "2.2.1").await["state"], "no_data");
        for who in ["member_a1", "lead_a1", "deputy_a"] {
            drafted(&app, who, None, "deputy_a").await.problem(403, "forbidden");
        }
        let mut far = json!({ "year": year() + 9, "summary": "x" });
        app.by("manager").post(PLANS, far.clone()).await.problem(422, "date_order").at("/year", "date_order");
        far["year"] = json!(year());
        far["goals"] = json!([goal(&app, "deputy_a", "x")]);
        far["goals"][0]["due_on"] = json!(format!("{}-01-01", year() + 1));
        app.by("manager").post(PLANS, far).await.problem(422, "date_order").at("/goals/0/due_on", "date_order");
        assert_eq!(app.sql().count("work_plans"), 0, "nothing is half written");
        let made = drafted(&app, "manager", None, "deputy_a").await.expect(201);
        let path = made.header("location");
        drafted(&app, "manager", None, "deputy_a").await.problem(409, "work_plan_exists").at("/year", "work_plan_exists");
        app.by("deputy_a").get(&path).await.problem(404, "not_found");
        publish(&app, "manager", &path, None).await.expect(200);
        told(&app, "deputy_a", "work_plan.published").await;
        app.by("member_b1").get(&path).await.expect(200);
        publish(&app, "manager", &path, None).await.problem(409, "work_plan_state");
        let held = app.by("manager").get(&path).await.expect(200);
        let mut goals = vec![held.json()["goals"][0].clone()];
        let kept = json!({ "id": goals[0]["id"], "title": "收取率九成八", "owner_id": app.id("deputy_a"), "due_on": goals[0]["due_on"] });
        goals = vec![kept, goal(&app, "lead_b1", "新客戶")];
        let changed = app.by("manager").patch(&path, &held.etag(), json!({ "goals": goals })).await.expect(200);
        assert_eq!(changed.str("/state"), "changed");
        publish(&app, "manager", &path, None).await.problem(422, "comment_required").at("/note", "comment_required");
        let calls = (0..6).map(|_| {
            let call = app.by("manager").post(&format!("{path}/publications"), json!({ "note": "年中調整" }));
            call.header("if-match", &changed.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        let all = app.by("member_a1").all(&format!("{path}/revisions")).await;
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["number"], &all[0]["note"], &all[0]["goals"][0]["title"]), (&json!(2), &json!("年中調整"), &json!("收取率九成八")));
        assert_eq!(all[1]["goals"][0]["title"], json!("收取率九成七"), "the first revision stays as it was");
        // It was published in its year, not before it.
        assert_eq!(clause(&app, "manager", "2.2.1").await["state"], "breached");
        app.sql().run(&format!("UPDATE work_plans SET published_at = {}", crate::duties::instant(&app, -400 * 86_400)));
        assert_ne!(clause(&app, "manager", "2.2.1").await["state"], "breached");
    }

    async fn a_lead_makes_the_teams_plan_and_owners_say_how_far_they_are(app) {
        drafted(&app, "lead_a1", Some("team_b1"), "member_b1").await.problem(403, "forbidden");
        drafted(&app, "lead_a1", Some("team_a1"), "member_b1").await.problem(422, "unknown_reference").at("/goals/0/owner_id", "unknown_reference");
        let mut body = json!({ "team_id": app.id("team_a1"), "year": year(), "summary": "穩住續期", "goals": [] });
        let made = app.by("lead_a1").post(PLANS, body.clone()).await.expect(201);
        let path = made.header("location");
        publish(&app, "lead_a1", &path, None).await.problem(422, "work_plan_empty");
        body = json!({ "goals": [goal(&app, "member_a1", "拜訪八戶"), goal(&app, "member_a1b", "轉介紹")] });
        let changed = app.by("lead_a1").patch(&path, &made.etag(), body).await.expect(200);
        let ids: Vec<Value> = changed.json()["goals"].as_array().unwrap().iter().map(|goal| goal["id"].clone()).collect();
        let say = |who: &str, goal: &Value, percent: i64| app.by(who).post(&format!("{path}/progress"), json!({ "goal_id": goal, "progress": percent }));
        say("member_a1", &ids[0], 10).await.problem(404, "not_found");
        publish(&app, "lead_a1", &path, None).await.expect(200);
        say("member_a1", &ids[1], 10).await.problem(403, "forbidden");
        say("member_b1", &ids[0], 10).await.problem(404, "not_found");
        say("lead_b1", &ids[0], 10).await.problem(404, "not_found");
        say("member_a1", &json!(app.id("member_a1")), 10).await.problem(422, "unknown_reference").at("/goal_id", "unknown_reference");
        say("member_a1", &ids[0], 101).await.problem(422, "invalid");
        let both = vec![say("member_a1", &ids[0], 60).into_future(), say("member_a1b", &ids[1], 40).into_future()];
        for answer in futures_util::future::join_all(both).await {
            answer.expect(200);
        }
        let plan = app.by("deputy_a").get(&path).await.expect(200).json();
        assert_eq!((&plan["progress"], &plan["state"]), (&json!(50), &json!("published")), "what two say at once isn't lost");
        // A goal that keeps its id keeps its progress.
        let mut kept = plan["goals"][0].clone();
        kept = json!({ "id": kept["id"], "title": "每週拜訪九戶", "owner_id": app.id("member_a1"), "due_on": kept["due_on"] });
        let (_, tag) = given::tagged(&app.by("lead_a1"), &path).await;
        let newer = app.by("lead_a1").patch(&path, &tag, json!({ "goals": [kept] })).await.expect(200).json();
        assert_eq!((newer["goals"].as_array().unwrap().len(), &newer["goals"][0]["progress"]), (1, &json!(60)));
        let path = "/api/v1/my-day";
        app.sql().run(&format!("UPDATE work_goals SET due_on = '{}'", tests::clock::date(-1)));
        assert!(app.by("member_a1").get(path).await.expect(200).text().contains("goal_overdue"));
        assert!(app.by("lead_b1").get(path).await.expect(200).text().contains("plan_to_make"));
        let without = clause(&app, "lead_a1", "2.2.3").await;
        let figures: Vec<Value> = std::iter::once(without["figure"].clone()).chain(without["further"].as_array().unwrap().iter().map(|f| f["figure"].clone())).collect();
        assert!(figures.iter().any(|f| f["definition"].as_str().is_some_and(|text| text.contains("年度計畫")) && f["value"] == json!(0.0)), "{figures:?}");
    }
}
