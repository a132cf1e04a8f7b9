//! Finding a customer by what the caller remembers: the beginning of the name in characters, its pinyin, its initials, or a whole
//! number. Each is a range of its own that no other overlaps, so that a page reads each in the order of an index.

use diesel::prelude::*;
use pinyin::ToPinyin;
use uuid::Uuid;

use super::duplicate::bears;
use super::logic::{self, identity_letters, phone_digits};
use super::vault::{Kind, Vault};
use crate::db::AnyConn;
use crate::db::schema::{customer_contacts as k, customers as c};
use crate::db::sql::{Bind, Predicate};
use crate::problem::Answer;

/// So many may share a number and be found by it.
const MOST: i64 = 50;

pub fn ranges(conn: &mut AnyConn, vault: &Vault, text: &str) -> Answer<Vec<Predicate>> {
    let keys = logic::keys(text);
    let mut ranges = Vec::new();
    if keys.name.chars().any(|c| c.to_pinyin().is_some()) {
        // A name that begins with these characters sounds as they do: the sound is what the list is sorted by.
        let sound = Predicate::begins("customers.pinyin", &keys.pinyin);
        ranges.push(sound.and(Predicate::begins("customers.name_key", &keys.name)));
    } else if !keys.pinyin.is_empty() {
        ranges.push(Predicate::begins("customers.pinyin", &keys.pinyin));
        // One letter begins the sound if it begins the initials.
        let letters = keys.pinyin.chars().count();
        if letters > 1 {
            let initials = Predicate::begins("customers.initials", &keys.pinyin);
            let sounds = not(Predicate::begins("customers.pinyin", &keys.pinyin));
            // Two letters are the initials of so many that a page is soon full in the order of the sound, from the first letter on. More are
            // those of few or, where a sound was written out, of nobody: they are looked up by the initials.
            let first: String = keys.pinyin.chars().take(1).collect();
            let range = match letters {
                2 => Predicate::begins("customers.pinyin", &first).and(initials),
                _ => initials,
            };
            ranges.push(range.and(sounds));
        }
        if let Some(numbered) = by_number(conn, vault, text)? {
            ranges.push(numbered.and(not(Predicate::begins("customers.pinyin", &keys.pinyin))));
        }
    }
    Ok(ranges)
}

/// Numbers are never searched by parts. Who has one is asked first: as a condition among others the three ways to have it would make
/// the database read everybody. Not reach-checked: the range is put into the caller's reach.
fn by_number(conn: &mut AnyConn, vault: &Vault, text: &str) -> Answer<Option<Predicate>> {
    let phone = vault.hash(Kind::Phone, &phone_digits(text));
    let identity = identity_letters(&text.replace(' ', ""));
    let identity = vault.hash(Kind::Identity, &identity);
    let with_phone = c::table.filter(bears(&phone)).limit(MOST).select(c::id);
    let mut all: Vec<Uuid> = with_phone.load(conn)?;
    let with_identity = c::table.filter(c::identity_hash.eq(identity)).select(c::id);
    all.extend(with_identity.first::<Uuid>(conn).optional()?);
    let in_contacts = k::table.filter(k::hash.eq(phone)).limit(MOST);
    all.extend(in_contacts.select(k::customer_id).load::<Uuid>(conn)?);
    all.sort_unstable();
    all.dedup();
    let mut one_of = Predicate::new().sql("customers.id IN (");
    for (n, id) in all.iter().enumerate() {
        one_of = one_of
            .sql(if n > 0 { ", " } else { "" })
            .bind(Bind::guid(*id));
    }
    Ok((!all.is_empty()).then(|| one_of.sql(")")))
}

fn not(p: Predicate) -> Predicate {
    Predicate::new().sql("NOT ").join(p)
}
