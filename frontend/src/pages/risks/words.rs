//! How likely and how bad, as people read it.

use contract::risk::RiskState;

use crate::tr;

pub fn likelihood(n: i64) -> &'static str {
    match n {
        1 => tr!(risks.l1),
        2 => tr!(risks.l2),
        3 => tr!(risks.l3),
        4 => tr!(risks.l4),
        _ => tr!(risks.l5),
    }
}

pub fn impact(n: i64) -> &'static str {
    match n {
        1 => tr!(risks.i1),
        2 => tr!(risks.i2),
        3 => tr!(risks.i3),
        4 => tr!(risks.i4),
        _ => tr!(risks.i5),
    }
}

pub fn levels(word: fn(i64) -> &'static str) -> Vec<(String, String)> {
    (1..=5)
        .map(|n| (n.to_string(), word(n).to_owned()))
        .collect()
}

pub fn state(state: RiskState) -> (&'static str, &'static str) {
    match state {
        RiskState::Open => (tr!(risks.open), "info"),
        RiskState::Closed => (tr!(risks.closed), ""),
    }
}

/// Colour of a score: from 15 on grave, from 8 on to be watched.
pub fn tone(score: i64) -> &'static str {
    match score {
        15.. => "bad",
        8.. => "warn",
        _ => "good",
    }
}
