//! A customer's family, policies and needs: lists that are read and written whole, with their customer.

use chrono::NaiveDate;
use contract::Money;
use contract::household::{FamilyMember, HeldPolicy, NeedKind, ProtectionNeed};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::{customer_family as f, customer_needs as n, customer_policies as p};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::problem::Answer;

use super::tags;

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
            premium: money(amount, currency),
            paid: paid.as_deref().map(parse).transpose()?,
            due_on,
            state: parse(&state)?,
        })
    };
    rows.into_iter().map(policy).collect()
}

/// Not reach-checked: whoever asks has the customer in hand.
pub fn needs(conn: &mut AnyConn, customer: Uuid) -> Answer<Vec<ProtectionNeed>> {
    type NeedRow = (
        String,
        Option<i64>,
        Option<String>,
        Option<NaiveDate>,
        Option<String>,
        String,
    );
    let rows: Vec<NeedRow> = n::table
        .filter(n::customer_id.eq(g(customer)))
        .order(n::place)
        .select((
            n::kind,
            n::cover_amount,
            n::cover_currency,
            n::wanted_by,
            n::note,
            n::state,
        ))
        .load(conn)?;
    let need = |(kind, amount, currency, wanted_by, note, state): NeedRow| {
        Ok(ProtectionNeed {
            kind: parse(&kind)?,
            cover: money(amount, currency),
            wanted_by,
            note,
            state: parse(&state)?,
        })
    };
    rows.into_iter().map(need).collect()
}

fn money(amount: Option<i64>, currency: Option<String>) -> Option<Money> {
    let both = amount.zip(currency);
    both.map(|(amount, currency)| Money { amount, currency })
}

/// Who needs it still.
pub fn needing(conn: &mut AnyConn, kind: NeedKind) -> Answer<Predicate> {
    let open = Predicate::new().sql("n.state = 'open' AND n.kind = ");
    let open = open.bind(Bind::Text(word(&kind)));
    let some = n::table.filter(n::kind.eq(word(&kind)));
    let some = some.filter(n::state.eq("open")).limit(tags::FEW);
    let some: Vec<Uuid> = some
        .offset(tags::FEW - 1)
        .select(n::customer_id)
        .load(conn)?;
    Ok(tags::marked(
        some.is_empty(),
        "customer_needs n",
        "n.customer_id",
        open,
    ))
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

pub fn put_needs(conn: &mut AnyConn, customer: Uuid, needs: &[ProtectionNeed]) -> Answer<()> {
    diesel::delete(n::table.filter(n::customer_id.eq(g(customer)))).execute(conn)?;
    for (place, one) in (0_i64..).zip(needs) {
        diesel::insert_into(n::table)
            .values((
                n::customer_id.eq(g(customer)),
                n::place.eq(place),
                n::kind.eq(word(&one.kind)),
                n::cover_amount.eq(one.cover.as_ref().map(|m| m.amount)),
                n::cover_currency.eq(one.cover.as_ref().map(|m| &m.currency)),
                n::wanted_by.eq(one.wanted_by),
                n::note.eq(&one.note),
                n::state.eq(word(&one.state)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
