//! The one place where tests read the clock.

use chrono::{DateTime, Duration, NaiveDate, Utc};

#[expect(clippy::disallowed_methods, reason = "the tests' own clock")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// RFC 3339 instant so many seconds from now.
pub fn in_seconds(seconds: i64) -> String {
    (now() + Duration::seconds(seconds)).to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// `YYYY-MM-DD`, so many days from today.
pub fn in_days(days: i64) -> String {
    date(days).to_string()
}

/// So many days from today where the tests' department is: in Taipei, eight hours ahead of UTC.
pub fn date(days: i64) -> NaiveDate {
    (now() + Duration::hours(8) + Duration::days(days)).date_naive()
}
