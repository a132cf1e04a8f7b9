//! Recipes of calendar, leave, absences, feeds.

use tests::client::Call;
use tests::clock::in_days;
use tests::{Method, Role, Value, json};

use super::expect::{Answer, Target};
use super::recipes::{Attempt, MINE, PERSON, WHOLE, narrow, of_the_department};
use super::world::{Caller, Scope, World};
use crate::given;

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_calendar_days"
        | "create_calendar_day"
        | "get_calendar_day"
        | "update_calendar_day"
        | "delete_calendar_day"
        | "import_calendar_days" => WHOLE,
        "list_leave_types" | "create_leave_type" | "get_leave_type" | "update_leave_type" => WHOLE,
        "list_leave_requests"
        | "list_leave_entries"
        | "grant_leave"
        | "close_leave_year"
        | "list_absences"
        | "list_calendar_feeds"
        | "create_calendar_feed"
        | "get_calendar" => WHOLE,
        "get_leave_request"
        | "create_leave_request"
        | "update_leave_request"
        | "return_early"
        | "quote_leave"
        | "get_leave_balances"
        | "create_leave_entry" => PERSON,
        "revoke_calendar_feed" => MINE,
        _ => return None,
    })
}

fn whole(call: Call) -> Attempt {
    Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    }
}

/// Work on the whole department: a deputy's area is too little of it.
fn everybody(caller: &Caller, call: Call) -> Attempt {
    let mut attempt = of_the_department(caller, call);
    if caller.name == "deputy" {
        attempt.inside = Answer::Refused(403, "forbidden");
    }
    attempt
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    match operation {
        "list_calendar_days" => whole(client.get("/api/v1/calendar-days")),
        "list_leave_types" => whole(client.get("/api/v1/leave-types")),
        "list_leave_requests" => whole(client.get("/api/v1/leave-requests")),
        "list_leave_entries" => whole(client.get("/api/v1/leave-entries")),
        "list_absences" => whole(client.get("/api/v1/absences")),
        "list_calendar_feeds" => whole(client.get("/api/v1/calendar-feeds")),
        "get_calendar" => whole(client.get("/api/v1/calendar.ics")),
        "create_calendar_day" => {
            of_the_department(caller, client.post("/api/v1/calendar-days", day(w)))
        }
        "get_calendar_day" | "update_calendar_day" | "delete_calendar_day" => {
            let made = w.manager().post("/api/v1/calendar-days", day(w)).await;
            let (path, tag) = (made.header("location"), made.etag());
            match operation {
                "get_calendar_day" => whole(client.get(&path)),
                "update_calendar_day" => of_the_department(
                    caller,
                    client.patch(&path, &tag, json!({ "name": w.fresh() })),
                ),
                _ => of_the_department(caller, client.delete(&path)),
            }
        }
        "import_calendar_days" => {
            let path = "/api/v1/imports/calendar-days?dry_run=true";
            let text = "date,kind,name\n2031-01-01,holiday,元旦\n";
            everybody(caller, client.raw(Method::POST, path, "text/csv", text))
        }
        "create_leave_type" => {
            of_the_department(caller, client.post("/api/v1/leave-types", kind(w)))
        }
        "get_leave_type" | "update_leave_type" => {
            let made = w.manager().post("/api/v1/leave-types", kind(w)).await;
            let (path, tag) = (made.header("location"), made.etag());
            match operation {
                "get_leave_type" => whole(client.get(&path)),
                _ => of_the_department(
                    caller,
                    client.patch(&path, &tag, json!({ "notice_days": 9 })),
                ),
            }
        }
        "grant_leave" => everybody(
            caller,
            client.post(
                "/api/v1/leave-grants",
                json!({ "year": 2026, "dry_run": true }),
            ),
        ),
        "close_leave_year" => everybody(
            caller,
            client.post(
                "/api/v1/leave-closings",
                json!({ "year": 2024, "dry_run": true }),
            ),
        ),
        "create_calendar_feed" => {
            let call = client.post("/api/v1/calendar-feeds", json!({ "name": w.fresh() }));
            of_the_department(caller, call)
        }
        "revoke_calendar_feed" => revoke(w, caller, scope, client).await,
        _ => upon_a_person(w, operation, caller, scope, client).await,
    }
}

fn day(w: &World) -> Value {
    json!({ "date": in_days(400 + number(w)), "kind": "holiday", "name": "假日" })
}

fn kind(w: &World) -> Value {
    json!({
        "code": w.fresh().to_lowercase(), "names": { "zh_hant": "假", "zh_hans": "假", "en": "Leave" }, "clause": "4.4.4",
        "category": "leave", "counts": "working_days", "pay_percent": 0, "allows_half_days": true, "notice_days": 0,
        "after_the_fact_days": 0, "balance": "unlimited"
    })
}

fn number(w: &World) -> i64 {
    w.fresh()[1..].parse().unwrap()
}

/// Three days that nobody has asked for yet, at least one of them worked.
async fn asked(w: &World, person: &Value) -> Value {
    let start = 20 + number(w) * 4;
    json!({
        "employee_id": person["id"], "leave_type_id": given::leave_type(&w.app, "business").await,
        "starts_on": in_days(start), "ends_on": in_days(start + 2)
    })
}

async fn revoke(w: &World, caller: &Caller, scope: Scope, client: tests::Client) -> Attempt {
    let person = match scope {
        Scope::Own => caller.person(),
        Scope::SameTeam => "member_a1b",
        Scope::OtherTeam => "member_a2",
        _ => "member_b1",
    };
    let feed = json!({ "name": w.fresh() });
    let made = w.app.by(person).post("/api/v1/calendar-feeds", feed).await;
    let id = made.expect(201).str("/feed/id");
    Attempt {
        call: client.delete(&format!("/api/v1/calendar-feeds/{id}")),
        target: Some(Target {
            team: None,
            own: scope == Scope::Own,
        }),
        inside: if narrow(caller) {
            Answer::Refused(404, "not_found")
        } else {
            Answer::Done
        },
        outside: Answer::Refused(404, "not_found"),
    }
}

async fn upon_a_person(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let (person, target) = w.employee(caller, scope).await;
    let at = |call: Call, inside: Answer, outside: Answer| Attempt {
        call,
        target: Some(target.clone()),
        inside,
        outside,
    };
    let gone = Answer::Refused(404, "not_found");
    let unknown = Answer::Refused(422, "unknown_reference");
    match operation {
        "create_leave_request" => {
            let call = client.post("/api/v1/leave-requests", asked(w, &person).await);
            at(call, Answer::Done, unknown)
        }
        "quote_leave" => {
            let call = client.post("/api/v1/leave-quotes", asked(w, &person).await);
            at(call, Answer::Done, unknown)
        }
        "get_leave_balances" => {
            let id = person["id"].as_str().unwrap();
            let call = client.get(&format!("/api/v1/employees/{id}/leave-balances"));
            at(call, Answer::Done, gone)
        }
        "create_leave_entry" => {
            let body = json!({
                "employee_id": person["id"], "leave_type_id": given::leave_type(&w.app, "annual").await, "year": 2026,
                "kind": "grant", "days": 1, "note": w.fresh()
            });
            // Nobody grants themselves anything.
            let inside = match scope {
                Scope::Own => Answer::Refused(403, "own_matter"),
                _ => Answer::Done,
            };
            at(client.post("/api/v1/leave-entries", body), inside, unknown)
        }
        _ => {
            let made = w
                .manager()
                .post("/api/v1/leave-requests", asked(w, &person).await)
                .await
                .expect(201);
            let path = made.header("location");
            match operation {
                "get_leave_request" => at(client.get(&path), Answer::Done, gone),
                // An open request is with its deciders: it has to come back first, and then to whoever asked or entered it, which
                // is the manager.
                "update_leave_request" => {
                    let asked = scope == Scope::Own || caller.role == Some(Role::Manager);
                    let inside = match asked {
                        true => Answer::Refused(409, "approval_not_returned"),
                        false => Answer::Refused(403, "forbidden"),
                    };
                    let call = client.patch(&path, &made.etag(), json!({ "reason": w.fresh() }));
                    at(call, inside, gone)
                }
                _ => {
                    let body = json!({ "resumes_on": in_days(30) });
                    let call = client.post(&format!("{path}/early-returns"), body);
                    at(call, Answer::Refused(409, "leave_over"), gone)
                }
            }
        }
    }
}
