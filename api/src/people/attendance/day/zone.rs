//! Local times as instants, across daylight saving time: total, and never running backwards.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The zone of that name; an unknown one counts as UTC (settings refuse one).
pub fn of(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// The instant so many minutes after a local midnight by the clock on the wall. A time that the clock skips is the moment it
/// skips; of a time that comes twice the first is meant.
pub fn instant(zone: Tz, date: NaiveDate, minute: i64) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let mut local = midnight
        .checked_add_signed(Duration::minutes(minute))
        .unwrap_or(midnight);
    // Zones have skipped an hour at most times, and once a whole day.
    for _ in 0..=1441 {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return at.to_utc(),
            LocalResult::None => local += Duration::minutes(1),
        }
    }
    midnight.and_utc()
}

/// Whole minutes from one instant to another, rounded down.
pub fn minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_seconds().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: Tz, date: &str, minute: i64) -> String {
        instant(zone, date.parse().unwrap(), minute)
            .format("%dT%H:%M")
            .to_string()
    }

    #[test]
    fn clocks_that_skip_and_clocks_that_repeat() {
        let (york, berlin) = (Tz::America__New_York, Tz::Europe__Berlin);
        assert_eq!(at(york, "2026-03-08", 90), "08T06:30");
        assert_eq!(
            at(york, "2026-03-08", 150),
            "08T07:00",
            "02:30 doesn't exist"
        );
        assert_eq!(at(york, "2026-03-08", 180), "08T07:00");
        assert_eq!(at(york, "2026-11-01", 90), "01T05:30", "the first 01:30");
        assert_eq!(at(york, "2026-11-01", 150), "01T07:30");
        assert_eq!(at(berlin, "2026-03-29", 150), "29T01:00");
        assert_eq!(at(berlin, "2026-10-25", 150), "25T00:30");
        assert_eq!(
            at(Tz::Asia__Taipei, "2028-02-28", 1440 + 60),
            "28T17:00",
            "29 February, one o'clock"
        );
        assert_eq!(
            at(Tz::Pacific__Apia, "2011-12-30", 540),
            "30T10:00",
            "a day that never was"
        );
    }

    #[test]
    fn later_on_the_wall_is_never_earlier_in_time() {
        for zone in [
            Tz::America__New_York,
            Tz::Europe__Berlin,
            Tz::Pacific__Apia,
            Tz::America__Sao_Paulo,
            Tz::Australia__Lord_Howe,
        ] {
            for date in [
                "2026-03-08",
                "2026-11-01",
                "2026-03-29",
                "2026-10-25",
                "2011-12-29",
                "2018-11-04",
                "2026-04-05",
                "2026-10-04",
            ] {
                let date = date.parse().unwrap();
                let all: Vec<_> = (-60..3000).map(|m| instant(zone, date, m)).collect();
                assert!(all.is_sorted(), "{zone} {date}");
            }
        }
    }
}
