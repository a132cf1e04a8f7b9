//! Hazards in "my day": what I put right, what I am to look at again, and what nobody sees to yet.

use chrono::{DateTime, Utc};
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN, RECTIFIED};
use crate::access::Grant;
use crate::clock::local_date;
use crate::db::AnyConn;
use crate::db::schema::hazards as r;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::organization::settings::Day;
use crate::problem::Answer;

const MOST: i64 = 10;

/// Id, title, place, until when.
type Due = (Uuid, String, String, DateTime<Utc>);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let found = || r::table.select((r::id, r::title, r::spot, r::due_at));
    let due = (r::due_at, r::id);
    let mine: Vec<Due> = found()
        .filter(r::assignee_id.eq(g(Some(grant.me()))))
        .filter(r::state.eq("assigned"))
        .order(due)
        .limit(MOST)
        .load(conn)?;
    let again: Vec<Due> = match grant.permits(Action::HazardRecheck) {
        true => found()
            .filter(grant.reach_of(Action::HazardRecheck).on(COLUMNS))
            .filter(Predicate::new().sql(RECTIFIED))
            .filter(r::rectified_by.ne(g(Some(grant.me()))))
            .order(due)
            .limit(MOST)
            .load(conn)?,
        false => Vec::new(),
    };
    let unseen: Vec<Due> = match grant.permits(Action::HazardAssign) {
        true => found()
            .filter(grant.reach_of(Action::HazardAssign).on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(r::state.eq("found"))
            .order(due)
            .limit(MOST)
            .load(conn)?,
        false => Vec::new(),
    };
    let item = |kind: &str, what: Text, (id, title, spot, at): Due| DayItem {
        kind: kind.to_owned(),
        title: format!("{} · {title}", what.get(grant.locale)),
        detail: format!("{spot} · {}", local_date(at, &day.zone)),
        due_at: Some(at),
        path: format!("/hazards/{id}"),
        subject_id: Some(id),
        clause: Some(CLAUSE.to_owned()),
    };
    let to_rectify = Text::new("由您改善的隱患", "由您整改的隐患", "A hazard you put right");
    let recheck = Text::new("請複查隱患", "请复查隐患", "Is it put right?");
    let new = Text::new(
        "待指派的隱患",
        "待指派的隐患",
        "A hazard nobody sees to yet",
    );
    let mut items: Vec<DayItem> = Vec::new();
    items.extend(
        mine.into_iter()
            .map(|one| item("hazard_mine", to_rectify, one)),
    );
    items.extend(
        again
            .into_iter()
            .map(|one| item("hazard_to_recheck", recheck, one)),
    );
    items.extend(
        unseen
            .into_iter()
            .map(|one| item("hazard_unassigned", new, one)),
    );
    Ok(items)
}
