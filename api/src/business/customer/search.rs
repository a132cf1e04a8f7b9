//! Finding a customer by what the caller remembers: the beginning of the name in characters, its pinyin, its initials, or a whole
//! number. Each is a range of its own that no other overlaps, so that a page reads each in the order of an index.

use pinyin::ToPinyin;

use super::duplicate::bears;
use super::logic::{self, identity_letters, phone_digits};
use super::vault::{Kind, Vault};
use crate::db::sql::{Bind, Predicate};

pub fn ranges(vault: &Vault, text: &str) -> Vec<Predicate> {
    let keys = logic::keys(text);
    let mut ranges = Vec::new();
    if keys.name.chars().any(|c| c.to_pinyin().is_some()) {
        // A name that begins with these characters sounds as they do: the sound is what the list is sorted by.
        let sound = Predicate::begins("customers.pinyin", &keys.pinyin);
        ranges.push(sound.and(Predicate::begins("customers.name_key", &keys.name)));
    } else if !keys.pinyin.is_empty() {
        ranges.push(Predicate::begins("customers.pinyin", &keys.pinyin));
        // One letter begins the sound if it begins the initials.
        if keys.pinyin.chars().nth(1).is_some() {
            let initials = Predicate::begins("customers.initials", &keys.pinyin);
            ranges.push(initials.and(not(Predicate::begins("customers.pinyin", &keys.pinyin))));
        }
        ranges.push(
            by_number(vault, text).and(not(Predicate::begins("customers.pinyin", &keys.pinyin))),
        );
    }
    ranges
}

/// Numbers are never searched by parts.
fn by_number(vault: &Vault, text: &str) -> Predicate {
    let phone = vault.hash(Kind::Phone, &phone_digits(text));
    let identity = identity_letters(&text.replace(' ', ""));
    Predicate::new()
        .sql("(")
        .join(bears(&phone))
        .sql(" OR customers.identity_hash = ")
        .bind(Bind::Text(vault.hash(Kind::Identity, &identity)))
        .sql(" OR customers.id IN (SELECT k.customer_id FROM customer_contacts k WHERE k.hash = ")
        .bind(Bind::Text(phone))
        .sql("))")
}

fn not(p: Predicate) -> Predicate {
    Predicate::new().sql("NOT ").join(p)
}
