//! The one clock of the product. Everything else is handed the time, so that logic stays a function of its inputs.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

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

/// Time-ordered id (UUIDv7: milliseconds, 12 bits of their fraction, 62 random bits). Ids of one process ascend in the order
/// they were made.
pub fn new_id() -> Uuid {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let micros = now().timestamp_micros().max(0) as u64;
    let at = ((micros / 1000) << 12) | ((micros % 1000) * 4096 / 1000);
    let next = |last: u64| at.max(last + 1);
    let stamp = LAST
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
            Some(next(last))
        })
        .map_or(at, next);
    let high = ((stamp >> 12) << 16) | (7 << 12) | (stamp & 0xfff);
    Uuid::from_u64_pair(high, (0b10 << 62) | (random_bits() >> 2))
}

/// Random bits from the operating system, fetched for many ids at once: a system call for each would cost more than the id.
fn random_bits() -> u64 {
    thread_local! {
        static POOL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    POOL.with_borrow_mut(|pool| {
        if pool.len() < 8 {
            *pool = crate::secrets::random(512);
        }
        let rest = pool.len().saturating_sub(8);
        pool.drain(rest..)
            .fold(0, |bits, byte| (bits << 8) | u64::from(byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_and_differ_also_across_threads() {
        let make = || (0..1000).map(|_| new_id()).collect::<Vec<_>>();
        let mut all = make();
        assert!(all.is_sorted());
        assert!(all.iter().all(|id| id.get_version_num() == 7));
        assert!(
            all.iter()
                .all(|id| id.get_variant() == uuid::Variant::RFC4122)
        );
        all.extend(std::thread::scope(|s| {
            let threads = [s.spawn(make), s.spawn(make)];
            threads.map(|t| t.join().unwrap()).concat()
        }));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 3000);
    }

    #[test]
    fn an_id_says_when_it_was_made() {
        let (before, id) = (now().timestamp_millis(), new_id());
        let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
        let made = (seconds * 1000) as i64 + i64::from(nanos / 1_000_000);
        assert!((before..before + 1000).contains(&made));
    }
}
