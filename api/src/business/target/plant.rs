//! A new tree, from the organization as it stands: department, areas that have teams, teams (those of no area below the department),
//! active members.

use std::collections::BTreeMap;

use contract::target::TargetSplit;
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::split;
use super::store::NodeRow;
use crate::clock::new_id;
use crate::db::AnyConn;
use crate::db::schema::{areas, employees, teams};
use crate::organization::settings;
use crate::problem::Answer;

/// Not reach-checked: a target is the whole department's.
pub fn tree(conn: &mut AnyConn, amount: i64, by: TargetSplit) -> Answer<Vec<NodeRow>> {
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
    let mut tree = Tree(Vec::new());
    let root = tree.add("department", None, [None; 3], department);
    let mut above = BTreeMap::new();
    for (id, name) in areas {
        if teams.iter().any(|(_, _, area)| *area == Some(id)) {
            let node = tree.add("area", Some(root), [Some(id), None, None], name);
            above.insert(id, node);
        }
    }
    for (id, name, area) in teams {
        let parent = area.and_then(|a| above.get(&a).copied()).unwrap_or(root);
        let team = tree.add("team", Some(parent), [area, Some(id), None], name);
        for (person, name, _) in people.iter().filter(|p| p.2 == Some(id)) {
            let place = [area, Some(id), Some(*person)];
            tree.add("member", Some(team), place, name.clone());
        }
    }
    tree.fill(root, amount, by);
    Ok(tree.0)
}

struct Tree(Vec<NodeRow>);

impl Tree {
    fn add(
        &mut self,
        level: &str,
        parent: Option<Uuid>,
        [area, team, owner]: [Option<Uuid>; 3],
        name: String,
    ) -> Uuid {
        let id = new_id();
        self.0.push(NodeRow {
            id,
            parent_id: parent,
            level: level.to_owned(),
            area_id: area,
            team_id: team,
            owner_id: owner,
            name,
            place: self.0.len() as i64,
            amount: 0,
        });
        id
    }

    /// Parents come before their children, so one walk splits every level.
    fn fill(&mut self, root: Uuid, amount: i64, by: TargetSplit) {
        let mut heads: BTreeMap<Uuid, i64> = BTreeMap::new();
        for node in self.0.iter().rev() {
            let own = i64::from(node.level == "member");
            let all = *heads
                .entry(node.id)
                .and_modify(|n| *n += own)
                .or_insert(own);
            if let Some(parent) = node.parent_id {
                *heads.entry(parent).or_default() += all;
            }
        }
        let weight = |id: Uuid| match by {
            TargetSplit::Equal => 1,
            TargetSplit::Headcount => heads.get(&id).copied().unwrap_or_default(),
        };
        let mut children: BTreeMap<Uuid, Vec<(Uuid, i64)>> = BTreeMap::new();
        for node in &self.0 {
            if let Some(parent) = node.parent_id {
                let below = children.entry(parent).or_default();
                below.push((node.id, weight(node.id)));
            }
        }
        let mut amounts = BTreeMap::from([(root, amount)]);
        for node in &mut self.0 {
            node.amount = amounts.get(&node.id).copied().unwrap_or_default();
            if let Some(below) = children.get(&node.id) {
                amounts.extend(split(node.amount, below));
            }
        }
    }
}
