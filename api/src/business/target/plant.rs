//! A new tree, from the organization as it stands: department, areas that have teams, teams (those of no area below the department),
//! active members.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use super::nodes::NodeRow;
use crate::clock::new_id;
use crate::db::AnyConn;
use crate::db::schema::{areas, employees, teams};
use crate::organization::settings;
use crate::problem::Answer;

/// Every node of it, with nothing yet. Not reach-checked: a target is the whole department's.
pub fn tree(conn: &mut AnyConn) -> Answer<Vec<NodeRow>> {
    let (department, ..) = settings::basics(conn)?;
    let areas: Vec<(Uuid, String)> = areas::table
        .order((areas::name, areas::id))
        .select((areas::id, areas::name))
        .load(conn)?;
    let teams: Vec<(Uuid, String, Option<Uuid>)> = teams::table
        .order((teams::name, teams::id))
        .select((teams::id, teams::name, teams::area_id))
        .load(conn)?;
    let people: Vec<(Uuid, String, Option<Uuid>)> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::team_id.is_not_null())
        .order((employees::number, employees::id))
        .select((employees::id, employees::name, employees::team_id))
        .load(conn)?;
    let mut tree = Vec::new();
    let root = add(&mut tree, "department", None, [None; 3], department, 0);
    let mut above = BTreeMap::new();
    for (id, name) in areas {
        if teams.iter().any(|(_, _, area)| *area == Some(id)) {
            let node = add(
                &mut tree,
                "area",
                Some(root),
                [Some(id), None, None],
                name,
                0,
            );
            above.insert(id, node);
        }
    }
    let mut members: BTreeMap<Uuid, Vec<(Uuid, String)>> = BTreeMap::new();
    for (person, name, team) in people {
        if let Some(team) = team {
            members.entry(team).or_default().push((person, name));
        }
    }
    for (id, name, area) in teams {
        let parent = area.and_then(|a| above.get(&a).copied()).unwrap_or(root);
        let place = [area, Some(id), None];
        let team = add(&mut tree, "team", Some(parent), place, name, 0);
        for (person, name) in members.remove(&id).unwrap_or_default() {
            let place = [area, Some(id), Some(person)];
            add(&mut tree, "member", Some(team), place, name, 0);
        }
    }
    Ok(tree)
}

/// Puts a node behind the others.
pub fn add(
    tree: &mut Vec<NodeRow>,
    level: &str,
    parent: Option<Uuid>,
    [area, team, owner]: [Option<Uuid>; 3],
    name: String,
    amount: i64,
) -> Uuid {
    let id = new_id();
    let place = tree.last().map_or(0, |last| last.place + 1);
    tree.push(NodeRow {
        id,
        parent_id: parent,
        level: level.to_owned(),
        area_id: area,
        team_id: team,
        owner_id: owner,
        name,
        place,
        amount,
    });
    id
}
