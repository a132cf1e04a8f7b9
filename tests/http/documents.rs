//! Documents (1.2, 1.3, 2.2.2, 3.3.5): the regulation words every clause once, procedures are written by whoever is in charge of the field of
//! work, versions hold one after another and are acknowledged anew; who hasn't is told inside the reach.

use tests::{App, Reply, Value, both, json};

use crate::given;

const DOCUMENTS: &str = "/api/v1/documents";
const VERSIONS: &str = "/api/v1/document-versions";

pub fn words(what: &str) -> Value {
    json!({ "zh_hant": what, "zh_hans": what, "en": what })
}

pub fn section(clause: &str, what: &str) -> Value {
    json!({ "clause": clause, "heading": words(what), "text": words(&format!("- {what}")) })
}

async fn created(app: &App, who: &str, mut body: Value) -> Reply {
    body["title"] = words("程序");
    app.by(who).post(DOCUMENTS, body).await
}

async fn draft(app: &App, who: &str, document: &Value, sections: Option<Value>) -> Reply {
    let mut body = json!({ "document_id": document["id"] });
    if let Some(sections) = sections {
        body["sections"] = sections;
    }
    app.by(who).post(VERSIONS, body).await
}

async fn publish(app: &App, who: &str, path: &str) -> Reply {
    let (_, tag) = given::tagged(&app.by(who), path).await;
    let call = app.by(who).act(&format!("{path}/publications"));
    call.header("if-match", &tag).await
}

/// A document of a field of work whose first version holds; and that version's path.
pub async fn holding(app: &App, kind: &str, more: Value) -> (Value, String) {
    let mut body = json!({ "kind": kind, "field": "workplace" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let document = created(app, "manager", body).await.expect(201).json();
    let sections = json!([section("3.3.4", "離場前")]);
    let made = draft(app, "manager", &document, Some(sections)).await;
    let path = made.expect(201).header("location");
    publish(app, "manager", &path).await.expect(200);
    (document, path)
}

async fn acknowledge(app: &App, who: &str, path: &str) -> Reply {
    app.by(who).act(&format!("{path}/acknowledgements")).await
}

async fn clause(app: &App, who: &str, clause: &str) -> Value {
    let board = app.by(who).get("/api/v1/regulation/compliance").await;
    let board = board.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    all.find(|one| one["clause"] == clause).unwrap()
}

both! {
    async fn there_is_one_regulation_and_it_words_every_clause_once(app) {
        let body = json!({ "kind": "regulation" });
        created(&app, "deputy_a", body.clone()).await.problem(403, "forbidden");
        let odd = json!({ "kind": "regulation", "field": "people" });
        created(&app, "manager", odd).await.problem(422, "invalid").at("/field", "invalid");
        let document = created(&app, "manager", body.clone()).await.expect(201).json();
        created(&app, "manager", body).await.problem(409, "document_exists").at("/kind", "document_exists");
        let made = draft(&app, "manager", &document, None).await.expect(201);
        let path = made.header("location");
        let sections = made.json()["sections"].as_array().unwrap().clone();
        assert_eq!(sections.len(), 67, "the built-in wording has every clause");
        app.by("member_a1").get(&path).await.problem(404, "not_found");
        app.by("deputy_a").get(&format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap())).await.problem(404, "not_found");
        let short = json!({ "sections": sections[1..] });
        let changed = app.by("manager").patch(&path, &made.etag(), short).await.expect(200);
        let refused = publish(&app, "manager", &path).await.problem(422, "document_incomplete").at("/sections", "document_incomplete");
        assert!(refused.str("/detail").contains("1.2"), "{}", refused.text());
        let unknown = json!({ "sections": [section("9.9", "x")] });
        app.by("manager").patch(&path, &changed.etag(), unknown).await.problem(422, "unknown_reference").at("/sections/0/clause", "unknown_reference");
        let mut twice = sections.clone();
        twice.push(sections[3].clone());
        let changed = app.by("manager").patch(&path, &changed.etag(), json!({ "sections": twice })).await.expect(200);
        publish(&app, "manager", &path).await.problem(422, "document_incomplete");
        app.by("manager").patch(&path, &changed.etag(), json!({ "sections": sections })).await.expect(200);
        publish(&app, "manager", &path).await.expect(200);
        let stays = json!({ "active": false });
        let (_, tag) = given::tagged(&app.by("manager"), &format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap())).await;
        app.by("manager").patch(&format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap()), &tag, stays).await.problem(422, "invalid");
        let page = app.by("member_a1").get("/api/v1/regulation/clauses/3.3.4").await.expect(200).json();
        assert!(page["text"].is_string());
        assert!(page["links"].as_array().unwrap().iter().any(|link| link["kind"] == "rule" || link["kind"] == "records"));
        assert_eq!(app.by("member_a1").get("/api/v1/regulation/clauses").await.expect(200).json()["clauses"].as_array().unwrap().len(), 67);
        app.by("member_a1").get("/api/v1/regulation/clauses/9.9").await.problem(404, "not_found");
    }

    async fn whoever_is_in_charge_of_the_field_writes_it(app) {
        let of = |field: &str| json!({ "kind": "procedure", "field": field });
        for who in ["member_a1", "lead_a1"] {
            created(&app, who, of("people")).await.problem(403, "forbidden");
        }
        let document = created(&app, "deputy_a", of("people")).await.expect(201).json();
        created(&app, "deputy_b", of("people")).await.problem(403, "forbidden");
        created(&app, "deputy_a", json!({ "kind": "procedure" })).await.problem(403, "forbidden");
        created(&app, "deputy_a", json!({ "kind": "procedure", "field": "people", "drill_months": 6 })).await
            .problem(422, "invalid").at("/drill_months", "invalid");
        let path = format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap());
        // Nothing of it holds: only who writes it sees it.
        app.by("deputy_b").get(&path).await.problem(404, "not_found");
        draft(&app, "deputy_b", &document, Some(json!([section("3.3.4", "x")]))).await.problem(422, "unknown_reference");
        draft(&app, "deputy_a", &document, None).await.problem(422, "invalid").at("/sections", "invalid");
        let made = draft(&app, "deputy_a", &document, Some(json!([section("3.3.4", "門窗")]))).await.expect(201);
        draft(&app, "deputy_a", &document, Some(json!([section("3.3.4", "x")]))).await.problem(409, "document_drafted");
        let version = made.header("location");
        app.by("deputy_b").get(&version).await.problem(404, "not_found");
        assert_eq!(app.by("deputy_b").all(VERSIONS).await.len(), 0);
        assert_eq!(app.by("deputy_a").all(VERSIONS).await.len(), 1);
        let calls = (0..6).map(|_| {
            let call = app.by("deputy_a").act(&format!("{version}/publications"));
            call.header("if-match", &made.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        let seen = app.by("member_b1").get(&path).await.expect(200).json();
        assert_eq!((&seen["current"]["number"], &seen["read_at"], &seen["draft"]), (&json!(1), &Value::Null, &Value::Null));
        let tag = app.by("deputy_b").get(&path).await.expect(200).etag();
        app.by("deputy_b").patch(&path, &tag, json!({ "active": false })).await.problem(403, "forbidden");
        let (_, tag) = given::tagged(&app.by("deputy_a"), &version).await;
        app.by("deputy_a").patch(&version, &tag, json!({ "note": "x" })).await.problem(409, "document_published");
    }

    async fn a_new_version_replaces_the_one_before_and_is_acknowledged_anew(app) {
        let (document, first) = holding(&app, "procedure", json!({ "review_months": 6 })).await;
        let path = format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap());
        let open = app.by("member_a1").all(&format!("{DOCUMENTS}?unread=true")).await;
        assert_eq!(open.len(), 1);
        let day = app.by("member_a1").get("/api/v1/my-day").await.expect(200).json();
        let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "documents").unwrap();
        assert_eq!(section["items"][0]["kind"], "document_to_read");
        let member = app.by("member_a1");
        let calls = (0..8).map(|_| member.act(&format!("{first}/acknowledgements")).into_future());
        for answer in futures_util::future::join_all(calls).await {
            answer.expect(200);
        }
        assert_eq!(app.sql().count("document_readings"), 1);
        assert_eq!(app.by("member_a1").all(&format!("{DOCUMENTS}?unread=true")).await.len(), 0);
        let seen = app.by("member_a1").get(&path).await.expect(200).json();
        assert!(seen["read_at"].is_string());
        assert!(seen["review_on"].is_string());
        let made = draft(&app, "manager", &document, None).await.expect(201);
        assert_eq!(made.json()["sections"], app.by("manager").get(&first).await.expect(200).json()["sections"]);
        let second = made.header("location");
        publish(&app, "manager", &second).await.expect(200);
        acknowledge(&app, "member_a1", &first).await.problem(409, "document_not_current");
        let old = app.by("member_a1").get(&first).await.expect(200).json();
        assert_eq!((&old["state"], old["read_at"].is_string()), (&json!("superseded"), true), "what was read stays read");
        acknowledge(&app, "lead_a1", &second).await.expect(200);
        let (_, tag) = given::tagged(&app.by("manager"), &path).await;
        app.by("manager").patch(&path, &tag, json!({ "active": false })).await.expect(200);
        acknowledge(&app, "member_a1", &second).await.problem(409, "document_not_current");
        assert_eq!(app.by("member_a1").all(&format!("{DOCUMENTS}?unread=true")).await.len(), 0);
        assert_eq!(app.by("lead_a1").all("/api/v1/audit-entries?event=document.acknowledged").await.len(), 2);
    }

    async fn who_hasnt_acknowledged_is_told_inside_the_reach_and_on_the_board(app) {
        assert_eq!(clause(&app, "manager", "1.2").await["state"], "no_data");
        let document = created(&app, "manager", json!({ "kind": "regulation" })).await.expect(201).json();
        let path = draft(&app, "manager", &document, None).await.expect(201).header("location");
        publish(&app, "manager", &path).await.expect(200);
        app.by("member_a1").get(&format!("{path}/gaps")).await.problem(403, "forbidden");
        let gaps = |who: &'static str| {
            let call = app.by(who);
            let path = format!("{path}/gaps");
            async move { call.all(&path).await.len() }
        };
        assert_eq!(gaps("lead_a1").await, 3);
        let all = gaps("manager").await;
        assert!(all > 3);
        acknowledge(&app, "member_a1", &path).await.expect(200);
        assert_eq!(gaps("lead_a1").await, 2);
        let shares = app.by("lead_a1").get(&format!("{path}/shares")).await.expect(200).json();
        assert_eq!(shares["teams"].as_array().unwrap().len(), 1);
        assert_eq!((&shares["teams"][0]["people"], &shares["teams"][0]["read"]), (&json!(3), &json!(1)));
        let shares = app.by("manager").get(&format!("{path}/shares")).await.expect(200).json();
        let sum = |what: &str| shares["teams"].as_array().unwrap().iter().map(|t| t[what].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sum("people"), sum("read")), (all as i64, 1));
        let team = clause(&app, "lead_a1", "1.2").await;
        assert_eq!((&team["state"], &team["figure"]["value"]), (&json!("breached"), &json!(33.0)));
        assert_eq!(clause(&app, "lead_a1", "1.3").await["figure"]["value"], json!(1.0));
        for who in ["member_a1b", "lead_a1"] {
            acknowledge(&app, who, &path).await.expect(200);
        }
        assert_eq!(clause(&app, "lead_a1", "1.2").await["state"], "met");
        assert_eq!(clause(&app, "lead_a1", "1.3").await["state"], "met");
    }
}
