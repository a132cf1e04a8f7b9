use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::access::Field;
use contract::leave::{Absence, AbsenceQuery, LeaveState};
use contract::{Action, Code, Days, Page};
use diesel::prelude::*;

use crate::access::Grant;
use crate::db::schema::leave_requests as r;
use crate::db::sql::{Bind, Predicate};
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

/// Absences that touch these days, as ranges that don't overlap: what begins on one of them, and what is under way on the first of
/// them. A year of leave that is over lies between the two by its first day.
fn ranges(grant: &Grant, from: NaiveDate, to: NaiveDate) -> Vec<Predicate> {
    let begins = Predicate::new()
        .sql("leave_requests.starts_on >= ")
        .bind(Bind::Date(from))
        .sql(" AND leave_requests.starts_on <= ")
        .bind(Bind::Date(to));
    // Only what is open or approved holds days, and until somebody comes back early.
    let under_way = Predicate::new()
        .sql("leave_requests.id IN (SELECT wd.request_id FROM leave_days wd WHERE wd.on_date = ")
        .bind(Bind::Date(from))
        .sql(") AND leave_requests.starts_on < ")
        .bind(Bind::Date(from));
    let by_reach = grant.reach().ranges(COLUMNS).into_iter();
    by_reach
        .flat_map(|range| {
            [
                range.clone().and(under_way.clone()),
                range.and(begins.clone()),
            ]
        })
        .collect()
}

/// One range of absences from a day on: asked for and approved, or approved only.
macro_rules! away {
    ($range:expr, $from:expr, $approved:expr) => {{
        let mut states = vec![word(&LeaveState::Approved)];
        if !$approved {
            states.push(word(&LeaveState::Open));
        }
        r::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter($range)
            .filter(away_from($from))
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
    let narrowed = |range: Predicate| {
        let mut q = away!(range, from, query.approved == Some(true));
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
    let key = |row: &Row, _: &str| (Bind::Date(row.starts_on), row.id);
    let page = page_of!(conn, paging, ranges(grant, from, to), narrowed, key);
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
    let mut rows: Vec<Row> = Vec::new();
    for range in ranges(grant, from, to) {
        let first: Vec<Row> = away!(range, from, true)
            .order((r::starts_on, r::id))
            .limit(most)
            .load(conn)?;
        rows.extend(first);
    }
    rows.sort_by_key(|row| (row.starts_on, row.id));
    rows.truncate(most as usize);
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
