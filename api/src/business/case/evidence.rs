//! 5.2.1: no case stays in a stage for longer than the department allows.

use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::pipeline::SUMS;
use super::stage;
use super::store::{COLUMNS, stuck_ranges};
use crate::db::AnyConn;
use crate::db::schema::{case_sums as s, cases as c};
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const STUCK: Text = Text::new(
    "停留超過階段天數的業務件件數；沒有為落實，不超過進行中的 10% 為有風險",
    "停留超过阶段天数的业务件件数；没有为落实，不超过进行中的 10% 为有风险",
    "Cases that are longer in their stage than allowed; kept where there is none, at risk up to 10 % of the open ones",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.2.1", STUCK).records("/cases?view=list&stuck=true");
    let open: i64 = s::table
        .filter(scope.on(SUMS))
        .filter(s::year.eq(0))
        .select(sql::<BigInt>(
            "CAST(COALESCE(SUM(case_sums.count), 0) AS BIGINT)",
        ))
        .first(conn)?;
    if open == 0 {
        return Ok(vec![none]);
    }
    let mut late: i64 = 0;
    for (_, stuck) in stuck_ranges(&stage::all(conn)?, scope.now) {
        for part in scope.parts(COLUMNS) {
            let here = c::table.filter(part).filter(stuck.clone());
            late += here.count().get_result::<i64>(conn)?;
        }
    }
    Ok(vec![Evidence {
        state: match late {
            0 => ClauseState::Met,
            _ if late * 10 <= open => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(late as f64),
        unit: FigureUnit::Count,
        ..none
    }])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.2.1" {
        return Ok(Vec::new());
    }
    let title = "(SELECT cc.name FROM customers cc WHERE cc.id = cases.customer_id)";
    let cases = Behind::new(
        "case",
        Action::CaseRead,
        "cases",
        title,
        On::At("cases.stage_since"),
    );
    let stuck = stuck_ranges(&stage::all(conn)?, scope.now).into_iter();
    let stuck = stuck
        .map(|(_, such)| such)
        .reduce(|a, b| a.sql(" OR ").join(b));
    let stuck = stuck.unwrap_or_else(|| Predicate::new().sql("1 = 0"));
    Ok(vec![
        cases
            .of(COLUMNS)
            .counted(Predicate::new().sql("cases.state = 'open'"))
            .against(Predicate::new().sql("(").join(stuck).sql(")"))
            .path("/cases/{id}"),
    ])
}
