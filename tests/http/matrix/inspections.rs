//! Recipes of inspections. Those of the sample come about by themselves; here they are written straight into the tables, one for each
//! owner.

use tests::{Backend, Client, Value, json};

use super::expect::{Answer, Place, Target};
use super::recipes::{Attempt, MINE, TEAM, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const OTHERS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];
const CHECKLIST: &str = "/api/v1/inspection-checklist";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_inspections"
        | "list_inspection_findings"
        | "list_inspection_draws"
        | "list_inspection_plans"
        | "get_inspection_checklist"
        | "update_inspection_checklist" => WHOLE,
        "set_inspection_plan" | "create_inspection_draw" => TEAM,
        "order_inspection" => OTHERS,
        "get_inspection"
        | "record_inspection"
        | "assign_inspection"
        | "list_inspection_steps"
        | "get_inspection_finding"
        | "rectify_finding"
        | "recheck_finding" => MINE,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_inspections" => return whole(client.get("/api/v1/inspections")),
        "list_inspection_findings" => return whole(client.get("/api/v1/inspection-findings")),
        "list_inspection_draws" => return whole(client.get("/api/v1/inspection-draws")),
        "list_inspection_plans" => return whole(client.get("/api/v1/inspection-plans")),
        "get_inspection_checklist" => return whole(client.get(CHECKLIST)),
        "update_inspection_checklist" => {
            let tag = w.manager().get(CHECKLIST).await.expect(200).etag();
            let names = json!({ "zh_hant": w.fresh(), "zh_hans": "项目", "en": "Item" });
            let body = json!({ "items": [{ "key": "one", "names": names }] });
            return of_the_department(caller, client.patch(CHECKLIST, &tag, body));
        }
        "set_inspection_plan" | "create_inspection_draw" => {
            let (team, target) = w.team(scope).await;
            let month = |back: u32| {
                let day = tests::clock::date(0).checked_sub_months(chrono::Months::new(back));
                format!("{}-01", &day.unwrap().to_string()[..7])
            };
            let (path, body, inside) = match operation {
                "set_inspection_plan" => (
                    "/api/v1/inspection-plans",
                    json!({ "team_id": team["id"], "percent": 10, "least": 1, "from_month": month(0) }),
                    Answer::Done,
                ),
                _ => (
                    "/api/v1/inspection-draws",
                    json!({ "team_id": team["id"], "month": month(1) }),
                    Answer::Refused(409, "inspection_unplanned"),
                ),
            };
            return Attempt {
                call: client.post(path, body),
                target: Some(target),
                inside,
                outside: Answer::Refused(422, "unknown_reference"),
            };
        }
        _ => {}
    }
    let (owner, mut target) = w.employee(caller, scope).await;
    if operation == "order_inspection" {
        let body = json!({ "case_id": case(w, &owner).await, "reason": "客戶申訴", "due_on": tests::clock::in_days(7) });
        return Attempt {
            call: client.post("/api/v1/inspections", body),
            target: Some(target),
            inside: Answer::Done,
            outside: Answer::Refused(422, "unknown_reference"),
        };
    }
    // Whoever has no team owned the case when they were in A1.
    let team = World::team_of(scope).map_or("team_a1", |t| t.0);
    target.team.get_or_insert(Place::A1);
    let made = inspected(w, &owner, team, operation).await;
    let own = match scope {
        Scope::Own => Answer::Refused(403, "own_matter"),
        _ => Answer::Done,
    };
    let post = |path: &str, noun: &str, body: Value| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", "\"1\"")
    };
    let (inspection, finding) = (made.0.as_str(), made.1.as_str());
    let (call, inside) = match operation {
        "get_inspection" => (client.get(inspection), Answer::Done),
        "list_inspection_steps" => (client.get(&format!("{inspection}/steps")), Answer::Done),
        "record_inspection" => {
            let body = json!({ "marks": [{ "key": "one", "outcome": "ok" }] });
            (post(inspection, "results", body), own)
        }
        "assign_inspection" => {
            let lead = w.app.id(&team.replace("team_", "lead_"));
            let body = json!({ "inspector_id": lead });
            (post(inspection, "assignments", body), own)
        }
        "get_inspection_finding" => (client.get(finding), Answer::Done),
        "rectify_finding" => {
            let body = json!({ "text": "已補件" });
            (post(finding, "rectifications", body), Answer::Done)
        }
        _ => (post(finding, "rechecks", json!({ "accepted": true })), own),
    };
    about(call, target, inside)
}

fn about(call: tests::client::Call, target: Target, inside: Answer) -> Attempt {
    Attempt {
        call,
        target: Some(target),
        inside,
        outside: Answer::Refused(404, "not_found"),
    }
}

async fn case(w: &World, owner: &Value) -> String {
    let body = json!({ "name": format!("客戶 {}", w.fresh()), "owner_id": owner["id"] });
    let customer = w
        .manager()
        .post("/api/v1/customers", body)
        .await
        .expect(201);
    let body = json!({ "customer_id": customer.id() });
    w.manager()
        .post("/api/v1/cases", body)
        .await
        .expect(201)
        .id()
}

/// Paths of an inspection of that owner's case, open where it is to be looked over, and of a finding of it.
async fn inspected(w: &World, owner: &Value, team: &str, operation: &str) -> (String, String) {
    let n = w.months_back();
    let guid = |id: &str| match w.app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    };
    let now = match w.app.backend {
        Backend::Sqlite => "1790000000000000",
        Backend::Postgres => "TIMESTAMPTZ '2026-09-21'",
    };
    let id = format!("01932f00-0000-7000-9011-{n:012x}");
    let found = format!("01932f00-0000-7000-9012-{n:012x}");
    let owner_id = owner["id"].as_str().unwrap();
    let other = match owner_id == w.app.id("deputy_b") {
        true => "lead_b1",
        false => "deputy_b",
    };
    let case = guid(&case(w, owner).await);
    let (own, owner, team, other) = (
        guid(&id),
        guid(owner_id),
        guid(&w.app.id(team)),
        guid(&w.app.id(other)),
    );
    let open = matches!(operation, "record_inspection" | "assign_inspection");
    let (state, findings, seen) = match open {
        true => ("open", 0, "NULL"),
        false => ("findings", 1, now),
    };
    let items = r#"[{"key":"one","names":{"zh_hant":"一","zh_hans":"一","en":"One"},"outcome":null,"note":null}]"#;
    w.app.sql().run(&format!(
        "INSERT INTO inspections (id, case_id, owner_id, team_id, inspector_id, reason, state, due_on, answers, open_findings, inspected_at, \
         version, created_at, updated_at) \
         VALUES ({own}, {case}, {owner}, {team}, {other}, '指定', '{state}', '2030-01-01', '{items}', {findings}, {seen}, 1, {now}, {now})"
    ));
    let state = if operation == "recheck_finding" {
        "rectified"
    } else {
        "open"
    };
    if !open {
        let finding = guid(&found);
        w.app.sql().run(&format!(
            "INSERT INTO inspection_findings (id, inspection_id, case_id, owner_id, team_id, description, severity, state, rectify_by, refused, \
             version, created_at, updated_at) \
             VALUES ({finding}, {own}, {case}, {owner}, {team}, '缺件', 'minor', '{state}', '2030-01-01', 0, 1, {now}, {now})"
        ));
    }
    (
        format!("/api/v1/inspections/{id}"),
        format!("/api/v1/inspection-findings/{found}"),
    )
}
