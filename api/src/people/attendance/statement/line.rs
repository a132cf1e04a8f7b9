//! Lines of statements: computed in chunks, written in chunks, read inside the reach.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::attendance::{AttendanceLine, AttendanceLineQuery};
use contract::employee::PersonRef;
use contract::{Days, Page};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

use super::logic::{self, Line};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::{attendance_lines, attendance_statements, employees, teams};
use crate::db::sql::Bind;
use crate::db::types::{G, T, g, gs, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::page_of;
use crate::people::attendance::day::store::{Person, Plans, load, plans};
use crate::people::attendance::day::told::Told;
use crate::person_columns;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "number",
    column: "attendance_lines.employee_number",
    kind: Kind::Text,
}];

/// A line stays with the team its person was in when it was drafted.
pub const COLUMNS: Columns = Columns {
    team: "attendance_lines.team_id",
    owner: "attendance_lines.employee_id",
    field: Field::People,
};

crate::csv_columns!(
    AttendanceLine => ["employee.id", "employee.number", "employee.name", "team_id", "team_name", "work_days", "present_days", "absent_days",
        "leave_days", "business_days", "late_count", "late_minutes", "early_count", "early_minutes", "missing_punches", "worked_minutes",
        "corrections", "breaches", "leave_by_type", "inputs_version", "updated_at"],
);

#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = attendance_lines)]
#[diesel(treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
pub struct NewLine {
    pub id: G,
    statement_id: G,
    pub employee_id: G,
    pub team_id: Option<G>,
    employee_number: String,
    employee_name: String,
    work_days: i64,
    present_days: i64,
    absent_half_days: i64,
    leave_half_days: i64,
    business_half_days: i64,
    late_count: i64,
    late_minutes: i64,
    early_count: i64,
    early_minutes: i64,
    missing_punches: i64,
    worked_minutes: i64,
    corrections: i64,
    breach_count: i64,
    breaches: String,
    leave_by_type: String,
    pub inputs_version: String,
    updated_at: T,
    days: Option<String>,
}

/// Everybody who was employed at some time between two days. Not reach-checked: a statement is the whole department's.
pub fn people(conn: &mut AnyConn, from: NaiveDate, to: NaiveDate) -> Answer<Vec<Person>> {
    Ok(employees::table
        .filter(employees::status.ne("pending"))
        .filter(employees::hire_date.le(to))
        .filter(
            employees::leave_date
                .is_null()
                .or(employees::leave_date.ge(from)),
        )
        .order((employees::number, employees::id))
        .select(person_columns!())
        .load(conn)?)
}

/// The lines of some people as things are now.
pub fn compute(
    conn: &mut AnyConn,
    statement: Uuid,
    plans: &Plans,
    people: &[Person],
    now: DateTime<Utc>,
) -> Answer<Vec<NewLine>> {
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    let loaded = load(conn, plans, &ids, now)?;
    people
        .iter()
        .map(|person| {
            let days = loaded.days(person);
            let told: Vec<Told> = days.iter().map(Told::of).collect();
            new(statement, person, logic::line(person, &days), &told, now)
        })
        .collect()
}

fn new(
    statement: Uuid,
    person: &Person,
    line: Line,
    days: &[Told],
    now: DateTime<Utc>,
) -> Answer<NewLine> {
    Ok(NewLine {
        id: g(crate::clock::new_id()),
        statement_id: g(statement),
        employee_id: g(person.id),
        team_id: g(person.team_id),
        employee_number: person.number.clone(),
        employee_name: person.name.clone(),
        work_days: line.work_days,
        present_days: line.present_days,
        absent_half_days: line.absent_halves,
        leave_half_days: line.leave_halves,
        business_half_days: line.business_halves,
        late_count: line.late_count,
        late_minutes: line.late_minutes,
        early_count: line.early_count,
        early_minutes: line.early_minutes,
        missing_punches: line.missing_punches,
        worked_minutes: line.worked_minutes,
        corrections: line.corrections,
        breach_count: line.breaches.len() as i64,
        breaches: serde_json::to_string(&line.breaches).map_err(internal)?,
        leave_by_type: serde_json::to_string(&line.leave_by_type).map_err(internal)?,
        inputs_version: line.inputs_version,
        updated_at: t(now),
        days: Some(serde_json::to_string(days).map_err(internal)?),
    })
}

/// A line that says something else than the one that is kept, and the version of that one.
pub type Stale = (NewLine, Option<String>);

/// Of lines computed just now those that are kept otherwise.
pub fn stale(conn: &mut AnyConn, statement: Uuid, lines: &[NewLine]) -> Answer<Vec<Stale>> {
    use attendance_lines as l;
    let rows: Vec<(Uuid, String, Option<String>)> = l::table
        .filter(l::statement_id.eq(g(statement)))
        .filter(l::employee_id.eq_any(lines.iter().map(|line| line.employee_id)))
        .select((l::employee_id, l::inputs_version, l::days))
        .load(conn)?;
    let kept: HashMap<Uuid, (String, Option<String>)> = rows
        .into_iter()
        .map(|(person, version, days)| (person, (version, days)))
        .collect();
    Ok(lines
        .iter()
        .filter_map(|line| match kept.get(&line.employee_id.0) {
            Some((version, days)) if *version == line.inputs_version && *days == line.days => None,
            before => Some((line.clone(), before.map(|(version, _)| version.clone()))),
        })
        .collect())
}

/// Days as final statements keep them, by person and date. Not reach-checked: see [`Person`].
pub fn frozen(
    conn: &mut AnyConn,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<HashMap<(Uuid, NaiveDate), Told>> {
    use attendance_lines as l;
    use attendance_statements as s;
    let months: Vec<Uuid> = s::table
        .filter(s::month.ge(logic::month_of(from)))
        .filter(s::month.le(logic::month_of(to)))
        .filter(s::state.eq("final"))
        .select(s::id)
        .load(conn)?;
    let mut found = HashMap::new();
    if months.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(Uuid, Option<String>)> = l::table
        .filter(l::statement_id.eq_any(gs(months)))
        .filter(l::employee_id.eq_any(gs(people.iter().copied())))
        .select((l::employee_id, l::days))
        .load(conn)?;
    for (person, days) in rows {
        let Some(days) = days else { continue };
        let days: Vec<Told> = serde_json::from_str(&days).map_err(internal)?;
        found.extend(days.into_iter().map(|day| ((person, day.date), day)));
    }
    Ok(found)
}

/// Whose lines in final statements lack their days: they were summed before days were kept. By statement and its month.
type Lacking = BTreeMap<(Uuid, String), Vec<Person>>;

fn lacking(conn: &mut AnyConn) -> Answer<Lacking> {
    use attendance_lines as l;
    use attendance_statements as s;
    let rows: Vec<(Uuid, String, Person)> = l::table
        .inner_join(s::table.on(s::id.eq(l::statement_id)))
        .inner_join(employees::table.on(employees::id.eq(l::employee_id)))
        .filter(s::state.eq("final"))
        .filter(l::days.is_null())
        .select((s::id, s::month, person_columns!()))
        .load(conn)?;
    let mut lacking = Lacking::new();
    for (statement, month, person) in rows {
        lacking.entry((statement, month)).or_default().push(person);
    }
    Ok(lacking)
}

/// Keeps the days of final months that don't yet, as they are told now: from then on nothing changes them. For the start.
pub fn keep_days(tx: &mut Tx, now: DateTime<Utc>) -> Answer<()> {
    use attendance_lines as l;
    for ((statement, month), people) in lacking(tx.conn)? {
        let (first, last) = logic::days_of(&month)?;
        let plans = plans(tx.conn, first, last)?;
        for people in people.chunks(200) {
            for line in compute(tx.conn, statement, &plans, people, now)? {
                let theirs = l::table
                    .filter(l::statement_id.eq(g(statement)))
                    .filter(l::employee_id.eq(line.employee_id));
                diesel::update(theirs)
                    .set(l::days.eq(line.days))
                    .execute(tx.conn)?;
            }
        }
    }
    Ok(())
}

/// Puts lines in the place of those these people had.
pub fn replace(conn: &mut AnyConn, statement: Uuid, lines: &[NewLine]) -> Answer<()> {
    use attendance_lines as l;
    diesel::delete(
        l::table
            .filter(l::statement_id.eq(g(statement)))
            .filter(l::employee_id.eq_any(lines.iter().map(|line| line.employee_id))),
    )
    .execute(conn)?;
    match conn {
        AnyConn::Pg(c) => {
            for chunk in lines.chunks(500) {
                diesel::insert_into(l::table).values(chunk).execute(c)?;
            }
        }
        AnyConn::Sqlite(c) => {
            for line in lines {
                diesel::insert_into(l::table).values(line).execute(c)?;
            }
        }
    }
    Ok(())
}

/// Changes a line in place: it keeps its id and its team.
pub fn rewrite(conn: &mut AnyConn, statement: Uuid, line: &NewLine) -> Answer<()> {
    use attendance_lines as l;
    let theirs = l::table
        .filter(l::statement_id.eq(g(statement)))
        .filter(l::employee_id.eq(line.employee_id));
    let known: Option<(Uuid, Option<Uuid>)> =
        theirs.select((l::id, l::team_id)).first(conn).optional()?;
    let Some((id, team)) = known else {
        return replace(conn, statement, std::slice::from_ref(line));
    };
    let line = NewLine {
        id: g(id),
        team_id: g(team),
        ..line.clone()
    };
    diesel::update(l::table.find(g(id)))
        .set(&line)
        .execute(conn)?;
    Ok(())
}

/// Whose lines have which version.
pub fn versions(conn: &mut AnyConn, statement: Uuid) -> Answer<Vec<(Uuid, String)>> {
    use attendance_lines as l;
    Ok(l::table
        .filter(l::statement_id.eq(g(statement)))
        .select((l::employee_id, l::inputs_version))
        .load(conn)?)
}

/// Removes the lines of people who no longer belong into the statement.
pub fn keep_only(conn: &mut AnyConn, statement: Uuid, people: &[Uuid]) -> Answer<()> {
    use attendance_lines as l;
    let known: std::collections::HashSet<&Uuid> = people.iter().collect();
    let gone: Vec<Uuid> = versions(conn, statement)?
        .into_iter()
        .map(|(id, _)| id)
        .filter(|id| !known.contains(id))
        .collect();
    for chunk in gone.chunks(500) {
        diesel::delete(
            l::table
                .filter(l::statement_id.eq(g(statement)))
                .filter(l::employee_id.eq_any(gs(chunk.iter().copied()))),
        )
        .execute(conn)?;
    }
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    employee_id: Uuid,
    number: String,
    name: String,
    team_id: Option<Uuid>,
    team_name: Option<String>,
    days: (i64, i64, i64, i64, i64),
    late: (i64, i64, i64, i64),
    sums: (i64, i64, i64),
    texts: (String, String, String),
    updated_at: DateTime<Utc>,
}

/// Lines inside the reach. The caller has checked that they may see the statement.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    statement: Uuid,
    query: &AttendanceLineQuery,
    paging: &Paging,
) -> Answer<Page<AttendanceLine>> {
    use attendance_lines as l;
    let narrowed = || {
        let mut q = l::table
            .left_join(teams::table.on(l::team_id.eq(teams::id.nullable())))
            .select((
                l::id,
                l::employee_id,
                l::employee_number,
                l::employee_name,
                l::team_id,
                teams::name.nullable(),
                (
                    l::work_days,
                    l::present_days,
                    l::absent_half_days,
                    l::leave_half_days,
                    l::business_half_days,
                ),
                (
                    l::late_count,
                    l::late_minutes,
                    l::early_count,
                    l::early_minutes,
                ),
                (l::missing_punches, l::worked_minutes, l::corrections),
                (l::breaches, l::leave_by_type, l::inputs_version),
                l::updated_at,
            ))
            .into_boxed::<MultiBackend>()
            .filter(l::statement_id.eq(g(statement)))
            .filter(grant.reach().on(COLUMNS));
        if let Some(team) = query.team_id {
            q = q.filter(l::team_id.eq(g(team)));
        }
        if let Some(id) = query.employee_id {
            q = q.filter(l::employee_id.eq(g(id)));
        }
        match query.breaches {
            Some(true) => q.filter(l::breach_count.gt(0)),
            Some(false) => q.filter(l::breach_count.eq(0)),
            None => q,
        }
    };
    let key = |r: &Row, _: &str| (Bind::Text(r.number.clone()), r.id);
    let page: Page<Row> = page_of!(conn, paging, narrowed, key);
    page.try_map(contract_of)
}

fn contract_of(r: Row) -> Answer<AttendanceLine> {
    let (work_days, present_days, absent, leave, business) = r.days;
    let (late_count, late_minutes, early_count, early_minutes) = r.late;
    let (missing_punches, worked_minutes, corrections) = r.sums;
    let (breaches, leave_by_type, inputs_version) = r.texts;
    Ok(AttendanceLine {
        id: r.id,
        employee: PersonRef {
            id: r.employee_id,
            name: r.name,
            number: r.number,
        },
        team_id: r.team_id,
        team_name: r.team_name,
        work_days,
        present_days,
        absent_days: Days(absent),
        leave_days: Days(leave),
        business_days: Days(business),
        late_count,
        late_minutes,
        early_count,
        early_minutes,
        missing_punches,
        worked_minutes,
        corrections,
        breaches: serde_json::from_str(&breaches).map_err(internal)?,
        leave_by_type: serde_json::from_str(&leave_by_type).map_err(internal)?,
        inputs_version,
        updated_at: r.updated_at,
    })
}
