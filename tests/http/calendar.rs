//! The holiday calendar: by hand, from CSV, from iCalendar (4.4.4).

use tests::{Client, Method, Value, both, json, wait};

const PATH: &str = "/api/v1/calendar-days";

async fn import(client: &Client, media: &str, query: &str, text: &str) -> (Value, Vec<Value>) {
    let path = format!("/api/v1/imports/calendar-days{query}");
    let sent = client
        .raw(Method::POST, &path, media, text.to_owned())
        .await
        .expect(202);
    let job = sent.header("location");
    let done = wait::until("the import", || async {
        let job = client.get(&job).await.expect(200).json();
        (job["state"] == "done" || job["state"] == "failed").then_some(job)
    })
    .await;
    (done, client.all(&format!("{job}/rows")).await)
}

both! {
    async fn days_are_added_changed_and_taken_away(app) {
        let deputy = app.by("deputy_a");
        let body = json!({ "date": "2027-02-08", "kind": "holiday", "name": "春節" });
        let made = deputy.post(PATH, body.clone()).await.expect(201);
        deputy.post(PATH, body.clone()).await.problem(409, "date_taken").at("/date", "date_taken");
        let path = made.header("location");
        let changed = app.by("manager").patch(&path, &made.etag(), json!({ "kind": "workday" })).await.expect(200);
        assert_eq!(changed.json()["kind"], "workday");
        deputy.patch(&path, &made.etag(), json!({ "name": "x" })).await.problem(412, "stale_version");
        assert_eq!(app.by("member_b1").get(&format!("{PATH}?from=2027-01-01&to=2027-12-31")).await.expect(200).data().len(), 1);
        deputy.delete(&path).await.expect(204);
        deputy.get(&path).await.problem(404, "not_found");
        let trail = app.by("manager").all("/api/v1/audit-entries?event=calendar_day.deleted").await;
        assert_eq!((trail.len(), &trail[0]["clause"]), (1, &json!("4.4.4")));
    }

    async fn only_who_is_in_charge_of_people_keeps_the_calendar(app) {
        let body = json!({ "date": "2027-02-08", "kind": "holiday", "name": "春節" });
        for person in ["deputy_b", "lead_a1", "member_a1"] {
            app.by(person).post(PATH, body.clone()).await.problem(403, "forbidden");
        }
        app.by("manager").post(PATH, json!({ "date": "2027-02-30", "kind": "holiday", "name": "x" })).await.expect(422);
    }

    async fn a_csv_file_becomes_days_and_says_what_is_wrong_by_row(app) {
        let text = "date,kind,name\n2027-02-08,holiday,春節\n2027/02/06,workday,補班\nsoon,holiday,x\n2027-02-09,feast,x\n";
        let (job, rows) = import(&app.by("manager"), "text/csv", "?mode=partial", text).await;
        assert_eq!((&job["created_rows"], &job["refused_rows"]), (&json!(2), &json!(2)), "{rows:?}");
        assert_eq!((&rows[2]["errors"][0]["column"], &rows[2]["errors"][0]["code"]), (&json!("date"), &json!("date")));
        assert_eq!((&rows[3]["errors"][0]["column"], &rows[3]["errors"][0]["code"]), (&json!("kind"), &json!("unknown_value")));
        let again = "date,kind,name\n2027-02-08,holiday,除夕\n2027-02-06,workday,補班\n";
        let (job, _) = import(&app.by("manager"), "text/csv", "", again).await;
        assert_eq!((&job["updated_rows"], &job["unchanged_rows"]), (&json!(1), &json!(1)));
        let csv = app.by("manager").get(PATH).header("accept", "text/csv").await.expect(200).text();
        assert!(csv.starts_with("id,date,kind,name,") && csv.contains("2027-02-08,holiday,除夕"), "{csv}");
    }

    async fn a_calendar_file_becomes_holidays_and_make_up_days(app) {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n\
            BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270205\r\nDTEND;VALUE=DATE:20270211\r\nSUMMARY:春節\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20270220\r\nSUMMARY:春節調休上班\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20270101T090000Z\r\nSUMMARY:會議\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let (job, rows) = import(&app.by("manager"), "text/calendar; charset=utf-8", "?mode=partial", text).await;
        assert_eq!((&job["created_rows"], &job["refused_rows"]), (&json!(7), &json!(1)), "{rows:?}");
        let days = app.by("manager").all(&format!("{PATH}?kind=workday")).await;
        assert_eq!((days.len(), &days[0]["date"]), (1, &json!("2027-02-20")));
        app.by("manager").raw(Method::POST, "/api/v1/imports/calendar-days", "text/calendar", "hello").await.problem(422, "bad_csv");
        app.by("deputy_a").raw(Method::POST, "/api/v1/imports/calendar-days", "text/calendar", text).await.problem(403, "forbidden");
    }
}
