//! Slowing down guessers: failures per login and per address, kept in the database so that every instance counts alike.

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::throttles;
use crate::db::types::t;
use crate::problem::{Answer, Refusal};

/// Failures that are free before waiting begins: for one login from one address, for a login from anywhere (somebody else's
/// guessing shouldn't lock its owner out soon), for one address (an office shares one).
const FREE: [i64; 3] = [5, 25, 200];
const FORGET_AFTER: Duration = Duration::hours(1);

#[derive(Debug, Clone)]
pub struct Keys([String; 3]);

impl Keys {
    pub fn new(purpose: &str, login: &str, address: &str) -> Keys {
        let login = login.to_lowercase();
        Keys([
            format!("{purpose}:{login}@{address}"),
            format!("{purpose}:{login}"),
            format!("{purpose}@{address}"),
        ])
    }
}

/// Seconds to wait after so many failures: doubling from one second, at most fifteen minutes.
fn wait(failures: i64, free: i64) -> i64 {
    match failures - free {
        over if over < 0 => 0,
        over => (1_i64 << over.min(10)).min(900),
    }
}

/// 429 while either key is blocked.
pub async fn check(db: &Db, keys: Keys, now: DateTime<Utc>) -> Answer<()> {
    let until: Option<DateTime<Utc>> = db
        .point(move |c| {
            let blocked: Vec<Option<DateTime<Utc>>> = throttles::table
                .filter(throttles::key.eq_any(keys.0))
                .filter(throttles::blocked_until.gt(t(now)))
                .select(throttles::blocked_until)
                .load(c)?;
            Ok(blocked.into_iter().flatten().max())
        })
        .await?;
    match until {
        Some(until) => Err(Refusal::new(Code::TooManyAttempts)
            .retry_after((until - now).num_seconds().max(0) as u64 + 1)),
        None => Ok(()),
    }
}

pub async fn failed(db: &Db, keys: Keys, now: DateTime<Utc>) -> Answer<()> {
    db.write(move |tx| {
        for (key, free) in keys.0.iter().zip(FREE) {
            let known: Option<(i64, DateTime<Utc>)> = throttles::table
                .find(key)
                .select((throttles::failures, throttles::last_failure_at))
                .first(tx.conn)
                .optional()?;
            let failures = match known {
                Some((n, last)) if now - last < FORGET_AFTER => n + 1,
                _ => 1,
            };
            let seconds = wait(failures, free);
            let blocked = (seconds > 0).then(|| now + Duration::seconds(seconds));
            let values = (
                throttles::failures.eq(failures),
                throttles::last_failure_at.eq(t(now)),
                throttles::blocked_until.eq(t(blocked)),
            );
            if known.is_some() {
                diesel::update(throttles::table.find(key))
                    .set(values)
                    .execute(tx.conn)?;
            } else {
                diesel::insert_into(throttles::table)
                    .values((throttles::key.eq(key), values))
                    .execute(tx.conn)?;
            }
        }
        Ok(())
    })
    .await
}

/// A success clears what the person themselves may have mistyped; the other counts stay.
pub fn succeeded(tx: &mut crate::db::Tx, keys: &Keys) -> Answer<()> {
    diesel::delete(throttles::table.find(&keys.0[0])).execute(tx.conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_starts_after_the_free_tries_and_is_bounded() {
        assert_eq!(wait(4, 5), 0);
        assert_eq!(wait(5, 5), 1);
        assert_eq!(wait(8, 5), 8);
        assert_eq!(wait(500, 5), 900);
    }
}
