//! Corrections, 補卡 (4.4.1): from the abnormal day through approval to the punch.

use tests::clock::{date, in_seconds};
use tests::{App, Value, both, json};

use crate::attendance::{at, day_of, office, punch, weekday};

fn asked(day: chrono::NaiveDate, kind: &str, clock: &str) -> Value {
    json!({ "date": day, "kind": kind, "at": at(day, clock), "reason": "拜訪客戶，忘記打卡" })
}

/// The lead of the applicant decides.
async fn decide(app: &App, who: &str, correction: &Value, decision: &str) {
    let approval = format!(
        "/api/v1/approvals/{}",
        correction["approval_id"].as_str().unwrap()
    );
    let tag = app.by(who).get(&approval).await.expect(200).etag();
    app.by(who)
        .post(
            &format!("{approval}/decisions"),
            json!({ "decision": decision, "comment": "已核對" }),
        )
        .header("if-match", &tag)
        .await
        .expect(200);
}

both! {
    async fn an_approved_correction_becomes_a_punch_and_the_day_follows(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:00"]).await;
        let made = app.by("member_a1").post("/api/v1/corrections", asked(day, "out", "18:05")).await.expect(201);
        let record = made.json();
        assert_eq!((&record["state"], &record["employee"]["id"]), (&json!("open"), &json!(app.id("member_a1"))));
        let open = day_of(&app, "member_a1", "member_a1", day).await;
        assert_eq!((&open["status"], &open["correction_open"], &open["corrected"]), (&json!("missing_punch"), &json!(true), &json!(false)));
        decide(&app, "lead_a1", &record, "approve").await;
        let after = day_of(&app, "member_a1", "member_a1", day).await;
        assert_eq!((&after["status"], &after["corrected"], &after["correction_open"], &after["worked_minutes"]), (&json!("present"), &json!(true), &json!(false), &json!(485)), "{after}");
        let from = at(day, "00:00");
        let punches = app.by("lead_a1").all(&format!("/api/v1/punches?employee_id={}&from={from}", app.id("member_a1"))).await;
        assert!(punches.iter().any(|p| p["source"] == "correction" && p["kind"] == "out"), "{punches:?}");
        let decided = app.by("member_a1").get(&made.header("location")).await.expect(200).json();
        assert_eq!((&decided["state"], decided["decided_at"].is_string()), (&json!("approved"), true));
        let trail = app.by("lead_a1").all("/api/v1/audit-entries?event=correction.approved").await;
        assert_eq!((trail.len(), &trail[0]["clause"]), (1, &json!("4.4.1")));
    }

    async fn a_refused_correction_changes_nothing(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:00"]).await;
        let made = app.by("member_a1").post("/api/v1/corrections", asked(day, "out", "18:05")).await.expect(201).json();
        decide(&app, "lead_a1", &made, "refuse").await;
        let after = day_of(&app, "member_a1", "member_a1", day).await;
        assert_eq!((&after["status"], &after["corrected"]), (&json!("missing_punch"), &json!(false)));
        // And it can be asked again.
        app.by("member_a1").post("/api/v1/corrections", asked(day, "out", "18:00")).await.expect(201);
    }

    async fn a_returned_correction_is_changed_and_submitted_again(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:00"]).await;
        let member = app.by("member_a1");
        let made = member.post("/api/v1/corrections", asked(day, "out", "20:00")).await.expect(201);
        let path = made.header("location");
        member.patch(&path, &made.etag(), json!({ "at": at(day, "18:00") })).await.problem(409, "approval_not_returned");
        decide(&app, "lead_a1", &made.json(), "return").await;
        let returned = member.get(&path).await.expect(200);
        assert_eq!((returned.str("/state"), &returned.json()["allowed_actions"]), ("returned".to_owned(), &json!(["correction_request"])));
        member.patch(&path, &returned.etag(), json!({ "at": at(day, "08:00") })).await.problem(422, "punch_time");
        member.patch(&path, &returned.etag(), json!({ "at": at(day, "18:00") })).await.expect(200);
        let approval = format!("/api/v1/approvals/{}", made.json()["approval_id"].as_str().unwrap());
        member.post(&format!("{approval}/resubmissions"), json!({})).await.expect(200);
        assert_eq!(member.get(&path).await.str("/state"), "open");
        decide(&app, "lead_a1", &made.json(), "approve").await;
        assert_eq!(day_of(&app, "member_a1", "member_a1", day).await["status"], "present");
    }

    async fn a_decider_doesnt_rewrite_what_they_have_returned(app) {
        office(&app).await;
        let day = weekday(3);
        let made = app.by("member_a1").post("/api/v1/corrections", asked(day, "in", "09:00")).await.expect(201);
        decide(&app, "lead_a1", &made.json(), "return").await;
        let path = made.header("location");
        for who in ["lead_a1", "deputy_a", "manager"] {
            let seen = app.by(who).get(&path).await.expect(200);
            assert_eq!(seen.json()["allowed_actions"], json!([]), "{who}");
            app.by(who).patch(&path, &seen.etag(), json!({ "reason": "另有原因" })).await.problem(403, "forbidden");
        }
        // Whoever entered it for somebody does.
        let mut ask = asked(day, "in", "09:00");
        ask["employee_id"] = json!(app.id("member_a1b"));
        let entered = app.by("lead_a1").post("/api/v1/corrections", ask).await.expect(201);
        decide(&app, "deputy_a", &entered.json(), "return").await;
        let path = entered.header("location");
        let seen = app.by("lead_a1").get(&path).await.expect(200);
        app.by("lead_a1").patch(&path, &seen.etag(), json!({ "reason": "另有原因" })).await.expect(200);
    }

    async fn the_last_days_of_whoever_has_left_are_corrected_like_others(app) {
        office(&app).await;
        let (last, after) = (weekday(4), weekday(1));
        let depart = json!({ "leave_date": last });
        app.by("manager").post(&format!("/api/v1/employees/{}/departures", app.id("member_a1")), depart).await.expect(200);
        let ask = |day| {
            let mut ask = asked(day, "in", "09:00");
            ask["employee_id"] = json!(app.id("member_a1"));
            app.by("lead_a1").post("/api/v1/corrections", ask)
        };
        if after > last {
            ask(after).await.problem(409, "employee_inactive").at("/employee_id", "employee_inactive");
        }
        ask(last).await.expect(201);
    }

    async fn only_what_is_wrong_and_recent_can_be_corrected(app) {
        office(&app).await;
        let (member, day) = (app.by("member_a1"), weekday(3));
        punch(&app, "E111", day, &["09:00", "18:00"]).await;
        member.post("/api/v1/corrections", asked(day, "in", "08:00")).await.problem(409, "day_not_abnormal").at("/date", "day_not_abnormal");
        let saturday = (3..10).map(|n| date(-n)).find(|d| chrono::Datelike::weekday(d) == chrono::Weekday::Sat).unwrap();
        member.post("/api/v1/corrections", asked(saturday, "in", "09:00")).await.problem(409, "day_not_abnormal");
        member.post("/api/v1/corrections", asked(weekday(64), "in", "09:00")).await.problem(422, "invalid").at("/date", "range");
        member.post("/api/v1/corrections", asked(date(2), "in", "09:00")).await.problem(422, "invalid").at("/date", "range");
        // After a working day: what is before dawn still belongs to that one.
        let half = (10..14).map(weekday).find(|d| chrono::Datelike::weekday(d) != chrono::Weekday::Mon).unwrap();
        punch(&app, "E111", half, &["09:30"]).await;
        for (kind, clock) in [("out", "09:00"), ("in", "00:30"), ("out", "33:00")] {
            member.post("/api/v1/corrections", asked(half, kind, clock)).await.problem(422, "punch_time").at("/at", "punch_time");
        }
        let mut soon = asked(half, "out", "18:00");
        soon["at"] = json!(in_seconds(3600));
        member.post("/api/v1/corrections", soon).await.problem(422, "punch_time");
        assert_eq!(app.sql().count("corrections"), 0);
    }

    async fn one_correction_of_a_kind_at_a_time(app) {
        office(&app).await;
        let (member, day) = (app.by("member_a1"), weekday(3));
        member.post("/api/v1/corrections", asked(day, "in", "09:00")).await.expect(201);
        member.post("/api/v1/corrections", asked(day, "in", "09:10")).await.problem(409, "correction_open").at("/date", "correction_open");
        member.post("/api/v1/corrections", asked(day, "out", "18:00")).await.expect(201);
    }

    async fn on_somebodys_behalf_inside_the_reach_only(app) {
        office(&app).await;
        let day = weekday(3);
        let mut ask = asked(day, "in", "09:00");
        ask["employee_id"] = json!(app.id("member_a1b"));
        app.by("member_a1").post("/api/v1/corrections", ask.clone()).await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        let made = app.by("lead_a1").post("/api/v1/corrections", ask).await.expect(201).json();
        assert_eq!((&made["employee"]["id"], &made["created_by"]["id"]), (&json!(app.id("member_a1b")), &json!(app.id("lead_a1"))));
        // The lead entered it, so the lead doesn't decide it.
        let approval = app.by("deputy_a").get(&format!("/api/v1/approvals/{}", made["approval_id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!(approval["current_step"]["holder"]["id"], json!(app.id("deputy_a")), "{approval}");
    }

    async fn the_decider_sees_the_day_and_how_often(app) {
        office(&app).await;
        let day = weekday(3);
        punch(&app, "E111", day, &["09:00"]).await;
        let made = app.by("member_a1").post("/api/v1/corrections", asked(day, "out", "18:00")).await.expect(201).json();
        let approval = app.by("lead_a1").get(&format!("/api/v1/approvals/{}", made["approval_id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!(approval["title"], format!("補卡 {day} 下班 18:00"));
        let figures = approval["detail"]["figures"].as_array().unwrap().clone();
        assert!(figures.iter().any(|f| f["value"] == "缺卡 09:00 – –"), "{figures:?}");
        assert!(figures.iter().any(|f| f["label"] == "當月已核准補卡次數" && f["value"] == "0"), "{figures:?}");
    }
}
