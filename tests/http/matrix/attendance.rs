//! Recipes of shifts, schedules, punches, corrections, statements.

use chrono::{Datelike, Months};
use tests::clock::{date, in_days};
use tests::{Method, json};

use super::expect::{Answer, Place, Target};
use super::recipes::{Attempt, MINE, PERSON, WHOLE, accounts, of_the_department};
use super::world::{Caller, Scope, World};
use crate::attendance::{self, weekday};

const TEAMS: &[Scope] = &[Scope::SameTeam, Scope::OtherTeam, Scope::OtherArea];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_shifts" | "get_shift" | "create_shift" | "update_shift" | "delete_shift" => WHOLE,
        "list_schedules" | "get_schedule" | "create_schedule" | "update_schedule"
        | "delete_schedule" => WHOLE,
        "list_schedule_assignments"
        | "list_punches"
        | "clock"
        | "record_punches"
        | "import_punches" => WHOLE,
        "list_attendance_days" | "list_corrections" | "list_attendance_objections" => WHOLE,
        "list_attendance_statements"
        | "get_attendance_statement"
        | "list_attendance_lines"
        | "draft_attendance_statement"
        | "publish_attendance_statement"
        | "finalize_attendance_statement"
        | "object_to_attendance_statement" => WHOLE,
        "get_attendance_board" | "get_compliance" | "get_clause_trend" | "list_clause_evidence" => {
            TEAMS
        }
        "assign_schedule" | "create_correction" | "get_correction" | "update_correction" => PERSON,
        "get_attendance_objection"
        | "answer_attendance_objection"
        | "withdraw_attendance_objection" => MINE,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    match operation {
        "list_shifts" => whole(client.get("/api/v1/shifts")),
        "list_schedules" => whole(client.get("/api/v1/schedules")),
        "list_schedule_assignments" => whole(client.get("/api/v1/schedule-assignments")),
        "list_punches" => whole(client.get("/api/v1/punches")),
        "list_attendance_days" => whole(client.get("/api/v1/attendance-days")),
        "list_corrections" => whole(client.get("/api/v1/corrections")),
        "list_attendance_objections" => whole(client.get("/api/v1/attendance-objections")),
        "list_attendance_statements" => whole(client.get("/api/v1/attendance-statements")),
        // A service account isn't at work.
        "clock" => accounts(
            caller.key.is_some(),
            client.post("/api/v1/punches", json!({})),
        ),
        "record_punches" => {
            let at = tests::clock::in_seconds(-60);
            let punch = json!({ "employee_number": "E111", "at": at });
            whole(client.post("/api/v1/clock-punches", json!({ "punches": [punch] })))
        }
        "import_punches" => {
            let csv = format!("employee_number,at\nE111,{} 09:00\n", in_days(-1));
            of_the_department(
                caller,
                client.raw(Method::POST, "/api/v1/imports/punches", "text/csv", csv),
            )
        }
        "get_attendance_board" => board(w, caller, scope, client, "attendance-board"),
        "get_compliance" => board(w, caller, scope, client, "regulation/compliance"),
        "list_clause_evidence" => board(
            w,
            caller,
            scope,
            client,
            "regulation/compliance/2.1/evidence",
        ),
        "get_clause_trend" => board(w, caller, scope, client, "regulation/compliance/2.1/trend"),
        "get_attendance_statement"
        | "list_attendance_lines"
        | "draft_attendance_statement"
        | "publish_attendance_statement"
        | "finalize_attendance_statement"
        | "object_to_attendance_statement" => statement(w, operation, caller, client).await,
        "get_attendance_objection"
        | "answer_attendance_objection"
        | "withdraw_attendance_objection" => objection(w, operation, caller, scope, client).await,
        "assign_schedule" | "create_correction" | "get_correction" | "update_correction" => {
            upon_a_person(w, operation, caller, scope, client).await
        }
        _ => of_the_plan(w, operation, caller, client).await,
    }
}

/// Shifts and schedules belong to the whole department.
async fn of_the_plan(
    w: &World,
    operation: &str,
    caller: &Caller,
    client: tests::Client,
) -> Attempt {
    let manager = w.manager();
    let shift = manager
        .post("/api/v1/shifts", attendance::shift(&w.fresh()))
        .await
        .expect(201);
    let shift_path = shift.header("location");
    // The first is the default, which can't be removed.
    attendance::office(&w.app).await;
    let week = vec![shift.json()["id"].clone(); 7];
    let (kind, path, tag) = if operation.ends_with("_shift") {
        ("shifts", shift_path, shift.etag())
    } else {
        let body = json!({ "name": w.fresh(), "week": [null, null, null, null, null, null, null] });
        let made = manager.post("/api/v1/schedules", body).await.expect(201);
        ("schedules", made.header("location"), made.etag())
    };
    let call = match operation {
        "get_shift" | "get_schedule" => {
            return Attempt {
                call: client.get(&path),
                target: None,
                inside: Answer::Done,
                outside: Answer::Done,
            };
        }
        "create_shift" => client.post("/api/v1/shifts", attendance::shift(&w.fresh())),
        "create_schedule" => client.post(
            "/api/v1/schedules",
            json!({ "name": w.fresh(), "week": week }),
        ),
        "update_shift" | "update_schedule" => {
            client.patch(&path, &tag, json!({ "name": w.fresh() }))
        }
        "delete_shift" | "delete_schedule" => client.delete(&path),
        other => panic!("no recipe for {other} of {kind}"),
    };
    of_the_department(caller, call)
}

fn board(w: &World, caller: &Caller, scope: Scope, client: tests::Client, board: &str) -> Attempt {
    let (team, place) = World::team_of(scope).unwrap();
    let path = format!("/api/v1/{board}?team_id={}", w.app.id(team));
    // Everybody sees their own team's board, as far as their reach goes.
    let own = caller.key.is_none() && matches!(caller.person(), "member_a1" | "lead_a1");
    Attempt {
        call: client.get(&path),
        target: Some(Target {
            team: Some(place),
            own: own && scope == Scope::SameTeam,
        }),
        inside: Answer::Done,
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
    let schedule = attendance::office(&w.app).await;
    let (person, target) = w.employee(caller, scope).await;
    let at = |call, refused| Attempt {
        call,
        target: Some(target.clone()),
        inside: Answer::Done,
        outside: refused,
    };
    let unknown = Answer::Refused(422, "unknown_reference");
    let absent = |kind: &str, hour: &str| {
        let day = weekday(5);
        json!({ "employee_id": person["id"], "date": day, "kind": kind, "at": attendance::at(day, hour), "reason": "忘記打卡" })
    };
    match operation {
        "assign_schedule" => {
            let body = json!({ "schedule_id": schedule, "employee_ids": [person["id"]], "starts_on": in_days(0) });
            at(client.post("/api/v1/schedule-assignments", body), unknown)
        }
        "create_correction" => at(
            client.post("/api/v1/corrections", absent("in", "09:00")),
            unknown,
        ),
        _ => {
            // A caller's own record is asked about once for each operation.
            w.app
                .sql()
                .run("UPDATE corrections SET state = 'withdrawn' WHERE state <> 'withdrawn'");
            let made = w
                .manager()
                .post("/api/v1/corrections", absent("out", "18:00"))
                .await
                .expect(201);
            let path = made.header("location");
            let unseen = Answer::Refused(404, "not_found");
            if operation == "get_correction" {
                return at(client.get(&path), unseen);
            }
            w.app
                .sql()
                .run("UPDATE corrections SET state = 'returned' WHERE state = 'open'");
            // Only whoever asked or entered it: the person, and the manager who has made it.
            let asked = scope == Scope::Own || caller.role == Some(tests::Role::Manager);
            let mut attempt = at(
                client.patch(&path, &made.etag(), json!({ "reason": w.fresh() })),
                unseen,
            );
            if !asked {
                attempt.inside = Answer::Refused(403, "forbidden");
            }
            attempt
        }
    }
}

/// A month of its own, long ago.
fn month(w: &World) -> String {
    let day = date(0).with_day(1).unwrap() - Months::new(w.months_back());
    day.format("%Y-%m").to_string()
}

async fn statement(w: &World, operation: &str, caller: &Caller, client: tests::Client) -> Attempt {
    if operation == "draft_attendance_statement" {
        let body = json!({ "month": month(w) });
        return of_the_department(caller, client.post("/api/v1/attendance-statements", body));
    }
    let path = attendance::drafted(&w.app, &month(w)).await;
    if operation == "publish_attendance_statement" {
        let tag = w.manager().get(&path).await.expect(200).etag();
        let call = client.post(
            &format!("{path}/publications"),
            json!({ "objections_until": in_days(3) }),
        );
        return of_the_department(caller, call.header("if-match", &tag));
    }
    let tag = attendance::publish(&w.app, &path).await;
    let call = match operation {
        "get_attendance_statement" => client.get(&path),
        "list_attendance_lines" => client.get(&format!("{path}/lines")),
        "object_to_attendance_statement" => {
            client.post(&format!("{path}/objections"), json!({ "text": "那天我在" }))
        }
        _ => {
            attendance::window_over(&w.app);
            let call = client.post(&format!("{path}/finalizations"), json!({}));
            return of_the_department(caller, call.header("if-match", &tag));
        }
    };
    Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    }
}

/// Only the person objects, so that those of the template do.
async fn objection(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let own = scope == Scope::Own;
    let (person, team) = match scope {
        Scope::Own => {
            let team = matches!(caller.person(), "member_a1" | "lead_a1").then_some(Place::A1);
            (caller.person(), team)
        }
        Scope::SameTeam => ("member_a1b", Some(Place::A1)),
        Scope::OtherTeam => ("member_a2", Some(Place::InA)),
        _ => ("member_b1", Some(Place::InB)),
    };
    let path = attendance::drafted(&w.app, &month(w)).await;
    attendance::publish(&w.app, &path).await;
    let made = w
        .app
        .by(person)
        .post(&format!("{path}/objections"), json!({ "text": "那天我在" }))
        .await
        .expect(201);
    let objection = made.header("location");
    let (call, inside) = match operation {
        "get_attendance_objection" => (client.get(&objection), Answer::Done),
        "withdraw_attendance_objection" => (
            client.post(&format!("{objection}/withdrawals"), json!({})),
            Answer::Done,
        ),
        _ => {
            let body = json!({ "accept": false, "answer": "已核對" });
            let call = client.post(&format!("{objection}/answers"), body);
            let inside = match own {
                true => Answer::Refused(403, "own_matter"),
                false => Answer::Done,
            };
            (call.header("if-match", &made.etag()), inside)
        }
    };
    Attempt {
        call,
        target: Some(Target { team, own }),
        inside,
        outside: Answer::Refused(404, "not_found"),
    }
}
