//! What a target came to when its period was over, for the module that follows whoever fell short.

use chrono::{Duration, NaiveDate};
use contract::target::Indicator;
use diesel::prelude::*;
use uuid::Uuid;

use super::attain::sums::{self, Needed};
use super::store::Row;
use super::{indicator, nodes};
use crate::db::AnyConn;
use crate::db::schema::targets as x;
use crate::db::types::g;
use crate::problem::Answer;

pub use super::nodes::NodeRow as Placed;

/// Days that the last figures may take to arrive.
const ARRIVAL: i64 = 3;

/// The last day that a period may end on to be looked at today.
pub fn over_by(today: NaiveDate) -> NaiveDate {
    today - Duration::days(ARRIVAL)
}

/// The tree of an indicator's period that holds now, if there is one. Not reach-checked, as [`assessed`].
pub fn published(
    conn: &mut AnyConn,
    indicator: Uuid,
    period: &str,
    starts_on: NaiveDate,
) -> Answer<Option<Uuid>> {
    Ok(x::table
        .filter(x::indicator_id.eq(g(indicator)))
        .filter(x::period.eq(period))
        .filter(x::starts_on.eq(starts_on))
        .filter(x::state.eq("published"))
        .select(x::id)
        .first(conn)
        .optional()?)
}

/// A target with every node of it and what that came to.
pub struct Assessed {
    pub indicator: Indicator,
    pub period: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub currency: Option<String>,
    pub nodes: Vec<(Placed, i64)>,
}

/// Of the whole tree, or of one team and its members. Not reach-checked: the period is over for everybody.
pub fn assessed(conn: &mut AnyConn, target: Uuid, team: Option<Uuid>) -> Answer<Assessed> {
    let row: Row = x::table
        .find(g(target))
        .select(Row::as_select())
        .first(conn)?;
    let (tree, needed) = match team {
        Some(team) => (
            nodes::of_team(conn, target, team)?,
            Needed::Teams(vec![team]),
        ),
        None => (nodes::all(conn, target)?, Needed::Everything),
    };
    let indicator = indicator::of(conn, row.indicator_id)?;
    let sums = sums::load(conn, &indicator, row.starts_on, row.ends_on, &needed)?;
    let actuals = sums.of_nodes(&tree);
    let came_to = |node: Placed| {
        let actual = actuals.get(&node.id).copied().unwrap_or_default();
        (node, actual)
    };
    Ok(Assessed {
        indicator,
        period: row.period,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        currency: row.currency,
        nodes: tree.into_iter().map(came_to).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_looked_at_once_its_last_figures_had_time_to_arrive() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(over_by(day("2026-12-03")), day("2026-11-30"));
        assert!(over_by(day("2026-12-02")) < day("2026-11-30"));
    }
}
