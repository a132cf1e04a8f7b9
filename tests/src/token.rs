//! Making access tokens by hand, true and forged, with the run's own secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Header and claims of a token, unverified.
pub fn parts(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|p| {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(p).unwrap_or_default()).unwrap_or_default()
    });
    (parts.next().unwrap(), parts.next().unwrap())
}

fn signed_text(header: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    )
}

/// Signed with the server's true key (derived from the secret's line as the server derives it).
pub fn sign(secret_line: &str, header: &Value, claims: &Value) -> String {
    let seed = blake3::derive_key("shouzhan 2026 token signing", secret_line.trim().as_bytes());
    let text = signed_text(header, claims);
    let signature = SigningKey::from_bytes(&seed).sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// Without a signature (`alg: none`).
pub fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.", signed_text(header, claims))
}

/// With an HMAC over any key: the algorithm confusion.
pub fn hmac(key: &[u8], header: &Value, claims: &Value) -> String {
    let text = signed_text(header, claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    format!(
        "{text}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}
