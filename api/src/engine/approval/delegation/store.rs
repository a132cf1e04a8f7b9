//! Delegations in the database, and what a new one has to fit between.

use chrono::{DateTime, NaiveDate, Utc};
use contract::Code;
use contract::approval::MatterKind;
use diesel::prelude::*;
use uuid::Uuid;

use crate::clock;
use crate::db::schema::{delegations as d, employees};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, Tx};
use crate::engine::approval::deadline;
use crate::engine::record::{Acting, Record};
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
pub struct Row {
    pub id: Uuid,
    pub delegator_id: Uuid,
    pub delegate_id: Uuid,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub kinds: String,
    pub note: Option<String>,
    pub source_id: Option<Uuid>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
}

impl Row {
    pub fn kinds(&self) -> Answer<Vec<MatterKind>> {
        serde_json::from_str(&self.kinds).map_err(internal)
    }
}

/// The stand-in in force on that day for that kind of matter.
pub fn in_force(
    conn: &mut AnyConn,
    person: Uuid,
    kind: MatterKind,
    on: NaiveDate,
) -> Answer<Option<Uuid>> {
    for row in standing(conn, &[person], on, on)? {
        let kinds = row.kinds()?;
        if kinds.is_empty() || kinds.contains(&kind) {
            return Ok(Some(row.delegate_id));
        }
    }
    Ok(None)
}

/// Delegations of these people that touch the days.
fn standing(
    conn: &mut AnyConn,
    people: &[Uuid],
    from: NaiveDate,
    until: NaiveDate,
) -> Answer<Vec<Row>> {
    Ok(d::table
        .filter(d::delegator_id.eq_any(gs(people.iter().copied())))
        .filter(d::starts_on.le(until))
        .filter(d::ends_on.ge(from))
        .filter(d::revoked_at.is_null())
        .order((d::starts_on, d::id))
        .select(Row::as_select())
        .load(conn)?)
}

/// What a new delegation has to fit between.
#[derive(Debug, Clone)]
pub struct Wish {
    pub delegator: Uuid,
    pub delegate: Uuid,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub kinds: Vec<MatterKind>,
    pub note: Option<String>,
    pub source: Option<Uuid>,
}

/// Kinds that both speak of; empty means all.
fn common(a: &[MatterKind], b: &[MatterKind]) -> Option<Vec<MatterKind>> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => Some(b.to_vec()),
        (_, true) => Some(a.to_vec()),
        _ => {
            let both: Vec<MatterKind> = a.iter().copied().filter(|k| b.contains(k)).collect();
            (!both.is_empty()).then_some(both)
        }
    }
}

/// Refuses a second stand-in for one time, and a chain that would come back to where it began on some day and for some kind. A
/// leave that names the stand-in whom the person has anyway is no clash.
pub fn check(conn: &mut AnyConn, wish: &Wish) -> Answer<()> {
    let (from, until) = (wish.starts_on, wish.ends_on);
    for row in standing(conn, &[wish.delegator], from, until)? {
        if wish.source.is_some() && row.delegate_id == wish.delegate {
            continue;
        }
        if common(&row.kinds()?, &wish.kinds).is_some() {
            return Err(Refusal::new(Code::DelegationOverlap)
                .clause("4.4.2")
                .at("/starts_on"));
        }
    }
    let mut reached = vec![(wish.delegate, from, until, wish.kinds.clone())];
    while let Some((person, from, until, kinds)) = reached.pop() {
        if person == wish.delegator {
            return Err(Refusal::new(Code::DelegationCycle)
                .clause("4.4.2")
                .at("/delegate_id"));
        }
        for row in standing(conn, &[person], from, until)? {
            if let Some(kinds) = common(&row.kinds()?, &kinds) {
                let (from, until) = (row.starts_on.max(from), row.ends_on.min(until));
                reached.push((row.delegate_id, from, until, kinds));
            }
        }
    }
    Ok(())
}

/// Two at once could each be right and together be a circle: on PostgreSQL they take turns at the department's row.
pub fn take_turns(tx: &mut Tx) -> Answer<()> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        diesel::sql_query("SELECT 1 FROM departments FOR NO KEY UPDATE").execute(conn)?;
    }
    Ok(())
}

pub fn insert(tx: &mut Tx, acting: &Acting, wish: &Wish) -> Answer<Uuid> {
    let id = clock::new_id();
    diesel::insert_into(d::table)
        .values((
            d::id.eq(g(id)),
            d::delegator_id.eq(g(wish.delegator)),
            d::delegate_id.eq(g(wish.delegate)),
            d::starts_on.eq(wish.starts_on),
            d::ends_on.eq(wish.ends_on),
            d::kinds.eq(serde_json::to_string(&wish.kinds).map_err(internal)?),
            d::note.eq(&wish.note),
            d::source_id.eq(g(wish.source)),
            d::revoked_at.eq(t(None::<DateTime<Utc>>)),
            d::version.eq(1),
            d::created_at.eq(t(acting.now)),
            d::created_by.eq(g(acting.employee_id)),
        ))
        .execute(tx.conn)?;
    let name = name_of(tx, wish.delegator)?;
    Record::new("delegation.created", "delegation", id, &name)
        .owner(Some(wish.delegator))
        .team(team_of(tx, wish.delegator)?)
        .clause("4.4.2")
        .change("delegate_id", (), wish.delegate)
        .change("starts_on", (), wish.starts_on)
        .change("ends_on", (), wish.ends_on)
        .change("kinds", (), &wish.kinds)
        .fact("person", &name)
        .fact("starts_on", wish.starts_on)
        .fact("ends_on", wish.ends_on)
        .notify([wish.delegate, wish.delegator])
        .write(tx, acting);
    if begun(tx, acting, wish.starts_on)? {
        deadline::rehome_of(tx, acting, wish.delegator)?;
    }
    Ok(id)
}

fn name_of(tx: &mut Tx, person: Uuid) -> Answer<String> {
    Ok(employees::table
        .find(g(person))
        .select(employees::name)
        .first(tx.conn)?)
}

fn team_of(tx: &mut Tx, person: Uuid) -> Answer<Option<Uuid>> {
    Ok(employees::table
        .find(g(person))
        .select(employees::team_id)
        .first(tx.conn)?)
}

/// A stand-in named in a leave request: its days, and which request it is.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    pub delegator: Uuid,
    pub delegate: Uuid,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub source: Uuid,
}

impl Named {
    /// What of its days isn't over, for everything.
    fn wish(&self, today: NaiveDate) -> Option<Wish> {
        (self.last >= today).then(|| Wish {
            delegator: self.delegator,
            delegate: self.delegate,
            starts_on: self.first.max(today),
            ends_on: self.last,
            kinds: Vec::new(),
            note: None,
            source: Some(self.source),
        })
    }
}

/// Refuses a stand-in where the person has another one then, or where it would be a circle. Days that are over need none.
pub fn stand_in_fits(conn: &mut AnyConn, named: &Named, today: NaiveDate) -> Answer<()> {
    let Some(wish) = named.wish(today) else {
        return Ok(());
    };
    check(conn, &wish).map_err(|refusal| match refusal.code() {
        code @ (Code::DelegationOverlap | Code::DelegationCycle) => {
            Refusal::new(code).clause("4.4.2").at("/stand_in_id")
        }
        _ => refusal,
    })
}

/// The stand-in named in an approved leave request, from today or its first day on.
pub fn stand_in(tx: &mut Tx, acting: &Acting, named: &Named, today: NaiveDate) -> Answer<()> {
    take_turns(tx)?;
    stand_in_fits(tx.conn, named, today)?;
    match named.wish(today) {
        Some(wish) => insert(tx, acting, &wish).map(|_| ()),
        None => Ok(()),
    }
}

/// Ends the stand-in of a leave request from that day on: came back early, or the leave was called off.
pub fn stand_down(tx: &mut Tx, acting: &Acting, source: Uuid, from: NaiveDate) -> Answer<()> {
    let rows: Vec<Row> = d::table
        .filter(d::source_id.eq(g(source)))
        .filter(d::revoked_at.is_null())
        .filter(d::ends_on.ge(from))
        .select(Row::as_select())
        .load(tx.conn)?;
    for row in rows {
        if row.starts_on >= from {
            revoke_row(tx, acting, &row, None)?;
            continue;
        }
        let last = from.pred_opt().unwrap_or(from);
        diesel::update(d::table.find(g(row.id)))
            .set((d::ends_on.eq(last), d::version.eq(row.version + 1)))
            .execute(tx.conn)?;
        let name = name_of(tx, row.delegator_id)?;
        Record::new("delegation.shortened", "delegation", row.id, name)
            .owner(Some(row.delegator_id))
            .team(team_of(tx, row.delegator_id)?)
            .clause("4.4.2")
            .change("ends_on", row.ends_on, last)
            .notify([row.delegate_id])
            .write(tx, acting);
        deadline::rehome_of(tx, acting, row.delegator_id)?;
    }
    Ok(())
}

pub fn revoke_row(tx: &mut Tx, acting: &Acting, row: &Row, why: Option<&str>) -> Answer<()> {
    diesel::update(d::table.find(g(row.id)))
        .set((
            d::revoked_at.eq(t(acting.now)),
            d::version.eq(row.version + 1),
        ))
        .execute(tx.conn)?;
    let name = name_of(tx, row.delegator_id)?;
    Record::new("delegation.revoked", "delegation", row.id, &name)
        .owner(Some(row.delegator_id))
        .team(team_of(tx, row.delegator_id)?)
        .clause("4.4.2")
        .change("revoked_at", (), acting.now)
        .change("comment", (), why)
        .fact("person", &name)
        .notify([row.delegate_id, row.delegator_id])
        .write(tx, acting);
    if begun(tx, acting, row.starts_on)? {
        deadline::rehome_of(tx, acting, row.delegator_id)?;
    }
    Ok(())
}

/// What lies with the person follows at once. Until the first day there is nothing to follow; the worker sees to it when it begins.
fn begun(tx: &mut Tx, acting: &Acting, starts_on: NaiveDate) -> Answer<bool> {
    Ok(starts_on <= settings::today(tx.conn, acting.now)?)
}
