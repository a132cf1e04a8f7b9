//! What a request looks like to a caller: who may see it, its steps, its timeline, and what the caller may do to it.

use std::collections::HashMap;

use contract::access::Field;
use contract::approval::{
    Approval, ApprovalAct as Act, ApprovalDetail, ApprovalEvent, ApprovalState, ApprovalStep,
    Relation, StepState,
};
use contract::employee::PersonRef;
use contract::{Action, Days, Money};
use diesel::prelude::*;
use uuid::Uuid;

use super::case::Step;
use super::deadline::OPEN;
use super::store::{Row, StepRow, steps_of};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{approval_copies, approval_events, approval_steps, approvals, teams};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::words::parse;
use crate::organization::people;
use crate::problem::{Answer, internal};

/// A request is the applicant's and their team's. (Every kind of matter so far belongs to the field of people; a test says so.)
pub const COLUMNS: Columns = Columns {
    team: "approvals.team_id",
    owner: "approvals.applicant_id",
    field: Field::People,
};

/// Inside the reach, entered by the caller, or one that lies or lay with them, that they stood in for, or got a copy of.
pub fn visible(grant: &Grant) -> Predicate {
    let me = || Bind::guid(grant.me());
    let involved = Predicate::new()
        .sql("(approvals.created_by = ")
        .bind(me())
        .sql(
            " OR EXISTS (SELECT 1 FROM approval_events v WHERE v.approval_id = approvals.id AND (v.target_id = ",
        )
        .bind(me())
        .sql(" OR v.for_id = ")
        .bind(me())
        .sql(" OR v.actor_id = ")
        .bind(me())
        .sql(")))")
        .and(grant.reach().within_key(COLUMNS.team));
    Predicate::new()
        .sql("(")
        .join(grant.reach_of(Action::ApprovalRead).on(COLUMNS))
        .sql(" OR ")
        .join(involved)
        .sql(")")
}

/// The row of a request the caller may see.
pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    Ok(approvals::table
        .filter(approvals::id.eq(g(id)))
        .filter(visible(grant))
        .select(Row::as_select())
        .first(conn)?)
}

/// The row of a request inside a reach, whoever is involved.
pub fn row_inside(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(approvals::table
        .filter(approvals::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Approval> {
    let row = row(conn, grant, id)?;
    whole(conn, grant, row)
}

/// The whole request, after an act that has checked the caller.
pub fn after_act(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Approval> {
    let row: Row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(conn)?;
    whole(conn, grant, row)
}

/// People and teams by id, for many records at once.
struct Names {
    people: HashMap<Uuid, PersonRef>,
    teams: HashMap<Uuid, String>,
}

impl Names {
    fn of(conn: &mut AnyConn, mut ids: Vec<Uuid>, mut team_ids: Vec<Uuid>) -> Answer<Names> {
        ids.sort_unstable();
        ids.dedup();
        team_ids.sort_unstable();
        team_ids.dedup();
        let named: Vec<(Uuid, String)> = teams::table
            .filter(teams::id.eq_any(gs(team_ids)))
            .select((teams::id, teams::name))
            .load(conn)?;
        Ok(Names {
            people: people::by_ids(conn, ids)?,
            teams: named.into_iter().collect(),
        })
    }

    fn maybe(&self, id: Option<Uuid>) -> Option<PersonRef> {
        id.and_then(|id| self.people.get(&id).cloned())
    }

    fn person(&self, id: Uuid) -> Answer<PersonRef> {
        self.maybe(Some(id))
            .ok_or_else(|| internal("a request of nobody"))
    }
}

/// Completes a page of requests: their open steps and names, in a few queries for all.
pub fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Approval>> {
    let steps: Vec<StepRow> = approval_steps::table
        .filter(approval_steps::approval_id.eq_any(gs(rows.iter().map(|r| r.id))))
        .filter(Predicate::new().sql(OPEN))
        .select(StepRow::as_select())
        .load(conn)?;
    let mut open = HashMap::new();
    for row in steps {
        let (of, round, position) = (row.approval_id, row.round, row.position);
        open.insert(of, (row.step()?, round, position));
    }
    let mut ids: Vec<Uuid> = rows
        .iter()
        .flat_map(|r| [r.applicant_id, r.created_by])
        .collect();
    ids.extend(open.values().flat_map(|(step, ..)| named(step)));
    let names = Names::of(conn, ids, rows.iter().filter_map(|r| r.team_id).collect())?;
    rows.into_iter()
        .map(|row| {
            let step = open.remove(&row.id);
            contract_of(grant, &names, row, step)
        })
        .collect()
}

fn named(step: &Step) -> Vec<Uuid> {
    [step.place.holder, step.place.stands_for, step.decided_by]
        .into_iter()
        .flatten()
        .collect()
}

fn whole(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Approval> {
    let (id, matter, subject) = (row.id, row.matter()?, row.subject_id);
    let mut steps = Vec::new();
    for step in steps_of(conn, id, None)? {
        let (round, position) = (step.round, step.position);
        steps.push((step.step()?, round, position));
    }
    let events = events_of(conn, id)?;
    let copied: Vec<Uuid> = approval_copies::table
        .filter(approval_copies::approval_id.eq(g(id)))
        .order((approval_copies::created_at, approval_copies::id))
        .select(approval_copies::employee_id)
        .load(conn)?;
    let mut ids = vec![row.applicant_id, row.created_by];
    ids.extend(steps.iter().flat_map(|(step, ..)| named(step)));
    ids.extend(
        events
            .iter()
            .flat_map(|e| [e.actor_id, e.for_id, e.target_id])
            .flatten(),
    );
    ids.extend(&copied);
    let names = Names::of(conn, ids, row.team_id.into_iter().collect())?;
    let open = steps
        .iter()
        .find(|(s, ..)| s.state == StepState::Open)
        .cloned();
    let mut approval = contract_of(grant, &names, row, open)?;
    approval.detail = Some(ApprovalDetail {
        steps: steps
            .into_iter()
            .map(|(step, round, position)| step_of(&names, step, round, position))
            .collect(),
        timeline: events
            .into_iter()
            .map(|e| e.contract(&names))
            .collect::<Answer<_>>()?,
        figures: (matter.figures)(conn, grant, subject)?,
        copies: copied
            .into_iter()
            .filter_map(|id| names.maybe(Some(id)))
            .collect(),
    });
    Ok(approval)
}

fn contract_of(
    grant: &Grant,
    names: &Names,
    row: Row,
    open: Option<(Step, i64, i64)>,
) -> Answer<Approval> {
    let (matter, state, facts) = (row.matter()?, row.state()?, row.facts()?);
    let acts = acts(grant, &row, state, open.as_ref().map(|(step, ..)| step));
    let mut title = (matter.headline)(&facts, grant.locale);
    if title.is_empty() {
        title = matter.title.get(grant.locale).to_owned();
    }
    Ok(Approval {
        id: row.id,
        kind: matter.kind,
        subject_id: row.subject_id,
        title,
        state,
        applicant: names.person(row.applicant_id)?,
        created_by: names.person(row.created_by)?,
        team_id: row.team_id,
        team_name: row.team_id.and_then(|id| names.teams.get(&id).cloned()),
        flow_version: row.flow_number,
        round: row.round,
        days: facts.half_days.map(Days),
        amount: facts
            .amount
            .map(|(amount, currency)| Money { amount, currency }),
        current_step: open.map(|(step, round, position)| step_of(names, step, round, position)),
        created_at: row.created_at,
        updated_at: row.updated_at,
        decided_at: row.decided_at,
        clause: matter.clause.to_owned(),
        subject_path: (matter.path)(row.subject_id),
        detail: None,
        version: row.version,
        allowed_actions: actions(grant, &acts),
        acts,
    })
}

fn step_of(names: &Names, step: Step, round: i64, position: i64) -> ApprovalStep {
    ApprovalStep {
        id: step.id,
        round,
        position,
        relation: step.seek.relation,
        level: step.place.level,
        field: step.seek.field,
        name: step.name,
        state: step.state,
        holder: names.maybe(step.place.holder.or(step.seek.named)),
        on_behalf_of: names.maybe(step.place.stands_for),
        opened_at: step.opened_at,
        due_at: step.due_at,
        decided_at: step.decided_at,
        decided_by: names.maybe(step.decided_by),
        comment: step.comment,
    }
}

/// What the caller may do now. The same questions are asked again when they do it.
fn acts(grant: &Grant, row: &Row, state: ApprovalState, open: Option<&Step>) -> Vec<Act> {
    let me = grant.me();
    let party = row.parties().contains(&me);
    let mine = |action| {
        grant.permits(action)
            && grant
                .reach_of(action)
                .covers(row.team_id, Some(me), COLUMNS.field)
    };
    let mut acts = Vec::new();
    if open.is_some_and(|s| s.place.lies_with(me)) && !party && mine(Action::ApprovalDecide) {
        acts.extend([
            Act::Approve,
            Act::Refuse,
            Act::Return,
            Act::Transfer,
            Act::AddApprover,
        ]);
    }
    let company = open.is_some_and(|s| s.place.level == Relation::Company);
    let reach = grant.reach_of(Action::CompanyDecide);
    if company
        && (!party || grant.actor.key.is_some())
        && grant.permits(Action::CompanyDecide)
        && reach.covers(row.team_id, Some(row.applicant_id), COLUMNS.field)
    {
        acts.push(Act::CompanyDecide);
    }
    if mine(Action::ApprovalComment) {
        acts.extend([Act::Comment, Act::Copy, Act::Attach]);
    }
    if row.follows(me) && mine(Action::ApprovalFollow) {
        match state {
            ApprovalState::Open => acts.extend([Act::Withdraw, Act::Remind]),
            ApprovalState::Returned => acts.extend([Act::Withdraw, Act::Resubmit]),
            _ => {}
        }
    }
    acts
}

fn actions(grant: &Grant, acts: &[Act]) -> Vec<Action> {
    let by_act = [
        (Act::Approve, Action::ApprovalDecide),
        (Act::Withdraw, Action::ApprovalFollow),
        (Act::Comment, Action::ApprovalComment),
        (Act::CompanyDecide, Action::CompanyDecide),
    ];
    let mut actions = Vec::new();
    if grant.permits(Action::ApprovalRead) {
        actions.push(Action::ApprovalRead);
    }
    actions.extend(
        by_act
            .iter()
            .filter(|(act, _)| acts.contains(act))
            .map(|(_, action)| *action),
    );
    actions
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = approval_events)]
struct EventRow {
    id: Uuid,
    at: chrono::DateTime<chrono::Utc>,
    event: String,
    actor_id: Option<Uuid>,
    api_key_id: Option<Uuid>,
    for_id: Option<Uuid>,
    target_id: Option<Uuid>,
    document_id: Option<Uuid>,
    decided_on: Option<chrono::NaiveDate>,
    flow_number: i64,
    note: Option<String>,
}

fn events_of(conn: &mut AnyConn, approval: Uuid) -> Answer<Vec<EventRow>> {
    use approval_events as e;
    Ok(e::table
        .filter(e::approval_id.eq(g(approval)))
        .order((e::at, e::id))
        .select(EventRow::as_select())
        .load(conn)?)
}

impl EventRow {
    fn contract(self, names: &Names) -> Answer<ApprovalEvent> {
        Ok(ApprovalEvent {
            id: self.id,
            at: self.at,
            event: parse(&self.event)?,
            actor: names.maybe(self.actor_id),
            api_key_id: self.api_key_id,
            on_behalf_of: names.maybe(self.for_id),
            target: names.maybe(self.target_id),
            flow_version: self.flow_number,
            note: self.note,
            document_id: self.document_id,
            decided_on: self.decided_on,
        })
    }
}

/// Did the step lie with the person before it went elsewhere?
pub fn had_step(conn: &mut AnyConn, step: Uuid, approval: Uuid, person: Uuid) -> Answer<bool> {
    use approval_events as e;
    let me = g(person);
    let theirs = e::target_id
        .eq(me)
        .or(e::for_id.eq(me))
        .or(e::actor_id.eq(me));
    let found: i64 = e::table
        .filter(e::approval_id.eq(g(approval)))
        .filter(e::step_id.eq(g(step)))
        .filter(theirs)
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}
