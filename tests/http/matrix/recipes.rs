//! How to make a valid request of each operation upon a record of each scope. A new operation needs a line in `scopes` and
//! one in `attempt`.

use tests::client::Call;
use tests::clock::in_days;
use tests::department::PASSWORD;
use tests::{Method, json};

use super::expect::{Answer, Target};
use super::world::{Caller, Key, Scope, World};
use crate::given;

pub struct Attempt {
    pub call: Call,
    /// None: not about one record.
    pub target: Option<Target>,
    /// The answer inside the reach; other than success only where an invariant of the rules speaks.
    pub inside: Answer,
    pub outside: Answer,
}

pub const PERSON: &[Scope] = &[
    Scope::Own,
    Scope::SameTeam,
    Scope::OtherTeam,
    Scope::OtherArea,
    Scope::Department,
];
pub const TEAM: &[Scope] = &[
    Scope::Own,
    Scope::OtherTeam,
    Scope::OtherArea,
    Scope::Department,
];
const AREA: &[Scope] = &[Scope::Own, Scope::OtherArea];
pub const INTO_TEAM: &[Scope] = &[
    Scope::SameTeam,
    Scope::OtherTeam,
    Scope::OtherArea,
    Scope::Department,
];
pub const MINE: &[Scope] = &[
    Scope::Own,
    Scope::SameTeam,
    Scope::OtherTeam,
    Scope::OtherArea,
];
pub const WHOLE: &[Scope] = &[Scope::Whole];

/// The scopes in which an operation is tried; `None` for an operation nobody taught the matrix.
pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "get_employee"
        | "update_employee"
        | "transfer_employee"
        | "depart_employee"
        | "create_password_link" => PERSON,
        "list_employee_attachments"
        | "add_employee_attachment"
        | "get_attachment"
        | "download_attachment"
        | "delete_attachment" => PERSON,
        "get_role_assignment" | "end_role_assignment" | "hand_over_role" | "get_audit_entry" => {
            PERSON
        }
        "create_role_assignment" => PERSON,
        "get_team" | "update_team" | "delete_team" => TEAM,
        "get_area" | "update_area" | "delete_area" => AREA,
        "create_employee" | "create_team" => INTO_TEAM,
        "end_session" | "read_notification" | "get_job" | "list_job_rows" => MINE,
        "get_api_key" | "revoke_api_key" => &[Scope::SameTeam, Scope::Department],
        "get_me" | "update_me" | "list_sessions" | "change_password" | "create_totp_secret"
        | "confirm_totp" | "delete_totp" => WHOLE,
        "list_rules" | "get_my_day" | "get_settings" | "update_settings" | "get_org_tree" => WHOLE,
        "list_areas"
        | "list_colleagues"
        | "create_area"
        | "list_teams"
        | "list_employees"
        | "list_role_assignments"
        | "list_audit_entries" => WHOLE,
        "list_jobs"
        | "import_employees"
        | "list_notifications"
        | "read_all_notifications"
        | "stream_notifications" => WHOLE,
        "list_api_keys" | "create_api_key" => WHOLE,
        "create_department" | "create_session" | "get_jwks" | "get_liveness" | "get_metrics"
        | "get_readiness" | "get_setup" => WHOLE,
        "refresh_token" | "reset_password" => WHOLE,
        other => {
            return super::approvals::scopes(other)
                .or_else(|| super::leave::scopes(other))
                .or_else(|| super::attendance::scopes(other))
                .or_else(|| super::webhooks::scopes(other))
                .or_else(|| super::customers::scopes(other))
                .or_else(|| super::activities::scopes(other))
                .or_else(|| super::cases::scopes(other))
                .or_else(|| super::manual::scopes(other))
                .or_else(|| super::risks::scopes(other))
                .or_else(|| super::services::scopes(other))
                .or_else(|| super::targets::scopes(other))
                .or_else(|| super::shortfalls::scopes(other))
                .or_else(|| super::incentives::scopes(other))
                .or_else(|| super::inspections::scopes(other))
                .or_else(|| super::events::scopes(other))
                .or_else(|| super::duties::scopes(other))
                .or_else(|| super::repairs::scopes(other))
                .or_else(|| super::bookings::scopes(other))
                .or_else(|| super::safety::scopes(other))
                .or_else(|| super::supplies::scopes(other))
                .or_else(|| super::filing::scopes(other))
                .or_else(|| super::conduct::scopes(other))
                .or_else(|| super::documents::scopes(other))
                .or_else(|| super::leadership::scopes(other))
                .or_else(|| super::drills::scopes(other))
                .or_else(|| super::hazards::scopes(other))
                .or_else(|| super::expansion::scopes(other));
        }
    })
}

/// Reading a job takes somebody who ordered one; only managers can.
pub fn changes_roles(operation: &str) -> bool {
    matches!(operation, "get_job" | "list_job_rows")
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    action: &str,
) -> Attempt {
    let client = w.client(caller, action);
    // Each module has its own file of recipes.
    if super::approvals::scopes(operation).is_some() {
        return super::approvals::attempt(w, operation, caller, scope, client).await;
    }
    if super::leave::scopes(operation).is_some() {
        return super::leave::attempt(w, operation, caller, scope, client).await;
    }
    if super::activities::scopes(operation).is_some() {
        return super::activities::attempt(w, operation, caller, scope, client).await;
    }
    if super::services::scopes(operation).is_some() {
        return super::services::attempt(w, operation, caller, scope, client).await;
    }
    if super::risks::scopes(operation).is_some() {
        return super::risks::attempt(w, operation, caller, scope, client).await;
    }
    if super::manual::scopes(operation).is_some() {
        return super::manual::attempt(w, operation, caller, client).await;
    }
    if super::cases::scopes(operation).is_some() {
        return super::cases::attempt(w, operation, caller, scope, client).await;
    }
    if super::customers::scopes(operation).is_some() {
        return super::customers::attempt(w, operation, caller, scope, client).await;
    }
    if super::hazards::scopes(operation).is_some() {
        return super::hazards::attempt(w, operation, caller, scope, client).await;
    }
    if super::leadership::scopes(operation).is_some() {
        return super::leadership::attempt(w, operation, caller, scope, client).await;
    }
    if super::drills::scopes(operation).is_some() {
        return super::drills::attempt(w, operation, caller, scope, client).await;
    }
    if super::documents::scopes(operation).is_some() {
        return super::documents::attempt(w, operation, caller, client).await;
    }
    if super::supplies::scopes(operation).is_some() {
        return super::supplies::attempt(w, operation, caller, scope, client).await;
    }
    if super::filing::scopes(operation).is_some() {
        return super::filing::attempt(w, operation, caller, client).await;
    }
    if super::conduct::scopes(operation).is_some() {
        return super::conduct::attempt(w, operation, caller, scope, client).await;
    }
    if super::safety::scopes(operation).is_some() {
        return super::safety::attempt(w, operation, caller, client).await;
    }
    if super::bookings::scopes(operation).is_some() {
        return super::bookings::attempt(w, operation, caller, scope, client).await;
    }
    if super::repairs::scopes(operation).is_some() {
        return super::repairs::attempt(w, operation, caller, scope, client).await;
    }
    if super::duties::scopes(operation).is_some() {
        return super::duties::attempt(w, operation, caller, scope, client).await;
    }
    if super::expansion::scopes(operation).is_some() {
        return super::expansion::attempt(w, operation, caller, scope, client).await;
    }
    if super::events::scopes(operation).is_some() {
        return super::events::attempt(w, operation, caller, scope, client).await;
    }
    if super::inspections::scopes(operation).is_some() {
        return super::inspections::attempt(w, operation, caller, scope, client).await;
    }
    if super::incentives::scopes(operation).is_some() {
        return super::incentives::attempt(w, operation, caller, scope, client).await;
    }
    if super::shortfalls::scopes(operation).is_some() {
        return super::shortfalls::attempt(w, operation, caller, scope, client).await;
    }
    if super::targets::scopes(operation).is_some() {
        return super::targets::attempt(w, operation, caller, client).await;
    }
    if super::attendance::scopes(operation).is_some() {
        return super::attendance::attempt(w, operation, caller, scope, client).await;
    }
    if super::webhooks::scopes(operation).is_some() {
        return super::webhooks::attempt(w, operation, caller, scope, client).await;
    }
    let whole = |call: Call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let key = caller.key.is_some();
    match operation {
        "list_rules" => whole(client.get("/api/v1/rules")),
        "get_my_day" => whole(client.get("/api/v1/my-day")),
        "get_settings" => whole(client.get("/api/v1/settings")),
        "get_org_tree" => whole(client.get("/api/v1/org-tree")),
        "list_areas" => whole(client.get("/api/v1/areas")),
        "list_colleagues" => whole(client.get("/api/v1/colleagues?q=E")),
        "list_teams" => whole(client.get("/api/v1/teams")),
        "list_employees" => whole(client.get("/api/v1/employees")),
        "list_role_assignments" => whole(client.get("/api/v1/role-assignments")),
        "list_audit_entries" => whole(client.get("/api/v1/audit-entries")),
        "list_jobs" => whole(client.get("/api/v1/jobs")),
        "list_notifications" => whole(client.get("/api/v1/notifications")),
        "list_api_keys" => whole(client.get("/api/v1/api-keys")),
        "list_sessions" => whole(client.get("/api/v1/auth/sessions")),
        "get_me" => whole(client.get("/api/v1/me")),
        "read_all_notifications" => whole(client.act("/api/v1/notifications/readings")),
        "stream_notifications" => whole(client.get("/api/v1/notifications/stream").headers_only()),
        "get_liveness" => whole(client.get("/livez")),
        "get_readiness" => whole(client.get("/readyz")),
        "get_metrics" => whole(client.get("/metrics")),
        "get_jwks" => whole(client.get("/.well-known/jwks.json")),
        "get_setup" => whole(client.get("/api/v1/setup")),
        "create_department" => Attempt {
            inside: Answer::Refused(409, "already_set_up"),
            ..whole(client.post("/api/v1/setup", set_up()))
        },
        "create_session" => whole(client.post(
            "/api/v1/auth/sessions",
            json!({ "login": "E112", "password": PASSWORD }),
        )),
        "refresh_token" => {
            let cookie = given::sign_in(&w.app, "E112").await.expect(201).cookie();
            whole(client.act("/api/v1/auth/tokens").header("cookie", &cookie))
        }
        "reset_password" => {
            let (person, _) = w.employee(caller, Scope::SameTeam).await;
            let path = format!(
                "/api/v1/employees/{}/password-resets",
                person["id"].as_str().unwrap()
            );
            let token = w.manager().act(&path).await.expect(201).str("/token");
            whole(client.post(
                "/api/v1/auth/password-resets",
                json!({ "token": token, "new_password": PASSWORD }),
            ))
        }
        "update_settings" => {
            let tag = w.manager().get("/api/v1/settings").await.expect(200).etag();
            of_the_department(
                caller,
                client.patch("/api/v1/settings", &tag, json!({ "name": w.fresh() })),
            )
        }
        // A person's account is no key's business, whatever actions it carries.
        "update_me" => {
            let tag = w
                .app
                .by(caller.person())
                .get("/api/v1/me")
                .await
                .expect(200)
                .etag();
            accounts(
                key,
                client.patch("/api/v1/me", &tag, json!({ "phone": "02-1111-2222" })),
            )
        }
        "change_password" => {
            let body = json!({ "current_password": PASSWORD, "new_password": PASSWORD });
            accounts(key, client.post("/api/v1/auth/password-changes", body))
        }
        "create_totp_secret" => accounts(
            key,
            client.post("/api/v1/me/totp", json!({ "current_password": PASSWORD })),
        ),
        "confirm_totp" => {
            let mine = w.app.by(caller.person());
            let secret = mine
                .post("/api/v1/me/totp", json!({ "current_password": PASSWORD }))
                .await
                .expect(200)
                .str("/secret");
            accounts(
                key,
                client.post(
                    "/api/v1/me/totp/confirmations",
                    json!({ "code": tests::totp::code(&secret, 0) }),
                ),
            )
        }
        "delete_totp" => accounts(
            key,
            client
                .call(Method::DELETE, "/api/v1/me/totp")
                .json(&json!({ "current_password": PASSWORD })),
        ),
        "create_area" => of_the_department(
            caller,
            client.post("/api/v1/areas", json!({ "name": w.fresh() })),
        ),
        "create_api_key" => {
            let body =
                json!({ "name": w.fresh(), "actions": ["rules_read"], "reach": "department" });
            let inside = if narrow(caller) {
                Answer::Refused(422, "key_reach_too_wide")
            } else {
                Answer::Done
            };
            Attempt {
                inside,
                ..whole(client.post("/api/v1/api-keys", body))
            }
        }
        "import_employees" => {
            let text = format!("number,name,hire_date\n{},君,2026-01-01\n", w.fresh());
            of_the_department(
                caller,
                client.raw(
                    Method::POST,
                    "/api/v1/imports/employees?dry_run=true",
                    "text/csv",
                    text,
                ),
            )
        }
        _ => upon_a_record(w, operation, caller, scope, client).await,
    }
}

pub fn narrow(caller: &Caller) -> bool {
    matches!(caller.key, Some(Key::Team | Key::Area))
}

/// Changes what belongs to the whole department: more than a key of one team or area reaches.
pub fn of_the_department(caller: &Caller, call: Call) -> Attempt {
    let inside = if narrow(caller) {
        Answer::Refused(403, "key_forbidden")
    } else {
        Answer::Done
    };
    Attempt {
        call,
        target: None,
        inside,
        outside: inside,
    }
}

pub fn accounts(key: bool, call: Call) -> Attempt {
    let inside = if key {
        Answer::Refused(403, "key_forbidden")
    } else {
        Answer::Done
    };
    Attempt {
        call,
        target: None,
        inside,
        outside: inside,
    }
}

async fn upon_a_record(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let at = |call: Call, target: Target| Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    };
    let own = |answer: Answer| {
        if scope == Scope::Own {
            answer
        } else {
            Answer::Done
        }
    };
    let tag = |record: &tests::Value| format!("\"{}\"", record["version"]);
    match operation {
        "get_team" | "update_team" | "delete_team" => {
            let (team, target) = w.team(scope).await;
            let path = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
            match operation {
                "get_team" => at(client.get(&path), target),
                "update_team" => at(
                    client.patch(&path, &tag(&team), json!({ "name": w.fresh() })),
                    target,
                ),
                _ => Attempt {
                    inside: own(Answer::Refused(409, "still_in_use")),
                    ..at(client.delete(&path), target)
                },
            }
        }
        "get_area" | "update_area" | "delete_area" => {
            let (area, target) = area(w, scope).await;
            let path = format!("/api/v1/areas/{}", area["id"].as_str().unwrap());
            match operation {
                "get_area" => at(client.get(&path), target),
                // Areas are the department's own; a narrow key changes none.
                "update_area" if narrow(caller) => {
                    let body = json!({ "name": w.fresh() });
                    of_the_department(caller, client.patch(&path, &tag(&area), body))
                }
                "delete_area" if narrow(caller) => of_the_department(caller, client.delete(&path)),
                "update_area" => at(
                    client.patch(&path, &tag(&area), json!({ "name": w.fresh() })),
                    target,
                ),
                _ => Attempt {
                    inside: own(Answer::Refused(409, "still_in_use")),
                    ..at(client.delete(&path), target)
                },
            }
        }
        "create_employee" => {
            let mut body = given::employee_body(&w.fresh());
            let team = World::team_of(scope);
            if let Some((team, _)) = team {
                body["team_id"] = json!(w.app.id(team));
            }
            let target = Target {
                team: team.map(|t| t.1),
                own: false,
            };
            // Outside the reach the team doesn't exist for the caller.
            Attempt {
                outside: Answer::Refused(422, "unknown_reference"),
                ..at(client.post("/api/v1/employees", body), target)
            }
        }
        "create_team" => create_team(w, caller, scope, client),
        "end_session" | "read_notification" | "get_job" | "list_job_rows" => {
            mine(w, operation, caller, scope, client).await
        }
        "get_api_key" | "revoke_api_key" => {
            let body = match scope {
                Scope::SameTeam => {
                    json!({ "name": w.fresh(), "actions": ["rules_read"], "reach": "team", "team_id": w.app.id("team_a1") })
                }
                _ => json!({ "name": w.fresh(), "actions": ["rules_read"], "reach": "department" }),
            };
            let path = w
                .manager()
                .post("/api/v1/api-keys", body)
                .await
                .expect(201)
                .header("location");
            let target = Target {
                team: World::team_of(scope).map(|t| t.1),
                own: false,
            };
            at(
                if operation == "get_api_key" {
                    client.get(&path)
                } else {
                    client.delete(&path)
                },
                target,
            )
        }
        _ => upon_a_person(w, operation, caller, scope, client).await,
    }
}

async fn upon_a_person(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let at = |call: Call, target: Target| Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    };
    let own = |answer: Answer| {
        if scope == Scope::Own {
            answer
        } else {
            Answer::Done
        }
    };
    let (person, target) = w.employee(caller, scope).await;
    let id = person["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/employees/{id}");
    match operation {
        "get_employee" => at(client.get(&path), target),
        "update_employee" => at(
            client.patch(
                &path,
                &format!("\"{}\"", person["version"]),
                json!({ "post": w.fresh() }),
            ),
            target,
        ),
        // Nobody decides their own matter.
        "transfer_employee" => {
            let to = match scope {
                Scope::OtherArea => {
                    let body = json!({ "name": w.fresh(), "area_id": w.app.id("area_b") });
                    w.manager()
                        .post("/api/v1/teams", body)
                        .await
                        .expect(201)
                        .id()
                }
                Scope::OtherTeam => w.app.id("team_a1"),
                _ => w.app.id("team_a2"),
            };
            // A key of one team reaches no second one to transfer to.
            let inside = if caller.key == Some(Key::Team) {
                Answer::Refused(422, "unknown_reference")
            } else {
                own(Answer::Refused(403, "own_matter"))
            };
            Attempt {
                inside,
                ..at(
                    client.post(&format!("{path}/transfers"), json!({ "team_id": to })),
                    target,
                )
            }
        }
        "depart_employee" => {
            let call = client.post(
                &format!("{path}/departures"),
                json!({ "leave_date": in_days(-1) }),
            );
            Attempt {
                inside: own(Answer::Refused(409, "self_departure")),
                ..at(call, target)
            }
        }
        "create_password_link" => {
            let call = client.act(&format!("{path}/password-resets"));
            Attempt {
                inside: own(Answer::Refused(403, "own_matter")),
                ..at(call, target)
            }
        }
        "list_employee_attachments" => at(client.get(&format!("{path}/attachments")), target),
        "add_employee_attachment" => at(
            client.upload(
                &format!("{path}/attachments"),
                "a.txt",
                w.fresh().as_bytes(),
            ),
            target,
        ),
        "get_attachment" | "download_attachment" | "delete_attachment" => {
            let file = w
                .manager()
                .upload(
                    &format!("{path}/attachments"),
                    "a.txt",
                    w.fresh().as_bytes(),
                )
                .await
                .expect(201)
                .header("location");
            match operation {
                "get_attachment" => at(client.get(&file), target),
                "download_attachment" => at(client.get(&format!("{file}/content")), target),
                _ => at(client.delete(&file), target),
            }
        }
        "get_audit_entry" => {
            let found = w
                .manager()
                .get(&format!(
                    "/api/v1/audit-entries?subject_id={id}&sort=at&limit=1"
                ))
                .await
                .expect(200)
                .data();
            // The own record was made before its holder took a team: an entry of no team.
            let team = found[0]["team_id"]
                .is_string()
                .then_some(target.team)
                .flatten();
            let call = client.get(&format!(
                "/api/v1/audit-entries/{}",
                found[0]["id"].as_str().unwrap()
            ));
            at(call, Target { team, ..target })
        }
        "create_role_assignment" => {
            let body =
                json!({ "employee_id": id, "role": "member", "team_id": w.app.id("team_a2") });
            // Neither a person nor a team outside the reach exists for the caller.
            let inside = if caller.key == Some(Key::Team) {
                Answer::Refused(422, "unknown_reference")
            } else {
                own(Answer::Refused(409, "last_manager"))
            };
            Attempt {
                inside,
                outside: Answer::Refused(422, "unknown_reference"),
                ..at(client.post("/api/v1/role-assignments", body), target)
            }
        }
        "get_role_assignment" | "end_role_assignment" | "hand_over_role" => {
            seat(w, operation, scope, client, &id, target).await
        }
        other => panic!("no recipe for {other}"),
    }
}

/// An assignment of the scope: for handovers a lead's, else whatever the person holds.
async fn seat(
    w: &World,
    operation: &str,
    scope: Scope,
    client: tests::Client,
    id: &str,
    target: Target,
) -> Attempt {
    let at = |call: Call, target: Target| Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    };
    let mut target = target;
    let held = w
        .manager()
        .get(&format!(
            "/api/v1/role-assignments?employee_id={id}&current=true"
        ))
        .await
        .expect(200)
        .data();
    let mut held = held.first().cloned();
    if scope == Scope::Department {
        // A department-wide seat: a new area's deputy.
        let area = w
            .manager()
            .post("/api/v1/areas", json!({ "name": w.fresh() }))
            .await
            .expect(201)
            .id();
        let body = json!({ "employee_id": id, "role": "deputy", "area_id": area });
        held = Some(
            w.manager()
                .post("/api/v1/role-assignments", body)
                .await
                .expect(201)
                .json(),
        );
    } else if operation == "hand_over_role" && scope != Scope::Own {
        // The seat that can be handed over in a team is its lead's.
        let team = World::team_of(scope).unwrap().0;
        let path = format!(
            "/api/v1/role-assignments?team_id={}&role=lead&current=true",
            w.app.id(team)
        );
        held = w
            .manager()
            .get(&path)
            .await
            .expect(200)
            .data()
            .first()
            .cloned();
        target.own = false;
    }
    let held = held.unwrap();
    let path = format!("/api/v1/role-assignments/{}", held["id"].as_str().unwrap());
    match operation {
        "get_role_assignment" => at(client.get(&path), target),
        "end_role_assignment" => {
            let inside = if scope == Scope::Own {
                Answer::Refused(409, "last_manager")
            } else {
                Answer::Done
            };
            Attempt {
                inside,
                ..at(client.post(&format!("{path}/endings"), json!({})), target)
            }
        }
        _ => {
            // The successor is of the same place, so that whoever reaches the seat reaches them, too.
            let successor =
                given::employee(&w.app, &w.fresh(), World::team_of(scope).map(|t| t.0)).await;
            at(
                client.post(
                    &format!("{path}/handovers"),
                    json!({ "successor_id": successor["id"] }),
                ),
                target,
            )
        }
    }
}

async fn area(w: &World, scope: Scope) -> (tests::Value, Target) {
    use super::expect::Place;
    if scope == Scope::Own {
        let record = w
            .manager()
            .get(&format!("/api/v1/areas/{}", w.app.id("area_a")))
            .await
            .expect(200)
            .json();
        return (
            record,
            Target {
                team: Some(Place::A1),
                own: false,
            },
        );
    }
    let record = w
        .manager()
        .post("/api/v1/areas", json!({ "name": w.fresh() }))
        .await
        .expect(201)
        .json();
    (
        record,
        Target {
            team: Some(Place::InB),
            own: false,
        },
    )
}

/// A team is made in an area; making one outside every area takes the whole department.
fn create_team(w: &World, caller: &Caller, scope: Scope, client: tests::Client) -> Attempt {
    use super::expect::Place;
    let mut body = json!({ "name": w.fresh() });
    let (area, place) = match scope {
        Scope::SameTeam | Scope::OtherTeam => (Some("area_a"), Place::InA),
        Scope::OtherArea => (Some("area_b"), Place::InB),
        _ => (None, Place::Nowhere),
    };
    if let Some(area) = area {
        body["area_id"] = json!(w.app.id(area));
    }
    // A key of one team makes no second one.
    let target = Target {
        team: Some(if caller.key == Some(Key::Team) {
            Place::Nowhere
        } else {
            place
        }),
        own: false,
    };
    let call = client.post("/api/v1/teams", body);
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(422, "unknown_reference"),
    }
}

/// Sessions, notifications and jobs are their owner's, whatever the caller's rank.
async fn mine(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: tests::Client,
) -> Attempt {
    let person = match scope {
        Scope::Own => caller.person(),
        Scope::SameTeam => "member_a1b",
        Scope::OtherTeam => "member_a2",
        _ => "member_b1",
    };
    let number = w.app.department.person(person).number.clone();
    let target = Target {
        team: None,
        own: scope == Scope::Own,
    };
    let call = match operation {
        "end_session" => {
            let session = given::sign_in(&w.app, &number)
                .await
                .expect(201)
                .str("/session_id");
            let call = client.delete(&format!("/api/v1/auth/sessions/{session}"));
            if caller.key.is_some() {
                return accounts(true, call);
            }
            call
        }
        "read_notification" => {
            let theirs = notification_of(w, person).await;
            client.act(&format!("/api/v1/notifications/{theirs}/readings"))
        }
        _ => {
            let job = job_of(w, person).await;
            client.get(&format!(
                "/api/v1/jobs/{job}{}",
                if operation == "list_job_rows" {
                    "/rows"
                } else {
                    ""
                }
            ))
        }
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

/// A notification of that person; a document filed by the deputy makes one where there is none.
async fn notification_of(w: &World, person: &str) -> String {
    let theirs = w.app.by(person);
    let some = || async {
        theirs
            .get("/api/v1/notifications?limit=1")
            .await
            .expect(200)
            .data()
            .first()
            .map(|n| n["id"].as_str().unwrap().to_owned())
    };
    if let Some(id) = some().await {
        return id;
    }
    let path = format!("/api/v1/employees/{}/attachments", w.app.id(person));
    w.app
        .by("deputy_a")
        .upload(&path, "a.txt", b"some text")
        .await
        .expect(201);
    tests::wait::until("a notification", some).await
}

/// Only the manager orders imports; for everybody else's own job, the manager's seat goes round and comes back.
async fn job_of(w: &World, person: &str) -> String {
    let import = |client: tests::Client| async move {
        client
            .raw(
                Method::POST,
                "/api/v1/imports/employees?dry_run=true",
                "text/csv",
                "number,name\nE111,林淑芬\n",
            )
            .await
            .expect(202)
            .id()
    };
    if person == "manager" {
        return import(w.manager()).await;
    }
    let seat = given::current_assignment(&w.app, &w.app.id("manager")).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let former = w
        .manager()
        .get(&format!(
            "/api/v1/role-assignments?employee_id={}&current=true",
            w.app.id(person)
        ))
        .await
        .expect(200)
        .data();
    let hand = |client: tests::Client, seat: String, to: String| async move {
        client
            .post(
                &format!("/api/v1/role-assignments/{seat}/handovers"),
                json!({ "successor_id": to }),
            )
            .await
            .expect(201)
            .id()
    };
    let seat = hand(w.manager(), seat, w.app.id(person)).await;
    let job = import(w.app.by(person)).await;
    hand(w.app.by(person), seat, w.app.id("manager")).await;
    // Back to the role they had.
    if let Some(former) = former.first() {
        let mut body = json!({ "employee_id": w.app.id(person), "role": former["role"] });
        for place in ["team_id", "area_id"] {
            if former[place].is_string() {
                body[place] = former[place].clone();
            }
        }
        w.manager()
            .post("/api/v1/role-assignments", body)
            .await
            .expect(201);
    }
    job
}

fn set_up() -> tests::Value {
    json!({
        "token": "a made-up token of enough length", "department_name": "x", "time_zone": "Asia/Taipei", "locale": "en", "currency": "TWD",
        "manager": { "number": "M9", "name": "x", "email": "x@example.com", "hire_date": "2020-01-01", "password": PASSWORD }
    })
}
