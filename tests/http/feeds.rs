//! Calendar feeds: an address with a secret that shows who is away, and nothing else (4.4.2).

use chrono::{Datelike, Duration};
use tests::clock::{date, in_days};
use tests::{App, both, json};

use crate::given;

async fn feed(app: &App, person: &str) -> (String, String) {
    let made = app
        .by(person)
        .post("/api/v1/calendar-feeds", json!({ "name": "手機" }))
        .await
        .expect(201);
    (made.str("/path"), made.str("/feed/id"))
}

async fn approved(app: &App, person: &str, lead: &str) {
    let day = (20..30)
        .map(date)
        .find(|d| d.weekday().num_days_from_monday() == 0)
        .unwrap();
    let body = json!({
        "leave_type_id": given::leave_type(app, "business").await, "starts_on": day, "ends_on": day + Duration::days(1), "ends_half": "am"
    });
    let made = app
        .by(person)
        .post("/api/v1/leave-requests", body)
        .await
        .expect(201);
    let path = format!("/api/v1/approvals/{}", made.str("/approval_id"));
    let tag = app.by(lead).get(&path).await.expect(200).etag();
    let decision = app.by(lead).post(
        &format!("{path}/decisions"),
        json!({ "decision": "approve" }),
    );
    decision.header("if-match", &tag).await.expect(200);
}

both! {
    async fn a_calendar_program_reads_the_owners_view(app) {
        approved(&app, "member_a1", "lead_a1").await;
        let (path, id) = feed(&app, "member_a1b").await;
        assert!(path.starts_with("/api/v1/calendar.ics?token=szf_"));
        let reply = app.anonymous().get(&path).await.expect(200);
        assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8");
        let text = reply.text();
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "a whole day and a half: {text}");
        assert!(text.contains("林淑芬") && text.split("\r\n").all(|l| l.len() <= 75));
        let again = app.anonymous().get(&path).await.expect(200).text();
        assert_eq!(again, text, "ids and stamps are stable");
        let bearer = app.by("lead_a1").get("/api/v1/calendar.ics").language("en").await.expect(200).text();
        assert!(bearer.contains("Out on business"), "who may read the leave sees its kind: {bearer}");
        let other = app.by("member_b1").get("/api/v1/calendar.ics").await.expect(200).text();
        assert!(!other.contains("BEGIN:VEVENT"));
        let mine = app.by("member_a1b").get("/api/v1/calendar-feeds").await.expect(200).data();
        assert_eq!((mine.len(), &mine[0]["id"]), (1, &json!(id)));
        assert!(app.by("manager").all("/api/v1/calendar-feeds").await.is_empty());
    }

    async fn a_feed_opens_nothing_else_and_dies_when_revoked(app) {
        let (path, id) = feed(&app, "member_a1").await;
        let token = path.split('=').nth(1).unwrap().to_owned();
        app.anonymous().get(&format!("/api/v1/absences?token={token}")).await.problem(401, "unauthenticated");
        app.with_token(&token).get("/api/v1/absences").await.problem(401, "unauthenticated");
        app.anonymous().get("/api/v1/calendar.ics").await.problem(401, "unauthenticated");
        app.anonymous().get("/api/v1/calendar.ics?token=szf_x").await.problem(401, "unauthenticated");
        app.anonymous().get(&format!("{path}&colour=red")).await.problem(400, "unknown_parameter");
        for (table, column) in [("outbox", "payload"), ("audit_entries", "changes"), ("idempotency_keys", "body")] {
            assert!(!app.sql().texts(&format!("SELECT {column} AS v FROM {table}")).join(" ").contains(&token), "{table}");
        }
        assert!(!app.server.log().contains(&token));
        app.by("member_a1b").delete(&format!("/api/v1/calendar-feeds/{id}")).await.problem(404, "not_found");
        app.anonymous().get(&path).await.expect(200);
        app.by("member_a1").delete(&format!("/api/v1/calendar-feeds/{id}")).await.expect(204);
        app.anonymous().get(&path).await.problem(401, "unauthenticated");
        app.by("member_a1").delete(&format!("/api/v1/calendar-feeds/{id}")).await.problem(404, "not_found");
    }

    async fn a_feed_dies_with_its_owners_departure_and_narrow_keys_make_none(app) {
        let (path, _) = feed(&app, "member_a1").await;
        app.anonymous().get(&path).await.expect(200);
        let leave = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
        app.by("manager").post(&leave, json!({ "leave_date": in_days(-1) })).await.expect(200);
        app.anonymous().get(&path).await.problem(401, "unauthenticated");
        for key in ["team_a1", "area_a", "without_absence_read"] {
            app.with_key(key).post("/api/v1/calendar-feeds", json!({ "name": "x" })).await.problem(403, "key_forbidden");
        }
    }
}
