//! Service accounts: API keys with a set of actions and one reach, given by the manager. A key's rights are the intersection of
//! what it was given and what its owner still has.

mod routes;
mod store;

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::actor::KeyGrant;
use crate::app::App;
use crate::db::schema::{api_keys, calendar_feeds};
use crate::db::types::{g, t};
use crate::secrets::token;

pub use routes::mount;
pub use store::scope_exists;

pub const PREFIX: &str = "szk_";

/// `szk_` + 43 characters of secret + 6 of checksum, so that a typo is told without asking the database and scanners can
/// recognise a leaked key.
pub fn new_secret() -> String {
    secret(PREFIX)
}

/// The same shape under another prefix: for calendar feeds.
pub fn secret(prefix: &str) -> String {
    let body = token(32);
    let sum = checksum(&body);
    format!("{prefix}{body}{sum}")
}

pub fn well_formed(key: &str, prefix: &str) -> bool {
    let Some(rest) = key.strip_prefix(prefix) else {
        return false;
    };
    rest.is_ascii() && rest.len() == 49 && checksum(&rest[..43]) == rest[43..]
}

fn checksum(body: &str) -> String {
    blake3::hash(body.as_bytes()).to_hex()[..6].to_owned()
}

/// When each key was last written as used; the row is touched at most every five minutes.
#[derive(Default)]
pub struct Uses(Mutex<HashMap<Uuid, DateTime<Utc>>>);

pub fn seen(app: &actix_web::web::Data<App>, grant: &KeyGrant, now: DateTime<Utc>) {
    let (key, feed) = (grant.id, grant.feed);
    {
        let Ok(mut uses) = app.key_uses.0.lock() else {
            return;
        };
        if uses
            .get(&key)
            .is_some_and(|last| now - *last < Duration::minutes(5))
        {
            return;
        }
        uses.insert(key, now);
    }
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let touched = app
            .db
            .write(move |tx| {
                if feed {
                    diesel::update(calendar_feeds::table.find(g(key)))
                        .set(calendar_feeds::last_used_at.eq(t(now)))
                        .execute(tx.conn)?;
                } else {
                    diesel::update(api_keys::table.find(g(key)))
                        .set(api_keys::last_used_at.eq(t(now)))
                        .execute(tx.conn)?;
                }
                Ok(())
            })
            .await;
        if let Err(error) = touched {
            tracing::warn!(%error, "last use of an API key not noted");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_in_a_key_is_told_by_its_checksum() {
        let key = new_secret();
        assert!(well_formed(&key, PREFIX) && !well_formed(&key, "szf_"));
        let typo = format!(
            "{}{}",
            &key[..key.len() - 1],
            if key.ends_with('0') { '1' } else { '0' }
        );
        assert!(!well_formed(&typo, PREFIX));
        assert!(!well_formed("szk_", PREFIX));
    }
}
