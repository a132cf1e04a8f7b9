//! What a rule comes to: the highest tier that was reached, what it gives, and how a team's share is split. Exact to the minor unit.

use contract::incentive::{IncentiveLevel, IncentiveTier};
use uuid::Uuid;

use crate::business::target::attain::logic::rate;
use crate::business::target::logic::split;

/// Basis points in the whole.
const WHOLE: i128 = 10_000;
/// No line comes to more, whatever rates and figures say; sums of lines stay far below what a number holds.
const MOST: i128 = 1_000_000_000_000;

/// A target and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Result {
    pub target: i64,
    pub actual: i64,
}

impl Result {
    /// Basis points; of nothing that was asked for nothing is reached.
    pub fn rate(self) -> i64 {
        rate(self.actual, self.target).unwrap_or(0)
    }
}

/// What somebody is to get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub employee: Uuid,
    /// What decided: their own result, or the team's.
    pub result: Result,
    pub amount: i64,
}

fn comes_to(tiers: &[IncentiveTier], cap: Option<i64>, result: Result) -> i64 {
    let rate = result.rate();
    // Tiers rise.
    let Some(tier) = tiers.iter().rev().find(|tier| tier.from_rate <= rate) else {
        return 0;
    };
    let actual = i128::from(result.actual.max(0));
    let share = actual * i128::from(tier.share) / WHOLE;
    let amount = i128::from(tier.amount) + share + actual * i128::from(tier.each);
    let most = cap.map_or(MOST, |cap| i128::from(cap).min(MOST));
    amount.min(most) as i64
}

/// Who gets what, in the order in which they were given; whoever gets nothing isn't among them.
pub fn lines(
    level: IncentiveLevel,
    (tiers, cap): (&[IncentiveTier], Option<i64>),
    team: Result,
    members: &[(Uuid, Result)],
) -> Vec<Line> {
    let own = |(employee, result): &(Uuid, Result)| Line {
        employee: *employee,
        result: *result,
        amount: comes_to(tiers, cap, *result),
    };
    let all: Vec<Line> = match level {
        IncentiveLevel::Member => members.iter().map(own).collect(),
        IncentiveLevel::Team => {
            let alike: Vec<(Uuid, i64)> = members.iter().map(|(id, _)| (*id, 1)).collect();
            let parts = split(comes_to(tiers, cap, team), &alike);
            let part = |(employee, _): &(Uuid, Result)| Line {
                employee: *employee,
                result: team,
                amount: parts.get(employee).copied().unwrap_or_default(),
            };
            members.iter().map(part).collect()
        }
    };
    all.into_iter().filter(|line| line.amount > 0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tier(from_rate: i64, amount: i64, share: i64, each: i64) -> IncentiveTier {
        IncentiveTier {
            from_rate,
            amount,
            share,
            each,
        }
    }

    fn result(target: i64, actual: i64) -> Result {
        Result { target, actual }
    }

    #[test]
    fn only_the_highest_tier_that_is_reached_counts() {
        let tiers = [tier(8000, 100, 0, 0), tier(10_000, 300, 50, 0)];
        let of = |actual| comes_to(&tiers, None, result(10_000, actual));
        assert_eq!([of(7999), of(8000), of(9999)], [0, 100, 100]);
        assert_eq!(of(10_000), 300 + 50);
        assert_eq!(comes_to(&tiers, Some(320), result(10_000, 10_000)), 320);
        assert_eq!(comes_to(&[tier(1, 0, 0, 7)], None, result(4, 5)), 35);
    }

    #[test]
    fn of_no_target_and_of_figures_taken_back_nothing_comes() {
        let tiers = [tier(1, 100, 50, 0)];
        assert_eq!(comes_to(&tiers, None, result(0, 500)), 0);
        assert_eq!(comes_to(&tiers, None, result(100, -500)), 0);
    }

    #[test]
    fn the_teams_share_is_split_alike_to_the_last_unit() {
        let people: Vec<(Uuid, Result)> = (1..=3u128)
            .map(|n| (Uuid::from_u128(n), result(0, 0)))
            .collect();
        let tiers = [tier(10_000, 100, 0, 0)];
        let found = lines(
            IncentiveLevel::Team,
            (&tiers, None),
            result(10, 10),
            &people,
        );
        let amounts: Vec<i64> = found.iter().map(|line| line.amount).collect();
        assert_eq!(amounts, [34, 33, 33]);
        assert!(found.iter().all(|line| line.result == result(10, 10)));
        let missed = lines(IncentiveLevel::Team, (&tiers, None), result(10, 9), &people);
        assert_eq!(missed, []);
    }

    proptest! {
        #[test]
        fn nothing_is_negative_above_the_cap_or_lost_in_a_split(
            from in 1i64..20_000, amount in 0i64..1_000_000_000_000, share in 0i64..=10_000, each in 0i64..1_000_000,
            cap in prop::option::of(1i64..1_000_000_000_000), target in 0i64..1_000_000_000_000_000,
            actual in -1_000_000_000_000_000i64..1_000_000_000_000_000, people in 1usize..40,
        ) {
            let tiers = [tier(from, amount, share, each)];
            let whole = comes_to(&tiers, cap, result(target, actual));
            prop_assert!(whole >= 0 && cap.is_none_or(|cap| whole <= cap));
            let members: Vec<(Uuid, Result)> = (0..people).map(|n| (Uuid::from_u128(n as u128), result(1, 1))).collect();
            let found = lines(IncentiveLevel::Team, (&tiers, cap), result(target, actual), &members);
            prop_assert_eq!(found.iter().map(|line| line.amount).sum::<i64>(), whole);
        }
    }
}
