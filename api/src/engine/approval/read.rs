//! Who may see a request, and the whole of one: its steps, timeline, figures, copies.

use contract::Action;
use contract::access::Field;
use contract::approval::{Approval, ApprovalDetail, ApprovalEvent, StepState};
use diesel::prelude::*;
use uuid::Uuid;

use super::row::{Row, steps_of};
use super::shape::{Names, contract_of, named, step_of};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{approval_copies, approval_events, approvals};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::parse;
use crate::problem::Answer;

/// A request is the applicant's and their team's. (Every kind of matter that may be of no team belongs to the field of people so far; a test says so.)
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
