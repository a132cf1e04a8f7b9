use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::attendance::{NewShift, Shift, ShiftPatch, ShiftQuery};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, DAY, Times, clock, minute};
use crate::access::Grant;
use crate::db::hold;
use crate::db::schema::shifts;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::people::attendance::{by_name, department_wide};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "name",
    column: "shifts.name",
    kind: Kind::Text,
}];

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub start: i64,
    pub end: i64,
    pub break_minutes: i64,
    pub middle: i64,
    pub flex: i64,
    pub late_grace: i64,
    pub early_grace: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn times(&self) -> Answer<Times> {
        Ok(Times {
            kind: parse(&self.kind)?,
            start: self.start,
            end: self.end,
            middle: self.middle,
            break_minutes: self.break_minutes,
            flex: self.flex,
            late_grace: self.late_grace,
            early_grace: self.early_grace,
        })
    }
}

/// Every shift. Not reach-checked: shifts are the whole department's, and everybody may know them.
pub fn all(conn: &mut AnyConn) -> Answer<Vec<Row>> {
    Ok(shifts::table.select(shifts::all_columns).load(conn)?)
}

/// Shifts are known to the whole department: holding the permission is enough.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    _query: &ShiftQuery,
    paging: &Paging,
) -> Answer<Page<Shift>> {
    by_name!(conn, grant, paging, shifts)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Shift> {
    contract_of(grant, row(conn, id)?)
}

fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(shifts::table
        .find(g(id))
        .select(shifts::all_columns)
        .first(conn)?)
}

fn contract_of(grant: &Grant, r: Row) -> Answer<Shift> {
    let times = r.times()?;
    Ok(Shift {
        id: r.id,
        name: r.name,
        kind: times.kind,
        starts: clock(r.start),
        ends: clock(r.end),
        ends_next_day: r.end >= DAY,
        break_minutes: r.break_minutes as u32,
        middle: clock(r.middle),
        flex_minutes: r.flex as u32,
        late_grace_minutes: r.late_grace as u32,
        early_grace_minutes: r.early_grace as u32,
        work_minutes: times.work() as u32,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
        allowed_actions: grant.allowed(&[Action::ShiftManage], None, None, Field::People),
    })
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewShift) -> Answer<Shift> {
    department_wide(grant)?;
    let start = minute(&new.starts, "/starts")?;
    let end = minute(&new.ends, "/ends")? + if new.ends_next_day { DAY } else { 0 };
    let told = new.middle.as_deref().map(|m| minute(m, "/middle"));
    let times = Times {
        kind: new.kind,
        start,
        end,
        middle: logic::middle(start, end, told.transpose()?),
        break_minutes: i64::from(new.break_minutes),
        flex: i64::from(new.flex_minutes),
        late_grace: i64::from(new.late_grace_minutes),
        early_grace: i64::from(new.early_grace_minutes),
    };
    logic::check(&times)?;
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    diesel::insert_into(shifts::table)
        .values((
            shifts::id.eq(g(id)),
            shifts::name.eq(&new.name),
            shifts::kind.eq(word(&times.kind)),
            shifts::start_minute.eq(times.start),
            shifts::end_minute.eq(times.end),
            shifts::break_minutes.eq(times.break_minutes),
            shifts::middle_minute.eq(times.middle),
            shifts::flex_minutes.eq(times.flex),
            shifts::late_grace.eq(times.late_grace),
            shifts::early_grace.eq(times.early_grace),
            shifts::version.eq(1),
            shifts::created_at.eq(t(now)),
            shifts::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Record::new("shift.created", "shift", id, &new.name)
        .clause("4.4.1")
        .change("name", (), &new.name)
        .change("starts", (), clock(start))
        .change("ends", (), clock(end))
        .write(tx, &grant.acting);
    get(tx.conn, grant, id)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ShiftPatch,
    known: i64,
) -> Answer<Shift> {
    department_wide(grant)?;
    let old = row(tx.conn, id)?;
    fresh(known, old.version)?;
    let new = patched(&old, patch)?;
    logic::check(&new.times()?)?;
    let record = Record::new("shift.updated", "shift", id, &new.name)
        .clause("4.4.1")
        .change("name", &old.name, &new.name)
        .change("starts", clock(old.start), clock(new.start))
        .change("ends", clock(old.end), clock(new.end))
        .change("ends_next_day", old.end >= DAY, new.end >= DAY)
        .change("middle", clock(old.middle), clock(new.middle))
        .change("break_minutes", old.break_minutes, new.break_minutes)
        .change("flex_minutes", old.flex, new.flex)
        .change("late_grace_minutes", old.late_grace, new.late_grace)
        .change("early_grace_minutes", old.early_grace, new.early_grace);
    if !record.unchanged() {
        let unchanged = shifts::table
            .find(g(id))
            .filter(shifts::version.eq(old.version));
        current(
            diesel::update(unchanged)
                .set((
                    shifts::name.eq(&new.name),
                    shifts::start_minute.eq(new.start),
                    shifts::end_minute.eq(new.end),
                    shifts::break_minutes.eq(new.break_minutes),
                    shifts::middle_minute.eq(new.middle),
                    shifts::flex_minutes.eq(new.flex),
                    shifts::late_grace.eq(new.late_grace),
                    shifts::early_grace.eq(new.early_grace),
                    shifts::version.eq(old.version + 1),
                    shifts::updated_at.eq(t(grant.acting.now)),
                ))
                .execute(tx.conn)?,
        )?;
        record.write(tx, &grant.acting);
    }
    get(tx.conn, grant, id)
}

fn patched(old: &Row, patch: &ShiftPatch) -> Answer<Row> {
    let mut new = old.clone();
    if let Some(name) = &patch.name {
        new.name.clone_from(name);
    }
    if let Some(text) = &patch.starts {
        new.start = minute(text, "/starts")?;
    }
    let over = patch.ends_next_day.unwrap_or(old.end >= DAY);
    let end = match &patch.ends {
        Some(text) => minute(text, "/ends")?,
        None => old.end % DAY,
    };
    new.end = end + if over { DAY } else { 0 };
    if let Some(text) = &patch.middle {
        new.middle = logic::middle(new.start, new.end, Some(minute(text, "/middle")?));
    } else if (new.start, new.end) != (old.start, old.end)
        && old.middle == (old.start + old.end) / 2
    {
        // It was halfway and stays halfway.
        new.middle = logic::middle(new.start, new.end, None);
    }
    let set = |to: &mut i64, from: Option<u32>| {
        if let Some(value) = from {
            *to = i64::from(value);
        }
    };
    set(&mut new.break_minutes, patch.break_minutes);
    set(&mut new.flex, patch.flex_minutes);
    set(&mut new.late_grace, patch.late_grace_minutes);
    set(&mut new.early_grace, patch.early_grace_minutes);
    Ok(new)
}

pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    department_wide(grant)?;
    // Whoever writes a schedule at this moment holds its shifts; afterwards we see what they wrote.
    hold(tx.conn, "shifts", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    if super::super::schedule::store::weeks_with(tx.conn, id)? {
        return Err(Refusal::new(Code::StillInUse).clause("4.4.1"));
    }
    diesel::delete(shifts::table.find(g(id))).execute(tx.conn)?;
    Record::new("shift.deleted", "shift", id, &old.name)
        .clause("4.4.1")
        .change("name", &old.name, ())
        .write(tx, &grant.acting);
    Ok(())
}
