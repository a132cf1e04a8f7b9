//! Phone and identity number at rest: sealed with a key of the configured secret, found by a keyed hash.
//!
//! A new first line of the secret file seals what is written from then on; further lines still open what they sealed, and the last
//! one keeps the hashes the same. So a line may only be taken away when everything it sealed has been written anew.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use crate::problem::{Answer, internal};
use crate::secrets::{Secrets, random};

const NONCE: usize = 24;

/// Which value is meant; a sealed phone can't be passed off as an identity number, nor as another customer's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Phone,
    Identity,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Phone => "phone",
            Kind::Identity => "identity",
        }
    }

    fn bound_to(self, id: Uuid) -> Vec<u8> {
        [id.as_bytes(), self.name().as_bytes()].concat()
    }
}

#[derive(Clone)]
pub struct Vault {
    /// The current one first.
    keys: Vec<[u8; 32]>,
    index: [u8; 32],
}

impl Vault {
    pub fn of(secrets: &Secrets) -> Vault {
        Vault {
            keys: secrets.keys("customer data"),
            index: secrets.lasting_key("customer index"),
        }
    }

    pub fn seal(&self, kind: Kind, id: Uuid, text: &str) -> Answer<String> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| internal("no key for customer data"))?;
        let nonce = random(NONCE);
        let fixed: [u8; NONCE] = nonce.as_slice().try_into().map_err(internal)?;
        let payload = Payload {
            msg: text.as_bytes(),
            aad: &kind.bound_to(id),
        };
        let sealed = XChaCha20Poly1305::new(key.into())
            .encrypt(&XNonce::from(fixed), payload)
            .map_err(internal)?;
        Ok(STANDARD_NO_PAD.encode([nonce, sealed].concat()))
    }

    pub fn open(&self, kind: Kind, id: Uuid, sealed: &str) -> Answer<String> {
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(internal)?;
        let (nonce, sealed) = bytes
            .split_at_checked(NONCE)
            .ok_or_else(|| internal("sealed text is too short"))?;
        let fixed: [u8; NONCE] = nonce.try_into().map_err(internal)?;
        let opened = self.keys.iter().find_map(|key| {
            let payload = Payload {
                msg: sealed,
                aad: &kind.bound_to(id),
            };
            XChaCha20Poly1305::new(key.into())
                .decrypt(&XNonce::from(fixed), payload)
                .ok()
        });
        let opened = opened.ok_or_else(|| internal("no line of the secret opens this value"))?;
        String::from_utf8(opened).map_err(internal)
    }

    /// What a value is found by: the same for the same value, worth nothing without the key.
    pub fn hash(&self, kind: Kind, normal: &str) -> String {
        let mut h = blake3::Hasher::new_keyed(&self.index);
        h.update(kind.name().as_bytes())
            .update(b"\n")
            .update(normal.as_bytes());
        h.finalize().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "an old secret line of at least 32 characters";
    const NEW: &str = "a new secret line of at least 32 characters!";

    fn vault(text: &str) -> Vault {
        Vault::of(&Secrets::from_text(text).unwrap())
    }

    #[test]
    fn what_is_sealed_opens_for_its_own_customer_and_kind_alone() {
        let (vault, id) = (vault(OLD), crate::clock::new_id());
        let sealed = vault.seal(Kind::Phone, id, "13812345678").unwrap();
        assert_eq!(vault.open(Kind::Phone, id, &sealed).unwrap(), "13812345678");
        assert!(vault.open(Kind::Identity, id, &sealed).is_err());
        assert!(
            vault
                .open(Kind::Phone, crate::clock::new_id(), &sealed)
                .is_err()
        );
        assert_ne!(sealed, vault.seal(Kind::Phone, id, "13812345678").unwrap());
    }

    #[test]
    fn a_new_secret_in_front_opens_and_finds_what_the_old_one_wrote() {
        let id = crate::clock::new_id();
        let (before, after) = (vault(OLD), vault(&format!("{NEW}\n{OLD}")));
        let sealed = before.seal(Kind::Phone, id, "1").unwrap();
        assert_eq!(after.open(Kind::Phone, id, &sealed).unwrap(), "1");
        assert_eq!(before.hash(Kind::Phone, "1"), after.hash(Kind::Phone, "1"));
        let fresh = after.seal(Kind::Phone, id, "1").unwrap();
        assert!(before.open(Kind::Phone, id, &fresh).is_err());
    }
}
