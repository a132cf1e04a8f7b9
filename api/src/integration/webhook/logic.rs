//! What a delivery carries, and what follows from its answer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use contract::webhook::DeliveryError;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// The secret as its owner sees it.
pub fn secret_text(key: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(key))
}

/// `webhook-signature`: one `v1,…` for each key, over id, timestamp and body.
pub fn signatures(keys: &[Vec<u8>], id: &str, timestamp: i64, body: &str) -> String {
    let signed = format!("{id}.{timestamp}.{body}");
    let one = |key: &Vec<u8>| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(signed.as_bytes());
        Some(format!(
            "v1,{}",
            STANDARD.encode(mac.finalize().into_bytes())
        ))
    };
    keys.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// What came of one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The status, and how long the other side asks to be left alone.
    Status(u16, Option<u32>),
    Failed(DeliveryError),
}

/// What becomes of the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Delivered,
    Again(DateTime<Utc>),
    Dead,
    /// Dead, and the webhook is over: the other side wants no more.
    Gone,
}

/// `tries` that were made, this one included; `waits` before each further one, in seconds. `spread` (0–255) keeps deliveries that
/// failed together from coming back together: up to a tenth longer.
pub fn verdict(
    outcome: Outcome,
    tries: i64,
    waits: &[u32],
    now: DateTime<Utc>,
    spread: u8,
) -> Verdict {
    let asked = match outcome {
        Outcome::Status(200..=299, _) => return Verdict::Delivered,
        Outcome::Status(410, _) => return Verdict::Gone,
        // Nobody can send what its owner may no longer see.
        Outcome::Failed(DeliveryError::Owner) => return Verdict::Dead,
        Outcome::Status(_, asked) => asked.unwrap_or(0),
        Outcome::Failed(_) => 0,
    };
    let wait = usize::try_from(tries - 1).ok().and_then(|n| waits.get(n));
    let Some(wait) = wait else {
        return Verdict::Dead;
    };
    let wait = i64::from(*wait) * 1000;
    let wait = wait + wait / 10 * i64::from(spread) / 255;
    // A polite wish counts up to a day.
    let asked = i64::from(asked.min(86_400)) * 1000;
    Verdict::Again(now + Duration::milliseconds(wait.max(asked)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_ANSWER: Outcome = Outcome::Failed(DeliveryError::Timeout);

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn signatures_match_the_example_of_standard_webhooks() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signatures(
            &[key],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn while_a_secret_is_exchanged_both_sign() {
        let signed = signatures(&[vec![1], vec![2]], "id", 1, "{}");
        let (new, old) = signed.split_once(' ').unwrap();
        assert!(new.starts_with("v1,") && old.starts_with("v1,") && new != old);
    }

    #[test]
    fn a_delivery_is_tried_as_often_as_there_are_waits_and_once_more() {
        let waits = [5, 300];
        assert_eq!(
            verdict(NO_ANSWER, 1, &waits, at(0), 0),
            Verdict::Again(at(5))
        );
        assert_eq!(
            verdict(NO_ANSWER, 2, &waits, at(0), 0),
            Verdict::Again(at(300))
        );
        assert_eq!(verdict(NO_ANSWER, 3, &waits, at(0), 0), Verdict::Dead);
        assert_eq!(verdict(NO_ANSWER, 1, &[], at(0), 0), Verdict::Dead);
        assert_eq!(
            verdict(NO_ANSWER, 2, &waits, at(0), 255),
            Verdict::Again(at(330))
        );
    }

    #[test]
    fn only_2xx_is_an_arrival_and_410_is_the_end() {
        assert_eq!(
            verdict(Outcome::Status(204, None), 9, &[], at(0), 0),
            Verdict::Delivered
        );
        assert_eq!(
            verdict(Outcome::Status(301, None), 1, &[7], at(0), 0),
            Verdict::Again(at(7))
        );
        assert_eq!(
            verdict(Outcome::Status(410, None), 1, &[7], at(0), 0),
            Verdict::Gone
        );
        let owner = Outcome::Failed(DeliveryError::Owner);
        assert_eq!(verdict(owner, 1, &[7], at(0), 0), Verdict::Dead);
    }

    #[test]
    fn a_wish_to_be_left_alone_is_kept_up_to_a_day() {
        let busy = |s| Outcome::Status(429, Some(s));
        assert_eq!(verdict(busy(60), 1, &[5], at(0), 0), Verdict::Again(at(60)));
        assert_eq!(verdict(busy(1), 1, &[5], at(0), 0), Verdict::Again(at(5)));
        assert_eq!(
            verdict(busy(u32::MAX), 1, &[5], at(0), 0),
            Verdict::Again(at(86_400))
        );
    }
}
