//! A request as the contract shows it, with what the caller may do to it now.

use std::collections::HashMap;

use contract::approval::{Approval, ApprovalAct as Act, ApprovalState, ApprovalStep, Relation};
use contract::employee::PersonRef;
use contract::{Action, Days, Money};
use diesel::prelude::*;
use uuid::Uuid;

use super::deadline::OPEN;
use super::read::COLUMNS;
use super::row::{Row, StepRow};
use super::step::Step;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::approval_steps;
use crate::db::sql::Predicate;
use crate::db::types::gs;
use crate::organization::people;
use crate::problem::{Answer, internal};

/// People and teams by id, for many records at once.
pub struct Names {
    people: HashMap<Uuid, PersonRef>,
    teams: HashMap<Uuid, String>,
}

impl Names {
    pub fn of(conn: &mut AnyConn, ids: Vec<Uuid>, team_ids: Vec<Uuid>) -> Answer<Names> {
        Ok(Names {
            people: people::by_ids(conn, ids)?,
            teams: people::team_names(conn, team_ids)?,
        })
    }

    pub fn maybe(&self, id: Option<Uuid>) -> Option<PersonRef> {
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

pub fn named(step: &Step) -> Vec<Uuid> {
    [step.place.holder, step.place.stands_for, step.decided_by]
        .into_iter()
        .flatten()
        .collect()
}

pub fn contract_of(
    grant: &Grant,
    names: &Names,
    row: Row,
    open: Option<(Step, i64, i64)>,
) -> Answer<Approval> {
    let (matter, state, facts) = (row.matter()?, row.state()?, row.facts()?);
    let acts = acts(grant, &row, state, open.as_ref().map(|(step, ..)| step))?;
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

pub fn step_of(names: &Names, step: Step, round: i64, position: i64) -> ApprovalStep {
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
fn acts(grant: &Grant, row: &Row, state: ApprovalState, open: Option<&Step>) -> Answer<Vec<Act>> {
    let me = grant.me();
    let party = row.parties()?.contains(&me);
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
        && !party
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
    Ok(acts)
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
