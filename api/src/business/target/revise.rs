//! A target is revised: a draft as it is, a published one by its next revision; in one transaction that proves the whole tree.

use std::collections::HashMap;

use contract::target::{NewTargetRevision, Target};
use contract::{Action, Code};
use uuid::Uuid;

use super::draft::{CLAUSE, insert, record, save};
use super::logic::{self, Node, Wrong};
use super::nodes::{self, NodeRow, bare};
use super::store::{self, Row};
use super::{extend, indicator};
use crate::access::Grant;
use crate::clock::new_id;
use crate::db::Tx;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal, internal};

pub fn revise(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewTargetRevision,
    known: i64,
) -> Answer<Target> {
    let old = store::row(tx.conn, grant, id)?;
    let before = nodes::all(tx.conn, id)?;
    changeable(grant, &before, new)?;
    if old.state == "superseded" {
        return Err(Refusal::new(Code::Conflict).clause(CLAUSE));
    }
    fresh(known, old.version)?;
    let reach = grant.reach_of(Action::TargetRevise);
    let mut after = extend::extended(tx.conn, &reach, &before, &new.additions)?;
    let changes: Vec<(Uuid, i64)> = new.nodes.iter().map(|c| (c.id, c.amount)).collect();
    let proven = proved(&after, &changes)?;
    for (node, proven) in after.iter_mut().zip(proven) {
        node.amount = proven.amount;
    }
    let had: HashMap<Uuid, i64> = before.iter().map(|n| (n.id, n.amount)).collect();
    let changed: Vec<&NodeRow> = after
        .iter()
        .filter(|n| had.get(&n.id) != Some(&n.amount))
        .collect();
    let row = match old.state.as_str() {
        "draft" => {
            let mut row = old.clone();
            save(tx, grant, &mut row)?;
            let (known, added) = after.split_at(before.len());
            let amounts = known.iter().filter(|n| had.get(&n.id) != Some(&n.amount));
            let amounts: Vec<(Uuid, i64)> = amounts.map(|n| (n.id, n.amount)).collect();
            nodes::set(tx.conn, &amounts)?;
            nodes::insert(tx.conn, id, added)?;
            row
        }
        _ => succeed(tx, grant, old.clone(), &after, &new.reason)?,
    };
    let told = |amount: &dyn Fn(&NodeRow) -> Option<i64>| -> Vec<(String, Option<i64>)> {
        let one = |node: &&NodeRow| (node.name.clone(), amount(node));
        changed.iter().map(one).collect()
    };
    let (event, recipients) = match row.state.as_str() {
        "draft" => ("target.amended", Vec::new()),
        _ => (
            "target.revised",
            changed.iter().filter_map(|n| n.owner_id).collect(),
        ),
    };
    let indicator = indicator::of(tx.conn, row.indicator_id)?;
    record(event, &row, &indicator.code)
        .change("revision", old.revision, row.revision)
        .change("reason", (), &new.reason)
        .change(
            "amounts",
            told(&|n| had.get(&n.id).copied()),
            told(&|n| Some(n.amount)),
        )
        .fact("reason", &new.reason)
        .notify(recipients)
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

/// Something is changed, and each of it lies below the caller's own node.
fn changeable(grant: &Grant, tree: &[NodeRow], new: &NewTargetRevision) -> Answer<()> {
    if new.nodes.is_empty() && new.additions.is_empty() {
        return Err(Refusal::new(Code::Invalid)
            .clause(CLAUSE)
            .field("/nodes", "required", ""));
    }
    let at: HashMap<Uuid, &NodeRow> = tree.iter().map(|node| (node.id, node)).collect();
    for (place, change) in new.nodes.iter().enumerate() {
        let node = at.get(&change.id);
        let may = node.map(|node| store::changeable(grant, node));
        if !may.transpose()?.unwrap_or(false) {
            let unknown = Refusal::new(Code::UnknownReference).clause(CLAUSE);
            return Err(unknown.at(format!("/nodes/{place}/id")));
        }
    }
    Ok(())
}

/// A published tree stays as it was; the next revision takes its place.
fn succeed(
    tx: &mut Tx,
    grant: &Grant,
    mut old: Row,
    after: &[NodeRow],
    reason: &str,
) -> Answer<Row> {
    old.state = "superseded".to_owned();
    save(tx, grant, &mut old)?;
    let now = grant.acting.now;
    let row = Row {
        id: new_id(),
        state: "published".to_owned(),
        revision: old.revision + 1,
        reason: Some(reason.to_owned()),
        published_at: Some(now),
        version: 1,
        created_at: now,
        updated_at: now,
        ..old
    };
    let ids: HashMap<Uuid, Uuid> = after.iter().map(|node| (node.id, new_id())).collect();
    let to = |id: Uuid| {
        let known = ids.get(&id).copied();
        known.ok_or_else(|| internal("a node of another target"))
    };
    let nodes = after.iter().map(|node| {
        Ok(NodeRow {
            id: to(node.id)?,
            parent_id: node.parent_id.map(to).transpose()?,
            ..node.clone()
        })
    });
    let nodes: Vec<NodeRow> = nodes.collect::<Answer<_>>()?;
    insert(tx.conn, &row)?;
    nodes::insert(tx.conn, row.id, &nodes)?;
    Ok(row)
}

/// The tree with the changes, or the refusal that names what is wrong with it: node, its amount, what its children sum to.
pub fn proved(nodes: &[NodeRow], changes: &[(Uuid, i64)]) -> Answer<Vec<Node>> {
    let name = |id| {
        let found = nodes.iter().find(|node| node.id == id);
        found.map_or("", |node| node.name.as_str())
    };
    logic::revised(&bare(nodes), changes).map_err(|wrong| {
        let place = |id| changes.iter().rposition(|(changed, _)| *changed == id);
        let at = |id, field| match place(id) {
            Some(n) => format!("/nodes/{n}/{field}"),
            None => "/nodes".to_owned(),
        };
        match wrong {
            Wrong::Sum(d) => {
                let off = i128::from(d.sum) - i128::from(d.amount);
                let told = format!("{}: {} ≠ {} ({off:+})", name(d.node), d.sum, d.amount);
                let refusal = Refusal::new(Code::TargetSum).clause(CLAUSE);
                refusal.field(at(d.node, "amount"), "target_sum", told)
            }
            Wrong::Range(id) => Refusal::new(Code::Invalid).field(at(id, "amount"), "range", ""),
            Wrong::Twice(id) | Wrong::Unknown(id) => {
                Refusal::new(Code::Invalid).field(at(id, "id"), "conflict", "")
            }
        }
    })
}
