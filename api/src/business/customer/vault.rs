//! Phone and identity number at rest: sealed with a key of the configured secret, found by a keyed hash.

use uuid::Uuid;

use crate::problem::Answer;
use crate::secrets::Secrets;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Phone,
    Identity,
    /// A phone among the contacts; sealed for the contact, found as a phone.
    Contact,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Phone => "phone",
            Kind::Identity => "identity",
            Kind::Contact => "contact",
        }
    }

    /// A purpose of its own for each value: a sealed phone can't be passed off as an identity number, nor as another customer's.
    fn of(self, customer: Uuid) -> String {
        format!("customer {} {customer}", self.name())
    }
}

#[derive(Clone)]
pub struct Vault {
    secrets: Secrets,
    index: [u8; 32],
}

impl Vault {
    pub fn of(secrets: &Secrets) -> Vault {
        Vault {
            index: secrets.lasting_key("customer index"),
            secrets: secrets.clone(),
        }
    }

    pub fn seal(&self, kind: Kind, customer: Uuid, text: &str) -> Answer<String> {
        self.secrets.seal_text(&kind.of(customer), text)
    }

    pub fn open(&self, kind: Kind, customer: Uuid, sealed: &str) -> Answer<String> {
        self.secrets.open_text(&kind.of(customer), sealed)
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
        let other = crate::clock::new_id();
        assert!(vault.open(Kind::Phone, other, &sealed).is_err());
        assert_ne!(sealed, vault.seal(Kind::Phone, id, "13812345678").unwrap());
    }

    #[test]
    fn a_new_secret_in_front_opens_and_finds_what_the_old_one_wrote() {
        let id = crate::clock::new_id();
        let (before, after) = (vault(OLD), vault(&format!("{NEW}\n{OLD}")));
        let sealed = before.seal(Kind::Phone, id, "1").unwrap();
        assert_eq!(after.open(Kind::Phone, id, &sealed).unwrap(), "1");
        assert_eq!(before.hash(Kind::Phone, "1"), after.hash(Kind::Phone, "1"));
    }
}
