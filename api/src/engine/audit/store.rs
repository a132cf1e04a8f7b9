use chrono::{DateTime, Utc};
use contract::Page;
use contract::access::Field;
use contract::audit::{AuditEntry, AuditQuery};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::audit_entries as a;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "at",
    column: "audit_entries.at",
    kind: Kind::Ts,
}];

const COLUMNS: Columns = Columns {
    team: "audit_entries.team_id",
    owner: "audit_entries.owner_id",
    field: Field::People,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = a)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    actor_id: Option<Uuid>,
    api_key_id: Option<Uuid>,
    event: String,
    subject_kind: String,
    subject_id: Uuid,
    subject_name: String,
    team_id: Option<Uuid>,
    clause: Option<String>,
    request_id: String,
    changes: String,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AuditQuery,
    paging: &Paging,
) -> Answer<Page<AuditEntry>> {
    let narrowed = |range: Predicate| {
        let mut q = a::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(kind) = &query.subject_kind {
            q = q.filter(a::subject_kind.eq(kind.clone()));
        }
        if let Some(id) = query.subject_id {
            q = q.filter(a::subject_id.eq(g(id)));
        }
        if let Some(id) = query.actor_id {
            q = q.filter(a::actor_id.eq(g(id)));
        }
        if let Some(event) = &query.event {
            q = q.filter(a::event.eq(event.clone()));
        }
        if let Some(from) = query.from {
            q = q.filter(a::at.ge(t(from)));
        }
        if let Some(until) = query.until {
            q = q.filter(a::at.lt(t(until)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.at), r.id);
    let ranges = grant.reach().ranges(COLUMNS);
    let page = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<AuditEntry> {
    let row: Row = a::table
        .filter(a::id.eq(g(id)))
        .filter(grant.reach().on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?;
    complete(conn, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(contract::Code::NotFound))
}

fn complete(conn: &mut AnyConn, rows: Vec<Row>) -> Answer<Vec<AuditEntry>> {
    let mut actors: Vec<Uuid> = rows.iter().filter_map(|r| r.actor_id).collect();
    actors.sort_unstable();
    actors.dedup();
    let people = people::by_ids(conn, actors)?;
    Ok(rows
        .into_iter()
        .map(|r| AuditEntry {
            actor: r.actor_id.and_then(|id| people.get(&id).cloned()),
            changes: serde_json::from_str(&r.changes).unwrap_or_default(),
            id: r.id,
            at: r.at,
            api_key_id: r.api_key_id,
            event: r.event,
            subject_kind: r.subject_kind,
            subject_id: r.subject_id,
            subject_name: r.subject_name,
            team_id: r.team_id,
            clause: r.clause,
            request_id: r.request_id,
        })
        .collect())
}
