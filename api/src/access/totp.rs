//! One-time codes (RFC 6238: SHA-1, six digits, 30 seconds) as a second factor. The secret is kept encrypted; a code counts once.

use actix_web::{HttpResponse, delete, post};
use chrono::{DateTime, Utc};
use contract::Code;
use contract::access::tag;
use contract::me::{TotpConfirmation, TotpEnrolment, TotpSecret};
use diesel::prelude::*;
use hmac::{KeyInit, Mac};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{Can, session, throttle};
use crate::db::Tx;
use crate::db::schema::credentials;
use crate::db::types::{g, t};
use crate::engine::record::{Acting, Record};
use crate::http::answer::Plain;
use crate::http::body::Body;
use crate::problem::{Answer, Refusal};
use crate::secrets::{Secrets, random};

const PERIOD: i64 = 30;
const SEALED: &str = "totp secrets";

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(create_totp_secret)
        .service(confirm_totp)
        .service(delete_totp);
}

#[utoipa::path(tag = "auth", operation_id = "create_totp_secret", summary = "A new one-time-code secret; counts once confirmed",
    request_body = TotpEnrolment,
    responses((status = 200, description = "The secret, shown once", body = TotpSecret)), extensions(("x-action" = json!("profile_update"))))]
#[post("/totp")]
async fn create_totp_secret(
    can: Can<tag::ProfileUpdate>,
    body: Body<TotpEnrolment>,
) -> Answer<Plain<TotpSecret>> {
    let (me, keys) = session::reauthenticate(&can, body.value.current_password).await?;
    let secret = random(20);
    let base32 = base32(&secret);
    let label = can.grant.actor.number.clone();
    let sealed = can.app.secrets.seal(SEALED, &secret)?;
    let app = can.app.clone();
    app.db
        .write(move |tx| {
            throttle::succeeded(tx, &keys)?;
            // A confirmed secret keeps counting until the new one is confirmed.
            diesel::update(credentials::table.find(g(me)))
                .set(credentials::totp_pending.eq(&sealed))
                .execute(tx.conn)?;
            Ok(())
        })
        .await?;
    let otpauth_url = format!(
        "otpauth://totp/Shouzhan:{label}?secret={base32}&issuer=Shouzhan&period={PERIOD}&digits=6"
    );
    Ok(Plain(TotpSecret {
        secret: base32,
        otpauth_url,
    }))
}

#[utoipa::path(tag = "auth", operation_id = "confirm_totp", summary = "Switch one-time codes on by showing one",
    request_body = TotpConfirmation,
    responses((status = 204, description = "One-time codes are on")), extensions(("x-action" = json!("profile_update"))))]
#[post("/totp/confirmations")]
async fn confirm_totp(
    can: Can<tag::ProfileUpdate>,
    body: Body<TotpConfirmation>,
) -> Answer<HttpResponse> {
    let (me, now) = (person_of(&can)?, can.grant.acting.now);
    let sealed: Option<Option<Vec<u8>>> = can
        .app
        .db
        .point(move |c| {
            let pending = credentials::table
                .find(g(me))
                .select(credentials::totp_pending);
            Ok(pending.first(c).optional()?)
        })
        .await?;
    let sealed = sealed
        .flatten()
        .ok_or_else(|| Refusal::new(Code::Conflict))?;
    // None of the new secret's codes has counted yet, whenever one of an earlier secret did.
    let step = step_of(&can.app.secrets, &sealed, &body.value.code, now, 0)
        .ok_or_else(|| Refusal::new(Code::Invalid).field("/code", "bad_totp", ""))?;
    can.remove(move |tx, grant| {
        diesel::update(credentials::table.find(g(me)))
            .set((
                credentials::totp_secret.eq(&sealed),
                credentials::totp_pending.eq(None::<Vec<u8>>),
                credentials::totp_confirmed_at.eq(t(now)),
                credentials::totp_step.eq(step),
            ))
            .execute(tx.conn)?;
        Record::new("totp.enabled", "employee", me, &grant.actor.name)
            .owner(Some(me))
            .notify([me])
            .tell_actor()
            .write(tx, &grant.acting);
        Ok(())
    })
    .await
}

#[utoipa::path(tag = "auth", operation_id = "delete_totp", summary = "Switch one-time codes off", request_body = TotpEnrolment,
    responses((status = 204, description = "One-time codes are off")), extensions(("x-action" = json!("profile_update"))))]
#[delete("/totp")]
async fn delete_totp(
    can: Can<tag::ProfileUpdate>,
    body: Body<TotpEnrolment>,
) -> Answer<HttpResponse> {
    let (me, keys) = session::reauthenticate(&can, body.value.current_password).await?;
    can.remove(move |tx, grant| {
        throttle::succeeded(tx, &keys)?;
        switch_off(tx, &grant.acting, me, &grant.actor.name)
    })
    .await
}

/// Not reach-checked: the caller is the person, or sits at the server.
pub fn switch_off(tx: &mut Tx, acting: &Acting, employee: Uuid, name: &str) -> Answer<()> {
    diesel::update(credentials::table.find(g(employee)))
        .set((
            credentials::totp_secret.eq(None::<Vec<u8>>),
            credentials::totp_pending.eq(None::<Vec<u8>>),
            credentials::totp_confirmed_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    Record::new("totp.disabled", "employee", employee, name)
        .owner(Some(employee))
        .notify([employee])
        .tell_actor()
        .write(tx, acting);
    Ok(())
}

/// A second factor belongs to a person; a key has none.
fn person_of(can: &Can<tag::ProfileUpdate>) -> Answer<Uuid> {
    match &can.grant.actor.key {
        Some(_) => Err(Refusal::new(Code::KeyForbidden)),
        None => Ok(can.grant.me()),
    }
}

/// The time step a code belongs to, if it fits now (one step of tolerance) and is newer than the last one taken.
pub fn step_of(
    secrets: &Secrets,
    sealed: &[u8],
    code: &str,
    now: DateTime<Utc>,
    last: i64,
) -> Option<i64> {
    let secret = secrets.open(SEALED, sealed)?;
    let current = now.timestamp() / PERIOD;
    (current - 1..=current + 1)
        .find(|step| *step > last && code_at(&secret, *step).as_deref() == Some(code))
}

fn code_at(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = hmac::Hmac::<sha1::Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let part: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!(
        "{:06}",
        (u32::from_be_bytes(part) & 0x7fff_ffff) % 1_000_000
    ))
}

fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let mut block = [0_u8; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(block);
        for n in 0..(chunk.len() * 8).div_ceil(5) {
            out.push(char::from(ALPHABET[(bits >> (35 - 5 * n)) as usize & 31]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_match_rfc_6238() {
        // Appendix B, SHA-1, last six of eight digits.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000_i64, "353130"),
        ] {
            assert_eq!(
                code_at(b"12345678901234567890", time / PERIOD).unwrap(),
                code
            );
        }
    }

    #[test]
    fn base32_matches_rfc_4648() {
        for (plain, text) in [("f", "MY"), ("fo", "MZXQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(plain.as_bytes()), text);
        }
    }

    #[test]
    fn a_sealed_secret_opens_only_unchanged() {
        let secrets = Secrets::from_text("0123456789abcdef0123456789abcdef").unwrap();
        let mut sealed = secrets.seal(SEALED, b"secret").unwrap();
        assert_eq!(secrets.open(SEALED, &sealed).unwrap(), b"secret");
        sealed[30] ^= 1;
        assert!(secrets.open(SEALED, &sealed).is_none());
    }
}
