//! What inspections look at: the department's data, changed by the manager; inspections keep the items they began with.

use chrono::{DateTime, Utc};
use contract::Action;
use contract::access::Field;
use contract::inspection::{
    InspectionAnswer, InspectionChecklist, InspectionChecklistPatch, InspectionItem,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::db::schema::inspection_checklists as k;
use crate::db::types::t;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, internal};

type Row = (i64, String, i64, DateTime<Utc>);

fn read(conn: &mut AnyConn) -> Answer<(Vec<InspectionItem>, i64, DateTime<Utc>)> {
    let (_, items, version, updated_at): Row = k::table.find(1).first(conn)?;
    Ok((
        serde_json::from_str(&items).map_err(internal)?,
        version,
        updated_at,
    ))
}

/// The items as a new inspection keeps them. Not reach-checked: everybody works by them.
pub fn blank(conn: &mut AnyConn) -> Answer<String> {
    let item = |item: InspectionItem| InspectionAnswer {
        key: item.key,
        names: item.names,
        outcome: None,
        note: None,
    };
    let items: Vec<InspectionAnswer> = read(conn)?.0.into_iter().map(item).collect();
    serde_json::to_string(&items).map_err(internal)
}

/// Everybody may see it, so no reach is asked.
pub fn get(conn: &mut AnyConn, grant: &Grant) -> Answer<InspectionChecklist> {
    let (items, version, updated_at) = read(conn)?;
    Ok(InspectionChecklist {
        items,
        version,
        updated_at,
        allowed_actions: grant.allowed(
            &[Action::InspectionChecklistManage],
            None,
            None,
            Field::Business,
        ),
    })
}

/// The check-list is the whole department's: a narrower key is refused.
pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    patch: &InspectionChecklistPatch,
    known: i64,
) -> Answer<InspectionChecklist> {
    grant.whole_department()?;
    let (items, version, _) = read(tx.conn)?;
    fresh(known, version)?;
    if items != patch.items {
        let text = serde_json::to_string(&patch.items).map_err(internal)?;
        let mine = k::table.find(1).filter(k::version.eq(version));
        let change = diesel::update(mine).set((
            k::items.eq(text),
            k::version.eq(version + 1),
            k::updated_at.eq(t(grant.acting.now)),
        ));
        current(change.execute(tx.conn)?)?;
        let (event, kind) = ("inspection_checklist.updated", "inspection_checklist");
        Record::new(event, kind, Uuid::nil(), "")
            .clause(CLAUSE)
            .change("items", &items, &patch.items)
            .write(tx, &grant.acting);
    }
    get(tx.conn, grant)
}
