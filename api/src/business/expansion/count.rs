//! What the records say that was done in a plan's period: two looks, however many lines there are. Not reach-checked: a plan counts what
//! its people did, whoever reads it.

use chrono::{DateTime, NaiveDate, Utc};
use contract::activity::ActivityChannel;
use contract::expansion::ExpansionMeasure;
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Found, Wanted, actual};
use super::store::{Line, Row};
use crate::db::schema::{activities as a, customers as c};
use crate::db::types::{g, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend};
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

/// The lines with what each comes to now.
pub fn counted(conn: &mut AnyConn, plan: &Row, lines: Vec<Line>) -> Answer<Vec<Line>> {
    let wants = |measure: ExpansionMeasure| {
        let mut all = lines.iter();
        all.any(|line| parse::<ExpansionMeasure>(&line.measure).is_ok_and(|one| one == measure))
    };
    let mut found = Vec::new();
    if wants(ExpansionMeasure::NewCustomers) {
        found.extend(customers(conn, plan)?);
    }
    if wants(ExpansionMeasure::Contacts) {
        found.extend(contacts(conn, plan)?);
    }
    let one = |line: Line| {
        let wanted = Wanted {
            measure: parse(&line.measure)?,
            channel: line.channel.as_deref(),
            method: line.method.as_deref().map(parse).transpose()?,
            owner: line.owner_id,
        };
        let actual = actual(&wanted, &found);
        Ok(Line { actual, ..line })
    };
    lines.into_iter().map(one).collect()
}

/// From the first moment of the first day to that of the day after the last, by the department's clock.
fn span(conn: &mut AnyConn, plan: &Row) -> Answer<(DateTime<Utc>, DateTime<Utc>)> {
    let tz = settings::zone(conn)?;
    let begins = |day: NaiveDate| zone::instant(tz, day, 0);
    let after = plan.ends_on.succ_opt().unwrap_or(plan.ends_on);
    Ok((begins(plan.starts_on), begins(after)))
}

fn customers(conn: &mut AnyConn, plan: &Row) -> Answer<Vec<Found>> {
    let (from, to) = span(conn, plan)?;
    let mut q = c::table
        .filter(c::created_at.ge(t(from)))
        .filter(c::created_at.lt(t(to)))
        .group_by((c::owner_id, c::source))
        .select((c::owner_id, c::source, count_star()))
        .into_boxed::<MultiBackend>();
    if let Some(team) = plan.team_id {
        q = q.filter(c::team_id.eq(g(Some(team))));
    }
    let rows: Vec<(Uuid, Option<String>, i64)> = q.load(conn)?;
    let one = |(who, source, count)| Found {
        measure: ExpansionMeasure::NewCustomers,
        source,
        method: None,
        who,
        count,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn contacts(conn: &mut AnyConn, plan: &Row) -> Answer<Vec<Found>> {
    let (from, to) = span(conn, plan)?;
    let mut q = a::table
        .inner_join(c::table.on(c::id.eq(a::customer_id)))
        .filter(a::at.ge(t(from)))
        .filter(a::at.lt(t(to)))
        .filter(a::outcome.ne("not_reached"))
        .group_by((a::employee_id, c::source, a::channel))
        .select((a::employee_id, c::source, a::channel, count_star()))
        .into_boxed::<MultiBackend>();
    if let Some(team) = plan.team_id {
        q = q.filter(a::team_id.eq(g(Some(team))));
    }
    let rows: Vec<(Uuid, Option<String>, String, i64)> = q.load(conn)?;
    let one = |(who, source, channel, count): (Uuid, _, String, i64)| {
        let method: ActivityChannel = parse(&channel)?;
        Ok(Found {
            measure: ExpansionMeasure::Contacts,
            source,
            method: Some(method),
            who,
            count,
        })
    };
    rows.into_iter().map(one).collect()
}
