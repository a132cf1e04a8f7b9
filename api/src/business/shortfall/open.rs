//! When a period is over, whoever is below target gets a shortfall: once, on one instance, in one transaction a target.

use std::collections::{BTreeMap, HashSet};

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use crate::app::App;
use crate::business::target::{Assessed, assessed, over_by};
use crate::clock;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::{shortfalls as s, targets as x};
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::{Acting, Record};
use crate::organization::{people, settings};
use crate::problem::Answer;

/// One target a round; the next round takes the next.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    match app.db.read(next).await? {
        Some((id, today)) => app.db.write(move |tx| open(tx, id, today)).await,
        None => Ok(()),
    }
}

fn next(conn: &mut AnyConn) -> Answer<Option<(Uuid, NaiveDate)>> {
    if !settings::exists(conn)? {
        return Ok(None);
    }
    let today = settings::today(conn, clock::now())?;
    let found: Option<Uuid> = x::table
        .filter(x::state.eq("published"))
        .filter(x::assessed_on.is_null())
        .filter(x::ends_on.le(over_by(today)))
        .order((x::ends_on, x::id))
        .select(x::id)
        .first(conn)
        .optional()?;
    Ok(found.map(|id| (id, today)))
}

/// Not reach-checked: the period is over for everybody.
pub fn open(tx: &mut Tx, target: Uuid, today: NaiveDate) -> Answer<()> {
    // Of two instances that try, the second finds it done.
    let mine = x::table
        .find(g(target))
        .filter(x::assessed_on.is_null())
        .filter(x::state.eq("published"));
    let taken = diesel::update(mine)
        .set(x::assessed_on.eq(today))
        .execute(tx.conn)?;
    if taken == 0 {
        return Ok(());
    }
    let found = assessed(tx.conn, target, None)?;
    // A revision that came after the period's end opens nothing twice.
    let known: Vec<String> = s::table
        .filter(s::indicator_id.eq(g(found.indicator.id)))
        .filter(s::period.eq(&found.period))
        .filter(s::starts_on.eq(found.starts_on))
        .select(s::place)
        .load(tx.conn)?;
    let known: HashSet<String> = known.into_iter().collect();
    let now = clock::now();
    let short = rows(&found, target, now);
    let short: Vec<New> = short.filter(|row| !known.contains(&row.place)).collect();
    New::insert(tx.conn, &short)?;
    told(tx, &found, target, &short)
}

fn rows(found: &Assessed, target: Uuid, now: DateTime<Utc>) -> impl Iterator<Item = New> + '_ {
    let short = |(node, actual): &&(crate::business::target::Placed, i64)| {
        logic::falls_short(&node.level, node.amount, *actual)
    };
    found
        .nodes
        .iter()
        .filter(short)
        .map(move |(node, actual)| New {
            id: clock::new_id(),
            target_id: target,
            indicator_id: found.indicator.id,
            period: found.period.clone(),
            starts_on: found.starts_on,
            ends_on: found.ends_on,
            currency: found.currency.clone(),
            level: node.level.clone(),
            team_id: node.team_id,
            owner_id: node.owner_id,
            place: logic::place(node.team_id, node.owner_id),
            name: node.name.clone(),
            amount: node.amount,
            actual: *actual,
            now,
        })
}

/// Each member of their own, each lead of how many there are in the team.
fn told(tx: &mut Tx, found: &Assessed, target: Uuid, short: &[New]) -> Answer<()> {
    let acting = Acting::system("worker");
    let leads = people::leads(tx.conn, acting.now)?;
    let name = format!("{} {}", found.indicator.code, found.starts_on);
    let mut by_team: BTreeMap<Option<Uuid>, usize> = BTreeMap::new();
    for row in short {
        *by_team.entry(row.team_id).or_default() += 1;
        Record::new(
            "shortfall.opened",
            "shortfall",
            row.id,
            format!("{} · {name}", row.name),
        )
        .team(row.team_id)
        .owner(row.owner_id)
        .clause("5.3.4")
        .change("amount", (), row.amount)
        .change("actual", (), row.actual)
        .notify(row.owner_id)
        .write(tx, &acting);
    }
    for (team, count) in by_team {
        Record::new("shortfalls.opened", "target", target, &name)
            .team(team)
            .clause("5.3.4")
            .change("count", (), count)
            .fact("count", count)
            .notify(team.and_then(|id| leads.get(&id).copied()))
            .write(tx, &acting);
    }
    Ok(())
}

/// A shortfall on its way into the table.
struct New {
    id: Uuid,
    target_id: Uuid,
    indicator_id: Uuid,
    period: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    currency: Option<String>,
    level: String,
    team_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    place: String,
    name: String,
    amount: i64,
    actual: i64,
    now: DateTime<Utc>,
}

impl Rows for New {
    fn insert(conn: &mut AnyConn, rows: &[New]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => {
                const TEXT: &str = "INSERT INTO shortfalls (id, target_id, indicator_id, period, starts_on, ends_on, currency, level, \
                    team_id, owner_id, place, name, amount, actual, created_at, updated_at, state, version) \
                    SELECT *, 'open', 1 FROM unnest(";
                Unnest::new(TEXT, rows)
                    .guid(|r| g(Some(r.id)))
                    .guid(|r| g(Some(r.target_id)))
                    .guid(|r| g(Some(r.indicator_id)))
                    .text(|r| Some(&r.period))
                    .date(|r| Some(r.starts_on))
                    .date(|r| Some(r.ends_on))
                    .text(|r| r.currency.as_deref())
                    .text(|r| Some(&r.level))
                    .guid(|r| g(r.team_id))
                    .guid(|r| g(r.owner_id))
                    .text(|r| Some(&r.place))
                    .text(|r| Some(&r.name))
                    .int(|r| r.amount)
                    .int(|r| r.actual)
                    .time(|r| Some(t(r.now)))
                    .time(|r| Some(t(r.now)))
                    .run(c)
            }
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|r| {
                let head = (
                    s::id.eq(g(r.id)),
                    s::target_id.eq(g(r.target_id)),
                    s::indicator_id.eq(g(r.indicator_id)),
                    s::period.eq(&r.period),
                    s::starts_on.eq(r.starts_on),
                    s::ends_on.eq(r.ends_on),
                    s::currency.eq(&r.currency),
                    s::level.eq(&r.level),
                    s::team_id.eq(g(r.team_id)),
                );
                let rest = (
                    s::owner_id.eq(g(r.owner_id)),
                    s::place.eq(&r.place),
                    s::name.eq(&r.name),
                    s::amount.eq(r.amount),
                    s::actual.eq(r.actual),
                    s::created_at.eq(t(r.now)),
                    s::updated_at.eq(t(r.now)),
                    s::state.eq("open"),
                    s::version.eq(1),
                );
                diesel::insert_into(s::table)
                    .values((head, rest))
                    .execute(c)
                    .map(|_| ())
            }),
        }
    }
}
