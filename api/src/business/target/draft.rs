//! A target is drafted and published, each in one transaction that proves the whole tree.

use chrono::{Datelike, Months, NaiveDate};
use contract::Code;
use contract::target::{IndicatorUnit, NewTarget, Target, TargetPeriod};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use super::nodes::{self, bare};
use super::revise::proved;
use super::store::{self, Row};
use super::{indicator, plant, proposal};
use crate::access::Grant;
use crate::clock::new_id;
use crate::db::schema::targets as x;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};

pub const CLAUSE: &str = "5.3.1";

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewTarget) -> Answer<Target> {
    grant.whole_department()?;
    let known = indicator::all(tx.conn)?.data;
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
    let mut tree = plant::tree(tx.conn)?;
    let weights = proposal::by(tx.conn, &row, &tree, new.split)?;
    let weight = |node: Uuid| weights.get(&node).copied().unwrap_or_default();
    let root = tree.first().map(|root| root.id);
    let root = root.ok_or_else(|| internal("a tree without root"))?;
    let amounts = logic::carried_down(&bare(&tree), root, new.amount, weight);
    for node in &mut tree {
        node.amount = amounts.get(&node.id).copied().unwrap_or_default();
    }
    insert(tx.conn, &row)?;
    nodes::insert(tx.conn, row.id, &tree)?;
    record("target.drafted", &row, &indicator.code)
        .change("amount", (), new.amount)
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

/// Last day of the period; it begins with its own first day.
fn last_day(period: TargetPeriod, first: NaiveDate) -> Answer<NaiveDate> {
    let (months, starts) = match period {
        TargetPeriod::Year => (12, first.month() == 1),
        TargetPeriod::Quarter => (3, first.month0().is_multiple_of(3)),
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
    let nodes = nodes::all(tx.conn, id)?;
    proved(&nodes, &[])?;
    let mut row = old;
    row.state = "published".to_owned();
    row.published_at = Some(grant.acting.now);
    save(tx, grant, &mut row)?;
    record(
        "target.published",
        &row,
        &indicator::of(tx.conn, row.indicator_id)?.code,
    )
    .change("state", "draft", "published")
    .notify(nodes.iter().filter_map(|node| node.owner_id))
    .write(tx, &grant.acting);
    store::shown(tx.conn, grant, row)
}

pub fn record(event: &'static str, row: &Row, indicator: &str) -> Record {
    let name = format!("{indicator} {}", row.starts_on);
    Record::new(event, "target", row.id, name).clause(CLAUSE)
}

pub fn insert(conn: &mut AnyConn, row: &Row) -> Answer<()> {
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

/// Under the version that was read; a concurrent change is 412.
pub fn save(tx: &mut Tx, grant: &Grant, row: &mut Row) -> Answer<()> {
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
