//! A finding is rectified by the owner of the case and checked again by somebody else: closed, or sent back with a new day.

use contract::Code;
use contract::inspection::{InspectionFinding, InspectionStepKind, NewRecheck, NewRectification};
use diesel::prelude::*;
use uuid::Uuid;

use super::act::ahead;
use super::finding::{Row, get, owners, record, row};
use super::{CLAUSE, step};
use crate::access::Grant;
use crate::db::schema::{employees, inspection_findings as f, inspections as i};
use crate::db::types::{g, t};
use crate::db::{Tx, hold};
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, Refusal};

pub fn rectify(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRectification,
    known: i64,
) -> Answer<InspectionFinding> {
    let old = row(tx.conn, grant.reach(), id)?;
    if old.state != "open" {
        return Err(state(tx, grant, id));
    }
    fresh(known, old.version)?;
    let mut done = old.clone();
    done.state = "rectified".to_owned();
    done.rectification = Some(new.text.clone());
    done.rectified_by = Some(grant.me());
    save(tx, grant, &old, &done)?;
    keep(
        tx,
        grant,
        &old,
        InspectionStepKind::Rectified,
        Some(&new.text),
    )?;
    let inspector: Uuid = i::table
        .find(g(old.inspection_id))
        .select(i::inspector_id)
        .first(tx.conn)?;
    record(tx, "finding.rectified", &old)?
        .change("state", &old.state, &done.state)
        .change("rectification", &old.rectification, &new.text)
        .notify([inspector])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

pub fn recheck(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRecheck,
    known: i64,
) -> Answer<InspectionFinding> {
    let old = row(tx.conn, grant.reach(), id)?;
    let me = Some(grant.me());
    let before = owners(tx.conn, vec![old.inspection_id])?;
    let involved = [
        Some(old.owner_id),
        old.rectified_by,
        before.get(&old.inspection_id).copied(),
    ];
    if involved.contains(&me) {
        return Err(Refusal::new(Code::OwnMatter).clause(CLAUSE));
    }
    if old.state != "rectified" && !(old.state == "open" && new.accepted && left(tx, &old)?) {
        return Err(state(tx, grant, id));
    }
    let mut seen = old.clone();
    let (event, kind) = match (new.accepted, &new.note, new.rectify_by) {
        (true, ..) => {
            seen.state = "closed".to_owned();
            seen.closed_at = Some(grant.acting.now);
            ("finding.closed", InspectionStepKind::Accepted)
        }
        (false, Some(_), Some(day)) => {
            ahead(tx, grant, day, "/rectify_by")?;
            seen.state = "open".to_owned();
            seen.rectify_by = day;
            seen.rectification = None;
            seen.rectified_by = None;
            seen.refused += 1;
            ("finding.sent_back", InspectionStepKind::SentBack)
        }
        (false, note, _) => {
            let field = if note.is_none() {
                "/note"
            } else {
                "/rectify_by"
            };
            let missing = Refusal::new(Code::Invalid).clause(CLAUSE);
            return Err(missing.field(field, "required", ""));
        }
    };
    fresh(known, old.version)?;
    save(tx, grant, &old, &seen)?;
    if new.accepted {
        one_less(tx, grant, old.inspection_id)?;
    }
    keep(tx, grant, &old, kind, new.note.as_deref())?;
    record(tx, event, &seen)?
        .change("state", &old.state, &seen.state)
        .change("rectify_by", old.rectify_by, seen.rectify_by)
        .change("note", (), &new.note)
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// With the last finding the inspection is closed. Two at once come one after the other: without the hold the second would look
/// for the count that the first is just changing and find neither.
fn one_less(tx: &mut Tx, grant: &Grant, inspection: Uuid) -> Answer<()> {
    hold(tx.conn, "inspections", &[inspection], "FOR UPDATE")?;
    let stamp = || {
        (
            i::version.eq(i::version + 1),
            i::updated_at.eq(t(grant.acting.now)),
        )
    };
    let last = i::table.find(g(inspection)).filter(i::open_findings.eq(1));
    let closed = diesel::update(last)
        .set((i::open_findings.eq(0), i::state.eq("closed"), stamp()))
        .execute(tx.conn)?;
    if closed == 0 {
        let more = i::table.find(g(inspection)).filter(i::open_findings.gt(1));
        diesel::update(more)
            .set((i::open_findings.eq(i::open_findings - 1), stamp()))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Whoever left rectifies nothing; what they were to do may be closed by whoever finds it in order.
fn left(tx: &mut Tx, row: &Row) -> Answer<bool> {
    let status: String = employees::table
        .find(g(row.owner_id))
        .select(employees::status)
        .first(tx.conn)?;
    Ok(status == "inactive")
}

fn state(tx: &mut Tx, grant: &Grant, id: Uuid) -> Refusal {
    let now = get(tx.conn, grant, grant.reach(), id);
    Refusal::new(Code::FindingState)
        .clause(CLAUSE)
        .as_it_is(now)
}

fn keep(
    tx: &mut Tx,
    grant: &Grant,
    row: &Row,
    kind: InspectionStepKind,
    note: Option<&str>,
) -> Answer<()> {
    let new = step::New {
        finding: Some(row.id),
        note,
        ..step::New::of(row.inspection_id, kind)
    };
    step::keep(tx, &grant.acting, new)
}

/// Under the version that was read; a concurrent change is 412. Whoever is given a new day is reminded of it.
fn save(tx: &mut Tx, grant: &Grant, old: &Row, new: &Row) -> Answer<()> {
    let mine = f::table.find(g(old.id)).filter(f::version.eq(old.version));
    let change = diesel::update(mine).set((
        f::state.eq(&new.state),
        f::rectify_by.eq(new.rectify_by),
        f::rectification.eq(&new.rectification),
        f::rectified_by.eq(g(new.rectified_by)),
        f::refused.eq(new.refused),
        f::reminded_at.eq(t(None::<chrono::DateTime<chrono::Utc>>)),
        f::closed_at.eq(t(new.closed_at)),
        f::version.eq(old.version + 1),
        f::updated_at.eq(t(grant.acting.now)),
    ));
    current(change.execute(tx.conn)?)
}
