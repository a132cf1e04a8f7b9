//! One-time password links: a lead, deputy or manager hands one to an employee below them; whoever holds it sets the password.

use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::access::tag;
use contract::auth::{PasswordLink, PasswordReset};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{Can, password, session};
use crate::app::App;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::password_links;
use crate::db::types::{g, t};
use crate::engine::record::{Acting, Record};
use crate::http::body::Body;
use crate::http::edge::{RequestId, address_of};
use crate::http::path::Path;
use crate::organization::employee;
use crate::organization::people::below_me;
use crate::problem::{Answer, Refusal};
use crate::secrets::{hash_token, token};

const HOURS: i64 = 24;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(create_password_link);
}

pub fn mount_public(cfg: &mut ServiceConfig) {
    cfg.service(reset_password);
}

#[utoipa::path(tag = "auth", operation_id = "create_password_link", summary = "A one-time link for an employee to set their password",
    description = "Shown once. Valid for 24 hours; a new link replaces the one before.", params(("id" = Uuid, Path)),
    responses((status = 201, description = "The link", body = PasswordLink)), extensions(("x-action" = json!("password_reset"))))]
#[post("/{id}/password-resets")]
async fn create_password_link(
    can: Can<tag::PasswordReset>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    let none = Body {
        value: (),
        fingerprint: [0; 32],
    };
    can.create_secret(none, move |tx, grant, ()| {
        let row = employee::store::row(tx.conn, grant.reach(), *id)?;
        below_me(tx.conn, grant, *id, false)?;
        if row.status != "active" {
            return Err(Refusal::new(Code::EmployeeInactive).clause("2.1"));
        }
        Ok((issue(tx, &grant.acting, *id, &row.name, row.team_id)?, None))
    })
    .await
}

/// Makes the link. Not reach-checked: callers have checked the employee.
pub fn issue(
    tx: &mut Tx,
    acting: &Acting,
    employee: Uuid,
    name: &str,
    team: Option<Uuid>,
) -> Answer<PasswordLink> {
    let secret = token(32);
    let expires_at = acting.now + Duration::hours(HOURS);
    diesel::delete(
        password_links::table
            .filter(password_links::employee_id.eq(g(employee)))
            .filter(password_links::used_at.is_null()),
    )
    .execute(tx.conn)?;
    diesel::insert_into(password_links::table)
        .values((
            password_links::id.eq(g(clock::new_id())),
            password_links::employee_id.eq(g(employee)),
            password_links::token_hash.eq(hash_token(&secret)),
            password_links::expires_at.eq(t(expires_at)),
            password_links::used_at.eq(t(None::<DateTime<Utc>>)),
            password_links::created_by.eq(g(acting.employee_id)),
            password_links::created_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Record::new("password.link_issued", "employee", employee, name)
        .team(team)
        .owner(Some(employee))
        .notify([employee])
        .write(tx, acting);
    Ok(PasswordLink {
        path: format!("/reset#token={secret}"),
        token: secret,
        expires_at,
    })
}

#[utoipa::path(tag = "auth", operation_id = "reset_password", summary = "Set a password with a one-time link; ends all sessions",
    request_body = PasswordReset,
    responses((status = 204, description = "Set"), (status = 410, description = "The link was used or has expired")))]
#[post("/password-resets")]
async fn reset_password(
    request: HttpRequest,
    app: web::Data<App>,
    body: Body<PasswordReset>,
) -> Answer<HttpResponse> {
    use actix_web::HttpMessage;
    let (now, address) = (clock::now(), address_of(&app, &request));
    let keys = super::throttle::Keys::new("link", &address, &address);
    super::throttle::check(&app.db, keys.clone(), now).await?;
    let hash = hash_token(&body.value.token);
    // The token is checked before the costly hash, and again in the write.
    let looked_up = hash.clone();
    let open = app
        .db
        .point(move |c| {
            let link = password_links::table
                .filter(password_links::token_hash.eq(looked_up))
                .filter(password_links::used_at.is_null());
            Ok(link
                .filter(password_links::expires_at.gt(t(now)))
                .select(password_links::id)
                .first::<Uuid>(c)
                .optional()?)
        })
        .await?;
    if open.is_none() {
        super::throttle::failed(&app.db, keys, now).await?;
        return Err(Refusal::new(Code::LinkUsed));
    }
    let phc = password::hash(body.value.new_password).await?;
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map(|r| r.0.clone())
        .unwrap_or_default();
    app.db
        .write(move |tx| {
            let open: Option<(Uuid, Uuid)> = password_links::table
                .filter(password_links::token_hash.eq(&hash))
                .filter(password_links::used_at.is_null())
                .filter(password_links::expires_at.gt(t(now)))
                .select((password_links::id, password_links::employee_id))
                .first(tx.conn)
                .optional()?;
            let (link, employee) = open.ok_or_else(|| Refusal::new(Code::LinkUsed))?;
            let taken = diesel::update(
                password_links::table
                    .find(g(link))
                    .filter(password_links::used_at.is_null()),
            )
            .set(password_links::used_at.eq(t(now)))
            .execute(tx.conn)?;
            if taken == 0 {
                return Err(Refusal::new(Code::LinkUsed));
            }
            let acting = Acting {
                employee_id: Some(employee),
                api_key_id: None,
                request_id: request_id.clone(),
                now,
            };
            session::set_password(tx, &acting, employee, &phc, None, "password.reset")
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
