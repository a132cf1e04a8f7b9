//! Approvals on leave requests: who decides what, who doesn't, and what becomes of it.

use tests::{App, Backend, Value, both, json, run};

use crate::given::{self, asked, decide, leave_body, request, tagged};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89";

async fn seen(app: &App, approval: &str) -> Value {
    app.by("manager").get(approval).await.expect(200).json()
}

/// Level and holder's name of the open step.
async fn lies_with(app: &App, approval: &str) -> (String, String) {
    let step = seen(app, approval).await["current_step"].clone();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    (text(&step["level"]), text(&step["holder"]["name"]))
}

fn at(level: &str, name: &str) -> (String, String) {
    (level.to_owned(), name.to_owned())
}

fn timeline(approval: &Value) -> Vec<String> {
    let events = approval["detail"]["timeline"].as_array().unwrap();
    events
        .iter()
        .map(|e| e["event"].as_str().unwrap().to_owned())
        .collect()
}

/// An act upon the open step with the current version.
async fn act(app: &App, who: &str, approval: &str, noun: &str, body: Value) -> tests::Reply {
    let (path, tag) = tagged(&app.by("manager"), approval).await;
    app.by(who)
        .post(&format!("{path}/{noun}"), body)
        .header("if-match", &tag)
        .await
}

both! {
    async fn a_short_leave_is_decided_by_the_lead_and_everybody_concerned_is_told(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let lead = app.by("lead_a1");
        let inbox = lead.get("/api/v1/approvals?box=waiting&include=total").await.expect(200).json();
        assert_eq!((inbox["data"].as_array().unwrap().len(), &inbox["total"]), (1, &json!(1)));
        let shown = &inbox["data"][0];
        assert!(shown["title"].as_str().unwrap().starts_with("測試假 "), "{shown}");
        assert_eq!((&shown["kind"], &shown["days"], &shown["clause"], &shown["flow_version"]), (&json!("leave"), &json!(1), &json!("4.4.2"), &json!(1)));
        assert_eq!(lead.get("/api/v1/approvals?box=waiting").language("en").await.expect(200).data()[0]["title"].as_str().unwrap()[..10], *"Test leave");
        let day = lead.get("/api/v1/my-day").await.expect(200).json();
        let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "approvals").unwrap();
        assert_eq!((&section["available"], section["items"].as_array().unwrap().len()), (&json!(true), 1));
        let done = decide(&app, "lead_a1", &approval, "approve").await.expect(200).json();
        assert_eq!(done["state"], "approved");
        assert!(done["decided_at"].is_string() && done["current_step"].is_null());
        assert_eq!(timeline(&done), ["submitted", "opened", "approved"]);
        assert_eq!(done["detail"]["timeline"][2]["actor"]["name"], "李佳玲");
        let request = app.by("member_a1").get(&format!("/api/v1/leave-requests/{}", done["subject_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(request.str("/state"), "approved");
        for (who, tab, wanted) in [("lead_a1", "waiting", 0), ("lead_a1", "handled", 1), ("member_a1", "mine", 1), ("member_a1", "waiting", 0), ("manager", "all", 1), ("lead_a2", "all", 0), ("member_a1b", "copied", 0)] {
            assert_eq!(app.by(who).get(&format!("/api/v1/approvals?box={tab}")).await.expect(200).data().len(), wanted, "{who} {tab}");
        }
        for (who, event) in [("lead_a1", "approval.opened"), ("member_a1", "approval.approved")] {
            let told = tests::wait::until(event, || async {
                app.by(who).all("/api/v1/notifications").await.into_iter().find(|n| n["event"] == event)
            }).await;
            assert!(told["body"].as_str().unwrap().starts_with("林淑芬：測試假 "), "{told}");
            assert_eq!(told["subject_kind"], "approval");
        }
        let audit = app.by("manager").all(&format!("/api/v1/audit-entries?subject_id={}", approval.rsplit('/').next().unwrap())).await;
        let events: Vec<&str> = audit.iter().rev().map(|e| e["event"].as_str().unwrap()).collect();
        assert_eq!(events, ["approval.submitted", "approval.opened", "approval.approved"]);
        assert!(audit.iter().all(|e| e["clause"] == "4.4.2"));
    }

    async fn longer_leave_goes_up_the_steps_of_the_flow(app) {
        let approval = request(&app, "member_a1", 5, 10).await;
        for (who, level, name) in [("lead_a1", "lead", "李佳玲"), ("deputy_a", "deputy", &*app.department.person("deputy_a").name), ("manager", "manager", "陳國華")] {
            assert_eq!(lies_with(&app, &approval).await, at(level, name));
            // Whoever sees it but isn't asked decides nothing, above or below.
            if who == "lead_a1" {
                decide(&app, "deputy_a", &approval, "approve").await.problem(403, "forbidden");
                decide(&app, "manager", &approval, "approve").await.problem(403, "forbidden");
                decide(&app, "lead_a2", &approval, "approve").await.problem(404, "not_found");
            }
            decide(&app, who, &approval, "approve").await.expect(200);
        }
        assert_eq!(seen(&app, &approval).await["state"], "approved");
        decide(&app, "lead_a1", &approval, "approve").await.problem(409, "approval_closed");
    }

    async fn a_refusal_or_a_return_needs_a_reason_and_a_returned_request_comes_again(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        for decision in ["refuse", "return"] {
            act(&app, "lead_a1", &approval, "decisions", json!({ "decision": decision })).await.problem(422, "comment_required").at("/comment", "comment_required");
        }
        let member = app.by("member_a1");
        member.post(&format!("{approval}/resubmissions"), json!({})).await.problem(409, "approval_not_returned");
        assert_eq!(decide(&app, "lead_a1", &approval, "return").await.expect(200).str("/state"), "returned");
        let second = decide(&app, "lead_a1", &approval, "approve").await.problem(409, "step_decided").json();
        assert_eq!(second["current"]["state"], "returned");
        let shown = member.get(&approval).await.expect(200).json();
        assert_eq!(shown["acts"], json!(["comment", "copy", "attach", "withdraw", "resubmit"]));
        member.post(&format!("{approval}/reminders"), json!({})).await.problem(409, "step_decided");
        app.by("lead_a1").post(&format!("{approval}/resubmissions"), json!({})).await.problem(403, "forbidden");
        let again = member.post(&format!("{approval}/resubmissions"), json!({ "comment": "已補充" })).await.expect(200).json();
        assert_eq!((&again["state"], &again["round"]), (&json!("open"), &json!(2)));
        assert_eq!(timeline(&again), ["submitted", "opened", "returned", "resubmitted", "opened"]);
        let refused = decide(&app, "lead_a1", &approval, "refuse").await.expect(200).json();
        assert_eq!((&refused["state"], &refused["detail"]["steps"][1]["comment"]), (&json!("refused"), &json!("已閱")));
        let steps = refused["detail"]["steps"].as_array().unwrap();
        assert_eq!(steps.iter().map(|s| (s["round"].as_i64().unwrap(), s["state"].as_str().unwrap())).collect::<Vec<_>>(), [(1, "returned"), (2, "refused")]);
        member.post(&format!("{approval}/withdrawals"), json!({})).await.problem(409, "approval_closed");
    }

    async fn nobody_decides_their_own_matter(app) {
        // The lead's own goes to the deputy, the deputy's to the manager.
        let leads = request(&app, "lead_a1", 5, 1).await;
        assert_eq!(lies_with(&app, &leads).await.0, "deputy");
        decide(&app, "lead_a1", &leads, "approve").await.problem(403, "own_matter");
        let deputys = request(&app, "deputy_a", 5, 1).await;
        assert_eq!(lies_with(&app, &deputys).await, at("manager", "陳國華"));
        decide(&app, "deputy_a", &deputys, "approve").await.problem(403, "own_matter");
        // Entered on somebody's behalf: the lead who entered it is a party, and so is the manager.
        let mut body = leave_body(&app, 8, 1).await;
        body["employee_id"] = json!(app.id("member_a1"));
        let entered = asked(&app.by("lead_a1"), body.clone()).await;
        assert_eq!(lies_with(&app, &entered).await.0, "deputy");
        decide(&app, "lead_a1", &entered, "approve").await.problem(403, "own_matter");
        assert_eq!(app.by("lead_a1").get("/api/v1/approvals?box=mine").await.expect(200).data().len(), 2);
        body["starts_on"] = json!(tests::clock::in_days(12));
        body["ends_on"] = json!(tests::clock::in_days(21));
        let by_manager = asked(&app.by("manager"), body).await;
        for who in ["lead_a1", "deputy_a"] {
            decide(&app, who, &by_manager, "approve").await.expect(200);
        }
        // The manager's step of it is the company's.
        assert_eq!(lies_with(&app, &by_manager).await.0, "company");
        decide(&app, "manager", &by_manager, "approve").await.problem(403, "own_matter");
        // To be named doesn't help either.
        let other = request(&app, "member_a1b", 5, 1).await;
        act(&app, "lead_a1", &other, "transfers", json!({ "employee_id": app.id("member_a1b") })).await.problem(422, "approver_involved").at("/employee_id", "approver_involved");
        act(&app, "lead_a1", &other, "approvers", json!({ "employee_id": app.id("member_a1b"), "position": "after" })).await.problem(422, "approver_involved");
    }

    async fn the_managers_own_matter_is_the_companys_recorded_with_its_document(app) {
        let approval = request(&app, "manager", 5, 2).await;
        assert_eq!(lies_with(&app, &approval).await.0, "company");
        let today = tests::clock::in_days(0);
        let body = |document: Option<&str>| json!({ "decision": "approve", "decided_on": today, "document_id": document });
        let record = |who: &'static str, body: Value| { let (app, approval) = (&app, &approval); async move { act(app, who, approval, "company-decisions", body).await } };
        record("manager", body(None)).await.problem(403, "own_matter");
        record("member_a1", body(None)).await.problem(403, "forbidden");
        record("deputy_b", body(None)).await.problem(404, "not_found");
        record("deputy_a", body(None)).await.problem(422, "document_required").at("/document_id", "document_required");
        record("deputy_a", body(Some("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60"))).await.problem(422, "unknown_reference");
        let file = app.by("deputy_a").upload(&format!("{approval}/attachments"), "公司決定.png", PNG).await.expect(201);
        let mut early = body(Some(&file.id()));
        early["decided_on"] = json!(tests::clock::in_days(3));
        record("deputy_a", early).await.problem(422, "date_order").at("/decided_on", "date_order");
        let waiting = app.by("deputy_a").get("/api/v1/approvals?box=waiting").await.expect(200).data();
        assert_eq!(waiting[0]["acts"][0], "company_decide");
        let done = record("deputy_a", body(Some(&file.id()))).await.expect(200).json();
        assert_eq!(done["state"], "approved");
        assert_eq!(timeline(&done), ["submitted", "opened", "attached", "company_decided", "approved"]);
        let event = &done["detail"]["timeline"][3];
        assert_eq!((&event["document_id"], &event["decided_on"]), (&json!(file.id()), &json!(today)));
    }

    async fn a_service_account_records_for_the_company_what_its_owner_may_and_never_without_the_document(app) {
        let key = app.with_key("full");
        // The key is the manager's: it is no way round to deciding the manager's own matter.
        let own = request(&app, "manager", 5, 2).await;
        let (_, tag) = tagged(&app.by("manager"), &own).await;
        let file = app.by("deputy_a").upload(&format!("{own}/attachments"), "公司決定.png", PNG).await.expect(201).id();
        let body = |decision: &str, document: Option<&str>| json!({ "decision": decision, "decided_on": tests::clock::in_days(0), "comment": "年度結算", "document_id": document });
        let path = format!("{own}/company-decisions");
        app.with_key("without_company_decide").post(&path, body("approve", Some(&file))).header("if-match", &tag).await.problem(403, "key_forbidden");
        app.with_key("team_a1").post(&path, body("approve", Some(&file))).header("if-match", &tag).await.problem(404, "not_found");
        key.post(&path, body("approve", Some(&file))).header("if-match", &tag).await.problem(403, "own_matter");
        assert!(!key.get(&own).await.expect(200).json()["acts"].as_array().unwrap().contains(&json!("company_decide")));
        assert_eq!(key.get("/api/v1/approvals?box=waiting").await.expect(200).data().len(), 0);
        // Somebody else's, which the company decides by the flow.
        let manager = app.by("manager");
        let flow = manager.get("/api/v1/approval-flows/leave").await.expect(200).etag();
        manager.patch("/api/v1/approval-flows/leave", &flow, json!({ "steps": [{ "relation": "company", "deadline_hours": 24 }] })).await.expect(200);
        let other = request(&app, "member_a1", 5, 1).await;
        let path = format!("{other}/company-decisions");
        let waiting = key.get("/api/v1/approvals?box=waiting").await.expect(200).data();
        assert_eq!((waiting.len(), waiting[0]["acts"][0].as_str()), (1, Some("company_decide")));
        let file = key.upload(&format!("{other}/attachments"), "公司決定.png", PNG).await.expect(201).id();
        let (_, tag) = tagged(&manager, &other).await;
        key.post(&path, body("refuse", Some(&file))).header("if-match", "\"77\"").await.problem(412, "stale_version");
        key.post(&path, body("refuse", None)).header("if-match", &tag).await.problem(422, "document_required").at("/document_id", "document_required");
        let done = key.post(&path, body("refuse", Some(&file))).header("if-match", &tag).await.expect(200).json();
        assert_eq!(done["state"], "refused");
        let event = done["detail"]["timeline"].as_array().unwrap().iter().find(|e| e["event"] == "company_decided").unwrap().clone();
        assert_eq!((&event["actor"]["name"], &event["document_id"]), (&json!("陳國華"), &json!(file)));
        assert!(event["api_key_id"].is_string(), "{event}");
        key.post(&path, body("refuse", Some(&file))).header("if-match", &tag).await.problem(409, "approval_closed");
    }

    async fn the_day_tells_what_the_inbox_tells_and_no_more(app) {
        let section = |day: Value| day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "approvals").unwrap()["items"].as_array().unwrap().len();
        // A step of the company waits for whoever may record its decision, on their day too.
        request(&app, "manager", 5, 2).await;
        for (who, waiting) in [("deputy_a", 1), ("manager", 0), ("member_a1", 0)] {
            let client = app.by(who);
            assert_eq!(client.get("/api/v1/approvals?box=waiting").await.expect(200).data().len(), waiting, "{who}");
            assert_eq!(section(client.get("/api/v1/my-day").await.expect(200).json()), waiting, "{who}");
        }
        // What lies with the manager, seen through a key of one team: only what is that team's.
        for (who, first) in [("member_a1", 5), ("member_b1", 5)] {
            let approval = request(&app, who, first, 1).await;
            let lead = if who == "member_a1" { "lead_a1" } else { "lead_b1" };
            act(&app, lead, &approval, "transfers", json!({ "employee_id": app.id("manager") })).await.expect(200);
        }
        assert_eq!(section(app.by("manager").get("/api/v1/my-day").await.expect(200).json()), 2);
        let key = app.with_key("team_a1");
        assert_eq!(key.get("/api/v1/approvals?box=waiting").await.expect(200).data().len(), 1);
        assert_eq!(section(key.get("/api/v1/my-day").await.expect(200).json()), 1);
    }

    async fn a_step_is_passed_on_and_approvers_are_added_before_and_after(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        act(&app, "lead_a1", &approval, "transfers", json!({ "employee_id": "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60" })).await.problem(422, "unknown_reference").at("/employee_id", "unknown_reference");
        act(&app, "lead_a1", &approval, "transfers", json!({ "employee_id": app.id("pending") })).await.problem(422, "approver_unfit").at("/employee_id", "approver_unfit");
        act(&app, "deputy_a", &approval, "transfers", json!({ "employee_id": app.id("lead_a2") })).await.problem(403, "forbidden");
        act(&app, "lead_a1", &approval, "transfers", json!({ "employee_id": app.id("lead_b1"), "comment": "請代為處理" })).await.expect(200);
        assert_eq!(lies_with(&app, &approval).await, at("named", "許雅雯"));
        // Whoever passed it on is told that it moved, with the state it has now.
        let moved = decide(&app, "lead_a1", &approval, "approve").await.problem(409, "step_moved").json();
        assert_eq!(moved["current"]["current_step"]["holder"]["name"], "許雅雯");
        // The new holder sees a matter that lies outside their team, and adds two.
        act(&app, "lead_b1", &approval, "approvers", json!({ "employee_id": app.id("lead_a2"), "position": "after" })).await.expect(200);
        act(&app, "lead_b1", &approval, "approvers", json!({ "employee_id": app.id("lead_a2"), "position": "after" })).await.problem(422, "approver_unfit");
        let before = act(&app, "lead_b1", &approval, "approvers", json!({ "employee_id": app.id("member_b1"), "position": "before", "comment": "先看" })).await.expect(200).json();
        let order: Vec<&str> = before["detail"]["steps"].as_array().unwrap().iter().map(|s| s["holder"]["name"].as_str().unwrap()).collect();
        assert_eq!(order, ["郭玉珍", "許雅雯", "周俊傑"]);
        for who in ["member_b1", "lead_b1", "lead_a2"] {
            decide(&app, who, &approval, "approve").await.expect(200);
        }
        let done = seen(&app, &approval).await;
        assert_eq!(done["state"], "approved");
        assert_eq!(timeline(&done), ["submitted", "opened", "transferred", "added_after", "added_before", "opened", "approved", "opened", "approved", "opened", "approved"]);
    }

    async fn a_request_is_taken_back_or_hurried_by_whoever_asked(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let member = app.by("member_a1");
        for noun in ["withdrawals", "reminders"] {
            app.by("lead_a1").post(&format!("{approval}/{noun}"), json!({})).await.problem(403, "forbidden");
            app.by("member_b1").post(&format!("{approval}/{noun}"), json!({})).await.problem(404, "not_found");
        }
        member.post(&format!("{approval}/reminders"), json!({ "comment": "請盡快" })).await.expect(200);
        let again = member.post(&format!("{approval}/reminders"), json!({})).await.problem(429, "reminded_recently");
        let wait: u64 = again.header("retry-after").parse().unwrap();
        assert!((4 * 3600 - 60..=4 * 3600 + 1).contains(&wait), "{wait}");
        let told = tests::wait::until("the lead is reminded", || async {
            app.by("lead_a1").all("/api/v1/notifications").await.into_iter().find(|n| n["event"] == "approval.reminded")
        }).await;
        assert!(told["body"].as_str().unwrap().ends_with("林淑芬：請盡快"), "{told}");
        let back = match app.backend {
            Backend::Sqlite => "reminded_at - 14400000000",
            Backend::Postgres => "reminded_at - interval '4 hours'",
        };
        app.sql().run(&format!("UPDATE approvals SET reminded_at = {back}"));
        member.post(&format!("{approval}/reminders"), json!({})).await.expect(200);
        assert_eq!(member.post(&format!("{approval}/withdrawals"), json!({})).await.expect(200).str("/state"), "withdrawn");
        decide(&app, "lead_a1", &approval, "approve").await.problem(409, "approval_closed");
        // The days are free again.
        request(&app, "member_a1", 5, 1).await;
    }

    async fn an_absent_approver_is_passed_over_unless_somebody_stands_in(app) {
        given::away(&app, "lead_a1", "deputy_a").await;
        let approval = request(&app, "member_a1", 5, 1).await;
        assert_eq!(lies_with(&app, &approval).await.0, "deputy");
        let stand_in = |first: i64| json!({ "delegate_id": app.id("member_a1b"), "starts_on": tests::clock::in_days(first), "ends_on": tests::clock::in_days(first + 2) });
        let mut made = app.by("lead_a1").post("/api/v1/delegations", stand_in(0)).await;
        if made.status != 201 {
            made = app.by("lead_a1").post("/api/v1/delegations", stand_in(1)).await.expect(201);
        }
        // The lead may be asked through the stand-in again; the step comes back to the lead's level.
        let second = request(&app, "member_a1", 8, 1).await;
        assert_eq!(lies_with(&app, &second).await, at("lead", "蔡志明"));
        // A stand-in's own request doesn't come to them.
        let own = request(&app, "member_a1b", 5, 1).await;
        assert_eq!(lies_with(&app, &own).await.0, "deputy");
        let done = decide(&app, "member_a1b", &second, "approve").await.expect(200).json();
        let event = done["detail"]["timeline"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&event["actor"]["name"], &event["on_behalf_of"]["name"]), (&json!("蔡志明"), &json!("李佳玲")));
        // What had gone up comes back: the deputy is told so when they decide, the stand-in decides.
        let reply = decide(&app, "deputy_a", &approval, "approve").await;
        assert_eq!(reply.json()["code"], "step_moved", "{}", reply.told());
        assert_eq!(lies_with(&app, &approval).await, at("lead", "蔡志明"));
        app.by("lead_a1").post(&format!("{}/revocations", made.header("location")), json!({})).await.expect(200);
        assert_eq!(lies_with(&app, &approval).await.0, "deputy");
    }

    async fn a_lead_who_lost_the_seat_decides_nothing_any_more(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let (path, tag) = tagged(&app.by("manager"), &approval).await;
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("member_a1b") })).await.expect(201);
        let moved = app.by("lead_a1").post(&format!("{path}/decisions"), json!({ "decision": "approve" })).header("if-match", &tag).await.problem(409, "step_moved").json();
        assert_eq!(moved["current"]["current_step"]["holder"]["name"], "蔡志明");
        assert_eq!(lies_with(&app, &approval).await, at("lead", "蔡志明"));
        decide(&app, "member_a1b", &approval, "approve").await.expect(200);
    }

    async fn the_worker_moves_steps_whose_holder_lost_the_seat(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("member_a1b") })).await.expect(201);
        tests::wait::until("the step is with the new lead", || async {
            (lies_with(&app, &approval).await == at("lead", "蔡志明")).then_some(())
        }).await;
        assert!(timeline(&seen(&app, &approval).await).contains(&"reassigned".to_owned()));
        assert_eq!(app.by("member_a1b").get("/api/v1/approvals?box=waiting").await.expect(200).data().len(), 1);
    }

    async fn looking_again_leaves_alone_what_lies_where_it_should(app) {
        let stays = request(&app, "member_b1", 5, 1).await;
        let stood_in = request(&app, "member_a2", 5, 1).await;
        let moves = request(&app, "member_a1", 5, 1).await;
        let before = (seen(&app, &stays).await, seen(&app, &stood_in).await);
        // A stand-in for later changes nothing today.
        let later = json!({ "delegate_id": app.id("deputy_a"), "starts_on": tests::clock::in_days(20), "ends_on": tests::clock::in_days(21) });
        app.by("lead_a2").post("/api/v1/delegations", later).await.expect(201);
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("member_a1b") })).await.expect(201);
        tests::wait::until("the step is with the new lead", || async {
            (lies_with(&app, &moves).await == at("lead", "蔡志明")).then_some(())
        }).await;
        for (before, path) in [(before.0, &stays), (before.1, &stood_in)] {
            let after = seen(&app, path).await;
            for part in ["version", "updated_at", "current_step"] {
                assert_eq!(after[part], before[part], "{part}");
            }
            assert_eq!(timeline(&after), ["submitted", "opened"]);
        }
        // Who is away is passed over, and what lay with them comes back no further than it has to.
        given::away(&app, "lead_b1", "deputy_b").await;
        let past = request(&app, "member_b1b", 5, 1).await;
        assert_eq!(lies_with(&app, &past).await.0, "deputy");
        assert_eq!(timeline(&seen(&app, &past).await), ["submitted", "opened"]);
    }

    async fn a_keys_team_bounds_every_tab(app) {
        let manager = app.by("manager");
        for (who, peer, lead) in [("member_a1", "member_a1b", "lead_a1"), ("member_b1", "member_b1b", "lead_b1")] {
            let mut body = leave_body(&app, 5, 1).await;
            body["employee_id"] = json!(app.id(who));
            asked(&manager, body).await;
            for (first, decided) in [(7, true), (9, false)] {
                let passed_on = request(&app, peer, first, 1).await;
                act(&app, lead, &passed_on, "transfers", json!({ "employee_id": app.id("manager") })).await.expect(200);
                app.by(peer).post(&format!("{passed_on}/copies"), json!({ "employee_ids": [app.id("manager")] })).await.expect(200);
                if decided {
                    decide(&app, "manager", &passed_on, "approve").await.expect(200);
                }
            }
        }
        for (tab, all, teams) in [("waiting", 2, 1), ("handled", 2, 1), ("mine", 2, 1), ("copied", 4, 2), ("all", 6, 3)] {
            let path = format!("/api/v1/approvals?box={tab}&include=total");
            for (client, wanted) in [(&manager, all), (&app.with_key("team_a1"), teams)] {
                let page = client.get(&path).await.expect(200);
                assert_eq!((page.data().len(), &page.json()["total"]), (wanted, &json!(wanted)), "{tab}");
            }
            let team = app.id("team_a1");
            let seen = app.with_key("team_a1").get(&path).await.expect(200).data();
            assert!(seen.iter().all(|a| a["team_id"] == json!(team)), "{tab}");
        }
    }

    async fn a_deadline_reminds_then_goes_up_and_never_decides(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let past = match app.backend {
            Backend::Sqlite => "1",
            Backend::Postgres => "TIMESTAMPTZ '2020-01-01'",
        };
        for (event, level) in [("deadline_reminded", "lead"), ("escalated", "deputy")] {
            app.sql().run(&format!("UPDATE approval_steps SET check_at = {past} WHERE state = 'open'"));
            tests::wait::until(event, || async {
                timeline(&seen(&app, &approval).await).last().is_some_and(|last| last == event).then_some(())
            }).await;
            assert_eq!(lies_with(&app, &approval).await.0, level);
        }
        decide(&app, "lead_a1", &approval, "approve").await.problem(409, "step_moved");
        decide(&app, "deputy_a", &approval, "approve").await.expect(200);
    }

    async fn a_request_is_seen_by_those_it_concerns_and_by_those_who_get_a_copy(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let outsider = app.by("member_b1");
        outsider.get(&approval).await.problem(404, "not_found");
        outsider.post(&format!("{approval}/comments"), json!({ "text": "?" })).await.problem(404, "not_found");
        let (_, old) = tagged(&app.by("manager"), &approval).await;
        app.by("member_a1").post(&format!("{approval}/comments"), json!({ "text": "補充說明" })).await.expect(200);
        // What was said meanwhile has to be read before deciding.
        app.by("lead_a1").post(&format!("{approval}/decisions"), json!({ "decision": "approve" })).header("if-match", &old).await.problem(412, "stale_version");
        app.by("lead_a1").post(&format!("{approval}/decisions"), json!({ "decision": "approve" })).await.problem(428, "if_match_missing");
        app.by("lead_a1").post(&format!("{approval}/copies"), json!({ "employee_ids": [app.id("member_b1"), app.id("pending"), "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60"] })).await.problem(422, "unknown_reference").at("/employee_ids/2", "unknown_reference");
        let copied = app.by("lead_a1").post(&format!("{approval}/copies"), json!({ "employee_ids": [app.id("member_b1"), app.id("member_b1")] })).await.expect(200).json();
        assert_eq!(copied["detail"]["copies"].as_array().unwrap().len(), 1);
        let shown = outsider.get(&approval).await.expect(200).json();
        assert_eq!(shown["acts"], json!(["comment", "copy", "attach"]));
        assert_eq!(outsider.get("/api/v1/approvals?box=copied").await.expect(200).data().len(), 1);
        assert_eq!(outsider.get("/api/v1/approvals").await.expect(200).data().len(), 0);
        outsider.post(&format!("{approval}/comments"), json!({ "text": "收到" })).await.expect(200);
        app.with_key("team_a1").get(&approval).await.expect(200);
        let csv = app.by("lead_a1").get("/api/v1/approvals?box=all").header("accept", "text/csv").await.expect(200);
        assert_eq!(csv.text().lines().count(), 2);
    }

    async fn files_are_for_whoever_sees_the_request_and_stay(app) {
        let approval = request(&app, "member_a1", 5, 1).await;
        let folder = format!("{approval}/attachments");
        let made = app.by("member_a1").upload(&folder, "證明.png", PNG).await.expect(201);
        assert_eq!((made.str("/subject_kind"), made.str("/created_by/name")), ("approval".into(), "林淑芬".into()));
        let content = made.header("location");
        assert_eq!(app.by("lead_a1").get(&content).await.expect(200).bytes, PNG);
        app.by("member_b1").get(&content).await.problem(404, "not_found");
        app.by("member_b1").get(&folder).await.problem(404, "not_found");
        app.by("member_b1").upload(&folder, "x.png", PNG).await.problem(404, "not_found");
        assert_eq!(app.by("deputy_a").get(&folder).await.expect(200).data().len(), 1);
        // The documents of employees are another matter: even the manager finds and removes no file of a request there.
        let elsewhere = format!("/api/v1/attachments/{}", made.id());
        app.by("manager").get(&elsewhere).await.problem(404, "not_found");
        app.by("manager").get(&format!("{elsewhere}/content")).await.problem(404, "not_found");
        app.by("manager").delete(&elsewhere).await.problem(404, "not_found");
        app.by("lead_a1").upload(&folder, "x.svg", b"<svg onload=1>").await.problem(415, "file_type_refused");
        let other = request(&app, "member_a1b", 5, 1).await;
        app.by("lead_a1").get(&content.replace(&approval, &other)).await.problem(404, "not_found");
    }

    async fn many_are_decided_at_once_each_on_its_own(app) {
        let mine = request(&app, "member_a1", 5, 1).await;
        let second = request(&app, "member_a1b", 5, 1).await;
        let own = request(&app, "lead_a1", 5, 1).await;
        let foreign = request(&app, "member_b1", 5, 1).await;
        let item = |path: &str, version: i64| json!({ "id": path.rsplit('/').next().unwrap(), "version": version });
        let body = json!({ "decision": "approve", "items": [item(&mine, 1), item(&own, 1), item(&foreign, 1), item(&second, 9), item(&mine, 1)] });
        let report = app.by("lead_a1").post("/api/v1/approvals/decisions", body.clone()).once("bulk-1").await.expect(200);
        let outcome = |n: usize| { let data = report.data(); (data[n]["done"].clone(), data[n]["code"].clone(), data[n]["state"].clone()) };
        assert_eq!(outcome(0), (json!(true), json!(null), json!("approved")));
        assert_eq!(outcome(1), (json!(false), json!("own_matter"), json!("open")));
        assert_eq!(outcome(2), (json!(false), json!("not_found"), json!(null)));
        assert_eq!(outcome(3), (json!(false), json!("stale_version"), json!("open")));
        assert_eq!(outcome(4), (json!(false), json!("approval_closed"), json!("approved")));
        assert!(report.data()[1]["detail"].as_str().is_some_and(|d| !d.is_empty()));
        // Repeated with the same key it answers the same and decides nothing again.
        let again = app.by("lead_a1").post("/api/v1/approvals/decisions", body).once("bulk-1").await.expect(200);
        assert_eq!(again.json(), report.json());
        let refuse = json!({ "decision": "refuse", "items": [item(&second, 1)] });
        assert_eq!(app.by("lead_a1").post("/api/v1/approvals/decisions", refuse).await.expect(200).data()[0]["code"], "comment_required");
        app.by("lead_a1").post("/api/v1/approvals/decisions", json!({ "decision": "approve", "items": [] })).await.problem(422, "invalid");
    }

    async fn of_many_at_once_a_step_that_has_moved_is_told_and_moves(app) {
        let (moves, stays) = (request(&app, "member_a1", 5, 1).await, request(&app, "member_b1", 5, 1).await);
        let mut items = Vec::new();
        for path in [&moves, &stays] {
            let now = app.by("manager").get(path).await.expect(200).json();
            items.push(json!({ "id": now["id"], "version": now["version"] }));
        }
        // The lead of the other team stands in here as well, and the seat here changes hands.
        let share = json!({ "employee_id": app.id("lead_a1"), "comment": "請代為處理" });
        act(&app, "lead_b1", &stays, "transfers", share).await.expect(200);
        items[1]["version"] = seen(&app, &stays).await["version"].clone();
        let seat = given::current_assignment(&app, &app.id("lead_a1")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("member_a1b") })).await.expect(201);
        let body = json!({ "decision": "approve", "items": items });
        let report = app.by("lead_a1").post("/api/v1/approvals/decisions", body).await.expect(200).data();
        assert_eq!((&report[0]["done"], &report[0]["code"], &report[0]["state"]), (&json!(false), &json!("step_moved"), &json!("open")), "{report:?}");
        assert_eq!((&report[1]["done"], &report[1]["state"]), (&json!(true), &json!("approved")), "{report:?}");
        // Moved by the decision that came too late, whether or not the worker was there before.
        assert_eq!(lies_with(&app, &moves).await, at("lead", "蔡志明"));
        let told = timeline(&seen(&app, &moves).await);
        assert_eq!(told.iter().filter(|event| *event == "reassigned").count(), 1, "{told:?}");
    }

    async fn of_fifty_decisions_at_once_exactly_one_counts(app) {
        for (round, days) in [1, 10].into_iter().enumerate() {
            let approval = request(&app, "member_a1", 5 + 20 * round as i64, days).await;
            let (path, tag) = tagged(&app.by("manager"), &approval).await;
            let calls = (0..50).map(|n| {
                let (lead, path, tag) = (app.by("lead_a1"), format!("{path}/decisions"), tag.clone());
                let decision = if n % 2 == 0 { "approve" } else { "refuse" };
                async move { lead.post(&path, json!({ "decision": decision, "comment": "x" })).header("if-match", &tag).await }
            });
            let replies = futures_util::future::join_all(calls).await;
            let won = replies.iter().filter(|r| r.status == 200).count();
            assert_eq!(won, 1, "{:?}", replies.iter().map(|r| r.status.as_u16()).collect::<Vec<_>>());
            for lost in replies.iter().filter(|r| r.status != 200) {
                let body = lost.json();
                assert!(lost.status == 409 && (body["code"] == "step_decided" || body["code"] == "approval_closed"), "{}", lost.told());
                assert_eq!(body["current"]["id"], path.rsplit('/').next().unwrap());
            }
            let events = timeline(&seen(&app, &approval).await);
            assert_eq!(events.iter().filter(|e| *e == "approved" || *e == "refused").count(), 1, "{events:?}");
        }
        let told = app.setting.run(&["audit", "verify"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }

    async fn stand_in_and_stood_in_for_clicking_at_once_decide_once(app) {
        let mut first = 0;
        let body = |first: i64| json!({ "delegate_id": app.id("member_a1b"), "starts_on": tests::clock::in_days(first), "ends_on": tests::clock::in_days(first + 1) });
        if app.by("lead_a1").post("/api/v1/delegations", body(first)).await.status != 201 {
            first = 1;
            app.by("lead_a1").post("/api/v1/delegations", body(first)).await.expect(201);
        }
        for n in 0..5 {
            let approval = request(&app, "member_a1", 5 + n, 1).await;
            let (path, tag) = tagged(&app.by("manager"), &approval).await;
            let call = |who: &str| app.by(who).post(&format!("{path}/decisions"), json!({ "decision": "approve" })).header("if-match", &tag).into_future();
            use std::future::IntoFuture;
            let (a, b) = futures_util::future::join(call("lead_a1"), call("member_a1b")).await;
            let mut statuses = [a.status.as_u16(), b.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409], "{} / {}", a.told(), b.told());
            let lost = if a.status == 409 { a } else { b };
            lost.problem(409, "approval_closed");
        }
    }

    async fn tabs_page_without_gaps_in_either_order(app) {
        for n in 0..7 {
            request(&app, if n % 2 == 0 { "member_a1" } else { "member_a1b" }, 5 + n, 1).await;
        }
        given::decide(&app, "lead_a1", &format!("/api/v1/approvals/{}", app.by("lead_a1").get("/api/v1/approvals?box=waiting&sort=at").await.expect(200).data()[0]["id"].as_str().unwrap()), "approve").await.expect(200);
        for (tab, who, wanted) in [("waiting", "lead_a1", 6), ("handled", "lead_a1", 1), ("all", "manager", 7), ("mine", "member_a1", 4)] {
            for sort in ["at", "-at"] {
                let (mut found, mut cursor) = (Vec::new(), String::new());
                loop {
                    let page = app.by(who).get(&format!("/api/v1/approvals?box={tab}&sort={sort}&limit=2{cursor}")).await.expect(200).json();
                    found.extend(page["data"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap().to_owned()));
                    match page["next_cursor"].as_str() {
                        Some(next) => cursor = format!("&cursor={next}"),
                        None => break,
                    }
                }
                let whole: Vec<String> = app.by(who).get(&format!("/api/v1/approvals?box={tab}&sort={sort}")).await.expect(200).data().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
                assert_eq!((found.len(), &found), (wanted, &whole), "{tab} {sort}");
            }
        }
        assert_eq!(app.by("manager").get("/api/v1/approvals?state=open&kind=leave").await.expect(200).data().len(), 6);
        assert_eq!(app.by("manager").get(&format!("/api/v1/approvals?applicant_id={}", app.id("member_a1b"))).await.expect(200).data().len(), 3);
        app.by("manager").get("/api/v1/approvals?box=drafts").await.problem(400, "unknown_parameter");
    }

    async fn a_full_inbox_is_one_range_of_one_index(app) {
        fill(&app, 10_000);
        let path = "/api/v1/approvals?box=waiting";
        let lead = app.by("lead_a1");
        lead.get(path).await.expect(200);
        let start = std::time::Instant::now();
        for _ in 0..10 {
            assert_eq!(lead.get(path).await.expect(200).data().len(), 50);
        }
        println!("a page of an inbox of 10,000 on {}: {:?}", app.backend.name(), start.elapsed() / 10);
        let me = match app.backend {
            Backend::Sqlite => format!("x'{}'", app.id("lead_a1").replace('-', "")),
            Backend::Postgres => format!("'{}'", app.id("lead_a1")),
        };
        for (column, index) in [("holder_id", "approval_steps_inbox"), ("for_id", "approval_steps_for")] {
            let query = format!(
                "SELECT approval_steps.opened_at, approval_steps.id, approval_steps.approval_id FROM approval_steps \
                 INNER JOIN approvals ON approvals.id = approval_steps.approval_id \
                 WHERE approval_steps.state = 'open' AND approval_steps.for_id IS NOT NULL AND approval_steps.{column} = {me} AND 1 = 1 \
                 ORDER BY approval_steps.opened_at DESC, approval_steps.id DESC LIMIT 51"
            );
            let query = if column == "holder_id" { query.replace("AND approval_steps.for_id IS NOT NULL ", "") } else { query };
            let plan = explain(&app, &query);
            assert!(plan.contains(index), "{plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort") && !plan.contains("Seq Scan on approval_steps"), "{plan}");
        }
    }
}

pub fn explain(app: &App, query: &str) -> String {
    match app.backend {
        Backend::Sqlite => {
            #[derive(diesel::QueryableByName)]
            struct Line {
                #[diesel(sql_type = diesel::sql_types::Text)]
                detail: String,
            }
            use diesel::RunQueryDsl;
            let tests::database::Sql::Sqlite(mut conn) = app.sql() else {
                unreachable!()
            };
            let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}"))
                .load(&mut conn)
                .unwrap();
            lines.into_iter().map(|l| l.detail + "\n").collect()
        }
        Backend::Postgres => {
            #[derive(diesel::QueryableByName)]
            struct Line {
                #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
                detail: String,
            }
            use diesel::RunQueryDsl;
            let tests::database::Sql::Postgres(mut conn) = app.sql() else {
                unreachable!()
            };
            let lines: Vec<Line> = diesel::sql_query(format!("EXPLAIN {query}"))
                .load(&mut conn)
                .unwrap();
            lines.into_iter().map(|l| l.detail + "\n").collect()
        }
    }
}

/// So many open requests of a member that lie with the lead of team A1, written straight into the tables.
fn fill(app: &App, count: usize) {
    let (series, id, now, person): (String, &str, &str, fn(String) -> String) = match app.backend {
        Backend::Sqlite => (
            format!(
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) "
            ),
            "randomblob(16)",
            "1795000000000000 + n * 1000000",
            |id| format!("x'{}'", id.replace('-', "")),
        ),
        Backend::Postgres => (
            format!("WITH s AS (SELECT generate_series(1, {count}) AS n) "),
            "gen_random_uuid()",
            "TIMESTAMPTZ '2026-11-20' + n * interval '1 second'",
            |id| format!("'{id}'::uuid"),
        ),
    };
    let (who, team, lead) = (
        person(app.id("member_a1")),
        person(app.id("team_a1")),
        person(app.id("lead_a1")),
    );
    let mut sql = app.sql();
    // SQLite takes the common table expression behind the target, PostgreSQL too.
    sql.run(&format!(
        "INSERT INTO approvals (id, kind, subject_id, state, applicant_id, created_by, team_id, flow_number, round, half_days, facts, version, created_at, updated_at) \
         {series} SELECT {id}, 'leave', {id}, 'open', {who}, {who}, {team}, 1, 1, 2, '{{}}', 1, {now}, {now} FROM s"
    ));
    sql.run(&format!(
        "INSERT INTO approval_steps (id, approval_id, round, position, relation, level, base, holder_id, state, deadline_hours, opened_at, due_at, check_at) \
         SELECT {id}, a.id, 1, 1, 'lead', 'lead', 'lead', {lead}, 'open', 720, a.created_at, a.created_at, {} FROM approvals a",
        match app.backend {
            Backend::Sqlite => "4000000000000000",
            Backend::Postgres => "TIMESTAMPTZ '2090-01-01'",
        }
    ));
    sql.run("ANALYZE");
}

async fn decisions_across_instances(app: App) {
    let (_server, other) = app.second();
    let there = other.with_token(&app.department.person("lead_a1").token);
    for round in 0..3 {
        let approval = request(&app, "member_a1", 5 + round, 1).await;
        let (path, tag) = tagged(&app.by("manager"), &approval).await;
        let calls = (0..20).map(|n| {
            let lead = if n % 2 == 0 {
                app.by("lead_a1")
            } else {
                there.clone()
            };
            let (path, tag) = (format!("{path}/decisions"), tag.clone());
            async move {
                lead.post(&path, json!({ "decision": "approve" }))
                    .header("if-match", &tag)
                    .await
                    .status
                    .as_u16()
            }
        });
        let statuses = futures_util::future::join_all(calls).await;
        assert_eq!(
            statuses.iter().filter(|s| **s == 200).count(),
            1,
            "{statuses:?}"
        );
        assert_eq!(
            statuses.iter().filter(|s| **s == 409).count(),
            19,
            "{statuses:?}"
        );
    }
}

#[test]
fn two_instances_count_one_decision() {
    run::on(Backend::Postgres, |app| {
        Box::pin(decisions_across_instances(app))
    });
}
