//! Who is above somebody: the lead of the team, the deputy of its area, the manager; the first who isn't among those left out.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::{employees, role_assignments as r, teams};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend};
use crate::problem::Answer;

/// Not reach-checked: who leads a team is known to everybody.
pub fn of(
    conn: &mut AnyConn,
    team: Option<Uuid>,
    but: &[Uuid],
    now: DateTime<Utc>,
) -> Answer<Option<Uuid>> {
    let above = chain(conn, team, now)?;
    Ok(above.into_iter().find(|one| !but.contains(one)))
}

/// The nearest above each team, and of the department itself under `None`. As [`of`], for all teams at once.
pub fn nearest(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<HashMap<Option<Uuid>, Uuid>> {
    let seats: Vec<(String, Option<Uuid>, Option<Uuid>, Uuid)> = r::table
        .inner_join(employees::table.on(employees::id.eq(r::employee_id)))
        .filter(employees::status.eq("active"))
        .filter(Predicate::new().sql("role_assignments.role <> 'member'"))
        .filter(r::starts_at.le(t(now)))
        .filter(r::ends_at.is_null().or(r::ends_at.gt(t(now))))
        .select((r::role, r::team_id, r::area_id, r::employee_id))
        .load(conn)?;
    let (mut leads, mut deputies, mut manager) = (HashMap::new(), HashMap::new(), None);
    for (role, team, area, who) in seats {
        match (role.as_str(), team, area) {
            ("lead", Some(team), _) => {
                leads.insert(team, who);
            }
            ("deputy", _, Some(area)) => {
                deputies.insert(area, who);
            }
            ("manager", ..) => manager = Some(who),
            _ => {}
        }
    }
    let teams: Vec<(Uuid, Option<Uuid>)> = teams::table
        .select((teams::id, teams::area_id))
        .load(conn)?;
    let above = |(team, area): (Uuid, Option<Uuid>)| {
        let deputy = || area.and_then(|area| deputies.get(&area));
        let holder = leads.get(&team).or_else(deputy).copied().or(manager);
        holder.map(|holder| (Some(team), holder))
    };
    let department = manager.map(|holder| (None, holder));
    Ok(teams
        .into_iter()
        .filter_map(above)
        .chain(department)
        .collect())
}

/// All of them who hold a seat, from the nearest up. As [`of`].
pub fn chain(conn: &mut AnyConn, team: Option<Uuid>, now: DateTime<Utc>) -> Answer<Vec<Uuid>> {
    let area: Option<Uuid> = match team {
        Some(team) => teams::table
            .find(g(team))
            .select(teams::area_id)
            .first(conn)?,
        None => None,
    };
    let held = || {
        r::table
            .inner_join(employees::table.on(employees::id.eq(r::employee_id)))
            .filter(employees::status.eq("active"))
            .filter(r::starts_at.le(t(now)))
            .filter(r::ends_at.is_null().or(r::ends_at.gt(t(now))))
            .select(r::employee_id)
            .into_boxed::<MultiBackend>()
    };
    let mut seats = Vec::with_capacity(3);
    if let Some(team) = team {
        let lead = held().filter(r::role.eq("lead"));
        seats.push(lead.filter(r::team_id.eq(g(team))));
    }
    if let Some(area) = area {
        let deputy = held().filter(r::role.eq("deputy"));
        seats.push(deputy.filter(r::area_id.eq(g(area))));
    }
    seats.push(held().filter(r::role.eq("manager")));
    let mut holders = Vec::with_capacity(3);
    for seat in seats {
        let holder: Option<Uuid> = seat.first(conn).optional()?;
        holders.extend(holder);
    }
    Ok(holders)
}
