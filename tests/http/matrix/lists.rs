//! Lists show the records inside the reach — all of them, and nothing else.

use std::collections::BTreeSet;

use tests::{App, Backend, Value, both};

use super::expect::{Place, Target, in_reach};
use super::world::{Caller, Key, World};

/// List, the action behind it, where a record says its team and its owner.
const LISTS: &[(&str, &str, &str, &str)] = &[
    ("/api/v1/employees", "employee_read", "/team_id", "/id"),
    (
        "/api/v1/role-assignments",
        "role_read",
        "/team_id",
        "/employee/id",
    ),
    ("/api/v1/teams", "organization_read", "/id", ""),
];

fn target(app: &App, caller: &Caller, record: &Value, team: &str, owner: &str) -> Target {
    let id = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
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

both! {
    async fn lists_show_exactly_what_lies_inside_the_reach(app) {
        let table = crate::contract::rules_page();
        let world = World::start(app.backend).await;
        let app = &world.app;
        // A little history, so that there is more than one assignment a head.
        let path = format!("/api/v1/employees/{}/transfers", app.id("member_a2b"));
        app.by("manager").post(&path, tests::json!({ "team_id": app.id("team_b1") })).await.expect(200);
        for (list, action, team, owner) in LISTS {
            let everything = app.by("manager").all(list).await;
            for caller in Caller::all().iter().filter(|c| c.role.is_some() && c.key != Some(Key::Without)) {
                let reach = &table[*action][caller.role.unwrap() as usize];
                let wanted: BTreeSet<&str> = everything
                    .iter()
                    .filter(|r| in_reach(reach, caller, &target(app, caller, r, team, owner)))
                    .map(|r| r["id"].as_str().unwrap())
                    .collect();
                let shown = world.client(caller, action).all(list).await;
                let shown: BTreeSet<&str> = shown.iter().map(|r| r["id"].as_str().unwrap()).collect();
                assert_eq!(shown, wanted, "{list} for {}", caller.name);
                assert!(!wanted.is_empty(), "{list} for {}: an empty list proves nothing", caller.name);
            }
        }
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
