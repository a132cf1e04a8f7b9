//! What the records sum to between two days, by team and person; one query, whatever the number of nodes.

use std::collections::HashMap;

use chrono::NaiveDate;
use contract::target::{Indicator, IndicatorBasis};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use crate::business::target::nodes::NodeRow;
use crate::db::schema::{customers as c, target_actuals as a};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, MultiBackend};
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

/// Whose records are needed for some nodes: no more than theirs is read.
#[derive(Debug, Clone)]
pub enum Needed {
    Everything,
    Teams(Vec<Uuid>),
    Person(Uuid, Vec<Uuid>),
}

/// By team at the time and person.
pub struct Sums(HashMap<(Option<Uuid>, Uuid), i64>);

impl Sums {
    /// What each of these nodes comes to. An area has what the teams below it in this tree have, the department what everybody has.
    pub fn of_nodes(&self, tree: &[NodeRow]) -> HashMap<Uuid, i64> {
        let mut by_team: HashMap<Option<Uuid>, i64> = HashMap::new();
        for ((team, _), amount) in &self.0 {
            *by_team.entry(*team).or_default() += amount;
        }
        let of_team = |node: &NodeRow| by_team.get(&node.team_id).copied().unwrap_or_default();
        let mut found = HashMap::new();
        for node in tree {
            let amount = match (node.level.as_str(), node.owner_id) {
                ("member", Some(person)) => {
                    let own = self.0.get(&(node.team_id, person));
                    own.copied().unwrap_or_default()
                }
                ("team", _) => of_team(node),
                ("area", _) => {
                    let below = |x: &&NodeRow| x.level == "team" && x.parent_id == Some(node.id);
                    tree.iter().filter(below).map(of_team).sum()
                }
                _ => self.0.values().sum(),
            };
            found.insert(node.id, amount);
        }
        found
    }
}

/// Not reach-checked: callers name what the nodes that may be seen need.
pub fn load(
    conn: &mut AnyConn,
    indicator: &Indicator,
    from: NaiveDate,
    to: NaiveDate,
    needed: &Needed,
) -> Answer<Sums> {
    let rows: Vec<(Option<Uuid>, Uuid, i64)> = match indicator.basis {
        IndicatorBasis::Figures => {
            let mut q = a::table
                .filter(a::indicator_id.eq(g(indicator.id)))
                .filter(a::on_date.between(from, to))
                .group_by((a::team_id, a::owner_id))
                .select((a::team_id, a::owner_id, sql::<BigInt>(SUM)))
                .into_boxed::<MultiBackend>();
            match needed {
                Needed::Everything => {}
                Needed::Teams(teams) => q = q.filter(a::team_id.eq_any(gs(teams.clone()))),
                Needed::Person(person, teams) => {
                    q = q.filter(a::owner_id.eq(g(*person)));
                    q = q.filter(a::team_id.eq_any(gs(teams.clone())));
                }
            }
            q.load(conn)?
        }
        IndicatorBasis::Customers => {
            let tz = settings::zone(conn)?;
            let after = to.succ_opt().unwrap_or(to);
            let (first, over) = (zone::instant(tz, from, 0), zone::instant(tz, after, 0));
            let mut q = c::table
                .filter(c::created_at.ge(t(first)))
                .filter(c::created_at.lt(t(over)))
                .group_by((c::team_id, c::owner_id))
                .select((c::team_id, c::owner_id, count_star()))
                .into_boxed::<MultiBackend>();
            match needed {
                Needed::Everything => {}
                Needed::Teams(teams) => q = q.filter(c::team_id.eq_any(gs(teams.clone()))),
                Needed::Person(person, teams) => {
                    q = q.filter(c::owner_id.eq(g(*person)));
                    q = q.filter(c::team_id.eq_any(gs(teams.clone())));
                }
            }
            q.load(conn)?
        }
    };
    let keyed = rows
        .into_iter()
        .map(|(team, owner, sum)| ((team, owner), sum));
    Ok(Sums(keyed.collect()))
}

const SUM: &str = "CAST(COALESCE(SUM(amount), 0) AS BIGINT)";

/// The same day by day, for one node's way through a period.
pub fn by_step(
    conn: &mut AnyConn,
    indicator: &Indicator,
    steps: &[(NaiveDate, NaiveDate)],
    needed: &Needed,
) -> Answer<Vec<i64>> {
    let (Some((from, _)), Some((_, to))) = (steps.first(), steps.last()) else {
        return Ok(Vec::new());
    };
    if indicator.basis == IndicatorBasis::Customers {
        // One count a step, each a range of an index: days of a time zone aren't something both databases group by alike.
        let mut counts = Vec::with_capacity(steps.len());
        for (from, to) in steps {
            let sums = load(conn, indicator, *from, *to, needed)?;
            counts.push(sums.0.values().sum());
        }
        return Ok(counts);
    }
    let mut q = a::table
        .filter(a::indicator_id.eq(g(indicator.id)))
        .filter(a::on_date.between(*from, *to))
        .group_by(a::on_date)
        .select((a::on_date, sql::<BigInt>(SUM)))
        .into_boxed::<MultiBackend>();
    match needed {
        Needed::Everything => {}
        Needed::Teams(teams) => q = q.filter(a::team_id.eq_any(gs(teams.clone()))),
        Needed::Person(person, teams) => {
            q = q.filter(a::owner_id.eq(g(*person)));
            q = q.filter(a::team_id.eq_any(gs(teams.clone())));
        }
    }
    let days: Vec<(NaiveDate, i64)> = q.load(conn)?;
    let sum = |(from, to): &(NaiveDate, NaiveDate)| {
        let within = days.iter().filter(|(day, _)| from <= day && day <= to);
        within.map(|(_, amount)| amount).sum()
    };
    Ok(steps.iter().map(sum).collect())
}
