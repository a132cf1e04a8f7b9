//! 5.2.1: no case stays in a stage for longer than the department allows.

use contract::Text;
use contract::compliance::{ClauseState, FigureUnit};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::stage;
use super::store::{COLUMNS, stuck};
use crate::db::AnyConn;
use crate::db::schema::cases as c;
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const STUCK: Text = Text::new(
    "停留超過階段天數的業務件件數；沒有為落實，不超過進行中的 10% 為有風險",
    "停留超过阶段天数的业务件件数；没有为落实，不超过进行中的 10% 为有风险",
    "Cases that are longer in their stage than allowed; kept where there is none, at risk up to 10 % of the open ones",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.2.1", STUCK).records("/cases?view=list&stuck=true");
    let open: i64 = c::table
        .filter(scope.on(COLUMNS))
        .filter(c::state.eq("open"))
        .select(count_star())
        .first(conn)?;
    if open == 0 {
        return Ok(vec![none]);
    }
    let late: i64 = c::table
        .filter(scope.on(COLUMNS))
        .filter(stuck(&stage::all(conn)?, scope.now))
        .select(count_star())
        .first(conn)?;
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
