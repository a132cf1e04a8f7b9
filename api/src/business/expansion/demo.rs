//! Plans of the demo department: last quarter's closed, this quarter's worked by in most teams; in one nobody has a plan yet.

use chrono::{Datelike, Days, Duration, Months, NaiveDate};
use contract::activity::ActivityChannel;
use contract::expansion::{
    ExpansionMeasure, NewExpansionActivation, NewExpansionClosing, NewExpansionLine,
    NewExpansionPlan,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{customers as c, employees};
use crate::db::types::{g, t};
use crate::engine::record::Acting;
use crate::organization::{people, settings};
use crate::problem::Answer;

/// A large department is for load tests.
const MOST: usize = 8;

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let first = quarter(today);
    newcomers(tx, grant)?;
    let mut leads: Vec<(Uuid, Uuid)> = people::leads(tx.conn, grant.acting.now)?
        .into_iter()
        .collect();
    leads.sort_unstable();
    let count = leads.len().min(MOST);
    for (n, (team, lead)) in leads.into_iter().take(MOST).enumerate() {
        let acting = Acting {
            employee_id: Some(lead),
            ..grant.acting.clone()
        };
        let by = Grant::system(Actor::manager(lead, acting.now), acting);
        let members: Vec<Uuid> = employees::table
            .filter(employees::team_id.eq(g(Some(team))))
            .filter(employees::status.eq("active"))
            .order(employees::number)
            .limit(4)
            .select(employees::id)
            .load(tx.conn)?;
        let before = plan(tx, &by, team, first - Months::new(3), &members)?;
        let result = "轉介紹名單增加，社區說明會出席不如預期，下季改為小型茶會".to_owned();
        write::close(tx, &by, before.0, &NewExpansionClosing { result }, before.1)?;
        // One team is still without a plan, so that the board has something to say.
        if n + 1 < count || count == 1 {
            plan(tx, &by, team, first, &members)?;
        }
    }
    Ok(())
}

/// A sixth of the customers came in the last weeks.
fn newcomers(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let all: Vec<Uuid> = c::table.order(c::id).select(c::id).load(tx.conn)?;
    for (n, id) in all.into_iter().enumerate().filter(|(n, _)| n % 6 == 1) {
        let came = grant.acting.now - Duration::days((n as i64 * 7) % 40);
        diesel::update(c::table.find(g(id)))
            .set(c::created_at.eq(t(came)))
            .execute(tx.conn)?;
    }
    Ok(())
}

fn quarter(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day)
}

fn plan(
    tx: &mut Tx,
    by: &Grant,
    team: Uuid,
    first: NaiveDate,
    members: &[Uuid],
) -> Answer<(Uuid, i64)> {
    let line = |measure, channel: Option<&str>, method, quantity, owner_id| NewExpansionLine {
        channel: channel.map(str::to_owned),
        measure,
        method,
        quantity,
        owner_id,
    };
    let (new, met) = (ExpansionMeasure::NewCustomers, ExpansionMeasure::Contacts);
    let mut lines = vec![
        line(new, Some("轉介紹"), None, 2, None),
        line(new, None, None, 6, None),
        line(met, None, Some(ActivityChannel::Event), 10, None),
    ];
    let own = |(n, owner): (usize, &Uuid)| {
        let method = [ActivityChannel::Visit, ActivityChannel::Call][n % 2];
        line(
            met,
            None,
            Some(method),
            8 + 4 * (n as i64 % 3),
            Some(*owner),
        )
    };
    lines.extend(members.iter().enumerate().map(own));
    let new = NewExpansionPlan {
        team_id: Some(team),
        title: format!(
            "{} 年第 {} 季拓展計畫",
            first.year(),
            first.month0() / 3 + 1
        ),
        goal: "以轉介紹為主、小型茶會為輔，每位成員維持每週拜訪節奏".to_owned(),
        starts_on: first,
        ends_on: first + Months::new(3) - Days::new(1),
        lines,
    };
    let made = write::create(tx, by, &new)?;
    let begun = write::activate(tx, by, made.id, &NewExpansionActivation {}, made.version)?;
    Ok((begun.id, begun.version))
}
