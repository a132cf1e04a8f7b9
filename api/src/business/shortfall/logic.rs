//! When a period is looked at, and who fell short in it.

use chrono::{Duration, NaiveDate};

/// Days that the last figures may take to arrive.
const ARRIVAL: i64 = 3;

/// The last day that a period may end on to be looked at today.
pub fn over_by(today: NaiveDate) -> NaiveDate {
    today - Duration::days(ARRIVAL)
}

/// Only teams and members are coached; where nothing was asked for nobody falls short.
pub fn falls_short(level: &str, amount: i64, actual: i64) -> bool {
    matches!(level, "team" | "member") && actual < amount
}

/// A node's place in the organization, by which a shortfall is known however often its target is revised.
pub fn place(team: Option<uuid::Uuid>, owner: Option<uuid::Uuid>) -> String {
    let text = |id: Option<uuid::Uuid>| id.map_or_else(String::new, |id| id.to_string());
    format!("{}/{}", text(team), text(owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_looked_at_once_its_last_figures_had_time_to_arrive() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(over_by(day("2026-12-03")), day("2026-11-30"));
        assert!(over_by(day("2026-12-02")) < day("2026-11-30"));
    }

    #[test]
    fn whoever_reaches_the_target_or_had_none_doesnt_fall_short() {
        assert!(falls_short("member", 10, 9) && falls_short("team", 10, -1));
        assert!(!falls_short("member", 10, 10) && !falls_short("member", 0, 0));
        assert!(!falls_short("area", 10, 0) && !falls_short("department", 10, 0));
    }
}
