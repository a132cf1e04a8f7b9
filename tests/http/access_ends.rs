//! What was given can be taken back: it counts at the next request, on every instance.

use tests::clock::in_days;
use tests::{App, Backend, Client, both, json, run};

use crate::given;

/// Ends things as the manager on one server and looks as somebody else on another.
struct Eyes {
    manager: Client,
    looks: Client,
}

async fn an_ended_role_counts_at_once(app: &App, eyes: &Eyes) {
    let record = format!("/api/v1/employees/{}", app.id("member_a1"));
    let lead = eyes
        .looks
        .with_token(&app.department.person("lead_a1").token);
    lead.get(&record).await.expect(200);
    let seat = given::current_assignment(app, &app.id("lead_a1")).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    eyes.manager
        .post(
            &format!("/api/v1/role-assignments/{seat}/endings"),
            json!({}),
        )
        .await
        .expect(200);
    lead.get(&record).await.problem(404, "not_found");
    lead.act(&format!("{record}/password-resets"))
        .await
        .problem(403, "forbidden");
    let me = lead.get("/api/v1/me").await.expect(200).json();
    assert!(me["role"].is_null());
}

async fn a_departure_counts_at_once(app: &App, eyes: &Eyes) {
    let member = eyes
        .looks
        .with_token(&app.department.person("member_a1").token);
    member.get("/api/v1/me").await.expect(200);
    let path = format!("/api/v1/employees/{}/departures", app.id("member_a1"));
    eyes.manager
        .post(&path, json!({ "leave_date": in_days(-1) }))
        .await
        .expect(200);
    member.get("/api/v1/me").await.problem(401, "session_ended");
}

async fn a_revoked_key_counts_at_once(app: &App, eyes: &Eyes) {
    let key = eyes.looks.with_token(app.department.key("full"));
    key.get("/api/v1/employees").await.expect(200);
    let keys = eyes.manager.all("/api/v1/api-keys").await;
    let id = keys.iter().find(|k| k["name"] == "full").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    eyes.manager
        .delete(&format!("/api/v1/api-keys/{id}"))
        .await
        .expect(204);
    key.get("/api/v1/employees")
        .await
        .problem(401, "unauthenticated");
}

async fn an_ended_session_counts_at_once(app: &App, eyes: &Eyes) {
    let session = given::sign_in(app, "E112").await.expect(201);
    let other = eyes.looks.with_token(&session.str("/access_token"));
    other.get("/api/v1/me").await.expect(200);
    let mine = eyes
        .manager
        .with_token(&app.department.person("member_a1b").token);
    mine.delete(&format!(
        "/api/v1/auth/sessions/{}",
        session.str("/session_id")
    ))
    .await
    .expect(204);
    other.get("/api/v1/me").await.problem(401, "session_ended");
}

async fn a_team_that_leaves_the_area_is_out_of_reach_at_once(app: &App, eyes: &Eyes) {
    let record = format!("/api/v1/employees/{}", app.id("member_a2"));
    let deputy = eyes
        .looks
        .with_token(&app.department.person("deputy_a").token);
    deputy.get(&record).await.expect(200);
    let (path, tag) = given::tagged(
        &eyes.manager,
        &format!("/api/v1/teams/{}", app.id("team_a2")),
    )
    .await;
    eyes.manager
        .patch(&path, &tag, json!({ "area_id": app.id("area_b") }))
        .await
        .expect(200);
    deputy.get(&record).await.problem(404, "not_found");
    let tag = deputy.get(&path).await.expect(200).etag();
    deputy
        .patch(&path, &tag, json!({ "name": "搶回" }))
        .await
        .problem(404, "not_found");
}

async fn a_field_taken_from_the_area_is_out_of_reach_at_once(app: &App, eyes: &Eyes) {
    let record = format!("/api/v1/employees/{}", app.id("loose"));
    let deputy = eyes
        .looks
        .with_token(&app.department.person("deputy_a").token);
    deputy.get(&record).await.expect(200);
    let (path, tag) = given::tagged(
        &eyes.manager,
        &format!("/api/v1/areas/{}", app.id("area_a")),
    )
    .await;
    eyes.manager
        .patch(&path, &tag, json!({ "fields": ["business"] }))
        .await
        .expect(200);
    deputy.get(&record).await.problem(404, "not_found");
}

macro_rules! scenes {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use super::*;

            async fn here(app: App) {
                let eyes = Eyes { manager: app.by("manager"), looks: app.anonymous() };
                super::$name(&app, &eyes).await;
            }

            async fn on_another_instance(app: App) {
                let (_server, other) = app.second();
                let eyes = Eyes { manager: app.by("manager"), looks: other };
                super::$name(&app, &eyes).await;
            }

            #[test]
            fn sqlite() {
                run::on(Backend::Sqlite, |app| Box::pin(here(app)));
            }

            #[test]
            fn postgres() {
                run::on(Backend::Postgres, |app| Box::pin(here(app)));
            }

            #[test]
            fn postgres_on_another_instance() {
                run::on(Backend::Postgres, |app| Box::pin(on_another_instance(app)));
            }
        }
    )+};
}

scenes!(
    an_ended_role_counts_at_once,
    a_departure_counts_at_once,
    a_revoked_key_counts_at_once,
    an_ended_session_counts_at_once,
    a_team_that_leaves_the_area_is_out_of_reach_at_once,
    a_field_taken_from_the_area_is_out_of_reach_at_once,
);

both! {
    async fn a_deputy_without_an_area_sees_only_their_own_records(app) {
        let seat = given::current_assignment(&app, &app.id("deputy_a")).await["id"].as_str().unwrap().to_owned();
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/endings"), json!({})).await.expect(200);
        let seen = app.by("deputy_a").all("/api/v1/employees").await;
        assert_eq!(given::ids(&seen), [app.id("deputy_a")]);
    }

    async fn a_pending_employee_cannot_sign_in_before_they_start(app) {
        let path = format!("/api/v1/employees/{}/password-resets", app.id("pending"));
        app.by("manager").act(&path).await.problem(409, "employee_inactive");
    }
}
