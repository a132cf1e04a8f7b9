use contract::Page;
use contract::access::Field;
use contract::attainment::{TargetActual, TargetActualQuery};
use diesel::prelude::*;

use super::rows::Row;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::target_actuals as a;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "on_date",
    column: "target_actuals.on_date",
    kind: Kind::Date,
}];

const COLUMNS: Columns = Columns {
    team: "target_actuals.team_id",
    owner: "target_actuals.owner_id",
    field: Field::Business,
};

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &TargetActualQuery,
    paging: &Paging,
) -> Answer<Page<TargetActual>> {
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = a::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(indicator) = query.indicator_id {
            q = q.filter(a::indicator_id.eq(g(indicator)));
        }
        if let Some(employee) = query.employee_id {
            q = q.filter(a::owner_id.eq(g(employee)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(a::team_id.eq(g(team)));
        }
        if let Some(from) = query.from {
            q = q.filter(a::on_date.ge(from));
        }
        if let Some(to) = query.to {
            q = q.filter(a::on_date.le(to));
        }
        if let Some(source) = &query.source {
            q = q.filter(a::source.eq(source));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::Date(r.on_date), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, rows))
}

/// One figure. Not reach-checked: whoever sent it sees it.
pub fn shown(conn: &mut AnyConn, row: Row) -> Answer<TargetActual> {
    let one = complete(conn, vec![row])?.pop();
    one.ok_or_else(|| internal("a figure that was just taken"))
}

fn complete(conn: &mut AnyConn, rows: Vec<Row>) -> Answer<Vec<TargetActual>> {
    let people = people::by_ids(conn, rows.iter().map(|r| r.owner_id).collect())?;
    let nobody = || internal("a figure of nobody");
    let one = |r: Row| {
        Ok(TargetActual {
            id: r.id,
            source: r.source,
            external_id: r.external_id,
            indicator_id: r.indicator_id,
            employee: people.get(&r.owner_id).cloned().ok_or_else(nobody)?,
            team_id: r.team_id,
            on_date: r.on_date,
            amount: r.amount,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}
