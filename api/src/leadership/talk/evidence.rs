//! 2.2.3: leads talk with everybody in their team.

use chrono::{Duration, NaiveDate};
use contract::access::Field;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::COLUMNS;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{employees as e, talks as k};
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// So often everybody is talked with.
pub const CARE_DAYS: i64 = 90;

const QUIET: Text = Text::new(
    "九十天內沒有關懷談話的團隊成員人數；沒有為落實",
    "九十天内没有关怀谈话的团队成员人数；没有为落实",
    "Team members with whom nobody has had a care talk for ninety days; none is met",
);

/// Those below somebody, as records of their team.
const PEOPLE: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::People,
};

/// Employed by then, and no care talk since.
pub fn without_care(since: NaiveDate) -> Predicate {
    Predicate::new()
        .sql("(employees.hire_date <= ")
        .bind(Bind::Date(since))
        .sql(" AND NOT EXISTS (SELECT 1 FROM talks wt WHERE wt.employee_id = employees.id AND wt.kind = 'care' AND wt.held_on > ")
        .bind(Bind::Date(since))
        .sql("))")
}

/// Members of teams: whoever holds no seat above.
fn members() -> Predicate {
    Predicate::new().sql(
        "(employees.status = 'active' AND employees.team_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM role_assignments mr WHERE mr.employee_id = employees.id AND mr.role <> 'member' AND mr.ends_at IS NULL))",
    )
}

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let path = "/talks?tab=care";
    let any: Option<Uuid> = k::table
        .filter(scope.on(COLUMNS))
        .filter(k::kind.eq("care"))
        .select(k::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(vec![Evidence::none(CLAUSE, QUIET).records(path)]);
    }
    let since = scope.today - Duration::days(CARE_DAYS);
    let quiet: i64 = e::table
        .filter(scope.on(PEOPLE))
        .filter(members())
        .filter(without_care(since))
        .count()
        .get_result(conn)?;
    let found = Evidence::count(CLAUSE, quiet as usize, false, QUIET);
    Ok(vec![found.records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let since = scope.today - Duration::days(CARE_DAYS);
    let on = On::Day("employees.hire_date");
    let people = Behind::new(
        "employee",
        Action::CareTalkRead,
        "employees",
        "employees.name",
        on,
    );
    Ok(vec![
        people
            .of(PEOPLE)
            .counted(members())
            .against(without_care(since))
            .path("/employees/{id}"),
    ])
}
