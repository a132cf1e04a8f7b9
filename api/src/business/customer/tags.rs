//! Who bears a tag: kept beside the customers, so that a rare tag is found without reading everybody.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::customer_tags as ct;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::problem::Answer;

/// Up to so many bearers are fetched and sorted; of more, a page is soon full of those that the list's own order meets.
const FEW: i64 = 5000;

pub fn put(conn: &mut AnyConn, customer: Uuid, tags: &[String]) -> Answer<()> {
    diesel::delete(ct::table.filter(ct::customer_id.eq(g(customer)))).execute(conn)?;
    let mut tags: Vec<&String> = tags.iter().collect();
    tags.sort_unstable();
    tags.dedup();
    for tag in tags {
        diesel::insert_into(ct::table)
            .values((ct::tag.eq(tag), ct::customer_id.eq(g(customer))))
            .execute(conn)?;
    }
    Ok(())
}

/// Customers who bear a tag, spelled so that it is read the shorter way.
pub fn bearing(conn: &mut AnyConn, tag: &str) -> Answer<Predicate> {
    let some = ct::table.filter(ct::tag.eq(tag)).limit(FEW);
    let some: Vec<Uuid> = some.offset(FEW - 1).select(ct::customer_id).load(conn)?;
    let few = some.is_empty();
    let bearer = Bind::Text(tag.to_owned());
    Ok(match few {
        true => Predicate::new()
            .sql("customers.id IN (SELECT ct.customer_id FROM customer_tags ct WHERE ct.tag = ")
            .bind(bearer)
            .sql(")"),
        false => Predicate::new()
            .sql("EXISTS (SELECT 1 FROM customer_tags ct WHERE ct.customer_id = customers.id AND ct.tag = ")
            .bind(bearer)
            .sql(")"),
    })
}
