//! The one clock of the product. Everything else is handed the time, so that logic stays a function of its inputs.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use chrono_tz::Tz;

/// Now, truncated to the microseconds that both databases keep.
#[allow(clippy::disallowed_methods)]
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// The local date in an IANA zone; an unknown zone counts as UTC (settings refuse one).
pub fn local_date(at: DateTime<Utc>, zone: &str) -> NaiveDate {
    match zone.parse::<Tz>() {
        Ok(tz) => at.with_timezone(&tz).date_naive(),
        Err(_) => at.date_naive(),
    }
}

/// Time-ordered id.
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
