//! First start: with an empty database the server prints a one-time link; whoever opens it creates the department and its
//! manager. There is no default password anywhere.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use contract::employee::{EmployeeStatus, NewEmployee};
use contract::setup::{Setup, SetupState};
use contract::{Code, Role};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{password, session};
use crate::app::App;
use crate::clock;
use crate::db::schema::setup_links;
use crate::db::types::t;
use crate::db::{Db, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::answer::Plain;
use crate::http::body::Body;
use crate::http::edge::RequestId;
use crate::organization::assignment::store::{Seat, take_seat};
use crate::organization::{employee, settings};
use crate::problem::{Answer, Refusal};
use crate::secrets::{hash_token, token};

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_setup).service(create_department);
}

#[utoipa::path(tag = "setup", operation_id = "get_setup", summary = "Does this installation still need its department?",
    responses((status = 200, description = "The state", body = SetupState)))]
#[get("")]
async fn get_setup(app: web::Data<App>) -> Answer<Plain<SetupState>> {
    Ok(Plain(SetupState {
        needed: !app.db.point(settings::exists).await?,
    }))
}

#[utoipa::path(tag = "setup", operation_id = "create_department", summary = "Create the department and its first manager with the printed link",
    request_body = Setup,
    responses((status = 204, description = "Created; sign in now"), (status = 410, description = "The link was used or replaced")))]
#[post("")]
async fn create_department(
    request: HttpRequest,
    app: web::Data<App>,
    body: Body<Setup>,
) -> Answer<HttpResponse> {
    use actix_web::HttpMessage;
    let new = body.value;
    let hash = hash_token(&new.token);
    let shown = hash.clone();
    let known = app
        .db
        .point(move |c| {
            Ok(setup_links::table
                .find(shown)
                .count()
                .get_result::<i64>(c)?)
        })
        .await?;
    if app.db.point(settings::exists).await? {
        return Err(Refusal::new(Code::AlreadySetUp));
    }
    if known == 0 {
        return Err(Refusal::new(Code::LinkUsed));
    }
    let phc = password::hash(new.manager.password.clone()).await?;
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|r| r.0.clone())
        .unwrap_or_default();
    app.db
        .write(move |tx| {
            if diesel::delete(setup_links::table.find(&hash)).execute(tx.conn)? == 0 {
                return Err(Refusal::new(Code::LinkUsed));
            }
            found(tx, &new, &phc, &request_id)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Department, manager, their seat and password, in one transaction.
pub fn found(tx: &mut Tx, new: &Setup, phc: &str, request_id: &str) -> Answer<uuid::Uuid> {
    let mut acting = Acting::system(request_id);
    let department = settings::create(
        tx,
        &new.department_name,
        &new.time_zone,
        new.locale,
        &new.currency,
        acting.now,
    )?;
    let manager = NewEmployee {
        number: new.manager.number.clone(),
        name: new.manager.name.clone(),
        status: EmployeeStatus::Active,
        hire_date: new.manager.hire_date,
        team_id: None,
        post: None,
        email: Some(new.manager.email.clone()),
        phone: None,
        locale: new.locale,
        private: None,
    };
    let id = employee::store::insert(tx, acting.now, &manager)?.id;
    acting.employee_id = Some(id);
    Record::new(
        "settings.created",
        "settings",
        department,
        &new.department_name,
    )
    .clause("2.1")
    .change("name", (), &new.department_name)
    .write(tx, &acting);
    Record::new("employee.created", "employee", id, &manager.name)
        .owner(Some(id))
        .clause("2.1")
        .change("name", (), &manager.name)
        .write(tx, &acting);
    let now = acting.now;
    take_seat(
        tx,
        &acting,
        Seat {
            employee: id,
            role: Role::Manager,
            team: None,
            area: None,
            starts_at: now,
            ends_at: None,
            note: None,
        },
    )?;
    session::set_password(tx, &acting, id, phc, None, "password.changed")?;
    Ok(id)
}

/// A fresh link for an empty database; the one before no longer holds.
pub async fn link(db: &Db) -> Answer<Option<String>> {
    if db.read(settings::exists).await? {
        return Ok(None);
    }
    let secret = token(32);
    let hash = hash_token(&secret);
    db.write(move |tx| {
        diesel::delete(setup_links::table).execute(tx.conn)?;
        diesel::insert_into(setup_links::table)
            .values((
                setup_links::token_hash.eq(&hash),
                setup_links::created_at.eq(t(clock::now())),
            ))
            .execute(tx.conn)?;
        Ok(())
    })
    .await?;
    Ok(Some(format!("/setup#token={secret}")))
}
