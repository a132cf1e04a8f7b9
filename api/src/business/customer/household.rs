//! A customer's family and policies: lists that are read and written whole, with their customer.

use chrono::NaiveDate;
use contract::Money;
use contract::household::{FamilyMember, HeldPolicy};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::{customer_family as f, customer_policies as p};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::problem::Answer;

type PolicyRow = (
    String,
    String,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
    String,
);

/// Not reach-checked: whoever asks has the customer in hand.
pub fn family(conn: &mut AnyConn, customer: Uuid) -> Answer<Vec<FamilyMember>> {
    let rows: Vec<(String, String, Option<NaiveDate>, Option<String>)> = f::table
        .filter(f::customer_id.eq(g(customer)))
        .order(f::place)
        .select((f::name, f::relation, f::birthday, f::occupation))
        .load(conn)?;
    let member = |(name, relation, birthday, occupation): (String, String, _, _)| {
        Ok(FamilyMember {
            name,
            relation: parse(&relation)?,
            birthday,
            occupation,
        })
    };
    rows.into_iter().map(member).collect()
}

/// Not reach-checked: whoever asks has the customer in hand.
pub fn policies(conn: &mut AnyConn, customer: Uuid) -> Answer<Vec<HeldPolicy>> {
    let rows: Vec<PolicyRow> = p::table
        .filter(p::customer_id.eq(g(customer)))
        .order(p::place)
        .select((
            p::insurer,
            p::product,
            p::number,
            p::premium_amount,
            p::premium_currency,
            p::paid,
            p::due_on,
            p::state,
        ))
        .load(conn)?;
    let policy = |(insurer, product, number, amount, currency, paid, due_on, state): PolicyRow| {
        Ok(HeldPolicy {
            insurer,
            product,
            number,
            premium: amount
                .zip(currency)
                .map(|(amount, currency)| Money { amount, currency }),
            paid: paid.as_deref().map(parse).transpose()?,
            due_on,
            state: parse(&state)?,
        })
    };
    rows.into_iter().map(policy).collect()
}

pub fn put_family(conn: &mut AnyConn, customer: Uuid, family: &[FamilyMember]) -> Answer<()> {
    diesel::delete(f::table.filter(f::customer_id.eq(g(customer)))).execute(conn)?;
    for (place, one) in (0_i64..).zip(family) {
        diesel::insert_into(f::table)
            .values((
                f::customer_id.eq(g(customer)),
                f::place.eq(place),
                f::name.eq(&one.name),
                f::relation.eq(word(&one.relation)),
                f::birthday.eq(one.birthday),
                f::occupation.eq(&one.occupation),
            ))
            .execute(conn)?;
    }
    Ok(())
}

pub fn put_policies(conn: &mut AnyConn, customer: Uuid, policies: &[HeldPolicy]) -> Answer<()> {
    diesel::delete(p::table.filter(p::customer_id.eq(g(customer)))).execute(conn)?;
    for (place, one) in (0_i64..).zip(policies) {
        diesel::insert_into(p::table)
            .values((
                p::customer_id.eq(g(customer)),
                p::place.eq(place),
                p::insurer.eq(&one.insurer),
                p::product.eq(&one.product),
                p::number.eq(&one.number),
                p::premium_amount.eq(one.premium.as_ref().map(|m| m.amount)),
                p::premium_currency.eq(one.premium.as_ref().map(|m| &m.currency)),
                p::paid.eq(one.paid.as_ref().map(word)),
                p::due_on.eq(one.due_on),
                p::state.eq(word(&one.state)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
