//! Pure rules of a target tree: a split by largest remainder, the proof that children sum to their parent, a revision as a whole.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

/// The most that an indicator may amount to, in minor units or pieces; a hundred thousand such nodes still sum inside `i64`.
pub const MOST: i64 = 10_000_000_000_000;

/// A node of a tree: department, area, team or member. The root has no parent; an area's teams hang below it, teams of no area
/// below the department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    /// Minor units of money, or pieces. Never negative.
    pub amount: i64,
}

/// A node whose children don't sum to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    pub node: Uuid,
    pub amount: i64,
    /// What the children sum to.
    pub sum: i64,
}

/// Why a revision isn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The node isn't in the tree.
    Unknown(Uuid),
    /// The node is named twice.
    Twice(Uuid),
    /// Below zero or above [`MOST`].
    Range(Uuid),
    Sum(Difference),
}

/// Splits a total by weights so that the parts sum exactly to it: each share rounded down, the units left over to the largest
/// remainders, of equal ones to the smaller id. Each part is less than one unit off its share, in whatever order they come.
/// Without any weight all count alike; negative weights count as none. `total` isn't negative; ids are distinct.
pub fn split(total: i64, weights: &[(Uuid, i64)]) -> BTreeMap<Uuid, i64> {
    let weight = |w: i64| i128::from(w.max(0));
    let whole: i128 = weights.iter().map(|(_, w)| weight(*w)).sum();
    let (equal, whole) = match whole {
        0 => (true, weights.len() as i128),
        whole => (false, whole),
    };
    let total = i128::from(total.max(0));
    let mut parts = Vec::with_capacity(weights.len());
    for (id, w) in weights {
        let share = total * if equal { 1 } else { weight(*w) };
        parts.push((share / whole, share % whole, *id));
    }
    let given: i128 = parts.iter().map(|(floor, ..)| floor).sum();
    parts.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
    let left = if parts.is_empty() { 0 } else { total - given };
    let numbered = parts.into_iter().zip(0i128..);
    numbered
        .map(|((floor, _, id), n)| (id, (floor + i128::from(n < left)) as i64))
        .collect()
}

/// Splits an amount of one node over everything below it, each level by the weights. Parents stand before their children.
pub fn carried_down(
    tree: &[Node],
    top: Uuid,
    amount: i64,
    weight: impl Fn(Uuid) -> i64,
) -> BTreeMap<Uuid, i64> {
    let mut children: HashMap<Uuid, Vec<(Uuid, i64)>> = HashMap::new();
    for node in tree {
        if let Some(parent) = node.parent {
            let below = children.entry(parent).or_default();
            below.push((node.id, weight(node.id)));
        }
    }
    let mut amounts = BTreeMap::from([(top, amount)]);
    for node in tree {
        let given = amounts.get(&node.id).copied();
        if let (Some(given), Some(below)) = (given, children.get(&node.id)) {
            amounts.extend(split(given, below));
        }
    }
    amounts
}

/// How many members stand at or below each node.
pub fn heads(tree: &[Node], member: impl Fn(Uuid) -> bool) -> HashMap<Uuid, i64> {
    let mut heads: HashMap<Uuid, i64> = HashMap::new();
    for node in tree.iter().rev() {
        let all = heads.entry(node.id).or_default();
        *all += i64::from(member(node.id));
        let all = *all;
        if let Some(parent) = node.parent {
            *heads.entry(parent).or_default() += all;
        }
    }
    heads
}

/// Every node that is broken down and whose children don't sum to it, in the order of the tree.
pub fn differences(tree: &[Node]) -> Vec<Difference> {
    let mut sums: HashMap<Uuid, i64> = HashMap::new();
    for node in tree {
        if let Some(parent) = node.parent {
            let sum = sums.entry(parent).or_default();
            *sum = sum.saturating_add(node.amount);
        }
    }
    let unequal = |node: &Node| {
        let sum = *sums.get(&node.id)?;
        (sum != node.amount).then_some(Difference {
            node: node.id,
            amount: node.amount,
            sum,
        })
    };
    tree.iter().filter_map(unequal).collect()
}

/// The tree with new amounts for some of its nodes, proved as a whole; or the first thing that is wrong with it.
pub fn revised(tree: &[Node], changes: &[(Uuid, i64)]) -> Result<Vec<Node>, Wrong> {
    let mut amounts = HashMap::new();
    for (id, amount) in changes {
        if !(0..=MOST).contains(amount) {
            return Err(Wrong::Range(*id));
        }
        if amounts.insert(*id, *amount).is_some() {
            return Err(Wrong::Twice(*id));
        }
    }
    let mut new = tree.to_vec();
    for node in &mut new {
        if let Some(amount) = amounts.remove(&node.id) {
            node.amount = amount;
        }
    }
    if let Some((id, _)) = changes.iter().find(|(id, _)| amounts.contains_key(id)) {
        return Err(Wrong::Unknown(*id));
    }
    match differences(&new).first() {
        Some(difference) => Err(Wrong::Sum(*difference)),
        None => Ok(new),
    }
}

#[cfg(test)]
#[path = "logic_tests.rs"]
mod tests;
