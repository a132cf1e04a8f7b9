//! Repairs in "my day": what I see to, what I reported and is said to be repaired, and what nobody has looked at yet.

use chrono::{DateTime, Utc};
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN};
use crate::access::Grant;
use crate::clock::local_date;
use crate::db::AnyConn;
use crate::db::schema::repair_tickets as r;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::organization::settings::Day;
use crate::problem::Answer;

const MOST: i64 = 10;

/// Id, title, place, until when.
type Due = (Uuid, String, String, DateTime<Utc>);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let found = || r::table.select((r::id, r::title, r::place, r::due_at));
    let due = (r::due_at, r::id);
    let mine: Vec<Due> = found()
        .filter(r::assignee_id.eq(g(Some(grant.me()))))
        .filter(r::state.eq("assigned"))
        .order(due)
        .limit(MOST)
        .load(conn)?;
    let to_confirm: Vec<Due> = found()
        .filter(r::reporter_id.eq(g(grant.me())))
        .filter(r::state.eq("fixed"))
        .order(due)
        .limit(MOST)
        .load(conn)?;
    let unseen: Vec<Due> = match grant.permits(Action::RepairAssign) {
        true => found()
            .filter(grant.reach_of(Action::RepairAssign).on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(r::state.eq("reported"))
            .order(due)
            .limit(MOST)
            .load(conn)?,
        false => Vec::new(),
    };
    let item = |kind: &str, what: Text, (id, title, place, at): Due| DayItem {
        kind: kind.to_owned(),
        title: format!("{} · {title}", what.get(grant.locale)),
        detail: format!("{place} · {}", local_date(at, &day.zone)),
        due_at: Some(at),
        path: format!("/repairs/{id}"),
        subject_id: Some(id),
        clause: Some(CLAUSE.to_owned()),
    };
    let to_fix = Text::new("由您處理的報修", "由您处理的报修", "A repair you see to");
    let fixed = Text::new("請確認是否修復", "请确认是否修复", "Is it repaired?");
    let new = Text::new(
        "待指派的報修",
        "待指派的报修",
        "A repair nobody sees to yet",
    );
    let mut items: Vec<DayItem> = Vec::new();
    items.extend(mine.into_iter().map(|one| item("repair_mine", to_fix, one)));
    items.extend(
        to_confirm
            .into_iter()
            .map(|one| item("repair_to_confirm", fixed, one)),
    );
    items.extend(
        unseen
            .into_iter()
            .map(|one| item("repair_unassigned", new, one)),
    );
    Ok(items)
}
