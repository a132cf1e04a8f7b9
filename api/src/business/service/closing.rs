//! The end of a request: answered, closed, opened again, and how content the customer was.

use contract::service::{
    NewServiceAnswer, NewServiceClosing, NewServiceRating, NewServiceReopening, ServiceRequest,
    ServiceStepKind,
};
use uuid::Uuid;

use super::logic::Act;
use super::store::{Row, row, shown};
use super::write::{keep, record, save};
use super::{category, step};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::words::word;
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::Answer;

pub fn answer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceAnswer,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    let mut done = old.clone();
    done.state = old.after(grant, Act::Answer)?;
    fresh(known, old.version)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    done.answer = Some(new.answer.clone());
    done.answered_at = Some(grant.acting.now);
    done.answer_days = Some((today - old.opened_on).num_days().max(0));
    let (kind, note) = (ServiceStepKind::Answered, Some(new.answer.as_str()));
    keep(tx, grant, &old, &mut done, kind, note)?
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, done)
}

pub fn close(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceClosing,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    let mut closed = old.clone();
    closed.state = old.after(grant, Act::Close)?;
    fresh(known, old.version)?;
    closed.closed_at = Some(grant.acting.now);
    if let Some(rating) = &new.rating {
        put(&mut closed, rating);
    }
    let (kind, note) = (ServiceStepKind::Closed, new.note.as_deref());
    keep(tx, grant, &old, &mut closed, kind, note)?
        .change("score", old.score, closed.score)
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    if let Some(rating) = &new.rating {
        rated(tx, grant, id, rating)?;
    }
    shown(tx.conn, grant, closed)
}

pub fn rate(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceRating,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.after(grant, Act::Rate)?;
    fresh(known, old.version)?;
    let mut told = old.clone();
    put(&mut told, new);
    save(tx, &old, &mut told, grant.acting.now)?;
    rated(tx, grant, id, new)?;
    record(tx.conn, &told, "service.rated")?
        .change("score", (), new.score)
        .change("comment", (), &new.comment)
        .change("channel", (), word(&new.channel))
        .fact("score", new.score)
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, told)
}

fn put(row: &mut Row, rating: &NewServiceRating) {
    row.score = Some(rating.score);
    row.score_comment.clone_from(&rating.comment);
}

fn rated(tx: &mut Tx, grant: &Grant, id: Uuid, rating: &NewServiceRating) -> Answer<()> {
    let step = step::New {
        note: rating.comment.as_deref(),
        score: Some(rating.score),
        channel: Some(word(&rating.channel)),
        ..step::New::of(id, ServiceStepKind::Rated)
    };
    step::keep(tx, &grant.acting, step)
}

/// The deadline is counted from today, and what the customer thought of the first answer stays in the steps only.
pub fn reopen(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceReopening,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    let mut again = old.clone();
    again.state = old.after(grant, Act::Reopen)?;
    fresh(known, old.version)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    again.due_on = category::one(tx.conn, old.category_id)?.due_on(tx.conn, today)?;
    again.reopened += 1;
    (again.answer, again.answered_at, again.answer_days) = (None, None, None);
    (again.closed_at, again.score, again.score_comment) = (None, None, None);
    (again.reminded_at, again.escalated_at) = (None, None);
    let (kind, note) = (ServiceStepKind::Reopened, Some(new.reason.as_str()));
    keep(tx, grant, &old, &mut again, kind, note)?
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, again)
}
