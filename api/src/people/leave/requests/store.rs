use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::leave::{LeaveRequest, LeaveRequestQuery, LeaveState, NewLeaveRequest};
use contract::{Action, Code, Days, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::ask::Checked;
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{leave_requests as r, teams};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{employee, people};
use crate::page_of;
use crate::people::leave::logic::span::Span;
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "starts_on",
        column: "leave_requests.starts_on",
        kind: Kind::Date,
    },
    SortKey {
        name: "created_at",
        column: "leave_requests.created_at",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "leave_requests.team_id",
    owner: "leave_requests.employee_id",
    field: Field::People,
};

crate::versioned!(LeaveRequest);
crate::addressed!(LeaveRequest => "leave-requests");
crate::csv_columns!(LeaveRequest => ["id", "employee.id", "employee.number", "employee.name", "team_id", "team_name", "leave_type.code",
    "leave_type.name", "starts_on", "starts_half", "ends_on", "ends_half", "days", "reason", "stand_in.number", "stand_in.name",
    "after_the_fact", "certificate_required", "state", "approval_id", "resumed_on", "resumed_half", "returned_days", "created_by.number",
    "version", "created_at", "updated_at", "decided_at"]);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = r)]
pub struct Row {
    pub id: Uuid,
    pub employee_id: Uuid,
    pub team_id: Option<Uuid>,
    pub leave_type_id: Uuid,
    pub starts_on: NaiveDate,
    pub starts_half: String,
    pub ends_on: NaiveDate,
    pub ends_half: String,
    pub half_days: i64,
    pub reason: Option<String>,
    pub stand_in_id: Option<Uuid>,
    pub after_the_fact: bool,
    pub certificate_required: bool,
    pub state: String,
    pub approval_id: Option<Uuid>,
    pub resumed_on: Option<NaiveDate>,
    pub resumed_half: Option<String>,
    pub returned_half_days: i64,
    /// The day from which notice is counted: on which these days and this kind of leave were asked for.
    pub asked_on: NaiveDate,
    pub created_by: Uuid,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

impl Row {
    /// What is asked for, not yet in the database.
    pub fn draft(
        grant: &Grant,
        person: &employee::store::Row,
        new: &NewLeaveRequest,
        checked: &Checked,
        asked_on: NaiveDate,
    ) -> Row {
        let now = grant.acting.now;
        Row {
            id: crate::clock::new_id(),
            employee_id: person.id,
            team_id: person.team_id,
            leave_type_id: new.leave_type_id,
            starts_on: new.starts_on,
            starts_half: word(&new.starts_half),
            ends_on: new.ends_on,
            ends_half: word(&new.ends_half),
            half_days: checked.half_days(),
            reason: new.reason.clone(),
            stand_in_id: new.stand_in_id,
            after_the_fact: checked.after_the_fact,
            certificate_required: checked.certificate_required,
            state: word(&LeaveState::Open),
            approval_id: None,
            resumed_on: None,
            resumed_half: None,
            returned_half_days: 0,
            asked_on,
            created_by: grant.me(),
            version: 1,
            created_at: now,
            updated_at: now,
            decided_at: None,
        }
    }

    /// The applicant, or whoever entered it.
    pub fn asked_by(&self, person: Uuid) -> bool {
        self.employee_id == person || self.created_by == person
    }

    pub fn state(&self) -> Answer<LeaveState> {
        parse(&self.state)
    }

    /// As it was asked.
    pub fn span(&self) -> Answer<Span> {
        Ok(Span {
            starts_on: self.starts_on,
            starts_half: parse(&self.starts_half)?,
            ends_on: self.ends_on,
            ends_half: parse(&self.ends_half)?,
        })
    }
}

/// Everything that may change in a request's life.
macro_rules! changeable {
    ($row:expr) => {
        (
            (
                r::leave_type_id.eq(g($row.leave_type_id)),
                r::starts_on.eq($row.starts_on),
                r::starts_half.eq(&$row.starts_half),
                r::ends_on.eq($row.ends_on),
                r::ends_half.eq(&$row.ends_half),
                r::half_days.eq($row.half_days),
                r::reason.eq(&$row.reason),
                r::stand_in_id.eq(g($row.stand_in_id)),
                r::after_the_fact.eq($row.after_the_fact),
            ),
            (
                r::certificate_required.eq($row.certificate_required),
                r::state.eq(&$row.state),
                r::approval_id.eq(g($row.approval_id)),
                r::resumed_on.eq($row.resumed_on),
                r::resumed_half.eq(&$row.resumed_half),
                r::returned_half_days.eq($row.returned_half_days),
                r::asked_on.eq($row.asked_on),
                r::version.eq($row.version),
                r::updated_at.eq(t($row.updated_at)),
                r::decided_at.eq(t($row.decided_at)),
            ),
        )
    };
}

/// Away on or after a day, an early return considered.
pub fn away_from(day: NaiveDate) -> Predicate {
    // A leave is at most a year long: the first condition lets an index bound the rest.
    let earliest = day - chrono::Duration::days(crate::people::leave::logic::span::LONGEST);
    Predicate::new()
        .sql("(leave_requests.starts_on >= ")
        .bind(Bind::Date(earliest))
        .sql(" AND leave_requests.ends_on >= ")
        .bind(Bind::Date(day))
        .sql(" AND (leave_requests.resumed_on IS NULL OR leave_requests.resumed_on > ")
        .bind(Bind::Date(day))
        .sql(" OR (leave_requests.resumed_half = 'pm' AND leave_requests.resumed_on = ")
        .bind(Bind::Date(day))
        .sql(")))")
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &LeaveRequestQuery,
    paging: &Paging,
) -> Answer<Page<LeaveRequest>> {
    let narrowed = |range: Predicate| {
        let mut q = r::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(id) = query.employee_id {
            q = q.filter(r::employee_id.eq(g(id)));
        }
        if let Some(id) = query.team_id {
            q = q.filter(r::team_id.eq(g(Some(id))));
        }
        if let Some(id) = query.leave_type_id {
            q = q.filter(r::leave_type_id.eq(g(id)));
        }
        if let Some(state) = query.state {
            q = q.filter(r::state.eq(word(&state)));
        }
        if let Some(from) = query.from {
            q = q.filter(away_from(from));
        }
        if let Some(to) = query.to {
            q = q.filter(r::starts_on.le(to));
        }
        if let Some(since) = query.updated_after {
            q = q.filter(r::updated_at.ge(t(since)));
        }
        q
    };
    let key = |row: &Row, sort: &str| {
        let value = match sort {
            "created_at" => Bind::ts(row.created_at),
            _ => Bind::Date(row.starts_on),
        };
        (value, row.id)
    };
    let ranges = grant.reach().ranges(COLUMNS);
    let page = page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(r::table
        .filter(r::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<LeaveRequest> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

/// Names of these teams, however often one is named.
pub fn team_names(conn: &mut AnyConn, mut ids: Vec<Uuid>) -> Answer<HashMap<Uuid, String>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, String)> = teams::table
        .filter(teams::id.eq_any(gs(ids)))
        .select((teams::id, teams::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Names for all rows at once: three queries a page.
pub fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<LeaveRequest>> {
    let kinds = types::named(conn)?;
    let persons = |r: &Row| [Some(r.employee_id), Some(r.created_by), r.stand_in_id];
    let people = people::by_ids(conn, rows.iter().flat_map(persons).flatten().collect())?;
    let teams = team_names(conn, rows.iter().filter_map(|r| r.team_id).collect())?;
    let missing = || crate::problem::internal("a leave without its person or type");
    let today = crate::organization::settings::today(conn, grant.acting.now)?;
    let one = |row: Row| {
        let kind = kinds.get(&row.leave_type_id).ok_or_else(missing)?;
        let state = row.state()?;
        let live = match state {
            LeaveState::Returned => row.asked_by(grant.me()),
            // Whose leave it was records no return once it is over; somebody above still may.
            LeaveState::Approved => {
                row.employee_id != grant.me()
                    || (row.ends_on >= today && row.resumed_on.is_none_or(|d| d > today))
            }
            _ => false,
        };
        let actions: &[Action] = if live { &[Action::LeaveRequest] } else { &[] };
        Ok(LeaveRequest {
            id: row.id,
            employee: people.get(&row.employee_id).cloned().ok_or_else(missing)?,
            team_id: row.team_id,
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            leave_type: types::reference(kind, grant.locale)?,
            starts_on: row.starts_on,
            starts_half: parse(&row.starts_half)?,
            ends_on: row.ends_on,
            ends_half: parse(&row.ends_half)?,
            days: Days(row.half_days),
            reason: row.reason,
            stand_in: row.stand_in_id.and_then(|id| people.get(&id).cloned()),
            after_the_fact: row.after_the_fact,
            certificate_required: row.certificate_required,
            state,
            approval_id: row.approval_id,
            resumed_on: row.resumed_on,
            resumed_half: row.resumed_half.as_deref().map(parse).transpose()?,
            returned_days: Days(row.returned_half_days),
            created_by: people.get(&row.created_by).cloned().ok_or_else(missing)?,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            decided_at: row.decided_at,
            allowed_actions: grant.allowed(
                actions,
                row.team_id,
                Some(row.employee_id),
                Field::People,
            ),
        })
    };
    rows.into_iter().map(one).collect()
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    diesel::insert_into(r::table)
        .values((
            r::id.eq(g(row.id)),
            r::employee_id.eq(g(row.employee_id)),
            r::team_id.eq(g(row.team_id)),
            r::created_by.eq(g(row.created_by)),
            r::created_at.eq(t(row.created_at)),
            changeable!(row),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under the version it was read with, and counts that up.
pub fn save(tx: &mut Tx, row: &Row, now: DateTime<Utc>) -> Answer<Row> {
    let mut next = row.clone();
    (next.version, next.updated_at) = (row.version + 1, now);
    let changed = diesel::update(r::table.find(g(row.id)).filter(r::version.eq(row.version)))
        .set(changeable!(next))
        .execute(tx.conn)?;
    match changed {
        1 => Ok(next),
        _ => Err(Refusal::new(Code::StaleVersion)),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Two days from that day on, open.
    pub fn row(day: NaiveDate) -> Row {
        let now = crate::clock::now();
        Row {
            id: Uuid::nil(),
            employee_id: Uuid::nil(),
            team_id: None,
            leave_type_id: Uuid::nil(),
            starts_on: day,
            starts_half: "am".to_owned(),
            ends_on: day + chrono::Duration::days(1),
            ends_half: "pm".to_owned(),
            half_days: 4,
            reason: None,
            stand_in_id: None,
            after_the_fact: false,
            certificate_required: false,
            state: word(&LeaveState::Open),
            approval_id: None,
            resumed_on: None,
            resumed_half: None,
            returned_half_days: 0,
            asked_on: day,
            created_by: Uuid::nil(),
            version: 1,
            created_at: now,
            updated_at: now,
            decided_at: None,
        }
    }
}
