//! Requests in the database: loaded under a lock, kept after a transition together with what happened.

use chrono::{DateTime, NaiveDate, Utc};
use contract::approval::{ApprovalEventKind as Event, ApprovalState, MatterKind, StepState};
use diesel::prelude::*;
use uuid::Uuid;

use super::case::Case;
use super::resolve::{Known, Seen};
use super::row::{Row, StepRow, facts_of, steps_of};
use super::step::{Happened, Step};
use super::{Facts, Outcome, read, tell};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{approval_events, approval_steps, approvals};
use crate::db::types::{g, gs, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::problem::{Answer, internal};

/// A request under lock: its row and steps as they were, and the case that transitions change.
pub struct Held {
    pub row: Row,
    pub case: Case,
    before: Vec<Step>,
    pub known: Known,
    /// Day of the company's decision.
    pub decided_on: Option<NaiveDate>,
}

impl Held {
    pub fn new(tx: &mut Tx, now: DateTime<Utc>, row: Row, before: Vec<Step>) -> Answer<Held> {
        let case = Case {
            state: row.state()?,
            round: row.round,
            parties: row.parties()?,
            steps: before.clone(),
            happened: Vec::new(),
        };
        Ok(Held {
            known: Known::new(tx.conn, now)?,
            row,
            case,
            before,
            decided_on: None,
        })
    }

    /// The organization as seen from this matter, beside the case itself.
    pub fn parts<'a>(&'a mut self, tx: &'a mut Tx) -> Answer<(&'a mut Case, Seen<'a>)> {
        let seen = Seen {
            kind: self.row.kind()?,
            team: self.row.team_id,
            conn: &mut *tx.conn,
            known: &mut self.known,
        };
        Ok((&mut self.case, seen))
    }
}

/// Loads a request that the caller may see, for a transition. The grant that comes back is of the instant after the lock, and so is
/// what is known of people: of two acts the later one sees and dates what the first has done.
pub fn hold(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<(Grant, Held)> {
    read::row(tx.conn, grant, id)?;
    hold_seen(tx, grant, id)
}

/// The same for a caller of whom has been asked in another way what they may.
pub fn hold_seen(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<(Grant, Held)> {
    lock(tx, id)?;
    let now = grant.now_locked();
    Ok((grant.at(now), loaded(tx, now, id)?))
}

/// The same for the system.
pub fn hold_for(tx: &mut Tx, acting: &Acting, id: Uuid) -> Answer<(Acting, Held)> {
    lock(tx, id)?;
    let now = clock::now();
    let acting = Acting {
        now,
        ..acting.clone()
    };
    Ok((acting, loaded(tx, now, id)?))
}

/// The same at an instant of the past.
pub fn hold_then(tx: &mut Tx, then: DateTime<Utc>, id: Uuid) -> Answer<Held> {
    lock(tx, id)?;
    loaded(tx, then, id)
}

/// Whoever comes second sees what the first has done.
fn lock(tx: &mut Tx, id: Uuid) -> Answer<()> {
    crate::db::hold(tx.conn, "approvals", &[id], "FOR UPDATE")
}

fn loaded(tx: &mut Tx, now: DateTime<Utc>, id: Uuid) -> Answer<Held> {
    let row: Row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let steps = steps_of(tx.conn, id, Some(row.round))?;
    let before = steps
        .into_iter()
        .map(StepRow::step)
        .collect::<Answer<Vec<_>>>()?;
    Held::new(tx, now, row, before)
}

/// New facts of a request that is submitted again.
pub fn keep_facts(tx: &mut Tx, id: Uuid, facts: &Facts) -> Answer<()> {
    diesel::update(approvals::table.find(g(id)))
        .set(facts_of(facts))
        .execute(tx.conn)?;
    Ok(())
}

/// An open matter that its module has counted anew. The steps stay as they were asked for; whoever was about to decide sees the new
/// facts first, for the version has moved on.
pub fn recounted(tx: &mut Tx, acting: &Acting, id: Uuid, facts: &Facts) -> Answer<()> {
    let open = approvals::table
        .find(g(id))
        .filter(approvals::state.eq(word(&ApprovalState::Open)));
    let changed = diesel::update(open)
        .set((
            facts_of(facts),
            approvals::version.eq(approvals::version + 1),
            approvals::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    match changed {
        0 => Err(internal("a record is open and its approval isn't")),
        _ => Ok(()),
    }
}

/// Locks the approvals of these records, for a module that changes several of them; in one order, so that two never wait for each
/// other.
pub fn hold_subjects(tx: &mut Tx, kind: MatterKind, subjects: &[Uuid]) -> Answer<()> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        approvals::table
            .filter(approvals::kind.eq(word(&kind)))
            .filter(approvals::subject_id.eq_any(gs(subjects.iter().copied())))
            .order(approvals::id)
            .select(approvals::version)
            .for_update()
            .load::<i64>(conn)?;
    }
    Ok(())
}

pub fn keep_reminded(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Answer<()> {
    diesel::update(approvals::table.find(g(id)))
        .set(approvals::reminded_at.eq(t(now)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes what a transition has changed, its timeline, its audit entries and events; then the module follows where the matter
/// ended or came back.
pub fn keep(tx: &mut Tx, acting: &Acting, held: Held) -> Answer<()> {
    let now = acting.now;
    let Held {
        row,
        case,
        before,
        decided_on,
        ..
    } = held;
    let over = !matches!(case.state, ApprovalState::Open | ApprovalState::Returned);
    let decided_at = match (over, row.decided_at) {
        (true, None) => Some(now),
        (_, at) => at,
    };
    diesel::update(approvals::table.find(g(row.id)))
        .set((
            approvals::state.eq(word(&case.state)),
            approvals::round.eq(case.round),
            approvals::version.eq(row.version + 1),
            approvals::updated_at.eq(t(now)),
            approvals::decided_at.eq(t(decided_at)),
        ))
        .execute(tx.conn)?;
    keep_steps(tx, &row, &case, &before)?;
    for happened in &case.happened {
        keep_event(tx, acting, &row, happened, decided_on)?;
    }
    let old_state = row.state()?;
    tell::record(tx, acting, &row, &case)?;
    let outcome = match case.state {
        state if state == old_state => None,
        ApprovalState::Approved => Some(Outcome::Approved),
        ApprovalState::Refused => Some(Outcome::Refused),
        ApprovalState::Returned => Some(Outcome::Returned),
        ApprovalState::Withdrawn => Some(Outcome::Withdrawn),
        ApprovalState::Open => None,
    };
    if let Some(outcome) = outcome {
        (row.matter()?.ended)(tx, acting, row.subject_id, outcome)?;
    }
    Ok(())
}

/// Steps that end or wait are written before one that opens (only one may be open), from the last to the first (positions move
/// up when somebody is added), and new ones at the end.
fn keep_steps(tx: &mut Tx, row: &Row, case: &Case, before: &[Step]) -> Answer<()> {
    let same_round = case.round == row.round;
    let old = |step: &Step| {
        let found = before.iter().position(|b| b.id == step.id);
        found.filter(|_| same_round)
    };
    let mut changed: Vec<(usize, &Step)> = case
        .steps
        .iter()
        .enumerate()
        .filter(|(n, s)| old(s).is_some_and(|o| o != *n || before[o] != **s))
        .collect();
    changed.sort_by_key(|(n, s)| (s.state == StepState::Open, std::cmp::Reverse(*n)));
    for (n, step) in changed {
        update_step(tx, step, n)?;
    }
    for (n, step) in case.steps.iter().enumerate() {
        if old(step).is_none() {
            insert_step(tx, row.id, case.round, step, n)?;
        }
    }
    Ok(())
}

macro_rules! step_columns {
    ($step:expr, $n:expr) => {{
        use approval_steps as s;
        (
            s::position.eq($n as i64 + 1),
            s::level.eq(word(&$step.place.level)),
            s::base.eq(word(&$step.seek.base)),
            s::named_id.eq(g($step.seek.named)),
            s::holder_id.eq(g($step.place.holder)),
            s::for_id.eq(g($step.place.stands_for)),
            s::state.eq(word(&$step.state)),
            s::opened_at.eq(t($step.opened_at)),
            s::due_at.eq(t($step.due_at)),
            s::check_at.eq(t($step.check_at)),
            s::reminded_at.eq(t($step.reminded_at)),
            s::decided_at.eq(t($step.decided_at)),
            s::decided_by.eq(g($step.decided_by)),
            s::decided_for.eq(g($step.decided_for)),
            s::comment.eq($step.comment.clone()),
        )
    }};
}

fn update_step(tx: &mut Tx, step: &Step, n: usize) -> Answer<()> {
    diesel::update(approval_steps::table.find(g(step.id)))
        .set(step_columns!(step, n))
        .execute(tx.conn)?;
    Ok(())
}

fn insert_step(tx: &mut Tx, approval: Uuid, round: i64, step: &Step, n: usize) -> Answer<()> {
    use approval_steps as s;
    diesel::insert_into(s::table)
        .values((
            s::id.eq(g(step.id)),
            s::approval_id.eq(g(approval)),
            s::round.eq(round),
            s::relation.eq(word(&step.seek.relation)),
            s::field.eq(step.seek.field.map(|f| word(&f))),
            s::name.eq(step.name.clone()),
            s::deadline_hours.eq(step.deadline_hours),
            step_columns!(step, n),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// One line of the timeline.
pub fn keep_event(
    tx: &mut Tx,
    acting: &Acting,
    row: &Row,
    happened: &Happened,
    decided_on: Option<NaiveDate>,
) -> Answer<()> {
    use approval_events as e;
    let by_company = happened.event == Event::CompanyDecided;
    let decided_on = decided_on.filter(|_| by_company);
    // What the system does in the course of somebody's act isn't theirs.
    let by_system = matches!(
        happened.event,
        Event::Opened | Event::Reassigned | Event::Escalated | Event::DeadlineReminded
    );
    let key = acting.api_key_id.filter(|_| !by_system);
    diesel::insert_into(e::table)
        .values((
            e::id.eq(g(clock::new_id())),
            e::approval_id.eq(g(row.id)),
            e::at.eq(t(acting.now)),
            e::event.eq(word(&happened.event)),
            e::actor_id.eq(g(happened.actor)),
            e::api_key_id.eq(g(key)),
            e::for_id.eq(g(happened.stands_for)),
            e::target_id.eq(g(happened.target)),
            e::step_id.eq(g(happened.step)),
            e::document_id.eq(g(happened.document)),
            e::decided_on.eq(decided_on),
            e::flow_number.eq(row.flow_number),
            e::note.eq(happened.note.clone()),
        ))
        .execute(tx.conn)?;
    Ok(())
}
