//! The pipeline in figures: open cases by stage, and what was closed this year; summed up where cases are written, not where they are read.

use chrono::{Datelike, NaiveDate};
use contract::Money;
use contract::access::Field;
use contract::case::{CaseStageKey, Pipeline, PipelineQuery, PipelineStage};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::stage;
use super::store::{COLUMNS, stuck_ranges};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{case_sums as s, cases as c};
use crate::db::sql::{Bind, Predicate};
use crate::organization::settings;
use crate::problem::Answer;

/// State, stage, currency, how many, how much.
type Sum = (String, String, Option<String>, i64, i64);

pub const SUMS: Columns = Columns {
    team: "case_sums.team_id",
    owner: "case_sums.owner_id",
    field: Field::Business,
};

pub fn pipeline(conn: &mut AnyConn, grant: &Grant, query: &PipelineQuery) -> Answer<Pipeline> {
    let today = settings::today(conn, grant.acting.now)?;
    let since = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let (all, total) = (
        sql::<BigInt>("CAST(SUM(case_sums.count) AS BIGINT)"),
        sql::<BigInt>("CAST(SUM(case_sums.amount) AS BIGINT)"),
    );
    let all_sums: Vec<Sum> = s::table
        .filter(narrowed(grant.reach().on(SUMS), SUMS, query))
        .filter(s::year.eq_any([0, i64::from(today.year())]))
        .group_by((s::state, s::stage, s::currency))
        .select((s::state, s::stage, s::currency, all, total))
        .load(conn)?;
    let some: Vec<Sum> = all_sums.into_iter().filter(|sum| sum.3 > 0).collect();
    let open: Vec<&Sum> = some.iter().filter(|sum| sum.0 == "open").collect();
    let mut late: Vec<(CaseStageKey, i64)> = Vec::new();
    for (key, stuck) in stuck_ranges(&stage::all(conn)?, grant.acting.now) {
        let mut here: i64 = 0;
        for part in grant.reach().parts(COLUMNS) {
            let part = c::table.filter(narrowed(part, COLUMNS, query));
            here += part.filter(stuck.clone()).count().get_result::<i64>(conn)?;
        }
        late.push((key, here));
    }
    let stages = CaseStageKey::ALL.into_iter().map(|key| {
        let here: Vec<&Sum> = open.iter().copied().filter(|s| s.1 == key.name()).collect();
        let late = late.iter().find(|(stage, _)| *stage == key);
        PipelineStage {
            stage: key,
            count: here.iter().map(|s| s.3).sum(),
            stuck: late.map_or(0, |(_, n)| *n),
            premium: sums(&here),
        }
    });
    let closed_as = |state: &str| some.iter().filter(|s| s.0 == state).collect::<Vec<_>>();
    let count = |sums: &[&Sum]| sums.iter().map(|s| s.3).sum();
    let (won, lost) = (closed_as("won"), closed_as("lost"));
    Ok(Pipeline {
        stages: stages.collect(),
        won: count(&won),
        lost: count(&lost),
        won_premium: sums(&won),
        closed_since: since,
    })
}

fn narrowed(reach: Predicate, columns: Columns, query: &PipelineQuery) -> Predicate {
    let mut p = reach;
    let is = |column: &str, id| Predicate::new().sql(column).sql(" = ").bind(Bind::guid(id));
    if let Some(owner) = query.owner_id {
        p = p.and(is(columns.owner, owner));
    }
    if let Some(team) = query.team_id {
        p = p.and(is(columns.team, team));
    }
    p
}

/// One sum for each currency that is expected at all, whatever the stage.
fn sums(rows: &[&Sum]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for (_, _, currency, _, amount) in rows {
        let Some(currency) = currency else { continue };
        match sums.iter_mut().find(|sum| sum.currency == *currency) {
            Some(sum) => sum.amount += amount,
            None => sums.push(Money {
                amount: *amount,
                currency: currency.clone(),
            }),
        }
    }
    sums.sort_by(|a, b| a.currency.cmp(&b.currency));
    sums
}
