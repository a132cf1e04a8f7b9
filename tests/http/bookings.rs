//! Bookings of rooms (3.2.2 to 3.2.4): one at a time, prepared before, kept in order, closed when everything is back.

use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::repairs::{act, key, told};
use crate::{case_plans, given};

const PLACES: &str = "/api/v1/places";
const BOOKINGS: &str = "/api/v1/bookings";
const HOUR: i64 = 3_600;

async fn place(app: &App, name: &str) -> String {
    let body = json!({
        "name": name, "kind": "meeting_room", "location": "12 樓", "capacity": 12, "bookable": true,
        "preparation": ["桌椅排列", "投影測試"], "closing": ["垃圾清理", "電源關閉"]
    });
    app.by("manager").post(PLACES, body).await.expect(201).id()
}

fn booking(place: &str, (from, to): (i64, i64)) -> Value {
    json!({
        "place_id": place, "title": "新人培訓", "starts_at": tests::clock::in_seconds(from), "ends_at": tests::clock::in_seconds(to),
        "attendees": 8, "accepts_conduct": true
    })
}

async fn booked(app: &App, who: &str, place: &str, hours: (i64, i64)) -> String {
    let body = booking(place, (hours.0 * HOUR, hours.1 * HOUR));
    let made = app.by(who).post(BOOKINGS, body).await;
    made.expect(201).header("location")
}

fn moved(app: &App, path: &str, hours: i64) {
    let id = key(app, path.rsplit('/').next().unwrap());
    let back = match app.backend {
        Backend::Sqlite => format!("- {}", hours * 3_600_000_000),
        Backend::Postgres => format!("- interval '{hours} hours'"),
    };
    let set = ["starts_at", "ends_at", "tell_at"].map(|name| format!("{name} = {name} {back}"));
    let set = set.join(", ");
    app.sql()
        .run(&format!("UPDATE bookings SET {set} WHERE id = {id}"));
}

/// One that was to begin in a day, for an hour, began half an hour ago.
pub fn begun(app: &App, path: &str) {
    let id = key(app, path.rsplit('/').next().unwrap());
    let back = match app.backend {
        Backend::Sqlite => "- 88200000000".to_owned(),
        Backend::Postgres => "- interval '88200 seconds'".to_owned(),
    };
    app.sql().run(&format!(
        "UPDATE bookings SET starts_at = starts_at {back}, ends_at = ends_at {back} WHERE id = {id}"
    ));
}

fn all(lines: [&str; 2]) -> Value {
    json!({ "checked": lines })
}

async fn states(app: &App) -> Vec<(String, Value)> {
    let path = "/api/v1/regulation/compliance";
    let board = app.by("manager").get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let clauses = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let ours = clauses.filter(|c| {
        let clause = c["clause"].as_str().unwrap();
        ["3.2.2", "3.2.3", "3.2.4"].contains(&clause)
    });
    ours.map(|c| {
        let state = c["state"].as_str().unwrap().to_owned();
        (state, c["figure"]["value"].clone())
    })
    .collect()
}

async fn kinds(app: &App, who: &str) -> Vec<String> {
    let day = app.by(who).get("/api/v1/my-day").await.expect(200).json();
    let sections = day["sections"].as_array().unwrap().clone();
    let section = sections.into_iter().find(|s| s["section"] == "bookings");
    let items = section.unwrap()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|i| i["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn lent(client: &Client, path: &str, item: &str) -> Reply {
    let body = json!({ "item": item, "quantity": 2 });
    client.post(&format!("{path}/loans"), body).await
}

both! {
    async fn a_room_is_booked_prepared_disturbed_and_left_as_it_was(app) {
        let none = |n| vec![("no_data".to_owned(), Value::Null); n];
        assert_eq!(states(&app).await, none(3));
        let room = place(&app, "大會議室").await;
        let (member, lead, other) = (app.by("member_a1"), app.by("lead_a1"), app.by("member_b1"));
        let path = booked(&app, "member_a1", &room, (1, 3)).await;
        let one = other.get(&path).await.expect(200).json();
        assert_eq!((&one["state"], &one["owner"]["id"], &one["place"]["name"], &one["unprepared"]), (&json!("booked"), &json!(app.id("member_a1")), &json!("大會議室"), &json!(true)));
        assert_eq!(one["allowed_actions"], json!([]), "somebody of another team only sees it");
        assert_eq!(states(&app).await, none(3), "nothing was used yet");
        act(&other, &path, "preparations", all(["桌椅排列", "投影測試"])).await.problem(403, "forbidden");
        let open = act(&member, &path, "preparations", json!({ "checked": ["桌椅排列"] })).await;
        assert!(open.problem(422, "checklist_incomplete").json()["detail"].as_str().unwrap().contains("投影測試"));
        act(&member, &path, "preparations", json!({ "checked": ["桌椅排列", "投影測試", "茶水"] })).await.problem(422, "checklist_incomplete");
        assert_eq!(kinds(&app, "member_a1").await, ["booking_unprepared"]);
        let ready = act(&member, &path, "preparations", json!({ "checked": ["投影測試", "桌椅排列"], "note": "麥克風電量低" })).await.expect(200).json();
        assert_eq!((&ready["prepared_by"]["id"], &ready["unprepared"], &ready["note"]), (&json!(app.id("member_a1")), &json!(false), &json!("麥克風電量低")));
        act(&member, &path, "preparations", all(["桌椅排列", "投影測試"])).await.problem(409, "booking_state");
        let with = lent(&member, &path, "無線麥克風").await.expect(200).json();
        assert_eq!((&with["out"], &with["loans"][0]["quantity"]), (&json!(1), &json!(2)));
        act(&member, &path, "cancellations", json!({ "reason": "改期" })).await.problem(409, "items_out");
        act(&member, &path, "closings", all(["垃圾清理", "電源關閉"])).await.problem(409, "booking_state");
        other.post(&format!("{path}/incidents"), json!({ "what": "喧嘩" })).await.problem(409, "booking_state");

        moved(&app, &path, 2);
        assert_eq!(kinds(&app, "member_a1").await, ["booking_today"]);
        // What was signed before stands where the booking stood then: for the board it was prepared late.
        assert_eq!(states(&app).await[0], ("breached".to_owned(), json!(0.0)));
        let loud = other.post(&format!("{path}/incidents"), json!({ "what": "會中喧嘩" })).await.expect(200).json();
        assert_eq!((&loud["open_incidents"], &loud["incidents"][0]["reported_by"]["id"]), (&json!(1), &json!(app.id("member_b1"))));
        told(&app, "lead_a1", "booking.incident").await;
        told(&app, "member_a1", "booking.incident").await;
        assert_eq!((kinds(&app, "lead_a1").await, states(&app).await[1].clone()), (vec!["booking_incident".to_owned()], ("at_risk".to_owned(), json!(1.0))));
        let outcome = format!("{path}/incidents/{}/outcomes", loud["incidents"][0]["id"].as_str().unwrap());
        member.post(&outcome, json!({ "outcome": "無" })).await.problem(403, "forbidden");
        app.by("lead_b1").post(&outcome, json!({ "outcome": "無" })).await.problem(403, "forbidden");
        lead.post(&outcome, json!({ "outcome": "已口頭勸導" })).await.expect(200);
        lead.post(&outcome, json!({ "outcome": "再次" })).await.problem(409, "booking_state");
        told(&app, "member_a1", "booking.incident_decided").await;
        assert_eq!(states(&app).await[1], ("met".to_owned(), json!(0.0)));

        act(&member, &path, "closings", all(["垃圾清理", "電源關閉"])).await.problem(409, "items_out");
        let loan = format!("{path}/loans/{}/returns", with["loans"][0]["id"].as_str().unwrap());
        let back = member.post(&loan, json!({ "note": "防風罩遺失" })).await.expect(200).json();
        assert_eq!((&back["out"], &back["loans"][0]["note"]), (&json!(0), &json!("防風罩遺失")));
        assert_eq!(member.post(&loan, json!({})).await.expect(200).json()["out"], 0, "once");
        act(&member, &path, "closings", json!({ "checked": ["垃圾清理"] })).await.problem(422, "checklist_incomplete");
        let done = act(&member, &path, "closings", json!({ "checked": ["垃圾清理", "電源關閉"], "note": "白板已擦" })).await.expect(200).json();
        assert_eq!((&done["state"], &done["note"], &done["allowed_actions"]), (&json!("closed"), &json!("麥克風電量低\n白板已擦"), &json!(["incident_report"])));
        assert!(kinds(&app, "member_a1").await.is_empty());
        assert_eq!(states(&app).await[2], ("met".to_owned(), json!(0.0)));
        lent(&member, &path, "筆").await.problem(409, "booking_state");
        // Whoever is done early leaves the room to others.
        booked(&app, "member_b1", &room, (1, 2)).await;
        let audit = lead.all("/api/v1/audit-entries?subject_kind=booking").await;
        let by_people = audit.iter().filter(|entry| entry["event"] != "booking.unprepared");
        assert_eq!(by_people.count(), 7);
    }

    async fn of_those_who_book_at_once_one_has_the_room(app) {
        let room = place(&app, "大會議室").await;
        let people = ["manager", "deputy_a", "deputy_b", "lead_a1", "lead_b1", "member_a1", "member_a1b", "member_b1"];
        let tries = people.iter().enumerate().map(|(n, who)| {
            let body = booking(&room, (24 * HOUR + 300 * n as i64, 26 * HOUR + 300 * n as i64));
            let client = app.by(who);
            async move { client.post(BOOKINGS, body).await }
        });
        let said = futures_util::future::join_all(tries).await;
        let made = said.iter().filter(|r| r.status == 201).count();
        assert_eq!(made, 1, "{:?}", said.iter().map(|r| r.status).collect::<Vec<_>>());
        let winner = said.iter().find(|r| r.status == 201).unwrap().id();
        for refused in said.into_iter().filter(|r| r.status != 201) {
            assert_eq!(refused.problem(409, "booking_overlap").json()["current"]["id"], winner, "the refusal shows who has it");
        }
        // Past the API as well: the database holds it.
        let copy = format!(
            "INSERT INTO bookings (id, place_id, title, starts_at, ends_at, state, owner_id, preparation, closing, lent_out, open_incidents, told, version, created_at, updated_at) \
             SELECT {}, place_id, title, starts_at, ends_at, 'booked', owner_id, '[]', '[]', 0, 0, 2, 1, created_at, updated_at FROM bookings",
            match app.backend { Backend::Sqlite => "randomblob(16)", Backend::Postgres => "gen_random_uuid()" });
        assert!(app.sql().try_run(&copy).unwrap_err().contains("one_booking_at_a_time"));
        let out = format!("UPDATE bookings SET lent_out = 1, state = 'closed', closed_at = created_at, tell_at = NULL WHERE id = {}", key(&app, &winner));
        assert!(app.sql().try_run(&out).is_err(), "nothing closes while something is out");
        // Right after one another, and in other rooms, people meet as they like.
        let free = place(&app, "小會議室").await;
        let middle = booked(&app, "member_a1", &free, (24, 26)).await;
        let middle = app.by("member_a1").get(&middle).await.expect(200).json();
        for (from, to) in [("/ends_at", (26 * HOUR, 27 * HOUR)), ("/starts_at", (23 * HOUR, 24 * HOUR))] {
            let mut body = booking(&free, to);
            let edge = middle.pointer(from).unwrap().clone();
            body[if from == "/ends_at" { "starts_at" } else { "ends_at" }] = edge;
            app.by("member_b1").post(BOOKINGS, body).await.expect(201);
        }
        let from = app.by("member_b1").all(&format!("{BOOKINGS}?place_id={free}&sort=starts_at")).await;
        assert_eq!(from.len(), 3);
    }

    async fn a_booking_is_moved_only_where_the_room_is_free_and_prepared_anew(app) {
        let room = place(&app, "大會議室").await;
        let first = booked(&app, "member_a1", &room, (24, 26)).await;
        let second = booked(&app, "member_a1b", &room, (28, 30)).await;
        let member = app.by("member_a1");
        act(&member, &first, "preparations", all(["桌椅排列", "投影測試"])).await.expect(200);
        let tag = given::tagged(&member, &first).await.1;
        member.patch(&first, &tag, json!({ "ends_at": tests::clock::in_seconds(29 * HOUR) })).await.problem(409, "booking_overlap");
        app.by("member_a1b").patch(&first, &tag, json!({ "title": "x" })).await.problem(403, "forbidden");
        member.patch(&first, &tag, json!({ "attendees": 13 })).await.problem(422, "over_capacity").at("/attendees", "over_capacity");
        let named = member.patch(&first, &tag, json!({ "title": "主管會議", "attendees": null })).await.expect(200);
        assert!(!named.json()["prepared_at"].is_null(), "the room is as ready as it was");
        member.patch(&first, &tag, json!({ "title": "y" })).await.problem(412, "stale_version");
        let later = member.patch(&first, &named.etag(), json!({ "starts_at": tests::clock::in_seconds(25 * HOUR) })).await.expect(200).json();
        assert!(later["prepared_at"].is_null());
        let lead = app.by("lead_a1");
        let tag = given::tagged(&lead, &second).await.1;
        lead.patch(&second, &tag, json!({ "ends_at": tests::clock::in_seconds(31 * HOUR) })).await.expect(200);
        told(&app, "member_a1b", "booking.changed").await;
        act(&lead, &second, "cancellations", json!({ "reason": "講師改期" })).await.expect(200);
        told(&app, "member_a1b", "booking.cancelled").await;
        booked(&app, "member_b1", &room, (28, 30)).await;
        // A place that is booked stays; what is changed of its lists counts from the next booking on.
        let manager = app.by("manager");
        let at = format!("{PLACES}/{room}");
        let tag = given::tagged(&manager, &at).await.1;
        manager.patch(&at, &tag, json!({ "active": false })).await.problem(409, "still_in_use");
        manager.patch(&at, &tag, json!({ "preparation": ["簽到表"] })).await.expect(200);
        assert_eq!(member.get(&first).await.expect(200).json()["preparation"], json!(["桌椅排列", "投影測試"]));
        let fresh = booked(&app, "member_a1", &room, (48, 49)).await;
        assert_eq!(member.get(&fresh).await.expect(200).json()["preparation"], json!(["簽到表"]));
        member.patch(&at, "\"2\"", json!({ "name": "x" })).await.problem(403, "forbidden");
        manager.post(PLACES, json!({ "name": "大會議室", "kind": "office" })).await.problem(409, "name_taken");
    }

    async fn what_is_not_ready_or_not_closed_is_told_once(app) {
        let room = place(&app, "大會議室").await;
        let soon = booked(&app, "member_a1", &room, (1, 2)).await;
        told(&app, "member_a1", "booking.unprepared").await;
        moved(&app, &soon, 27);
        // What is told next was set when the first was told: a day after it ends, as it ended then.
        told(&app, "member_a1", "booking.unclosed").await;
        told(&app, "lead_a1", "booking.unclosed").await;
        assert_eq!(states(&app).await[2], ("breached".to_owned(), json!(1.0)));
        assert_eq!(app.by("lead_a1").all(&format!("{BOOKINGS}?unclosed=true")).await.len(), 1);
        assert_eq!(kinds(&app, "member_a1").await, ["booking_to_close"]);
        tokio::time::sleep(std::time::Duration::from_millis(5_500)).await;
        for (who, event) in [("member_a1", "booking.unprepared"), ("member_a1", "booking.unclosed"), ("lead_a1", "booking.unclosed")] {
            let all = app.by(who).all("/api/v1/notifications").await;
            assert_eq!(all.iter().filter(|n| n["event"] == event).count(), 1, "{who} {event}");
        }
        let later = booked(&app, "member_a1b", &room, (100, 101)).await;
        let left = format!("/api/v1/employees/{}/departures", app.id("member_a1b"));
        app.by("manager").post(&left, json!({ "leave_date": tests::clock::in_days(-1) })).await.expect(200);
        assert_eq!(app.by("manager").get(&later).await.expect(200).str("/owner/id"), app.id("lead_a1"));
    }

    async fn wrong_bookings_are_refused_with_clause_and_place(app) {
        let room = place(&app, "大會議室").await;
        let office = app.by("manager").post(PLACES, json!({ "name": "辦公室", "kind": "office" })).await.expect(201).id();
        let member = app.by("member_a1");
        let with = |more: Value| {
            let mut body = booking(&room, (24 * HOUR, 25 * HOUR));
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        for (more, status, code, at) in [
            (json!({ "accepts_conduct": false }), 422, "conduct_required", "/accepts_conduct"),
            (json!({ "place_id": office }), 422, "unknown_reference", "/place_id"),
            (json!({ "place_id": app.id("team_a1") }), 422, "unknown_reference", "/place_id"),
            (json!({ "attendees": 13 }), 422, "over_capacity", "/attendees"),
            (json!({ "attendees": 0 }), 422, "invalid", "/attendees"),
            (json!({ "starts_at": tests::clock::in_seconds(-HOUR) }), 422, "date_order", "/starts_at"),
            (json!({ "ends_at": tests::clock::in_seconds(23 * HOUR) }), 422, "date_order", "/ends_at"),
            (json!({ "ends_at": tests::clock::in_seconds(97 * HOUR) }), 422, "date_order", "/ends_at"),
            (json!({ "starts_at": tests::clock::in_seconds(367 * 24 * HOUR), "ends_at": tests::clock::in_seconds(367 * 24 * HOUR + 60) }), 422, "date_order", "/starts_at"),
            (json!({ "title": "" }), 422, "invalid", "/title"),
        ] {
            let said = member.post(BOOKINGS, with(more.clone())).await;
            let said = said.problem(status, code).json();
            assert_eq!(said["errors"][0]["pointer"], at, "{more}");
            if code != "invalid" {
                assert!(said["clause"].as_str().unwrap().starts_with("3.2."), "{said}");
            }
        }
        member.post(BOOKINGS, with(json!({ "color": "red" }))).await.problem(422, "invalid");
        for list in [json!(["甲", "甲"]), json!([""]), json!(vec!["x"; 21])] {
            let body = json!({ "name": "新", "kind": "office", "preparation": list });
            app.by("manager").post(PLACES, body).await.problem(422, "invalid");
        }
        member.post(PLACES, json!({ "name": "新", "kind": "office" })).await.problem(403, "forbidden");
        assert!(member.all(BOOKINGS).await.is_empty(), "nothing half-written");
        // Days are the department's: what goes on at midnight there belongs to both.
        let night = tests::clock::date(3).and_hms_opt(15, 0, 0).unwrap().and_utc();
        let body = with(json!({ "starts_at": night, "ends_at": night + chrono::Duration::hours(3) }));
        member.post(BOOKINGS, body).await.expect(201);
        for (plus, found) in [(2, 0), (3, 1), (4, 1), (5, 0)] {
            let day = tests::clock::in_days(plus);
            assert_eq!(member.all(&format!("{BOOKINGS}?from={day}&to={day}")).await.len(), found, "{plus}");
        }
    }

    async fn bookings_are_read_by_indexes(app) {
        let room = place(&app, "大會議室").await;
        let (team, who, room) = (case_plans::id(&app, "team_a1"), case_plans::id(&app, "member_a1"), key(&app, &room));
        let (id, series, at, to) = match app.backend {
            Backend::Sqlite => ("randomblob(16)", "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 4000) ", "1500000000000000 + n * 60000000", "1500000030000000 + n * 60000000"),
            Backend::Postgres => ("gen_random_uuid()", "WITH s AS (SELECT generate_series(1, 4000) AS n) ", "TIMESTAMPTZ '2017-07-14' + n * interval '1 minute'", "TIMESTAMPTZ '2017-07-14 00:00:30' + n * interval '1 minute'"),
        };
        app.sql().run(&format!(
            "INSERT INTO bookings (id, place_id, title, starts_at, ends_at, state, owner_id, team_id, preparation, closing, closed_at, lent_out, open_incidents, told, version, created_at, updated_at) \
             {series} SELECT {id}, {room}, 'x', {at}, {to}, 'closed', {who}, {team}, '[]', '[]', {to}, 0, 0, 2, 1, {at}, {at} FROM s"));
        app.sql().run("ANALYZE");
        for query in [
            "SELECT * FROM bookings ORDER BY starts_at DESC, id DESC LIMIT 51".to_owned(),
            format!("SELECT * FROM bookings WHERE place_id = {room} ORDER BY starts_at DESC, id DESC LIMIT 51"),
            format!("SELECT * FROM bookings WHERE owner_id = {who} AND bookings.state = 'booked' ORDER BY starts_at, id LIMIT 20"),
            format!("SELECT * FROM bookings WHERE team_id = {team} AND bookings.open_incidents > 0 ORDER BY starts_at, id LIMIT 20"),
            "SELECT id FROM bookings WHERE bookings.state = 'booked' AND ends_at < CURRENT_TIMESTAMP".to_owned(),
            "SELECT id FROM bookings WHERE tell_at IS NOT NULL AND tell_at <= CURRENT_TIMESTAMP ORDER BY tell_at, id LIMIT 50".to_owned(),
        ] {
            let plan = explain(&app, &query);
            let whole = |line: &str| line.contains("Seq Scan on bookings") || line.trim().starts_with("SCAN bookings") && !line.contains("INDEX");
            assert!(!plan.lines().any(whole), "{query}\n{plan}");
        }
    }
}
