//! The pipeline in figures: open cases by stage, and what was closed this year.

use chrono::{Datelike, NaiveDate};
use contract::Money;
use contract::case::{CaseStageKey, Pipeline, PipelineQuery, PipelineStage};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::stage;
use super::store::{COLUMNS, stuck};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::cases as c;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

/// Stage or state, currency, how many, how much.
type Sum = (String, Option<String>, i64, i64);

pub fn pipeline(conn: &mut AnyConn, grant: &Grant, query: &PipelineQuery) -> Answer<Pipeline> {
    let within = within(grant, query);
    let premium = || sql::<BigInt>("CAST(COALESCE(SUM(premium_amount), 0) AS BIGINT)");
    let open: Vec<Sum> = c::table
        .filter(within.clone())
        .filter(c::state.eq("open"))
        .group_by((c::stage, c::premium_currency))
        .select((c::stage, c::premium_currency, count_star(), premium()))
        .load(conn)?;
    let late: Vec<(String, i64)> = c::table
        .filter(within.clone())
        .filter(stuck(&stage::all(conn)?, grant.acting.now))
        .group_by(c::stage)
        .select((c::stage, count_star()))
        .load(conn)?;
    let tz = settings::zone(conn)?;
    let today = grant.acting.now.with_timezone(&tz).date_naive();
    let since = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let begins = zone::instant(tz, since, 0);
    let closed: Vec<Sum> = c::table
        .filter(within)
        .filter(c::closed_at.ge(t(begins)))
        .group_by((c::state, c::premium_currency))
        .select((c::state, c::premium_currency, count_star(), premium()))
        .load(conn)?;
    let stages = CaseStageKey::ALL.into_iter().map(|key| {
        let here: Vec<&Sum> = open.iter().filter(|s| s.0 == key.name()).collect();
        let late = late.iter().find(|(stage, _)| stage == key.name());
        PipelineStage {
            stage: key,
            count: here.iter().map(|s| s.2).sum(),
            stuck: late.map_or(0, |(_, n)| *n),
            premium: sums(&here),
        }
    });
    let closed_as = |state: &str| closed.iter().filter(|s| s.0 == state).collect::<Vec<_>>();
    let count = |sums: &[&Sum]| sums.iter().map(|s| s.2).sum();
    let (won, lost) = (closed_as("won"), closed_as("lost"));
    Ok(Pipeline {
        stages: stages.collect(),
        won: count(&won),
        lost: count(&lost),
        won_premium: sums(&won),
        closed_since: since,
    })
}

fn within(grant: &Grant, query: &PipelineQuery) -> Predicate {
    let mut p = grant.reach().on(COLUMNS);
    let is = |column: &str, id| Predicate::new().sql(column).sql(" = ").bind(Bind::guid(id));
    if let Some(owner) = query.owner_id {
        p = p.and(is("cases.owner_id", owner));
    }
    if let Some(team) = query.team_id {
        p = p.and(is("cases.team_id", team));
    }
    p
}

/// One sum for each currency that is expected at all.
fn sums(rows: &[&Sum]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for (_, currency, _, amount) in rows {
        let Some(currency) = currency else { continue };
        sums.push(Money {
            amount: *amount,
            currency: currency.clone(),
        });
    }
    sums.sort_by(|a, b| a.currency.cmp(&b.currency));
    sums
}
