//! Who am I, what may I do: the first call of every client.

use actix_web::{HttpResponse, get, patch};
use contract::Code;
use contract::access::tag;
use contract::me::{Me, MePatch};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::can::permissions;
use super::{Can, Grant};
use crate::db::schema::{areas, credentials, employees, notifications, teams};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_me).service(update_me);
}

#[utoipa::path(tag = "me", operation_id = "get_me", summary = "My profile, role, reach and permissions",
    responses((status = 200, description = "The caller", body = Me)), extensions(("x-action" = json!("profile_read"))))]
#[get("")]
async fn get_me(can: Can<tag::ProfileRead>) -> Answer<One<Me>> {
    let grant = can.grant.clone();
    Ok(One(can.app.db.point(move |c| load(c, &grant)).await?))
}

#[utoipa::path(tag = "me", operation_id = "update_me", summary = "Change my language or work phone", request_body = MePatch,
    responses((status = 200, description = "The caller as they are now", body = Me)), extensions(("x-action" = json!("profile_update"))))]
#[patch("")]
async fn update_me(can: Can<tag::ProfileUpdate>, body: Body<MePatch>) -> Answer<HttpResponse> {
    can.change(body, save).await
}

#[derive(Queryable)]
struct Row {
    name: String,
    number: String,
    email: Option<String>,
    phone: Option<String>,
    locale: String,
    version: i64,
}

fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    let columns = (
        employees::name,
        employees::number,
        employees::email,
        employees::phone,
        employees::locale,
        employees::version,
    );
    Ok(employees::table.find(g(id)).select(columns).first(conn)?)
}

fn load(conn: &mut AnyConn, grant: &Grant) -> Answer<Me> {
    let actor = &grant.actor;
    let row = row(conn, actor.employee_id)?;
    let (department_name, time_zone, currency) = settings::basics(conn)?;
    let team_name = match actor.team_id {
        Some(id) => teams::table
            .find(g(id))
            .select(teams::name)
            .first(conn)
            .optional()?,
        None => None,
    };
    let area_name = match actor.area_id {
        Some(id) => areas::table
            .find(g(id))
            .select(areas::name)
            .first(conn)
            .optional()?,
        None => None,
    };
    let totp: Option<Option<chrono::DateTime<chrono::Utc>>> = credentials::table
        .find(g(actor.employee_id))
        .select(credentials::totp_confirmed_at)
        .first(conn)
        .optional()?;
    let unread_notifications = notifications::table
        .filter(notifications::recipient_id.eq(g(actor.employee_id)))
        .filter(notifications::read_at.is_null())
        .count()
        .get_result(conn)?;
    let person = actor.key.is_none();
    Ok(Me {
        employee_id: person.then_some(actor.employee_id),
        api_key_id: actor.key.as_ref().map(|k| k.id),
        name: actor.key.as_ref().map_or(row.name, |k| k.name.clone()),
        number: person.then_some(row.number),
        email: row.email.filter(|_| person),
        phone: row.phone.filter(|_| person),
        locale: parse(&row.locale)?,
        role: actor.role,
        team_id: actor.team_id,
        team_name,
        area_id: actor.area_id,
        area_name,
        fields: actor.fields.clone(),
        department_name,
        time_zone,
        currency,
        permissions: permissions(actor),
        totp_enabled: totp.flatten().is_some(),
        unread_notifications,
        version: row.version,
    })
}

fn save(tx: &mut Tx, grant: &Grant, patch: &MePatch, known: i64) -> Answer<Me> {
    if grant.actor.key.is_some() {
        return Err(Refusal::new(Code::KeyForbidden));
    }
    let me = grant.me();
    let old = row(tx.conn, me)?;
    fresh(known, old.version)?;
    if let Some(Some(phone)) = &patch.phone
        && contract::valid::phone(phone).is_err()
    {
        return Err(Refusal::new(Code::Invalid).field("/phone", "phone", ""));
    }
    let phone = patch.phone.clone().unwrap_or(old.phone.clone());
    let locale = patch.locale.map_or(old.locale.clone(), |l| word(&l));
    let record = Record::new("employee.updated", "employee", me, &old.name)
        .team(grant.actor.team_id)
        .owner(Some(me))
        .clause("2.2.4")
        .change("phone", &old.phone, &phone)
        .change("locale", &old.locale, &locale);
    if !record.unchanged() {
        let search = crate::organization::employee::store::search_text(
            &old.name,
            &old.number,
            old.email.as_deref(),
            phone.as_deref(),
        );
        current(
            diesel::update(
                employees::table
                    .find(g(me))
                    .filter(employees::version.eq(known)),
            )
            .set((
                employees::phone.eq(&phone),
                employees::locale.eq(&locale),
                employees::search.eq(search),
                employees::version.eq(known + 1),
                employees::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?,
        )?;
        record.write(tx, &grant.acting);
    }
    load(tx.conn, grant)
}
