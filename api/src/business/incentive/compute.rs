//! When a period is over, each rule is looked at once: what it comes to for each team, from the published tree and its figures.

use std::collections::HashMap;

use actix_web::web;
use chrono::{DateTime, Days, NaiveDate, Utc};
use contract::Code;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Line, Result as Attained, lines};
use super::rule::{self, CLAUSE, Rule};
use crate::app::App;
use crate::business::target::{Assessed, assessed, over_by};
use crate::clock;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::{
    incentive_lines as l, incentive_proposals as p, incentive_rules as r, incentive_runs as u,
    targets as x,
};
use crate::db::types::{g, t};
use crate::db::words::parse;
use crate::db::{AnyConn, Tx};
use crate::engine::record::{Acting, Record};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

/// One rule and period a round; the next round takes the next.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    match app.db.read(next).await? {
        Some((rule, target)) => app.db.write(move |tx| run(tx, rule, target)).await,
        None => Ok(()),
    }
}

fn next(conn: &mut AnyConn) -> Answer<Option<(Uuid, Uuid)>> {
    if !settings::exists(conn)? {
        return Ok(None);
    }
    let today = settings::today(conn, clock::now())?;
    let looked_at = u::table
        .filter(u::rule_id.eq(r::id))
        .filter(u::starts_on.eq(x::starts_on));
    let same = x::indicator_id
        .eq(r::indicator_id)
        .and(x::period.eq(r::period));
    Ok(r::table
        .inner_join(x::table.on(same))
        .filter(x::state.eq("published"))
        .filter(x::ends_on.le(over_by(today)))
        .filter(x::starts_on.ge(r::starts_on))
        .filter(
            r::ends_on
                .is_null()
                .or(r::ends_on.ge(x::starts_on.nullable())),
        )
        .filter(
            x::currency
                .is_null()
                .or(x::currency.eq(r::currency.nullable())),
        )
        .filter(not(exists(looked_at)))
        .order((x::ends_on, r::created_at, r::id))
        .select((r::id, x::id))
        .first(conn)
        .optional()?)
}

/// Not reach-checked: the period is over for everybody. Of two instances that try, the second is told that there is a run already.
pub fn run(tx: &mut Tx, rule: Uuid, target: Uuid) -> Answer<()> {
    let acting = Acting::system("worker");
    let rule = rule::one(tx.conn, rule)?;
    let found = assessed(tx.conn, target, None)?;
    diesel::insert_into(u::table)
        .values((
            u::rule_id.eq(g(rule.id)),
            u::starts_on.eq(found.starts_on),
            u::computed_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    let today = settings::today(tx.conn, acting.now)?;
    let leads = people::leads(tx.conn, acting.now)?;
    let by_team = of_teams(&rule, &found)?;
    let names = people::team_names(tx.conn, by_team.keys().copied().collect())?;
    let mut teams: Vec<(Uuid, String)> = names.into_iter().collect();
    teams.sort();
    for (team, name) in teams {
        let lines = by_team.get(&team).map(Vec::as_slice).unwrap_or_default();
        if lines.is_empty() {
            continue;
        }
        let id = insert(tx, &rule, &found, team, lines, (acting.now, today))?;
        let total: i64 = lines.iter().map(|line| line.amount).sum();
        Record::new(
            "incentive.computed",
            "incentive",
            id,
            subject(&rule, found.starts_on, &name),
        )
        .team(Some(team))
        .clause(CLAUSE)
        .change("total", (), total)
        .change("people", (), lines.len())
        .notify(leads.get(&team).copied())
        .write(tx, &acting);
    }
    Ok(())
}

/// What is said of a proposal where it is named.
pub fn subject(rule: &Rule, starts_on: NaiveDate, team: &str) -> String {
    format!("{} {starts_on} · {team}", rule.name_zh_hant)
}

/// What the rule comes to now for every team of the tree.
pub fn of_teams(rule: &Rule, found: &Assessed) -> Answer<HashMap<Uuid, Vec<Line>>> {
    let (level, tiers) = (parse(&rule.level)?, rule.tiers()?);
    let came_to = |target: i64, actual: i64| Attained { target, actual };
    let mut by_team = HashMap::new();
    for (node, actual) in found.nodes.iter().filter(|(node, _)| node.level == "team") {
        let Some(team) = node.team_id else { continue };
        let members = found
            .nodes
            .iter()
            .filter(|(below, _)| below.parent_id == Some(node.id));
        let members: Vec<(Uuid, Attained)> = members
            .filter_map(|(below, actual)| Some((below.owner_id?, came_to(below.amount, *actual))))
            .collect();
        let result = came_to(node.amount, *actual);
        by_team.insert(team, lines(level, (&tiers, rule.cap), result, &members));
    }
    Ok(by_team)
}

fn insert(
    tx: &mut Tx,
    rule: &Rule,
    found: &Assessed,
    team: Uuid,
    lines: &[Line],
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Answer<Uuid> {
    let id = clock::new_id();
    let total: i64 = lines.iter().map(|line| line.amount).sum();
    let terms = (
        p::rule_id.eq(g(rule.id)),
        p::rule_version.eq(rule.version),
        p::indicator_id.eq(g(rule.indicator_id)),
        p::period.eq(&rule.period),
        p::starts_on.eq(found.starts_on),
        p::ends_on.eq(found.ends_on),
        p::level.eq(&rule.level),
        p::tiers.eq(&rule.tiers),
        p::cap.eq(rule.cap),
        p::currency.eq(&rule.currency),
    );
    let state = (
        p::id.eq(g(id)),
        p::team_id.eq(g(team)),
        p::state.eq("draft"),
        p::total.eq(total),
        p::people.eq(lines.len() as i64),
        p::computed_at.eq(t(now)),
        p::decide_by.eq(decide_by(rule, today)?),
        p::version.eq(1),
        p::created_at.eq(t(now)),
        p::updated_at.eq(t(now)),
    );
    diesel::insert_into(p::table)
        .values((terms, state))
        .execute(tx.conn)?;
    keep_lines(tx, id, lines, &HashMap::new())?;
    Ok(id)
}

pub fn decide_by(rule: &Rule, today: NaiveDate) -> Answer<NaiveDate> {
    let days = Days::new(rule.decide_days.unsigned_abs());
    let day = today.checked_add_days(days);
    day.ok_or_else(|| Refusal::new(Code::Internal))
}

/// Lines take the place of those before; whoever was left out stays so, with the reason.
pub fn keep_lines(
    tx: &mut Tx,
    proposal: Uuid,
    lines: &[Line],
    left_out: &HashMap<Uuid, String>,
) -> Answer<()> {
    diesel::delete(l::table.filter(l::proposal_id.eq(g(proposal)))).execute(tx.conn)?;
    let row = |(place, line): (i64, &Line)| New {
        id: clock::new_id(),
        proposal,
        place,
        line: *line,
        reason: left_out.get(&line.employee).cloned(),
    };
    let rows: Vec<New> = (0..).zip(lines).map(row).collect();
    Ok(New::insert(tx.conn, &rows)?)
}

/// A line on its way into the table.
struct New {
    id: Uuid,
    proposal: Uuid,
    place: i64,
    line: Line,
    reason: Option<String>,
}

impl Rows for New {
    fn insert(conn: &mut AnyConn, rows: &[New]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => {
                const TEXT: &str = "INSERT INTO incentive_lines (id, proposal_id, employee_id, place, target, actual, rate, amount, \
                    reason, left_out) SELECT *, reason IS NOT NULL FROM unnest(";
                Unnest::new(TEXT, rows)
                    .named(") AS t (id, proposal_id, employee_id, place, target, actual, rate, amount, reason)")
                    .guid(|r| g(Some(r.id)))
                    .guid(|r| g(Some(r.proposal)))
                    .guid(|r| g(Some(r.line.employee)))
                    .int(|r| r.place)
                    .int(|r| r.line.result.target)
                    .int(|r| r.line.result.actual)
                    .int(|r| r.line.result.rate())
                    .int(|r| r.line.amount)
                    .text(|r| r.reason.as_deref())
                    .run(c)
            }
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|r| {
                diesel::insert_into(l::table)
                    .values((
                        l::id.eq(g(r.id)),
                        l::proposal_id.eq(g(r.proposal)),
                        l::employee_id.eq(g(r.line.employee)),
                        l::place.eq(r.place),
                        l::target.eq(r.line.result.target),
                        l::actual.eq(r.line.result.actual),
                        l::rate.eq(r.line.result.rate()),
                        l::amount.eq(r.line.amount),
                        l::left_out.eq(r.reason.is_some()),
                        l::reason.eq(&r.reason),
                    ))
                    .execute(c)
                    .map(|_| ())
            }),
        }
    }
}
