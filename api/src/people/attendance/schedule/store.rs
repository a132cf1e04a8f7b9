use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::attendance::{NewSchedule, Schedule, SchedulePatch, ScheduleQuery};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::hold;
use crate::db::schema::{schedules, shifts};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::area::store::in_use_is_conflict;
use crate::organization::settings;
use crate::people::attendance::{by_name, department_wide};
use crate::people::leave;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "name",
    column: "schedules.name",
    kind: Kind::Text,
}];

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    week: String,
    pub follows_calendar: bool,
    pub is_default: bool,
    pub version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    /// Seven shifts, Monday first.
    pub fn week(&self) -> Answer<Vec<Option<Uuid>>> {
        serde_json::from_str(&self.week).map_err(internal)
    }
}

/// Every schedule. Not reach-checked: schedules are the whole department's, and everybody may know them.
pub fn all(conn: &mut AnyConn) -> Answer<Vec<Row>> {
    Ok(schedules::table.select(schedules::all_columns).load(conn)?)
}

/// Does any schedule work with this shift? Not reach-checked, as [`all`].
pub fn weeks_with(conn: &mut AnyConn, shift: Uuid) -> Answer<bool> {
    for row in all(conn)? {
        if row.week()?.contains(&Some(shift)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Schedules are known to the whole department: holding the permission is enough.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    _query: &ScheduleQuery,
    paging: &Paging,
) -> Answer<Page<Schedule>> {
    by_name!(conn, grant, paging, schedules)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Schedule> {
    contract_of(grant, row(conn, id)?)
}

pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(schedules::table
        .find(g(id))
        .select(schedules::all_columns)
        .first(conn)?)
}

fn contract_of(grant: &Grant, r: Row) -> Answer<Schedule> {
    Ok(Schedule {
        week: r.week()?,
        id: r.id,
        name: r.name,
        follows_calendar: r.follows_calendar,
        is_default: r.is_default,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
        allowed_actions: grant.allowed(&[Action::ShiftManage], None, None, Field::People),
    })
}

/// The week's shifts exist, and nobody removes them meanwhile.
fn check_week(conn: &mut AnyConn, week: &[Option<Uuid>]) -> Answer<()> {
    let mut wanted: Vec<Uuid> = week.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    hold(conn, "shifts", &wanted, "FOR KEY SHARE")?;
    let known: Vec<Uuid> = shifts::table
        .filter(shifts::id.eq_any(gs(wanted)))
        .select(shifts::id)
        .load(conn)?;
    let unknown = week
        .iter()
        .position(|s| s.is_some_and(|s| !known.contains(&s)));
    match unknown {
        Some(day) => Err(Refusal::new(Code::UnknownReference)
            .clause("4.4.1")
            .at(format!("/week/{day}"))),
        None => Ok(()),
    }
}

/// The one that was the default no longer is.
fn take_default_from(conn: &mut AnyConn, id: Uuid) -> Answer<()> {
    diesel::update(
        schedules::table
            .filter(schedules::is_default)
            .filter(schedules::id.ne(g(id))),
    )
    .set((
        schedules::is_default.eq(false),
        schedules::version.eq(schedules::version + 1),
    ))
    .execute(conn)?;
    Ok(())
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewSchedule) -> Answer<Schedule> {
    department_wide(grant)?;
    check_week(tx.conn, &new.week)?;
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    let has_default: bool = diesel::select(diesel::dsl::exists(
        schedules::table.filter(schedules::is_default),
    ))
    .get_result(tx.conn)?;
    // The first schedule of a department is its default.
    let is_default = new.is_default || !has_default;
    if is_default {
        take_default_from(tx.conn, id)?;
    }
    diesel::insert_into(schedules::table)
        .values((
            schedules::id.eq(g(id)),
            schedules::name.eq(&new.name),
            schedules::week.eq(serde_json::to_string(&new.week).map_err(internal)?),
            schedules::follows_calendar.eq(new.follows_calendar),
            schedules::is_default.eq(is_default),
            schedules::version.eq(1),
            schedules::created_at.eq(t(now)),
            schedules::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Record::new("schedule.created", "schedule", id, &new.name)
        .clause("4.4.1")
        .change("name", (), &new.name)
        .change("week", (), &new.week)
        .change("follows_calendar", (), new.follows_calendar)
        .change("is_default", (), is_default)
        .write(tx, &grant.acting);
    if is_default {
        recount(tx, grant)?;
    }
    get(tx.conn, grant, id)
}

/// Leave that was asked for follows another week, from today on: what was worked until now was worked by the old one.
fn recount(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    leave::week_changed(tx, &grant.acting, None, today)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &SchedulePatch,
    known: i64,
) -> Answer<Schedule> {
    department_wide(grant)?;
    let old = row(tx.conn, id)?;
    fresh(known, old.version)?;
    if old.is_default && patch.is_default == Some(false) {
        return Err(Refusal::new(Code::DefaultSchedule)
            .clause("4.4.1")
            .at("/is_default"));
    }
    let old_week = old.week()?;
    let week = patch.week.clone().unwrap_or_else(|| old_week.clone());
    if week != old_week {
        check_week(tx.conn, &week)?;
    }
    let name = patch.name.as_ref().unwrap_or(&old.name);
    let follows = patch.follows_calendar.unwrap_or(old.follows_calendar);
    let is_default = patch.is_default.unwrap_or(old.is_default);
    let record = Record::new("schedule.updated", "schedule", id, name)
        .clause("4.4.1")
        .change("name", &old.name, name)
        .change("week", &old_week, &week)
        .change("follows_calendar", old.follows_calendar, follows)
        .change("is_default", old.is_default, is_default);
    if !record.unchanged() {
        if is_default && !old.is_default {
            take_default_from(tx.conn, id)?;
        }
        let unchanged = schedules::table
            .find(g(id))
            .filter(schedules::version.eq(old.version));
        current(
            diesel::update(unchanged)
                .set((
                    schedules::name.eq(name),
                    schedules::week.eq(serde_json::to_string(&week).map_err(internal)?),
                    schedules::follows_calendar.eq(follows),
                    schedules::is_default.eq(is_default),
                    schedules::version.eq(old.version + 1),
                    schedules::updated_at.eq(t(grant.acting.now)),
                ))
                .execute(tx.conn)?,
        )?;
        record.write(tx, &grant.acting);
        if week != old_week || follows != old.follows_calendar || is_default != old.is_default {
            recount(tx, grant)?;
        }
    }
    get(tx.conn, grant, id)
}

pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    department_wide(grant)?;
    let old = row(tx.conn, id)?;
    if old.is_default {
        return Err(Refusal::new(Code::DefaultSchedule).clause("4.4.1"));
    }
    in_use_is_conflict(diesel::delete(schedules::table.find(g(id))).execute(tx.conn))?;
    Record::new("schedule.deleted", "schedule", id, &old.name)
        .clause("4.4.1")
        .change("name", &old.name, ())
        .write(tx, &grant.acting);
    Ok(())
}
