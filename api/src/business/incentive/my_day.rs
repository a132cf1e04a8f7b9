//! Incentives in "my day": what a lead is to look over and put forward; for those above only what is past its day.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Role, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::rule::CLAUSE;
use super::store::COLUMNS;
use crate::access::Grant;
use crate::db::schema::incentive_proposals as p;
use crate::db::sql::Predicate;
use crate::db::{AnyConn, MultiBackend};
use crate::problem::Answer;

/// More aren't counted.
const MOST: i64 = 100;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    if !grant.permits(Action::IncentivePropose) {
        return Ok(Vec::new());
    }
    let lead = grant.actor.role == Some(Role::Lead);
    let mut q = p::table
        .filter(Predicate::new().sql("incentive_proposals.state IN ('draft', 'returned')"))
        .filter(grant.reach_of(Action::IncentivePropose).on(COLUMNS))
        .limit(MOST)
        .select(p::id)
        .into_boxed::<MultiBackend>();
    if !lead {
        q = q.filter(p::decide_by.lt(today));
    }
    let found: Vec<Uuid> = q.load(conn)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let title = Text::new(
        "激勵提案待提報",
        "激励提案待提报",
        "Incentives to put forward",
    );
    let detail = match lead {
        true => Text::new(
            "核對名單與金額後送出",
            "核对名单与金额后送出",
            "Look over people and amounts, then put them forward",
        ),
        false => Text::new(
            "已逾決定期限仍未提報",
            "已逾决定期限仍未提报",
            "Past the day by which they were to be decided",
        ),
    };
    let more = match found.len() as i64 {
        MOST => "+",
        _ => "",
    };
    let path = match lead {
        true => "/incentives?state=draft",
        false => "/incentives?overdue=true",
    };
    Ok(vec![DayItem {
        kind: "incentives_to_put_forward".to_owned(),
        title: format!("{} · {}{more}", title.get(grant.locale), found.len()),
        detail: detail.get(grant.locale).to_owned(),
        due_at: None,
        path: path.to_owned(),
        subject_id: None,
        clause: Some(CLAUSE.to_owned()),
    }])
}
