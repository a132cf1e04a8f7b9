//! 5.3.1: every level of a published target sums, and every member has one.

use contract::Text;
use diesel::prelude::*;
use uuid::Uuid;

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

const PEOPLE: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: contract::access::Field::Business,
};

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let present: Vec<Uuid> = x::table
        .filter(x::state.eq("published"))
        .filter(x::starts_on.le(scope.today))
        .filter(x::ends_on.ge(scope.today))
        .select(x::id)
        .load(conn)?;
    if present.is_empty() {
        return Ok(vec![Evidence::none("5.3.1", FIGURE)]);
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
             AND p.state = 'published' AND p.starts_on <= ",
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
    Ok(vec![Evidence::count(
        "5.3.1",
        unequal as usize,
        without > 0,
        FIGURE,
    )])
}
