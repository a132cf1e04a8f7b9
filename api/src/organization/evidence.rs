//! 2.1: every team has its lead, every area its deputy, the department its manager.

use chrono::{DateTime, Utc};
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::{areas, role_assignments as r, teams};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{gs, t};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope, TEAMS};
use crate::problem::Answer;

const DEFINITION: Text = Text::new(
    "沒有主管的團隊與沒有副經理的分管領域；0 為落實",
    "没有主管的团队与没有副经理的分管领域；0 为落实",
    "Teams without a lead and areas without a deputy; kept at 0",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let teams: Vec<(Uuid, DateTime<Utc>)> = teams::table
        .filter(scope.on(TEAMS))
        .filter(vacant(scope, "lead", "team_id = teams.id"))
        .select((teams::id, teams::created_at))
        .load(conn)?;
    let areas: Vec<(Uuid, DateTime<Utc>)> = areas::table
        .filter(scope.on_areas("areas.id"))
        .filter(vacant(scope, "deputy", "area_id = areas.id"))
        .select((areas::id, areas::created_at))
        .load(conn)?;
    let vacancies = teams.len() + areas.len();
    let since = match vacancies {
        0 => None,
        _ => first_vacancy(conn, scope, teams, areas)?,
    };
    let found = Evidence::count("2.1", vacancies, false, DEFINITION);
    Ok(vec![
        found
            .since(since.map(|at| scope.day(at)))
            .records("/org-tree"),
    ])
}

fn vacant(scope: &Scope, role: &str, place: &str) -> Predicate {
    let now = || Bind::ts(scope.now);
    Predicate::new()
        .sql("NOT EXISTS (SELECT 1 FROM role_assignments s WHERE s.role <> 'member' AND s.role = '")
        .sql(role)
        .sql("' AND s.")
        .sql(place)
        .sql(" AND s.starts_at <= ")
        .bind(now())
        .sql(" AND (s.ends_at IS NULL OR s.ends_at > ")
        .bind(now())
        .sql("))")
}

/// The longest of the vacancies: since the last seat ended, or since there is a team or an area to lead.
fn first_vacancy(
    conn: &mut AnyConn,
    scope: &Scope,
    teams: Vec<(Uuid, DateTime<Utc>)>,
    areas: Vec<(Uuid, DateTime<Utc>)>,
) -> Answer<Option<DateTime<Utc>>> {
    type Ended = (Option<Uuid>, Option<Uuid>, Option<DateTime<Utc>>);
    let ended: Vec<Ended> = r::table
        .filter(r::role.eq_any(["lead", "deputy"]))
        .filter(r::ends_at.le(t(scope.now)))
        .filter(
            r::team_id
                .eq_any(gs(teams.iter().map(|v| v.0)))
                .or(r::area_id.eq_any(gs(areas.iter().map(|v| v.0)))),
        )
        .select((r::team_id, r::area_id, r::ends_at))
        .load(conn)?;
    let since = |(place, made): &(Uuid, DateTime<Utc>)| {
        let ends = ended
            .iter()
            .filter(|(team, area, _)| team.as_ref() == Some(place) || area.as_ref() == Some(place));
        ends.filter_map(|(.., at)| *at).max().unwrap_or(*made)
    };
    Ok(teams.iter().chain(&areas).map(since).min())
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "2.1" {
        return Ok(Vec::new());
    }
    let read = Action::OrganizationRead;
    let teams = Behind::new(
        "team",
        read,
        "teams",
        "teams.name",
        On::At("teams.created_at"),
    );
    let areas = Behind::new(
        "area",
        read,
        "areas",
        "areas.name",
        On::At("areas.created_at"),
    );
    Ok(vec![
        teams
            .of(TEAMS)
            .against(vacant(scope, "lead", "team_id = teams.id"))
            .path("/teams/{id}"),
        areas
            .of_areas("areas.id")
            .against(vacant(scope, "deputy", "area_id = areas.id"))
            .path("/areas/{id}"),
    ])
}
