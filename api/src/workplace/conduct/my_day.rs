//! Conduct in "my day": what is about me and I may say something of; what waits for an outcome from me.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN, Row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::conduct_records as k;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::organization::people;
use crate::problem::Answer;

const MOST: i64 = 10;

const SAY: Text = Text::new(
    "有一筆與您有關的行為紀錄，請陳述",
    "有一条与您有关的行为记录，请陈述",
    "Something was noted about you: say what happened",
);
const DECIDE: Text = Text::new(
    "行為紀錄待處理結果",
    "行为记录待处理结果",
    "A conduct record waits for an outcome",
);
const UNTIL: Text = Text::new("期限", "期限", "By");

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = Vec::new();
    if grant.permits(Action::ConductState) {
        let mine: Vec<Row> = k::table
            .filter(k::employee_id.eq(g(grant.me())))
            .filter(k::state.eq("observed"))
            .order((k::due_on, k::id))
            .limit(MOST)
            .select(Row::as_select())
            .load(conn)?;
        items.extend(mine.into_iter().map(|row| {
            let (title, until) = (SAY.get(grant.locale).to_owned(), row.heard_by);
            item(grant, "conduct_to_state", title, until, &row)
        }));
    }
    if !grant.permits(Action::ConductDecide) {
        return Ok(items);
    }
    let open: Vec<Row> = k::table
        .filter(grant.reach_of(Action::ConductDecide).on(COLUMNS))
        .filter(k::employee_id.ne(g(grant.me())))
        .filter(Predicate::new().sql(OPEN))
        .filter(mine_to_decide(grant, today))
        .order((k::due_on, k::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let people = people::by_ids(conn, open.iter().map(|row| row.employee_id).collect())?;
    items.extend(open.into_iter().map(|row| {
        let kind = match row.due_on < today {
            true => "conduct_overdue",
            false => "conduct_to_decide",
        };
        let who = people.get(&row.employee_id).map(|one| one.name.as_str());
        let title = format!("{} · {}", DECIDE.get(grant.locale), who.unwrap_or_default());
        item(grant, kind, title, row.due_on, &row)
    }));
    Ok(items)
}

/// Once it can be decided: of my team, or what I have seen; of others only what is late.
fn mine_to_decide(grant: &Grant, today: NaiveDate) -> Predicate {
    let p = Predicate::new()
        .sql("(conduct_records.due_on < ")
        .bind(Bind::Date(today))
        .sql(" OR ((conduct_records.observer_id = ")
        .bind(Bind::guid(grant.me()));
    let p = match grant.actor.team_id {
        Some(team) => p
            .sql(" OR conduct_records.team_id = ")
            .bind(Bind::guid(team)),
        None => p,
    };
    p.sql(") AND (conduct_records.state = 'heard' OR conduct_records.heard_by < ")
        .bind(Bind::Date(today))
        .sql(")))")
}

fn item(grant: &Grant, kind: &str, title: String, until: NaiveDate, row: &Row) -> DayItem {
    DayItem {
        kind: kind.to_owned(),
        title,
        detail: format!("{} {until}", UNTIL.get(grant.locale)),
        due_at: None,
        path: format!("/conduct/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(CLAUSE.to_owned()),
    }
}
