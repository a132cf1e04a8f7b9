//! The one clock of the product. Everything else is handed the time, so that logic stays a function of its inputs.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Tz;

/// Now, truncated to the microseconds that both databases keep.
#[allow(clippy::disallowed_methods)]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// The local date in an IANA zone; an unknown zone counts as UTC (settings refuse one).
pub fn local_date(at: DateTime<Utc>, zone: &str) -> NaiveDate {
    local(at, zone).date()
}

/// What clocks on the wall show in an IANA zone.
pub fn local(at: DateTime<Utc>, zone: &str) -> NaiveDateTime {
    match zone.parse::<Tz>() {
        Ok(tz) => at.with_timezone(&tz).naive_local(),
        Err(_) => at.naive_utc(),
    }
}

/// Time-ordered id.
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
