//! Written by the deputy of the area, and published once.

use chrono::Months;
use contract::Code;
use contract::area_review::{AreaReview, AreaReviewPatch, AreaReviewState, NewAreaReview};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::quarter;
use super::store::{Row, insert, row, save, shown, writes};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{area_reviews as v, teams};
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{AnyConn, Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings, superior};
use crate::problem::{Answer, Refusal};

/// So far back a quarter may lie.
const BACK: Months = Months::new(24);

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewAreaReview) -> Answer<AreaReview> {
    if !writes(grant, new.area_id) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let first = today.checked_sub_months(BACK).unwrap_or(today);
    let begins = quarter(new.starts_on) == new.starts_on;
    if !begins || new.starts_on > today || new.starts_on < first {
        return Err(wrong(Code::DateOrder, "/starts_on"));
    }
    let twice: i64 = v::table
        .filter(v::area_id.eq(g(new.area_id)))
        .filter(v::starts_on.eq(new.starts_on))
        .count()
        .get_result(tx.conn)?;
    if twice > 0 {
        return Err(wrong(Code::ReviewExists, "/starts_on"));
    }
    let made = Row {
        id: clock::new_id(),
        area_id: new.area_id,
        starts_on: new.starts_on,
        state: word(&AreaReviewState::Draft),
        achievements: new.achievements.clone(),
        problems: new.problems.clone(),
        improvements: new.improvements.clone(),
        author_id: grant.me(),
        published_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("area_review.drafted")
        .change("area_id", (), made.area_id)
        .change("starts_on", (), made.starts_on)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// A draft of the caller's area; others that write to it wait until this is through.
fn draft(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, grant, id)?;
    if !writes(grant, seen.area_id) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    hold(tx.conn, "area_reviews", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    if old.state()? != AreaReviewState::Draft {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::ReviewPublished)
            .clause(CLAUSE)
            .as_it_is(now));
    }
    fresh(known, old.version)?;
    Ok(old)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &AreaReviewPatch,
    known: i64,
) -> Answer<AreaReview> {
    let old = draft(tx, grant, id, known)?;
    let mut new = old.clone();
    for (text, patch) in [
        (&mut new.achievements, &patch.achievements),
        (&mut new.problems, &patch.problems),
        (&mut new.improvements, &patch.improvements),
    ] {
        if let Some(said) = patch {
            text.clone_from(said);
        }
    }
    let record = new
        .record("area_review.drafted")
        .change("achievements", &old.achievements, &new.achievements)
        .change("problems", &old.problems, &new.problems)
        .change("improvements", &old.improvements, &new.improvements);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// The manager and the area's leads are told.
pub fn publish(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<AreaReview> {
    let old = draft(tx, grant, id, known)?;
    let mut new = old.clone();
    let now = grant.acting.now;
    new.state = word(&AreaReviewState::Published);
    new.published_at = Some(now);
    save(tx, &old, &mut new, now)?;
    let manager = superior::of(tx.conn, None, &[], now)?;
    let leads = leads(tx.conn, grant, old.area_id)?;
    new.record("area_review.published")
        .change("state", &old.state, &new.state)
        .notify(manager)
        .notify(leads)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

fn leads(conn: &mut AnyConn, grant: &Grant, area: Uuid) -> Answer<Vec<Uuid>> {
    let ours: Vec<Uuid> = teams::table
        .filter(teams::area_id.eq(g(Some(area))))
        .select(teams::id)
        .load(conn)?;
    let leads = people::leads(conn, grant.acting.now)?;
    Ok(ours
        .iter()
        .filter_map(|team| leads.get(team).copied())
        .collect())
}
