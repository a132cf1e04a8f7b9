//! The department and its settings (2.1): name, time zone, language, currency.

use actix_web::{HttpResponse, get, patch};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use contract::access::{Field, tag};
use contract::settings::{Settings, SettingsPatch};
use contract::{Action, Code};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::access::{Can, Grant};
use crate::db::schema::departments;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::perform::{current, fresh};
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal};

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_settings).service(update_settings);
}

#[utoipa::path(tag = "organization", operation_id = "get_settings", summary = "The department's settings",
    responses((status = 200, description = "The settings", body = Settings)), extensions(("x-action" = json!("settings_read"))))]
#[get("")]
async fn get_settings(can: Can<tag::SettingsRead>) -> Answer<One<Settings>> {
    let grant = can.grant.clone();
    Ok(One(can.app.db.point(move |c| load(c, &grant)).await?))
}

#[utoipa::path(tag = "organization", operation_id = "update_settings", summary = "Change the department's settings",
    request_body = SettingsPatch,
    responses((status = 200, description = "The settings as they are now", body = Settings)), extensions(("x-action" = json!("settings_manage"))))]
#[patch("")]
async fn update_settings(
    can: Can<tag::SettingsManage>,
    body: Body<SettingsPatch>,
) -> Answer<HttpResponse> {
    can.change(body, save).await
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    time_zone: String,
    locale: String,
    currency: String,
    version: i64,
    _created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

fn row(conn: &mut AnyConn) -> Answer<Row> {
    Ok(departments::table
        .select(departments::all_columns)
        .first(conn)?)
}

pub fn load(conn: &mut AnyConn, grant: &Grant) -> Answer<Settings> {
    let row = row(conn)?;
    Ok(Settings {
        department_id: row.id,
        name: row.name,
        time_zone: row.time_zone,
        locale: parse(&row.locale)?,
        currency: row.currency,
        version: row.version,
        updated_at: row.updated_at,
        allowed_actions: grant.allowed(&[Action::SettingsManage], None, None, Field::People),
    })
}

/// Name, time zone and currency, for whoever is signed in.
pub fn basics(conn: &mut AnyConn) -> Answer<(String, String, String)> {
    Ok(departments::table
        .select((
            departments::name,
            departments::time_zone,
            departments::currency,
        ))
        .first(conn)?)
}

/// The department's day, and how its clock is read.
pub struct Day {
    pub date: chrono::NaiveDate,
    pub tz: Tz,
    pub zone: String,
}

impl Day {
    pub fn of(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<Day> {
        let (_, zone, _) = basics(conn)?;
        let tz = zone::of(&zone);
        let date = now.with_timezone(&tz).date_naive();
        Ok(Day { date, tz, zone })
    }
}

/// The department's time zone. (Settings refuse one that isn't known.)
pub fn zone(conn: &mut AnyConn) -> Answer<Tz> {
    let name: String = departments::table
        .select(departments::time_zone)
        .first(conn)?;
    Ok(zone::of(&name))
}

fn save(tx: &mut Tx, grant: &Grant, patch: &SettingsPatch, known: i64) -> Answer<Settings> {
    grant.whole_department()?;
    let old = row(tx.conn)?;
    fresh(known, old.version)?;
    if let Some(zone) = &patch.time_zone {
        check_zone(zone)?;
    }
    let name = patch.name.as_ref().unwrap_or(&old.name);
    let zone = patch.time_zone.as_ref().unwrap_or(&old.time_zone);
    let locale = patch.locale.map(|l| word(&l)).unwrap_or(old.locale.clone());
    let currency = patch.currency.as_ref().unwrap_or(&old.currency);
    let record = Record::new("settings.updated", "settings", old.id, name.clone())
        .clause("2.1")
        .change("name", &old.name, name)
        .change("time_zone", &old.time_zone, zone)
        .change("locale", &old.locale, &locale)
        .change("currency", &old.currency, currency);
    if !record.unchanged() {
        current(
            diesel::update(
                departments::table
                    .find(g(old.id))
                    .filter(departments::version.eq(known)),
            )
            .set((
                departments::name.eq(name),
                departments::time_zone.eq(zone),
                departments::locale.eq(&locale),
                departments::currency.eq(currency),
                departments::version.eq(known + 1),
                departments::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?,
        )?;
        record.write(tx, &grant.acting);
    }
    load(tx.conn, grant)
}

pub fn check_zone(zone: &str) -> Answer<()> {
    match zone.parse::<chrono_tz::Tz>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::new(Code::BadTimeZone).at("/time_zone")),
    }
}

/// The department's id.
pub fn id(conn: &mut AnyConn) -> Answer<Uuid> {
    Ok(departments::table.select(departments::id).first(conn)?)
}

/// Today in the department's time zone.
pub fn today(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<chrono::NaiveDate> {
    Ok(now.with_timezone(&zone(conn)?).date_naive())
}

/// From this hour of the department's day on people are reminded.
const MORNING: u32 = 8;

/// Today, once the hour has come at which people are reminded; none without a department.
pub fn morning(conn: &mut AnyConn) -> Answer<Option<chrono::NaiveDate>> {
    if !exists(conn)? {
        return Ok(None);
    }
    let now = crate::clock::now().with_timezone(&zone(conn)?);
    Ok((chrono::Timelike::hour(&now) >= MORNING).then(|| now.date_naive()))
}

/// True once the first manager has set the department up.
pub fn exists(conn: &mut AnyConn) -> Answer<bool> {
    Ok(diesel::select(diesel::dsl::exists(
        departments::table.select(departments::id),
    ))
    .get_result(conn)?)
}

/// Kept together with set-up and the demo: the one way a department comes to be.
pub fn create(
    tx: &mut Tx,
    name: &str,
    zone: &str,
    locale: contract::Locale,
    currency: &str,
    now: DateTime<Utc>,
) -> Answer<Uuid> {
    check_zone(zone)?;
    let id = crate::clock::new_id();
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(g(id)),
            departments::name.eq(name),
            departments::time_zone.eq(zone),
            departments::locale.eq(word(&locale)),
            departments::currency.eq(currency),
            departments::version.eq(1),
            departments::created_at.eq(t(now)),
            departments::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    crate::people::leave::types::seed::types(tx, now)?;
    Ok(id)
}
