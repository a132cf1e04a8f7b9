//! The organization as a tree (2.1), with its vacancies. Names and seats only: the whole department may know who is who.

use std::collections::HashMap;

use actix_web::get;
use contract::access::{Field, tag};
use contract::employee::PersonRef;
use contract::org_tree::{OrgArea, OrgTeam, OrgTree, Vacancies};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::settings;
use crate::access::reach::Columns;
use crate::access::{Can, Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{area_fields, areas, employees, role_assignments, teams};
use crate::db::sql::Predicate;
use crate::db::types::t;
use crate::db::words::parse;
use crate::http::answer::Plain;
use crate::organization::assignment::store::SEATS;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_org_tree);
}

#[utoipa::path(tag = "organization", operation_id = "get_org_tree", summary = "The organization as a tree, with vacancies",
    responses((status = 200, description = "The tree", body = OrgTree)), extensions(("x-action" = json!("organization_read"))))]
#[get("")]
async fn get_org_tree(can: Can<tag::OrganizationRead>) -> Answer<Plain<OrgTree>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .read(move |c| tree(c, &grant, grant.reach(), true))
            .await?,
    ))
}

struct Seats {
    manager: Option<PersonRef>,
    leads: HashMap<Uuid, PersonRef>,
    deputies: HashMap<Uuid, PersonRef>,
}

/// The tree inside a reach, down to the members or only to the seats. Its vacancies are the evidence for 2.1.
pub fn tree(
    conn: &mut AnyConn,
    grant: &Grant,
    reach: &Reach,
    with_members: bool,
) -> Answer<OrgTree> {
    let (name, ..) = settings::basics(conn)?;
    let mut seats = seats(conn, grant)?;
    let mut members = match with_members {
        true => members(conn)?,
        false => HashMap::new(),
    };
    let team_rows: Vec<(Uuid, String, Option<Uuid>)> = teams::table
        .filter(reach.on(Columns {
            team: "teams.id",
            owner: "teams.id",
            field: Field::People,
        }))
        .order((teams::name, teams::id))
        .select((teams::id, teams::name, teams::area_id))
        .load(conn)?;
    let mut by_area: HashMap<Option<Uuid>, Vec<OrgTeam>> = HashMap::new();
    for (id, name, area) in team_rows {
        let lead = seats.leads.remove(&id);
        let mut members = members.remove(&id).unwrap_or_default();
        members.retain(|m| lead.as_ref().is_none_or(|l| l.id != m.id));
        by_area.entry(area).or_default().push(OrgTeam {
            id,
            name,
            lead,
            members,
        });
    }
    let mut fields: HashMap<Uuid, Vec<Field>> = HashMap::new();
    for (area, field) in area_fields::table
        .select((area_fields::area_id, area_fields::field))
        .load::<(Uuid, String)>(conn)?
    {
        fields.entry(area).or_default().push(parse(&field)?);
    }
    let area_rows: Vec<(Uuid, String)> = areas::table
        .filter(reach.on_areas("areas.id"))
        .order((areas::name, areas::id))
        .select((areas::id, areas::name))
        .load(conn)?;
    let areas: Vec<OrgArea> = area_rows
        .into_iter()
        .map(|(id, name)| OrgArea {
            fields: fields.remove(&id).unwrap_or_default(),
            deputy: seats.deputies.remove(&id),
            teams: by_area.remove(&Some(id)).unwrap_or_default(),
            id,
            name,
        })
        .collect();
    let teams = by_area.remove(&None).unwrap_or_default();
    let vacancies = Vacancies {
        teams_without_lead: areas
            .iter()
            .flat_map(|a| &a.teams)
            .chain(&teams)
            .filter(|t| t.lead.is_none())
            .count() as i64,
        areas_without_deputy: areas.iter().filter(|a| a.deputy.is_none()).count() as i64,
    };
    Ok(OrgTree {
        name,
        manager: seats.manager,
        areas,
        teams,
        vacancies,
    })
}

fn seats(conn: &mut AnyConn, grant: &Grant) -> Answer<Seats> {
    let now = grant.acting.now;
    type Row = (String, Option<Uuid>, Option<Uuid>, Uuid, String, String);
    let rows: Vec<Row> = role_assignments::table
        .inner_join(employees::table.on(employees::id.eq(role_assignments::employee_id)))
        .filter(Predicate::new().sql(SEATS))
        .filter(role_assignments::starts_at.le(t(now)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(now))),
        )
        .select((
            role_assignments::role,
            role_assignments::team_id,
            role_assignments::area_id,
            employees::id,
            employees::name,
            employees::number,
        ))
        .load(conn)?;
    let mut seats = Seats {
        manager: None,
        leads: HashMap::new(),
        deputies: HashMap::new(),
    };
    for (role, team, area, id, name, number) in rows {
        let person = PersonRef { id, name, number };
        match (role.as_str(), team, area) {
            ("manager", ..) => seats.manager = Some(person),
            ("lead", Some(team), _) => drop(seats.leads.insert(team, person)),
            ("deputy", _, Some(area)) => drop(seats.deputies.insert(area, person)),
            _ => {}
        }
    }
    Ok(seats)
}

fn members(conn: &mut AnyConn) -> Answer<HashMap<Uuid, Vec<PersonRef>>> {
    let rows: Vec<(Option<Uuid>, Uuid, String, String)> = employees::table
        .filter(employees::team_id.is_not_null())
        .filter(employees::status.ne("inactive"))
        .order((employees::team_id, employees::number, employees::id))
        .select((
            employees::team_id,
            employees::id,
            employees::name,
            employees::number,
        ))
        .load(conn)?;
    let mut members: HashMap<Uuid, Vec<PersonRef>> = HashMap::new();
    for (team, id, name, number) in rows {
        if let Some(team) = team {
            members
                .entry(team)
                .or_default()
                .push(PersonRef { id, name, number });
        }
    }
    Ok(members)
}
