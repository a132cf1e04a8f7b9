//! 5.3.1: every level of a published target sums, and every member has one. 5.3.2: figures are current to yesterday.

use chrono::NaiveDate;
use contract::Text;
use contract::compliance::ClauseState;
use contract::target::{Indicator, IndicatorBasis};
use diesel::prelude::*;
use uuid::Uuid;

use super::attain::{Days, current_to};
use super::indicator;
use super::store::NODES;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{employees, target_nodes as n, targets as x};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::gs;
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const FIGURE: Text = Text::new(
    "現行指標中下級合計不等於上級的節點數；為零且團隊成員都有指標為落實，有成員沒有指標為有風險",
    "现行指标中下级合计不等于上级的节点数；为零且团队成员都有指标为落实，有成员没有指标为有风险",
    "Nodes of present targets whose children don't sum to them; kept at none while every team member has a target, at risk while \
     some have none",
);

pub const PEOPLE: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: contract::access::Field::Business,
};

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    Ok(vec![broken_down(conn, scope)?, current(conn, scope)?])
}

fn broken_down(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let present: Vec<Uuid> = x::table
        .filter(x::state.eq("published"))
        .filter(x::starts_on.le(scope.today))
        .filter(x::ends_on.ge(scope.today))
        .select(x::id)
        .load(conn)?;
    if present.is_empty() {
        return Ok(Evidence::none("5.3.1", FIGURE));
    }
    const UNEQUAL: &str = "EXISTS (SELECT 1 FROM target_nodes k WHERE k.parent_id = target_nodes.id) AND target_nodes.amount <> \
        (SELECT COALESCE(SUM(k.amount), 0) FROM target_nodes k WHERE k.parent_id = target_nodes.id)";
    let unequal: i64 = n::table
        .filter(n::target_id.eq_any(gs(present)))
        .filter(scope.on(NODES))
        .filter(Predicate::new().sql(UNEQUAL))
        .count()
        .get_result(conn)?;
    let without = Predicate::new()
        .sql(
            "NOT EXISTS (SELECT 1 FROM target_nodes k JOIN targets p ON p.id = k.target_id WHERE k.owner_id = employees.id \
             AND k.team_id = employees.team_id AND p.state = 'published' AND p.starts_on <= ",
        )
        .bind(Bind::Date(scope.today))
        .sql(" AND p.ends_on >= ")
        .bind(Bind::Date(scope.today))
        .sql(")");
    let without: i64 = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::team_id.is_not_null())
        .filter(scope.on(PEOPLE))
        .filter(without)
        .count()
        .get_result(conn)?;
    let found = Evidence::count("5.3.1", unequal as usize, without > 0, FIGURE);
    Ok(found.records("/targets"))
}

const CURRENT: Text = Text::new(
    "現行指標的業績數字落後的工作天數（至昨日，取最久的一項）；零為落實，一至二天有風險，三天以上為未落實",
    "现行指标的业绩数字落后的工作日数（至昨日，取最久的一项）；零为落实，一至二天有风险，三天以上为未落实",
    "Working days up to yesterday that the figures of present targets are behind, of the one that is furthest; none is met, one or \
     two are at risk, three and more are not kept",
);

/// Whether the figures of present targets go up to yesterday. The whole department's: figures come from its systems, not from teams.
fn current(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    type Period = (Uuid, NaiveDate, NaiveDate);
    let present: Vec<Period> = x::table
        .filter(x::state.eq("published"))
        .filter(x::starts_on.lt(scope.today))
        .filter(x::ends_on.ge(scope.today))
        .select((x::indicator_id, x::starts_on, x::ends_on))
        .load(conn)?;
    let known = indicator::all(conn)?.data;
    let yesterday = scope.today.pred_opt();
    let mut worst = None;
    for (id, first, last) in present {
        let sent = |one: &&Indicator| one.id == id && one.basis == IndicatorBasis::Figures;
        let Some(indicator) = known.iter().find(sent) else {
            continue;
        };
        let until = current_to(conn, indicator, (first, last), scope.today)?;
        let days = Days::load(conn, first, last)?;
        let behind = days.until(yesterday) - days.until(until.min(yesterday));
        worst = Some(behind.max(worst.unwrap_or_default()));
    }
    Ok(match worst {
        None => Evidence::none("5.3.2", CURRENT),
        Some(days) => {
            let mut found = Evidence::count("5.3.2", days.max(0) as usize, false, CURRENT);
            if (1..=2).contains(&days) {
                found.state = ClauseState::AtRisk;
            }
            found.records("/targets")
        }
    })
}
