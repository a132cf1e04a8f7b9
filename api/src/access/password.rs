//! Passwords: Argon2id, off the request threads, few at a time (each takes 19 MiB), and a dummy verification for unknown
//! users so that timing doesn't tell who exists.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use contract::Code;
use tokio::sync::Semaphore;

use crate::problem::{Answer, Refusal, internal};

static SEATS: Semaphore = Semaphore::const_new(2);
static DUMMY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("a password nobody has").ok());

/// PHC string of a password.
pub fn hash_now(password: &str) -> Answer<String> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(internal)?;
    Ok(hash.to_string())
}

pub async fn hash(password: String) -> Answer<String> {
    let _seat = seat().await?;
    actix_web::web::block(move || hash_now(&password))
        .await
        .map_err(internal)?
}

/// True if the password fits. Without a stored hash the same work is done in vain.
pub async fn verify(password: String, stored: Option<String>) -> Answer<bool> {
    let _seat = seat().await?;
    actix_web::web::block(move || {
        let known = stored.is_some();
        let Some(phc) = stored.or_else(|| DUMMY.clone()) else {
            return Ok(false);
        };
        let parsed = PasswordHash::new(&phc).map_err(internal)?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
            && known)
    })
    .await
    .map_err(internal)?
}

async fn seat() -> Answer<tokio::sync::SemaphorePermit<'static>> {
    match tokio::time::timeout(std::time::Duration::from_secs(3), SEATS.acquire()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Refusal::new(Code::Busy)),
    }
}
