//! Customers' enums and figures as people read them.

use contract::Money;
use contract::customer::{CustomerClass, CustomerField, Gender};
use contract::customer_columns::COLUMNS;
use contract::duplicate::{ContactKind, Likeness};
use contract::household::{FamilyRelation, NeedKind, NeedState, PolicyState, PremiumTerm};

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

pub fn need(kind: NeedKind) -> &'static str {
    match kind {
        NeedKind::Life => tr!(customers.need_life),
        NeedKind::CriticalIllness => tr!(customers.need_critical_illness),
        NeedKind::Medical => tr!(customers.need_medical),
        NeedKind::LongTermCare => tr!(customers.need_long_term_care),
        NeedKind::Accident => tr!(customers.need_accident),
        NeedKind::Retirement => tr!(customers.need_retirement),
        NeedKind::Education => tr!(customers.need_education),
        NeedKind::Savings => tr!(customers.need_savings),
        NeedKind::Legacy => tr!(customers.need_legacy),
        NeedKind::Property => tr!(customers.need_property),
        NeedKind::Other => tr!(customers.other),
    }
}

pub fn needs() -> Vec<(String, String)> {
    NeedKind::ALL
        .map(|one| (wire(&one), need(one).to_owned()))
        .to_vec()
}

pub fn need_state(state: NeedState) -> (&'static str, &'static str) {
    match state {
        NeedState::Open => (tr!(customers.need_open), "info"),
        NeedState::Covered => (tr!(customers.need_covered), "good"),
        NeedState::Declined => (tr!(customers.need_declined), ""),
    }
}

pub fn need_states() -> Vec<(String, String)> {
    NeedState::ALL
        .map(|one| (wire(&one), need_state(one).0.to_owned()))
        .to_vec()
}

/// The columns of a file of customers.
pub fn columns() -> Vec<(String, String)> {
    let column = |name: &str| match name {
        "name" => tr!(customers.name),
        "gender" => tr!(customers.gender),
        "birthday" => tr!(customers.birthday),
        "class" => tr!(customers.class),
        "tags" => tr!(customers.tags),
        "occupation" => tr!(customers.occupation),
        "email" => tr!(customers.email),
        "address" => tr!(customers.address),
        "source" => tr!(customers.source),
        "needs" => tr!(customers.needs),
        "phone" => tr!(customers.phone),
        "identity_number" => tr!(customers.identity_number),
        "owner" => tr!(customers.column_owner),
        _ => tr!(customers.column_different),
    };
    COLUMNS
        .iter()
        .map(|name| ((*name).to_owned(), column(name).to_owned()))
        .collect()
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
