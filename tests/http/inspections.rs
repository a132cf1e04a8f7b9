//! Inspections (5.2.3): drawn once a month by a plan, looked over by somebody above the owner, rectified, checked again by somebody else.

use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/inspections";
const PLANS: &str = "/api/v1/inspection-plans";
const DRAWS: &str = "/api/v1/inspection-draws";
const FINDINGS: &str = "/api/v1/inspection-findings";
const KEYS: [&str; 5] = [
    "identity_checked",
    "needs_documented",
    "terms_explained",
    "papers_complete",
    "follow_up_kept",
];

/// First day of the month so many back.
fn month(back: u32) -> String {
    let day = tests::clock::date(0).checked_sub_months(chrono::Months::new(back));
    format!("{}-01", &day.unwrap().to_string()[..7])
}

async fn case(app: &App, who: &str, name: &str) -> String {
    let client = app.by(who);
    let customer = client
        .post("/api/v1/customers", json!({ "name": name }))
        .await
        .expect(201);
    let made = client.post("/api/v1/cases", json!({ "customer_id": customer.id() }));
    made.await.expect(201).id()
}

/// What was moved today was moved in the middle of last month.
fn a_month_ago(app: &App) {
    let day = format!("{}15", &month(1)[..8]);
    let at = match app.backend {
        Backend::Sqlite => format!("CAST(strftime('%s', '{day}') AS INTEGER) * 1000000"),
        Backend::Postgres => format!("TIMESTAMPTZ '{day} 00:00:00+00'"),
    };
    app.sql()
        .run(&format!("UPDATE case_moves SET created_at = {at}"));
}

async fn planned(app: &App, body: Value) -> Reply {
    app.by("manager").post(PLANS, body).await.expect(201)
}

/// Everybody's plan, as if it had been made in time for last month.
async fn everybody(app: &App, percent: i64) {
    planned(
        app,
        json!({ "percent": percent, "least": 1, "from_month": month(0) }),
    )
    .await;
    app.sql().run(&format!(
        "UPDATE inspection_plans SET from_month = '{}'",
        month(1)
    ));
}

async fn ordered(app: &App, case: &str) -> Reply {
    let body = json!({ "case_id": case, "reason": "客戶申訴說明不清", "due_on": tests::clock::in_days(7) });
    app.by("lead_a1").post(PATH, body).await.expect(201)
}

fn marks(wrong: Option<&str>) -> Value {
    let mark = |key: &&str| json!({ "key": key, "outcome": if wrong == Some(*key) { "not_ok" } else { "ok" } });
    KEYS.iter().map(mark).collect()
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    client
        .post(&format!("{path}/{noun}"), body)
        .header("if-match", &tag)
        .await
}

fn found() -> Value {
    json!({ "description": "需求分析表缺少家庭負債", "severity": "major", "rectify_by": tests::clock::in_days(7) })
}

/// An inspection of member_a1's case with so many findings: its path and theirs.
async fn with_findings(app: &App, count: usize) -> (String, Vec<String>) {
    let case = case(app, "member_a1", "王美玲").await;
    let path = ordered(app, &case).await.header("location");
    let body =
        json!({ "marks": marks(Some("needs_documented")), "findings": vec![found(); count] });
    let seen = act(&app.by("lead_a1"), &path, "results", body)
        .await
        .expect(200)
        .json();
    let paths = seen["findings"].as_array().unwrap().iter();
    (
        path,
        paths
            .map(|f| format!("{FINDINGS}/{}", f["id"].as_str().unwrap()))
            .collect(),
    )
}

both! {
    async fn last_months_cases_are_drawn_from_once_and_nobody_looks_over_their_own(app) {
        for n in 0..4 {
            case(&app, "member_a1", &format!("客戶{n}")).await;
        }
        let own = case(&app, "lead_a1", "主管的客戶").await;
        case(&app, "member_a2", "別組客戶").await;
        a_month_ago(&app);
        everybody(&app, 100).await;
        let all = tests::wait::until("the samples", || async {
            let all = app.by("manager").all(DRAWS).await;
            (all.len() == 3).then_some(all)
        }).await;
        let of = |team: &str| all.iter().find(|d| d["team_id"] == json!(app.id(team))).unwrap().clone();
        let a1 = of("team_a1");
        assert_eq!((&a1["cases"], &a1["drawn"], &a1["inspected"], &a1["month"]), (&json!(5), &json!(5), &json!(0), &json!(month(1))));
        assert_eq!((&of("team_b1")["drawn"], &of("team_a2")["drawn"]), (&json!(0), &json!(1)));
        let mine = app.by("lead_a1").all(PATH).await;
        assert_eq!(mine.len(), 5);
        for one in &mine {
            let by = if one["case_id"] == json!(own) { "deputy_a" } else { "lead_a1" };
            assert_eq!(one["inspector"]["id"], json!(app.id(by)), "{one}");
            assert_eq!(one["allowed_actions"].as_array().unwrap().contains(&json!("inspection_record")), by == "lead_a1");
        }
        assert_eq!(app.by("member_a1").all(PATH).await.len(), 4, "one's own");
        assert!(app.by("member_a1b").all(PATH).await.is_empty());
        app.by("manager").post(DRAWS, json!({ "team_id": app.id("team_a1"), "month": month(1) })).await.problem(409, "inspection_drawn");
        assert_eq!(app.sql().count("inspection_draws"), 3);
        let told = tests::wait::until("the notification", || async {
            let told = app.by("lead_a1").all("/api/v1/notifications").await;
            told.into_iter().find(|n| n["event"] == "inspection.drawn")
        }).await;
        assert!(told["body"].as_str().unwrap().ends_with(": 5"), "{told}");
    }

    async fn a_sample_takes_a_plan_a_month_that_is_over_and_the_reach(app) {
        let draw = |who: &'static str, team: &str, month: String| {
            let (client, team) = (app.by(who), app.id(team));
            async move { client.post(DRAWS, json!({ "team_id": team, "month": month })).await }
        };
        draw("lead_a1", "team_a1", month(1)).await.problem(409, "inspection_unplanned");
        draw("lead_a1", "team_a1", month(0)).await.problem(422, "date_order").at("/month", "date_order");
        draw("lead_a1", "team_a1", format!("{}02", &month(1)[..8])).await.problem(422, "invalid").at("/month", "month");
        draw("lead_a1", "team_b1", month(1)).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        draw("member_a1", "team_a1", month(1)).await.problem(403, "forbidden");
        let plan = json!({ "percent": 50, "least": 1, "from_month": month(0) });
        planned(&app, plan).await;
        app.sql().run(&format!("UPDATE inspection_plans SET from_month = '{}'", month(6)));
        let made = draw("lead_a1", "team_a1", month(4)).await.expect(201).json();
        assert_eq!((&made["percent"], &made["cases"], &made["drawn"]), (&json!(50), &json!(0), &json!(0)));
        draw("deputy_a", "team_a1", month(4)).await.problem(409, "inspection_drawn");
    }

    async fn a_plan_is_a_teams_or_everybodys_from_this_month_on(app) {
        let set = |who: &'static str, body: Value| {
            let client = app.by(who);
            async move { client.post(PLANS, body).await }
        };
        let plan = |team: Option<&str>, percent: i64| match team {
            Some(team) => json!({ "team_id": app.id(team), "percent": percent, "least": 1, "from_month": month(0) }),
            None => json!({ "percent": percent, "least": 1, "from_month": month(0) }),
        };
        set("manager", plan(None, 0)).await.problem(422, "invalid").at("/percent", "range");
        set("deputy_a", plan(Some("team_b1"), 10)).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        set("lead_a1", plan(Some("team_a1"), 10)).await.problem(403, "forbidden");
        let mut past = plan(None, 10);
        past["from_month"] = json!(month(1));
        set("manager", past).await.problem(422, "date_order").at("/from_month", "date_order");
        let first = set("manager", plan(None, 10)).await.expect(201).json();
        let again = set("manager", plan(None, 15)).await.expect(201).json();
        assert_eq!((&again["id"], &again["percent"], &again["version"]), (&first["id"], &json!(15), &json!(2)));
        set("deputy_a", plan(Some("team_a1"), 40)).await.expect(201);
        assert_eq!(app.by("member_a1").all(PLANS).await.len(), 2);
        app.sql().run(&format!("UPDATE inspection_plans SET from_month = '{}'", month(3)));
        let body = json!({ "team_id": app.id("team_a1"), "month": month(2) });
        assert_eq!(app.by("manager").post(DRAWS, body).await.expect(201).json()["percent"], json!(40), "the team's own comes first");
    }

    async fn a_result_is_whole_and_what_was_found_is_rectified_and_checked_by_somebody_else(app) {
        let case = case(&app, "member_a1", "王美玲").await;
        let made = ordered(&app, &case).await;
        let (lead, member, path) = (app.by("lead_a1"), app.by("member_a1"), made.header("location"));
        assert_eq!(made.json()["answers"].as_array().unwrap().len(), 5);
        act(&member, &path, "results", json!({ "marks": marks(None) })).await.problem(403, "forbidden");
        act(&lead, &path, "results", json!({ "marks": [{ "key": "identity_checked", "outcome": "ok" }] })).await.problem(422, "inspection_incomplete").at("/marks", "inspection_incomplete");
        act(&lead, &path, "results", json!({ "marks": marks(Some("papers_complete")) })).await.problem(422, "inspection_incomplete").at("/findings", "inspection_incomplete");
        let mut past = found();
        past["rectify_by"] = json!(tests::clock::in_days(0));
        act(&lead, &path, "results", json!({ "marks": marks(None), "findings": [past] })).await.problem(422, "date_order").at("/findings/0/rectify_by", "date_order");
        let seen = act(&lead, &path, "results", json!({ "marks": marks(Some("papers_complete")), "findings": [found()] })).await.expect(200).json();
        assert_eq!((&seen["state"], &seen["open_findings"]), (&json!("findings"), &json!(1)));
        let done = act(&lead, &path, "results", json!({ "marks": marks(None) })).await;
        assert_eq!(done.problem(409, "inspection_done").json()["current"]["state"], json!("findings"));
        let finding = format!("{FINDINGS}/{}", seen["findings"][0]["id"].as_str().unwrap());
        act(&lead, &finding, "rechecks", json!({ "accepted": true })).await.problem(409, "finding_state");
        act(&member, &finding, "rectifications", json!({ "text": "已補件" })).await.expect(200);
        act(&member, &finding, "rectifications", json!({ "text": "已補件" })).await.problem(409, "finding_state");
        act(&lead, &finding, "rechecks", json!({ "accepted": false })).await.problem(422, "invalid").at("/note", "required");
        act(&lead, &finding, "rechecks", json!({ "accepted": false, "note": "缺日期" })).await.problem(422, "invalid").at("/rectify_by", "required");
        let back = act(&lead, &finding, "rechecks", json!({ "accepted": false, "note": "缺日期", "rectify_by": tests::clock::in_days(3) })).await.expect(200);
        assert_eq!((back.str("/state"), &back.json()["refused"]), ("open".to_owned(), &json!(1)));
        // Whoever writes down that it is rectified doesn't say that it is in order.
        act(&lead, &finding, "rectifications", json!({ "text": "代為補正" })).await.expect(200);
        act(&lead, &finding, "rechecks", json!({ "accepted": true })).await.problem(403, "own_matter");
        act(&app.by("deputy_a"), &finding, "rechecks", json!({ "accepted": true })).await.expect(200);
        assert_eq!(lead.get(&path).await.expect(200).str("/state"), "closed");
        let kinds: Vec<Value> = lead.all(&format!("{path}/steps")).await.iter().map(|s| s["kind"].clone()).collect();
        assert_eq!(json!(kinds), json!(["accepted", "rectified", "sent_back", "rectified", "inspected", "ordered"]));
    }

    async fn one_case_is_inspected_by_whoever_stands_above_and_asks_for_it(app) {
        let own = case(&app, "lead_a1", "主管的客戶").await;
        let body = |case: &str, day: i64| json!({ "case_id": case, "reason": "申訴", "due_on": tests::clock::in_days(day) });
        let lead = app.by("lead_a1");
        lead.post(PATH, body(&own, 0)).await.problem(422, "date_order").at("/due_on", "date_order");
        let made = lead.post(PATH, body(&own, 5)).await.expect(201);
        assert_eq!(made.str("/inspector/id"), app.id("deputy_a"));
        act(&lead, &made.header("location"), "results", json!({ "marks": marks(None) })).await.problem(403, "own_matter");
        let other = case(&app, "member_b1", "別區客戶").await;
        lead.post(PATH, body(&other, 5)).await.problem(422, "unknown_reference").at("/case_id", "unknown_reference");
        app.by("member_b1").post(PATH, body(&other, 5)).await.problem(403, "forbidden");
        let by_manager = app.by("manager").post(PATH, body(&other, 5)).await.expect(201);
        assert_eq!(by_manager.str("/inspector/id"), app.id("manager"));
        let path = by_manager.header("location");
        act(&app.by("manager"), &path, "assignments", json!({ "inspector_id": app.id("lead_a1") })).await.problem(422, "unknown_reference").at("/inspector_id", "unknown_reference");
        let given = act(&app.by("manager"), &path, "assignments", json!({ "inspector_id": app.id("lead_b1") })).await.expect(200);
        assert_eq!(given.str("/inspector/id"), app.id("lead_b1"));
    }

    async fn what_isnt_closed_goes_with_the_case_and_what_a_leaver_left_may_be_closed(app) {
        let (path, findings) = with_findings(&app, 2).await;
        let case = app.by("manager").get(&path).await.expect(200).json()["case_id"].as_str().unwrap().to_owned();
        act(&app.by("member_a1"), &findings[0], "rectifications", json!({ "text": "已補件" })).await.expect(200);
        act(&app.by("lead_a1"), &findings[0], "rechecks", json!({ "accepted": true })).await.expect(200);
        let (_, tag) = given::tagged(&app.by("lead_a1"), &format!("/api/v1/cases/{case}")).await;
        let body = json!({ "owner_id": app.id("member_a1b"), "note": "請接手" });
        app.by("lead_a1").post(&format!("/api/v1/cases/{case}/transfers"), body).header("if-match", &tag).await.expect(200);
        let of = |n: usize| {
            let (client, path) = (app.by("manager"), findings[n].clone());
            async move { client.get(&path).await.expect(200).str("/owner/id") }
        };
        assert_eq!((of(0).await, of(1).await), (app.id("member_a1"), app.id("member_a1b")), "what was closed stays whose it was");
        let lead = app.by("lead_a1");
        act(&lead, &findings[1], "rechecks", json!({ "accepted": true })).await.problem(409, "finding_state");
        let leaver = format!("/api/v1/employees/{}", app.id("member_a1b"));
        let (_, tag) = given::tagged(&app.by("manager"), &leaver).await;
        let leave = app.by("manager").post(&format!("{leaver}/departures"), json!({ "leave_date": tests::clock::in_days(-1) }));
        leave.header("if-match", &tag).await.expect(200);
        act(&lead, &findings[1], "rechecks", json!({ "accepted": true, "note": "文件已齊" })).await.expect(200);
        assert_eq!(lead.get(&path).await.expect(200).str("/state"), "closed");
    }

    async fn whoever_had_the_case_doesnt_accept_what_was_found_in_it_after_handing_it_over(app) {
        let own = case(&app, "lead_a1", "主管的客戶").await;
        let path = ordered(&app, &own).await.header("location");
        let body = json!({ "marks": marks(Some("needs_documented")), "findings": [found()] });
        let seen = act(&app.by("deputy_a"), &path, "results", body).await.expect(200).json();
        let finding = format!("{FINDINGS}/{}", seen["findings"][0]["id"].as_str().unwrap());
        let (_, tag) = given::tagged(&app.by("lead_a1"), &format!("/api/v1/cases/{own}")).await;
        let body = json!({ "owner_id": app.id("member_a1"), "note": "請接手" });
        app.by("lead_a1").post(&format!("/api/v1/cases/{own}/transfers"), body).header("if-match", &tag).await.expect(200);
        act(&app.by("member_a1"), &finding, "rectifications", json!({ "text": "已補件" })).await.expect(200);
        let shown = app.by("lead_a1").get(&finding).await.expect(200).json();
        assert!(!shown["allowed_actions"].as_array().unwrap().contains(&json!("inspection_recheck")), "{shown}");
        act(&app.by("lead_a1"), &finding, "rechecks", json!({ "accepted": true })).await.problem(403, "own_matter");
        act(&app.by("deputy_a"), &finding, "rechecks", json!({ "accepted": true })).await.expect(200);
    }

    async fn an_open_inspection_never_lies_with_the_cases_new_owner(app) {
        let case = case(&app, "member_a1", "王美玲").await;
        let path = ordered(&app, &case).await.header("location");
        let (_, tag) = given::tagged(&app.by("deputy_a"), &format!("/api/v1/cases/{case}")).await;
        let body = json!({ "owner_id": app.id("lead_a1"), "note": "請接手" });
        app.by("deputy_a").post(&format!("/api/v1/cases/{case}/transfers"), body).header("if-match", &tag).await.expect(200);
        assert_eq!(app.by("deputy_a").get(&path).await.expect(200).str("/inspector/id"), app.id("deputy_a"));
        act(&app.by("lead_a1"), &path, "results", json!({ "marks": marks(None) })).await.problem(403, "own_matter");
    }

    async fn of_two_checks_at_once_one_wins_and_findings_closed_together_close_the_inspection(app) {
        let (path, findings) = with_findings(&app, 6).await;
        let (lead, deputy) = (app.by("lead_a1"), app.by("deputy_a"));
        let mut tags = Vec::new();
        for one in &findings {
            act(&app.by("member_a1"), one, "rectifications", json!({ "text": "已補件" })).await.expect(200);
            tags.push(given::tagged(&lead, one).await.1);
        }
        let accept = |client: &Client, n: usize| {
            let call = client.post(&format!("{}/rechecks", findings[n]), json!({ "accepted": true }));
            let call = call.header("if-match", &tags[n]);
            async move { call.await.status.as_u16() }
        };
        let all = (1..6).map(|n| accept(if n % 2 == 0 { &lead } else { &deputy }, n));
        let (a, b, rest) = futures_util::future::join3(
            accept(&lead, 0), accept(&deputy, 0), futures_util::future::join_all(all)).await;
        let mut answers = [a, b];
        answers.sort();
        assert!(answers == [200, 409] || answers == [200, 412], "{answers:?}");
        assert_eq!(rest, [200; 5]);
        let now = lead.get(&path).await.expect(200).json();
        assert_eq!((&now["state"], &now["open_findings"]), (&json!("closed"), &json!(0)));
    }

    async fn the_day_shows_what_waits_and_the_board_what_is_late(app) {
        let figures = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.2.3").unwrap()["state"].clone()
        };
        let kinds = |who: &'static str| {
            let client = app.by(who);
            async move {
                let day = client.get("/api/v1/my-day").await.expect(200).json();
                let sections = day["sections"].as_array().unwrap().clone();
                let section = sections.into_iter().find(|s| s["section"] == "services").unwrap();
                section["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            }
        };
        assert_eq!(figures().await, "no_data");
        case(&app, "member_a1b", "林小姐").await;
        a_month_ago(&app);
        everybody(&app, 100).await;
        tests::wait::until("the sample", || async { (app.sql().count("inspections") == 1).then_some(()) }).await;
        assert_eq!(figures().await, "at_risk");
        assert_eq!(kinds("lead_a1").await, ["inspection_due"]);
        app.sql().run(&format!("UPDATE inspections SET due_on = '{}'", tests::clock::in_days(-1)));
        assert_eq!(figures().await, "breached");
        assert_eq!(app.by("lead_a1").all(&format!("{PATH}?overdue=true")).await.len(), 1);
        let drawn = app.by("lead_a1").all(PATH).await[0]["id"].as_str().unwrap().to_owned();
        act(&app.by("lead_a1"), &format!("{PATH}/{drawn}"), "results", json!({ "marks": marks(None) })).await.expect(200);
        assert_eq!(figures().await, "met");
        let (_, findings) = with_findings(&app, 1).await;
        assert_eq!(figures().await, "at_risk");
        assert_eq!(kinds("member_a1").await, ["finding_to_rectify"]);
        act(&app.by("member_a1"), &findings[0], "rectifications", json!({ "text": "已補件" })).await.expect(200);
        assert_eq!((kinds("member_a1").await, kinds("lead_a1").await), (vec![], vec!["finding_to_recheck".to_owned()]));
        app.sql().run(&format!("UPDATE inspection_findings SET rectify_by = '{}'", tests::clock::in_days(-1)));
        assert_eq!(figures().await, "breached");
    }

    async fn whoever_looks_over_or_rectifies_by_tomorrow_is_reminded_once(app) {
        // At night, so that nothing is said before the days are set.
        crate::activities::moved(&app, 3).await;
        let (path, _) = with_findings(&app, 1).await;
        let other = case(&app, "member_a1", "陳小姐").await;
        let open = ordered(&app, &other).await.header("location");
        let today = tests::clock::now() + chrono::Duration::hours(3 - i64::from(chrono::Timelike::hour(&tests::clock::now())));
        let tomorrow = (today + chrono::Duration::days(1)).date_naive();
        app.sql().run(&format!("UPDATE inspections SET due_on = '{tomorrow}'"));
        app.sql().run(&format!("UPDATE inspection_findings SET rectify_by = '{tomorrow}'"));
        crate::activities::moved(&app, 12).await;
        let told = |who: &'static str| { let client = app.by(who); async move {
            let all = client.all("/api/v1/notifications").await;
            all.iter().filter(|n| n["event"] == "inspection.reminded").count()
        } };
        tests::wait::until_within(30, "the lead to be reminded", || async { (told("lead_a1").await > 0).then_some(()) }).await;
        tests::wait::until_within(30, "the member to be reminded", || async { (told("member_a1").await > 0).then_some(()) }).await;
        assert_eq!((told("lead_a1").await, told("member_a1").await), (1, 1));
        let reminded = |path: String| { let client = app.by("lead_a1"); async move {
            client.all(&format!("{path}/steps")).await.iter().filter(|s| s["kind"] == "reminded").count()
        } };
        assert_eq!((reminded(path).await, reminded(open).await), (1, 1), "of what is looked over already only the finding");
    }

    async fn the_check_list_is_data_and_an_inspection_keeps_the_items_it_began_with(app) {
        let case = case(&app, "member_a1", "王美玲").await;
        let before = ordered(&app, &case).await;
        let manager = app.by("manager");
        let path = "/api/v1/inspection-checklist";
        let now = manager.get(path).await.expect(200);
        let item = |key: &str| json!({ "key": key, "names": { "zh_hant": "一", "zh_hans": "一", "en": "One" } });
        manager.patch(path, &now.etag(), json!({ "items": [item("one"), item("one")] })).await.problem(422, "invalid").at("/items", "duplicate");
        app.by("deputy_a").patch(path, &now.etag(), json!({ "items": [item("one")] })).await.problem(403, "forbidden");
        manager.patch(path, &now.etag(), json!({ "items": [item("one")] })).await.expect(200);
        manager.patch(path, &now.etag(), json!({ "items": [item("two")] })).await.problem(412, "stale_version");
        let kept = app.by("lead_a1").get(&before.header("location")).await.expect(200).json();
        assert_eq!(kept["answers"].as_array().unwrap().len(), 5);
        let other = app.by("manager").post(PATH, json!({ "case_id": case, "reason": "再查", "due_on": tests::clock::in_days(5) })).await.expect(201);
        assert_eq!(other.json()["answers"].as_array().unwrap().len(), 1);
    }
}
