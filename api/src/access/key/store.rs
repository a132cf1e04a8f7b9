use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::api_key::{ApiKey, ApiKeyQuery, CreatedApiKey, KeyReach, NewApiKey};
use contract::employee::PersonRef;
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::{api_keys, areas, employees, teams};
use crate::db::sql::Bind;
use crate::db::types::{g, j, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};
use crate::secrets::hash_token;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "api_keys.created_at",
    kind: Kind::Ts,
}];

/// Keys belong to their owner and to the department.
const COLUMNS: Columns = Columns {
    team: "api_keys.team_id",
    owner: "api_keys.owner_id",
    field: Field::People,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    owner_id: Uuid,
    actions: serde_json::Value,
    reach: String,
    area_id: Option<Uuid>,
    team_id: Option<Uuid>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
}

type Full = (Row, String, String);

macro_rules! full {
    () => {
        api_keys::table
            .inner_join(employees::table.on(employees::id.eq(api_keys::owner_id)))
            .select((Row::as_select(), employees::name, employees::number))
    };
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ApiKeyQuery,
    paging: &Paging,
) -> Answer<Page<ApiKey>> {
    let narrowed = || {
        let mut q = full!()
            .into_boxed::<MultiBackend>()
            .filter(grant.reach().on(COLUMNS));
        match query.revoked {
            Some(true) => q = q.filter(api_keys::revoked_at.is_not_null()),
            Some(false) => q = q.filter(api_keys::revoked_at.is_null()),
            None => {}
        }
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |(r, ..): &Full, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.try_map(|full| contract_of(grant, full))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ApiKey> {
    let full: Full = full!()
        .filter(api_keys::id.eq(g(id)))
        .filter(grant.reach().on(COLUMNS))
        .first(conn)?;
    contract_of(grant, full)
}

fn contract_of(grant: &Grant, (row, name, number): Full) -> Answer<ApiKey> {
    let mut allowed_actions = grant.allowed(&[Action::ApiKeyManage], None, None, Field::People);
    if row.revoked_at.is_some() {
        allowed_actions.clear();
    }
    Ok(ApiKey {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        owner: PersonRef {
            id: row.owner_id,
            name,
            number,
        },
        actions: serde_json::from_value(row.actions).map_err(crate::problem::internal)?,
        reach: parse(&row.reach)?,
        area_id: row.area_id,
        team_id: row.team_id,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
        version: row.version,
        created_at: row.created_at,
        allowed_actions,
    })
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewApiKey) -> Answer<CreatedApiKey> {
    check(tx.conn, grant, new)?;
    let secret = super::new_secret();
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    let mut actions = new.actions.clone();
    actions.sort();
    actions.dedup();
    let stored = serde_json::to_value(&actions).map_err(crate::problem::internal)?;
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(g(id)),
            api_keys::name.eq(&new.name),
            api_keys::prefix.eq(&secret[..8]),
            api_keys::secret_hash.eq(hash_token(&secret)),
            api_keys::owner_id.eq(g(grant.me())),
            api_keys::actions.eq(j(&stored)),
            api_keys::reach.eq(word(&new.reach)),
            api_keys::area_id.eq(g(new.area_id)),
            api_keys::team_id.eq(g(new.team_id)),
            api_keys::expires_at.eq(t(new.expires_at)),
            api_keys::last_used_at.eq(t(None::<DateTime<Utc>>)),
            api_keys::revoked_at.eq(t(None::<DateTime<Utc>>)),
            api_keys::version.eq(1),
            api_keys::created_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Record::new("api_key.created", "api_key", id, &new.name)
        .owner(Some(grant.me()))
        .change("actions", (), &actions)
        .change("reach", (), new.reach)
        .write(tx, &grant.acting);
    Ok(CreatedApiKey {
        key: get(tx.conn, grant, id)?,
        secret,
    })
}

/// A key can't carry more than its maker has, and its scope must exist.
fn check(conn: &mut AnyConn, grant: &Grant, new: &NewApiKey) -> Answer<()> {
    if let Some(n) = new.actions.iter().position(|a| !grant.permits(*a)) {
        return Err(Refusal::new(Code::KeyReachTooWide).at(format!("/actions/{n}")));
    }
    // A key made by a key stays inside the maker's reach.
    if !grant.reach().is_department() {
        return Err(Refusal::new(Code::KeyReachTooWide).at("/reach"));
    }
    if new.expires_at.is_some_and(|at| at <= grant.acting.now) {
        return Err(Refusal::new(Code::DateOrder).at("/expires_at"));
    }
    scope_exists(conn, new.reach, new.area_id, new.team_id)
}

/// The area or team that a key or webhook is bound to, named exactly where its reach needs one.
pub fn scope_exists(
    conn: &mut AnyConn,
    reach: KeyReach,
    area: Option<Uuid>,
    team: Option<Uuid>,
) -> Answer<()> {
    let (found, pointer): (i64, _) = match (reach, area, team) {
        (KeyReach::Department, None, None) => return Ok(()),
        (KeyReach::Area, Some(id), None) => {
            let of_id = areas::table.filter(areas::id.eq(g(id)));
            (of_id.count().get_result(conn)?, "/area_id")
        }
        (KeyReach::Team, None, Some(id)) => {
            let of_id = teams::table.filter(teams::id.eq(g(id)));
            (of_id.count().get_result(conn)?, "/team_id")
        }
        _ => return Err(Refusal::new(Code::RoleNeedsScope).at("/reach")),
    };
    match found {
        0 => Err(Refusal::new(Code::UnknownReference).at(pointer)),
        _ => Ok(()),
    }
}

pub fn revoke(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let key = get(tx.conn, grant, id)?;
    if key.revoked_at.is_some() {
        return Err(Refusal::new(Code::Conflict));
    }
    diesel::update(api_keys::table.find(g(id)))
        .set((
            api_keys::revoked_at.eq(t(grant.acting.now)),
            api_keys::version.eq(key.version + 1),
        ))
        .execute(tx.conn)?;
    tx.access_changed();
    Record::new("api_key.revoked", "api_key", id, &key.name)
        .owner(Some(key.owner.id))
        .write(tx, &grant.acting);
    Ok(())
}
