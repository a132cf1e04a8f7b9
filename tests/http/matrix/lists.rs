//! Lists show the records inside the reach — all of them, and nothing else.

use std::collections::BTreeSet;

use tests::{App, Backend, Value, both, json};

use super::expect::{Place, Target, in_reach};
use super::world::{Caller, Key, World};
use crate::{attendance, given};

/// List, the action behind it, where a record says its team (empty: its owner's) and its owner.
type Lists = &'static [(&'static str, &'static str, &'static str, &'static str)];

const ORGANIZATION: Lists = &[
    ("/api/v1/employees", "employee_read", "/team_id", "/id"),
    (
        "/api/v1/role-assignments",
        "role_read",
        "/team_id",
        "/employee/id",
    ),
    ("/api/v1/teams", "organization_read", "/id", ""),
];

const MATTERS: Lists = &[
    (
        "/api/v1/approvals",
        "approval_read",
        "/team_id",
        "/applicant/id",
    ),
    (
        "/api/v1/leave-requests",
        "leave_read",
        "/team_id",
        "/employee/id",
    ),
    ("/api/v1/leave-entries", "leave_read", "", "/employee/id"),
    (
        "/api/v1/absences",
        "absence_read",
        "/team_id",
        "/employee/id",
    ),
    (
        "/api/v1/schedule-assignments",
        "schedule_read",
        "",
        "/employee/id",
    ),
    ("/api/v1/punches", "attendance_read", "", "/employee/id"),
    (
        "/api/v1/corrections",
        "attendance_read",
        "/team_id",
        "/employee/id",
    ),
    (
        "/api/v1/attendance-objections",
        "statement_read",
        "/team_id",
        "/employee/id",
    ),
];

fn target(app: &App, caller: &Caller, record: &Value, team: &str, owner: &str) -> Target {
    let owners = || {
        let owner = record.pointer(owner)?.as_str()?;
        let mut people = app.department.people.values();
        people.find(|p| p.id == owner)?.team.as_deref()
    };
    let id = |pointer: &str| match pointer {
        "" => owners(),
        _ => record.pointer(pointer).and_then(Value::as_str),
    };
    let place = |team: &str| match team {
        t if t == app.id("team_a1") => Place::A1,
        t if t == app.id("team_a2") => Place::InA,
        t if t == app.id("team_b1") => Place::InB,
        _ => Place::Nowhere,
    };
    let me = app.id(caller.person());
    Target {
        team: id(team).map(place),
        own: !owner.is_empty() && id(owner) == Some(me.as_str()),
    }
}

async fn show_the_reach(world: &World, lists: Lists) {
    let table = crate::contract::rules_page();
    let app = &world.app;
    for (list, action, team, owner) in lists {
        let everything = app.by("manager").all(list).await;
        for caller in Caller::all()
            .iter()
            .filter(|c| c.role.is_some() && c.key != Some(Key::Without))
        {
            let reach = &table[*action][caller.role.unwrap() as usize];
            let key = |r: &Value| r["id"].as_str().unwrap().to_owned();
            let wanted: BTreeSet<String> = everything
                .iter()
                .filter(|r| in_reach(reach, caller, &target(app, caller, r, team, owner)))
                .map(key)
                .collect();
            let shown = world.client(caller, action).all(list).await;
            let shown: BTreeSet<String> = shown.iter().map(key).collect();
            assert_eq!(shown, wanted, "{list} for {}", caller.name);
            assert!(
                !wanted.is_empty(),
                "{list} for {}: an empty list proves nothing",
                caller.name
            );
        }
    }
}

/// Everybody at work asks, punches, is granted, objects; what was asked as leave is approved by whom it lies with.
async fn everybodys_matters(app: &App) {
    let schedule = attendance::office(app).await;
    let statement = attendance::drafted(app, &attendance::month(1)).await;
    attendance::publish(app, &statement).await;
    let manager = app.by("manager");
    let annual = given::leave_type(app, "annual").await;
    let day = attendance::weekday(5);
    for (name, person) in &app.department.people {
        if person.token.is_empty() {
            continue;
        }
        let me = app.by(name);
        let leave = given::request(app, name, 3, 1).await;
        for decider in [
            "lead_a1", "lead_a2", "lead_b1", "deputy_a", "deputy_b", "manager",
        ] {
            if given::decide(app, decider, &leave, "approve").await.status == 200 {
                break;
            }
        }
        let correction = json!({ "employee_id": person.id, "date": day, "kind": "in", "at": attendance::at(day, "09:00"), "reason": "忘記打卡" });
        me.post("/api/v1/corrections", correction).await.expect(201);
        me.post("/api/v1/punches", json!({})).await.expect(201);
        me.post(
            &format!("{statement}/objections"),
            json!({ "text": "那天我在" }),
        )
        .await
        .expect(201);
        let assigned = json!({ "schedule_id": schedule, "employee_ids": [person.id], "starts_on": tests::clock::in_days(1) });
        manager
            .post("/api/v1/schedule-assignments", assigned)
            .await
            .expect(201);
        // Nobody grants themselves anything, and nobody else stands above the manager.
        if name == "manager" {
            continue;
        }
        let entry = json!({ "employee_id": person.id, "leave_type_id": annual, "year": 2026, "kind": "grant", "days": 1, "note": "test" });
        manager
            .post("/api/v1/leave-entries", entry)
            .await
            .expect(201);
    }
}

both! {
    async fn lists_show_exactly_what_lies_inside_the_reach(app) {
        let world = World::start(app.backend).await;
        // A little history, so that there is more than one assignment a head.
        let path = format!("/api/v1/employees/{}/transfers", world.app.id("member_a2b"));
        world.manager().post(&path, json!({ "team_id": world.app.id("team_b1") })).await.expect(200);
        show_the_reach(&world, ORGANIZATION).await;
    }

    async fn leave_attendance_and_approvals_show_exactly_what_lies_inside_the_reach(app) {
        let world = World::start(app.backend).await;
        everybodys_matters(&world.app).await;
        show_the_reach(&world, MATTERS).await;
    }

    async fn the_trail_shows_exactly_what_lies_inside_the_reach(app) {
        // The database says what there is; the API says what it shows.
        let hex = |column: &str| match app.backend {
            Backend::Sqlite => format!("lower(hex({column}))"),
            Backend::Postgres => format!("replace({column}::text, '-', '')"),
        };
        let plain = |id: &str| id.replace('-', "");
        let (a1, me) = (plain(&app.id("team_a1")), plain(&app.id("lead_a1")));
        let wanted = app.sql().count(&format!("audit_entries WHERE {} = '{a1}' OR {} = '{me}'", hex("team_id"), hex("owner_id")));
        assert_eq!(app.by("lead_a1").all("/api/v1/audit-entries").await.len() as i64, wanted);
        let me = plain(&app.id("member_a1"));
        let wanted = app.sql().count(&format!("audit_entries WHERE {} = '{me}'", hex("owner_id")));
        assert_eq!(app.by("member_a1").all("/api/v1/audit-entries").await.len() as i64, wanted);
        let wanted = app.sql().count("audit_entries");
        assert_eq!(app.by("manager").all("/api/v1/audit-entries").await.len() as i64, wanted);
    }
}
