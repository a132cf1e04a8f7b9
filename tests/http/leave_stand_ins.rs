//! Who stands in during leave: named in the request, in force once it is approved, and never a second one or a circle (4.4.2).

use chrono::{Duration, NaiveDate};
use tests::clock::date;
use tests::{App, Reply, Value, both, json};

use crate::given;
use crate::leaving::{PATH, change, decide, follow, monday};

async fn leave(app: &App, from: NaiveDate, to: NaiveDate, stand_in: &str) -> Value {
    let kind = given::leave_type(app, "business").await;
    json!({ "leave_type_id": kind, "starts_on": from, "ends_on": to, "stand_in_id": app.id(stand_in) })
}

async fn delegate(app: &App, by: &str, to: &str, first: NaiveDate, last: NaiveDate) -> Reply {
    let body = json!({ "delegate_id": app.id(to), "starts_on": first, "ends_on": last });
    app.by(by).post("/api/v1/delegations", body).await
}

/// Stand-ins that come from leave, as the person who goes sees them.
async fn from_leave(app: &App, person: &str) -> Vec<Value> {
    let mut all = app.by(person).all("/api/v1/delegations").await;
    all.retain(|d| d["leave_request_id"].is_string() && d["revoked_at"].is_null());
    all
}

both! {
    async fn a_second_stand_in_for_the_same_days_is_refused_when_it_is_named(app) {
        let (from, to) = (monday(0), monday(0) + Duration::days(2));
        delegate(&app, "lead_a1", "lead_a2", from, from).await.expect(201);
        let other = leave(&app, from, to, "member_a1").await;
        let told = app.by("lead_a1").post(PATH, other.clone()).await.problem(409, "delegation_overlap").at("/stand_in_id", "delegation_overlap");
        assert_eq!(told.json()["clause"], "4.4.2");
        assert_eq!(app.sql().count("leave_requests"), 0);
        let quote = app.by("lead_a1").post("/api/v1/leave-quotes", other).await.expect(200).json();
        assert_eq!((&quote["refusals"][0]["code"], &quote["refusals"][0]["pointer"]), (&json!("delegation_overlap"), &json!("/stand_in_id")), "{quote}");
        // The one who stands in anyway is no second one.
        let same = leave(&app, from, to, "lead_a2").await;
        let quote = app.by("lead_a1").post("/api/v1/leave-quotes", same.clone()).await.expect(200).json();
        assert_eq!(quote["refusals"], json!([]));
        let made = app.by("lead_a1").post(PATH, same).await.expect(201).json();
        decide(&app, "deputy_a", &made, "approve").await.expect(200);
        let given = from_leave(&app, "lead_a1").await;
        assert_eq!((given.len(), &given[0]["ends_on"]), (1, &json!(to)), "{given:?}");
    }

    async fn a_circle_of_stand_ins_is_refused_when_it_is_named(app) {
        let (from, to) = (monday(0), monday(0) + Duration::days(2));
        delegate(&app, "lead_a2", "lead_a1", to, to).await.expect(201);
        let circle = leave(&app, from, to, "lead_a2").await;
        app.by("lead_a1").post(PATH, circle.clone()).await.problem(409, "delegation_cycle").at("/stand_in_id", "delegation_cycle");
        let quote = app.by("lead_a1").post("/api/v1/leave-quotes", circle).await.expect(200).json();
        assert_eq!(quote["refusals"][0]["code"], "delegation_cycle", "{quote}");
        app.by("lead_a1").post(PATH, leave(&app, from, from, "lead_a2").await).await.expect(201);
    }

    async fn a_clash_that_came_meanwhile_is_told_before_approval_and_mended_after_a_return(app) {
        let (from, to) = (monday(0), monday(0) + Duration::days(2));
        let made = app.by("lead_a1").post(PATH, leave(&app, from, to, "member_a1").await).await.expect(201).json();
        delegate(&app, "lead_a1", "lead_a2", from, to).await.expect(201);
        decide(&app, "deputy_a", &made, "approve").await.problem(409, "delegation_overlap").at("/stand_in_id", "delegation_overlap");
        decide(&app, "deputy_a", &made, "return").await.expect(200);
        follow(&app, "lead_a1", &made, "resubmissions").await.problem(409, "delegation_overlap");
        change(&app, "lead_a1", &made, json!({ "stand_in_id": app.id("member_a1b") })).await.problem(409, "delegation_overlap");
        change(&app, "lead_a1", &made, json!({ "stand_in_id": app.id("lead_a2") })).await.expect(200);
        follow(&app, "lead_a1", &made, "resubmissions").await.expect(200);
        decide(&app, "deputy_a", &made, "approve").await.expect(200);
        assert_eq!(from_leave(&app, "lead_a1").await.len(), 1);
    }

    async fn a_stand_in_begins_when_the_leave_is_approved_and_not_before(app) {
        let kind = given::made_leave_type(&app, "away", "leave").await;
        let asked = |first: i64, last: i64| json!({
            "leave_type_id": kind, "starts_on": date(first), "ends_on": date(last), "stand_in_id": app.id("member_a1")
        });
        let made = app.by("lead_a1").post(PATH, asked(-1, 1)).await.expect(201).json();
        decide(&app, "deputy_a", &made, "approve").await.expect(200);
        let given = from_leave(&app, "lead_a1").await;
        assert_eq!(given.len(), 1);
        assert!(given[0]["starts_on"].as_str().unwrap() >= date(0).to_string().as_str(), "{given:?}");
        // Over already: nobody has to stand in.
        let over = app.by("lead_a1").post(PATH, asked(-2, -2)).await.expect(201).json();
        decide(&app, "deputy_a", &over, "approve").await.expect(200);
        assert_eq!(from_leave(&app, "lead_a1").await.len(), 1);
    }

    async fn back_at_midday_the_mornings_stand_in_stands_in_that_day(app) {
        let from = monday(0);
        let made = app.by("lead_a1").post(PATH, leave(&app, from, from + Duration::days(2), "member_a1").await).await.expect(201).json();
        decide(&app, "deputy_a", &made, "approve").await.expect(200);
        let path = format!("{PATH}/{}/early-returns", made["id"].as_str().unwrap());
        let back = |days: i64, half: &str| json!({ "resumes_on": from + Duration::days(days), "resumes_half": half });
        app.by("lead_a1").post(&path, back(1, "pm")).await.expect(200);
        assert_eq!(from_leave(&app, "lead_a1").await[0]["ends_on"], json!(from + Duration::days(1)));
        app.by("lead_a1").post(&path, back(1, "am")).await.expect(200);
        assert_eq!(from_leave(&app, "lead_a1").await[0]["ends_on"], json!(from));
        app.by("lead_a1").post(&path, back(0, "am")).await.expect(200);
        assert_eq!(from_leave(&app, "lead_a1").await, [] as [Value; 0], "nothing is left of it");
    }
}
