use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::target::{Target, TargetLevel, TargetNode, TargetQuery};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::extend;
use super::nodes::NodeRow;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::{target_nodes as n, targets as x};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "starts_on",
        column: "targets.starts_on",
        kind: Kind::Date,
    },
    SortKey {
        name: "created_at",
        column: "targets.created_at",
        kind: Kind::Ts,
    },
];

pub const NODES: Columns = Columns {
    team: "target_nodes.team_id",
    owner: "target_nodes.owner_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = x)]
pub struct Row {
    pub id: Uuid,
    pub indicator_id: Uuid,
    pub period: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub currency: Option<String>,
    pub state: String,
    pub revision: i64,
    pub reason: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Drafts exist only for those who may break them down; what was published is known to the whole department, its figures aren't.
fn known(grant: &Grant) -> Predicate {
    let p = Predicate::new();
    match grant.permits(Action::TargetRevise) {
        true => p.sql("1 = 1"),
        false => p.sql("targets.state <> 'draft'"),
    }
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    Ok(x::table
        .filter(x::id.eq(g(id)))
        .filter(known(grant))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Target> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

/// A target with the nodes that the caller may see.
pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Target> {
    let rows = visible_nodes(conn, grant, row.id)?;
    let uncovered = match grant.permits(Action::TargetRevise) && row.state != "superseded" {
        true => Some(extend::uncovered(conn, grant, &rows)?),
        false => None,
    };
    let nodes = rows
        .into_iter()
        .map(|r| {
            let changeable = row.state != "superseded" && changeable(grant, &r)?;
            Ok(TargetNode {
                id: r.id,
                parent_id: r.parent_id,
                level: parse(&r.level)?,
                area_id: r.area_id,
                team_id: r.team_id,
                owner_id: r.owner_id,
                name: r.name,
                amount: r.amount,
                changeable,
            })
        })
        .collect::<Answer<_>>()?;
    let mut target = headed(grant, row)?;
    target.nodes = Some(nodes);
    target.uncovered = uncovered;
    Ok(target)
}

/// A target's nodes that the caller may see, parents first.
pub fn visible_nodes(conn: &mut AnyConn, grant: &Grant, target: Uuid) -> Answer<Vec<NodeRow>> {
    Ok(n::table
        .filter(n::target_id.eq(g(target)))
        .filter(visible(grant))
        .order(n::place)
        .select(NodeRow::as_select())
        .load(conn)?)
}

/// A deputy sees the node of their own area, whatever its fields of work.
fn visible(grant: &Grant) -> Predicate {
    let reach = grant.reach().on(NODES);
    match grant.actor.area_id {
        Some(area) if grant.reach().covers_area(Some(area)) => Predicate::new()
            .sql("(")
            .join(reach)
            .sql(" OR (target_nodes.level = 'area' AND target_nodes.area_id = ")
            .bind(Bind::guid(area))
            .sql("))"),
        _ => reach,
    }
}

/// Only what lies below the caller's own node: it is given from above.
pub fn changeable(grant: &Grant, node: &NodeRow) -> Answer<bool> {
    let reach = grant.reach_of(Action::TargetRevise);
    Ok(grant.permits(Action::TargetRevise)
        && match parse(&node.level)? {
            TargetLevel::Department | TargetLevel::Area => reach.is_department(),
            TargetLevel::Team => reach.covers_area(node.area_id),
            TargetLevel::Member => reach.covers_team(node.team_id, Field::Business),
        })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &TargetQuery,
    paging: &Paging,
) -> Answer<Page<Target>> {
    let narrowed = || {
        let mut q = x::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(known(grant));
        if let Some(indicator) = query.indicator_id {
            q = q.filter(x::indicator_id.eq(g(indicator)));
        }
        if let Some(period) = query.period {
            q = q.filter(x::period.eq(word(&period)));
        }
        if let Some(state) = query.state {
            q = q.filter(x::state.eq(word(&state)));
        }
        if let Some(day) = query.starts_on {
            q = q.filter(x::starts_on.eq(day));
        }
        if let Some(day) = query.on {
            q = q.filter(x::starts_on.le(day)).filter(x::ends_on.ge(day));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        let value = match sort {
            "created_at" => Bind::ts(r.created_at),
            _ => Bind::Date(r.starts_on),
        };
        (value, r.id)
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.try_map(|row| headed(grant, row))
}

fn headed(grant: &Grant, r: Row) -> Answer<Target> {
    let acts = match r.state.as_str() {
        "draft" => &[Action::TargetManage, Action::TargetRevise][..],
        "published" => &[Action::TargetRevise],
        _ => &[],
    };
    Ok(Target {
        id: r.id,
        indicator_id: r.indicator_id,
        period: parse(&r.period)?,
        starts_on: r.starts_on,
        ends_on: r.ends_on,
        currency: r.currency,
        state: parse(&r.state)?,
        revision: r.revision,
        reason: r.reason,
        published_at: r.published_at,
        nodes: None,
        uncovered: None,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
        allowed_actions: acts.iter().copied().filter(|a| grant.permits(*a)).collect(),
    })
}
