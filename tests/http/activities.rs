//! Activities and follow-up (5.1.2, 5.1.4): what was done stays with the customer; who is due follows from it; every morning the
//! owners are told.

use chrono::Timelike;
use futures_util::future::join_all;
use tests::clock::in_days;
use tests::{App, Client, Reply, Value, both, json, wait};

use crate::approvals::explain;
use crate::given;

const PATH: &str = "/api/v1/activities";
const DUE: &str = "/api/v1/follow-ups";
const RULES: &str = "/api/v1/follow-up-rules";

async fn customer(app: &App, owner: &str, name: &str, class: &str) -> String {
    let body = json!({ "name": name, "class": class });
    let made = app.by(owner).post("/api/v1/customers", body).await;
    made.expect(201).id()
}

async fn log(client: &Client, customer: &str, more: Value) -> Reply {
    let mut body = json!({ "customer_id": customer, "channel": "call", "outcome": "reached" });
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    client.post(PATH, body).await
}

async fn seen(client: &Client, customer: &str) -> Value {
    let path = format!("/api/v1/customers/{customer}");
    client.get(&path).await.expect(200).json()
}

fn noon(days: i64) -> String {
    format!("{}T04:00:00Z", in_days(days))
}

fn day(days: i64) -> Value {
    json!(in_days(days))
}

/// Moves the department to where it is this hour now, on the day of UTC or the one before.
pub async fn moved(app: &App, hour: i64) {
    let ahead = hour - i64::from(tests::clock::now().hour());
    // The sign of these zones is the wrong way round.
    let zone = match if ahead < -12 { ahead + 24 } else { ahead } {
        0 => "Etc/GMT".to_owned(),
        ahead => format!("Etc/GMT{:+}", -ahead),
    };
    let (_, tag) = given::tagged(&app.by("manager"), "/api/v1/settings").await;
    let patch = json!({ "time_zone": zone });
    app.by("manager")
        .patch("/api/v1/settings", &tag, patch)
        .await
        .expect(200);
}

both! {
    async fn what_was_done_is_logged_and_stays_with_the_customer(app) {
        let member = app.by("member_a1");
        let id = customer(&app, "member_a1", "王美玲", "a").await;
        let made = log(&member, &id, json!({ "channel": "visit", "outcome": "interested", "at": noon(-2), "note": "想了解實支實付\n下週寄建議書", "next_step": "寄建議書", "next_on": day(3) })).await.expect(201);
        let body = made.json();
        assert_eq!((&body["customer"]["name"], &body["employee"]["id"], &body["team_id"]), (&json!("王美玲"), &json!(app.id("member_a1")), &json!(app.id("team_a1"))));
        assert_eq!(made.header("location"), format!("{PATH}/{}", made.id()));
        // A lead who goes along logs their own part; the owner is told.
        log(&app.by("lead_a1"), &id, json!({ "at": noon(-1) })).await.expect(201);
        wait::until("the owner to be told", || async {
            let told = member.all("/api/v1/notifications").await;
            told.iter().any(|n| n["event"] == "activity.logged").then_some(())
        })
        .await;
        // Handed over to another area, the customer's history goes along; the old owner sees their own work, and no more of the customer.
        let path = format!("/api/v1/customers/{id}");
        let (_, tag) = given::tagged(&app.by("manager"), &path).await;
        let to = json!({ "owner_id": app.id("member_b1"), "note": "搬家" });
        app.by("manager").post(&format!("{path}/transfers"), to).header("if-match", &tag).await.expect(200);
        let with = app.by("member_b1").all(&format!("{path}/activities")).await;
        assert_eq!(with.iter().map(|a| a["employee"]["id"].clone()).collect::<Vec<_>>(), [json!(app.id("lead_a1")), json!(app.id("member_a1"))], "the latest first");
        member.get(&format!("{path}/activities")).await.problem(404, "not_found");
        assert_eq!(member.all(PATH).await.len(), 1);
        app.by("member_b1").get(&format!("{PATH}/{}", made.id())).await.problem(404, "not_found");
    }

    async fn what_cannot_have_been_is_refused_and_nothing_is_kept(app) {
        let member = app.by("member_a1");
        let id = customer(&app, "member_a1", "王美玲", "a").await;
        log(&member, &id, json!({ "at": noon(2) })).await.problem(422, "invalid").at("/at", "range");
        let early = log(&member, &id, json!({ "at": noon(-2), "next_on": day(-3) })).await.problem(422, "date_order");
        assert_eq!((&early.json()["clause"], &early.json()["errors"][0]["pointer"]), (&json!("5.1.2"), &json!("/next_on")));
        log(&member, &id, json!({ "channel": "fax" })).await.problem(422, "invalid");
        log(&member, &id, json!({ "note": "x".repeat(2001) })).await.problem(422, "invalid").at("/note", "length");
        log(&app.by("member_a1b"), &id, json!({})).await.problem(422, "unknown_reference");
        assert_eq!(app.sql().count("activities"), 0);
        assert_eq!(seen(&member, &id).await["last_contact_on"], Value::Null);
    }

    async fn only_who_did_it_puts_it_right_and_the_day_follows(app) {
        let member = app.by("member_a1");
        let id = customer(&app, "member_a1", "王美玲", "a").await;
        let made = log(&member, &id, json!({ "at": noon(-2), "note": "談妥" })).await.expect(201);
        assert_eq!((&seen(&member, &id).await["last_contact_on"], &seen(&member, &id).await["due_on"]), (&day(-2), &day(28)));
        let path = made.header("location");
        app.by("lead_a1").get(&path).await.expect(200);
        app.by("lead_a1").patch(&path, &made.etag(), json!({ "note": "改" })).await.problem(404, "not_found");
        let fixed = member.patch(&path, &made.etag(), json!({ "outcome": "not_reached", "note": null })).await.expect(200).json();
        assert_eq!((&fixed["outcome"], &fixed["note"], &fixed["version"]), (&json!("not_reached"), &Value::Null, &json!(2)));
        assert_eq!((&seen(&member, &id).await["last_contact_on"], &seen(&member, &id).await["due_on"]), (&Value::Null, &day(30)));
        member.patch(&path, &made.etag(), json!({ "note": "再改" })).await.problem(412, "stale_version");
        member.patch(&path, "\"2\"", json!({ "at": noon(1) })).await.problem(422, "invalid");
        let trail = app.by("manager").all("/api/v1/audit-entries?event=activity.corrected").await;
        assert_eq!(trail.len(), 1);
    }

    async fn a_customer_is_due_after_the_last_real_contact_or_when_agreed(app) {
        let member = app.by("member_a1");
        let id = customer(&app, "member_a1", "王美玲", "b").await;
        let due = || async { seen(&member, &id).await["due_on"].clone() };
        assert_eq!(due().await, day(60));
        log(&member, &id, json!({ "at": noon(-50) })).await.expect(201);
        assert_eq!(due().await, day(10));
        log(&member, &id, json!({ "at": noon(-20), "next_on": day(4) })).await.expect(201);
        assert_eq!(due().await, day(4), "the day that was agreed, for it is earlier");
        log(&member, &id, json!({ "at": noon(-10), "outcome": "not_reached" })).await.expect(201);
        assert_eq!(due().await, day(4), "an attempt changes nothing");
        log(&member, &id, json!({ "at": noon(-9), "outcome": "not_reached", "next_on": day(2) })).await.expect(201);
        assert_eq!(due().await, day(2), "unless it is to be tried again on a day");
        log(&member, &id, json!({ "at": noon(-1), "next_on": day(300) })).await.expect(201);
        assert_eq!(due().await, day(59), "nobody waits longer than the cadence says");
        // What is entered late counts when it was.
        log(&member, &id, json!({ "at": noon(-30), "next_on": day(1) })).await.expect(201);
        assert_eq!(due().await, day(59));
        let (_, tag) = given::tagged(&member, &format!("/api/v1/customers/{id}")).await;
        member.patch(&format!("/api/v1/customers/{id}"), &tag, json!({ "class": "a" })).await.expect(200);
        assert_eq!(due().await, day(29), "the class has another cadence");
    }

    async fn who_is_due_is_listed_in_every_reach_and_counted_by_owner(app) {
        for (owner, back) in [("member_a1", 40), ("member_a1", 30), ("member_a1", 3), ("member_a1b", 35), ("member_b1", 31)] {
            let id = customer(&app, owner, &format!("客{back}"), "a").await;
            log(&app.by(owner), &id, json!({ "at": noon(-back) })).await.expect(201);
        }
        let names = |rows: Vec<Value>| rows.iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(app.by("member_a1").all(DUE).await), ["客40", "客30"]);
        assert_eq!(names(app.by("lead_a1").all(DUE).await), ["客40", "客35", "客30"]);
        assert_eq!(names(app.by("manager").all(DUE).await), ["客40", "客35", "客31", "客30"]);
        assert_eq!(names(app.by("manager").all(&format!("{DUE}?due_by={}", in_days(-1))).await), ["客40", "客35", "客31"]);
        assert_eq!(names(app.by("member_a1").all(&format!("{DUE}?due_from={}&due_by={}", in_days(1), in_days(60))).await), ["客3"]);
        assert_eq!(app.by("manager").all(&format!("{DUE}?class=b")).await.len(), 0);
        let first = &app.by("lead_a1").all(DUE).await[0];
        assert_eq!((&first["days_overdue"], &first["last_contact_on"], &first["owner"]["id"]), (&json!(10), &day(-40), &json!(app.id("member_a1"))));
        let load = app.by("lead_a1").get(&format!("{DUE}/load")).await.expect(200).json();
        let figures: Vec<_> = load["data"].as_array().unwrap().iter().map(|o| (o["owner"]["id"].clone(), o["overdue"].clone(), o["today"].clone(), o["week"].clone())).collect();
        assert_eq!(figures, [(json!(app.id("member_a1")), json!(1), json!(1), json!(0)), (json!(app.id("member_a1b")), json!(1), json!(0), json!(0))]);
        let my_day = app.by("member_a1").get("/api/v1/my-day").await.expect(200).json();
        let section = my_day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "follow_ups").unwrap().clone();
        assert_eq!(names(section["items"].as_array().unwrap().iter().map(|i| json!({ "name": i["title"] })).collect()), ["客40", "客30"]);
        assert_eq!((&section["available"], &section["items"][0]["kind"], &section["items"][1]["kind"]), (&json!(true), &json!("follow_up_overdue"), &json!("follow_up_due")));
    }

    async fn a_changed_cadence_moves_everybody_of_the_class(app) {
        let manager = app.by("manager");
        let (a, b) = (customer(&app, "member_a1", "甲", "a").await, customer(&app, "member_b1", "乙", "b").await);
        let none = app.by("member_a1").post("/api/v1/customers", json!({ "name": "丙" })).await.expect(201).id();
        let (_, tag) = given::tagged(&manager, RULES).await;
        app.by("member_a1").get(RULES).await.expect(200);
        app.by("deputy_a").patch(RULES, &tag, json!({ "a": 7 })).await.problem(403, "forbidden");
        for wrong in [json!({ "a": 0 }), json!({ "d": 731 }), json!({ "unclassified": -1 })] {
            manager.patch(RULES, &tag, wrong).await.problem(422, "invalid");
        }
        let changed = manager.patch(RULES, &tag, json!({ "a": 7, "unclassified": null })).await.expect(200).json();
        assert_eq!((&changed["a"], &changed["b"], &changed["unclassified"]), (&json!(7), &json!(60), &Value::Null));
        wait::until("the days to move", || async { (seen(&manager, &a).await["due_on"] == day(7)).then_some(()) }).await;
        wait::until("the days to move", || async { (seen(&manager, &none).await["due_on"] == Value::Null).then_some(()) }).await;
        assert_eq!(seen(&manager, &b).await["due_on"], day(60));
        let job = wait::until("the job to end", || async { manager.all("/api/v1/jobs?state=done").await.pop() }).await;
        assert_eq!((&job["kind"], &job["updated_rows"], &job["unchanged_rows"]), (&json!("follow_up_days"), &json!(2), &json!(1)));
        manager.patch(RULES, &tag, json!({ "a": 8 })).await.problem(412, "stale_version");
    }

    async fn of_many_who_log_at_once_the_latest_contact_counts(app) {
        let id = customer(&app, "member_a1", "王美玲", "a").await;
        let member = app.by("member_a1");
        let all = (1..=12).map(|n| log(&member, &id, json!({ "at": noon(-n) })));
        for reply in join_all(all).await {
            reply.expect(201);
        }
        assert_eq!((&seen(&member, &id).await["last_contact_on"], &seen(&member, &id).await["due_on"]), (&day(-1), &day(29)));
        assert_eq!(app.by("member_a1").all(&format!("/api/v1/customers/{id}/activities")).await.len(), 12);
    }

    async fn every_morning_the_owners_of_due_customers_are_told_once(app) {
        // Where it is night nobody is told; where it is noon they are, once, whatever the hour of this test. It is night before anybody
        // is due, so that nothing told of today can arrive late.
        moved(&app, 3).await;
        customer(&app, "member_a1", "甲", "a").await;
        customer(&app, "member_a1", "乙", "a").await;
        customer(&app, "member_b1", "丙", "d").await;
        // Class d isn't due yet.
        let past = match app.backend {
            tests::Backend::Sqlite => "date(due_on, '-40 days')",
            tests::Backend::Postgres => "due_on - 40",
        };
        app.sql().run(&format!("UPDATE customers SET due_on = {past}"));
        let told = |who: &'static str| { let client = app.by(who); async move { client.all("/api/v1/notifications").await.into_iter().filter(|n| n["event"] == "follow_up.due").collect::<Vec<_>>() } };
        app.sql().run("DELETE FROM follow_up_reminders");
        moved(&app, 12).await;
        wait::until_within(30, "the owner to be told", || async { (!told("member_a1").await.is_empty()).then_some(()) }).await;
        let mine = told("member_a1").await;
        assert!(mine.len() == 1 && mine[0]["body"].as_str().unwrap().contains('2'), "{mine:?}");
        assert!(told("member_b1").await.is_empty(), "nobody of theirs is due");
        assert_eq!(app.sql().count("follow_up_reminders"), 1);
    }

    async fn the_board_tells_how_many_wait_and_how_much_is_done(app) {
        let state = |clause: &'static str| { let client = app.by("lead_a1"); async move {
            let board = client.get("/api/v1/regulation/compliance").await.expect(200).json();
            let clauses = board["chapters"].as_array().unwrap().iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            clauses.into_iter().find(|c| c["clause"] == clause).unwrap()
        } };
        assert_eq!((&state("5.1.2").await["state"], &state("5.1.4").await["state"]), (&json!("no_data"), &json!("no_data")));
        let (one, two) = (customer(&app, "member_a1", "甲", "a").await, customer(&app, "member_a1b", "乙", "a").await);
        assert_eq!(state("5.1.4").await["state"], "met");
        log(&app.by("member_a1"), &one, json!({ "at": noon(-45) })).await.expect(201);
        let late = state("5.1.4").await;
        assert_eq!((&late["state"], &late["figure"]["value"], &late["since"]), (&json!("breached"), &json!(50.0), &day(-15)));
        log(&app.by("member_a1"), &one, json!({ "at": noon(-1) })).await.expect(201);
        assert_eq!(state("5.1.4").await["state"], "met");
        // Three active people in the team, four weeks: twelve a person-week each.
        assert_eq!((&state("5.1.2").await["state"], &state("5.1.2").await["figure"]["value"]), (&json!("breached"), &json!(0.0)));
        for n in 0..29 {
            log(&app.by("member_a1b"), &two, json!({ "at": noon(-1 - n % 20) })).await.expect(201);
        }
        assert_eq!((&state("5.1.2").await["state"], &state("5.1.2").await["figure"]["value"]), (&json!("at_risk"), &json!(2.5)));
    }

    async fn an_export_holds_what_the_list_shows(app) {
        let id = customer(&app, "member_a1", "王美玲", "a").await;
        log(&app.by("member_a1"), &id, json!({ "note": "=1+1" })).await.expect(201);
        let csv = app.by("lead_a1").get(PATH).header("accept", "text/csv").await.expect(200).text();
        assert!(csv.contains("customer.name") && csv.contains("'=1+1"), "{csv}");
        assert!(app.by("member_b1").get(PATH).header("accept", "text/csv").await.expect(200).text().lines().count() == 1);
    }

    async fn every_list_goes_by_an_index(app) {
        crate::customer_plans::fill(&app, 3000);
        let (day, at, key) = match app.backend {
            tests::Backend::Sqlite => ("date('2026-01-01', '+' || (unicode(pinyin) * 7 % 60) || ' days')", "created_at", "randomblob(16)"),
            tests::Backend::Postgres => ("DATE '2026-01-01' + (ascii(pinyin) * 7 % 60)", "created_at", "gen_random_uuid()"),
        };
        app.sql().run(&format!("UPDATE customers SET due_on = {day}"));
        app.sql().run(&format!(
            "INSERT INTO activities (id, customer_id, employee_id, team_id, channel, outcome, at, version, created_at, updated_at) \
             SELECT {key}, id, owner_id, team_id, 'call', 'reached', {at}, 1, created_at, created_at FROM customers"
        ));
        app.sql().run("ANALYZE");
        let (member, team) = (crate::customer_plans::id(&app, "member_a1"), crate::customer_plans::id(&app, "team_a1"));
        let mut queries = Vec::new();
        for reach in [format!("owner_id = {member}"), format!("team_id = {team}"), "1 = 1".to_owned()] {
            queries.push(format!("SELECT * FROM customers WHERE {reach} AND due_on <= '2026-01-10' ORDER BY customers.due_on ASC, customers.id ASC LIMIT 51"));
        }
        for reach in [format!("employee_id = {member}"), format!("team_id = {team}"), "1 = 1".to_owned()] {
            queries.push(format!("SELECT * FROM activities WHERE {reach} ORDER BY activities.at DESC, activities.id DESC LIMIT 51"));
        }
        for query in queries {
            let plan = explain(&app, &query);
            let whole = plan.lines().any(|line| line.contains("Seq Scan") || matches!(line.trim(), "SCAN customers" | "SCAN activities"));
            assert!(!whole && !plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
        }
    }
}
