//! Who came since a tree was made: who is missing, and how a revision adds them. Whoever went keeps their node, which a revision sets
//! to nothing.

use std::collections::{HashMap, HashSet};

use contract::access::Field;
use contract::target::{NodeAddition, UncoveredPlace};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::evidence::PEOPLE;
use super::logic::MOST;
use super::nodes::NodeRow;
use super::plant::add;
use crate::access::{Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{areas, employees, teams};
use crate::db::types::{g, gs};
use crate::engine::evidence::TEAMS;
use crate::problem::{Answer, Refusal, internal};

const CLAUSE: &str = "5.3.1";

/// Teams and active members inside the reach that have no node where they are now.
pub fn uncovered(
    conn: &mut AnyConn,
    grant: &Grant,
    tree: &[NodeRow],
) -> Answer<Vec<UncoveredPlace>> {
    let reach = grant.reach_of(Action::TargetRevise);
    let places: HashSet<_> = tree.iter().map(|n| (n.team_id, n.owner_id)).collect();
    let teams: Vec<(Uuid, String)> = teams::table
        .filter(reach.on(TEAMS))
        .order((teams::name, teams::id))
        .select((teams::id, teams::name))
        .load(conn)?;
    let people: Vec<(Option<Uuid>, Uuid, String)> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::team_id.is_not_null())
        .filter(reach.on(PEOPLE))
        .order((employees::number, employees::id))
        .select((employees::team_id, employees::id, employees::name))
        .load(conn)?;
    let teams = teams.into_iter().map(|(team, name)| (team, None, name));
    let people = people
        .into_iter()
        .filter_map(|(team, person, name)| Some((team?, Some(person), name)));
    Ok(teams
        .chain(people)
        .filter(|(team, owner, _)| !places.contains(&(Some(*team), *owner)))
        .map(|(team_id, owner_id, name)| UncoveredPlace {
            team_id,
            owner_id,
            name,
        })
        .collect())
}

/// The tree with new nodes behind the others, teams before members; each addition below what the caller's reach covers.
pub fn extended(
    conn: &mut AnyConn,
    reach: &Reach,
    tree: &[NodeRow],
    additions: &[NodeAddition],
) -> Answer<Vec<NodeRow>> {
    let mut tree = tree.to_vec();
    let (mut new_teams, mut new_people) = (Vec::new(), Vec::new());
    for (n, one) in additions.iter().enumerate() {
        if !(0..=MOST).contains(&one.amount) {
            return Err(wrong(Code::Invalid, n, "/amount", "range"));
        }
        match (one.team_id, one.owner_id) {
            (Some(team), None) => new_teams.push((n, team, one.amount)),
            (None, Some(person)) => new_people.push((n, person, one.amount)),
            _ => return Err(wrong(Code::Invalid, n, "", "required")),
        }
    }
    let mut new_areas = HashSet::new();
    for one in new_teams {
        add_team(conn, reach, &mut tree, &mut new_areas, one)?;
    }
    let ids: Vec<Uuid> = new_people.iter().map(|one| one.1).collect();
    let rows: Vec<(Uuid, String, Option<Uuid>)> = employees::table
        .filter(employees::id.eq_any(gs(ids)))
        .filter(employees::status.eq("active"))
        .select((employees::id, employees::name, employees::team_id))
        .load(conn)?;
    let people: HashMap<Uuid, (String, Option<Uuid>)> = rows
        .into_iter()
        .map(|(id, name, team)| (id, (name, team)))
        .collect();
    for (n, person, amount) in new_people {
        let unknown = || wrong(Code::UnknownReference, n, "/owner_id", "unknown_reference");
        let (name, team) = people.get(&person).ok_or_else(unknown)?;
        let at = tree
            .iter()
            .find(|node| node.level == "team" && node.team_id == *team);
        let Some(at) = at.filter(|_| team.is_some() && reach.covers_team(*team, Field::Business))
        else {
            return Err(unknown());
        };
        if tree
            .iter()
            .any(|x| x.owner_id == Some(person) && x.team_id == *team)
        {
            return Err(wrong(Code::Invalid, n, "/owner_id", "conflict"));
        }
        let (parent, place) = (at.id, [at.area_id, *team, Some(person)]);
        add(
            &mut tree,
            "member",
            Some(parent),
            place,
            name.clone(),
            amount,
        );
    }
    Ok(tree)
}

fn add_team(
    conn: &mut AnyConn,
    reach: &Reach,
    tree: &mut Vec<NodeRow>,
    new_areas: &mut HashSet<Uuid>,
    (n, team, amount): (usize, Uuid, i64),
) -> Answer<()> {
    let unknown = || wrong(Code::UnknownReference, n, "/team_id", "unknown_reference");
    let found: Option<(String, Option<Uuid>)> = teams::table
        .find(g(team))
        .select((teams::name, teams::area_id))
        .first(conn)
        .optional()?;
    let (name, area) = found
        .filter(|(_, area)| reach.covers_area(*area))
        .ok_or_else(unknown)?;
    if tree
        .iter()
        .any(|x| x.level == "team" && x.team_id == Some(team))
    {
        return Err(wrong(Code::Invalid, n, "/team_id", "conflict"));
    }
    let root = tree
        .first()
        .ok_or_else(|| internal("a tree without root"))?
        .id;
    let is_area = |x: &&mut NodeRow| x.level == "area" && x.area_id == area;
    let above = area.and_then(|_| tree.iter_mut().find(is_area));
    let parent = match (area, above) {
        (None, _) => root,
        (_, Some(above)) => {
            // An area that came with an addition has what its teams have.
            if new_areas.contains(&above.id) {
                above.amount += amount;
            }
            above.id
        }
        (Some(area), None) if reach.is_department() => {
            let name = areas::table.find(g(area)).select(areas::name).first(conn)?;
            let place = [Some(area), None, None];
            let made = add(tree, "area", Some(root), place, name, amount);
            new_areas.insert(made);
            made
        }
        _ => return Err(unknown()),
    };
    add(
        tree,
        "team",
        Some(parent),
        [area, Some(team), None],
        name,
        amount,
    );
    Ok(())
}

fn wrong(code: Code, n: usize, field: &str, rule: &str) -> Refusal {
    Refusal::new(code)
        .clause(CLAUSE)
        .field(format!("/additions/{n}{field}"), rule, "")
}
