//! The tree in the order in which people read it: each node with what is above it, and whether it is broken down.

use std::collections::HashMap;

use contract::target::{Target, TargetLevel, TargetNode, UncoveredPlace};
use uuid::Uuid;

/// A node as a row of the table.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub id: Uuid,
    pub level: TargetLevel,
    pub name: String,
    pub amount: i64,
    pub changeable: bool,
    /// How deep it stands among what the caller sees.
    pub depth: usize,
    /// From the uppermost down.
    pub above: Vec<Uuid>,
    pub children: Vec<Uuid>,
    /// May its amount be split over what is below it?
    pub splits: bool,
}

pub fn rows(target: &Target) -> Vec<Row> {
    let nodes = target.nodes.as_deref().unwrap_or_default();
    let known: HashMap<Uuid, &TargetNode> = nodes.iter().map(|node| (node.id, node)).collect();
    let mut below: HashMap<Option<Uuid>, Vec<&TargetNode>> = HashMap::new();
    for node in nodes {
        // A parent that the caller doesn't see leaves its children on top.
        let parent = node.parent_id.filter(|id| known.contains_key(id));
        below.entry(parent).or_default().push(node);
    }
    let mut found = Vec::with_capacity(nodes.len());
    walk(&below, None, &[], &mut found);
    found
}

fn walk(
    below: &HashMap<Option<Uuid>, Vec<&TargetNode>>,
    parent: Option<Uuid>,
    above: &[Uuid],
    found: &mut Vec<Row>,
) {
    for node in below.get(&parent).into_iter().flatten() {
        let children = below.get(&Some(node.id)).map(Vec::as_slice);
        let children = children.unwrap_or_default();
        found.push(Row {
            id: node.id,
            level: node.level,
            name: node.name.clone(),
            amount: node.amount,
            changeable: node.changeable,
            depth: above.len(),
            above: above.to_vec(),
            children: children.iter().map(|child| child.id).collect(),
            splits: !children.is_empty() && children.iter().all(|child| child.changeable),
        });
        let mut path = above.to_vec();
        path.push(node.id);
        walk(below, Some(node.id), &path, found);
    }
}

/// Key of somebody who came since the tree was made, as an addition names them.
pub fn key(place: &UncoveredPlace) -> Uuid {
    place.owner_id.unwrap_or(place.team_id)
}

/// The node below which an addition stands: a member's team; of a team nothing the caller may see for certain.
pub fn parent_of(target: &Target, place: &UncoveredPlace) -> Option<Uuid> {
    place.owner_id?;
    let nodes = target.nodes.as_deref().unwrap_or_default();
    let team =
        |node: &&TargetNode| node.level == TargetLevel::Team && node.team_id == Some(place.team_id);
    nodes.iter().find(team).map(|node| node.id)
}
