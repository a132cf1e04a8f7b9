//! Days as a list by staff number and date, and a team's day on one board.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use contract::access::Field;
use contract::attendance::{
    AttendanceBoard, AttendanceBoardQuery, AttendanceDay, AttendanceDayQuery,
};
use contract::{Code, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use super::store::{Day, Loaded, Person, Plans, load, plans};
use super::told::Told;
use crate::access::Grant;
use crate::db::schema::employees;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::employee::store::COLUMNS;
use crate::organization::settings;
use crate::people::attendance::statement::line;
use crate::person_columns;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "number",
    column: "employees.number",
    kind: Kind::Text,
}];

/// Longest span of a list.
const MOST_DAYS: i64 = 93;
/// How many people are computed at once.
const CHUNK: i64 = 50;
/// How many days one page may look at before it is cut short (it then says where to go on).
const BUDGET: usize = 20_000;

crate::csv_columns!(
    AttendanceDay => ["employee.id", "employee.number", "employee.name", "date", "status", "abnormal", "shift_name", "planned_start",
        "planned_end", "first_in", "last_out", "late_minutes", "early_minutes", "worked_minutes", "leave_days", "leave_codes",
        "holiday_name", "corrected", "correction_open"],
);

/// First and last day asked for.
pub fn span(
    conn: &mut AnyConn,
    query: &AttendanceDayQuery,
    now: DateTime<Utc>,
) -> Answer<(NaiveDate, NaiveDate)> {
    let today = settings::today(conn, now)?;
    let to = query.to.unwrap_or(match query.from {
        // A list that begins in the future ends there, too.
        Some(from) => from.max(today),
        None => today,
    });
    let from = query.from.unwrap_or(to.with_day(1).unwrap_or(to));
    let bad = |pointer: &str, code: &str, detail: &str| {
        Err(Refusal::new(Code::UnknownParameter).field(pointer, code, detail))
    };
    if !(1970..=2200).contains(&from.year()) || !(1970..=2200).contains(&to.year()) {
        return bad("from", "range", "1970 … 2200");
    }
    if to < from {
        return bad("to", "date_order", "");
    }
    if (to - from).num_days() >= MOST_DAYS {
        return bad("to", "range", "≤ 92");
    }
    Ok((from, to))
}

/// People inside the reach who were employed at some time between two days.
macro_rules! people {
    ($grant:expr, $query:expr, $from:expr, $to:expr) => {{
        let mut q = employees::table
            .into_boxed::<MultiBackend>()
            .filter($grant.reach().on(COLUMNS))
            .filter(employees::status.ne("pending"))
            .filter(employees::hire_date.le($to))
            .filter(
                employees::leave_date
                    .is_null()
                    .or(employees::leave_date.ge($from)),
            );
        if let Some(id) = $query.employee_id {
            q = q.filter(employees::id.eq(g(id)));
        }
        if let Some(team) = $query.team_id {
            q = q.filter(employees::team_id.eq(g(team)));
        }
        q
    }};
}

/// Keyset by (staff number, date); the cursor's text is both.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AttendanceDayQuery,
    paging: &Paging,
) -> Answer<Page<AttendanceDay>> {
    let now = grant.acting.now;
    let (from, to) = span(conn, query, now)?;
    let length = (to - from).num_days() + 1;
    let total = match (paging.with_total, query.abnormal) {
        (false, _) => None,
        // How many there are only shows when all have been computed.
        (true, Some(_)) => {
            return Err(Refusal::new(Code::UnknownParameter).at("include"));
        }
        (true, None) => {
            let count: i64 = people!(grant, query, from, to).count().get_result(conn)?;
            Some(count * length)
        }
    };
    let plans = plans(conn, from, to)?;
    let mut place = start(paging);
    let (mut data, mut looked) = (Vec::new(), 0);
    let wanted = paging.limit as usize;
    // A page of whole people needs no more of them than this.
    let chunk = match query.abnormal {
        Some(_) => CHUNK,
        None => (paging.limit / length + 2).min(CHUNK),
    };
    loop {
        let people = next(conn, grant, query, (from, to), place.as_ref(), chunk)?;
        let last_chunk = (people.len() as i64) < chunk;
        let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
        let loaded = load(conn, &plans, &ids, now)?;
        let mut frozen = line::frozen(conn, &ids, from, to)?;
        for person in people {
            for (day, correction_open) in told(&loaded, &mut frozen, &person) {
                let date = day.date;
                if place
                    .as_ref()
                    .is_some_and(|p| p.id == person.id && date <= p.date)
                {
                    continue;
                }
                // One more than wanted proves that there is a next page.
                if data.len() == wanted || looked >= BUDGET {
                    return Ok(page(paging, data, place.as_ref(), total));
                }
                looked += 1;
                if query
                    .abnormal
                    .is_none_or(|wanted| day.times.status.abnormal() == wanted)
                {
                    data.push(day.contract(grant, &person, correction_open));
                }
                place = Some(Place {
                    number: person.number.clone(),
                    id: person.id,
                    date,
                });
            }
        }
        if last_chunk {
            return Ok(page(paging, data, None, total));
        }
    }
}

/// The last day looked at.
struct Place {
    number: String,
    id: Uuid,
    date: NaiveDate,
}

fn start(paging: &Paging) -> Option<Place> {
    let (Bind::Text(text), id) = paging.start()? else {
        return None;
    };
    let (number, date) = text.rsplit_once(' ')?;
    Some(Place {
        number: number.to_owned(),
        id: *id,
        date: date.parse().ok()?,
    })
}

fn page(
    paging: &Paging,
    data: Vec<AttendanceDay>,
    next: Option<&Place>,
    total: Option<i64>,
) -> Page<AttendanceDay> {
    Page {
        data,
        next_cursor: next
            .map(|p| paging.cursor(&Bind::Text(format!("{} {}", p.number, p.date)), p.id)),
        total,
    }
}

/// People from a place on, the one at it included: some of their days may be left.
fn next(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AttendanceDayQuery,
    (from, to): (NaiveDate, NaiveDate),
    place: Option<&Place>,
    limit: i64,
) -> Answer<Vec<Person>> {
    let mut q = people!(grant, query, from, to);
    if let Some(place) = place {
        // Whoever is done isn't read again.
        let comparison = if place.date >= to { ") > (" } else { ") >= (" };
        q = q.filter(
            Predicate::new()
                .sql("(employees.number, employees.id")
                .sql(comparison)
                .bind(Bind::Text(place.number.clone()))
                .sql(", ")
                .bind(Bind::guid(place.id))
                .sql(")"),
        );
    }
    Ok(q.order((employees::number, employees::id))
        .limit(limit)
        .select(person_columns!())
        .load(conn)?)
}

/// The days of one of these people, as the statement of their month keeps them where it is final, else as they are now.
fn told(
    loaded: &Loaded,
    frozen: &mut HashMap<(Uuid, NaiveDate), Told>,
    person: &Person,
) -> Vec<(Told, bool)> {
    let days = loaded.days(person);
    days.iter()
        .map(|day| match frozen.remove(&(person.id, day.plan.date)) {
            // Nothing of it is being corrected any more.
            Some(kept) => (kept, false),
            None => (Told::of(day), day.corrections.open),
        })
        .collect()
}

/// Everybody of a team on one day.
pub fn board(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AttendanceBoardQuery,
) -> Answer<AttendanceBoard> {
    let now = grant.acting.now;
    let team = query
        .team_id
        .or(grant.actor.team_id)
        .ok_or_else(|| Refusal::new(Code::UnknownParameter).field("team_id", "required", ""))?;
    // A member sees their own line of their own team's board; another team doesn't exist for them.
    if !grant.reach().covers_team(Some(team), Field::People) && grant.actor.team_id != Some(team) {
        return Err(Refusal::new(Code::NotFound));
    }
    let today = settings::today(conn, now)?;
    let date = query.date.unwrap_or(today);
    let of_team = AttendanceDayQuery {
        from: Some(date),
        to: Some(date),
        team_id: Some(team),
        ..AttendanceDayQuery::default()
    };
    span(conn, &of_team, now)?;
    let people: Vec<Person> = people!(grant, of_team, date, date)
        .order((employees::number, employees::id))
        .select(person_columns!())
        .load(conn)?;
    let plans = plans(conn, date, date)?;
    Ok(AttendanceBoard {
        date,
        data: days_of(conn, grant, &plans, &people)?,
    })
}

fn days_of(
    conn: &mut AnyConn,
    grant: &Grant,
    plans: &Plans,
    people: &[Person],
) -> Answer<Vec<AttendanceDay>> {
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    let loaded = load(conn, plans, &ids, grant.acting.now)?;
    let mut frozen = line::frozen(conn, &ids, plans.from, plans.to)?;
    let mut data = Vec::new();
    for person in people {
        for (day, correction_open) in told(&loaded, &mut frozen, person) {
            data.push(day.contract(grant, person, correction_open));
        }
    }
    Ok(data)
}

/// One person's days. Not reach-checked: callers ask for themselves, or have checked.
pub fn of_person<T>(
    conn: &mut AnyConn,
    person: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
    with: impl Fn(&Person, &Plans, &Day) -> T,
) -> Answer<Vec<T>> {
    of_people(conn, &[person], (from, to), now, with)
}

/// The days of several people, one after the other. Not reach-checked, as [`of_person`].
pub fn of_people<T>(
    conn: &mut AnyConn,
    people: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
    with: impl Fn(&Person, &Plans, &Day) -> T,
) -> Answer<Vec<T>> {
    let known: Vec<Person> = employees::table
        .filter(employees::id.eq_any(gs(people.iter().copied())))
        .select(person_columns!())
        .load(conn)?;
    if known.len() < people.len() {
        return Err(Refusal::new(Code::NotFound));
    }
    let plans = plans(conn, from, to)?;
    let loaded = load(conn, &plans, people, now)?;
    let mut told = Vec::new();
    for person in &known {
        let days = loaded.days(person);
        told.extend(days.iter().map(|day| with(person, &plans, day)));
    }
    Ok(told)
}

/// The day so many days before.
pub fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
