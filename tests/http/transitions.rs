//! What webhooks will be told of approvals and attendance: every transition leaves its event in the outbox, in the write itself.

use tests::clock::in_days;
use tests::{App, both, json};

use crate::attendance::{self, at, weekday};
use crate::given::{self, decide, request};

/// Events about one kind of record, in order of their names.
fn events(app: &App, kind: &str) -> Vec<String> {
    app.sql().texts(&format!(
        "SELECT event AS v FROM outbox WHERE subject_kind = '{kind}' ORDER BY event"
    ))
}

both! {
    async fn of_approvals(app) {
        let first = request(&app, "member_a1", 5, 1).await;
        decide(&app, "lead_a1", &first, "return").await.expect(200);
        app.by("member_a1").post(&format!("{first}/resubmissions"), json!({})).await.expect(200);
        decide(&app, "lead_a1", &first, "approve").await.expect(200);
        let second = request(&app, "member_a1", 8, 1).await;
        app.by("member_a1").post(&format!("{second}/reminders"), json!({})).await.expect(200);
        let (path, tag) = given::tagged(&app.by("lead_a1"), &second).await;
        app.by("lead_a1").post(&format!("{path}/transfers"), json!({ "employee_id": app.id("lead_a2") })).header("if-match", &tag).await.expect(200);
        decide(&app, "lead_a2", &second, "refuse").await.expect(200);
        let third = request(&app, "member_a1", 11, 1).await;
        app.by("member_a1").post(&format!("{third}/comments"), json!({ "text": "?" })).await.expect(200);
        app.by("member_a1").post(&format!("{third}/withdrawals"), json!({})).await.expect(200);
        assert_eq!(events(&app, "approval"), [
            "approval.approved", "approval.commented", "approval.opened", "approval.opened", "approval.opened", "approval.opened",
            "approval.refused", "approval.reminded", "approval.resubmitted", "approval.returned", "approval.submitted", "approval.submitted",
            "approval.submitted", "approval.transferred", "approval.withdrawn",
        ]);
        let teams = app.sql().texts("SELECT DISTINCT event AS v FROM outbox WHERE subject_kind = 'approval' AND team_id IS NULL");
        assert!(teams.is_empty(), "each is inside a reach: {teams:?}");
    }

    async fn of_corrections(app) {
        attendance::office(&app).await;
        let ask = |kind: &str, clock: &str| json!({ "date": weekday(3), "kind": kind, "at": at(weekday(3), clock), "reason": "忘記打卡" });
        let member = app.by("member_a1");
        let approval = |made: &tests::Reply| format!("/api/v1/approvals/{}", made.str("/approval_id"));
        let first = member.post("/api/v1/corrections", ask("in", "09:00")).await.expect(201);
        decide(&app, "lead_a1", &approval(&first), "return").await.expect(200);
        let (path, tag) = given::tagged(&member, &first.header("location")).await;
        member.patch(&path, &tag, json!({ "reason": "當日外出" })).await.expect(200);
        member.post(&format!("{}/resubmissions", approval(&first)), json!({})).await.expect(200);
        decide(&app, "lead_a1", &approval(&first), "refuse").await.expect(200);
        let second = member.post("/api/v1/corrections", ask("in", "09:00")).await.expect(201);
        member.post(&format!("{}/withdrawals", approval(&second)), json!({})).await.expect(200);
        let third = member.post("/api/v1/corrections", ask("in", "09:00")).await.expect(201);
        decide(&app, "lead_a1", &approval(&third), "approve").await.expect(200);
        assert_eq!(events(&app, "correction"), [
            "correction.approved", "correction.refused", "correction.requested", "correction.requested", "correction.requested",
            "correction.resubmitted", "correction.returned", "correction.updated", "correction.withdrawn",
        ]);
    }

    async fn of_statements_and_objections(app) {
        attendance::office(&app).await;
        let path = attendance::drafted(&app, &attendance::month(1)).await;
        attendance::publish(&app, &path).await;
        let object = |who: &'static str| app.by(who).post(&format!("{path}/objections"), json!({ "text": "有誤" }));
        let (first, second) = (object("member_a1").await.expect(201), object("member_a1b").await.expect(201));
        let answer = json!({ "accept": false, "answer": "無誤" });
        app.by("lead_a1").post(&format!("{}/answers", first.header("location")), answer).header("if-match", &first.etag()).await.expect(200);
        app.by("member_a1b").post(&format!("{}/withdrawals", second.header("location")), json!({})).await.expect(200);
        assert_eq!(events(&app, "attendance_objection"), [
            "attendance_objection.answered", "attendance_objection.filed", "attendance_objection.filed", "attendance_objection.withdrawn",
        ]);
        attendance::window_over(&app);
        let (_, tag) = given::tagged(&app.by("manager"), &path).await;
        let reply = app.by("manager").post(&format!("{path}/finalizations"), json!({})).header("if-match", &tag).await;
        // On the first of a month the last night of the one before isn't over.
        let mut wanted = vec!["attendance_statement.drafted", "attendance_statement.published"];
        if reply.status == 200 {
            wanted.insert(1, "attendance_statement.finalized");
        } else {
            reply.problem(409, "month_not_over");
        }
        assert_eq!(events(&app, "attendance_statement"), wanted);
    }

    async fn of_delegations(app) {
        let name = |first: i64| json!({ "delegate_id": app.id("member_a1"), "starts_on": in_days(first), "ends_on": in_days(first + 1) });
        let lead = app.by("lead_a1");
        let made = lead.post("/api/v1/delegations", name(0)).await.expect(201);
        lead.post("/api/v1/delegations", name(5)).await.expect(201);
        lead.post(&format!("{}/revocations", made.header("location")), json!({})).await.expect(200);
        assert_eq!(events(&app, "delegation"), ["delegation.created", "delegation.created", "delegation.revoked"]);
    }
}
