//! Stand-ins: somebody decides for somebody else between two days. Circles and two stand-ins at once are refused.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::approval::{Delegation, DelegationQuery, MatterKind, NewDelegation};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::deadline;
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{delegations as d, employees};
use crate::db::sql::Bind;
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "delegations.starts_on",
    kind: Kind::Date,
}];
const LONGEST_DAYS: i64 = 366;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
struct Row {
    id: Uuid,
    delegator_id: Uuid,
    delegate_id: Uuid,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    kinds: String,
    note: Option<String>,
    source_id: Option<Uuid>,
    revoked_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
}

impl Row {
    fn kinds(&self) -> Answer<Vec<MatterKind>> {
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
struct Wish {
    delegator: Uuid,
    delegate: Uuid,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    kinds: Vec<MatterKind>,
    note: Option<String>,
    source: Option<Uuid>,
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

/// Refuses a second stand-in for one time, and a chain that would come back to where it began on some day and for some kind.
fn check(tx: &mut Tx, wish: &Wish) -> Answer<()> {
    let (from, until) = (wish.starts_on, wish.ends_on);
    for row in standing(tx.conn, &[wish.delegator], from, until)? {
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
        for row in standing(tx.conn, &[person], from, until)? {
            if let Some(kinds) = common(&row.kinds()?, &kinds) {
                let (from, until) = (row.starts_on.max(from), row.ends_on.min(until));
                reached.push((row.delegate_id, from, until, kinds));
            }
        }
    }
    Ok(())
}

/// Two at once could each be right and together be a circle: on PostgreSQL they take turns at the department's row.
fn take_turns(tx: &mut Tx) -> Answer<()> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        diesel::sql_query("SELECT 1 FROM departments FOR NO KEY UPDATE").execute(conn)?;
    }
    Ok(())
}

fn insert(tx: &mut Tx, acting: &Acting, wish: &Wish) -> Answer<Uuid> {
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
    // What lies with the person right now follows at once.
    deadline::rehome_of(tx, acting, wish.delegator)?;
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

/// A delegation hands over everything of its kinds: more than a key of one team or area reaches.
fn whole(grant: &Grant) -> Answer<()> {
    use crate::access::actor::KeyScope;
    match &grant.actor.key {
        Some(key) if key.scope != KeyScope::Department => Err(Refusal::new(Code::KeyForbidden)),
        _ => Ok(()),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewDelegation) -> Answer<Delegation> {
    whole(grant)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    let order = |pointer: &str| Refusal::new(Code::DateOrder).clause("4.4.2").at(pointer);
    if new.starts_on < today {
        return Err(order("/starts_on"));
    }
    let longest = new.starts_on + Duration::days(LONGEST_DAYS);
    if new.ends_on < new.starts_on || new.ends_on > longest {
        return Err(order("/ends_on"));
    }
    if new.delegate_id == grant.me() {
        return Err(Refusal::new(Code::DelegationCycle)
            .clause("4.4.2")
            .at("/delegate_id"));
    }
    let status: Option<String> = employees::table
        .find(g(new.delegate_id))
        .select(employees::status)
        .first(tx.conn)
        .optional()?;
    match status.as_deref() {
        Some("active") => {}
        Some(_) => return Err(Refusal::new(Code::EmployeeInactive).at("/delegate_id")),
        None => return Err(Refusal::new(Code::UnknownReference).at("/delegate_id")),
    }
    let mut kinds = new.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let wish = Wish {
        delegator: grant.me(),
        delegate: new.delegate_id,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        kinds,
        note: new.note.clone(),
        source: None,
    };
    take_turns(tx)?;
    check(tx, &wish)?;
    let id = insert(tx, &grant.acting, &wish)?;
    get(tx.conn, grant, id)
}

/// The stand-in named in a leave request, for its days (`source` is the request). False where the person has another stand-in then,
/// or it would be a circle: what there is stays, and their steps go up where nobody else is found.
pub fn stand_in(
    tx: &mut Tx,
    acting: &Acting,
    delegator: Uuid,
    delegate: Uuid,
    days: (NaiveDate, NaiveDate),
    source: Uuid,
) -> Answer<bool> {
    if delegator == delegate {
        return Ok(false);
    }
    let wish = Wish {
        delegator,
        delegate,
        starts_on: days.0,
        ends_on: days.1,
        kinds: Vec::new(),
        note: None,
        source: Some(source),
    };
    take_turns(tx)?;
    match check(tx, &wish) {
        Ok(()) => insert(tx, acting, &wish).map(|_| true),
        Err(refusal)
            if matches!(
                refusal.code(),
                Code::DelegationCycle | Code::DelegationOverlap
            ) =>
        {
            Ok(false)
        }
        Err(refusal) => Err(refusal),
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

fn revoke_row(tx: &mut Tx, acting: &Acting, row: &Row, why: Option<&str>) -> Answer<()> {
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
    deadline::rehome_of(tx, acting, row.delegator_id)
}

/// Only whoever named a stand-in takes that back.
pub fn revoke(tx: &mut Tx, grant: &Grant, id: Uuid, why: Option<&str>) -> Answer<Delegation> {
    whole(grant)?;
    take_turns(tx)?;
    let row: Row = d::table
        .find(g(id))
        .filter(d::delegator_id.eq(g(grant.me())))
        .select(Row::as_select())
        .first(tx.conn)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    if row.revoked_at.is_some() || row.ends_on < today {
        return Err(Refusal::new(Code::Conflict).clause("4.4.2"));
    }
    revoke_row(tx, &grant.acting, &row, why)?;
    get(tx.conn, grant, id)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DelegationQuery,
    paging: &Paging,
) -> Answer<Page<Delegation>> {
    whole(grant)?;
    let today = settings::today(conn, grant.acting.now)?;
    let me = g(grant.me());
    let narrowed = || {
        let mut q = d::table
            .filter(d::delegator_id.eq(me).or(d::delegate_id.eq(me)))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        let current = d::revoked_at
            .is_null()
            .and(d::starts_on.le(today))
            .and(d::ends_on.ge(today));
        q = match query.current {
            Some(true) => q.filter(current),
            Some(false) => q.filter(diesel::dsl::not(current)),
            None => q,
        };
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::Date(r.starts_on),
        r.id
    ));
    page.complete(|rows| complete(conn, grant, today, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Delegation> {
    whole(grant)?;
    let me = g(grant.me());
    let row: Row = d::table
        .find(g(id))
        .filter(d::delegator_id.eq(me).or(d::delegate_id.eq(me)))
        .select(Row::as_select())
        .first(conn)?;
    let today = settings::today(conn, grant.acting.now)?;
    complete(conn, grant, today, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn complete(
    conn: &mut AnyConn,
    grant: &Grant,
    today: NaiveDate,
    rows: Vec<Row>,
) -> Answer<Vec<Delegation>> {
    let ids = rows.iter().flat_map(|r| [r.delegator_id, r.delegate_id]);
    let people = people::by_ids(conn, ids.collect())?;
    let person = |id: Uuid| {
        people
            .get(&id)
            .cloned()
            .ok_or_else(|| internal("a delegation of nobody"))
    };
    let to = |r: Row| {
        let kinds = r.kinds()?;
        let over = r.revoked_at.is_some() || r.ends_on < today;
        let mine = r.delegator_id == grant.me() && grant.permits(Action::DelegationManage);
        Ok(Delegation {
            id: r.id,
            delegator: person(r.delegator_id)?,
            delegate: person(r.delegate_id)?,
            starts_on: r.starts_on,
            ends_on: r.ends_on,
            kinds,
            note: r.note,
            leave_request_id: r.source_id,
            revoked_at: r.revoked_at,
            current: !over && r.starts_on <= today,
            version: r.version,
            created_at: r.created_at,
            allowed_actions: match mine && !over {
                true => vec![Action::DelegationManage],
                false => Vec::new(),
            },
        })
    };
    rows.into_iter().map(to).collect()
}
