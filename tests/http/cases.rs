//! Cases (5.2.1, 5.2.4): no stage skipped, none left incomplete, no flag passed; found, summed up and handed over inside the reach.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use tests::{App, Client, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/cases";
const STAGES: [&str; 5] = [
    "consultation",
    "needs_analysis",
    "solution_design",
    "application",
    "after_sales",
];

async fn customer(client: &Client, name: &str) -> String {
    let made = client.post("/api/v1/customers", json!({ "name": name }));
    made.await.expect(201).id()
}

async fn case(client: &Client, name: &str) -> Reply {
    let customer = customer(client, name).await;
    let body = json!({ "customer_id": customer });
    client.post(PATH, body).await.expect(201)
}

/// All that the stage of a case asks for, and the case itself may need.
async fn complete(client: &Client, path: &str) -> Reply {
    let case = client.get(path).await.expect(200);
    let stage = client.get(&format!("/api/v1/case-stages/{}", case.str("/stage")));
    let stage = stage.await.expect(200).json();
    let keys = |list: &str| -> Vec<Value> {
        let items = stage[list].as_array().unwrap().iter();
        items.map(|i| i["key"].clone()).collect()
    };
    let answers = keys("fields").into_iter();
    let answers: Vec<Value> = answers
        .map(|key| json!({ "stage": stage["key"], "key": key, "value": "已填" }))
        .collect();
    let ticks = keys("checks").into_iter();
    let ticks: Vec<Value> = ticks
        .map(|key| json!({ "stage": stage["key"], "key": key, "done": true }))
        .collect();
    let body = json!({ "answers": answers, "ticks": ticks, "product": "終身壽險", "expected_close_on": "2027-03-01",
        "expected_premium": { "amount": 3_600_000, "currency": "TWD" } });
    client.patch(path, &case.etag(), body).await.expect(200)
}

async fn go(client: &Client, path: &str, to: &str) -> Reply {
    act(client, path, "moves", json!({ "to": to })).await
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

/// Path of a case brought into the stage.
async fn in_stage(client: &Client, name: &str, stage: &str) -> String {
    let path = case(client, name).await.header("location");
    for to in &STAGES[1..] {
        let here = client.get(&path).await.expect(200);
        if here.str("/stage") == stage {
            break;
        }
        complete(client, &path).await;
        go(client, &path, to).await.expect(200);
    }
    path
}

fn pointers(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|e| e["pointer"].as_str().unwrap()).collect()
}

async fn names(client: &Client, query: &str) -> BTreeSet<String> {
    let list = client.all(&format!("{PATH}?{query}")).await;
    let names = list.iter().map(|c| c["customer"]["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

async fn manage_stage(app: &App, stage: &str, patch: Value) -> Reply {
    let path = format!("/api/v1/case-stages/{stage}");
    let tag = app.by("manager").get(&path).await.expect(200).etag();
    app.by("manager").patch(&path, &tag, patch).await
}

both! {
    async fn a_case_goes_through_every_stage_and_leaves_none_incomplete(app) {
        let member = app.by("member_a1");
        let made = case(&member, "王美玲").await;
        let path = made.header("location");
        assert_eq!((made.str("/stage"), made.str("/state"), made.str("/owner/id")), ("consultation".into(), "open".into(), app.id("member_a1")));
        let told = go(&member, &path, "needs_analysis").await.problem(409, "case_incomplete").json();
        assert_eq!(pointers(&told), ["/fields/concern", "/checks/registration_shown", "/checks/privacy_notice"]);
        assert_eq!(told["clause"], "5.2.1");
        assert!(told["errors"][0]["detail"].as_str().unwrap().contains("客戶關心的事"), "{told}");
        for to in &STAGES[2..] {
            go(&member, &path, to).await.problem(409, "case_stage_order").at("/to", "case_stage_order");
        }
        for (n, to) in STAGES[1..].iter().enumerate() {
            act(&member, &path, "closings", json!({ "outcome": "won" })).await.problem(409, "case_stage_order");
            let full = complete(&member, &path).await;
            assert_eq!(full.json()["missing"], json!([]));
            let moved = go(&member, &path, to).await.expect(200);
            assert_eq!((moved.str("/stage"), moved.json()["stuck"].clone()), (STAGES[n + 1].to_owned(), json!(false)));
        }
        act(&member, &path, "closings", json!({ "outcome": "won" })).await.problem(409, "case_incomplete");
        complete(&member, &path).await;
        let won = act(&member, &path, "closings", json!({ "outcome": "won" })).await.expect(200);
        assert_eq!((won.str("/state"), won.json()["allowed_actions"].clone()), ("won".to_owned(), json!(["audit_read"])));
        member.patch(&path, &won.etag(), json!({ "next_step": "x" })).await.problem(409, "case_closed");
        go(&member, &path, "application").await.problem(409, "case_closed");
        let moves = member.all(&format!("{path}/moves?sort=created_at")).await;
        let kinds: Vec<&str> = moves.iter().map(|m| m["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["opened", "advanced", "advanced", "advanced", "advanced", "won"]);
        assert_eq!(moves[1]["by"]["id"], json!(app.id("member_a1")));
        assert_eq!(app.by("lead_a1").all("/api/v1/audit-entries?event=case.moved").await.len(), 4);
    }

    async fn back_and_lost_take_a_reason(app) {
        let member = app.by("member_a1");
        let path = in_stage(&member, "王美玲", "solution_design").await;
        go(&member, &path, "consultation").await.problem(422, "comment_required").at("/note", "comment_required");
        let back = act(&member, &path, "moves", json!({ "to": "consultation", "note": "需求有變" })).await.expect(200);
        assert_eq!((back.str("/stage"), back.json()["missing"].clone()), ("consultation".to_owned(), json!([])));
        go(&member, &path, "solution_design").await.problem(409, "case_stage_order");
        act(&member, &path, "closings", json!({ "outcome": "lost" })).await.problem(422, "comment_required").at("/reason", "comment_required");
        let lost = act(&member, &path, "closings", json!({ "outcome": "lost", "reason": "預算不足" })).await.expect(200);
        assert_eq!((lost.str("/state"), lost.str("/lost_reason")), ("lost".to_owned(), "預算不足".to_owned()));
        act(&member, &path, "closings", json!({ "outcome": "lost", "reason": "又一次" })).await.problem(409, "case_closed");
    }

    async fn what_is_filled_in_belongs_to_a_stage_that_was_reached(app) {
        let member = app.by("member_a1");
        let made = case(&member, "王美玲").await;
        let path = made.header("location");
        let answer = |stage: &str, key: &str, value: Value| json!({ "answers": [{ "stage": stage, "key": key, "value": value }] });
        let patch = |body: Value| member.patch(&path, &made.etag(), body);
        patch(answer("application", "payment", json!("月繳"))).await.problem(409, "case_stage_ahead").at("/answers/0/key", "case_stage_ahead");
        patch(answer("consultation", "nothing", json!("x"))).await.problem(422, "unknown_reference").at("/answers/0/key", "unknown_reference");
        patch(json!({ "ticks": [{ "stage": "consultation", "key": "concern", "done": true }] })).await.problem(422, "unknown_reference");
        patch(json!({ "expected_premium": { "amount": -1, "currency": "TWD" } })).await.problem(422, "invalid").at("/expected_premium/amount", "range");
        let tick = |done: bool| json!({ "ticks": [{ "stage": "consultation", "key": "privacy_notice", "done": done }] });
        let ticked = patch(tick(true)).await.expect(200);
        let shown = &ticked.json()["ticks"][0];
        assert_eq!((&shown["key"], &shown["by"]["id"]), (&json!("privacy_notice"), &json!(app.id("member_a1"))));
        patch(tick(false)).await.problem(412, "stale_version");
        // Ticking again keeps who did it first.
        let again = app.by("lead_a1").patch(&path, &ticked.etag(), tick(true)).await.expect(200);
        assert_eq!((again.json()["ticks"][0]["by"]["id"].clone(), again.etag()), (json!(app.id("member_a1")), ticked.etag()));
        let filled = member.patch(&path, &again.etag(), answer("consultation", "concern", json!(" 退休 "))).await.expect(200);
        assert_eq!(filled.json()["answers"], json!([{ "stage": "consultation", "key": "concern", "value": "退休" }]));
        let emptied = member.patch(&path, &filled.etag(), answer("consultation", "concern", Value::Null)).await.expect(200);
        assert_eq!((emptied.json()["answers"].clone(), emptied.json()["missing"].clone()),
            (json!([]), json!(["fields.concern", "checks.registration_shown"])));
    }

    async fn of_two_who_move_at_once_one_does(app) {
        let member = app.by("member_a1");
        let made = case(&member, "王美玲").await;
        let path = made.header("location");
        let tag = complete(&member, &path).await.etag();
        let calls = (0..12).map(|_| member.post(&format!("{path}/moves"), json!({ "to": "needs_analysis" })).header("if-match", &tag).into_future());
        let answers = futures_util::future::join_all(calls).await;
        let done = answers.iter().filter(|r| r.status == 200).count();
        assert_eq!(done, 1);
        for other in answers.into_iter().filter(|r| r.status != 200) {
            // Whoever looks later finds it in the next stage.
            assert!(matches!(other.json()["code"].as_str(), Some("stale_version" | "case_stage_order")), "{}", other.told());
        }
        assert_eq!(member.all(&format!("{path}/moves")).await.len(), 2);
    }

    async fn a_flag_stops_a_case_until_somebody_else_clears_it(app) {
        let member = app.by("member_a1");
        let path = case(&member, "王美玲").await.header("location");
        complete(&member, &path).await;
        let flag = member.post(&format!("{path}/flags"), json!({ "reason": "保費高於收入三成" })).await.expect(201);
        go(&member, &path, "needs_analysis").await.problem(409, "case_blocked");
        assert_eq!(names(&member, "flagged=true").await, set(&["王美玲"]));
        let at = flag.header("location");
        let clear = |who: &str, tag: String| app.by(who).post(&format!("{at}/clearings"), json!({ "note": "已取得財力證明" })).header("if-match", &tag);
        clear("member_a1", flag.etag()).await.problem(403, "forbidden");
        clear("lead_b1", flag.etag()).await.problem(404, "not_found");
        // A lead doesn't clear the flag of a case of their own.
        let own = case(&app.by("lead_a1"), "李四").await.header("location");
        let of_own = app.by("manager").post(&format!("{own}/flags"), json!({ "reason": "x" })).await.expect(201);
        let call = app.by("lead_a1").post(&format!("{}/clearings", of_own.header("location")), json!({ "note": "沒事" }));
        call.header("if-match", &of_own.etag()).await.problem(403, "own_matter");
        let answers = futures_util::future::join_all((0..6).map(|_| clear("lead_a1", flag.etag()).into_future())).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        clear("lead_a1", "\"2\"".to_owned()).await.problem(409, "flag_cleared");
        let shown = member.get(&path).await.expect(200).json();
        assert_eq!(shown["open_flags"], 0);
        go(&member, &path, "needs_analysis").await.expect(200);
        let flags = member.all(&format!("{path}/flags")).await;
        assert_eq!((flags[0]["clearing_note"].clone(), flags[0]["cleared_by"]["id"].clone()), (json!("已取得財力證明"), json!(app.id("lead_a1"))));
        // Giving up stays possible while a flag is open.
        member.post(&format!("{path}/flags"), json!({ "reason": "y" })).await.expect(201);
        act(&member, &path, "closings", json!({ "outcome": "lost", "reason": "客戶放棄" })).await.expect(200);
        member.post(&format!("{path}/flags"), json!({ "reason": "z" })).await.problem(409, "case_closed");
    }

    async fn a_flag_and_a_move_at_once_never_pass_each_other(app) {
        let member = app.by("member_a1");
        for n in 0..6 {
            let path = case(&member, &format!("客戶{n}")).await.header("location");
            let tag = complete(&member, &path).await.etag();
            let moving = member.post(&format!("{path}/moves"), json!({ "to": "needs_analysis" })).header("if-match", &tag);
            let lead = app.by("lead_a1");
            let flagging = lead.post(&format!("{path}/flags"), json!({ "reason": "請確認" }));
            let (moved, flagged) = futures_util::future::join(async { moving.await }, async { flagging.await }).await;
            let now = member.get(&path).await.expect(200).json();
            let moves = member.all(&format!("{path}/moves?sort=created_at")).await;
            assert_eq!((now["stage"] == "needs_analysis", moves.len()), (moved.status == 200, if moved.status == 200 { 2 } else { 1 }));
            assert_eq!(now["open_flags"] == 1, flagged.status == 201, "{}", flagged.told());
            if moved.status != 200 {
                assert!(matches!(moved.json()["code"].as_str(), Some("case_blocked" | "stale_version")), "{}", moved.told());
            }
        }
    }

    async fn what_a_stage_asks_for_is_the_managers_and_moves_say_which_version_held(app) {
        let member = app.by("member_a1");
        let path = case(&member, "王美玲").await.header("location");
        complete(&member, &path).await;
        let stage = "/api/v1/case-stages/consultation";
        let tag = member.get(stage).await.expect(200).etag();
        member.patch(stage, &tag, json!({ "stuck_days": 3 })).await.problem(403, "forbidden");
        app.by("manager").get("/api/v1/case-stages/nowhere").await.problem(404, "not_found");
        let item = |key: &str| json!({ "key": key, "names": { "zh_hant": "服務滿意", "zh_hans": "服务满意", "en": "Content" }, "required": true });
        let twice = manage_stage(&app, "consultation", json!({ "checks": [item("a"), item("a")] })).await;
        twice.problem(422, "invalid").at("/checks", "duplicate_field");
        manage_stage(&app, "consultation", json!({ "stuck_days": 0 })).await.problem(422, "invalid");
        let now = manage_stage(&app, "consultation", json!({ "checks": [item("content")], "needs": ["expected_premium", "product"] })).await.expect(200);
        assert_eq!((now.json()["version"].clone(), now.json()["needs"].clone()), (json!(2), json!(["product", "expected_premium"])));
        let told = go(&member, &path, "needs_analysis").await.problem(409, "case_incomplete").json();
        assert_eq!(pointers(&told), ["/checks/content"]);
        complete(&member, &path).await;
        go(&member, &path, "needs_analysis").await.expect(200);
        let moves = member.all(&format!("{path}/moves")).await;
        assert_eq!((moves[0]["stage_version"].clone(), moves[1]["stage_version"].clone()), (json!(2), json!(1)));
    }

    async fn a_case_goes_to_another_owner_with_a_note(app) {
        let path = case(&app.by("member_a1"), "王美玲").await.header("location");
        let hand = |who: &str, to: &str| {
            let (client, body) = (app.by(who), json!({ "owner_id": app.id(to), "note": "下週二約好" }));
            let path = path.clone();
            async move { act(&client, &path, "transfers", body).await }
        };
        hand("member_a1", "member_a1b").await.problem(403, "forbidden");
        hand("lead_a1", "member_b1").await.problem(422, "unknown_reference").at("/owner_id", "unknown_reference");
        hand("lead_a1", "member_a1").await.problem(409, "conflict");
        let moved = hand("lead_a1", "member_a1b").await.expect(200);
        assert_eq!(moved.str("/owner/id"), app.id("member_a1b"));
        app.by("member_a1").get(&path).await.problem(404, "not_found");
        // Whoever has the case sees for whom it is, though the customer is somebody else's.
        assert_eq!(app.by("member_a1b").get(&path).await.expect(200).str("/customer/name"), "王美玲");
        let told = tests::wait::until("the notification", || async {
            let told = app.by("member_a1b").all("/api/v1/notifications").await;
            told.into_iter().find(|n| n["event"] == "case.transferred")
        }).await;
        assert!(told["body"].as_str().unwrap().contains("下週二約好"), "{told}");
    }

    async fn a_case_is_for_a_customer_the_caller_may_see(app) {
        let theirs = customer(&app.by("member_b1"), "李四").await;
        let body = json!({ "customer_id": theirs });
        app.by("member_a1").post(PATH, body.clone()).await.problem(422, "unknown_reference").at("/customer_id", "unknown_reference");
        app.by("lead_a1").post(PATH, body.clone()).await.problem(422, "unknown_reference");
        let made = app.by("manager").post(PATH, body).await.expect(201);
        assert_eq!(made.str("/owner/id"), app.id("member_b1"), "the customer's owner has the case");
        let mine = customer(&app.by("member_a1"), "王美玲").await;
        let body = json!({ "customer_id": mine, "owner_id": app.id("member_a1b") });
        app.by("member_a1").post(PATH, body.clone()).await.problem(422, "unknown_reference").at("/owner_id", "unknown_reference");
        app.by("lead_a1").post(PATH, body).await.expect(201);
        app.by("member_a1").post(PATH, json!({ "customer_id": mine, "product": " x" })).await.problem(422, "invalid");
    }

    async fn lists_are_narrowed_and_found_by_the_customers_name(app) {
        let member = app.by("member_a1");
        in_stage(&member, "王美玲", "needs_analysis").await;
        case(&member, "王小明").await;
        let lost = case(&member, "陳美玲").await.header("location");
        act(&member, &lost, "closings", json!({ "outcome": "lost", "reason": "預算不足" })).await.expect(200);
        case(&app.by("member_a1b"), "汪大同").await;
        for (query, found) in [
            ("q=王", set(&["王美玲", "王小明"])), ("q=wangm", set(&["王美玲"])), ("q=wxm", set(&["王小明"])), ("q=WML", set(&["王美玲"])),
            ("q=美玲", set(&[])), ("q=%25", set(&[])), ("stage=needs_analysis", set(&["王美玲"])), ("state=lost", set(&["陳美玲"])),
            ("state=open", set(&["王美玲", "王小明"])), ("flagged=true", set(&[])), ("stuck=true", set(&[])),
        ] {
            assert_eq!(names(&member, query).await, found, "{query}");
        }
        let lead = app.by("lead_a1");
        assert_eq!(names(&lead, "q=wang").await, set(&["王美玲", "王小明", "汪大同"]), "sounds alike");
        assert_eq!(names(&lead, "q=汪").await, set(&["汪大同"]));
        assert_eq!(names(&lead, &format!("owner_id={}", app.id("member_a1b"))).await, set(&["汪大同"]));
        assert_eq!(names(&app.by("lead_b1"), "q=wang").await, set(&[]));
        member.get(&format!("{PATH}?stage=nowhere")).await.problem(400, "unknown_parameter");
    }

    async fn stuck_cases_are_listed_counted_and_on_the_board(app) {
        let member = app.by("member_a1");
        let state = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone()).find(|c| c["clause"] == "5.2.1").unwrap()
        };
        assert_eq!(state().await["state"], "no_data");
        let old = case(&member, "王美玲").await;
        case(&member, "李四").await;
        assert_eq!((state().await["state"].clone(), state().await["figure"]["value"].clone()), (json!("met"), json!(0.0)));
        let days_ago = match app.backend {
            tests::Backend::Sqlite => "stage_since - 15 * 86400000000",
            tests::Backend::Postgres => "stage_since - interval '15 days'",
        };
        let of = "(SELECT id FROM customers WHERE name = '王美玲')";
        app.sql().run(&format!("UPDATE cases SET stage_since = {days_ago} WHERE customer_id = {of}"));
        assert_eq!(names(&member, "stuck=true").await, set(&["王美玲"]));
        assert_eq!(member.get(&old.header("location")).await.expect(200).json()["stuck"], true);
        let late = state().await;
        assert_eq!((&late["state"], &late["figure"]["value"]), (&json!("breached"), &json!(1.0)));
        manage_stage(&app, "consultation", json!({ "stuck_days": 20 })).await.expect(200);
        assert_eq!((names(&member, "stuck=true").await, state().await["state"].clone()), (set(&[]), json!("met")));
    }

    async fn the_pipeline_sums_up_what_the_caller_sees(app) {
        let member = app.by("member_a1");
        in_stage(&member, "王美玲", "needs_analysis").await;
        let second = customer(&member, "李四").await;
        let body = json!({ "customer_id": second, "expected_premium": { "amount": 500, "currency": "USD" } });
        member.post(PATH, body).await.expect(201);
        case(&app.by("member_b1"), "趙六").await;
        let lost = case(&member, "陳七").await.header("location");
        act(&member, &lost, "closings", json!({ "outcome": "lost", "reason": "預算不足" })).await.expect(200);
        let seen = |who: &str, query: &str| {
            let (client, path) = (app.by(who), format!("{PATH}/pipeline{query}"));
            async move { client.get(&path).await.expect(200).json() }
        };
        let mine = seen("member_a1", "").await;
        let counts = |p: &Value| -> Vec<i64> { p["stages"].as_array().unwrap().iter().map(|s| s["count"].as_i64().unwrap()).collect() };
        assert_eq!((counts(&mine), &mine["won"], &mine["lost"]), (vec![1, 1, 0, 0, 0], &json!(0), &json!(1)));
        assert_eq!(mine["stages"][0]["premium"], json!([{ "amount": 500, "currency": "USD" }]));
        assert_eq!(mine["stages"][1]["premium"], json!([{ "amount": 3_600_000, "currency": "TWD" }]));
        assert_eq!(counts(&seen("manager", "").await), [2, 1, 0, 0, 0]);
        assert_eq!(counts(&seen("lead_b1", "").await), [1, 0, 0, 0, 0]);
        assert_eq!(counts(&seen("manager", &format!("?team_id={}", app.id("team_b1"))).await), [1, 0, 0, 0, 0]);
        assert_eq!(counts(&seen("lead_b1", &format!("?owner_id={}", app.id("member_a1"))).await), [0, 0, 0, 0, 0]);
    }

    async fn the_sums_say_what_the_cases_say_whatever_is_done_with_them_at_once(app) {
        let (member, lead) = (app.by("member_a1"), app.by("lead_a1"));
        let mut paths = Vec::new();
        for n in 0..8 {
            let made = case(&member, &format!("客戶{n}")).await;
            let (path, tag) = (made.header("location"), made.etag());
            let premium = json!({ "expected_premium": { "amount": 1000 * (n + 1), "currency": if n % 3 == 0 { "USD" } else { "TWD" } } });
            let tag = member.patch(&path, &tag, premium).await.expect(200).etag();
            paths.push((path, tag, made.json()["customer"]["id"].clone()));
        }
        let closings = paths.iter().map(|(path, tag, _)| {
            let body = json!({ "outcome": "lost", "reason": "預算不足" });
            let call = member.post(&format!("{path}/closings"), body).header("if-match", tag);
            async move { call.await }
        });
        let transfers = paths.iter().take(5).map(|(_, _, customer)| {
            let (lead, to) = (&lead, app.id("member_a1b"));
            async move {
                let path = format!("/api/v1/customers/{}", customer.as_str().unwrap());
                let (_, tag) = given::tagged(lead, &path).await;
                let call = lead.post(&format!("{path}/transfers"), json!({ "owner_id": to, "note": "交接" })).header("if-match", &tag);
                call.await
            }
        });
        let (closed, moved) = tokio::join!(join_all(closings), join_all(transfers));
        assert!(closed.iter().any(|one| one.status == 200));
        assert!(moved.iter().any(|one| one.status == 200));
        let differ = |one: &str, other: &str| format!("(SELECT * FROM ({one}) AS a EXCEPT SELECT * FROM ({other}) AS b) AS c");
        let cases = "SELECT owner_id, team_id, state, stage, premium_currency AS currency, CAST(COUNT(*) AS BIGINT) AS n, \
            CAST(COALESCE(SUM(premium_amount), 0) AS BIGINT) AS amount FROM cases GROUP BY 1, 2, 3, 4, 5";
        let sums = "SELECT owner_id, team_id, state, stage, currency, CAST(SUM(count) AS BIGINT) AS n, CAST(SUM(amount) AS BIGINT) AS amount \
            FROM case_sums GROUP BY 1, 2, 3, 4, 5 HAVING SUM(count) <> 0";
        assert_eq!(app.sql().count(&differ(cases, sums)), 0);
        assert_eq!(app.sql().count(&differ(sums, cases)), 0);
        let year = app.sql().count("case_sums WHERE year = 0 AND state <> 'open' OR year < 2020 AND state <> 'open'");
        assert_eq!(year, 0, "what is closed counts in its year");
    }

    async fn an_export_stays_inside_the_reach(app) {
        case(&app.by("member_a1"), "王美玲").await;
        case(&app.by("member_b1"), "李四").await;
        for (accept, mark) in [("text/csv", "customer.name"), ("application/x-ndjson", "{\"id\"")] {
            let file = app.by("lead_a1").get(PATH).header("accept", accept).await.expect(200).text();
            assert!(file.contains("王美玲") && !file.contains("李四") && file.contains(mark), "{file}");
        }
    }
}
