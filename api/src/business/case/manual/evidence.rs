//! 5.2.2: there is a standard for each stage, and everybody has acknowledged it.

use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::gaps::{READERS, unread};
use crate::db::AnyConn;
use crate::db::schema::{employees as e, manual_pages as p};
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const STAGES: usize = 5;

const SHARE: Text = Text::new(
    "在職員工對現行操作手冊各頁的簽認比例；五個階段都有手冊且簽認達 95% 為落實，80% 以上為有風險",
    "在职员工对现行操作手册各页的签认比例；五个阶段都有手册且签认达 95% 为落实，80% 以上为有风险",
    "Share of the pages of the current manual that active employees have acknowledged; kept from 95 % where each of the five stages has a \
     page, at risk from 80 %",
);

fn current(conn: &mut AnyConn) -> Answer<Vec<Uuid>> {
    let current = p::table.filter(p::state.eq("current"));
    Ok(current.select(p::id).load(conn)?)
}

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.2.2", SHARE).records("/manual");
    let pages = current(conn)?;
    let readers: i64 = e::table
        .filter(scope.on(READERS))
        .filter(e::status.eq("active"))
        .select(count_star())
        .first(conn)?;
    let asked = readers * pages.len() as i64;
    if asked == 0 {
        return Ok(vec![none]);
    }
    let mut open = 0;
    for page in &pages {
        let unread: i64 = e::table
            .filter(scope.on(READERS))
            .filter(unread(*page))
            .select(count_star())
            .first(conn)?;
        open += unread;
    }
    let share = (asked - open) * 100 / asked;
    Ok(vec![Evidence {
        state: match (share, pages.len()) {
            (95.., STAGES) => ClauseState::Met,
            (80.., _) => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(share as f64),
        unit: FigureUnit::Percent,
        ..none
    }])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, _: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.2.2" {
        return Ok(Vec::new());
    }
    let pages = current(conn)?;
    let unread = pages
        .into_iter()
        .map(unread)
        .reduce(|a, b| a.sql(" OR ").join(b));
    let unread = unread.unwrap_or_else(|| Predicate::new().sql("1 = 0"));
    let on = On::Day("employees.hire_date");
    let readers = Behind::new(
        "employee",
        Action::ManualWatch,
        "employees",
        "employees.name",
        on,
    );
    Ok(vec![
        readers
            .of(READERS)
            .counted(Predicate::new().sql("employees.status = 'active'"))
            .against(Predicate::new().sql("(").join(unread).sql(")"))
            .path("/employees/{id}"),
    ])
}
