//! Service in figures: one pass over the requests of the months, grouped in SQL, put together by category, team and month.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Months, NaiveDate};
use contract::service::{
    ServiceCategoryFigures, ServiceMonthFigures, ServiceSummary, ServiceSummaryQuery,
    ServiceTeamFigures,
};
use contract::{Code, valid};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date};
use uuid::Uuid;

use super::category;
use super::logic::{Group, figures};
use super::store::COLUMNS;
use crate::access::Grant;
use crate::db::schema::{service_requests as s, teams};
use crate::db::types::{g, gs};
use crate::db::words::word;
use crate::db::{AnyConn, MultiBackend};
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

/// Category, team, month, days to the answer; how many, waiting, overdue, rated, sum of scores.
type Found = (
    Uuid,
    Option<Uuid>,
    String,
    Option<i64>,
    i64,
    i64,
    i64,
    i64,
    i64,
);

/// Requests that are alike: their category, team and month, and how many they are.
type Alike = (Uuid, Option<Uuid>, String, Group);

/// Months that are counted unless told otherwise.
const MONTHS: u32 = 11;

pub fn summary(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ServiceSummaryQuery,
) -> Answer<ServiceSummary> {
    let today = settings::today(conn, grant.acting.now)?;
    let from = first_month(query, today)?;
    let found = found(conn, grant, query, &from, today)?;
    let (mut categories, mut teams, mut months) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (category, team, month, group) in &found {
        let (a, b, c): (&mut Vec<_>, &mut Vec<_>, &mut Vec<_>) = (
            categories.entry(*category).or_default(),
            teams.entry(*team).or_default(),
            months.entry(month.clone()).or_default(),
        );
        a.push(group);
        b.push(group);
        c.push(group);
    }
    let (named, called) = (
        category::names(conn, grant.locale)?,
        team_names(conn, teams.keys().flatten().copied().collect())?,
    );
    let of_category = |(id, groups): (Uuid, Vec<&Group>)| {
        Some(ServiceCategoryFigures {
            category: named.get(&id).cloned()?,
            figures: figures(groups),
        })
    };
    let of_team = |(team_id, groups): (Option<Uuid>, Vec<&Group>)| ServiceTeamFigures {
        team_id,
        name: team_id.and_then(|id| called.get(&id).cloned()),
        figures: figures(groups),
    };
    let of_month = |(month, groups): (String, Vec<&Group>)| ServiceMonthFigures {
        month,
        figures: figures(groups),
    };
    Ok(ServiceSummary {
        from,
        total: figures(found.iter().map(|(.., group)| group)),
        categories: categories.into_iter().filter_map(of_category).collect(),
        teams: teams.into_iter().map(of_team).collect(),
        months: months.into_iter().map(of_month).collect(),
    })
}

fn first_month(query: &ServiceSummaryQuery, today: NaiveDate) -> Answer<String> {
    match &query.from {
        Some(month) if valid::month(month).is_ok() => Ok(month.clone()),
        Some(_) => {
            let refusal = Refusal::new(Code::UnknownParameter);
            Err(refusal.field("from", "format", "YYYY-MM"))
        }
        None => {
            let first = today
                .checked_sub_months(Months::new(MONTHS))
                .unwrap_or(today);
            Ok(format!("{:04}-{:02}", first.year(), first.month()))
        }
    }
}

fn found(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ServiceSummaryQuery,
    from: &str,
    today: NaiveDate,
) -> Answer<Vec<Alike>> {
    let waiting = || sql::<BigInt>("COUNT(*) FILTER (WHERE state IN ('open', 'in_progress'))");
    let overdue =
        sql::<BigInt>("COUNT(*) FILTER (WHERE state IN ('open', 'in_progress') AND due_on < ")
            .bind::<Date, _>(today)
            .sql(")");
    let rated = sql::<BigInt>("COUNT(score)");
    let score = sql::<BigInt>("CAST(COALESCE(SUM(score), 0) AS BIGINT)");
    let mut q = s::table
        .filter(grant.reach().on(COLUMNS))
        .filter(s::opened_month.ge(from))
        .group_by((s::category_id, s::team_id, s::opened_month, s::answer_days))
        .select((
            s::category_id,
            s::team_id,
            s::opened_month,
            s::answer_days,
            count_star(),
            waiting(),
            overdue,
            rated,
            score,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(kind) = query.kind {
        q = q.filter(s::kind.eq(word(&kind)));
    }
    if let Some(team) = query.team_id {
        q = q.filter(s::team_id.eq(g(team)));
    }
    let rows: Vec<Found> = q.load(conn)?;
    let group =
        |(category, team, month, answer_days, count, waiting, overdue, rated, score): Found| {
            let group = Group {
                count,
                waiting,
                overdue,
                rated,
                score,
                answer_days,
                answered: count - waiting,
            };
            (category, team, month, group)
        };
    Ok(rows.into_iter().map(group).collect())
}

/// Names of teams that records inside the reach are of; not reach-checked: what a team is called is known to everybody.
fn team_names(conn: &mut AnyConn, ids: Vec<Uuid>) -> Answer<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = teams::table
        .filter(teams::id.eq_any(gs(ids)))
        .select((teams::id, teams::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
