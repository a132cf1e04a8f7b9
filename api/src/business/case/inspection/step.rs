//! The steps of an inspection and its findings, none ever changed.

use chrono::{DateTime, Utc};
use contract::Page;
use contract::inspection::{InspectionStep, InspectionStepKind};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::row;
use crate::access::Grant;
use crate::clock;
use crate::db::schema::inspection_steps as p;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Acting;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "inspection_steps.created_at",
    kind: Kind::Ts,
}];

/// What is kept of a step.
pub struct New<'n> {
    pub inspection: Uuid,
    pub kind: InspectionStepKind,
    pub finding: Option<Uuid>,
    pub note: Option<&'n str>,
    pub to: Option<Uuid>,
}

impl New<'_> {
    pub fn of(inspection: Uuid, kind: InspectionStepKind) -> New<'static> {
        New {
            inspection,
            kind,
            finding: None,
            note: None,
            to: None,
        }
    }
}

/// Not reach-checked: whoever may do it keeps its step.
pub fn keep(tx: &mut Tx, acting: &Acting, new: New) -> Answer<()> {
    diesel::insert_into(p::table)
        .values((
            p::id.eq(g(clock::new_id())),
            p::inspection_id.eq(g(new.inspection)),
            p::finding_id.eq(g(new.finding)),
            p::kind.eq(word(&new.kind)),
            p::note.eq(new.note),
            p::to_id.eq(g(new.to)),
            p::by_id.eq(g(acting.employee_id)),
            p::created_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
struct Row {
    id: Uuid,
    kind: String,
    finding_id: Option<Uuid>,
    note: Option<String>,
    to_id: Option<Uuid>,
    by_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    inspection: Uuid,
    paging: &Paging,
) -> Answer<Page<InspectionStep>> {
    row(conn, grant.reach(), inspection)?;
    let narrowed = || {
        p::table
            .select(Row::as_select())
            .filter(p::inspection_id.eq(g(inspection)))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let named = rows.iter().flat_map(|r| [r.to_id, r.by_id]).flatten();
        let people = people::by_ids(conn, named.collect())?;
        let one = |r: Row| {
            let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
            Ok(InspectionStep {
                id: r.id,
                kind: parse(&r.kind)?,
                finding_id: r.finding_id,
                note: r.note,
                to: person(r.to_id),
                by: person(r.by_id),
                created_at: r.created_at,
            })
        };
        rows.into_iter().map(one).collect()
    })
}
