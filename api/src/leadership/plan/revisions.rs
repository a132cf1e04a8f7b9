//! Every revision as it was published.

use chrono::{DateTime, Utc};
use contract::Page;
use contract::work_plan::WorkPlanRevision;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::row;
use crate::access::Grant;
use crate::db::schema::work_plan_revisions as v;
use crate::db::sql::Bind;
use crate::db::types::g;
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "number",
    column: "work_plan_revisions.number",
    kind: Kind::Int,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = v)]
struct Row {
    id: Uuid,
    number: i64,
    note: Option<String>,
    summary: String,
    goals: String,
    published_at: DateTime<Utc>,
    published_by: Uuid,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    plan: Uuid,
    paging: &Paging,
) -> Answer<Page<WorkPlanRevision>> {
    row(conn, grant, plan)?;
    let narrowed = || {
        v::table
            .filter(v::plan_id.eq(g(plan)))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
    };
    let key = |row: &Row, _: &str| (Bind::Int(row.number), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let people = people::by_ids(conn, rows.iter().map(|row| row.published_by).collect())?;
        let one = |row: Row| {
            let by = people.get(&row.published_by).cloned();
            Ok(WorkPlanRevision {
                id: row.id,
                number: row.number,
                note: row.note,
                summary: row.summary,
                goals: serde_json::from_str(&row.goals).map_err(internal)?,
                published_at: row.published_at,
                published_by: by.ok_or_else(|| internal("published by nobody"))?,
            })
        };
        rows.into_iter().map(one).collect()
    })
}
