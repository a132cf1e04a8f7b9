use std::collections::HashMap;

use chrono::NaiveDate;
use contract::Page;
use contract::attainment::{Attainment, AttainmentQuery};
use contract::target::TargetLevel;
use diesel::prelude::*;
use uuid::Uuid;

use super::sums::{self, Needed};
use super::{Days, current_to, logic};
use crate::access::Grant;
use crate::business::target::indicator;
use crate::business::target::nodes::NodeRow;
use crate::business::target::store::{self, Row};
use crate::db::AnyConn;
use crate::db::schema::target_nodes as n;
use crate::db::sql::Bind;
use crate::db::types::{g, gs};
use crate::db::words::{parse, word};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::settings;
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "place",
        column: "place",
        kind: Kind::Int,
    },
    SortKey {
        name: "rate",
        column: "rate",
        kind: Kind::Int,
    },
];

/// How far a target has come, and each of its nodes that the caller sees.
pub struct Come {
    pub current_to: Option<NaiveDate>,
    pub days: Days,
    pub nodes: Vec<Attainment>,
}

/// Nodes as the tree has them, computed together: a rank is one among all of a level.
pub fn of_target(conn: &mut AnyConn, grant: &Grant, target: &Row) -> Answer<Come> {
    let tree = store::visible_nodes(conn, grant, target.id)?;
    let tree = with_teams_of_areas(conn, target.id, tree)?;
    let indicator = indicator::of(conn, target.indicator_id)?;
    let today = settings::today(conn, grant.acting.now)?;
    let period = (target.starts_on, target.ends_on);
    let current_to = current_to(conn, &indicator, period, today)?;
    let days = Days::load(conn, period.0, period.1)?;
    let to = target.ends_on.min(today);
    let needed = needed(grant, &tree.visible, &tree.all);
    let sums = sums::load(conn, &indicator, target.starts_on, to, &needed)?;
    let actuals = sums.of_nodes(&tree.all);
    let (passed, total) = (days.until(current_to), days.total());
    let one = |node: &NodeRow| {
        let actual = actuals.get(&node.id).copied().unwrap_or_default();
        Ok(Attainment {
            node_id: node.id,
            parent_id: node.parent_id,
            level: parse(&node.level)?,
            area_id: node.area_id,
            team_id: node.team_id,
            owner_id: node.owner_id,
            name: node.name.clone(),
            amount: node.amount,
            actual,
            rate: logic::rate(actual, node.amount),
            expected: logic::expected(node.amount, passed, total),
            forecast: logic::forecast(actual, passed, total),
            rank: None,
        })
    };
    let mut nodes: Vec<Attainment> = tree.visible.iter().map(one).collect::<Answer<_>>()?;
    placed(&mut nodes);
    Ok(Come {
        current_to,
        days,
        nodes,
    })
}

/// Ranks each level for itself.
fn placed(nodes: &mut [Attainment]) {
    for level in [TargetLevel::Area, TargetLevel::Team, TargetLevel::Member] {
        let mut here: Vec<&mut Attainment> =
            nodes.iter_mut().filter(|x| x.level == level).collect();
        // Whoever sees one alone learns nothing from a place.
        if here.len() < 2 {
            continue;
        }
        let rates: Vec<Option<i64>> = here.iter().map(|x| x.rate).collect();
        for (node, rank) in here.iter_mut().zip(logic::ranks(&rates)) {
            node.rank = rank;
        }
    }
}

struct Tree {
    visible: Vec<NodeRow>,
    /// And the teams that a visible area is the sum of, some of which may have gone elsewhere since.
    all: Vec<NodeRow>,
}

fn with_teams_of_areas(conn: &mut AnyConn, target: Uuid, visible: Vec<NodeRow>) -> Answer<Tree> {
    let areas = visible.iter().filter(|x| x.level == "area").map(|x| x.id);
    let areas: Vec<Uuid> = areas.collect();
    let mut all = visible.clone();
    if !areas.is_empty() {
        let teams: Vec<NodeRow> = n::table
            .filter(n::target_id.eq(g(target)))
            .filter(n::parent_id.eq_any(gs(areas)))
            .select(NodeRow::as_select())
            .load(conn)?;
        let known: HashMap<Uuid, ()> = visible.iter().map(|x| (x.id, ())).collect();
        all.extend(teams.into_iter().filter(|x| !known.contains_key(&x.id)));
    }
    Ok(Tree { visible, all })
}

/// The records that these nodes need.
pub fn needed(grant: &Grant, visible: &[NodeRow], all: &[NodeRow]) -> Needed {
    if visible.iter().any(|x| x.level == "department") {
        return Needed::Everything;
    }
    let mut teams: Vec<Uuid> = all.iter().filter_map(|x| x.team_id).collect();
    teams.sort_unstable();
    teams.dedup();
    match visible.iter().all(|x| x.owner_id == Some(grant.me())) {
        true => Needed::Person(grant.me(), teams),
        false => Needed::Teams(teams),
    }
}

pub fn page(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    query: &AttainmentQuery,
    paging: &Paging,
) -> Answer<Page<Attainment>> {
    let target = store::row(conn, grant, id)?;
    let nodes = of_target(conn, grant, &target)?.nodes;
    let by_rate = query.sort.as_deref().is_some_and(|s| s.ends_with("rate"));
    let backwards = query.sort.as_deref().is_some_and(|s| s.starts_with('-'));
    // Without a rate behind all that have one, whichever way they go.
    let none = if backwards { i64::MIN } else { i64::MAX };
    let mut rows: Vec<(Bind, Attainment)> = (0i64..)
        .zip(nodes)
        .map(|(place, node)| match by_rate {
            true => (Bind::Int(node.rate.unwrap_or(none)), node),
            false => (Bind::Int(place), node),
        })
        .filter(|(_, node)| {
            query.level.is_none_or(|l| word(&l) == word(&node.level))
                && query.parent_id.is_none_or(|p| node.parent_id == Some(p))
        })
        .collect();
    let total = paging.with_total.then_some(rows.len() as i64);
    let place = |row: &(Bind, Attainment)| (row.0.clone(), Bind::guid(row.1.node_id));
    rows.sort_by_key(place);
    if backwards {
        rows.reverse();
    }
    if let Some((value, id)) = paging.start() {
        let start = (value.clone(), Bind::guid(*id));
        rows.retain(|row| match backwards {
            true => place(row) < start,
            false => place(row) > start,
        });
    }
    let key = |row: &(Bind, Attainment), _: &str| (row.0.clone(), row.1.node_id);
    Ok(paging.page(rows, key, total, |row| row.1))
}
