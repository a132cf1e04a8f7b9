//! 5.3.4: whoever falls short has a plan within a week.

use chrono::Duration;
use contract::{Action, Text};
use diesel::prelude::*;

use super::store::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::{shortfalls as s, targets as x};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const DAYS: i64 = 7;

const FIGURE: Text = Text::new(
    "未達標超過七天仍沒有改善計畫的件數；零為落實，七天內尚未擬定為有風險",
    "未达标超过七天仍没有改善计划的件数；零为落实，七天内尚未拟定为有风险",
    "Shortfalls without a plan for more than seven days; none is met, at risk while younger ones have none",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let looked: bool = diesel::select(diesel::dsl::exists(
        x::table.filter(x::assessed_on.is_not_null()),
    ))
    .get_result(conn)?;
    if !looked {
        return Ok(vec![Evidence::none("5.3.4", FIGURE)]);
    }
    let since = scope.now - Duration::days(DAYS);
    let open = || {
        s::table
            .filter(s::state.eq("open"))
            .filter(scope.on(COLUMNS))
    };
    let late: i64 = open()
        .filter(s::created_at.lt(t(since)))
        .count()
        .get_result(conn)?;
    let all: i64 = open().count().get_result(conn)?;
    let found = Evidence::count("5.3.4", late as usize, all > late, FIGURE);
    Ok(vec![found.records("/shortfalls?state=open")])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.3.4" {
        return Ok(Vec::new());
    }
    let on = On::At("shortfalls.created_at");
    let shortfalls = Behind::new(
        "shortfall",
        Action::ShortfallRead,
        "shortfalls",
        "shortfalls.name",
        on,
    );
    let late = Predicate::new().sql("shortfalls.state = 'open' AND shortfalls.created_at < ");
    Ok(vec![
        shortfalls
            .of(COLUMNS)
            .against(late.bind(Bind::ts(scope.now - Duration::days(DAYS))))
            .path("/shortfalls/{id}"),
    ])
}
