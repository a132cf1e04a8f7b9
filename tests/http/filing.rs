//! The index of files (3.1.2): found by everybody, out with one person at a time, never destroyed before its day.

use tests::clock::date;
use tests::{App, Value, both, json};

use crate::compliance::{BOARD, clause};
use crate::given;
use crate::repairs::{act, key, told};

const FILES: &str = "/api/v1/filing-entries";

async fn filed(app: &App, more: Value) -> String {
    let mut body = json!({
        "code": "業-2026-014", "title": "客戶說明會簽到表", "category": "business", "spot": "檔案櫃 C", "keeper_id": app.id("lead_a1")
    });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    let made = app.by("manager").post(FILES, body).await.expect(201);
    made.header("location")
}

async fn figure(app: &App) -> (Value, Value) {
    let one = clause(&app.by("manager"), BOARD, "3.1.2").await;
    (one["state"].clone(), one["figure"]["value"].clone())
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let all = day["sections"].as_array().unwrap().clone();
    all.iter()
        .flat_map(|s| s["items"].as_array().unwrap().clone())
        .filter_map(|i| i["kind"].as_str().map(str::to_owned))
        .filter(|kind| kind.starts_with("filing"))
        .collect()
}

both! {
    async fn a_file_is_out_with_one_person_at_a_time_and_brought_back(app) {
        assert_eq!(figure(&app).await, (json!("no_data"), Value::Null));
        let path = filed(&app, json!({})).await;
        assert_eq!(figure(&app).await, (json!("met"), json!(0.0)));
        let loans = format!("{path}/loans");
        let calls = ["member_a1", "member_b1", "lead_b1", "deputy_a"].map(|who| app.by(who).post(&loans, json!({})).into_future());
        let said = futures_util::future::join_all(calls).await;
        assert_eq!(said.iter().filter(|r| r.status == 200).count(), 1);
        assert!(said.iter().all(|r| r.status == 200 || r.json()["code"] == "filing_state"));
        let one = app.by("manager").get(&path).await.expect(200).json();
        assert_eq!((&one["state"], one["out_since"].as_str()), (&json!("out"), Some(date(0).to_string().as_str())));
        told(&app, "lead_a1", "filing.taken").await;
        let has = ["member_a1", "member_b1", "lead_b1", "deputy_a"].into_iter().find(|who| one["out_to"]["id"] == app.id(who)).unwrap();
        let other = if has == "member_a1" { "member_b1" } else { "member_a1" };
        app.by(other).act(&format!("{path}/returns")).await.problem(403, "forbidden");
        let id = key(&app, path.rsplit('/').next().unwrap());
        app.sql().run(&format!("UPDATE filing_entries SET out_since = '{}' WHERE id = {id}", date(-31)));
        assert_eq!((figure(&app).await, kinds(&app, has).await), ((json!("at_risk"), json!(1.0)), vec!["filing_overdue".to_owned()]));
        assert_eq!(app.by(other).all(&format!("{FILES}?overdue=true")).await.len(), 1);
        app.by(has).act(&format!("{path}/returns")).await.expect(200);
        app.by(has).act(&format!("{path}/returns")).await.problem(409, "filing_state");
        assert_eq!((figure(&app).await, kinds(&app, has).await.len()), ((json!("met"), json!(0.0)), 0));
        app.by("member_a1").post(&loans, json!({ "employee_id": app.id("member_b1") })).await.problem(403, "forbidden");
        let lent = app.by("manager").post(&loans, json!({ "employee_id": app.id("member_b1") })).await.expect(200).json();
        assert_eq!(lent["out_to"]["id"], json!(app.id("member_b1")));
        app.by("manager").act(&format!("{path}/returns")).await.expect(200);
        let found = app.by("member_b1").all(&format!("{FILES}?q=簽到&category=business&state=kept")).await;
        assert_eq!(found.len(), 1);
        assert!(app.by("member_b1").all(&format!("{FILES}?q=租約")).await.is_empty());
    }

    async fn nothing_is_destroyed_before_its_day(app) {
        let manager = app.by("manager");
        let path = filed(&app, json!({ "retain_until": date(10).to_string() })).await;
        let reason = json!({ "reason": "碎紙銷毀" });
        act(&manager, &path, "destructions", reason.clone()).await.problem(409, "filing_retained");
        let for_good = filed(&app, json!({ "code": "約-001" })).await;
        act(&manager, &for_good, "destructions", reason.clone()).await.problem(409, "filing_retained");
        let tag = given::tagged(&manager, &path).await.1;
        let over = manager.patch(&path, &tag, json!({ "retain_until": date(-1).to_string() })).await.expect(200).json();
        assert_eq!((&over["expired"], figure(&app).await.0, kinds(&app, "lead_a1").await), (&json!(true), json!("at_risk"), vec!["filing_expired".to_owned()]));
        app.by("member_a1").post(&format!("{path}/loans"), json!({})).await.expect(200);
        act(&manager, &path, "destructions", reason.clone()).await.problem(409, "filing_state");
        app.by("member_a1").act(&format!("{path}/returns")).await.expect(200);
        app.by("lead_a1").post(&format!("{path}/destructions"), reason.clone()).header("if-match", &tag).await.problem(403, "forbidden");
        let gone = act(&manager, &path, "destructions", reason.clone()).await.expect(200).json();
        assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("destroyed"), &json!([])));
        act(&manager, &path, "destructions", reason).await.problem(409, "filing_state");
        let tag = given::tagged(&manager, &path).await.1;
        manager.patch(&path, &tag, json!({ "spot": "x" })).await.problem(409, "filing_state");
        assert_eq!(figure(&app).await, (json!("met"), json!(0.0)));
    }

    async fn the_index_is_kept_by_whoever_is_in_charge_and_a_leavers_files_have_another_keeper(app) {
        let manager = app.by("manager");
        let path = filed(&app, json!({ "keeper_id": app.id("member_a1") })).await;
        app.by("deputy_a").post(FILES, json!({ "code": "x", "title": "y", "category": "other", "spot": "z", "keeper_id": app.id("manager") })).await.problem(403, "forbidden");
        let body = |more: Value| {
            let mut body = json!({ "code": "新", "title": "y", "category": "other", "spot": "z", "keeper_id": app.id("manager") });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        manager.post(FILES, body(json!({ "code": "業-2026-014" }))).await.problem(409, "code_taken").at("/code", "code_taken");
        for (wrong, at) in [
            (json!({ "title": "" }), "/title"),
            (json!({ "keeper_id": app.id("team_a1") }), "/keeper_id"),
            (json!({ "place_id": app.id("team_a1") }), "/place_id"),
        ] {
            let said = manager.post(FILES, body(wrong)).await;
            assert_eq!((said.status.as_u16(), &said.json()["errors"][0]["pointer"]), (422, &json!(at)), "{}", said.text());
        }
        let left = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
        manager.post(&left, json!({ "leave_date": tests::clock::in_days(-1) })).await.expect(200);
        assert_eq!(manager.get(&path).await.expect(200).json()["keeper"]["id"], json!(app.id("lead_a1")));
    }
}
