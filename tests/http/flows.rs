//! Flows of approvals: versions that the manager publishes; what runs keeps its own.

use tests::{both, json};

use crate::given;

fn step(relation: &str) -> tests::Value {
    json!({ "relation": relation, "deadline_hours": 24 })
}

both! {
    async fn every_kind_of_matter_has_a_flow_from_the_start_and_anybody_may_read_it(app) {
        let member = app.by("member_a1");
        let flows = member.get("/api/v1/approval-flows?include=total").await.expect(200).json();
        let kinds: Vec<&str> = flows["data"].as_array().unwrap().iter().map(|f| f["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["correction", "incentive", "leave"]);
        assert_eq!(flows["total"], 3);
        let page = member.get("/api/v1/approval-flows?limit=1").await.expect(200).json();
        let next = page["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(member.get(&format!("/api/v1/approval-flows?limit=1&cursor={next}")).await.expect(200).data()[0]["kind"], "incentive");
        let leave = member.get("/api/v1/approval-flows/leave").await.expect(200);
        assert_eq!(leave.etag(), "\"1\"");
        assert_eq!(leave.str("/steps/0/relation"), "lead");
        assert!(!leave.json()["allowed_actions"].as_array().unwrap().contains(&json!("flow_manage")));
        assert_eq!(member.get("/api/v1/approval-flows/leave/versions").await.expect(200).data().len(), 1);
        member.get("/api/v1/approval-flows/holiday").await.problem(404, "not_found");
        member.patch("/api/v1/approval-flows/leave", "\"1\"", json!({ "steps": [step("lead")] })).await.problem(403, "forbidden");
    }

    async fn the_manager_publishes_versions_and_each_stays_readable(app) {
        let manager = app.by("manager");
        let path = "/api/v1/approval-flows/leave";
        let steps = json!([step("lead"), { "relation": "field_deputy", "field": "people", "deadline_hours": 8, "name": "人事", "when": { "days_over": 2.5, "categories": ["sick"] } }]);
        let published = manager.patch(path, "\"1\"", json!({ "steps": steps, "note": "加上人事" })).await.expect(200);
        assert_eq!((published.etag(), published.str("/note"), published.str("/published_by/number")), ("\"2\"".into(), "加上人事".into(), "M001".into()));
        assert_eq!(published.json()["steps"], steps);
        manager.patch(path, "\"1\"", json!({ "steps": [step("lead")] })).await.problem(412, "stale_version");
        manager.call(tests::Method::PATCH, path).json(&json!({ "steps": [step("lead")] })).await.problem(428, "if_match_missing");
        // The same again is no new version.
        assert_eq!(manager.patch(path, "\"2\"", json!({ "steps": steps, "note": "加上人事" })).await.expect(200).etag(), "\"2\"");
        let versions = manager.get(&format!("{path}/versions")).await.expect(200).data();
        assert_eq!(versions.iter().map(|v| v["version"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(versions[1]["published_by"], json!(null));
        let audit = manager.all("/api/v1/audit-entries?event=approval_flow.published").await;
        assert_eq!((audit.len(), &audit[0]["clause"]), (1, &json!("4.4.2")));
    }

    async fn a_flow_asks_somebody_always_and_names_nobody(app) {
        let manager = app.by("manager");
        let publish = |steps: tests::Value| manager.patch("/api/v1/approval-flows/leave", "\"1\"", json!({ "steps": steps }));
        publish(json!([])).await.problem(422, "invalid");
        publish(json!([step("named")])).await.problem(422, "invalid").at("/steps/0/relation", "unknown_value");
        publish(json!([step("lead"), step("field_deputy")])).await.problem(422, "invalid").at("/steps/1/field", "required");
        publish(json!([{ "relation": "lead", "field": "people", "deadline_hours": 24 }])).await.problem(422, "invalid").at("/steps/0/field", "unknown_field");
        publish(json!([{ "relation": "lead", "deadline_hours": 0 }])).await.problem(422, "invalid");
        publish(json!([{ "relation": "lead", "deadline_hours": 24, "when": { "days_over": 1 } }])).await.problem(422, "flow_without_step").at("/steps", "flow_without_step");
        // A condition that says nothing leaves nothing out.
        publish(json!([{ "relation": "lead", "deadline_hours": 24, "when": {} }])).await.expect(200);
        app.with_key("team_a1").patch("/api/v1/approval-flows/leave", "\"2\"", json!({ "steps": [step("lead")] })).await.problem(403, "key_forbidden");
    }

    async fn a_step_of_a_field_goes_to_the_deputy_in_charge_of_it(app) {
        let manager = app.by("manager");
        let steps = json!([step("lead"), { "relation": "field_deputy", "field": "people", "deadline_hours": 8, "name": "人事" }]);
        manager.patch("/api/v1/approval-flows/leave", "\"1\"", json!({ "steps": steps })).await.expect(200);
        // Team B1 lies in the other deputy's area; people are this deputy's field.
        let approval = given::request(&app, "member_b1", 5, 1).await;
        given::decide(&app, "lead_b1", &approval, "approve").await.expect(200);
        let now = manager.get(&approval).await.expect(200).json()["current_step"].clone();
        assert_eq!((&now["level"], &now["field"], &now["name"], &now["holder"]["id"]), (&json!("field_deputy"), &json!("people"), &json!("人事"), &json!(app.id("deputy_a"))));
        given::decide(&app, "deputy_b", &approval, "approve").await.problem(403, "forbidden");
        let done = given::decide(&app, "deputy_a", &approval, "approve").await.expect(200);
        assert_eq!(done.str("/state"), "approved");
        // The deputy's own goes up.
        let own = given::request(&app, "deputy_a", 5, 1).await;
        assert_eq!(manager.get(&own).await.expect(200).str("/current_step/level"), "manager");
    }

    async fn steps_for_kinds_and_amounts_are_left_out_where_they_dont_apply(app) {
        let manager = app.by("manager");
        let when = |when: tests::Value| json!({ "relation": "deputy", "deadline_hours": 8, "when": when });
        let steps = json!([step("lead"), when(json!({ "categories": ["away"] })), when(json!({ "amount_over": 1000 })), when(json!({ "categories": ["outside"], "days_over": 2 }))]);
        manager.patch("/api/v1/approval-flows/leave", "\"1\"", json!({ "steps": steps })).await.expect(200);
        let count = |approval: String| { let manager = &manager; async move {
            manager.get(&approval).await.expect(200).json()["detail"]["steps"].as_array().unwrap().len()
        } };
        assert_eq!(count(given::request(&app, "member_a1", 5, 2).await).await, 1, "another kind, no amount, too short");
        assert_eq!(count(given::request(&app, "member_a1", 8, 3).await).await, 2, "long enough");
        let body = json!({ "leave_type_id": given::made_leave_type(&app, "away", "leave").await, "starts_on": tests::clock::in_days(15), "ends_on": tests::clock::in_days(15) });
        assert_eq!(count(given::asked(&app.by("member_a1"), body).await).await, 2, "of that kind");
    }

    async fn of_twenty_publications_at_once_one_wins(app) {
        let manager = app.by("manager");
        let calls = (1..=20).map(|hours| {
            let body = json!({ "steps": [{ "relation": "lead", "deadline_hours": hours }] });
            let manager = manager.clone();
            async move { manager.patch("/api/v1/approval-flows/leave", "\"1\"", body).await.status.as_u16() }
        });
        let statuses = futures_util::future::join_all(calls).await;
        assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|s| **s == 412).count(), 19, "{statuses:?}");
    }

    async fn a_running_request_finishes_under_the_version_it_started_with(app) {
        let manager = app.by("manager");
        let old = given::request(&app, "member_a1", 5, 1).await;
        manager.patch("/api/v1/approval-flows/leave", "\"1\"", json!({ "steps": [step("lead"), step("deputy")] })).await.expect(200);
        let new = given::request(&app, "member_a1", 8, 1).await;
        for (approval, version, state) in [(&old, 1, "approved"), (&new, 2, "open")] {
            let reply = given::decide(&app, "lead_a1", approval, "approve").await.expect(200);
            assert_eq!((reply.json()["flow_version"].as_i64(), reply.str("/state")), (Some(version), state.into()));
        }
        assert_eq!(given::decide(&app, "deputy_a", &new, "approve").await.expect(200).str("/state"), "approved");
        // Also after a return, whatever was published meanwhile.
        let returned = given::request(&app, "member_a1b", 5, 1).await;
        given::decide(&app, "lead_a1", &returned, "return").await.expect(200);
        manager.patch("/api/v1/approval-flows/leave", "\"2\"", json!({ "steps": [step("manager")] })).await.expect(200);
        let again = app.by("member_a1b").post(&format!("{returned}/resubmissions"), json!({})).await.expect(200).json();
        assert_eq!((&again["flow_version"], &again["round"], &again["current_step"]["level"]), (&json!(2), &json!(2), &json!("lead")));
    }
}
