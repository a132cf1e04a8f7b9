use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::calendar::{CalendarDay, CalendarDayPatch, CalendarDayQuery, NewCalendarDay};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::schema::calendar_days as d;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::page_of;
use crate::people::leave;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "date",
    column: "calendar_days.on_date",
    kind: Kind::Date,
}];

crate::versioned!(CalendarDay);
crate::addressed!(CalendarDay => "calendar-days");
crate::csv_columns!(CalendarDay => ["id", "date", "kind", "name", "version", "created_at", "updated_at"]);

#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub date: NaiveDate,
    pub kind: String,
    pub name: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

fn contract_of(grant: &Grant, r: Row) -> Answer<CalendarDay> {
    Ok(CalendarDay {
        id: r.id,
        date: r.date,
        kind: parse(&r.kind)?,
        name: r.name,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
        allowed_actions: grant.allowed(&[Action::CalendarManage], None, None, Field::People),
    })
}

/// Everybody reads the calendar: it takes no reach.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &CalendarDayQuery,
    paging: &Paging,
) -> Answer<Page<CalendarDay>> {
    let narrowed = || {
        let mut q = d::table.select(d::all_columns).into_boxed::<MultiBackend>();
        if let Some(from) = query.from {
            q = q.filter(d::on_date.ge(from));
        }
        if let Some(to) = query.to {
            q = q.filter(d::on_date.le(to));
        }
        if let Some(kind) = query.kind {
            q = q.filter(d::kind.eq(word(&kind)));
        }
        q
    };
    let page = page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::Date(r.date),
        r.id
    ));
    page.try_map(|r| contract_of(grant, r))
}

fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(d::table.find(g(id)).first(conn)?)
}

/// The row of a date; for imports.
pub fn of_date(conn: &mut AnyConn, date: NaiveDate) -> Answer<Option<Row>> {
    Ok(d::table
        .filter(d::on_date.eq(date))
        .first(conn)
        .optional()?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<CalendarDay> {
    contract_of(grant, row(conn, id)?)
}

/// The calendar belongs to the department: a deputy keeps it whose fields of work include people.
fn managed(grant: &Grant) -> Answer<()> {
    if grant.reach().covers(None, None, Field::People) {
        return Ok(());
    }
    Err(grant.beyond().clause("4.4.4"))
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewCalendarDay) -> Answer<CalendarDay> {
    managed(grant)?;
    let id = insert(tx, &grant.acting, new)?;
    get(tx.conn, grant, id)
}

/// The row and its record; leave asked for already follows. For `create` and imports.
pub fn insert(tx: &mut Tx, acting: &Acting, new: &NewCalendarDay) -> Answer<Uuid> {
    let id = crate::clock::new_id();
    diesel::insert_into(d::table)
        .values((
            d::id.eq(g(id)),
            d::on_date.eq(new.date),
            d::kind.eq(word(&new.kind)),
            d::name.eq(&new.name),
            d::version.eq(1),
            d::created_at.eq(t(acting.now)),
            d::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    record("calendar_day.created", id, &new.name)
        .change("date", (), new.date)
        .change("kind", (), new.kind)
        .write(tx, acting);
    leave::day_changed(tx, acting, new.date)?;
    Ok(id)
}

fn record(event: &'static str, id: Uuid, name: &str) -> Record {
    Record::new(event, "calendar_day", id, name).clause("4.4.4")
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &CalendarDayPatch,
    known: i64,
) -> Answer<CalendarDay> {
    managed(grant)?;
    let old = row(tx.conn, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(kind) = patch.kind {
        new.kind = word(&kind);
    }
    if let Some(name) = &patch.name {
        new.name.clone_from(name);
    }
    change(tx, &grant.acting, &old, &new)?;
    get(tx.conn, grant, id)
}

/// Writes a changed row under its version, and leave asked for already follows; false where nothing differs.
pub fn change(tx: &mut Tx, acting: &Acting, old: &Row, new: &Row) -> Answer<bool> {
    let record = record("calendar_day.updated", old.id, &new.name)
        .change("kind", &old.kind, &new.kind)
        .change("name", &old.name, &new.name);
    if record.unchanged() {
        return Ok(false);
    }
    let changed = diesel::update(d::table.find(g(old.id)).filter(d::version.eq(old.version)))
        .set((
            d::kind.eq(&new.kind),
            d::name.eq(&new.name),
            d::version.eq(old.version + 1),
            d::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    if changed == 0 {
        return Err(Refusal::new(Code::StaleVersion));
    }
    record.write(tx, acting);
    if old.kind != new.kind {
        leave::day_changed(tx, acting, old.date)?;
    }
    Ok(true)
}

pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    managed(grant)?;
    let old = row(tx.conn, id)?;
    diesel::delete(d::table.find(g(id))).execute(tx.conn)?;
    record("calendar_day.deleted", id, &old.name)
        .change("date", old.date, ())
        .change("kind", &old.kind, ())
        .write(tx, &grant.acting);
    leave::day_changed(tx, &grant.acting, old.date)
}
