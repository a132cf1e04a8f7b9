//! A rule for last month's premium: two of three teams' proposals put forward, some of them decided; one for the team's customers.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use contract::incentive::{
    IncentiveLevel, IncentiveTier, NewIncentiveAdjustment, NewIncentiveRule, NewIncentiveSubmission,
};
use contract::leave::Names;
use contract::target::TargetPeriod;
use diesel::prelude::*;
use uuid::Uuid;

use super::{act, compute, rule, store};
use crate::access::Grant;
use crate::business::target::{indicators, published};
use crate::db::Tx;
use crate::db::schema::incentive_proposals as p;
use crate::db::types::g;
use crate::organization::{people, settings};
use crate::problem::Answer;

/// A large department is for load tests.
const MOST: i64 = 30;

/// How people of the demo act.
pub struct By {
    pub person: fn(Uuid, DateTime<Utc>) -> Grant,
    /// Whoever an approval lies with says yes.
    pub decide: fn(&mut Tx, Uuid) -> Answer<()>,
}

pub fn fill(tx: &mut Tx, grant: &Grant, by: &By) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let month = today.with_day(1).unwrap_or(today) - Months::new(1);
    let known = indicators(tx.conn)?;
    let Some(premium) = known.iter().find(|one| one.code == "premium_income") else {
        return Ok(());
    };
    let tier = |from_rate, amount, share| IncentiveTier {
        from_rate,
        amount,
        share,
        each: 0,
    };
    let new = NewIncentiveRule {
        names: Names {
            zh_hant: "月保費達成獎金".to_owned(),
            zh_hans: "月保费达成奖金".to_owned(),
            en: "Monthly premium bonus".to_owned(),
        },
        indicator_id: premium.id,
        period: TargetPeriod::Month,
        level: IncentiveLevel::Member,
        tiers: vec![
            tier(8_000, 200_000, 0),
            tier(10_000, 500_000, 50),
            tier(12_000, 800_000, 100),
        ],
        cap: Some(5_000_000),
        starts_on: month,
        ends_on: None,
        decide_days: 14,
    };
    let made = rule::create(tx, grant, &new)?;
    let target = published(tx.conn, premium.id, "month", month)?;
    let Some(target) = target else {
        return Ok(());
    };
    compute::run(tx, made.id, target)?;
    let leads = people::leads(tx.conn, grant.acting.now)?;
    let found: Vec<(Uuid, Uuid, i64)> = p::table
        .filter(p::total.gt(0))
        .order(p::id)
        .limit(MOST)
        .select((p::id, p::team_id, p::version))
        .load(tx.conn)?;
    for (n, (id, team, version)) in found.into_iter().enumerate() {
        let Some(lead) = leads.get(&team).filter(|_| n % 3 != 2) else {
            continue;
        };
        let lead = (by.person)(*lead, grant.acting.now);
        let version = match n % 3 {
            1 => left_out(tx, &lead, id, version)?,
            _ => version,
        };
        let made = act::put_forward(tx, &lead, id, &NewIncentiveSubmission::default(), version)?;
        if let Some(approval) = made.approval_id.filter(|_| n % 3 == 0) {
            // By the deputy, then by the manager.
            (by.decide)(tx, approval)?;
            (by.decide)(tx, approval)?;
        }
    }
    late(tx, today)
}

/// One of those who get something and aren't the lead, as long as somebody else gets something.
fn left_out(tx: &mut Tx, lead: &Grant, id: Uuid, version: i64) -> Answer<i64> {
    let mut lines = store::lines(tx.conn, id)?;
    lines.retain(|line| line.amount > 0);
    let line = lines.iter().find(|line| line.employee_id != lead.me());
    let Some(line) = line.filter(|_| lines.len() > 1) else {
        return Ok(version);
    };
    let new = NewIncentiveAdjustment {
        line_id: line.id,
        left_out: true,
        reason: Some("一件大單於猶豫期內撤銷，下月重算".to_owned()),
    };
    Ok(act::adjust(tx, lead, id, &new, version)?.version)
}

/// One draft waits longer than it should.
fn late(tx: &mut Tx, today: NaiveDate) -> Answer<()> {
    let draft: Option<Uuid> = p::table
        .filter(p::state.eq("draft"))
        .order(p::id)
        .select(p::id)
        .first(tx.conn)
        .optional()?;
    if let Some(id) = draft {
        diesel::update(p::table.find(g(id)))
            .set(p::decide_by.eq(today - Days::new(2)))
            .execute(tx.conn)?;
    }
    Ok(())
}
