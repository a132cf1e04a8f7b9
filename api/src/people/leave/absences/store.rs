use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::access::Field;
use contract::leave::{Absence, AbsenceQuery, LeaveState};
use contract::{Action, Code, Days, Page};
use diesel::prelude::*;

use crate::access::Grant;
use crate::db::schema::leave_requests as r;
use crate::db::sql::Bind;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::page_of;
use crate::people::leave::logic::span::{LONGEST, before};
use crate::people::leave::requests::store::{COLUMNS, Row, away_from, team_names};
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "leave_requests.starts_on",
    kind: Kind::Date,
}];
const FOUR_WEEKS: i64 = 28;

crate::csv_columns!(Absence => ["id", "employee.id", "employee.number", "employee.name", "team_id", "team_name", "starts_on", "starts_half",
    "ends_on", "ends_half", "category", "leave_type.code", "leave_type.name", "days", "approved"]);

/// Absences between two days inside the reach: asked for and approved, or approved only.
macro_rules! between {
    ($grant:expr, $from:expr, $to:expr, $approved:expr) => {{
        let mut states = vec![word(&LeaveState::Approved)];
        if !$approved {
            states.push(word(&LeaveState::Open));
        }
        r::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter($grant.reach().on(COLUMNS))
            .filter(away_from($from))
            .filter(r::starts_on.le($to))
            .filter(r::state.eq_any(states))
    }};
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AbsenceQuery,
    paging: &Paging,
) -> Answer<Page<Absence>> {
    let from = match query.from {
        Some(day) => day,
        None => settings::today(conn, grant.acting.now)?,
    };
    let to = query.to.unwrap_or(from + Duration::days(FOUR_WEEKS));
    if to < from || (to - from).num_days() > LONGEST {
        return Err(Refusal::new(Code::UnknownParameter).field(
            "to",
            "range",
            format!("{from} … {}", from + Duration::days(LONGEST)),
        ));
    }
    let narrowed = || {
        let mut q = between!(grant, from, to, query.approved == Some(true));
        if query.approved == Some(false) {
            q = q.filter(r::state.eq(word(&LeaveState::Open)));
        }
        if let Some(id) = query.team_id {
            q = q.filter(r::team_id.eq(g(Some(id))));
        }
        if let Some(id) = query.employee_id {
            q = q.filter(r::employee_id.eq(g(id)));
        }
        q
    };
    let page = page_of!(conn, paging, narrowed, |row: &Row, _| (
        Bind::Date(row.starts_on),
        row.id
    ));
    page.complete(|rows| complete(conn, grant, &rows))
}

/// Approved absences between two days, the earliest first, at most so many; and when each last changed. For calendar feeds.
pub fn approved(
    conn: &mut AnyConn,
    grant: &Grant,
    from: NaiveDate,
    to: NaiveDate,
    most: i64,
) -> Answer<Vec<(Absence, DateTime<Utc>)>> {
    let rows: Vec<Row> = between!(grant, from, to, true)
        .order((r::starts_on, r::id))
        .limit(most)
        .load(conn)?;
    let absences = complete(conn, grant, &rows)?;
    Ok(absences
        .into_iter()
        .zip(rows.iter().map(|row| row.updated_at))
        .collect())
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: &[Row]) -> Answer<Vec<Absence>> {
    let kinds = types::named(conn)?;
    let people = people::by_ids(conn, rows.iter().map(|r| r.employee_id).collect())?;
    let teams = team_names(conn, rows.iter().filter_map(|r| r.team_id).collect())?;
    let why = grant
        .permits(Action::LeaveRead)
        .then(|| grant.reach_of(Action::LeaveRead));
    let missing = || crate::problem::internal("a leave without its person or type");
    let one = |row: &Row| {
        let kind = kinds.get(&row.leave_type_id).ok_or_else(missing)?;
        let kind = types::reference(kind, grant.locale)?;
        let told = why
            .as_ref()
            .is_some_and(|reach| reach.covers(row.team_id, Some(row.employee_id), Field::People));
        let (ends_on, ends_half) = match (row.resumed_on, &row.resumed_half) {
            (Some(day), Some(half)) => before(day, parse(half)?),
            _ => (row.ends_on, parse(&row.ends_half)?),
        };
        Ok(Absence {
            id: row.id,
            employee: people.get(&row.employee_id).cloned().ok_or_else(missing)?,
            team_id: row.team_id,
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            starts_on: row.starts_on,
            starts_half: parse(&row.starts_half)?,
            ends_on,
            ends_half,
            category: kind.category,
            leave_type: told.then_some(kind),
            days: told.then_some(Days(row.half_days - row.returned_half_days)),
            approved: row.state == word(&LeaveState::Approved),
        })
    };
    rows.iter().map(one).collect()
}
