//! Recipes of approvals, flows, delegations. A request is a leave, asked by whoever the scope says; by the first flow it lies with
//! the applicant's lead, or above.

use tests::client::Call;
use tests::clock::in_days;
use tests::{Client, Role, Value, json};

use super::expect::{Answer, Place, Target, in_reach};
use super::recipes::{Attempt, MINE, PERSON, WHOLE, narrow, of_the_department};
use super::world::{Caller, Scope, World};
use crate::given;

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_approvals"
        | "decide_approvals"
        | "list_approval_flows"
        | "get_approval_flow"
        | "update_approval_flow"
        | "list_approval_flow_versions"
        | "list_delegations"
        | "create_delegation" => WHOLE,
        "get_approval"
        | "decide_approval"
        | "transfer_approval_step"
        | "add_approver"
        | "comment_approval"
        | "copy_approval"
        | "withdraw_approval"
        | "remind_approval"
        | "resubmit_approval"
        | "decide_for_company"
        | "list_approval_attachments"
        | "add_approval_attachment"
        | "download_approval_attachment" => PERSON,
        "get_delegation" | "revoke_delegation" => MINE,
        _ => return None,
    })
}

const FLOW: &str = "/api/v1/approval-flows/leave";

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let whole = |call: Call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_approvals" => whole(client.get("/api/v1/approvals?box=waiting")),
        "decide_approvals" => {
            let item = json!({ "id": "0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60", "version": 1 });
            let body = json!({ "decision": "approve", "items": [item] });
            whole(client.post("/api/v1/approvals/decisions", body))
        }
        "list_approval_flows" => whole(client.get("/api/v1/approval-flows")),
        "get_approval_flow" => whole(client.get(FLOW)),
        "list_approval_flow_versions" => whole(client.get(&format!("{FLOW}/versions"))),
        "update_approval_flow" => {
            let tag = w.manager().get(FLOW).await.expect(200).etag();
            let steps = json!([{ "relation": "lead", "deadline_hours": 24, "name": w.fresh() }]);
            of_the_department(caller, client.patch(FLOW, &tag, json!({ "steps": steps })))
        }
        "list_delegations" => of_the_department(caller, client.get("/api/v1/delegations")),
        "create_delegation" => {
            let body = delegation(w);
            of_the_department(caller, client.post("/api/v1/delegations", body))
        }
        "get_delegation" | "revoke_delegation" => {
            let path = w
                .app
                .by(applicant(caller, scope).0)
                .post("/api/v1/delegations", delegation(w))
                .await
                .expect(201)
                .header("location");
            let call = match operation {
                "get_delegation" => client.get(&path),
                _ => client.post(&format!("{path}/revocations"), json!({})),
            };
            let own = Target {
                team: None,
                own: scope == Scope::Own,
            };
            // A delegation hands over more than a narrow key reaches.
            let outside = match narrow(caller) {
                true => Answer::Refused(403, "key_forbidden"),
                false => Answer::Refused(404, "not_found"),
            };
            Attempt {
                call,
                target: Some(own),
                inside: Answer::Done,
                outside,
            }
        }
        _ => upon_a_request(w, operation, caller, scope, client).await,
    }
}

/// Days on which nobody has a stand-in yet.
fn delegation(w: &World) -> Value {
    let day = number(w);
    json!({ "delegate_id": w.app.id("member_b1b"), "starts_on": in_days(2 + day), "ends_on": in_days(2 + day) })
}

fn number(w: &World) -> i64 {
    w.fresh().trim_start_matches('W').parse().unwrap()
}

/// Whose request it is, and how a reach sees it.
fn applicant(caller: &Caller, scope: Scope) -> (&'static str, Target) {
    let target = |team, own| Target { team, own };
    match scope {
        Scope::Own => {
            let person = caller.person();
            let team = matches!(person, "member_a1" | "lead_a1").then_some(Place::A1);
            (person, target(team, true))
        }
        Scope::SameTeam => ("member_a1b", target(Some(Place::A1), false)),
        Scope::OtherTeam => ("member_a2", target(Some(Place::InA), false)),
        Scope::OtherArea => ("member_b1", target(Some(Place::InB), false)),
        Scope::Department | Scope::Whole => ("loose", target(None, false)),
    }
}

/// Does the caller see the request at all, as `approval_read` says?
fn sees(caller: &Caller, target: &Target) -> bool {
    let table = crate::contract::rules_page();
    let role = caller.role.unwrap_or(Role::Member);
    in_reach(&table["approval_read"][role as usize], caller, target)
}

async fn upon_a_request(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let (who, target) = applicant(caller, scope);
    if operation == "decide_for_company" {
        to_the_company(w).await;
    }
    let path = given::request(&w.app, who, 2 + number(w), 1).await;
    let missing = Answer::Refused(404, "not_found");
    let whoever_sees_it = |inside| match sees(caller, &target) {
        true => inside,
        false => missing,
    };
    // The step lies with one person, whatever reach anybody has.
    let deciders = || match scope {
        Scope::Own => Answer::Refused(403, "own_matter"),
        Scope::SameTeam if caller.key.is_none() && caller.role == Some(Role::Lead) => Answer::Done,
        Scope::Department if caller.role == Some(Role::Manager) && caller.key.is_none() => {
            Answer::Done
        }
        _ => whoever_sees_it(Answer::Refused(403, "forbidden")),
    };
    let followers = || match scope {
        Scope::Own => Answer::Done,
        _ => whoever_sees_it(Answer::Refused(403, "forbidden")),
    };
    let fixed = |call: Call, answer: Answer| Attempt {
        call,
        target: None,
        inside: answer,
        outside: answer,
    };
    let reached = |call: Call, inside: Answer| Attempt {
        call,
        target: Some(target.clone()),
        inside,
        outside: missing,
    };
    let sub = |noun: &str| format!("{path}/{noun}");
    let tagged = |call: Call, tag: String| call.header("if-match", &tag);
    match operation {
        "get_approval" => reached(client.get(&path), Answer::Done),
        "comment_approval" => reached(
            client.post(&sub("comments"), json!({ "text": "已閱" })),
            Answer::Done,
        ),
        "copy_approval" => {
            let body = json!({ "employee_ids": [w.app.id("pending")] });
            reached(client.post(&sub("copies"), body), Answer::Done)
        }
        "list_approval_attachments" => reached(client.get(&sub("attachments")), Answer::Done),
        "add_approval_attachment" => reached(
            client.upload(&sub("attachments"), "a.txt", "文件".as_bytes()),
            Answer::Done,
        ),
        "download_approval_attachment" => {
            let file = file(w, &path).await;
            reached(
                client.get(&sub(&format!("attachments/{file}/content"))),
                Answer::Done,
            )
        }
        "withdraw_approval" => fixed(client.post(&sub("withdrawals"), json!({})), followers()),
        "remind_approval" => fixed(client.post(&sub("reminders"), json!({})), followers()),
        "resubmit_approval" => {
            if scope == Scope::Own {
                returned(w, caller, &path).await;
            }
            fixed(client.post(&sub("resubmissions"), json!({})), followers())
        }
        "decide_for_company" => {
            let document = file(w, &path).await;
            let body = json!({ "decision": "approve", "decided_on": in_days(-1), "document_id": document });
            let inside = match scope {
                Scope::Own => Answer::Refused(403, "own_matter"),
                _ => Answer::Done,
            };
            let tag = w.manager().get(&path).await.expect(200).etag();
            reached(
                tagged(client.post(&sub("company-decisions"), body), tag),
                inside,
            )
        }
        "decide_approval" | "transfer_approval_step" | "add_approver" => {
            let tag = w.manager().get(&path).await.expect(200).etag();
            let named = w.app.id("member_b1b");
            let call = match operation {
                "decide_approval" => {
                    client.post(&sub("decisions"), json!({ "decision": "approve" }))
                }
                "transfer_approval_step" => {
                    client.post(&sub("transfers"), json!({ "employee_id": named }))
                }
                _ => client.post(
                    &sub("approvers"),
                    json!({ "employee_id": named, "position": "after" }),
                ),
            };
            fixed(tagged(call, tag), deciders())
        }
        other => panic!("no recipe for {other}"),
    }
}

async fn file(w: &World, approval: &str) -> String {
    w.manager()
        .upload(
            &format!("{approval}/attachments"),
            "a.txt",
            "文件".as_bytes(),
        )
        .await
        .expect(201)
        .id()
}

/// From now on requests go to the company.
async fn to_the_company(w: &World) {
    let flow = w.manager().get(FLOW).await.expect(200);
    if flow.str("/steps/0/relation") != "company" {
        let steps = json!([{ "relation": "company", "deadline_hours": 24 }]);
        w.manager()
            .patch(FLOW, &flow.etag(), json!({ "steps": steps }))
            .await
            .expect(200);
    }
}

/// Sent back by whoever the caller's own request lies with.
async fn returned(w: &World, caller: &Caller, approval: &str) {
    let by = match caller.person() {
        "member_a1" => "lead_a1",
        "lead_a1" => "deputy_a",
        "deputy_a" => "manager",
        _ => {
            let document = file(w, approval).await;
            let tag = w.manager().get(approval).await.expect(200).etag();
            let body = json!({
                "decision": "return", "decided_on": in_days(-1), "comment": "改期", "document_id": document
            });
            w.app
                .by("deputy_a")
                .post(&format!("{approval}/company-decisions"), body)
                .header("if-match", &tag)
                .await
                .expect(200);
            return;
        }
    };
    given::decide(&w.app, by, approval, "return")
        .await
        .expect(200);
}
