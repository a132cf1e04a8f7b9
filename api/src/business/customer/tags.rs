//! Who bears a tag: kept beside the customers, so that a rare tag is found without reading everybody.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::customer_tags as ct;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::problem::Answer;

/// Up to so many bearers are fetched and sorted; of more, a page is soon full of those that the list's own order meets.
pub const FEW: i64 = 5000;

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
    let bears = Predicate::new().sql("ct.tag = ");
    let bears = bears.bind(Bind::Text(tag.to_owned()));
    Ok(marked(few, "customer_tags ct", "ct.customer_id", bears))
}

/// Customers who have something in a table beside theirs: few are fetched, many are met.
pub fn marked(few: bool, table: &str, customer: &str, such: Predicate) -> Predicate {
    let p = Predicate::new();
    let p = match few {
        true => p.sql("customers.id IN (SELECT ").sql(customer),
        false => p.sql("EXISTS (SELECT 1"),
    };
    let p = p.sql(" FROM ").sql(table).sql(" WHERE ").join(such);
    match few {
        true => p.sql(")"),
        false => p.sql(" AND ").sql(customer).sql(" = customers.id)"),
    }
}
