//! Customers' events (5.1.5): invited inside the reach, never more than there are seats, and who came has been met.

use futures_util::future::join_all;
use tests::clock::in_seconds;
use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::{case_plans, given};

const EVENTS: &str = "/api/v1/customer-events";
const INVITATIONS: &str = "/api/v1/event-invitations";
const DAY: i64 = 86_400;

fn planned(title: &str, more: Value) -> Value {
    let mut body = json!({
        "title": title, "kind": "seminar", "place": "大會議室", "starts_at": in_seconds(5 * DAY), "ends_at": in_seconds(5 * DAY + 7200)
    });
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    body
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

/// An event of team A1 that is open; its path.
async fn open(app: &App, more: Value) -> String {
    let mut body = planned("退休規劃說明會", json!({ "team_id": app.id("team_a1") }));
    let more = more.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(more);
    let by = if body["team_id"].is_null() {
        "manager"
    } else {
        "lead_a1"
    };
    let path = app
        .by(by)
        .post(EVENTS, body)
        .await
        .expect(201)
        .header("location");
    act(&app.by(by), &path, "openings", json!({}))
        .await
        .expect(200);
    path
}

async fn customer(app: &App, owner: &str, name: &str) -> String {
    let made = app
        .by(owner)
        .post("/api/v1/customers", json!({ "name": name }))
        .await;
    made.expect(201).id()
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn invited(client: &Client, event: &str, customers: &[String]) -> Vec<String> {
    let body = json!({ "event_id": id_of(event), "customer_ids": customers });
    let made = client.post(INVITATIONS, body).await.expect(200).json();
    let data = made["data"].as_array().unwrap().iter();
    data.map(|one| format!("{INVITATIONS}/{}", one["id"].as_str().unwrap()))
        .collect()
}

/// Puts the beginning of an event an hour back.
pub fn begun(app: &App, event: &str) {
    let (id, starts, ends) = match app.backend {
        Backend::Sqlite => (
            format!("x'{}'", event.replace('-', "")),
            "CAST(strftime('%s', 'now') AS INTEGER) * 1000000 - 3600000000",
            "CAST(strftime('%s', 'now') AS INTEGER) * 1000000 - 1000000",
        ),
        Backend::Postgres => (
            format!("'{event}'::uuid"),
            "now() - interval '1 hour'",
            "now() - interval '1 second'",
        ),
    };
    app.sql().run(&format!(
        "UPDATE customer_events SET starts_at = {starts}, ends_at = {ends} WHERE id = {id}"
    ));
}

async fn section(client: &Client, name: &str) -> Vec<String> {
    let day = client.get("/api/v1/my-day").await.expect(200).json();
    let sections = day["sections"].as_array().unwrap().clone();
    let section = sections.into_iter().find(|s| s["section"] == name).unwrap();
    let items = section["items"].as_array().unwrap().iter();
    items
        .map(|i| i["kind"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn an_event_goes_from_its_plan_to_what_came_of_it(app) {
        let (lead, member) = (app.by("lead_a1"), app.by("member_a1"));
        let body = planned("退休規劃說明會", json!({ "team_id": app.id("team_a1"), "organiser_id": app.id("member_a1"), "capacity": 10 }));
        let made = lead.post(EVENTS, body).await.expect(201);
        let path = made.header("location");
        assert_eq!((made.str("/state"), made.str("/organiser/id")), ("planned".to_owned(), app.id("member_a1")));
        let guest = customer(&app, "member_a1", "王美玲").await;
        let ask = json!({ "event_id": made.id(), "customer_ids": [guest] });
        member.post(INVITATIONS, ask.clone()).await.problem(409, "event_state");
        act(&member, &path, "openings", json!({})).await.expect(200);
        let one = invited(&member, &path, std::slice::from_ref(&guest)).await.remove(0);
        let again = member.post(INVITATIONS, ask).await.expect(200).json();
        assert_eq!((again["already"].clone(), again["data"].as_array().unwrap().len()), (json!(1), 0));
        act(&member, &one, "attendances", json!({ "attended": true })).await.problem(409, "event_state");
        let said = act(&member, &one, "replies", json!({ "reply": "accepted", "party": 2 })).await.expect(200).json();
        assert_eq!((&said["state"], &said["party"]), (&json!("accepted"), &json!(2)));
        let now = app.by("member_b1").get(&path).await.expect(200).json();
        assert_eq!((&now["figures"]["accepted"], &now["figures"]["seats"]), (&json!(1), &json!(2)), "known to everybody");
        act(&member, &path, "closings", json!({ "result": "早了" })).await.problem(409, "event_state");
        begun(&app, id_of(&path));
        act(&member, &path, "cancellations", json!({ "reason": "晚了" })).await.problem(409, "event_state");
        act(&member, &path, "closings", json!({ "result": "到場一位" })).await.problem(409, "event_attendance");
        act(&member, &one, "attendances", json!({ "attended": true })).await.expect(200);
        act(&member, &one, "replies", json!({ "reply": "declined" })).await.problem(409, "invitation_state");
        act(&member, &path, "closings", json!({ "result": "到場一位" })).await.expect(200);
        act(&member, &one, "attendances", json!({ "attended": false })).await.problem(409, "event_state");
        let patch = member.patch(&path, &given::tagged(&member, &path).await.1, json!({ "place": "別處" })).await;
        patch.problem(409, "event_state");
    }

    async fn whoever_came_has_been_met_and_it_can_be_put_right(app) {
        let member = app.by("member_a1");
        let guest = customer(&app, "member_a1", "王美玲").await;
        let path = open(&app, json!({})).await;
        let one = invited(&member, &path, std::slice::from_ref(&guest)).await.remove(0);
        begun(&app, id_of(&path));
        let contact = || async { member.get(&format!("/api/v1/customers/{guest}")).await.expect(200).json()["last_contact_on"].clone() };
        assert!(contact().await.is_null());
        let seen = act(&app.by("lead_a1"), &one, "attendances", json!({ "attended": true })).await.expect(200).json();
        assert!(contact().await.is_string());
        let of = format!("/api/v1/customers/{guest}/activities");
        let all = member.all(&of).await;
        assert_eq!((&all[0]["channel"], &all[0]["outcome"], &all[0]["note"], &all[0]["id"]),
            (&json!("event"), &json!("reached"), &json!("退休規劃說明會"), &seen["activity_id"]));
        act(&app.by("lead_a1"), &one, "attendances", json!({ "attended": false })).await.expect(200);
        assert!(contact().await.is_null(), "nobody was met");
        assert_eq!(member.all(&of).await[0]["outcome"], "not_reached");
        act(&member, &one, "attendances", json!({ "attended": true })).await.expect(200);
        assert_eq!((member.all(&of).await.len(), contact().await.is_string()), (1, true));
        let told = tests::wait::until("the owner to be told", || async {
            let told = member.all("/api/v1/notifications").await;
            told.into_iter().find(|n| n["event"] == "invitation.attendance")
        }).await;
        assert!(told["body"].as_str().unwrap().contains("王美玲"), "{told}");
    }

    async fn of_many_who_want_the_last_seats_as_many_get_one_as_there_are(app) {
        let path = open(&app, json!({ "capacity": 3 })).await;
        let mut customers = Vec::new();
        for n in 0..8 {
            customers.push(customer(&app, "member_a1", &format!("客戶{n}")).await);
        }
        let member = app.by("member_a1");
        let all = invited(&member, &path, &customers).await;
        let accept = |one: &String| {
            let call = member.post(&format!("{one}/replies"), json!({ "reply": "accepted" }));
            let call = call.header("if-match", "\"1\"");
            async move { call.await }
        };
        let answers = join_all(all.iter().map(accept)).await;
        let taken: Vec<&String> = all.iter().zip(&answers).filter(|(_, a)| a.status == 200).map(|(one, _)| one).collect();
        assert_eq!(taken.len(), 3);
        for reply in answers.iter().filter(|a| a.status != 200) {
            assert_eq!((reply.status, &reply.json()["code"]), (409.try_into().unwrap(), &json!("event_full")));
        }
        let now = member.get(&path).await.expect(200).json();
        assert_eq!((&now["figures"]["seats"], &now["figures"]["invited"]), (&json!(3), &json!(5)));
        act(&member, taken[0], "replies", json!({ "reply": "accepted", "party": 2 })).await.problem(409, "event_full").at("/party", "range");
        act(&member, taken[0], "replies", json!({ "reply": "declined" })).await.expect(200);
        act(&member, taken[1], "replies", json!({ "reply": "accepted", "party": 2 })).await.expect(200);
        let lead = app.by("lead_a1");
        let tag = given::tagged(&lead, &path).await.1;
        lead.patch(&path, &tag, json!({ "capacity": 2 })).await.problem(409, "event_full").at("/capacity", "range");
        lead.patch(&path, &tag, json!({ "capacity": null })).await.expect(200);
        let late = all.iter().find(|one| !taken.contains(one)).unwrap();
        act(&member, late, "replies", json!({ "reply": "accepted", "party": 20 })).await.expect(200);
    }

    async fn who_is_invited_is_seen_by_whoever_sees_the_customer(app) {
        let path = open(&app, json!({ "team_id": null })).await;
        let (mine, others) = (customer(&app, "member_a1", "王美玲").await, customer(&app, "member_b1", "陳小姐").await);
        let ask = |customers: Value| json!({ "event_id": id_of(&path), "customer_ids": customers });
        app.by("member_a1").post(INVITATIONS, ask(json!([mine, others]))).await.problem(422, "unknown_reference").at("/customer_ids/1", "unknown_reference");
        assert_eq!(app.sql().count("event_invitations"), 0, "all of them or none");
        app.by("manager").post(INVITATIONS, ask(json!([mine, others]))).await.expect(200);
        let seen = |who: &'static str| { let client = app.by(who); async move {
            let all = client.all(INVITATIONS).await;
            all.iter().map(|one| one["customer"]["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        } };
        assert_eq!(seen("member_a1").await, ["王美玲"]);
        assert_eq!(seen("lead_b1").await, ["陳小姐"]);
        assert!(seen("member_a2").await.is_empty());
        assert_eq!(seen("manager").await.len(), 2);
        let of_team = open(&app, json!({})).await;
        let body = json!({ "event_id": id_of(&of_team), "customer_ids": [others] });
        app.by("manager").post(INVITATIONS, body).await.problem(422, "event_team").at("/customer_ids/0", "event_team");
        let none = json!({ "event_id": "01932f00-0000-7000-9011-000000000000", "customer_ids": [mine] });
        app.by("manager").post(INVITATIONS, none).await.problem(422, "unknown_reference").at("/event_id", "unknown_reference");
    }

    async fn an_event_is_planned_inside_the_reach_and_ahead(app) {
        let lead = app.by("lead_a1");
        let of = |more: Value| planned("說明會", more);
        app.by("member_a1").post(EVENTS, of(json!({ "team_id": app.id("team_a1") }))).await.problem(403, "forbidden");
        lead.post(EVENTS, of(json!({}))).await.problem(422, "unknown_reference").at("/team_id", "unknown_reference");
        lead.post(EVENTS, of(json!({ "team_id": app.id("team_a2") }))).await.problem(422, "unknown_reference");
        let a1 = app.id("team_a1");
        lead.post(EVENTS, of(json!({ "team_id": a1, "organiser_id": app.id("member_b1") }))).await
            .problem(422, "unknown_reference").at("/organiser_id", "unknown_reference");
        lead.post(EVENTS, of(json!({ "team_id": a1, "starts_at": in_seconds(-60) }))).await.problem(422, "date_order").at("/starts_at", "date_order");
        lead.post(EVENTS, of(json!({ "team_id": a1, "ends_at": in_seconds(4 * DAY) }))).await.problem(422, "date_order").at("/ends_at", "date_order");
        lead.post(EVENTS, of(json!({ "team_id": a1, "capacity": 0 }))).await.problem(422, "invalid").at("/capacity", "range");
        lead.post(EVENTS, of(json!({ "team_id": a1, "title": " " }))).await.problem(422, "invalid");
        assert_eq!(app.sql().count("customer_events"), 0);
        app.by("manager").post(EVENTS, of(json!({}))).await.expect(201);
        let path = lead.post(EVENTS, of(json!({ "team_id": a1 }))).await.expect(201).header("location");
        let tag = given::tagged(&lead, &path).await.1;
        app.by("lead_a2").patch(&path, &tag, json!({ "place": "別處" })).await.problem(403, "forbidden");
        app.by("deputy_a").patch(&path, &tag, json!({ "place": "別處" })).await.expect(200);
        lead.patch(&path, &tag, json!({ "place": "原處" })).await.problem(412, "stale_version");
    }

    async fn another_time_and_a_cancelled_event_are_told_to_whoever_invited(app) {
        let path = open(&app, json!({})).await;
        let (one, two) = (customer(&app, "member_a1", "王美玲").await, customer(&app, "member_a1b", "李四").await);
        let asked = invited(&app.by("lead_a1"), &path, &[one, two]).await;
        for each in &asked {
            let owner = app.by("lead_a1").get(each).await.expect(200).str("/owner/id");
            if owner == app.id("member_a1b") {
                act(&app.by("lead_a1"), each, "replies", json!({ "reply": "declined" })).await.expect(200);
            }
        }
        let lead = app.by("lead_a1");
        let tag = given::tagged(&lead, &path).await.1;
        lead.patch(&path, &tag, json!({ "starts_at": in_seconds(6 * DAY), "ends_at": in_seconds(6 * DAY + 60) })).await.expect(200);
        act(&lead, &path, "cancellations", json!({ "reason": "颱風停班" })).await.expect(200);
        let events = |who: &'static str| { let client = app.by(who); async move {
            let all = client.all("/api/v1/notifications").await;
            all.iter().map(|n| n["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        } };
        tests::wait::until("the owner to be told", || async {
            let told = events("member_a1").await;
            let both = ["customer_event.updated", "customer_event.cancelled"];
            both.iter().all(|one| told.iter().any(|t| t == one)).then_some(())
        }).await;
        let told = events("member_a1b").await;
        assert!(!told.iter().any(|one| one == "customer_event.updated"), "who declined isn't troubled: {told:?}");
        let body = json!({ "event_id": id_of(&path), "customer_ids": [customer(&app, "member_a1", "趙六").await] });
        lead.post(INVITATIONS, body).await.problem(409, "event_state");
    }

    async fn invitations_go_with_the_customer_and_events_of_a_leaver_to_whoever_is_above(app) {
        let path = open(&app, json!({ "organiser_id": app.id("member_a1") })).await;
        let lead = app.by("lead_a1");
        let (kept, gone) = (customer(&app, "member_a1", "王美玲").await, customer(&app, "member_a1", "王小玲").await);
        let both = invited(&lead, &path, &[kept.clone(), gone.clone()]).await;
        for one in &both {
            if lead.get(one).await.expect(200).str("/customer/id") == gone {
                act(&lead, one, "replies", json!({ "reply": "accepted", "party": 3 })).await.expect(200);
            }
        }
        let record = |id: &str| format!("/api/v1/customers/{id}");
        let (tag, other) = (given::tagged(&lead, &record(&kept)).await.1, lead.get(&record(&gone)).await.expect(200).json());
        let body = json!({ "other_id": gone, "other_version": other["version"], "because": "同一人" });
        lead.post(&format!("{}/merges", record(&kept)), body).header("if-match", &tag).await.expect(200);
        let all = lead.all(INVITATIONS).await;
        assert_eq!((all.len(), &all[0]["customer"]["id"], &all[0]["state"], &all[0]["party"]), (1, &json!(kept), &json!("accepted"), &json!(3)));
        let tag = given::tagged(&lead, &record(&kept)).await.1;
        let body = json!({ "owner_id": app.id("member_a1b"), "note": "請接手" });
        lead.post(&format!("{}/transfers", record(&kept)), body).header("if-match", &tag).await.expect(200);
        assert!(app.by("member_a1").all(INVITATIONS).await.is_empty());
        assert_eq!(app.by("member_a1b").all(INVITATIONS).await.len(), 1);
        let leaver = format!("/api/v1/employees/{}", app.id("member_a1"));
        let manager = app.by("manager");
        let tag = given::tagged(&manager, &leaver).await.1;
        let body = json!({ "leave_date": tests::clock::in_days(0), "reason": "轉職" });
        manager.post(&format!("{leaver}/departures"), body).header("if-match", &tag).await.expect(200);
        assert_eq!(lead.get(&path).await.expect(200).str("/organiser/id"), app.id("lead_a1"));
    }

    async fn days_show_what_is_near_and_the_board_what_isnt_closed(app) {
        let state = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.1.5").unwrap()["state"].clone()
        };
        let path = open(&app, json!({})).await;
        let one = customer(&app, "member_a1", "王美玲").await;
        invited(&app.by("member_a1"), &path, &[one]).await;
        assert_eq!(state().await, "no_data");
        assert_eq!(section(&app.by("lead_a1"), "services").await, ["event_ahead"]);
        assert_eq!(section(&app.by("member_a1"), "services").await, ["event_unanswered"]);
        begun(&app, id_of(&path));
        assert_eq!(section(&app.by("lead_a1"), "services").await, ["event_to_close"]);
        assert!(section(&app.by("member_a1"), "services").await.is_empty());
        tests::wait::until("the second after", || async { (state().await == "at_risk").then_some(()) }).await;
        let week = match app.backend { Backend::Sqlite => "700000000000", Backend::Postgres => "interval '9 days'" };
        app.sql().run(&format!("UPDATE customer_events SET starts_at = starts_at - {week}, ends_at = ends_at - {week}"));
        assert_eq!(state().await, "breached");
        act(&app.by("lead_a1"), &path, "closings", json!({ "result": "到場 0 位" })).await.expect(200);
        assert_eq!(state().await, "met");
    }

    async fn the_day_before_organiser_and_inviters_are_reminded_once(app) {
        crate::activities::moved(&app, 3).await;
        let path = open(&app, json!({ "starts_at": in_seconds(DAY), "ends_at": in_seconds(DAY + 3600) })).await;
        let one = customer(&app, "member_a1", "王美玲").await;
        invited(&app.by("member_a1"), &path, &[one]).await;
        crate::activities::moved(&app, 12).await;
        let told = |who: &'static str| { let client = app.by(who); async move {
            let all = client.all("/api/v1/notifications").await;
            all.iter().filter(|n| n["event"] == "customer_event.reminded").count()
        } };
        tests::wait::until_within(30, "the lead to be reminded", || async { (told("lead_a1").await > 0).then_some(()) }).await;
        tests::wait::until_within(30, "the member to be reminded", || async { (told("member_a1").await > 0).then_some(()) }).await;
        assert_eq!((told("lead_a1").await, told("member_a1").await), (1, 1));
    }

    async fn every_page_of_events_and_invitations_goes_by_an_index_in_every_reach(app) {
        case_plans::fill(&app, 1000);
        let id = |name: &str| case_plans::id(&app, name);
        let (key, at) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "1790000000000000 + n * 1000000"),
            Backend::Postgres => ("gen_random_uuid()", "TIMESTAMPTZ '2026-09-21' + n * interval '1 second'"),
        };
        let (one, more) = match app.backend {
            Backend::Sqlite => ("1000000", "+"),
            Backend::Postgres => ("interval '1 second'", "+"),
        };
        app.sql().run(&format!(
            "INSERT INTO customer_events (id, title, kind, state, starts_at, ends_at, place, organiser_id, team_id, result, version, created_at, \
             updated_at) SELECT {key}, 'x', 'other', CASE n % 50 WHEN 0 THEN 'open' ELSE 'closed' END, {at}, {at} {more} {one}, 'x', owner_id, \
             team_id, CASE n % 50 WHEN 0 THEN NULL ELSE 'x' END, 1, created_at, created_at \
             FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM cases) AS c"));
        app.sql().run(&format!(
            "INSERT INTO event_invitations (id, event_id, customer_id, owner_id, team_id, state, party, version, created_at, updated_at) \
             SELECT {key}, e.id, c.id, c.owner_id, c.team_id, CASE n % 20 WHEN 0 THEN 'invited' ELSE 'declined' END, 1, 1, c.created_at, c.created_at \
             FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM customers) AS c \
             CROSS JOIN (SELECT id FROM customer_events ORDER BY id LIMIT 5) AS e"));
        app.sql().run("ANALYZE");
        let (me, lead, team, deputy, area) = (id("member_a1"), id("lead_a1"), id("team_a1"), id("deputy_a"), id("area_a"));
        let of_area = format!("event_invitations.team_id IN (SELECT rt.id FROM teams rt WHERE rt.area_id = {area})");
        for reach in [
            format!("event_invitations.owner_id = {me}"),
            format!("event_invitations.team_id = {team}"),
            format!("(event_invitations.owner_id = {lead} AND (event_invitations.team_id IS NULL OR event_invitations.team_id <> {team}))"),
            format!("({of_area} OR event_invitations.team_id IS NULL OR event_invitations.owner_id = {deputy})"),
            "1 = 1".to_owned(),
        ] {
            let plan = explain(&app, &format!("SELECT * FROM event_invitations WHERE {reach} ORDER BY event_invitations.created_at DESC, event_invitations.id DESC LIMIT 51"));
            let whole = |line: &str| line.contains("Seq Scan on event_invitations") || line.trim() == "SCAN event_invitations";
            assert!(!plan.lines().any(whole) && !plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{reach}\n{plan}");
        }
        for (query, index) in [
            ("SELECT * FROM customer_events ORDER BY customer_events.starts_at DESC, customer_events.id DESC LIMIT 51".to_owned(), "customer_events_starts_at"),
            ("SELECT id FROM customer_events WHERE customer_events.state IN ('planned', 'open') ORDER BY starts_at, id LIMIT 50".to_owned(), "customer_events_live"),
            (format!("SELECT event_id FROM event_invitations WHERE owner_id = {me} AND event_invitations.state = 'invited'"), "event_invitations_waiting"),
            (format!("SELECT state, COUNT(*) FROM event_invitations WHERE event_id IN ({me}) GROUP BY event_id, state"), "event_invitations_event_"),
        ] {
            let plan = explain(&app, &query);
            // What a constraint keeps unique has no name of its own in SQLite.
            let found = plan.contains(index) || plan.contains("sqlite_autoindex_event_invitations");
            assert!(found, "{query}\n{plan}");
        }
    }
}
