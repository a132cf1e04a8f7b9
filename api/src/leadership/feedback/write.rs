//! Given by whoever meets it, answered or passed on by whoever is above, settled by whoever gave it.

use chrono::Days;
use contract::Code;
use contract::feedback::{
    Feedback, FeedbackState, NewFeedback, NewFeedbackAnswer, NewFeedbackReferral, NewFeedbackRemark,
};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{COLUMNS, Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{settings, superior};
use crate::problem::{Answer, Refusal};

/// Within so many days it is answered.
const ANSWERED_IN: Days = Days::new(7);

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewFeedback) -> Answer<Feedback> {
    let (me, now) = (grant.me(), grant.acting.now);
    let team_id = grant.actor.team_id;
    if !grant.reach().covers(team_id, Some(me), COLUMNS.field) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    let asked = superior::of(tx.conn, team_id, &[me], now)?;
    let nobody = || Refusal::new(Code::NobodyAbove).clause(CLAUSE);
    let today = settings::today(tx.conn, now)?;
    let made = Row {
        id: clock::new_id(),
        kind: word(&new.kind),
        text: new.text.clone(),
        state: word(&FeedbackState::Open),
        author_id: me,
        team_id,
        asked_id: asked.ok_or_else(nobody)?,
        due_on: today.checked_add_days(ANSWERED_IN).unwrap_or(today),
        answer: None,
        answered_by: None,
        answered_at: None,
        remark: None,
        reopened: 0,
        told_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("feedback.given")
        .change("kind", (), &made.kind)
        .change("text", (), &made.text)
        .notify([made.asked_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that the caller sees, in this state; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, state: FeedbackState, known: i64) -> Answer<Row> {
    row(tx.conn, grant, id)?;
    hold(tx.conn, "feedback", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    old.must_be(tx.conn, grant, state)?;
    fresh(known, old.version)?;
    Ok(old)
}

/// Nobody answers what they gave.
fn others(grant: &Grant, row: &Row) -> Answer<()> {
    match row.author_id == grant.me() {
        true => Err(Refusal::new(Code::OwnMatter).clause(CLAUSE)),
        false => Ok(()),
    }
}

pub fn answer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewFeedbackAnswer,
    known: i64,
) -> Answer<Feedback> {
    let old = held(tx, grant, id, FeedbackState::Open, known)?;
    others(grant, &old)?;
    let mut said = old.clone();
    said.state = word(&FeedbackState::Answered);
    said.answer = Some(new.answer.clone());
    said.answered_by = Some(grant.me());
    said.answered_at = Some(grant.acting.now);
    save(tx, &old, &mut said, grant.acting.now)?;
    said.record("feedback.answered")
        .change("state", &old.state, &said.state)
        .change("answer", &old.answer, &said.answer)
        .fact("answer", &said.answer)
        .notify([old.author_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, said)
}

/// The next above whoever was asked answers, by the same day.
pub fn refer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewFeedbackReferral,
    known: i64,
) -> Answer<Feedback> {
    let old = held(tx, grant, id, FeedbackState::Open, known)?;
    others(grant, &old)?;
    let chain = superior::chain(tx.conn, old.team_id, grant.acting.now)?;
    let below = chain.iter().position(|one| *one == old.asked_id);
    let mut above = chain.iter().skip(below.map_or(0, |at| at + 1));
    let next = above.find(|one| ![old.author_id, old.asked_id].contains(one));
    let nobody = || Refusal::new(Code::NobodyAbove).clause(CLAUSE);
    let mut passed = old.clone();
    passed.asked_id = *next.ok_or_else(nobody)?;
    save(tx, &old, &mut passed, grant.acting.now)?;
    passed
        .record("feedback.referred")
        .change("asked_id", old.asked_id, passed.asked_id)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([passed.asked_id, old.author_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, passed)
}

/// By whoever gave it: the answer settles it, or it is open again with another week.
pub fn remark(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewFeedbackRemark,
    known: i64,
) -> Answer<Feedback> {
    let old = held(tx, grant, id, FeedbackState::Answered, known)?;
    if old.author_id != grant.me() {
        return Err(grant.beyond().clause(CLAUSE));
    }
    if !new.settled && new.remark.is_none() {
        let missing = Refusal::new(Code::CommentRequired).clause(CLAUSE);
        return Err(missing.at("/remark"));
    }
    let now = grant.acting.now;
    let mut said = old.clone();
    said.remark.clone_from(&new.remark);
    let event = match new.settled {
        true => {
            said.state = word(&FeedbackState::Settled);
            "feedback.settled"
        }
        false => {
            let today = settings::today(tx.conn, now)?;
            said.state = word(&FeedbackState::Open);
            said.due_on = today.checked_add_days(ANSWERED_IN).unwrap_or(today);
            said.told_at = None;
            said.reopened += 1;
            "feedback.reopened"
        }
    };
    save(tx, &old, &mut said, now)?;
    said.record(event)
        .change("state", &old.state, &said.state)
        .change("remark", &old.remark, &said.remark)
        .fact("remark", &said.remark)
        .notify(old.answered_by)
        .notify([old.asked_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, said)
}
