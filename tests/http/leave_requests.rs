//! Leave requests: asked ahead, decided, returned, cut short; every refusal with its clause and figures (4.4.2, 4.4.4).

use chrono::{Datelike, Duration, NaiveDate};
use futures_util::future::join_all;
use tests::clock::{date, in_days};
use tests::{Backend, both, json, run};

use crate::given;
use crate::leaving::{PATH, ask, decide, granted, monday, read, remaining};

both! {
    async fn a_request_is_taken_from_the_balance_and_goes_to_the_lead(app) {
        granted(&app, "member_a1", "annual", 10.0).await;
        let (from, to) = (monday(0), monday(0) + Duration::days(2));
        let made = ask(&app, "member_a1", "annual", from, to).await.expect(201);
        let record = made.json();
        assert_eq!((&record["days"], &record["state"], &record["after_the_fact"]), (&json!(3), &json!("open"), &json!(false)));
        assert_eq!(made.header("location"), format!("{PATH}/{}", record["id"].as_str().unwrap()));
        assert_eq!(remaining(&app, "member_a1", "annual", from.year()).await, 7);
        let waiting = app.by("lead_a1").get("/api/v1/approvals?box=waiting").await.expect(200).data();
        assert_eq!((waiting.len(), &waiting[0]["subject_id"]), (1, &record["id"]));
        assert!(waiting[0]["title"].as_str().unwrap().contains("特別休假"), "{waiting:?}");
        decide(&app, "lead_a1", &record, "approve").await.expect(200);
        assert_eq!(read(&app, &record).await.json()["state"], "approved");
        assert_eq!(remaining(&app, "member_a1", "annual", from.year()).await, 7);
        let events = app.sql().texts("SELECT event AS v FROM outbox WHERE subject_kind = 'leave_request' ORDER BY id");
        assert_eq!(events, ["leave.requested", "leave.approved"]);
    }

    async fn what_is_refused_or_withdrawn_comes_back(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        let from = monday(0);
        let first = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        decide(&app, "lead_a1", &first, "refuse").await.expect(200);
        assert_eq!(read(&app, &first).await.json()["state"], "refused");
        let second = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        let withdrawal = format!("/api/v1/approvals/{}/withdrawals", second["approval_id"].as_str().unwrap());
        app.by("member_a1").post(&withdrawal, json!({})).await.expect(200);
        assert_eq!(read(&app, &second).await.json()["state"], "withdrawn");
        assert_eq!(remaining(&app, "member_a1", "annual", from.year()).await, 5);
        assert_eq!(app.sql().count("leave_days"), 0);
    }

    async fn half_days_and_weekends_count_as_they_are(app) {
        granted(&app, "member_a1", "annual", 10.0).await;
        let kind = given::leave_type(&app, "annual").await;
        let (friday, next) = (monday(0) + Duration::days(4), monday(1));
        let body = json!({ "leave_type_id": kind, "starts_on": friday, "starts_half": "pm", "ends_on": next, "ends_half": "am" });
        assert_eq!(app.by("member_a1").post(PATH, body).await.expect(201).json()["days"], 1);
        // The morning before is free, the afternoon is taken.
        let morning = json!({ "leave_type_id": kind, "starts_on": friday, "ends_on": friday, "ends_half": "am" });
        assert_eq!(app.by("member_a1").post(PATH, morning).await.expect(201).json()["days"], 0.5);
        let again = ask(&app, "member_a1", "annual", friday, friday).await.problem(409, "leave_overlap");
        assert!(again.at("/starts_on", "leave_overlap").json()["detail"].as_str().unwrap().contains(&friday.to_string()));
        let weekend = ask(&app, "member_a1", "annual", friday + Duration::days(8), friday + Duration::days(9)).await;
        weekend.problem(422, "leave_no_days");
        let maternity = given::leave_type(&app, "maternity").await;
        let half = json!({ "leave_type_id": maternity, "starts_on": monday(3), "starts_half": "pm", "ends_on": monday(4) });
        app.by("member_a1").post(PATH, half).await.problem(422, "leave_half_day").at("/starts_half", "leave_half_day");
        let weeks = ask(&app, "member_a1", "maternity", monday(3), monday(3) + Duration::days(55)).await.expect(201).json();
        assert_eq!((&weeks["days"], &weeks["certificate_required"]), (&json!(56), &json!(true)));
    }

    async fn holidays_are_free_and_make_up_days_are_worked(app) {
        granted(&app, "member_a1", "annual", 10.0).await;
        let (from, saturday) = (monday(0), monday(0) + Duration::days(5));
        for (day, kind) in [(from, "holiday"), (saturday, "workday")] {
            app.by("manager").post("/api/v1/calendar-days", json!({ "date": day, "kind": kind, "name": "x" })).await.expect(201);
        }
        let made = ask(&app, "member_a1", "annual", from, saturday + Duration::days(1)).await.expect(201);
        assert_eq!(made.json()["days"], 5, "Tuesday to Saturday");
    }

    async fn over_the_years_end_each_year_gives_its_own(app) {
        let year = date(0).year() + 1;
        let day = |y: i32, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let (from, to) = (day(year, 12, 20), day(year + 1, 1, 10));
        given::leave(&app, "member_a1", "annual", year, 20.0).await;
        let short = ask(&app, "member_a1", "annual", from, to).await.problem(409, "leave_balance_short");
        assert!(short.json()["detail"].as_str().unwrap().contains(&(year + 1).to_string()), "{}", short.told());
        given::leave(&app, "member_a1", "annual", year + 1, 20.0).await;
        let made = ask(&app, "member_a1", "annual", from, to).await.expect(201).json();
        let entries = app.by("member_a1").all(&format!("/api/v1/leave-entries?request_id={}", made["id"].as_str().unwrap())).await;
        assert_eq!(entries.len(), 2);
        let sum: f64 = entries.iter().map(|e| e["days"].as_f64().unwrap()).sum();
        assert_eq!(-sum, made["days"].as_f64().unwrap());
    }

    async fn refusals_cite_clause_and_figures_in_the_callers_language(app) {
        let kind = given::leave_type(&app, "annual").await;
        let body = json!({ "leave_type_id": kind, "starts_on": in_days(2), "ends_on": in_days(9) });
        let told = app.by("member_a1").post(PATH, body).language("en").await.problem(422, "leave_notice_short");
        let problem = told.json();
        assert_eq!(problem["clause"], "4.4.4");
        assert!(problem["detail"].as_str().unwrap().starts_with("Annual leave is asked 3 days ahead"), "{problem}");
        told.at("/leave_type_id", "leave_balance_short").at("/starts_on", "leave_notice_short");
        for (code, from, to, status, refusal) in [
            ("sick", in_days(-30), in_days(-30), 422, "leave_too_late"),
            ("marriage", monday(0).to_string(), (monday(0) + Duration::days(20)).to_string(), 422, "leave_too_long"),
            ("business", monday(0).to_string(), (monday(0) - Duration::days(1)).to_string(), 422, "date_order"),
            ("business", monday(0).to_string(), (monday(0) + Duration::days(400)).to_string(), 422, "leave_too_long"),
        ] {
            let body = json!({ "leave_type_id": given::leave_type(&app, code).await, "starts_on": from, "ends_on": to });
            app.by("member_a1").post(PATH, body).await.problem(status, refusal);
        }
        assert_eq!((app.sql().count("leave_requests"), app.sql().count("leave_days"), app.sql().count("approvals")), (0, 0, 0));
    }

    async fn sick_leave_is_asked_for_afterwards_and_long_sickness_needs_its_certificate(app) {
        granted(&app, "member_a1", "sick", 30.0).await;
        // Yesterday or, on a Monday, the Friday before.
        let day = (1..=3).map(|n| date(-n)).find(|d| d.weekday().num_days_from_monday() < 5).unwrap();
        let made = ask(&app, "member_a1", "sick", day, day).await.expect(201).json();
        assert_eq!((&made["after_the_fact"], &made["certificate_required"]), (&json!(true), &json!(false)));
        let long = ask(&app, "member_a1", "sick", monday(0), monday(0) + Duration::days(2)).await.expect(201).json();
        assert_eq!(long["certificate_required"], true);
        let missing = decide(&app, "lead_a1", &long, "approve").await.problem(409, "certificate_missing").json();
        assert_eq!((&missing["clause"], &missing["detail"]), (&json!("4.4.4"), &json!("3 > 2")));
        let files = format!("/api/v1/approvals/{}/attachments", long["approval_id"].as_str().unwrap());
        app.by("member_a1").upload(&files, "診斷書.txt", b"resting").await.expect(201);
        decide(&app, "lead_a1", &long, "approve").await.expect(200);
    }

    async fn a_quote_tells_everything_at_once_and_writes_nothing(app) {
        granted(&app, "member_a1", "annual", 2.0).await;
        let kind = given::leave_type(&app, "annual").await;
        let body = json!({ "leave_type_id": kind, "starts_on": monday(0), "ends_on": monday(0) + Duration::days(4) });
        let quote = app.by("member_a1").post("/api/v1/leave-quotes", body.clone()).language("en").await.expect(200).json();
        assert_eq!((&quote["days"], &quote["remaining_before"], &quote["remaining_after"]), (&json!(5), &json!(2), &json!(-3)));
        assert_eq!(quote["refusals"][0]["code"], "leave_balance_short");
        assert!(quote["refusals"][0]["detail"].as_str().unwrap().contains("2 days left, 5 needed"), "{quote}");
        assert_eq!(quote["clause"], "4.4.4");
        assert!(quote["clause_text"].as_str().unwrap().starts_with("Statutory holidays"));
        let steps: Vec<&str> = quote["steps"].as_array().unwrap().iter().map(|s| s["relation"].as_str().unwrap()).collect();
        assert_eq!(steps, ["lead", "deputy"], "five days go on to the deputy");
        assert_eq!(quote["steps"][0]["holder"]["id"], json!(app.id("lead_a1")));
        let wrong = json!({ "leave_type_id": kind, "starts_on": monday(1), "ends_on": monday(0) });
        let quote = app.by("member_a1").post("/api/v1/leave-quotes", wrong).await.expect(200).json();
        assert_eq!((&quote["days"], &quote["refusals"][0]["code"]), (&json!(0), &json!("date_order")));
        assert_eq!((app.sql().count("leave_requests"), app.sql().count("approvals")), (0, 0));
    }

    async fn leave_is_entered_on_behalf_inside_the_reach_only(app) {
        let kind = given::leave_type(&app, "business").await;
        let body = |person: &str| json!({ "employee_id": app.id(person), "leave_type_id": kind, "starts_on": monday(0), "ends_on": monday(0) });
        let made = app.by("lead_a1").post(PATH, body("member_a1")).await.expect(201).json();
        assert_eq!((&made["employee"]["id"], &made["created_by"]["id"]), (&json!(app.id("member_a1")), &json!(app.id("lead_a1"))));
        // Whoever entered it doesn't decide it: it has gone up to the deputy.
        let seen = app.by("deputy_a").get("/api/v1/approvals?box=waiting").await.expect(200).data();
        assert_eq!(seen.len(), 1, "{seen:?}");
        for (caller, person) in [("member_a1", "member_a1b"), ("lead_a1", "member_a2"), ("deputy_a", "member_b1")] {
            app.by(caller).post(PATH, body(person)).await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        }
        app.by("manager").post(PATH, body("pending")).await.problem(409, "employee_inactive");
        let mut own = body("member_a2");
        own["stand_in_id"] = json!(app.id("member_a2"));
        app.by("member_a2").post(PATH, own).await.problem(422, "unknown_reference").at("/stand_in_id", "unknown_reference");
    }

    async fn a_returned_request_is_changed_and_submitted_again(app) {
        granted(&app, "member_a1", "annual", 3.0).await;
        let from = monday(0);
        let made = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201);
        let (path, record) = (made.header("location"), made.json());
        app.by("member_a1").patch(&path, &made.etag(), json!({ "ends_on": from })).await.problem(409, "approval_not_returned");
        decide(&app, "lead_a1", &record, "return").await.expect(200);
        assert_eq!(remaining(&app, "member_a1", "annual", from.year()).await, 3, "nothing is held while it is back");
        let returned = read(&app, &record).await;
        assert_eq!(returned.json()["state"], "returned");
        // Whoever decides it doesn't rewrite it.
        let seen = app.by("lead_a1").get(&path).await.expect(200).json();
        assert_eq!(seen["allowed_actions"], json!([]));
        app.by("lead_a1").patch(&path, &returned.etag(), json!({ "ends_on": from })).await.problem(403, "forbidden");
        app.by("member_a1").patch(&path, "\"1\"", json!({ "ends_on": from })).await.problem(412, "stale_version");
        app.by("member_a1").patch(&path, &returned.etag(), json!({ "ends_on": from + Duration::days(4) })).await.problem(409, "leave_balance_short");
        let changed = app.by("member_a1").patch(&path, &returned.etag(), json!({ "ends_on": from + Duration::days(1), "reason": "改短" })).await.expect(200);
        assert_eq!((&changed.json()["days"], &changed.json()["state"]), (&json!(2), &json!("returned")));
        let again = format!("/api/v1/approvals/{}/resubmissions", record["approval_id"].as_str().unwrap());
        app.by("member_a1").post(&again, json!({})).await.expect(200);
        let now = read(&app, &record).await.json();
        assert_eq!((&now["state"], &now["days"]), (&json!("open"), &json!(2)));
        assert_eq!(remaining(&app, "member_a1", "annual", from.year()).await, 1);
        decide(&app, "lead_a1", &record, "approve").await.expect(200);
    }

    async fn coming_back_early_gives_the_rest_back_and_ends_the_stand_in(app) {
        granted(&app, "lead_a1", "annual", 10.0).await;
        let from = monday(0);
        let body = json!({
            "leave_type_id": given::leave_type(&app, "annual").await, "starts_on": from, "ends_on": from + Duration::days(2),
            "stand_in_id": app.id("member_a1")
        });
        let made = app.by("lead_a1").post(PATH, body).await.expect(201);
        let (path, record) = (made.header("location"), made.json());
        let back = format!("{path}/early-returns");
        app.by("lead_a1").post(&back, json!({ "resumes_on": from })).await.problem(409, "leave_over");
        decide(&app, "deputy_a", &record, "approve").await.expect(200);
        let given = app.by("member_a1").all("/api/v1/delegations").await;
        assert_eq!((given.len(), &given[0]["leave_request_id"]), (1, &record["id"]), "{given:?}");
        for (day, code) in [(from + Duration::days(5), "date_order"), (date(-3), "date_order")] {
            app.by("lead_a1").post(&back, json!({ "resumes_on": day })).await.problem(422, code).at("/resumes_on", code);
        }
        let half = json!({ "resumes_on": from + Duration::days(1), "resumes_half": "pm", "note": "提前完成" });
        let now = app.by("lead_a1").post(&back, half).await.expect(200).json();
        assert_eq!((&now["returned_days"], &now["state"], &now["resumed_half"]), (&json!(1.5), &json!("approved"), &json!("pm")));
        assert_eq!(remaining(&app, "lead_a1", "annual", from.year()).await, 8.5);
        let all = app.by("deputy_a").post(&back, json!({ "resumes_on": from })).await.expect(200).json();
        assert_eq!((&all["state"], &all["returned_days"]), (&json!("cancelled"), &json!(3)));
        assert_eq!(remaining(&app, "lead_a1", "annual", from.year()).await, 10);
        app.by("deputy_a").post(&back, json!({ "resumes_on": from })).await.problem(409, "leave_over");
        assert_eq!(app.sql().count("leave_days"), 0);
    }

    async fn of_fifty_requests_for_the_last_day_one_is_taken(app) {
        let (first, kind) = (monday(0), given::leave_type(&app, "annual").await);
        let workdays: Vec<NaiveDate> = first.iter_days().filter(|d| d.weekday().num_days_from_monday() < 5 && d.year() == first.year()).take(50).collect();
        // Near a year's end there are fewer days left: several ask for one and the same.
        granted(&app, "member_a1", "annual", 1.0).await;
        let asks = (0..50).map(|n| {
            let day = workdays[n % workdays.len()];
            let body = json!({ "leave_type_id": kind, "starts_on": day, "ends_on": day });
            let client = app.by("member_a1");
            async move { client.post(PATH, body).await }
        });
        let replies = join_all(asks).await;
        let taken = replies.iter().filter(|r| r.status == 201).count();
        assert_eq!(taken, 1);
        for reply in replies.into_iter().filter(|r| r.status != 201) {
            reply.expect(409);
        }
        assert_eq!(remaining(&app, "member_a1", "annual", first.year()).await, 0);
        assert_eq!((app.sql().count("leave_requests"), app.sql().count("approvals")), (1, 1));
    }

    async fn a_repeated_request_is_one_request(app) {
        let body = json!({ "leave_type_id": given::leave_type(&app, "business").await, "starts_on": monday(0), "ends_on": monday(0) });
        let once = || app.by("member_a1").post(PATH, body.clone()).once("leave-1");
        assert_eq!(once().await.expect(201).id(), once().await.expect(201).id());
        assert_eq!(app.sql().count("leave_requests"), 1);
        app.by("member_a1").post(PATH, body.clone()).await.problem(409, "leave_overlap");
    }

    async fn lists_are_filtered_and_exported(app) {
        for (person, weeks) in [("member_a1", 0), ("member_a2", 1), ("member_b1", 2)] {
            ask(&app, person, "business", monday(weeks), monday(weeks)).await.expect(201);
        }
        let count = |person: &'static str, query: String| { let client = app.by(person); async move { client.all(&format!("{PATH}{query}")).await.len() } };
        assert_eq!(count("manager", String::new()).await, 3);
        assert_eq!(count("deputy_a", String::new()).await, 2);
        assert_eq!(count("lead_a1", String::new()).await, 1);
        assert_eq!(count("member_b1", String::new()).await, 1);
        assert_eq!(count("manager", format!("?from={}&to={}", monday(1), monday(1))).await, 1);
        assert_eq!(count("manager", "?state=approved".into()).await, 0);
        assert_eq!(count("manager", format!("?team_id={}", app.id("team_b1"))).await, 1);
        let csv = app.by("manager").get(PATH).header("accept", "text/csv").await.expect(200).text();
        assert!(csv.starts_with("id,employee.id,employee.number,employee.name,team_id,team_name,leave_type.code,"), "{csv}");
        assert_eq!(csv.lines().count(), 4);
        let lines = app.by("lead_a1").get(PATH).header("accept", "application/x-ndjson").await.expect(200).text();
        assert_eq!(lines.lines().count(), 1);
        app.by("manager").get(&format!("{PATH}?colour=red")).await.problem(400, "unknown_parameter");
    }

    async fn whoever_is_above_records_a_return_also_when_the_leave_is_over(app) {
        let kind = given::made_leave_type(&app, "outside", "business").await;
        let body = json!({ "leave_type_id": kind, "starts_on": date(-2), "ends_on": date(-2) });
        let made = app.by("member_a1").post(PATH, body).await.expect(201);
        let (path, record) = (made.header("location"), made.json());
        decide(&app, "lead_a1", &record, "approve").await.expect(200);
        for (person, may) in [("member_a1", json!([])), ("lead_a1", json!(["leave_request"])), ("manager", json!(["leave_request"]))] {
            assert_eq!(app.by(person).get(&path).await.expect(200).json()["allowed_actions"], may, "{person}");
        }
        let back = json!({ "resumes_on": date(-2) });
        app.by("member_a1").post(&format!("{path}/early-returns"), back.clone()).await.problem(409, "leave_over");
        let now = app.by("lead_a1").post(&format!("{path}/early-returns"), back).await.expect(200).json();
        assert_eq!((&now["state"], &now["allowed_actions"]), (&json!("cancelled"), &json!([])));
    }

    async fn the_29th_of_february_is_a_day_of_leave_where_there_is_one(app) {
        let kind = given::made_leave_type(&app, "outside", "business").await;
        let leap = (date(0).year() + 1..).find(|y| NaiveDate::from_ymd_opt(*y, 2, 29).is_some()).unwrap();
        for (year, all) in [(leap, 3), (leap + 1, 2)] {
            let (from, to) = (NaiveDate::from_ymd_opt(year, 2, 28).unwrap(), NaiveDate::from_ymd_opt(year, 3, 1).unwrap());
            given::leave(&app, "member_a1", "annual", year, 5.0).await;
            let body = json!({ "leave_type_id": kind, "starts_on": from, "ends_on": to });
            assert_eq!(app.by("member_a1b").post(PATH, body).await.expect(201).json()["days"], all, "{year}");
            let worked = from.iter_days().take_while(|d| *d <= to).filter(|d| d.weekday().num_days_from_monday() < 5).count();
            let made = ask(&app, "member_a1", "annual", from, to).await.expect(201).json();
            assert_eq!((&made["days"], &made["ends_on"]), (&json!(worked), &json!(to)), "{year}");
            assert_eq!(remaining(&app, "member_a1", "annual", year).await, 5 - worked, "{year}");
        }
        let on = NaiveDate::from_ymd_opt(leap, 2, 29).unwrap();
        let alone = json!({ "leave_type_id": kind, "starts_on": on, "ends_on": on, "ends_half": "am" });
        assert_eq!(app.by("member_a2").post(PATH, alone).await.expect(201).json()["days"], 0.5);
        let common = json!({ "leave_type_id": kind, "starts_on": format!("{}-02-29", leap + 1), "ends_on": format!("{}-02-29", leap + 1) });
        app.by("member_a2").post(PATH, common).await.problem(422, "invalid").at("/ends_on", "type");
    }
}

async fn one_balance_across_instances(app: tests::App) {
    let (_server, other) = app.second();
    let there = other.with_token(&app.department.person("member_a1").token);
    granted(&app, "member_a1", "annual", 3.0).await;
    let kind = given::leave_type(&app, "annual").await;
    for round in 0..3 {
        // Two days that are free, and one day left for them.
        let days = [monday(round), monday(round) + Duration::days(1)];
        let year = days[0].year();
        let left = remaining(&app, "member_a1", "annual", year)
            .await
            .as_f64()
            .unwrap();
        if left > 1.0 {
            let how = json!({
                "employee_id": app.id("member_a1"), "leave_type_id": kind, "year": year, "kind": "adjust", "days": 1.0 - left, "note": "test"
            });
            app.by("manager")
                .post("/api/v1/leave-entries", how)
                .await
                .expect(201);
        } else if left < 1.0 {
            given::leave(&app, "member_a1", "annual", year, 1.0).await;
        }
        let body =
            |day: NaiveDate| json!({ "leave_type_id": kind, "starts_on": day, "ends_on": day });
        let mine = app.by("member_a1");
        let (a, b) =
            futures_util::future::join(async { mine.post(PATH, body(days[0])).await }, async {
                there.post(PATH, body(days[1])).await
            })
            .await;
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{} {}", a.told(), b.told());
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 0);
    }
}

#[test]
fn two_instances_take_the_last_day_once() {
    run::on(Backend::Postgres, |app| {
        Box::pin(one_balance_across_instances(app))
    });
}
