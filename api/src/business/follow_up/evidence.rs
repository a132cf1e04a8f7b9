//! 5.1.4: customers are followed up regularly.

use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::business::customer::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::customers as c;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const OVERDUE: Text = Text::new(
    "已過應聯繫日的客戶所占比例（依等級的聯繫週期與約定日期）；5% 以下為落實，20% 以下為有風險",
    "已过应联系日的客户所占比例（按等级的联系周期与约定日期）；5% 以下为落实，20% 以下为有风险",
    "Share of customers past the day they were due (cadence of their class, or the day agreed); kept up to 5 %, at risk up to 20 %",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.1.4", OVERDUE).records("/follow-ups");
    let all: i64 = c::table
        .filter(scope.on(COLUMNS))
        .select(count_star())
        .first(conn)?;
    if all == 0 {
        return Ok(vec![none]);
    }
    let late = c::table
        .filter(scope.on(COLUMNS))
        .filter(c::due_on.lt(scope.today));
    let overdue: i64 = late.clone().select(count_star()).first(conn)?;
    let since = late.select(min(c::due_on)).first(conn)?;
    // Rounded up: one who waits isn't nobody.
    let share = (overdue * 100 + all - 1) / all;
    let found = Evidence {
        state: match share {
            ..=5 => ClauseState::Met,
            6..=20 => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(share as f64),
        unit: FigureUnit::Percent,
        ..none
    };
    Ok(vec![found.since(since)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.1.4" {
        return Ok(Vec::new());
    }
    let on = On::Day("customers.due_on");
    let due = Behind::new(
        "customer",
        Action::CustomerRead,
        "customers",
        "customers.name",
        on,
    );
    let late = Predicate::new().sql("customers.due_on < ");
    Ok(vec![
        due.of(COLUMNS)
            .counted(Predicate::new().sql("customers.due_on IS NOT NULL"))
            .against(late.bind(Bind::Date(scope.today)))
            .path("/customers/{id}"),
    ])
}
