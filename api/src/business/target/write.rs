//! A target is drafted, published, revised; each in one transaction that proves the whole tree.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use contract::Code;
use contract::target::{IndicatorUnit, NewTarget, NewTargetRevision, Target, TargetPeriod};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, Node, Wrong};
use super::plant;
use super::store::{self, NodeRow, Row};
use crate::access::Grant;
use crate::clock::new_id;
use crate::db::schema::{target_nodes as n, targets as x};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};

const CLAUSE: &str = "5.3.1";

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewTarget) -> Answer<Target> {
    grant.whole_department()?;
    let known = store::indicators(tx.conn)?.data;
    let indicator = known.into_iter().find(|i| i.id == new.indicator_id);
    let unknown = || Refusal::new(Code::UnknownReference).clause(CLAUSE);
    let indicator = indicator.ok_or_else(|| unknown().at("/indicator_id"))?;
    let (_, _, currency) = settings::basics(tx.conn)?;
    let now = grant.acting.now;
    let row = Row {
        id: new_id(),
        indicator_id: indicator.id,
        period: word(&new.period),
        starts_on: new.starts_on,
        ends_on: last_day(new.period, new.starts_on)?,
        currency: (indicator.unit == IndicatorUnit::Money).then_some(currency),
        state: "draft".to_owned(),
        revision: 1,
        reason: None,
        published_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let nodes = plant::tree(tx.conn, new.amount, new.split)?;
    insert(tx.conn, &row)?;
    insert_nodes(tx.conn, row.id, &nodes)?;
    record("target.drafted", &row, &indicator.code)
        .change("amount", (), new.amount)
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

/// Last day of the period; it begins with its own first day.
fn last_day(period: TargetPeriod, first: NaiveDate) -> Answer<NaiveDate> {
    let (months, starts) = match period {
        TargetPeriod::Year => (12, first.month() == 1),
        TargetPeriod::Quarter => (3, first.month0() % 3 == 0),
        TargetPeriod::Month => (1, true),
    };
    let last = first.checked_add_months(Months::new(months));
    match last.and_then(|day| day.pred_opt()) {
        Some(last) if starts && first.day() == 1 => Ok(last),
        _ => {
            Err(Refusal::new(Code::Invalid)
                .clause(CLAUSE)
                .field("/starts_on", "period_start", ""))
        }
    }
}

pub fn publish(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Target> {
    grant.whole_department()?;
    let old = store::row(tx.conn, grant, id)?;
    if old.state != "draft" {
        return Err(Refusal::new(Code::Conflict).clause(CLAUSE));
    }
    fresh(known, old.version)?;
    let nodes = nodes(tx.conn, id)?;
    proved(&nodes, &[], |_| String::new())?;
    let mut row = old;
    row.state = "published".to_owned();
    row.published_at = Some(grant.acting.now);
    save(tx, grant, &mut row)?;
    record("target.published", &row, &code(tx.conn, &row)?)
        .change("state", "draft", "published")
        .notify(nodes.iter().filter_map(|node| node.owner_id))
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

pub fn revise(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewTargetRevision,
    known: i64,
) -> Answer<Target> {
    let old = store::row(tx.conn, grant, id)?;
    let before = nodes(tx.conn, id)?;
    let at: HashMap<Uuid, &NodeRow> = before.iter().map(|node| (node.id, node)).collect();
    for (place, change) in new.nodes.iter().enumerate() {
        let may = at
            .get(&change.id)
            .map(|node| store::changeable(grant, node));
        if !may.transpose()?.unwrap_or(false) {
            let unknown = Refusal::new(Code::UnknownReference).clause(CLAUSE);
            return Err(unknown.at(format!("/nodes/{place}/id")));
        }
    }
    if old.state == "superseded" {
        return Err(Refusal::new(Code::Conflict).clause(CLAUSE));
    }
    fresh(known, old.version)?;
    let changes: Vec<(Uuid, i64)> = new.nodes.iter().map(|c| (c.id, c.amount)).collect();
    let name = |id| at.get(&id).map_or(String::new(), |node| node.name.clone());
    let after = proved(&before, &changes, name)?;
    let changed: Vec<(&NodeRow, i64)> = before
        .iter()
        .zip(&after)
        .filter(|(node, new)| node.amount != new.amount)
        .map(|(node, new)| (node, new.amount))
        .collect();
    let row = match old.state.as_str() {
        "draft" => amend(tx, grant, old.clone(), &changed)?,
        _ => succeed(tx, grant, old.clone(), &before, &after, &new.reason)?,
    };
    let told = |amount: fn(&(&NodeRow, i64)) -> i64| -> Vec<(String, i64)> {
        changed
            .iter()
            .map(|c| (c.0.name.clone(), amount(c)))
            .collect()
    };
    let (event, told_of) = match row.state.as_str() {
        "draft" => ("target.amended", Vec::new()),
        _ => (
            "target.revised",
            changed.iter().filter_map(|c| c.0.owner_id).collect(),
        ),
    };
    record(event, &row, &code(tx.conn, &row)?)
        .change("revision", old.revision, row.revision)
        .change("reason", (), &new.reason)
        .change("amounts", told(|c| c.0.amount), told(|c| c.1))
        .fact("reason", &new.reason)
        .notify(told_of)
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

/// A draft is changed as it is.
fn amend(tx: &mut Tx, grant: &Grant, mut row: Row, changed: &[(&NodeRow, i64)]) -> Answer<Row> {
    save(tx, grant, &mut row)?;
    for (node, amount) in changed {
        diesel::update(n::table.find(g(node.id)))
            .set(n::amount.eq(amount))
            .execute(tx.conn)?;
    }
    Ok(row)
}

/// A published tree stays as it was; the next revision takes its place.
fn succeed(
    tx: &mut Tx,
    grant: &Grant,
    mut old: Row,
    before: &[NodeRow],
    after: &[Node],
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
    let ids: HashMap<Uuid, Uuid> = before.iter().map(|node| (node.id, new_id())).collect();
    let to = |id: Uuid| {
        let known = ids.get(&id).copied();
        known.ok_or_else(|| internal("a node of another target"))
    };
    let nodes = before.iter().zip(after).map(|(node, new)| {
        Ok(NodeRow {
            id: to(node.id)?,
            parent_id: node.parent_id.map(to).transpose()?,
            amount: new.amount,
            ..node.clone()
        })
    });
    let nodes: Vec<NodeRow> = nodes.collect::<Answer<_>>()?;
    insert(tx.conn, &row)?;
    insert_nodes(tx.conn, row.id, &nodes)?;
    Ok(row)
}

/// The tree with the changes, or the refusal that names what is wrong with it: node, its amount, what its children sum to.
fn proved(
    nodes: &[NodeRow],
    changes: &[(Uuid, i64)],
    name: impl Fn(Uuid) -> String,
) -> Answer<Vec<Node>> {
    let tree: Vec<Node> = nodes
        .iter()
        .map(|node| Node {
            id: node.id,
            parent: node.parent_id,
            amount: node.amount,
        })
        .collect();
    logic::revised(&tree, changes).map_err(|wrong| {
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

/// Every node of a target, parents first. Not reach-checked: a proof is about the whole tree; answers go through `store::shown`.
fn nodes(conn: &mut AnyConn, target: Uuid) -> Answer<Vec<NodeRow>> {
    Ok(n::table
        .filter(n::target_id.eq(g(target)))
        .order(n::place)
        .select(NodeRow::as_select())
        .load(conn)?)
}

fn code(conn: &mut AnyConn, row: &Row) -> Answer<String> {
    let known = store::indicators(conn)?.data;
    let found = known.into_iter().find(|i| i.id == row.indicator_id);
    found
        .map(|i| i.code)
        .ok_or_else(|| internal("a target of no indicator"))
}

fn record(event: &'static str, row: &Row, indicator: &str) -> Record {
    let name = format!("{indicator} {}", row.starts_on);
    Record::new(event, "target", row.id, name).clause(CLAUSE)
}

fn insert(conn: &mut AnyConn, row: &Row) -> Answer<()> {
    diesel::insert_into(x::table)
        .values((
            x::id.eq(g(row.id)),
            x::indicator_id.eq(g(row.indicator_id)),
            x::period.eq(&row.period),
            x::starts_on.eq(row.starts_on),
            x::ends_on.eq(row.ends_on),
            x::currency.eq(&row.currency),
            x::state.eq(&row.state),
            x::revision.eq(row.revision),
            x::reason.eq(&row.reason),
            x::published_at.eq(t(row.published_at)),
            x::version.eq(row.version),
            x::created_at.eq(t(row.created_at)),
            x::updated_at.eq(t(row.updated_at)),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_nodes(conn: &mut AnyConn, target: Uuid, nodes: &[NodeRow]) -> Answer<()> {
    for node in nodes {
        diesel::insert_into(n::table)
            .values((
                n::id.eq(g(node.id)),
                n::target_id.eq(g(target)),
                n::parent_id.eq(g(node.parent_id)),
                n::level.eq(&node.level),
                n::area_id.eq(g(node.area_id)),
                n::team_id.eq(g(node.team_id)),
                n::owner_id.eq(g(node.owner_id)),
                n::name.eq(&node.name),
                n::place.eq(node.place),
                n::amount.eq(node.amount),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Under the version that was read; a concurrent change is 412.
fn save(tx: &mut Tx, grant: &Grant, row: &mut Row) -> Answer<()> {
    let change = diesel::update(x::table.find(g(row.id)).filter(x::version.eq(row.version))).set((
        x::state.eq(&row.state),
        x::published_at.eq(t(row.published_at)),
        x::version.eq(row.version + 1),
        x::updated_at.eq(t(grant.acting.now)),
    ));
    current(change.execute(tx.conn)?)?;
    row.version += 1;
    row.updated_at = grant.acting.now;
    Ok(())
}
