//! One node's way through the period.

use contract::Code;
use contract::attainment::{ProgressPoint, ProgressQuery, ProgressStep, TargetProgress};
use contract::target::{TargetLevel, TargetPeriod};
use diesel::prelude::*;
use uuid::Uuid;

use super::list::{Come, of_target};
use super::logic;
use super::sums::{self, Needed};
use crate::access::Grant;
use crate::business::target::{indicator, store};
use crate::db::AnyConn;
use crate::db::schema::target_nodes as n;
use crate::db::types::g;
use crate::db::words::parse;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn of_node(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    query: &ProgressQuery,
) -> Answer<TargetProgress> {
    let target = store::row(conn, grant, id)?;
    let Come {
        current_to,
        days,
        nodes,
    } = of_target(conn, grant, &target)?;
    let asked = |node: &&contract::attainment::Attainment| {
        query.node_id.is_none_or(|asked| asked == node.node_id)
    };
    let node = nodes.iter().find(asked).cloned();
    let node = node.ok_or_else(|| Refusal::new(Code::NotFound))?;
    let needed = match (node.level, node.owner_id, node.team_id) {
        (TargetLevel::Department, ..) => Needed::Everything,
        (TargetLevel::Member, Some(person), Some(team)) => Needed::Person(person, vec![team]),
        (TargetLevel::Team, _, Some(team)) => Needed::Teams(vec![team]),
        _ => {
            let teams: Vec<Option<Uuid>> = n::table
                .filter(n::target_id.eq(g(id)))
                .filter(n::parent_id.eq(g(node.node_id)))
                .select(n::team_id)
                .load(conn)?;
            Needed::Teams(teams.into_iter().flatten().collect())
        }
    };
    let by = query.by.unwrap_or(match parse(&target.period)? {
        TargetPeriod::Year => ProgressStep::Month,
        TargetPeriod::Quarter | TargetPeriod::Month => ProgressStep::Week,
    });
    let today = settings::today(conn, grant.acting.now)?;
    let all = logic::steps(target.starts_on, target.ends_on, by);
    let begun: Vec<_> = all
        .iter()
        .filter(|(from, _)| *from <= today)
        .map(|(from, to)| (*from, (*to).min(today)))
        .collect();
    let indicator = indicator::of(conn, target.indicator_id)?;
    let mut sums = sums::by_step(conn, &indicator, &begun, &needed)?.into_iter();
    let (total_days, mut so_far) = (days.total(), 0);
    let points = all.into_iter().map(|(from, to)| {
        let actual = sums.next();
        so_far += actual.unwrap_or_default();
        ProgressPoint {
            from,
            to,
            actual,
            total: actual.map(|_| so_far),
            expected: logic::expected(node.amount, days.until(Some(to)), total_days),
        }
    });
    Ok(TargetProgress {
        points: points.collect(),
        target_id: id,
        current_to,
        days_passed: days.until(current_to),
        days_total: total_days,
        by,
        node,
    })
}
