//! 5.1.2: customers are called, visited, invited.

use chrono::Duration;
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::store::COLUMNS;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{activities as a, employees};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const WEEKS: i64 = 4;

const PER_WEEK: Text = Text::new(
    "過去四週每位團隊成員每週平均活動數（電話、拜訪、活動、訊息）；5 次以上為落實，2 次以上為有風險",
    "过去四周每位团队成员每周平均活动数（电话、拜访、活动、消息）；5 次以上为落实，2 次以上为有风险",
    "Activities per active team member and week over the last four weeks (calls, visits, events, messages); kept from 5, at risk from 2",
);

/// Active people who belong to a team: those who win and serve customers.
const PEOPLE: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: contract::access::Field::Business,
};

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.1.2", PER_WEEK).records("/activities");
    let people: i64 = employees::table
        .filter(scope.on(PEOPLE))
        .filter(employees::status.eq("active"))
        .filter(employees::team_id.is_not_null())
        .select(count_star())
        .first(conn)?;
    let since = scope.now - Duration::weeks(WEEKS);
    let done: i64 = a::table
        .filter(scope.on(COLUMNS))
        .filter(a::at.ge(t(since)))
        .filter(a::at.le(t(scope.now)))
        .select(count_star())
        .first(conn)?;
    // Without any record nothing is proved, not even idleness: the log may not be in use yet.
    if people == 0 || done == 0 {
        return Ok(vec![none]);
    }
    let tenths = done * 10 / (people * WEEKS);
    Ok(vec![Evidence {
        state: match tenths {
            50.. => ClauseState::Met,
            20.. => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(tenths as f64 / 10.0),
        unit: FigureUnit::Count,
        ..none
    }])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.1.2" {
        return Ok(Vec::new());
    }
    let title = "(SELECT ac.name FROM customers ac WHERE ac.id = activities.customer_id)";
    let on = On::At("activities.at");
    let made = Predicate::new().sql("activities.at >= ");
    let made = made
        .bind(Bind::ts(scope.now - Duration::weeks(WEEKS)))
        .sql(" AND activities.at <= ");
    let activities = Behind::new("activity", Action::ActivityRead, "activities", title, on);
    Ok(vec![
        activities
            .of(COLUMNS)
            .counted(made.bind(Bind::ts(scope.now)))
            .path("/activities"),
    ])
}
