//! The operations manual (5.2.2): drafted, published in versions, acknowledged by everybody; who hasn't is told inside the reach.

use tests::{App, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/manual-pages";

fn text(what: &str) -> Value {
    json!({ "zh_hant": format!("# {what}\n- 準備登錄證"), "zh_hans": format!("# {what}"), "en": what })
}

async fn draft(app: &App, stage: &str, what: &str) -> Reply {
    let body = json!({ "stage": stage, "text": text(what) });
    app.by("manager").post(PATH, body).await
}

async fn publish(app: &App, path: &str) -> Reply {
    let (_, tag) = given::tagged(&app.by("manager"), path).await;
    let call = app.by("manager").act(&format!("{path}/publications"));
    call.header("if-match", &tag).await
}

async fn published(app: &App, stage: &str, what: &str) -> String {
    let path = draft(app, stage, what).await.expect(201).header("location");
    publish(app, &path).await.expect(200);
    path
}

async fn acknowledge(app: &App, who: &str, path: &str) -> Reply {
    app.by(who).act(&format!("{path}/acknowledgements")).await
}

async fn gaps(app: &App, who: &str, path: &str) -> Vec<String> {
    let list = app.by(who).all(&format!("{path}/gaps")).await;
    list.iter()
        .map(|one| one["number"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn a_draft_is_seen_by_who_writes_and_a_published_version_by_everybody(app) {
        let body = json!({ "stage": "consultation", "text": text("面談前") });
        app.by("lead_a1").post(PATH, body).await.problem(403, "forbidden");
        let made = draft(&app, "consultation", "面談前").await.expect(201);
        let path = made.header("location");
        app.by("member_a1").get(&path).await.problem(404, "not_found");
        assert_eq!(app.by("member_a1").all(PATH).await.len(), 0);
        draft(&app, "consultation", "又一份").await.problem(409, "manual_drafted").at("/stage", "manual_drafted");
        let mut long = text("x");
        long["en"] = json!("");
        app.by("manager").patch(&path, &made.etag(), json!({ "text": long })).await.problem(422, "invalid");
        let changed = app.by("manager").patch(&path, &made.etag(), json!({ "text": text("面談時") })).await.expect(200);
        app.by("manager").patch(&path, &made.etag(), json!({ "text": text("z") })).await.problem(412, "stale_version");
        acknowledge(&app, "member_a1", &path).await.problem(404, "not_found");
        let calls = (0..6).map(|_| {
            let call = app.by("manager").act(&format!("{path}/publications"));
            call.header("if-match", &changed.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        let seen = app.by("member_a1").get(&path).await.expect(200);
        assert_eq!((seen.str("/state"), seen.str("/text/en"), seen.json()["number"].clone()), ("current".to_owned(), "面談時".to_owned(), json!(1)));
        app.by("manager").patch(&path, &seen.etag(), json!({ "text": text("z") })).await.problem(409, "manual_published");
    }

    async fn a_new_version_replaces_the_one_before_and_is_acknowledged_anew(app) {
        let first = published(&app, "consultation", "一").await;
        let read = acknowledge(&app, "member_a1", &first).await.expect(200);
        assert!(read.json()["read_at"].is_string());
        let again = acknowledge(&app, "member_a1", &first).await.expect(200);
        assert_eq!(again.str("/read_at"), read.str("/read_at"));
        let second = published(&app, "consultation", "二").await;
        acknowledge(&app, "member_a1", &first).await.problem(409, "manual_not_current");
        let current = app.by("member_a1").all(&format!("{PATH}?state=current")).await;
        assert_eq!((current.len(), &current[0]["number"], &current[0]["read_at"]), (1, &json!(2), &Value::Null));
        let old = app.by("member_a1").get(&first).await.expect(200).json();
        assert_eq!((&old["state"], old["read_at"].is_string()), (&json!("superseded"), true), "what was read stays read");
        assert!(gaps(&app, "lead_a1", &second).await.contains(&"E111".to_owned()));
        assert_eq!(app.by("lead_a1").all("/api/v1/audit-entries?event=manual_page.acknowledged").await.len(), 1);
    }

    async fn two_who_acknowledge_at_once_are_one_reading(app) {
        let path = published(&app, "application", "一").await;
        let member = app.by("member_a1");
        let calls = (0..8).map(|_| member.act(&format!("{path}/acknowledgements")).into_future());
        for answer in futures_util::future::join_all(calls).await {
            answer.expect(200);
        }
        assert_eq!(app.sql().count("manual_readings"), 1);
    }

    async fn who_hasnt_acknowledged_is_told_inside_the_reach_and_on_the_board(app) {
        let state = |who: &str| {
            let client = app.by(who);
            async move {
                let board = client.get("/api/v1/regulation/compliance").await.expect(200).json();
                let chapters = board["chapters"].as_array().unwrap().clone();
                chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone()).find(|c| c["clause"] == "5.2.2").unwrap()
            }
        };
        assert_eq!(state("manager").await["state"], "no_data");
        let path = published(&app, "consultation", "一").await;
        app.by("member_a1").get(&format!("{path}/gaps")).await.problem(403, "forbidden");
        assert_eq!(gaps(&app, "lead_a1", &path).await, ["E111", "E112", "L011"]);
        acknowledge(&app, "member_a1", &path).await.expect(200);
        assert_eq!(gaps(&app, "lead_a1", &path).await, ["E112", "L011"]);
        let team = state("lead_a1").await;
        assert_eq!((&team["state"], &team["figure"]["value"]), (&json!("breached"), &json!(33.0)));
        for who in ["member_a1b", "lead_a1"] {
            acknowledge(&app, who, &path).await.expect(200);
        }
        assert_eq!(gaps(&app, "lead_a1", &path).await, Vec::<String>::new());
        // All have read what there is, but four stages have no page.
        assert_eq!(state("lead_a1").await["state"], "at_risk");
        for stage in ["needs_analysis", "solution_design", "application", "after_sales"] {
            let path = published(&app, stage, "一").await;
            for who in ["member_a1", "member_a1b", "lead_a1"] {
                acknowledge(&app, who, &path).await.expect(200);
            }
        }
        let kept = state("lead_a1").await;
        assert_eq!((&kept["state"], &kept["figure"]["value"]), (&json!("met"), &json!(100.0)));
        let file = app.by("lead_a1").get(&format!("{path}/gaps")).header("accept", "text/csv").await.expect(200).text();
        assert!(file.starts_with("id,number"), "{file}");
    }
}
