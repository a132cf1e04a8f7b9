//! Plans in "my day": lines of mine and how far they are; teams of mine that work by no plan; plans to be closed.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::recount::ACTIVE;
use super::{CLAUSE, store};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{expansion_lines as l, expansion_plans as p, teams};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::engine::evidence::TEAMS;
use crate::problem::Answer;

const MOST: i64 = 10;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mut all = mine(conn, grant, today)?;
    if grant.permits(Action::ExpansionPlanManage) {
        all.extend(over(conn, grant, today)?);
        all.extend(without(conn, grant, today)?);
    }
    Ok(all)
}

fn item(
    grant: &Grant,
    kind: &str,
    (what, of): (Text, &str),
    detail: String,
    id: Option<Uuid>,
) -> DayItem {
    DayItem {
        kind: kind.to_owned(),
        title: format!("{} · {of}", what.get(grant.locale)),
        detail,
        due_at: None,
        path: match id {
            Some(id) => format!("/expansion-plans/{id}"),
            None => "/expansion-plans".to_owned(),
        },
        subject_id: id,
        clause: Some(CLAUSE.to_owned()),
    }
}

/// What I have still to do in plans that run, as it was counted last.
fn mine(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let rows: Vec<(Uuid, String, NaiveDate, i64, i64)> = l::table
        .inner_join(p::table)
        .filter(l::owner_id.eq(g(Some(grant.me()))))
        .filter(Predicate::new().sql(ACTIVE))
        .filter(p::starts_on.le(today))
        .filter(p::ends_on.ge(today))
        .filter(l::actual.lt(l::quantity))
        .order((p::ends_on, p::id, l::place))
        .limit(MOST)
        .select((p::id, p::title, p::ends_on, l::actual, l::quantity))
        .load(conn)?;
    let text = Text::new("拓展計畫進度", "拓展计划进度", "Expansion plan");
    let until = Text::new("至", "至", "until");
    let one = |(id, title, ends, actual, quantity): (Uuid, String, NaiveDate, i64, i64)| {
        let detail = format!("{actual} / {quantity} · {} {ends}", until.get(grant.locale));
        item(grant, "expansion_line", (text, &title), detail, Some(id))
    };
    Ok(rows.into_iter().map(one).collect())
}

fn over(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let reach = grant.reach_of(Action::ExpansionPlanManage);
    let rows: Vec<(Uuid, String, NaiveDate)> = p::table
        .filter(Predicate::new().sql(ACTIVE))
        .filter(reach.on(store::COLUMNS))
        .filter(p::ends_on.lt(today))
        .order((p::ends_on, p::id))
        .limit(MOST)
        .select((p::id, p::title, p::ends_on))
        .load(conn)?;
    let text = Text::new(
        "拓展計畫待結案",
        "拓展计划待结案",
        "Expansion plan to be closed",
    );
    let one = |(id, title, ends): (Uuid, String, NaiveDate)| {
        let kind = "expansion_to_close";
        item(grant, kind, (text, &title), ends.to_string(), Some(id))
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Once a first plan was worked by: until then nobody has begun with plans.
fn without(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let begun: Option<Uuid> = p::table
        .filter(p::state.ne("draft"))
        .select(p::id)
        .first(conn)
        .optional()?;
    if begun.is_none() {
        return Ok(Vec::new());
    }
    let reach = grant.reach_of(Action::ExpansionPlanManage);
    let names: Vec<String> = teams::table
        .filter(reach.on(TEAMS))
        .filter(without_plan(today))
        .order(teams::id)
        .limit(MOST)
        .select(teams::name)
        .load(conn)?;
    let text = Text::new(
        "沒有進行中的拓展計畫",
        "没有进行中的拓展计划",
        "No expansion plan is active",
    );
    let one = |name: String| {
        let kind = "expansion_missing";
        item(grant, kind, (text, &name), String::new(), None)
    };
    Ok(names.into_iter().map(one).collect())
}

/// Teams that somebody is in and that work by no plan of their own on a day.
pub fn without_plan(today: NaiveDate) -> Predicate {
    Predicate::new()
        .sql("EXISTS (SELECT 1 FROM employees we WHERE we.team_id = teams.id AND we.status = 'active') AND NOT EXISTS (SELECT 1 FROM ")
        .sql("expansion_plans wp WHERE wp.team_id = teams.id AND wp.state = 'active' AND wp.starts_on <= ")
        .bind(Bind::Date(today))
        .sql(" AND wp.ends_on >= ")
        .bind(Bind::Date(today))
        .sql(")")
}
