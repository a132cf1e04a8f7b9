//! Requests in the database: begun, loaded under a lock, kept after a transition together with what happened.

use chrono::{DateTime, NaiveDate, Utc};
use contract::approval::{ApprovalState, MatterKind, PlannedStep};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::case::{Case, Happened, Step};
use super::logic::{Place, Seek, applying, place};
use super::resolve::{Known, Seen};
use super::{Facts, Matter, NewApproval, flow, tell};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{approval_events, approval_steps, approvals};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};
use crate::registry;
use contract::Code;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approvals)]
pub struct Row {
    pub id: Uuid,
    kind: String,
    pub subject_id: Uuid,
    state: String,
    pub applicant_id: Uuid,
    pub created_by: Uuid,
    pub beneficiary_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub flow_number: i64,
    pub round: i64,
    half_days: Option<i64>,
    amount: Option<i64>,
    currency: Option<String>,
    category: Option<String>,
    facts: String,
    pub reminded_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

impl Row {
    pub fn kind(&self) -> Answer<MatterKind> {
        parse(&self.kind)
    }

    pub fn matter(&self) -> Answer<&'static Matter> {
        Ok(registry::matter(self.kind()?))
    }

    pub fn state(&self) -> Answer<ApprovalState> {
        parse(&self.state)
    }

    pub fn facts(&self) -> Answer<Facts> {
        Ok(Facts {
            half_days: self.half_days,
            amount: self.amount.zip(self.currency.clone()),
            category: self.category.clone(),
            more: serde_json::from_str(&self.facts).map_err(internal)?,
        })
    }

    /// Nobody of them decides.
    pub fn parties(&self) -> Vec<Uuid> {
        parties(self.applicant_id, self.created_by, self.beneficiary_id)
    }

    pub fn follows(&self, person: Uuid) -> bool {
        self.applicant_id == person || self.created_by == person
    }
}

fn parties(applicant: Uuid, creator: Uuid, beneficiary: Option<Uuid>) -> Vec<Uuid> {
    let mut parties = vec![applicant, creator];
    parties.extend(beneficiary);
    parties.dedup();
    parties
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approval_steps)]
pub struct StepRow {
    pub id: Uuid,
    pub approval_id: Uuid,
    pub round: i64,
    pub position: i64,
    relation: String,
    level: String,
    base: String,
    named_id: Option<Uuid>,
    field: Option<String>,
    name: Option<String>,
    holder_id: Option<Uuid>,
    for_id: Option<Uuid>,
    state: String,
    deadline_hours: i64,
    opened_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    check_at: Option<DateTime<Utc>>,
    reminded_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
    decided_for: Option<Uuid>,
    comment: Option<String>,
}

impl StepRow {
    pub fn step(self) -> Answer<Step> {
        Ok(Step {
            id: self.id,
            seek: Seek {
                relation: parse(&self.relation)?,
                base: parse(&self.base)?,
                named: self.named_id,
                field: self.field.as_deref().map(parse).transpose()?,
            },
            name: self.name,
            place: Place {
                level: parse(&self.level)?,
                holder: self.holder_id,
                stands_for: self.for_id,
            },
            state: parse(&self.state)?,
            deadline_hours: self.deadline_hours,
            opened_at: self.opened_at,
            due_at: self.due_at,
            check_at: self.check_at,
            reminded_at: self.reminded_at,
            decided_at: self.decided_at,
            decided_by: self.decided_by,
            decided_for: self.decided_for,
            comment: self.comment,
        })
    }
}

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

/// Loads a request for a transition. On PostgreSQL its row is locked: whoever comes second sees what the first has done. Not
/// reach-checked: callers have.
pub fn hold(tx: &mut Tx, now: DateTime<Utc>, id: Uuid) -> Answer<Held> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        let bytes = crate::db::types::G(id);
        diesel::sql_query("SELECT 1 FROM approvals WHERE id = $1 FOR UPDATE")
            .bind::<crate::db::types::Guid, _>(bytes)
            .execute(conn)?;
    }
    let row: Row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let steps = steps_of(tx.conn, id, Some(row.round))?;
    let before = steps
        .into_iter()
        .map(StepRow::step)
        .collect::<Answer<Vec<_>>>()?;
    let case = Case {
        state: row.state()?,
        round: row.round,
        parties: row.parties(),
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

pub fn steps_of(conn: &mut AnyConn, approval: Uuid, round: Option<i64>) -> Answer<Vec<StepRow>> {
    use approval_steps as s;
    let mut q = s::table
        .filter(s::approval_id.eq(g(approval)))
        .order((s::round, s::position))
        .select(StepRow::as_select())
        .into_boxed::<crate::db::MultiBackend>();
    if let Some(round) = round {
        q = q.filter(s::round.eq(round));
    }
    Ok(q.load(conn)?)
}

/// Starts a matter under the current flow and opens its first step. Answers the approval's id.
pub fn submit(tx: &mut Tx, grant: &Grant, new: &NewApproval) -> Answer<Uuid> {
    let now = grant.acting.now;
    let flow = flow::current(tx, new.kind)?;
    let id = clock::new_id();
    let creator = grant.me();
    diesel::insert_into(approvals::table)
        .values((
            approvals::id.eq(g(id)),
            approvals::kind.eq(word(&new.kind)),
            approvals::subject_id.eq(g(new.subject_id)),
            approvals::state.eq(word(&ApprovalState::Open)),
            approvals::applicant_id.eq(g(new.applicant)),
            approvals::created_by.eq(g(creator)),
            approvals::beneficiary_id.eq(g(new.beneficiary)),
            approvals::team_id.eq(g(new.team_id)),
            approvals::flow_number.eq(flow.number),
            approvals::round.eq(1),
            facts_of(&new.facts),
            approvals::reminded_at.eq(t(None::<DateTime<Utc>>)),
            approvals::version.eq(0),
            approvals::created_at.eq(t(now)),
            approvals::updated_at.eq(t(now)),
            approvals::decided_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    let row: Row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let submitted = Happened::new(
        contract::approval::ApprovalEventKind::Submitted,
        Some(creator),
    );
    let mut held = Held {
        case: Case {
            state: ApprovalState::Open,
            round: 1,
            parties: row.parties(),
            steps: Vec::new(),
            happened: vec![submitted],
        },
        row,
        before: Vec::new(),
        known: Known::new(tx.conn, now)?,
        decided_on: None,
    };
    let steps = applying(&flow.steps, &new.facts);
    let steps = steps.iter().map(Step::of_flow).collect();
    let (case, mut seen) = held.parts(tx)?;
    case.begin(&mut seen, now, steps)?;
    keep(tx, &grant.acting, held)?;
    Ok(id)
}

type FactColumns = (
    diesel::dsl::Eq<approvals::half_days, Option<i64>>,
    diesel::dsl::Eq<approvals::amount, Option<i64>>,
    diesel::dsl::Eq<approvals::currency, Option<String>>,
    diesel::dsl::Eq<approvals::category, Option<String>>,
    diesel::dsl::Eq<approvals::facts, String>,
);

fn facts_of(facts: &Facts) -> FactColumns {
    let (amount, currency) = facts.amount.clone().unzip();
    (
        approvals::half_days.eq(facts.half_days),
        approvals::amount.eq(amount),
        approvals::currency.eq(currency),
        approvals::category.eq(facts.category.clone()),
        approvals::facts.eq(facts.more.to_string()),
    )
}

/// New facts of a request that is submitted again.
pub fn keep_facts(tx: &mut Tx, id: Uuid, facts: &Facts) -> Answer<()> {
    diesel::update(approvals::table.find(g(id)))
        .set(facts_of(facts))
        .execute(tx.conn)?;
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
        ApprovalState::Approved => Some(super::Outcome::Approved),
        ApprovalState::Refused => Some(super::Outcome::Refused),
        ApprovalState::Returned => Some(super::Outcome::Returned),
        ApprovalState::Withdrawn => Some(super::Outcome::Withdrawn),
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
    use contract::approval::StepState;
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
    use contract::approval::ApprovalEventKind as Event;
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

/// Who would decide, as things are now; changes nothing.
pub fn plan(conn: &mut AnyConn, grant: &Grant, new: &NewApproval) -> Answer<Vec<PlannedStep>> {
    let flow = flow::peek(conn, new.kind)?;
    let mut known = Known::new(conn, grant.acting.now)?;
    let parties = parties(new.applicant, grant.me(), new.beneficiary);
    let steps: Vec<Step> = applying(&flow.steps, &new.facts)
        .iter()
        .map(Step::of_flow)
        .collect();
    let mut places = Vec::new();
    for step in &steps {
        let mut seen = Seen {
            conn: &mut *conn,
            known: &mut known,
            kind: new.kind,
            team: new.team_id,
        };
        places.push(place(&mut seen, &step.seek, &parties)?);
    }
    let ids = places
        .iter()
        .flat_map(|p| [p.holder, p.stands_for])
        .flatten()
        .collect();
    let people = people::by_ids(conn, ids)?;
    let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let planned = |(step, place): (Step, Place)| PlannedStep {
        relation: step.seek.relation,
        level: place.level,
        name: step.name,
        holder: person(place.holder),
        on_behalf_of: person(place.stands_for),
    };
    Ok(steps.into_iter().zip(places).map(planned).collect())
}

/// The row of a request that the caller may follow: withdraw, remind, submit again.
pub fn followed(row: &Row, grant: &Grant) -> Answer<()> {
    if row.follows(grant.me()) {
        return Ok(());
    }
    Err(Refusal::new(Code::Forbidden))
}

/// Facts for the texts of a request's notifications.
pub fn payload(row: &Row) -> Answer<Value> {
    let facts = row.facts()?;
    Ok(serde_json::json!({
        "kind": row.kind,
        "half_days": facts.half_days,
        "amount": facts.amount,
        "category": facts.category,
        "more": facts.more,
    }))
}
