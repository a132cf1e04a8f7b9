use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::activity::CustomerRef;
use contract::customer::{Customer, CustomerQuery};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, masked};
use super::vault::Vault;
use super::{contact, household, merge, search, tags};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::customers as c;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "name",
        column: "customers.pinyin",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "customers.created_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "updated_at",
        column: "customers.updated_at",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "customers.team_id",
    owner: "customers.owner_id",
    field: Field::Business,
};

const RECORD_ACTIONS: &[Action] = &[
    Action::CustomerUpdate,
    Action::CustomerReveal,
    Action::CustomerTransfer,
    Action::CustomerMerge,
    Action::AuditRead,
];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub gender: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub class: Option<String>,
    pub tags: String,
    pub occupation: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub source: Option<String>,
    pub needs: Option<String>,
    pub phone_sealed: Option<String>,
    pub phone_hash: Option<String>,
    pub phone_tail: Option<String>,
    pub identity_sealed: Option<String>,
    pub identity_hash: Option<String>,
    pub identity_tail: Option<String>,
    pub name_key: String,
    pub pinyin: String,
    pub initials: String,
    pub completeness: i64,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub last_contact_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub doubtful: bool,
    pub needs_listed: bool,
}

/// Who a customer is, and whose.
#[derive(Debug, Clone, Queryable)]
pub struct Seen {
    pub name: String,
    pub owner_id: Uuid,
}

/// For modules that keep something about a customer: only inside the reach.
pub fn seen(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Seen> {
    Ok(c::table
        .filter(c::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select((c::name, c::owner_id))
        .first(conn)?)
}

/// Not reach-checked: for whoever holds something about the customer already.
pub fn name(conn: &mut AnyConn, id: Uuid) -> Answer<String> {
    Ok(c::table.find(g(id)).select(c::name).first(conn)?)
}

/// Who each of these customers is, however often one is named; not reach-checked, as [`name`].
pub fn by_ids(conn: &mut AnyConn, mut ids: Vec<Uuid>) -> Answer<HashMap<Uuid, CustomerRef>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, String)> = c::table
        .filter(c::id.eq_any(gs(ids)))
        .select((c::id, c::name))
        .load(conn)?;
    let named = |(id, name)| (id, CustomerRef { id, name });
    Ok(rows.into_iter().map(named).collect())
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(c::table
        .filter(c::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Customer> {
    match row(conn, grant.reach(), id) {
        Ok(row) => shown(conn, grant, row),
        Err(refusal) => Err(merge::where_to(conn, grant, id, refusal)?),
    }
}

/// One customer as the caller may see them, with family, policies and needs.
pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Customer> {
    let (family, policies, needs) = (
        household::family(conn, row.id)?,
        household::policies(conn, row.id)?,
        household::needs(conn, row.id)?,
    );
    let contacts = contact::of(conn, row.id)?;
    let one = complete(conn, grant, vec![row])?.pop();
    let one = one.ok_or_else(|| Refusal::new(Code::NotFound))?;
    Ok(Customer {
        family: Some(family),
        policies: Some(policies),
        protection_needs: Some(needs),
        contacts: Some(contacts),
        ..one
    })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    vault: &Vault,
    query: &CustomerQuery,
    paging: &Paging,
) -> Answer<Page<Customer>> {
    let mut ranges = grant.reach().ranges(COLUMNS);
    if let Some(text) = &query.q {
        let found = search::ranges(conn, vault, text)?;
        let within = |reach: Predicate| found.iter().map(move |f| reach.clone().and(f.clone()));
        ranges = ranges.into_iter().flat_map(within).collect();
    }
    let tag = query.tag.as_deref();
    let bearing = tag.map(|tag| tags::bearing(conn, tag)).transpose()?;
    let need = query.need.map(|kind| household::needing(conn, kind));
    let needing = need.transpose()?;
    let narrowed = |range: Predicate| {
        let mut q = c::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(class) = query.class {
            q = q.filter(c::class.eq(word(&class)));
        }
        if let Some(tag) = &bearing {
            q = q.filter(tag.clone());
        }
        if let Some(need) = &needing {
            q = q.filter(need.clone());
        }
        if let Some(incomplete) = query.incomplete {
            q = match incomplete {
                true => q.filter(c::completeness.lt(logic::COMPLETE)),
                false => q.filter(c::completeness.ge(logic::COMPLETE)),
            };
        }
        if let Some(doubtful) = query.doubtful {
            // Spelled as the index is.
            let spelled = if doubtful {
                "customers.doubtful"
            } else {
                "NOT customers.doubtful"
            };
            q = q.filter(Predicate::new().sql(spelled));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(c::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(c::team_id.eq(g(team)));
        }
        if let Some(left) = query.of_leavers {
            let spelled = if left {
                "customers.orphaned"
            } else {
                "NOT customers.orphaned"
            };
            q = q.filter(Predicate::new().sql(spelled));
        }
        if let Some(since) = query.updated_after {
            q = q.filter(c::updated_at.ge(t(since)));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        let value = match sort {
            "created_at" => Bind::ts(r.created_at),
            "updated_at" => Bind::ts(r.updated_at),
            _ => Bind::Text(r.pinyin.clone()),
        };
        (value, r.id)
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Customer>> {
    let owners = people::by_ids(conn, rows.iter().map(|r| r.owner_id).collect())?;
    rows.into_iter()
        .map(|r| {
            let owner = owners.get(&r.owner_id).cloned();
            Ok(Customer {
                id: r.id,
                missing: logic::missing(&r),
                gender: r.gender.as_deref().map(parse).transpose()?,
                birthday: r.birthday,
                class: r.class.as_deref().map(parse).transpose()?,
                tags: serde_json::from_str(&r.tags).map_err(internal)?,
                occupation: r.occupation,
                email: r.email,
                address: r.address,
                source: r.source,
                needs: r.needs,
                phone: r.phone_tail.as_deref().map(masked),
                identity_number: r.identity_tail.as_deref().map(masked),
                completeness: r.completeness,
                family: None,
                policies: None,
                protection_needs: None,
                contacts: None,
                doubtful: r.doubtful,
                owner: owner.ok_or_else(|| internal("a customer without owner"))?,
                team_id: r.team_id,
                version: r.version,
                created_at: r.created_at,
                updated_at: r.updated_at,
                last_contact_on: r.last_contact_on,
                due_on: r.due_on,
                allowed_actions: grant.allowed(
                    RECORD_ACTIONS,
                    r.team_id,
                    Some(r.owner_id),
                    Field::Business,
                ),
                name: r.name,
            })
        })
        .collect()
}
