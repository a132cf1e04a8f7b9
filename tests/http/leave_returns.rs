//! Requests that are sent back: changed, submitted again, judged by the day they were asked on; and what every end of one tells.

use chrono::Duration;
use tests::clock::{date, in_days};
use tests::{both, json};

use crate::given;
use crate::leaving::{
    PATH, ask, change, decide, events, follow, granted, monday, read, remaining, workday_before,
};

both! {
    async fn days_go_back_to_the_account_they_came_from_whatever_the_kind_was_before(app) {
        for code in ["annual", "personal"] {
            granted(&app, "member_a1", code, 5.0).await;
        }
        let (from, personal) = (monday(0), given::leave_type(&app, "personal").await);
        let year = chrono::Datelike::year(&from);
        let made = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        change(&app, "member_a1", &made, json!({ "leave_type_id": personal })).await.expect(200);
        follow(&app, "member_a1", &made, "resubmissions").await.expect(200);
        assert_eq!(remaining(&app, "member_a1", "annual", year).await, 5);
        assert_eq!(remaining(&app, "member_a1", "personal", year).await, 2);
        decide(&app, "lead_a1", &made, "approve").await.expect(200);
        let path = format!("{PATH}/{}/early-returns", made["id"].as_str().unwrap());
        app.by("member_a1").post(&path, json!({ "resumes_on": from + Duration::days(1) })).await.expect(200);
        assert_eq!((remaining(&app, "member_a1", "annual", year).await, remaining(&app, "member_a1", "personal", year).await), (json!(5), json!(4)));
        app.by("lead_a1").post(&path, json!({ "resumes_on": from })).await.expect(200);
        assert_eq!((remaining(&app, "member_a1", "annual", year).await, remaining(&app, "member_a1", "personal", year).await), (json!(5), json!(5)));
    }

    async fn refused_after_a_change_of_kind_gives_back_the_new_kind(app) {
        for code in ["annual", "personal"] {
            granted(&app, "member_a1", code, 5.0).await;
        }
        let (from, personal) = (monday(0), given::leave_type(&app, "personal").await);
        let year = chrono::Datelike::year(&from);
        let made = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        change(&app, "member_a1", &made, json!({ "leave_type_id": personal })).await.expect(200);
        follow(&app, "member_a1", &made, "resubmissions").await.expect(200);
        decide(&app, "lead_a1", &made, "refuse").await.expect(200);
        assert_eq!((remaining(&app, "member_a1", "annual", year).await, remaining(&app, "member_a1", "personal", year).await), (json!(5), json!(5)));
    }

    async fn a_kind_that_binds_earlier_is_asked_for_on_the_day_of_the_change(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        let made = app.by("member_a1").post(PATH, given::leave_body(&app, 2, 1).await).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        // Asked for long ago, as a kind that needs no notice.
        app.sql().run(&format!("UPDATE leave_requests SET asked_on = '{}'", in_days(-30)));
        let annual = given::leave_type(&app, "annual").await;
        change(&app, "member_a1", &made, json!({ "leave_type_id": annual })).await.problem(422, "leave_notice_short").at("/starts_on", "leave_notice_short");
        change(&app, "member_a1", &made, json!({ "starts_on": in_days(1) })).await.expect(200);
        let asked = app.sql().texts("SELECT CAST(asked_on AS TEXT) AS v FROM leave_requests");
        assert!(asked[0] >= in_days(0), "other days are asked for today: {asked:?}");
    }

    async fn what_is_submitted_again_after_its_first_day_is_asked_for_afterwards(app) {
        granted(&app, "member_a1", "annual", 5.0).await;
        granted(&app, "member_a1", "sick", 5.0).await;
        let day = workday_before(9);
        let moved = |asked: String| format!("UPDATE leave_requests SET starts_on = '{day}', ends_on = '{day}', asked_on = '{asked}' WHERE state = 'returned'");
        let made = ask(&app, "member_a1", "annual", monday(0), monday(0)).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        app.sql().run(&moved(in_days(-30)));
        follow(&app, "member_a1", &made, "resubmissions").await.problem(422, "leave_too_late").at("/starts_on", "leave_too_late");
        assert_eq!(read(&app, &made).await.json()["state"], "returned");
        follow(&app, "member_a1", &made, "withdrawals").await.expect(200);
        // Asked for in time after the fact, it stays in time however long it lay.
        let sick = ask(&app, "member_a1", "sick", monday(0), monday(0)).await.expect(201).json();
        decide(&app, "lead_a1", &sick, "return").await.expect(200);
        app.sql().run(&moved((day + Duration::days(1)).to_string()));
        follow(&app, "member_a1", &sick, "resubmissions").await.expect(200);
        let now = read(&app, &sick).await.json();
        assert_eq!((&now["state"], &now["after_the_fact"]), (&json!("open"), &json!(true)));
    }

    async fn what_is_sent_back_before_its_days_and_comes_again_after_them_says_so(app) {
        let made = app.by("member_a1").post(PATH, given::leave_body(&app, 5, 1).await).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        let day = date(-2);
        app.sql().run(&format!("UPDATE leave_requests SET starts_on = '{day}', ends_on = '{day}', asked_on = '{}'", in_days(-9)));
        follow(&app, "member_a1", &made, "resubmissions").await.expect(200);
        assert_eq!(read(&app, &made).await.json()["after_the_fact"], true);
    }

    async fn every_turn_of_a_request_is_an_event(app) {
        granted(&app, "member_a1", "annual", 10.0).await;
        let from = monday(0);
        let made = ask(&app, "member_a1", "annual", from, from + Duration::days(2)).await.expect(201).json();
        decide(&app, "lead_a1", &made, "return").await.expect(200);
        change(&app, "member_a1", &made, json!({ "reason": "改期" })).await.expect(200);
        follow(&app, "member_a1", &made, "resubmissions").await.expect(200);
        decide(&app, "lead_a1", &made, "approve").await.expect(200);
        let path = format!("{PATH}/{}/early-returns", made["id"].as_str().unwrap());
        app.by("member_a1").post(&path, json!({ "resumes_on": from + Duration::days(1) })).await.expect(200);
        app.by("lead_a1").post(&path, json!({ "resumes_on": from })).await.expect(200);
        assert_eq!(events(&app), [
            "leave.requested", "leave.returned", "leave.changed", "leave.resubmitted", "leave.approved", "leave.resumed", "leave.cancelled"
        ]);
        let other = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        decide(&app, "lead_a1", &other, "refuse").await.expect(200);
        let third = ask(&app, "member_a1", "annual", from, from).await.expect(201).json();
        follow(&app, "member_a1", &third, "withdrawals").await.expect(200);
        assert_eq!(events(&app)[7..], ["leave.requested", "leave.refused", "leave.requested", "leave.withdrawn"]);
    }
}
