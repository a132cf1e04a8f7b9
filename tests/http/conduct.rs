//! Conduct (3.1.3): seen by somebody above, heard, decided; nobody is judged unheard, nobody judges themselves, and what is grave isn't decided
//! by whoever saw it.

use tests::clock::date;
use tests::{App, Reply, Value, both, json};

use crate::compliance::{BOARD, clause};
use crate::repairs::{act, key, told};

const RECORDS: &str = "/api/v1/conduct-records";
const SEEN: &str = "於座位用餐並與同事爭執";
const SAID: &str = "客戶拜訪延誤未及午休";

async fn seen(app: &App, by: &str, who: &str) -> Reply {
    let body = json!({
        "employee_id": app.id(who), "kind": "eating", "description": SEEN, "observed_on": date(-1).to_string()
    });
    app.by(by).post(RECORDS, body).await
}

fn outcome(outcome: &str) -> Value {
    json!({ "outcome": outcome, "reason": "首次" })
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let all = day["sections"].as_array().unwrap().clone();
    all.iter()
        .flat_map(|s| s["items"].as_array().unwrap().clone())
        .filter_map(|i| i["kind"].as_str().map(str::to_owned))
        .filter(|kind| kind.starts_with("conduct"))
        .collect()
}

async fn board(app: &App, who: &str) -> (Value, Value) {
    let one = clause(&app.by(who), BOARD, "3.1.3").await;
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn whoever_it_is_about_is_heard_before_anything_is_decided(app) {
        assert_eq!(board(&app, "manager").await.0, "no_data");
        let made = seen(&app, "lead_a1", "member_a1").await.expect(201);
        let (path, one) = (made.header("location"), made.json());
        assert_eq!((one["heard_by"].as_str(), one["due_on"].as_str()), (Some(date(3).to_string().as_str()), Some(date(7).to_string().as_str())));
        told(&app, "member_a1", "conduct.observed").await;
        assert_eq!(kinds(&app, "member_a1").await, ["conduct_to_state"]);
        for other in ["member_a1b", "lead_b1", "deputy_b", "member_b1"] {
            app.by(other).get(&path).await.problem(404, "not_found");
        }
        let lead = app.by("lead_a1");
        let early = act(&lead, &path, "outcomes", outcome("reminder")).await.problem(409, "unheard");
        assert_eq!(early.json()["current"]["state"], "observed");
        act(&app.by("member_a1"), &path, "outcomes", outcome("no_action")).await.problem(403, "forbidden");
        act(&lead, &path, "statements", json!({ "statement": "x" })).await.problem(404, "not_found");
        let heard = act(&app.by("member_a1"), &path, "statements", json!({ "statement": SAID })).await.expect(200).json();
        assert_eq!((&heard["state"], &heard["statement"], &heard["heard_from"]), (&json!("heard"), &json!(SAID), &Value::Null));
        act(&app.by("member_a1"), &path, "statements", json!({ "statement": "還有" })).await.problem(409, "conduct_state");
        told(&app, "lead_a1", "conduct.heard").await;
        assert_eq!(kinds(&app, "lead_a1").await, ["conduct_to_decide"]);
        for grave in ["written_warning", "discipline"] {
            act(&lead, &path, "outcomes", outcome(grave)).await.problem(403, "own_observation").at("/outcome", "own_observation");
        }
        let tag = crate::given::tagged(&lead, &path).await.1;
        let calls = ["lead_a1", "deputy_a", "manager", "lead_a1", "deputy_a"].map(|who| {
            let call = app.by(who).post(&format!("{path}/outcomes"), outcome("reminder"));
            call.header("if-match", &tag).into_future()
        });
        let said = futures_util::future::join_all(calls).await;
        assert_eq!(said.iter().filter(|r| r.status == 200).count(), 1, "{:?}", said.iter().map(Reply::text).collect::<Vec<_>>());
        let ended = app.by("member_a1").get(&path).await.expect(200).json();
        assert_eq!((&ended["state"], &ended["outcome"], &ended["allowed_actions"]), (&json!("settled"), &json!("reminder"), &json!([])));
        told(&app, "member_a1", "conduct.settled").await;
        act(&lead, &path, "withdrawals", json!({ "reason": "x" })).await.problem(409, "conduct_state");
        assert_eq!(board(&app, "manager").await, (json!("met"), json!(0.0)));
    }

    async fn a_hearing_may_be_noted_by_somebody_above_and_a_warning_is_anothers(app) {
        let path = seen(&app, "lead_a1", "member_a1").await.expect(201).header("location");
        let noted = act(&app.by("lead_a1"), &path, "hearings", json!({ "statement": SAID })).await.expect(200).json();
        assert_eq!(noted["heard_from"]["id"], json!(app.id("lead_a1")));
        told(&app, "member_a1", "conduct.heard").await;
        let warned = act(&app.by("deputy_a"), &path, "outcomes", outcome("written_warning")).await.expect(200).json();
        assert_eq!(warned["decided_by"]["id"], json!(app.id("deputy_a")));
        // Once the days for it are over it is decided without.
        let silent = seen(&app, "lead_a1", "member_a1b").await.expect(201).header("location");
        let id = key(&app, silent.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE conduct_records SET heard_by = '{}' WHERE id = {id}", date(-1)));
        assert_eq!(kinds(&app, "lead_a1").await, ["conduct_to_decide"]);
        act(&app.by("lead_a1"), &silent, "outcomes", outcome("no_action")).await.expect(200);
        let wrong = seen(&app, "deputy_a", "lead_a1").await.expect(201).header("location");
        act(&app.by("lead_a1"), &wrong, "hearings", json!({ "statement": "x" })).await.problem(403, "own_matter");
        act(&app.by("lead_a1"), &wrong, "outcomes", outcome("no_action")).await.problem(403, "own_matter");
        act(&app.by("lead_a1"), &wrong, "withdrawals", json!({ "reason": "x" })).await.problem(403, "own_matter");
        let gone = act(&app.by("deputy_a"), &wrong, "withdrawals", json!({ "reason": "認錯人" })).await.expect(200).json();
        assert_eq!((&gone["state"], &gone["outcome"], &gone["reason"]), (&json!("withdrawn"), &Value::Null, &json!("認錯人")));
    }

    async fn only_of_somebody_below_and_only_of_late(app) {
        seen(&app, "member_a1", "member_a1b").await.problem(403, "forbidden");
        seen(&app, "lead_a1", "lead_a1").await.problem(403, "own_matter");
        seen(&app, "lead_a1", "member_b1").await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        seen(&app, "deputy_a", "lead_b1").await.problem(422, "unknown_reference");
        let body = |more: Value| {
            let mut body = json!({ "employee_id": app.id("member_a1"), "kind": "noise", "description": "x", "observed_on": date(0).to_string() });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        for (wrong, at) in [
            (json!({ "observed_on": date(1).to_string() }), "/observed_on"),
            (json!({ "observed_on": date(-31).to_string() }), "/observed_on"),
            (json!({ "description": "" }), "/description"),
            (json!({ "place_id": app.id("team_a1") }), "/place_id"),
        ] {
            let said = app.by("manager").post(RECORDS, body(wrong)).await;
            assert_eq!((said.status.as_u16(), &said.json()["errors"][0]["pointer"]), (422, &json!(at)), "{}", said.text());
        }
        assert!(app.by("manager").all(RECORDS).await.is_empty());
        seen(&app, "deputy_a", "member_a1").await.expect(201);
        assert_eq!(app.by("member_a1").all(RECORDS).await.len(), 1);
        assert!(app.by("member_a1b").all(RECORDS).await.is_empty());
    }

    async fn what_waits_too_long_is_told_once_and_counted(app) {
        let path = seen(&app, "lead_a1", "member_a1").await.expect(201).header("location");
        let id = key(&app, path.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE conduct_records SET due_on = '{}' WHERE id = {id}", date(-1)));
        told(&app, "lead_a1", "conduct.overdue").await;
        told(&app, "deputy_a", "conduct.overdue").await;
        assert_eq!(board(&app, "manager").await, (json!("breached"), json!(1.0)));
        assert_eq!(board(&app, "lead_b1").await.0, "no_data");
        assert_eq!(kinds(&app, "deputy_a").await, ["conduct_overdue"]);
        assert_eq!(app.by("manager").all(&format!("{RECORDS}?overdue=true")).await.len(), 1);
        let app = app.restart().await;
        act(&app.by("member_a1"), &path, "statements", json!({ "statement": SAID })).await.expect(200);
        act(&app.by("deputy_a"), &path, "outcomes", outcome("reminder")).await.expect(200);
        let told = app.by("deputy_a").all("/api/v1/notifications").await;
        assert_eq!(told.iter().filter(|n| n["event"] == "conduct.overdue").count(), 1);
        assert_eq!(board(&app, "manager").await, (json!("met"), json!(0.0)));
    }

    async fn what_was_seen_and_said_stands_in_the_record_and_nowhere_else(app) {
        let path = seen(&app, "lead_a1", "member_a1").await.expect(201).header("location");
        act(&app.by("member_a1"), &path, "statements", json!({ "statement": SAID })).await.expect(200);
        act(&app.by("lead_a1"), &path, "outcomes", json!({ "outcome": "reminder", "reason": "說明用餐區位置" })).await.expect(200);
        told(&app, "member_a1", "conduct.settled").await;
        let words = [SEEN, SAID, "說明用餐區位置"];
        let secret = |text: &str| words.iter().any(|word| text.contains(word));
        let entries = app.by("manager").all("/api/v1/audit-entries?subject_kind=conduct_record").await;
        assert_eq!(entries.len(), 3);
        for entry in entries {
            let id = entry["id"].as_str().unwrap();
            let whole = app.by("manager").get(&format!("/api/v1/audit-entries/{id}")).await.expect(200).text();
            assert!(!secret(&whole), "{whole}");
        }
        let sent = app.sql().texts("SELECT payload AS v FROM outbox");
        assert_eq!(app.sql().count("outbox WHERE event = 'conduct.settled'"), 1);
        assert!(!sent.iter().any(|text| secret(text)));
        for who in ["member_a1", "lead_a1", "deputy_a", "manager"] {
            assert!(!secret(&app.by(who).get("/api/v1/notifications").await.expect(200).text()));
        }
    }
}
