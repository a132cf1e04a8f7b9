//! Naming and taking back one's own stand-ins.

use chrono::{Duration, NaiveDate};
use contract::approval::{Delegation, DelegationQuery, NewDelegation};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, Wish, check, insert, revoke_row, take_turns};
use crate::access::Grant;
use crate::access::actor::KeyScope;
use crate::db::schema::{delegations as d, employees};
use crate::db::sql::Bind;
use crate::db::types::g;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "delegations.starts_on",
    kind: Kind::Date,
}];
const LONGEST_DAYS: i64 = 366;

/// A delegation hands over everything of its kinds: more than a key of one team or area reaches.
fn whole(grant: &Grant) -> Answer<()> {
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
    check(tx.conn, &wish)?;
    let id = insert(tx, &grant.acting, &wish)?;
    get(tx.conn, grant, id)
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
