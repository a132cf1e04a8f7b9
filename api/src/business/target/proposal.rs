//! How a node's amount could be split over everything below it: alike, by people, by what each attained in the period before.

use std::collections::HashMap;

use chrono::{Days, Months, NaiveDate};
use contract::Code;
use contract::target::{NodeAmount, SplitProposal, SplitQuery, TargetPeriod, TargetSplit};
use uuid::Uuid;

use super::attain::sums;
use super::logic::{self, MOST};
use super::nodes::{self, NodeRow};
use super::store::{self, Row};
use super::{indicator, nodes::bare};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::words::parse;
use crate::problem::{Answer, Refusal};

/// For a node that the caller sees and whose children they may change.
pub fn propose(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    query: &SplitQuery,
) -> Answer<SplitProposal> {
    let row = store::row(conn, grant, id)?;
    let tree = nodes::all(conn, id)?;
    let mine = store::visible_nodes(conn, grant, id)?;
    let Some(top) = mine.iter().find(|node| node.id == query.node_id) else {
        return Err(Refusal::new(Code::NotFound));
    };
    for child in tree.iter().filter(|node| node.parent_id == Some(top.id)) {
        if !store::changeable(grant, child)? {
            return Err(grant.beyond());
        }
    }
    let amount = query.amount.unwrap_or(top.amount);
    if !(0..=MOST).contains(&amount) {
        return Err(Refusal::new(Code::UnknownParameter).field("amount", "range", ""));
    }
    let split = by(conn, &row, &tree, query.by.unwrap_or_default())?;
    let weight = |node: Uuid| split.get(&node).copied().unwrap_or_default();
    let amounts = logic::carried_down(&bare(&tree), top.id, amount, weight);
    let one = |node: &NodeRow| {
        let amount = *amounts.get(&node.id)?;
        let id = node.id;
        Some(NodeAmount { id, amount })
    };
    let nodes = tree.iter().filter_map(one).collect();
    Ok(SplitProposal { nodes })
}

/// What each node weighs.
pub fn by(
    conn: &mut AnyConn,
    target: &Row,
    tree: &[NodeRow],
    split: TargetSplit,
) -> Answer<HashMap<Uuid, i64>> {
    Ok(match split {
        TargetSplit::Equal => tree.iter().map(|node| (node.id, 1)).collect(),
        TargetSplit::Headcount => {
            let members = tree.iter().filter(|node| node.level == "member");
            let members: Vec<Uuid> = members.map(|node| node.id).collect();
            let known: std::collections::HashSet<Uuid> = members.into_iter().collect();
            logic::heads(&bare(tree), |id| known.contains(&id))
        }
        TargetSplit::Actuals => {
            let (from, to) = before(parse(&target.period)?, target.starts_on);
            let indicator = indicator::of(conn, target.indicator_id)?;
            let needed = sums::Needed::Everything;
            let sums = sums::load(conn, &indicator, from, to, &needed)?;
            sums.of_nodes(tree)
        }
    })
}

/// The period before: the year, quarter or month that ends the day before this one begins.
fn before(period: TargetPeriod, starts_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let months = match period {
        TargetPeriod::Year => 12,
        TargetPeriod::Quarter => 3,
        TargetPeriod::Month => 1,
    };
    let from = starts_on.checked_sub_months(Months::new(months));
    let to = starts_on.checked_sub_days(Days::new(1));
    (from.unwrap_or(starts_on), to.unwrap_or(starts_on))
}
