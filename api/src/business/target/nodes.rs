//! The rows of a tree: read whole, written many at once.

use diesel::prelude::*;
use uuid::Uuid;

use super::logic::Node;
use crate::db::AnyConn;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::target_nodes as n;
use crate::db::types::g;
use crate::problem::Answer;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = n)]
pub struct NodeRow {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub level: String,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub name: String,
    pub place: i64,
    pub amount: i64,
}

impl NodeRow {
    pub fn node(&self) -> Node {
        Node {
            id: self.id,
            parent: self.parent_id,
            amount: self.amount,
        }
    }
}

pub fn bare(nodes: &[NodeRow]) -> Vec<Node> {
    nodes.iter().map(NodeRow::node).collect()
}

/// Every node of a target, parents first. Not reach-checked: a proof is about the whole tree; answers go through `store::shown`.
pub fn all(conn: &mut AnyConn, target: Uuid) -> Answer<Vec<NodeRow>> {
    Ok(n::table
        .filter(n::target_id.eq(g(target)))
        .order(n::place)
        .select(NodeRow::as_select())
        .load(conn)?)
}

/// Those of one team and its members, as [`all`].
pub fn of_team(conn: &mut AnyConn, target: Uuid, team: Uuid) -> Answer<Vec<NodeRow>> {
    Ok(n::table
        .filter(n::target_id.eq(g(target)))
        .filter(n::team_id.eq(g(Some(team))))
        .order(n::place)
        .select(NodeRow::as_select())
        .load(conn)?)
}

/// Adds nodes to a target. Not reach-checked: callers have proved the tree they belong to.
pub fn insert(conn: &mut AnyConn, target: Uuid, nodes: &[NodeRow]) -> Answer<()> {
    let new = |node: &NodeRow| New {
        target,
        node: node.clone(),
    };
    let rows: Vec<New> = nodes.iter().map(new).collect();
    Ok(New::insert(conn, &rows)?)
}

/// New amounts of nodes; as [`insert`].
pub fn set(conn: &mut AnyConn, amounts: &[(Uuid, i64)]) -> Answer<()> {
    match conn {
        AnyConn::Pg(c) => {
            const TEXT: &str = "UPDATE target_nodes SET amount = t.amount FROM unnest(";
            Unnest::new(TEXT, amounts)
                .named(") AS t (id, amount) WHERE target_nodes.id = t.id")
                .guid(|a| g(Some(a.0)))
                .int(|a| a.1)
                .run(c)?;
        }
        AnyConn::Sqlite(c) => {
            for (id, amount) in amounts {
                diesel::update(n::table.find(g(*id)))
                    .set(n::amount.eq(amount))
                    .execute(c)?;
            }
        }
    }
    Ok(())
}

struct New {
    target: Uuid,
    node: NodeRow,
}

impl Rows for New {
    fn insert(conn: &mut AnyConn, rows: &[New]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => {
                const TEXT: &str = "INSERT INTO target_nodes (id, target_id, parent_id, level, area_id, team_id, owner_id, name, \
                    place, amount) SELECT * FROM unnest(";
                Unnest::new(TEXT, rows)
                    .guid(|r| g(Some(r.node.id)))
                    .guid(|r| g(Some(r.target)))
                    .guid(|r| g(r.node.parent_id))
                    .text(|r| Some(&r.node.level))
                    .guid(|r| g(r.node.area_id))
                    .guid(|r| g(r.node.team_id))
                    .guid(|r| g(r.node.owner_id))
                    .text(|r| Some(&r.node.name))
                    .int(|r| r.node.place)
                    .int(|r| r.node.amount)
                    .run(c)
            }
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|r| {
                diesel::insert_into(n::table)
                    .values((
                        n::id.eq(g(r.node.id)),
                        n::target_id.eq(g(r.target)),
                        n::parent_id.eq(g(r.node.parent_id)),
                        n::level.eq(&r.node.level),
                        n::area_id.eq(g(r.node.area_id)),
                        n::team_id.eq(g(r.node.team_id)),
                        n::owner_id.eq(g(r.node.owner_id)),
                        n::name.eq(&r.node.name),
                        n::place.eq(r.node.place),
                        n::amount.eq(r.node.amount),
                    ))
                    .execute(c)
                    .map(|_| ())
            }),
        }
    }
}
