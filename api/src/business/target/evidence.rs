//! 5.3.1: every level of a published target sums, and every member has one. 5.3.2: figures are current to yesterday.

use chrono::NaiveDate;
use contract::compliance::ClauseState;
use contract::target::{Indicator, IndicatorBasis};
use contract::{Action, Text};
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
use crate::engine::behind::{Behind, On, among, titled};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const FIGURE: Text = Text::new(
    "現行指標中下級合計不等於上級的節點數；為零且團隊成員都有指標為落實，有成員沒有指標為有風險",
    "现行指标中下级合计不等于上级的节点数；为零且团队成员都有指标为落实，有成员没有指标为有风险",
    "Nodes of present targets whose children don't sum to them; kept at none while every team member has a target, at risk while \
     some have none",
);

/// What the children of a node come to isn't what it is.
const UNEQUAL: &str = "EXISTS (SELECT 1 FROM target_nodes k WHERE k.parent_id = target_nodes.id) AND target_nodes.amount <> \
    (SELECT COALESCE(SUM(k.amount), 0) FROM target_nodes k WHERE k.parent_id = target_nodes.id)";
const EMPLOYED: &str = "employees.status = 'active' AND employees.team_id IS NOT NULL";

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
    let unequal: i64 = n::table
        .filter(n::target_id.eq_any(gs(present)))
        .filter(scope.on(NODES))
        .filter(Predicate::new().sql(UNEQUAL))
        .count()
        .get_result(conn)?;
    let without: i64 = employees::table
        .filter(Predicate::new().sql(EMPLOYED))
        .filter(scope.on(PEOPLE))
        .filter(untargeted(scope))
        .count()
        .get_result(conn)?;
    let found = Evidence::count("5.3.1", unequal as usize, without > 0, FIGURE);
    Ok(found.records("/targets"))
}

/// Published, and its period is now.
fn present(scope: &Scope, table: &str) -> Predicate {
    let p = Predicate::new().sql(&format!(
        "{table}.state = 'published' AND {table}.starts_on <= "
    ));
    let p = p
        .bind(Bind::Date(scope.today))
        .sql(&format!(" AND {table}.ends_on >= "));
    p.bind(Bind::Date(scope.today))
}

/// People of whom no present target says anything.
fn untargeted(scope: &Scope) -> Predicate {
    Predicate::new()
        .sql(
            "NOT EXISTS (SELECT 1 FROM target_nodes k JOIN targets p ON p.id = k.target_id WHERE k.owner_id = employees.id \
             AND k.team_id = employees.team_id AND ",
        )
        .join(present(scope, "p"))
        .sql(")")
}

const CURRENT: Text = Text::new(
    "現行指標的業績數字落後的工作天數（至昨日，取最久的一項）；零為落實，一至二天有風險，三天以上為未落實",
    "现行指标的业绩数字落后的工作日数（至昨日，取最久的一项）；零为落实，一至二天有风险，三天以上为未落实",
    "Working days up to yesterday that the figures of present targets are behind, of the one that is furthest; none is met, one or \
     two are at risk, three and more are not kept",
);

/// Present targets that are fed by figures, and by how many working days up to yesterday these are behind.
fn late(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<(Uuid, i64)>> {
    type Period = (Uuid, Uuid, NaiveDate, NaiveDate);
    let present: Vec<Period> = x::table
        .filter(x::state.eq("published"))
        .filter(x::starts_on.lt(scope.today))
        .filter(x::ends_on.ge(scope.today))
        .select((x::id, x::indicator_id, x::starts_on, x::ends_on))
        .load(conn)?;
    let known = indicator::all(conn)?.data;
    let yesterday = scope.today.pred_opt();
    let mut all = Vec::new();
    for (target, id, first, last) in present {
        let sent = |one: &&Indicator| one.id == id && one.basis == IndicatorBasis::Figures;
        let Some(indicator) = known.iter().find(sent) else {
            continue;
        };
        let until = current_to(conn, indicator, (first, last), scope.today)?;
        let days = Days::load(conn, first, last)?;
        let behind = days.until(yesterday) - days.until(until.min(yesterday));
        all.push((target, behind));
    }
    Ok(all)
}

/// Whether the figures of present targets go up to yesterday. The whole department's: figures come from its systems, not from teams.
fn current(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let behind = late(conn, scope)?;
    let worst = behind.into_iter().map(|(_, days)| days.max(0)).max();
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

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    Ok(match clause {
        "5.3.1" => {
            let on = On::Day("targets.starts_on");
            let name = "target_nodes.name";
            let nodes = Behind::new(
                "target_node",
                Action::AttainmentRead,
                "target_nodes",
                name,
                on,
            );
            let without = Behind::new(
                "employee",
                Action::AttainmentRead,
                "employees",
                "employees.name",
                On::Day("employees.hire_date"),
            );
            vec![
                nodes
                    .of(NODES)
                    .joined("JOIN targets ON targets.id = target_nodes.target_id")
                    .counted(present(scope, "targets"))
                    .against(Predicate::new().sql(UNEQUAL))
                    .path("/targets"),
                without
                    .of(PEOPLE)
                    .counted(
                        Predicate::new()
                            .sql(EMPLOYED)
                            .sql(" AND ")
                            .join(untargeted(scope)),
                    )
                    .path("/employees/{id}"),
            ]
        }
        "5.3.2" => {
            let behind = late(conn, scope)?;
            let name = titled("indicators.name_", ["hant", "hans", "en"], scope.locale);
            let on = On::Day("targets.starts_on");
            let targets = Behind::new("target", Action::TargetRead, "targets", &name, on)
                .joined("JOIN indicators ON indicators.id = targets.indicator_id");
            let stale = behind.iter().filter(|one| one.1 > 0).map(|one| one.0);
            vec![
                targets
                    .counted(among("targets.id", behind.iter().map(|one| one.0)))
                    .against(among("targets.id", stale))
                    .path("/targets/{id}"),
            ]
        }
        _ => Vec::new(),
    })
}
