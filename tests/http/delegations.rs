//! Stand-ins: who decides for whom and when, without circles.

use tests::clock::in_days;
use tests::{App, Backend, both, json, run};

use crate::given;

fn naming(app: &App, delegate: &str, first: i64, last: i64) -> tests::Value {
    json!({ "delegate_id": app.id(delegate), "starts_on": in_days(first), "ends_on": in_days(last) })
}

both! {
    async fn a_stand_in_is_named_for_some_days_and_taken_back(app) {
        let lead = app.by("lead_a1");
        let made = lead.post("/api/v1/delegations", naming(&app, "member_a1b", 2, 4)).await.expect(201);
        let path = made.header("location");
        let record = made.json();
        assert_eq!((&record["delegate"]["name"], &record["current"], &record["kinds"]), (&json!("蔡志明"), &json!(false), &json!([])));
        // Who gave it and who got it see it; nobody else does, whatever their rank.
        app.by("member_a1b").get(&path).await.expect(200);
        app.by("manager").get(&path).await.problem(404, "not_found");
        assert_eq!(app.by("member_a1b").get("/api/v1/delegations").await.expect(200).data().len(), 1);
        assert_eq!(lead.get("/api/v1/delegations?current=true").await.expect(200).data().len(), 0);
        assert_eq!(lead.get("/api/v1/delegations?current=false&include=total").await.expect(200).json()["total"], 1);
        // Only the one who gave it takes it back, and once.
        app.by("member_a1b").post(&format!("{path}/revocations"), json!({})).await.problem(404, "not_found");
        let revoked = lead.post(&format!("{path}/revocations"), json!({ "comment": "改期" })).await.expect(200);
        assert!(revoked.json()["revoked_at"].is_string() && revoked.json()["allowed_actions"] == json!([]));
        lead.post(&format!("{path}/revocations"), json!({})).await.problem(409, "conflict");
        let told = tests::wait::until("the stand-in is told", || async {
            let all = app.by("member_a1b").all("/api/v1/notifications").await;
            all.iter().any(|n| n["event"] == "delegation.revoked").then_some(all)
        }).await;
        assert!(told.iter().any(|n| n["event"] == "delegation.created" && n["body"].as_str().unwrap().starts_with("李佳玲，")));
    }

    async fn dates_and_people_have_to_make_sense(app) {
        let lead = app.by("lead_a1");
        let post = |b: tests::Value| lead.post("/api/v1/delegations", b);
        post(naming(&app, "member_a1", -3, 2)).await.problem(422, "date_order").at("/starts_on", "date_order");
        post(naming(&app, "member_a1", 5, 2)).await.problem(422, "date_order").at("/ends_on", "date_order");
        post(naming(&app, "member_a1", 5, 400)).await.problem(422, "date_order").at("/ends_on", "date_order");
        post(naming(&app, "lead_a1", 2, 3)).await.problem(409, "delegation_cycle");
        post(naming(&app, "pending", 2, 3)).await.problem(409, "employee_inactive").at("/delegate_id", "employee_inactive");
        let nobody = json!({ "delegate_id": "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60", "starts_on": in_days(2), "ends_on": in_days(3) });
        post(nobody).await.problem(422, "unknown_reference").at("/delegate_id", "unknown_reference");
        app.with_key("area_a").post("/api/v1/delegations", naming(&app, "member_a1", 2, 3)).await.problem(403, "key_forbidden");
    }

    async fn one_time_has_one_stand_in_and_circles_are_refused(app) {
        let lead = app.by("lead_a1");
        lead.post("/api/v1/delegations", naming(&app, "lead_a2", 10, 20)).await.expect(201);
        lead.post("/api/v1/delegations", naming(&app, "lead_b1", 20, 22)).await.problem(409, "delegation_overlap");
        lead.post("/api/v1/delegations", naming(&app, "lead_b1", 21, 22)).await.expect(201);
        // By kind two may stand in at once.
        let kinds = |delegate: &str, kind: &str| {
            let mut b = naming(&app, delegate, 30, 31);
            b["kinds"] = json!([kind]);
            b
        };
        lead.post("/api/v1/delegations", kinds("lead_a2", "leave")).await.expect(201);
        lead.post("/api/v1/delegations", kinds("lead_b1", "correction")).await.expect(201);
        lead.post("/api/v1/delegations", kinds("lead_b1", "leave")).await.problem(409, "delegation_overlap");
        // A circle over three, on a common day and for a common kind.
        app.by("lead_a2").post("/api/v1/delegations", naming(&app, "lead_b1", 15, 31)).await.expect(201);
        app.by("lead_b1").post("/api/v1/delegations", naming(&app, "lead_a1", 5, 9)).await.expect(201);
        app.by("lead_b1").post("/api/v1/delegations", naming(&app, "lead_a1", 19, 25)).await.problem(409, "delegation_cycle").at("/delegate_id", "delegation_cycle");
        app.by("lead_b1").post("/api/v1/delegations", kinds("lead_a1", "leave")).await.problem(409, "delegation_cycle");
        // From the eleventh to the fourteenth lead_a2 has nobody: no circle there.
        app.by("lead_b1").post("/api/v1/delegations", naming(&app, "lead_a1", 11, 14)).await.expect(201);
    }

    async fn of_two_that_would_close_a_circle_together_one_is_refused(app) {
        for round in 0..5 {
            let (first, last) = (10 + round * 10, 12 + round * 10);
            let people = ["lead_a1", "lead_a2", "lead_b1", "deputy_a"];
            let calls = (0..people.len()).map(|n| {
                let (by, body) = (app.by(people[n]), naming(&app, people[(n + 1) % people.len()], first, last));
                async move { by.post("/api/v1/delegations", body).await.status.as_u16() }
            });
            let statuses = futures_util::future::join_all(calls).await;
            assert_eq!(statuses.iter().filter(|s| **s == 201).count(), 3, "{statuses:?}");
            assert_eq!(statuses.iter().filter(|s| **s == 409).count(), 1, "{statuses:?}");
        }
    }

    async fn what_lies_with_somebody_goes_to_their_stand_in_at_once_and_comes_back(app) {
        let approval = given::request(&app, "member_a1", 5, 1).await;
        let made = app.by("lead_a1").post("/api/v1/delegations", naming(&app, "member_a1b", 0, 1)).await;
        // In the department's zone it may be tomorrow already.
        let made = match made.status.as_u16() {
            201 => made,
            _ => app.by("lead_a1").post("/api/v1/delegations", naming(&app, "member_a1b", 1, 2)).await.expect(201),
        };
        let step = app.by("manager").get(&approval).await.expect(200).json()["current_step"].clone();
        assert_eq!((&step["holder"]["name"], &step["on_behalf_of"]["name"]), (&json!("蔡志明"), &json!("李佳玲")));
        for who in ["member_a1b", "lead_a1"] {
            let inbox = app.by(who).get("/api/v1/approvals?box=waiting").await.expect(200).data();
            assert_eq!(inbox.len(), 1, "{who}");
            assert!(inbox[0]["acts"].as_array().unwrap().contains(&json!("approve")));
        }
        app.by("lead_a1").post(&format!("{}/revocations", made.header("location")), json!({})).await.expect(200);
        let now = app.by("manager").get(&approval).await.expect(200).json();
        assert_eq!((&now["current_step"]["holder"]["name"], &now["current_step"]["on_behalf_of"]), (&json!("李佳玲"), &json!(null)));
        given::decide(&app, "member_a1b", &approval, "approve").await.problem(409, "step_moved");
        // They had it, so they still see it.
        app.by("member_a1b").get(&approval).await.expect(200);
        app.by("member_a2").get(&approval).await.problem(404, "not_found");
    }
}

async fn circles_across_instances(app: App) {
    let (_server, other) = app.second();
    for round in 0..5 {
        let (first, last) = (10 + round * 10, 12 + round * 10);
        let there = other.with_token(&app.department.person("lead_a2").token);
        let (a, b) = futures_util::future::join(
            async {
                app.by("lead_a1")
                    .post("/api/v1/delegations", naming(&app, "lead_a2", first, last))
                    .await
            },
            async {
                there
                    .post("/api/v1/delegations", naming(&app, "lead_a1", first, last))
                    .await
            },
        )
        .await;
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
}

#[test]
fn two_instances_make_no_circle_together() {
    run::on(Backend::Postgres, |app| {
        Box::pin(circles_across_instances(app))
    });
}
