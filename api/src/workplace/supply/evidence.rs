//! 3.1.2: what is used up is ordered in time.

use contract::compliance::ClauseState;
use contract::{Action, Text};
use diesel::prelude::*;

use super::CLAUSE;
use super::store::LOW;
use crate::db::AnyConn;
use crate::db::schema::supply_items as s;
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const SHORT: Text = Text::new(
    "低於再訂購量的用品項數；沒有為落實，有低於再訂購量的為有風險，有用完的為未落實",
    "低于再订购量的用品项数；没有为落实，有低于再订购量的为有风险，有用完的为未落实",
    "Supplies below their reorder level; none is met, some are at risk, and breached where one of them is used up",
);

/// The stock is the department's: for every part of it the figure is the same.
pub fn evidence(conn: &mut AnyConn, _: &Scope) -> Answer<Vec<Evidence>> {
    let path = "/supplies?low=true";
    let all: i64 = s::table
        .filter(s::active.eq(true))
        .count()
        .get_result(conn)?;
    if all == 0 {
        return Ok(vec![Evidence::none(CLAUSE, SHORT).records(path)]);
    }
    let low = || s::table.filter(Predicate::new().sql(LOW));
    let count: i64 = low().count().get_result(conn)?;
    let out: i64 = low().filter(s::on_hand.eq(0)).count().get_result(conn)?;
    let mut found = Evidence::count(CLAUSE, count as usize, false, SHORT);
    if count > 0 && out == 0 {
        found.state = ClauseState::AtRisk;
    }
    Ok(vec![found.records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, _: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let (table, on) = ("supply_items", On::At("supply_items.created_at"));
    let items = Behind::new(
        "supply_item",
        Action::SupplyRead,
        table,
        "supply_items.name",
        on,
    );
    Ok(vec![
        items
            .counted(Predicate::new().sql("supply_items.active"))
            .against(Predicate::new().sql(LOW))
            .path("/supplies/{id}"),
    ])
}
