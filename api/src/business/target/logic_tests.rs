use proptest::prelude::*;

use super::*;

fn id(n: usize) -> Uuid {
    Uuid::from_u128(n as u128 + 1)
}

fn weighted(weights: &[i64]) -> Vec<(Uuid, i64)> {
    weights
        .iter()
        .enumerate()
        .map(|(n, w)| (id(n), *w))
        .collect()
}

/// A department of two areas and a team of no area; each team with two members, each level split from the one above.
fn tree(total: i64) -> Vec<Node> {
    let node = |n: usize, parent: Option<usize>| Node {
        id: id(n),
        parent: parent.map(id),
        amount: total,
    };
    let mut tree = vec![
        node(0, None),
        node(1, Some(0)),
        node(2, Some(0)),
        node(3, Some(0)),
    ];
    tree.extend([node(4, Some(1)), node(5, Some(1)), node(6, Some(2))]);
    for team in [3, 4, 5, 6] {
        tree.extend([node(team * 10, Some(team)), node(team * 10 + 1, Some(team))]);
    }
    for parent in 0..7 {
        broken_down(&mut tree, id(parent), &[]);
    }
    tree
}

/// Splits a node's amount over its children by the weights, which are repeated as needed.
fn broken_down(tree: &mut [Node], parent: Uuid, weights: &[i64]) {
    let amount = tree.iter().find(|n| n.id == parent).map_or(0, |n| n.amount);
    let children = tree
        .iter()
        .filter(|n| n.parent == Some(parent))
        .map(|n| n.id);
    let mut next = weights.iter().cycle();
    let parts: Vec<_> = children
        .map(|c| (c, next.next().copied().unwrap_or(1)))
        .collect();
    for (child, part) in split(amount, &parts) {
        tree.iter_mut()
            .filter(|n| n.id == child)
            .for_each(|n| n.amount = part);
    }
}

#[test]
fn what_is_left_over_goes_to_the_largest_remainders() {
    let parts = split(100, &weighted(&[1, 1, 1]));
    assert_eq!(parts.into_values().collect::<Vec<_>>(), [34, 33, 33]);
    let parts = split(10, &weighted(&[3, 3, 1]));
    assert_eq!(parts.into_values().collect::<Vec<_>>(), [4, 4, 2]);
    let parts = split(5, &weighted(&[0, 0]));
    assert_eq!(parts.into_values().collect::<Vec<_>>(), [3, 2]);
    assert!(split(5, &[]).is_empty());
}

#[test]
fn a_revision_that_doesnt_sum_names_the_node_and_both_figures() {
    let tree = tree(1000);
    let member = tree.iter().find(|n| n.id == id(30)).unwrap().amount;
    let refused = revised(&tree, &[(id(30), member + 1)]);
    let team = tree.iter().find(|n| n.id == id(3)).unwrap().amount;
    let difference = Difference {
        node: id(3),
        amount: team,
        sum: team + 1,
    };
    assert_eq!(refused, Err(Wrong::Sum(difference)));
    assert_eq!(revised(&tree, &[(id(99), 1)]), Err(Wrong::Unknown(id(99))));
    assert_eq!(revised(&tree, &[(id(30), -1)]), Err(Wrong::Range(id(30))));
    assert_eq!(
        revised(&tree, &[(id(30), 1), (id(30), 1)]),
        Err(Wrong::Twice(id(30)))
    );
}

proptest! {
    #[test]
    fn a_split_sums_exactly_whatever_the_order_and_is_less_than_a_unit_off(
        total in 0..=MOST, weights in proptest::collection::vec(0i64..=MOST, 1..40), turn in 0usize..40
    ) {
        let mut given = weighted(&weights);
        let parts = split(total, &given);
        prop_assert_eq!(parts.values().sum::<i64>(), total);
        let whole: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        for (id, weight) in &given {
            // Multiplied by the sum of weights, so that nothing is rounded here.
            let (weight, whole) = if whole == 0 { (1, weights.len() as i128) } else { (i128::from(*weight), whole) };
            let off = (i128::from(parts[id]) * whole - i128::from(total) * weight).abs();
            prop_assert!(off < whole);
        }
        let at = turn % given.len();
        given.rotate_left(at);
        prop_assert_eq!(&split(total, &given), &parts);
        given.reverse();
        prop_assert_eq!(&split(total, &given), &parts);
    }

    #[test]
    fn after_any_sequence_of_revisions_the_tree_sums_at_every_level(
        total in 0..=MOST,
        steps in proptest::collection::vec((0usize..80, 0..=MOST, 0usize..7, proptest::collection::vec(0i64..1000, 1..4), any::<bool>()), 0..30)
    ) {
        let mut tree = tree(total);
        prop_assert_eq!(differences(&tree), vec![]);
        for (single, amount, parent, weights, whole) in steps {
            let changes: Vec<(Uuid, i64)> = if whole {
                // A node's breakdown, carried down to the members.
                let mut wanted = tree.clone();
                broken_down(&mut wanted, id(parent), &weights);
                (0..7).for_each(|n| broken_down(&mut wanted, id(n), if n == parent { &weights } else { &[] }));
                wanted.iter().map(|n| (n.id, n.amount)).collect()
            } else {
                vec![(id(single), amount)]
            };
            let before = tree.clone();
            match revised(&tree, &changes) {
                Ok(new) => tree = new,
                Err(wrong) => {
                    prop_assert!(!whole, "a whole breakdown sums: {:?}", wrong);
                    let same = before.iter().any(|n| n.id == id(single) && n.amount == amount);
                    prop_assert!(!same, "a change to nothing is taken");
                }
            }
            prop_assert_eq!(differences(&tree), vec![]);
            prop_assert_eq!(tree.iter().map(|n| n.id).collect::<Vec<_>>(), before.iter().map(|n| n.id).collect::<Vec<_>>());
        }
    }

    #[test]
    fn splits_revisions_publications_and_moves_leave_every_published_tree_summing(
        total in 0..=MOST,
        steps in proptest::collection::vec((0u8..4, 0usize..4, 0usize..4, 0..=MOST, proptest::collection::vec(0i64..1000, 1..4)), 0..25)
    ) {
        const TEAMS: [usize; 4] = [3, 4, 5, 6];
        let (mut live, mut history) = (tree(total), Vec::<Vec<Node>>::new());
        let mut next = 1000;
        for (act, from, to, amount, weights) in steps {
            let (from, to) = (id(TEAMS[from]), id(TEAMS[to]));
            match act {
                // A node broken down anew by weights, as a proposal has it.
                0 => {
                    let weight = |node: Uuid| weights[node.as_u128() as usize % weights.len()];
                    let given = live.iter().find(|n| n.id == from).map_or(0, |n| n.amount);
                    let proposal: Vec<_> = carried_down(&live, from, given, weight).into_iter().collect();
                    let new = revised(&live, &proposal);
                    prop_assert!(new.is_ok(), "a proposal sums: {:?}", new);
                    live = new.unwrap();
                }
                // A single change, which is taken or leaves everything as it was.
                1 => if let Ok(new) = revised(&live, &[(from, amount)]) { live = new },
                2 => history.push(live.clone()),
                // Somebody moves: nothing is left to them in the old team, they take part in the new one.
                _ => {
                    let Some(gone) = live.iter().find(|n| n.parent == Some(from)).cloned() else { continue };
                    let mut wanted = live.clone();
                    wanted.push(Node { id: id(next), parent: Some(to), amount: 0 });
                    next += 1;
                    let weight = |node: Uuid| i64::from(node != gone.id);
                    let mut changes = BTreeMap::new();
                    for team in [from, to] {
                        let given = wanted.iter().find(|n| n.id == team).map_or(0, |n| n.amount);
                        changes.extend(carried_down(&wanted, team, given, weight));
                    }
                    let changes: Vec<_> = changes.into_iter().collect();
                    let new = revised(&wanted, &changes);
                    prop_assert!(new.is_ok(), "a move that is shared out sums: {:?}", new);
                    live = new.unwrap();
                }
            }
            for tree in history.iter().chain([&live]) {
                prop_assert_eq!(differences(tree), vec![]);
            }
        }
    }
}
