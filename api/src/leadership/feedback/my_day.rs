//! Feedback in "my day": what I am asked, and answers that I am to say something of.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{OPEN, Row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::feedback as f;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;

const ASKED: Text = Text::new("請回覆意見", "请回复意见", "Please answer");
const ANSWERED: Text = Text::new(
    "您的意見已獲回覆，是否解決？",
    "您的意见已获回复，是否解决？",
    "You were answered: does that settle it?",
);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = Vec::new();
    if grant.permits(Action::FeedbackAnswer) {
        let asked: Vec<Row> = f::table
            .filter(f::asked_id.eq(g(grant.me())))
            .filter(Predicate::new().sql(OPEN))
            .order((f::due_on, f::id))
            .limit(MOST)
            .select(Row::as_select())
            .load(conn)?;
        items.extend(asked.into_iter().map(|row| {
            let kind = match row.due_on < today {
                true => "feedback_overdue",
                false => "feedback_to_answer",
            };
            item(grant, kind, ASKED, row)
        }));
    }
    let answered: Vec<Row> = f::table
        .filter(f::author_id.eq(g(grant.me())))
        .filter(f::state.eq("answered"))
        .order((f::created_at, f::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let told = answered
        .into_iter()
        .map(|row| item(grant, "feedback_answered", ANSWERED, row));
    items.extend(told);
    Ok(items)
}

fn item(grant: &Grant, kind: &str, what: Text, row: Row) -> DayItem {
    let line = row.text.lines().next().unwrap_or_default();
    let told: String = line.chars().take(80).collect();
    DayItem {
        kind: kind.to_owned(),
        title: told,
        detail: format!("{} · {}", what.get(grant.locale), row.due_on),
        due_at: None,
        path: format!("/feedback/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(CLAUSE.to_owned()),
    }
}
