//! The risk register (5.2.4): registered, changed, looked at anew, closed; inside the reach, and on the board when a review is past.

use tests::{App, Client, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/risks";

fn named(title: &str, likelihood: i64, impact: i64) -> Value {
    json!({ "title": title, "controls": "主管電話抽查", "likelihood": likelihood, "impact": impact, "next_review_on": tests::clock::in_days(30) })
}

async fn risk(client: &Client, title: &str, likelihood: i64, impact: i64) -> Reply {
    client
        .post(PATH, named(title, likelihood, impact))
        .await
        .expect(201)
}

async fn review(client: &Client, path: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/reviews"), body);
    call.header("if-match", &tag).await
}

async fn titles(client: &Client, query: &str) -> Vec<String> {
    let list = client.all(&format!("{PATH}?{query}")).await;
    list.iter()
        .map(|r| r["title"].as_str().unwrap().to_owned())
        .collect()
}

async fn clause(app: &App) -> Value {
    let board = app
        .by("lead_a1")
        .get("/api/v1/regulation/compliance")
        .await
        .expect(200)
        .json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut clauses = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    clauses.find(|c| c["clause"] == "5.2.4").unwrap()
}

both! {
    async fn a_risk_is_registered_inside_the_reach_and_judged_by_likelihood_and_impact(app) {
        let lead = app.by("lead_a1");
        app.by("member_a1").post(PATH, named("代簽", 3, 4)).await.problem(403, "forbidden");
        let made = risk(&lead, "代簽", 3, 4).await;
        assert_eq!((made.json()["score"].clone(), made.str("/owner/id"), made.str("/team_id")), (json!(12), app.id("lead_a1"), app.id("team_a1")));
        let mut theirs = named("個資外洩", 2, 5);
        theirs["owner_id"] = json!(app.id("member_b1"));
        lead.post(PATH, theirs.clone()).await.problem(422, "unknown_reference").at("/owner_id", "unknown_reference");
        app.by("manager").post(PATH, theirs).await.expect(201);
        for (likelihood, impact) in [(0, 3), (6, 3), (3, 0), (3, 6)] {
            lead.post(PATH, named("x", likelihood, impact)).await.problem(422, "invalid");
        }
        assert_eq!(titles(&app.by("manager"), "").await, ["代簽", "個資外洩"], "the gravest first");
        assert_eq!(titles(&lead, "").await, ["代簽"]);
        assert_eq!(titles(&app.by("member_b1"), "").await, ["個資外洩"], "whoever watches it sees it");
        assert_eq!(titles(&app.by("member_a1"), "").await, Vec::<String>::new());
        assert_eq!(titles(&app.by("manager"), "likelihood=2&impact=5").await, ["個資外洩"]);
        let matrix = app.by("manager").get(&format!("{PATH}/matrix")).await.expect(200).json();
        assert_eq!(matrix["cells"], json!([{ "likelihood": 2, "impact": 5, "count": 1 }, { "likelihood": 3, "impact": 4, "count": 1 }]));
        let file = lead.get(PATH).header("accept", "text/csv").await.expect(200).text();
        assert!(file.contains("代簽") && !file.contains("個資外洩"), "{file}");
    }

    async fn a_review_judges_anew_and_keeps_what_was_found(app) {
        let lead = app.by("lead_a1");
        let path = risk(&lead, "代簽", 3, 4).await.header("location");
        let again = |day: i64| json!({ "likelihood": 2, "impact": 4, "note": "抽查無代簽", "next_review_on": tests::clock::in_days(day) });
        review(&lead, &path, again(-1)).await.problem(422, "date_order").at("/next_review_on", "date_order");
        let seen = review(&lead, &path, again(60)).await.expect(200);
        assert_eq!((seen.json()["score"].clone(), seen.str("/next_review_on")), (json!(8), tests::clock::in_days(60).to_string()));
        let tag = seen.etag();
        let calls = (0..8).map(|_| lead.post(&format!("{path}/reviews"), again(90)).header("if-match", &tag).into_future());
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        assert!(answers.iter().filter(|r| r.status != 200).all(|r| r.status == 412));
        let kept = lead.all(&format!("{path}/reviews")).await;
        assert_eq!((kept.len(), &kept[1]["note"], &kept[1]["by"]["id"]), (2, &json!("抽查無代簽"), &json!(app.id("lead_a1"))));
        let closed = review(&lead, &path, json!({ "likelihood": 1, "impact": 1, "note": "不再發生" })).await.expect(200);
        assert_eq!((closed.str("/state"), closed.json()["allowed_actions"].clone()), ("closed".to_owned(), json!(["audit_read"])));
        review(&lead, &path, again(30)).await.problem(409, "risk_closed");
        lead.patch(&path, &closed.etag(), json!({ "title": "y" })).await.problem(409, "risk_closed");
        assert_eq!(app.by("lead_a1").all("/api/v1/audit-entries?event=risk.reviewed").await.len(), 2);
    }

    async fn what_is_written_changes_and_goes_to_another_owner_inside_the_reach(app) {
        let lead = app.by("lead_a1");
        let made = risk(&lead, "代簽", 3, 4).await;
        let path = made.header("location");
        lead.patch(&path, &made.etag(), json!({ "owner_id": app.id("member_b1") })).await.problem(422, "unknown_reference");
        let moved = lead.patch(&path, &made.etag(), json!({ "owner_id": app.id("member_a1"), "description": "上季兩件" })).await.expect(200);
        assert_eq!(moved.str("/owner/id"), app.id("member_a1"));
        lead.patch(&path, &made.etag(), json!({ "title": "z" })).await.problem(412, "stale_version");
        lead.patch(&path, &moved.etag(), json!({ "likelihood": 5 })).await.problem(422, "invalid").at("/likelihood", "unknown_field");
        app.by("member_a1").patch(&path, &moved.etag(), json!({ "title": "z" })).await.problem(403, "forbidden");
        app.by("lead_b1").get(&path).await.problem(404, "not_found");
        let same = lead.patch(&path, &moved.etag(), json!({ "description": "上季兩件" })).await.expect(200);
        assert_eq!(same.etag(), moved.etag(), "nothing changed");
    }

    async fn a_review_that_is_past_is_listed_and_breaks_the_clause(app) {
        assert_eq!(clause(&app).await["state"], "no_data");
        let lead = app.by("lead_a1");
        risk(&lead, "代簽", 3, 4).await;
        assert_eq!((clause(&app).await["state"].clone(), titles(&lead, "overdue=true").await), (json!("met"), vec![]));
        let day = |days: i64| match app.backend {
            tests::Backend::Sqlite => format!("date('now', '{days} days')"),
            tests::Backend::Postgres => format!("current_date + {days}"),
        };
        app.sql().run(&format!("UPDATE risks SET next_review_on = {}", day(3)));
        assert_eq!(clause(&app).await["state"], "at_risk");
        app.sql().run(&format!("UPDATE risks SET next_review_on = {}", day(-2)));
        let past = clause(&app).await;
        assert_eq!((&past["state"], &past["figure"]["value"], titles(&lead, "overdue=true").await), (&json!("breached"), &json!(1.0), vec!["代簽".to_owned()]));
    }
}
