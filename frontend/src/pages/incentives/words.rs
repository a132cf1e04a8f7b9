//! States, tiers and amounts of incentives as people read them.

use contract::incentive::{IncentiveLevel, IncentiveState, IncentiveTier};

use crate::pages::targets::words::amount;
use crate::tr;

pub fn state(state: IncentiveState) -> (&'static str, &'static str) {
    match state {
        IncentiveState::Draft => (tr!(incentives.draft), "warn"),
        IncentiveState::Submitted => (tr!(incentives.submitted), "info"),
        IncentiveState::Returned => (tr!(incentives.returned), "warn"),
        IncentiveState::Granted => (tr!(incentives.granted), "good"),
        IncentiveState::Refused => (tr!(incentives.refused), "bad"),
        IncentiveState::Dismissed => (tr!(incentives.dismissed), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    [
        ("draft", IncentiveState::Draft),
        ("submitted", IncentiveState::Submitted),
        ("returned", IncentiveState::Returned),
        ("granted", IncentiveState::Granted),
        ("refused", IncentiveState::Refused),
        ("dismissed", IncentiveState::Dismissed),
    ]
    .map(|(key, one)| (key.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

pub fn level(level: IncentiveLevel) -> &'static str {
    match level {
        IncentiveLevel::Member => tr!(incentives.of_member),
        IncentiveLevel::Team => tr!(incentives.of_team),
    }
}

/// `from 100.0%: TWD 5,000 + 0.5% of the actual`.
pub fn tier(one: &IncentiveTier, currency: &str) -> String {
    let from = tr!(incentives.tier_from, rate = hundredths(one.from_rate)).to_string();
    let mut gives = Vec::new();
    if one.amount > 0 {
        gives.push(amount(one.amount, Some(currency)));
    }
    if one.share > 0 {
        gives.push(tr!(incentives.tier_share, share = hundredths(one.share)).to_string());
    }
    if one.each > 0 {
        gives.push(
            tr!(
                incentives.tier_each,
                amount = amount(one.each, Some(currency))
            )
            .to_string(),
        );
    }
    format!("{from}: {}", gives.join(" + "))
}

/// `0.5%` of basis points, as many places as it needs.
fn hundredths(points: i64) -> String {
    match points % 100 {
        0 => format!("{}%", points / 100),
        rest if rest % 10 == 0 => format!("{}.{}%", points / 100, rest / 10),
        rest => format!("{}.{rest:02}%", points / 100),
    }
}

/// All tiers and the cap, a line each.
pub fn terms(tiers: &[IncentiveTier], cap: Option<i64>, currency: &str) -> Vec<String> {
    let mut lines: Vec<String> = tiers.iter().map(|one| tier(one, currency)).collect();
    let most =
        cap.map(|cap| tr!(incentives.most, amount = amount(cap, Some(currency))).to_string());
    lines.extend(most);
    lines
}
