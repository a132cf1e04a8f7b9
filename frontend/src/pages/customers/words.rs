//! Customers' enums and figures as people read them.

use contract::Money;
use contract::customer::{CustomerClass, CustomerField, Gender};
use contract::duplicate::{ContactKind, Likeness};
use contract::household::{FamilyRelation, PolicyState, PremiumTerm};

use crate::core::words::wire;
use crate::tr;

pub fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => tr!(customers.female),
        Gender::Male => tr!(customers.male),
    }
}

pub fn class(class: CustomerClass) -> (&'static str, &'static str) {
    match class {
        CustomerClass::A => ("A", "brand"),
        CustomerClass::B => ("B", "info"),
        CustomerClass::C => ("C", ""),
        CustomerClass::D => ("D", ""),
    }
}

pub fn genders() -> Vec<(String, String)> {
    [Gender::Female, Gender::Male]
        .map(|one| (wire(&one), gender(one).to_owned()))
        .to_vec()
}

pub fn classes() -> Vec<(String, String)> {
    [
        CustomerClass::A,
        CustomerClass::B,
        CustomerClass::C,
        CustomerClass::D,
    ]
    .map(|one| (wire(&one), class(one).0.to_owned()))
    .to_vec()
}

pub fn contact(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => tr!(customers.phone),
        ContactKind::Email => tr!(customers.email),
        ContactKind::Line => "LINE",
        ContactKind::Wechat => tr!(customers.wechat),
        ContactKind::Address => tr!(customers.address),
        ContactKind::Other => tr!(customers.other),
    }
}

pub fn contacts() -> Vec<(String, String)> {
    ContactKind::ALL
        .map(|one| (wire(&one), contact(one).to_owned()))
        .to_vec()
}

pub fn likeness(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Phone => tr!(customers.like_phone),
        Likeness::NameAndBirthday => tr!(customers.like_birthday),
        Likeness::Name => tr!(customers.like_name),
    }
}

pub fn relation(relation: FamilyRelation) -> &'static str {
    match relation {
        FamilyRelation::Spouse => tr!(customers.spouse),
        FamilyRelation::Child => tr!(customers.child),
        FamilyRelation::Parent => tr!(customers.parent),
        FamilyRelation::Sibling => tr!(customers.sibling),
        FamilyRelation::Other => tr!(customers.other),
    }
}

pub fn relations() -> Vec<(String, String)> {
    FamilyRelation::ALL
        .map(|one| (wire(&one), relation(one).to_owned()))
        .to_vec()
}

pub fn term(term: PremiumTerm) -> &'static str {
    match term {
        PremiumTerm::Once => tr!(customers.once),
        PremiumTerm::Year => tr!(customers.year),
        PremiumTerm::HalfYear => tr!(customers.half_year),
        PremiumTerm::Quarter => tr!(customers.quarter),
        PremiumTerm::Month => tr!(customers.month),
    }
}

pub fn terms() -> Vec<(String, String)> {
    PremiumTerm::ALL
        .map(|one| (wire(&one), term(one).to_owned()))
        .to_vec()
}

pub fn state(state: PolicyState) -> (&'static str, &'static str) {
    match state {
        PolicyState::InForce => (tr!(customers.in_force), "good"),
        PolicyState::Lapsed => (tr!(customers.lapsed), "warn"),
        PolicyState::Ended => (tr!(customers.ended), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    PolicyState::ALL
        .map(|one| (wire(&one), state(one).0.to_owned()))
        .to_vec()
}

/// A field that counts towards a complete record.
pub fn field(field: CustomerField) -> &'static str {
    match field {
        CustomerField::Gender => tr!(customers.gender),
        CustomerField::Birthday => tr!(customers.birthday),
        CustomerField::Phone => tr!(customers.phone),
        CustomerField::IdentityNumber => tr!(customers.identity_number),
        CustomerField::Address => tr!(customers.address),
        CustomerField::Occupation => tr!(customers.occupation),
        CustomerField::Class => tr!(customers.class),
        CustomerField::Source => tr!(customers.source),
        CustomerField::Needs => tr!(customers.needs),
    }
}

/// `TWD 36,800` or `TWD 36,800.50`.
pub fn money(money: &Money) -> String {
    money.to_string()
}

/// Minor units of an amount as people write it: `36800` or `36800.5`.
pub fn minor(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<2}").parse().ok()
}
