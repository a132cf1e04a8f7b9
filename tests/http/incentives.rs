//! Incentives (5.3.3): computed once a period is over, put forward by the lead, decided by nobody who gains, awarded to each.

use tests::{App, Client, Reply, Value, both, json};

use crate::given;
use crate::shortfalls::{figure, month, over};

const RULES: &str = "/api/v1/incentive-rules";
const PATH: &str = "/api/v1/incentive-proposals";
const AWARDS: &str = "/api/v1/incentive-awards";

async fn indicator(app: &App, code: &str) -> Value {
    let all = app
        .by("manager")
        .get("/api/v1/indicators")
        .await
        .expect(200)
        .data();
    all.iter().find(|i| i["code"] == code).unwrap()["id"].clone()
}

/// From the whole target on 5,000.00 and one percent of what was attained.
async fn terms(app: &App) -> Value {
    json!({
        "names": { "zh_hant": "月保費達成獎金", "zh_hans": "月保费达成奖金", "en": "Monthly premium bonus" },
        "indicator_id": indicator(app, "premium_income").await, "period": "month", "level": "member",
        "tiers": [{ "from_rate": 10_000, "amount": 500_000, "share": 100 }], "starts_on": month(2), "decide_days": 14,
    })
}

async fn rule(app: &App, body: Value) -> Reply {
    app.by("manager").post(RULES, body).await.expect(201)
}

async fn computed(app: &App) -> Vec<Value> {
    tests::wait::until("the proposals", || async {
        let found = app.by("manager").all(PATH).await;
        (!found.is_empty()).then_some(found)
    })
    .await
}

/// Last month but one: member_a1 and member_b1 reached it, and the lead of A1 did.
async fn reached(app: &App) -> Vec<Value> {
    figure(app, "L", "L011", &month(2), 800_000).await;
    over(app).await;
    rule(app, terms(app).await).await;
    computed(app).await
}

fn of_team(app: &App, found: &[Value], team: &str) -> Value {
    let id = json!(app.id(team));
    found
        .iter()
        .find(|p| p["team_id"] == id)
        .cloned()
        .unwrap_or_else(|| panic!("nothing for {team}: {found:?}"))
}

async fn tagged(client: &Client, proposal: &Value) -> (String, String) {
    given::tagged(
        client,
        &format!("{PATH}/{}", proposal["id"].as_str().unwrap()),
    )
    .await
}

async fn act(client: &Client, (path, tag): &(String, String), noun: &str, body: Value) -> Reply {
    client
        .post(&format!("{path}/{noun}"), body)
        .header("if-match", tag)
        .await
}

/// Put forward by the lead of A1.
async fn submitted(app: &App, found: &[Value]) -> Value {
    let lead = app.by("lead_a1");
    let one = tagged(&lead, &of_team(app, found, "team_a1")).await;
    act(&lead, &one, "submissions", json!({}))
        .await
        .expect(200)
        .json()
}

async fn notified(client: &Client, event: &str) -> Vec<Value> {
    tests::wait::until("the notification", || async {
        let mut told = client.all("/api/v1/notifications").await;
        told.retain(|n| n["event"] == event);
        (!told.is_empty()).then_some(told)
    })
    .await
}

fn approval(sent: &Value) -> String {
    format!("/api/v1/approvals/{}", text(&sent["approval_id"]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

async fn line_of(client: &Client, path: &str, employee: &str) -> Value {
    let lines = client.get(path).await.expect(200).json()["lines"].clone();
    let lines = lines.as_array().unwrap();
    lines
        .iter()
        .find(|l| l["employee"]["id"] == employee)
        .cloned()
        .unwrap_or_default()
}

both! {
    async fn a_period_that_is_over_comes_to_a_proposal_for_each_team_once(app) {
        let found = reached(&app).await;
        assert_eq!(found.len(), 2, "A2 reached nothing: {found:?}");
        let a1 = of_team(&app, &found, "team_a1");
        // 5,000.00 each, and a hundredth of 1,000,000 and 800,000.
        assert_eq!((&a1["state"], &a1["people"], &a1["total"], &a1["currency"]), (&json!("draft"), &json!(2), &json!(1_018_000), &json!("TWD")));
        let lead = app.by("lead_a1");
        let one = lead.get(&format!("{PATH}/{}", text(&a1["id"]))).await.expect(200).json();
        let line = line_of(&lead, &format!("{PATH}/{}", text(&a1["id"])), &app.id("member_a1")).await;
        assert_eq!((&line["target"], &line["actual"], &line["rate"], &line["amount"]), (&json!(750_000), &json!(1_000_000), &json!(13_333), &json!(510_000)));
        assert_eq!(one["lines"].as_array().unwrap().len(), 2);
        let told = notified(&lead, "incentive.computed").await;
        assert_eq!(told.len(), 1, "{told:?}");
        // A revision of the target computes nothing anew.
        tests::wait::until("another round", || async { (app.sql().count("incentive_runs") == 1).then_some(()) }).await;
        assert_eq!(app.by("manager").all(PATH).await.len(), 2);
    }

    async fn a_teams_attainment_is_split_alike_and_other_periods_and_units_come_to_nothing(app) {
        over(&app).await;
        let mut team = terms(&app).await;
        team["level"] = json!("team");
        team["tiers"] = json!([{ "from_rate": 10_000, "amount": 100 }]);
        let mut later = terms(&app).await;
        later["starts_on"] = json!(month(1));
        let mut year = terms(&app).await;
        year["period"] = json!("year");
        rule(&app, later).await;
        rule(&app, year).await;
        rule(&app, team).await;
        let found = computed(&app).await;
        assert_eq!(found.len(), 1, "{found:?}");
        let path = format!("{PATH}/{}", text(&found[0]["id"]));
        let lines = app.by("manager").get(&path).await.expect(200).json()["lines"].clone();
        let amounts: Vec<i64> = lines.as_array().unwrap().iter().map(|l| l["amount"].as_i64().unwrap()).collect();
        assert_eq!((found[0]["team_id"].clone(), amounts.iter().sum::<i64>()), (json!(app.id("team_b1")), 100));
        assert!(amounts.iter().all(|a| (33..=34).contains(a)), "{amounts:?}");
    }

    async fn a_rule_fits_its_indicator_and_is_the_managers(app) {
        let manager = app.by("manager");
        let sent = |change: fn(&mut Value)| {
            let (manager, app) = (app.by("manager"), &app);
            async move {
                let mut body = terms(app).await;
                change(&mut body);
                manager.post(RULES, body).await
            }
        };
        sent(|b| b["tiers"] = json!([])).await.problem(422, "invalid").at("/tiers", "length");
        sent(|b| b["tiers"] = json!([{ "from_rate": 9000, "amount": 2 }, { "from_rate": 9000, "amount": 3 }])).await.problem(422, "invalid").at("/tiers", "tiers");
        sent(|b| b["tiers"] = json!([{ "from_rate": 9000 }])).await.problem(422, "invalid").at("/tiers", "tiers");
        sent(|b| b["tiers"][0]["each"] = json!(5)).await.problem(422, "invalid").at("/tiers/0/each", "unit");
        sent(|b| b["tiers"][0]["share"] = json!(10_001)).await.problem(422, "invalid");
        sent(|b| b["indicator_id"] = b["names"]["en"].clone()).await.problem(422, "invalid");
        sent(|b| b["indicator_id"] = json!("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60")).await.problem(422, "unknown_reference").at("/indicator_id", "unknown_reference");
        sent(|b| b["ends_on"] = json!("2020-01-01")).await.problem(422, "date_order").at("/ends_on", "date_order");
        app.by("deputy_a").post(RULES, terms(&app).await).await.problem(403, "forbidden");
        let mut count = terms(&app).await;
        count["indicator_id"] = indicator(&app, "customer_count").await;
        manager.post(RULES, count.clone()).await.problem(422, "invalid").at("/tiers/0/share", "unit");
        count["tiers"] = json!([{ "from_rate": 8000, "each": 30_000 }]);
        rule(&app, count).await;
        let made = rule(&app, terms(&app).await).await;
        let path = made.header("location");
        let patched = manager.patch(&path, &made.etag(), json!({ "cap": 400_000, "ends_on": month(0) })).await.expect(200);
        assert_eq!((&patched.json()["cap"], &patched.json()["version"]), (&json!(400_000), &json!(2)));
        manager.patch(&path, &made.etag(), json!({ "cap": null })).await.problem(412, "stale_version");
        let none = manager.patch(&path, &patched.etag(), json!({ "cap": null })).await.expect(200);
        assert_eq!(none.json()["cap"], json!(null));
        assert_eq!(app.by("member_a1").all(RULES).await.len(), 2, "everybody may know them");
    }

    async fn what_is_put_forward_and_approved_is_awarded_to_each(app) {
        let found = reached(&app).await;
        let sent = submitted(&app, &found).await;
        assert_eq!((&sent["state"], sent["approval_id"].is_string()), (&json!("submitted"), true));
        let approval = approval(&sent);
        let seen = app.by("deputy_a").get(&approval).await.expect(200).json();
        assert_eq!((&seen["amount"]["amount"], &seen["kind"]), (&json!(1_018_000), &json!("incentive")));
        assert_eq!(seen["subject_path"], json!(format!("/incentives/{}", text(&sent["id"]))));
        given::decide(&app, "deputy_a", &approval, "approve").await.expect(200);
        assert!(app.by("member_a1").all(AWARDS).await.is_empty(), "not before the last decision");
        given::decide(&app, "manager", &approval, "approve").await.expect(200);
        let path = format!("{PATH}/{}", text(&sent["id"]));
        assert_eq!(app.by("lead_a1").get(&path).await.expect(200).str("/state"), "granted");
        let mine = app.by("member_a1").all(AWARDS).await;
        assert_eq!((mine.len(), &mine[0]["amount"], &mine[0]["rule_name"]), (1, &json!(510_000), &json!("月保費達成獎金")));
        assert!(app.by("member_a1b").all(AWARDS).await.is_empty());
        assert_eq!(app.by("lead_a1").all(AWARDS).await.len(), 2);
        assert!(app.by("lead_a2").all(AWARDS).await.is_empty());
        let told = notified(&app.by("member_a1"), "incentive.awarded").await;
        assert!(text(&told[0]["body"]).ends_with("TWD 5,100"), "{told:?}");
        let csv = app.by("manager").get(AWARDS).header("accept", "text/csv").await.expect(200).text();
        assert_eq!(csv.lines().count(), 3, "{csv}");
    }

    async fn nobody_who_has_a_line_decides_even_where_the_flow_asks_the_lead(app) {
        let manager = app.by("manager");
        let flow = "/api/v1/approval-flows/incentive";
        let known = manager.get(flow).await.expect(200);
        let lead_first = json!({ "steps": [{ "relation": "lead", "deadline_hours": 48 }] });
        manager.patch(flow, &known.etag(), lead_first).await.expect(200);
        let found = reached(&app).await;
        // The deputy puts it forward, so the lead isn't its applicant, only one who gains.
        let deputy = app.by("deputy_a");
        let one = tagged(&deputy, &of_team(&app, &found, "team_a1")).await;
        let sent = act(&deputy, &one, "submissions", json!({})).await.expect(200).json();
        let approval = approval(&sent);
        let step = manager.get(&approval).await.expect(200).json()["current_step"].clone();
        assert_eq!((&step["level"], &step["holder"]["id"]), (&json!("manager"), &json!(app.id("manager"))), "{step:?}");
        given::decide(&app, "lead_a1", &approval, "approve").await.problem(403, "own_matter");
        let call = manager.post(&format!("{approval}/transfers"), json!({ "employee_id": app.id("lead_a1") }));
        let tag = manager.get(&approval).await.expect(200).etag();
        call.header("if-match", &tag).await.problem(422, "approver_involved").at("/employee_id", "approver_involved");
        given::decide(&app, "manager", &approval, "approve").await.expect(200);
    }

    async fn who_is_left_out_is_left_out_with_a_reason_and_never_by_themselves(app) {
        let found = reached(&app).await;
        let lead = app.by("lead_a1");
        let one = tagged(&lead, &of_team(&app, &found, "team_a1")).await;
        let member = line_of(&lead, &one.0, &app.id("member_a1")).await["id"].clone();
        let own = line_of(&lead, &one.0, &app.id("lead_a1")).await["id"].clone();
        let out = |line: &Value| json!({ "line_id": line, "left_out": true, "reason": "保單撤銷" });
        act(&app.by("member_a1"), &one, "adjustments", out(&member)).await.problem(403, "forbidden");
        act(&app.by("lead_a2"), &one, "adjustments", out(&member)).await.problem(404, "not_found");
        act(&lead, &one, "adjustments", out(&own)).await.problem(403, "own_matter");
        act(&lead, &one, "adjustments", json!({ "line_id": member, "left_out": true })).await.problem(422, "invalid").at("/reason", "required");
        act(&lead, &one, "adjustments", out(&json!(app.id("team_a1")))).await.problem(422, "unknown_reference").at("/line_id", "unknown_reference");
        let less = act(&lead, &one, "adjustments", out(&member)).await.expect(200);
        assert_eq!((&less.json()["total"], &less.json()["people"]), (&json!(508_000), &json!(1)));
        act(&lead, &one, "adjustments", out(&member)).await.problem(412, "stale_version");
        let deputy = app.by("deputy_a");
        let none = act(&deputy, &(one.0.clone(), less.etag()), "adjustments", out(&own)).await.expect(200);
        act(&lead, &(one.0.clone(), none.etag()), "submissions", json!({})).await.problem(409, "incentive_empty");
        let back = json!({ "line_id": member, "left_out": false });
        let again = act(&lead, &(one.0.clone(), none.etag()), "adjustments", back).await.expect(200);
        assert_eq!(again.json()["total"], json!(510_000));
        let sent = act(&lead, &(one.0.clone(), again.etag()), "submissions", json!({})).await.expect(200);
        let settled = act(&lead, &(one.0.clone(), sent.etag()), "adjustments", out(&member)).await;
        assert_eq!(settled.problem(409, "incentive_settled").json()["current"]["state"], json!("submitted"));
    }

    async fn what_was_returned_is_put_right_and_what_was_refused_begins_anew(app) {
        let found = reached(&app).await;
        let sent = submitted(&app, &found).await;
        let (lead, approval) = (app.by("lead_a1"), approval(&sent));
        let path = format!("{PATH}/{}", text(&sent["id"]));
        given::decide(&app, "deputy_a", &approval, "return").await.expect(200);
        let returned = given::tagged(&lead, &path).await;
        let member = line_of(&lead, &path, &app.id("member_a1")).await["id"].clone();
        act(&lead, &returned, "submissions", json!({})).await.problem(409, "incentive_settled");
        act(&lead, &returned, "adjustments", json!({ "line_id": member, "left_out": true, "reason": "保單撤銷" })).await.expect(200);
        let tag = lead.get(&approval).await.expect(200).etag();
        lead.post(&format!("{approval}/resubmissions"), json!({})).header("if-match", &tag).await.expect(200);
        let seen = app.by("deputy_a").get(&approval).await.expect(200).json();
        assert_eq!(seen["amount"]["amount"], json!(508_000));
        given::decide(&app, "deputy_a", &approval, "refuse").await.expect(200);
        let refused = given::tagged(&lead, &path).await;
        assert_eq!(lead.get(&path).await.expect(200).str("/state"), "refused");
        // A figure is corrected; whoever was left out stays so.
        figure(&app, "L", "L011", &month(2), 1_000_000).await;
        let draft = act(&lead, &refused, "computations", json!({})).await.expect(200);
        assert_eq!((&draft.json()["state"], &draft.json()["total"], &draft.json()["approval_id"]), (&json!("draft"), &json!(510_000), &json!(null)));
        let draft = (path.clone(), draft.etag());
        act(&lead, &draft, "dismissals", json!({ "reason": "品質未達" })).await.problem(403, "forbidden");
        let gone = act(&app.by("deputy_a"), &draft, "dismissals", json!({ "reason": "品質未達" })).await.expect(200);
        assert_eq!((gone.str("/state"), gone.str("/reason")), ("dismissed".to_owned(), "品質未達".to_owned()));
        act(&lead, &(path, gone.etag()), "computations", json!({})).await.problem(409, "incentive_settled");
        assert_eq!(app.sql().count("incentive_awards"), 0);
    }

    async fn of_two_submissions_at_once_one_starts_an_approval(app) {
        let found = reached(&app).await;
        let (lead, deputy) = (app.by("lead_a1"), app.by("deputy_a"));
        let one = tagged(&lead, &of_team(&app, &found, "team_a1")).await;
        let (a, b) = futures_util::future::join(act(&lead, &one, "submissions", json!({})), act(&deputy, &one, "submissions", json!({}))).await;
        let mut answers = [a.status.as_u16(), b.status.as_u16()];
        answers.sort();
        assert!(answers == [200, 409] || answers == [200, 412], "{answers:?}");
        assert_eq!(app.sql().count("approvals"), 1);
    }

    async fn a_lead_begins_the_day_with_what_is_to_be_put_forward_and_the_board_counts_what_is_late(app) {
        let clause = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.3.3").unwrap()
        };
        let kinds = |who: &'static str| {
            let client = app.by(who);
            async move {
                let day = client.get("/api/v1/my-day").await.expect(200).json();
                let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "targets").unwrap().clone();
                let items = section["items"].as_array().unwrap().clone();
                items.iter().any(|i| i["kind"] == "incentives_to_put_forward")
            }
        };
        assert_eq!(clause().await["state"], "no_data");
        reached(&app).await;
        assert_eq!(clause().await["state"], "met");
        assert_eq!([kinds("lead_a1").await, kinds("deputy_a").await, kinds("member_a1").await], [true, false, false]);
        let shift = |days: i64| app.sql().run(&format!("UPDATE incentive_proposals SET decide_by = '{}'", tests::clock::in_days(days)));
        shift(2);
        assert_eq!(clause().await["state"], "at_risk");
        shift(-1);
        assert_eq!((&clause().await["state"], &clause().await["figure"]["value"]), (&json!("breached"), &json!(2.0)));
        assert!(kinds("deputy_a").await);
        assert_eq!(app.by("manager").all(&format!("{PATH}?overdue=true")).await.len(), 2);
    }
}
