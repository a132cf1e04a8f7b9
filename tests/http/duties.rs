//! Duties (3.1 to 3.3): said once, due by themselves each time once, done, handed over, excused, or late, told and counted.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use tests::clock::{in_days, in_seconds};
use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::{case_plans, given};

const DUTIES: &str = "/api/v1/duties";
const DUE: &str = "/api/v1/duty-occurrences";

/// Closing up, by turns in team A1: due at the end of each day, and to be done from the day before on.
fn closing(app: &App, more: Value) -> Value {
    let mut body = json!({
        "clause": "3.3.4", "title": "下班關閉檢查", "place": "十二樓", "team_id": app.id("team_a1"), "rrule": "FREQ=DAILY", "day_rule": "any",
        "starts_on": in_days(0), "due_time": "23:59", "opens_hours": 48, "responsible": "rota",
        "rota": [app.id("member_a1"), app.id("member_a1b")],
        "checklist": [
            { "key": "doors", "text": "門已上鎖", "proof": "tick", "required": true },
            { "key": "meter", "text": "電表度數", "proof": "number", "at_most": 100.0 },
            { "key": "photo", "text": "照片", "proof": "photo" },
        ]
    });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

async fn made(app: &App, more: Value) -> Reply {
    let lead = app.by("lead_a1");
    lead.post(DUTIES, closing(app, more)).await.expect(201)
}

async fn of(client: &Client, duty: &str) -> Vec<Value> {
    client.all(&format!("{DUE}?duty_id={duty}")).await
}

/// The one that is due tomorrow: it can be done now, and is late at no time of this test.
async fn tomorrow(client: &Client, duty: &str) -> Value {
    let all = of(client, duty).await;
    let day = json!(in_days(1));
    all.into_iter().find(|one| one["day"] == day).unwrap()
}

fn path(one: &Value) -> String {
    format!("{DUE}/{}", one["id"].as_str().unwrap())
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

fn done() -> Value {
    json!({ "results": [{ "key": "doors", "ticked": true }, { "key": "meter", "number": 42.0 }] })
}

/// Who it is the turn of, by the name the tests have for them.
fn owner(app: &App, one: &Value) -> &'static str {
    let id = one["owner"]["id"].as_str().unwrap();
    let names = ["member_a1", "member_a1b", "lead_a1", "manager", "member_a2"];
    names.into_iter().find(|name| app.id(name) == id).unwrap()
}

/// As an instant of the table.
pub fn instant(app: &App, seconds: i64) -> String {
    let at = in_seconds(seconds);
    match app.backend {
        Backend::Sqlite => {
            let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
            at.timestamp_micros().to_string()
        }
        Backend::Postgres => format!("TIMESTAMPTZ '{at}'"),
    }
}

async fn told(app: &App, who: &str, event: &'static str) -> Value {
    tests::wait::until("somebody to be told", || async {
        let told = app.by(who).all("/api/v1/notifications").await;
        told.into_iter().find(|n| n["event"] == event)
    })
    .await
}

async fn clause(app: &App, number: &str) -> (Value, Value) {
    let board = app
        .by("manager")
        .get("/api/v1/regulation/compliance")
        .await
        .expect(200)
        .json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.into_iter().find(|c| c["clause"] == number).unwrap();
    (one["state"].clone(), one["figure"]["value"].clone())
}

both! {
    async fn what_is_said_once_comes_due_each_day_by_turns(app) {
        let lead = app.by("lead_a1");
        let duty = made(&app, json!({ "day_rule": "any" })).await;
        assert!(duty.json()["next_due_at"].is_string());
        let all = of(&lead, &duty.id()).await;
        let days: BTreeSet<_> = all.iter().map(|one| one["day"].as_str().unwrap().to_owned()).collect();
        assert!(all.len() >= 29 && days.len() == all.len(), "a month ahead, each day once: {}", all.len());
        let turns: Vec<_> = all.iter().map(|one| owner(&app, one)).collect();
        assert!(turns.windows(2).all(|two| two[0] != two[1]), "{turns:?}");
        let one = &all[1];
        assert_eq!((&one["title"], &one["place"], &one["clause"], &one["state"]), (&json!("下班關閉檢查"), &json!("十二樓"), &json!("3.3.4"), &json!("open")));
        assert_eq!(one.get("checklist"), None, "a list stays light");
        let other = of(&app.by("lead_a2"), &duty.id()).await;
        assert!(other.is_empty(), "another team's");
        app.by("lead_a2").get(&path(one)).await.problem(404, "not_found");
        app.by("member_a1b").get(&path(one)).await.expect(200);
        told(&app, "member_a1", "duty.created").await;
        // Weekdays only, moved or left out by the calendar: nothing falls on a day off.
        let skipped = made(&app, json!({ "day_rule": "skip", "title": "平日" })).await;
        let weekday = |one: &Value| { let day: chrono::NaiveDate = one["day"].as_str().unwrap().parse().unwrap(); chrono::Datelike::weekday(&day).number_from_monday() < 6 };
        assert!(of(&lead, &skipped.id()).await.iter().all(weekday));
    }

    async fn whoever_is_on_leave_is_passed_over_and_keeps_their_next_turn(app) {
        let away = 8;
        let lead = app.by("lead_a1");
        let plain = made(&app, json!({})).await;
        let on = |all: &[Value], day: i64| all.iter().find(|one| one["day"] == json!(in_days(day))).map(|one| owner(&app, one)).unwrap();
        let who = on(&of(&lead, &plain.id()).await, away);
        let kind = given::made_leave_type(&app, "away", "leave").await;
        let leave = json!({ "leave_type_id": kind, "starts_on": in_days(away), "ends_on": in_days(away) });
        let approval = given::asked(&app.by(who), leave).await;
        given::decide(&app, "lead_a1", &approval, "approve").await.expect(200);
        let again = made(&app, json!({ "title": "再一份" })).await;
        let after = of(&lead, &again.id()).await;
        assert_ne!(on(&after, away), who, "somebody else does it that day");
        assert_eq!(on(&after, away + 2), who, "their next turn stays theirs");
    }

    async fn it_is_signed_by_whose_turn_it_is_with_every_required_item(app) {
        let duty = made(&app, json!({})).await;
        let one = tomorrow(&app.by("lead_a1"), &duty.id()).await;
        let who = owner(&app, &one);
        let other = if who == "member_a1" { "member_a1b" } else { "member_a1" };
        let (client, at) = (app.by(who), path(&one));
        let shown = client.get(&at).await.expect(200).json();
        assert_eq!(shown["checklist"].as_array().unwrap().len(), 3);
        assert!(shown["allowed_actions"].as_array().unwrap().contains(&json!("duty_complete")));
        act(&app.by(other), &at, "completions", done()).await.problem(404, "not_found");
        act(&app.by("lead_a1"), &at, "completions", done()).await.problem(404, "not_found");
        act(&client, &at, "completions", json!({ "results": [] })).await.problem(422, "invalid").at("/results", "required");
        act(&client, &at, "completions", json!({ "results": [{ "key": "windows", "ticked": true }, { "key": "doors", "ticked": true }] })).await
            .problem(422, "invalid").at("/results/0/key", "unknown_value");
        act(&client, &at, "completions", json!({ "results": [{ "key": "doors", "number": 1.0 }] })).await.problem(422, "invalid").at("/results/0/number", "conflict");
        let stranger = json!({ "results": [{ "key": "doors", "ticked": true }, { "key": "photo", "photo_id": app.id("member_a1") }] });
        act(&client, &at, "completions", stranger).await.problem(422, "invalid").at("/results/1/photo_id", "unknown_reference");
        assert_eq!(client.get(&at).await.expect(200).json()["state"], "open", "nothing half-written");
        let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0];
        let photo = client.upload(&format!("{at}/attachments"), "door.png", &png).await.expect(201);
        app.by(other).upload(&format!("{at}/attachments"), "door.png", &png).await.problem(404, "not_found");
        let body = json!({ "results": [{ "key": "doors", "ticked": true }, { "key": "meter", "number": 120.5 }, { "key": "photo", "photo_id": photo.id() }], "note": "電表偏高" });
        let signed = act(&client, &at, "completions", body.clone()).await.expect(200).json();
        assert_eq!((&signed["state"], &signed["late"], &signed["remarkable"], &signed["done_by"]["id"]), (&json!("done"), &json!(false), &json!(1), &json!(app.id(who))));
        assert_eq!(signed["results"], body["results"]);
        app.by("lead_a1").get(&photo.header("location")).await.expect(200);
        app.by("lead_a2").get(&photo.header("location")).await.problem(404, "not_found");
        let news = told(&app, "lead_a1", "duty.completed").await;
        assert!(news["title"].as_str().unwrap().contains("異常"), "{news}");
        act(&client, &at, "completions", done()).await.problem(409, "duty_state");
        client.upload(&format!("{at}/attachments"), "late.png", &png).await.problem(409, "duty_state");
        let all = of(&client, &duty.id()).await;
        let mine = all.iter().find(|one| owner(&app, one) == who && one["day"].as_str().unwrap() > in_days(5).as_str()).unwrap();
        act(&client, &path(mine), "completions", done()).await.problem(409, "duty_not_open");
    }

    async fn what_was_done_without_a_net_is_sent_again_and_signed_once(app) {
        let duty = made(&app, json!({})).await;
        let one = tomorrow(&app.by("lead_a1"), &duty.id()).await;
        let (client, at) = (app.by(owner(&app, &one)), path(&one));
        let call = || client.post(&format!("{at}/completions"), done()).header("if-match", "\"1\"").header("idempotency-key", "phone-1");
        let first = call().await.expect(200);
        let again = call().await.expect(200);
        assert_eq!((first.json(), again.header("idempotency-replayed")), (again.json(), "true".to_owned()));
        let audit = app.by("lead_a1").all("/api/v1/audit-entries?event=duty.completed").await;
        assert_eq!(audit.len(), 1);
        assert_eq!(audit[0]["clause"], "3.3.4");
    }

    async fn a_turn_is_handed_over_inside_the_team_and_excused_by_somebody_else(app) {
        let duty = made(&app, json!({})).await;
        let lead = app.by("lead_a1");
        let one = tomorrow(&lead, &duty.id()).await;
        let who = owner(&app, &one);
        let other = if who == "member_a1" { "member_a1b" } else { "member_a1" };
        let (client, at) = (app.by(who), path(&one));
        let to = |name: &str| json!({ "owner_id": app.id(name), "note": "下午外勤" });
        act(&client, &at, "hand-overs", to("member_a2")).await.problem(422, "unknown_reference").at("/owner_id", "unknown_reference");
        act(&client, &at, "hand-overs", to("pending")).await.problem(422, "unknown_reference");
        let handed = act(&client, &at, "hand-overs", to(other)).await.expect(200).json();
        assert_eq!(owner(&app, &handed), other);
        told(&app, other, "duty.handed_over").await;
        act(&client, &at, "completions", done()).await.problem(404, "not_found");
        act(&client, &at, "excuses", json!({ "reason": "颱風停班" })).await.problem(403, "forbidden");
        act(&lead, &at, "excuses", json!({ "reason": "" })).await.problem(422, "invalid");
        // Of several who decide at once one does.
        let tag = given::tagged(&lead, &at).await.1;
        let excuse = |client: Client, tag: String| { let call = client.post(&format!("{at}/excuses"), json!({ "reason": "颱風停班" })).header("if-match", &tag); async move { call.await } };
        let sign = { let call = app.by(other).post(&format!("{at}/completions"), done()).header("if-match", &tag); async move { call.await } };
        let (one, two, signed) = tokio::join!(excuse(app.by("lead_a1"), tag.clone()), excuse(app.by("deputy_a"), tag.clone()), sign);
        let ok = [&one, &two, &signed].iter().filter(|reply| reply.status == 200).count();
        assert_eq!(ok, 1, "{} {} {}", one.text(), two.text(), signed.text());
        // A lead whose own turn it is asks whoever is above.
        let own = made(&app, json!({ "responsible": "lead", "rota": [], "title": "主管" })).await;
        let one = tomorrow(&lead, &own.id()).await;
        assert_eq!(owner(&app, &one), "lead_a1");
        act(&lead, &path(&one), "excuses", json!({ "reason": "忙" })).await.problem(403, "own_matter");
        act(&app.by("deputy_a"), &path(&one), "excuses", json!({ "reason": "公差" })).await.expect(200);
    }

    async fn a_duty_that_changes_leaves_what_can_be_done_as_it_was(app) {
        let duty = made(&app, json!({})).await;
        let (lead, at) = (app.by("lead_a1"), duty.header("location"));
        let before = of(&lead, &duty.id()).await;
        let far = before.iter().find(|one| one["day"] == json!(in_days(10))).unwrap();
        let next = if owner(&app, far) == "member_a1" { "member_a1b" } else { "member_a1" };
        act(&app.by(owner(&app, far)), &path(far), "hand-overs", json!({ "owner_id": app.id(next) })).await.expect(200);
        let change = json!({ "title": "關燈關門", "due_time": "20:15", "checklist": [{ "key": "lights", "text": "燈已關", "proof": "tick", "required": true }] });
        lead.patch(&at, &duty.etag(), change).await.expect(200);
        lead.patch(&at, &duty.etag(), json!({ "place": "B" })).await.problem(412, "stale_version");
        let after = of(&lead, &duty.id()).await;
        let on = |day: i64| after.iter().find(|one| one["day"] == json!(in_days(day))).unwrap().clone();
        let mut days: Vec<_> = after.iter().map(|one| one["day"].as_str().unwrap().to_owned()).collect();
        days.dedup();
        assert_eq!((days.len(), after.len()), (before.len(), before.len()), "each day once");
        assert_eq!(on(1)["title"], "下班關閉檢查");
        assert_eq!(lead.get(&path(&on(1))).await.expect(200).json()["checklist"][0]["key"], "doors");
        assert_eq!((&on(5)["title"], on(5)["due_at"].as_str().unwrap().get(11..16)), (&json!("關燈關門"), Some("12:15")), "20:15 in Taipei");
        assert_eq!(lead.get(&path(&on(5))).await.expect(200).json()["checklist"][0]["key"], "lights");
        assert_eq!(owner(&app, &on(10)), next, "who was named by hand stays named");
        let ended = act(&lead, &at, "endings", json!({ "reason": "搬遷" })).await.expect(200).json();
        assert_eq!((&ended["ended"], &ended["allowed_actions"]), (&json!(true), &json!([])));
        let left = of(&lead, &duty.id()).await;
        assert!(left.iter().all(|one| one["day"].as_str().unwrap() <= in_days(2).as_str()) && !left.is_empty(), "{}", left.len());
        act(&lead, &at, "endings", json!({ "reason": "x" })).await.problem(409, "duty_state");
    }

    async fn what_is_late_is_told_once_then_to_whoever_is_above_and_counted(app) {
        assert_eq!(clause(&app, "3.3.4").await, (json!("no_data"), Value::Null));
        let duty = made(&app, json!({ "remind_minutes": 30, "escalate_minutes": 60 })).await;
        let lead = app.by("lead_a1");
        let one = tomorrow(&lead, &duty.id()).await;
        let who = owner(&app, &one);
        let id = one["id"].as_str().unwrap();
        let row = match app.backend { Backend::Sqlite => format!("x'{}'", id.replace('-', "")), Backend::Postgres => format!("'{id}'::uuid") };
        // Soon due, then late, then too late.
        app.sql().run(&format!("UPDATE duty_occurrences SET due_at = {}, tell_at = {} WHERE id = {row}", instant(&app, 1200), instant(&app, -5)));
        told(&app, who, "duty.reminded").await;
        app.sql().run(&format!("UPDATE duty_occurrences SET due_at = {at}, tell_at = {at} WHERE id = {row}", at = instant(&app, -60)));
        told(&app, who, "duty.overdue").await;
        let items = |name: &'static str| { let client = app.by(name); async move {
            let day = client.get("/api/v1/my-day").await.expect(200).json();
            let sections = day["sections"].as_array().unwrap().clone();
            let section = sections.into_iter().find(|s| s["section"] == "duties").unwrap();
            section["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        } };
        assert_eq!(items(who).await[0], "duty_overdue");
        assert_eq!(items("lead_a1").await, ["duties_late"]);
        assert_eq!(clause(&app, "3.3.4").await, (json!("breached"), json!(1.0)));
        let late = lead.all(&format!("{DUE}?overdue=true")).await;
        assert_eq!((late.len(), &late[0]["overdue"]), (1, &json!(true)));
        app.sql().run(&format!("UPDATE duty_occurrences SET escalate_at = {at}, tell_at = {at} WHERE id = {row}", at = instant(&app, -5)));
        told(&app, "lead_a1", "duty.escalated").await;
        tokio::time::sleep(std::time::Duration::from_millis(6_000)).await;
        for (name, event) in [(who, "duty.reminded"), (who, "duty.overdue"), ("lead_a1", "duty.escalated")] {
            let all = app.by(name).all("/api/v1/notifications").await;
            assert_eq!(all.iter().filter(|n| n["event"] == event).count(), 1, "{event}");
        }
        let signed = act(&app.by(who), &path(&one), "completions", done()).await.expect(200).json();
        assert_eq!(signed["late"], true);
        assert_eq!(clause(&app, "3.3.4").await, (json!("at_risk"), json!(0.0)));
        assert_eq!(items("lead_a1").await, Vec::<String>::new());
    }

    async fn what_the_regulation_asks_of_every_office_is_loaded_in_one_step_and_once(app) {
        let manager = app.by("manager");
        app.by("lead_a1").post("/api/v1/duty-templates", json!({})).await.problem(403, "forbidden");
        let load = || { let manager = manager.clone(); async move { manager.post("/api/v1/duty-templates", json!({})).await.expect(200).json()["made"].as_i64().unwrap() } };
        let (one, two) = tokio::join!(load(), load());
        assert!(one.min(two) == 0 && one.max(two) > 5, "{one} {two}");
        let all = manager.all(DUTIES).await;
        assert_eq!(all.len() as i64, one.max(two));
        let clauses: BTreeSet<_> = all.iter().map(|d| d["clause"].as_str().unwrap().to_owned()).collect();
        assert_eq!(clauses, BTreeSet::from(["3.1.1", "3.1.2", "3.2.1", "3.3.2", "3.3.4"].map(str::to_owned)));
        let team = app.id("team_a1");
        let ours = all.iter().find(|d| d["team_id"] == json!(team) && d["clause"] == "3.3.4").unwrap();
        let rota: BTreeSet<_> = ours["rota"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(rota, BTreeSet::from(["lead_a1", "member_a1", "member_a1b"].map(|name| app.id(name))));
        assert_eq!(load().await, 0);
    }

    async fn what_a_leaver_had_to_do_goes_up_and_the_order_goes_on_without_them(app) {
        let duty = made(&app, json!({})).await;
        let manager = app.by("manager");
        let path = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
        manager.post(&path, json!({ "leave_date": in_days(-1) })).await.expect(200);
        let all = of(&app.by("lead_a1"), &duty.id()).await;
        assert!(all.iter().all(|one| owner(&app, one) != "member_a1"));
        assert!(all.iter().any(|one| owner(&app, one) == "lead_a1"));
        told(&app, "lead_a1", "duty.inherited").await;
        let shown = app.by("lead_a1").get(&duty.header("location")).await.expect(200);
        assert_eq!(shown.json()["rota"].as_array().unwrap().len(), 1);
        let tag = shown.etag();
        app.by("lead_a1").patch(&duty.header("location"), &tag, json!({ "place": "十三樓" })).await.expect(200);
        let later = of(&app.by("lead_a1"), &duty.id()).await;
        let far: Vec<_> = later.iter().filter(|one| one["day"].as_str().unwrap() > in_days(3).as_str()).collect();
        assert!(far.iter().all(|one| owner(&app, one) == "member_a1b"));
    }

    async fn a_duty_is_set_up_inside_the_reach_and_says_something(app) {
        let lead = app.by("lead_a1");
        app.by("member_a1").post(DUTIES, closing(&app, json!({}))).await.problem(403, "forbidden");
        for team in [Value::Null, json!(app.id("team_a2"))] {
            lead.post(DUTIES, closing(&app, json!({ "team_id": team }))).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        }
        for (more, at, code) in [
            (json!({ "rrule": "FREQ=HOURLY" }), "/rrule", "format"),
            (json!({ "rrule": "FREQ=DAILY;COUNT=3" }), "/rrule", "format"),
            (json!({ "clause": "9.9" }), "/clause", "unknown_value"),
            (json!({ "due_time": "25:00" }), "/due_time", "time_of_day"),
            (json!({ "rota": [] }), "/rota", "required"),
            (json!({ "rota": [app.id("member_a1"), app.id("member_a1")] }), "/rota", "duplicate_value"),
            (json!({ "responsible": "person", "rota": [] }), "/person_id", "required"),
            (json!({ "responsible": "lead" }), "/rota", "conflict"),
            (json!({ "checklist": [] }), "/checklist", "length"),
        ] {
            lead.post(DUTIES, closing(&app, more)).await.problem(422, "invalid").at(at, code);
        }
        lead.post(DUTIES, closing(&app, json!({ "rota": [app.id("member_a1"), app.id("member_b1")] }))).await
            .problem(422, "unknown_reference").at("/rota/1", "unknown_reference");
        lead.post(DUTIES, closing(&app, json!({ "ends_on": in_days(-3) }))).await.problem(422, "date_order").at("/ends_on", "date_order");
        let twice = json!([{ "key": "a", "text": "x", "proof": "tick" }, { "key": "a", "text": "y", "proof": "tick" }]);
        lead.post(DUTIES, closing(&app, json!({ "checklist": twice }))).await.problem(422, "invalid");
        let bounds = json!([{ "key": "a", "text": "x", "proof": "number", "at_least": 5.0, "at_most": 1.0 }]);
        lead.post(DUTIES, closing(&app, json!({ "checklist": bounds }))).await.problem(422, "invalid");
        assert_eq!((app.sql().count("duties"), app.sql().count("duty_occurrences")), (0, 0));
    }

    async fn a_duty_is_done_in_a_place_of_the_register_and_what_was_due_stays_where_it_was(app) {
        let manager = app.by("manager");
        let place = |name: &str| {
            let call = manager.post("/api/v1/places", json!({ "name": name, "kind": "office", "bookable": false }));
            async move { call.await.expect(201).json()["id"].as_str().unwrap().to_owned() }
        };
        let (east, west) = (place("東側辦公室").await, place("西側辦公室").await);
        let duty = made(&app, json!({ "place": null, "place_id": east })).await;
        let one = duty.json();
        assert_eq!((&one["place"], &one["place_id"]), (&json!("東側辦公室"), &json!(east)), "its name unless told otherwise");
        let id = one["id"].as_str().unwrap();
        let before = of(&manager, id).await.len();
        let there = |place: &str| {
            let at = format!("{DUE}?place_id={place}&duty_id={id}");
            let manager = manager.clone();
            async move { manager.all(&at).await }
        };
        let (at_east, at_west) = (there(&east).await, there(&west).await);
        assert_eq!((at_east.len(), at_west.len()), (before, 0));
        assert_eq!((&at_east[0]["place"], &at_east[0]["place_id"]), (&json!("東側辦公室"), &json!(east)));
        let (lead, at) = (app.by("lead_a1"), duty.header("location"));
        let moved = lead.patch(&at, &duty.etag(), json!({ "place_id": west })).await.expect(200);
        assert_eq!((&moved.json()["place"], &moved.json()["place_id"]), (&json!("西側辦公室"), &json!(west)));
        // What can be done already stays as it was; what comes later is elsewhere.
        let (stayed, went) = (there(&east).await, there(&west).await);
        assert!(!stayed.is_empty() && !went.is_empty() && stayed.len() + went.len() == before, "{} {}", stayed.len(), went.len());
        assert_eq!(lead.all(&format!("{DUTIES}?place_id={west}")).await.len(), 1);
        assert!(lead.all(&format!("{DUTIES}?place_id={east}")).await.is_empty());
        let told = lead.patch(&at, &moved.etag(), json!({ "place": "西側靠窗", "place_id": west })).await.expect(200);
        assert_eq!(told.json()["place"], "西側靠窗");
        let none = lead.patch(&at, &told.etag(), json!({ "place_id": null })).await.expect(200);
        assert_eq!((&none.json()["place"], &none.json()["place_id"]), (&Value::Null, &Value::Null));
        lead.patch(&at, &none.etag(), json!({ "place_id": app.id("team_a1") })).await.problem(422, "unknown_reference").at("/place_id", "unknown_reference");
        lead.post(DUTIES, closing(&app, json!({ "place_id": app.id("team_a1") }))).await.problem(422, "unknown_reference");
    }

    async fn several_who_generate_at_once_say_it_once(app) {
        let duty = made(&app, json!({})).await;
        let count = app.sql().count("duty_occurrences");
        // As if nothing were there yet: several changes at once say it anew, and the worker with them.
        let back = match app.backend { Backend::Sqlite => "date(generated_to, '-20 days')", Backend::Postgres => "generated_to - 20" };
        app.sql().run(&format!("UPDATE duties SET generated_to = {back}"));
        let lead = app.by("lead_a1");
        let tag = duty.etag();
        let at = duty.header("location");
        let calls = (0..6).map(|n| { let (lead, at, tag) = (lead.clone(), at.clone(), tag.clone()); async move { lead.patch(&at, &tag, json!({ "place": format!("{n}") })).await } });
        let answers = join_all(calls).await;
        assert_eq!(answers.iter().filter(|a| a.status == 200).count(), 1);
        tests::wait::until("the worker to have generated", || async {
            let behind = format!("duties WHERE generated_to < {}", match app.backend { Backend::Sqlite => "date('now', '+20 days')", Backend::Postgres => "current_date + 20" });
            (app.sql().count(&behind) == 0).then_some(())
        }).await;
        assert_eq!(app.sql().count("duty_occurrences"), count);
    }

    async fn what_is_due_is_read_by_indexes(app) {
        made(&app, json!({})).await;
        let (team, who) = (case_plans::id(&app, "team_a1"), case_plans::id(&app, "member_a1"));
        let (key, series, minutes, far) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n * 60000000", "1500000000000000"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'", "TIMESTAMPTZ '2017-07-14'"),
        };
        let no = match app.backend { Backend::Sqlite => "0", Backend::Postgres => "FALSE" };
        app.sql().run(&format!(
            "INSERT INTO duty_occurrences (id, duty_id, duty_version, clause, day, turn, opens_at, due_at, told, tell_at, escalate_at, owner_id, team_id, \
                handed, state, done_at, remarkable, version, updated_at) \
             {series} SELECT {key}, d.id, 1, '3.1.1', d.starts_on, s.n, {far}, {minutes}, 3, NULL, {far}, {who}, d.team_id, {no}, 'done', {far}, 0, 1, {far} FROM s, duties d"));
        app.sql().run("ANALYZE");
        let now = instant(&app, 0);
        for query in [
            "SELECT * FROM duty_occurrences ORDER BY due_at, id LIMIT 51".to_owned(),
            format!("SELECT * FROM duty_occurrences WHERE team_id = {team} ORDER BY due_at, id LIMIT 51"),
            format!("SELECT * FROM duty_occurrences WHERE owner_id = {who} AND duty_occurrences.state = 'open' AND due_at < {now} ORDER BY due_at, id LIMIT 20"),
            format!("SELECT COUNT(*) FROM duty_occurrences WHERE team_id = {team} AND duty_occurrences.state = 'open' AND due_at < {now}"),
            format!("SELECT id FROM duty_occurrences WHERE duty_occurrences.tell_at IS NOT NULL AND tell_at <= {now} ORDER BY tell_at, id LIMIT 100"),
            format!("SELECT clause, state, COUNT(*), MIN(due_at) FROM duty_occurrences WHERE clause IN ('3.1.1', '3.3.4') AND due_at >= {now} AND due_at < {now} GROUP BY clause, state"),
            "SELECT id FROM duties WHERE NOT duties.ended AND generated_to < '2020-01-01' ORDER BY generated_to, id LIMIT 40".to_owned(),
        ] {
            let plan = explain(&app, &query);
            let whole = |line: &str| line.contains("Seq Scan on duty_occurrences") || line.trim().starts_with("SCAN duty_occurrences") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
