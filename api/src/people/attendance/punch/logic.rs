//! Pure rules of when a punch can have been, and how files write it.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;

/// Clocks run a little ahead of each other.
const AHEAD: Duration = Duration::minutes(5);
/// How far back a time clock may deliver.
pub const BACK: Duration = Duration::days(92);

pub fn future(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at > now + AHEAD
}

/// Can a time clock deliver this one now?
pub fn deliverable(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    !future(at, now) && at >= now - BACK
}

/// An instant as files write it: RFC 3339, or local time `YYYY-MM-DD HH:MM[:SS]`. A local time that the clock skipped is none; of
/// one that came twice the first is meant.
pub fn instant(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc().trunc_subsecs(6));
    }
    let text = text.replace('T', " ").replace('/', "-");
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M"))
        .ok()?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        LocalResult::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_as_files_write_them() {
        let taipei = Tz::Asia__Taipei;
        for (text, wanted) in [
            ("2026-11-18T09:00:00+08:00", "2026-11-18 01:00:00"),
            ("2026-11-18T01:00:00Z", "2026-11-18 01:00:00"),
            ("2026-11-18 09:00", "2026-11-18 01:00:00"),
            ("2026/11/18 09:00:07", "2026-11-18 01:00:07"),
            ("2026-11-18T09:00", "2026-11-18 01:00:00"),
        ] {
            let got = instant(text, taipei).map(|t| t.format("%F %T").to_string());
            assert_eq!(got.as_deref(), Some(wanted), "{text}");
        }
        for text in ["", "09:00", "2026-02-30 09:00", "yesterday", "2026-11-18"] {
            assert_eq!(instant(text, taipei), None, "{text}");
        }
        assert_eq!(
            instant("2026-03-29 02:30", Tz::Europe__Berlin),
            None,
            "skipped"
        );
        let first = instant("2026-10-25 02:30", Tz::Europe__Berlin);
        assert_eq!(
            first.map(|t| t.format("%T").to_string()).as_deref(),
            Some("00:30:00")
        );
    }

    #[test]
    fn neither_tomorrows_nor_last_seasons_punches_are_delivered() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        assert!(deliverable(now + Duration::minutes(4), now));
        assert!(!deliverable(now + Duration::minutes(6), now));
        assert!(deliverable(now - Duration::days(92), now));
        assert!(!deliverable(now - Duration::days(93), now));
    }
}
