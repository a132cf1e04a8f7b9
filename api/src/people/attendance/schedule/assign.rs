//! Who works by which schedule, from when until when. The database holds that nobody has two on one day.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::attendance::{
    NewScheduleAssignment, ScheduleAssignment, ScheduleAssignmentQuery, ScheduleAssignments,
};
use contract::employee::PersonRef;
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::csv_columns;
use crate::db::schema::{employees, schedule_assignments, schedules};
use crate::db::sql::Bind;
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::employee::store::COLUMNS as EMPLOYEES;
use crate::page_of;
use crate::people::leave;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "schedule_assignments.starts_on",
    kind: Kind::Date,
}];

/// An assignment is its employee's, and the employee's present team's. Both columns are the employee's, so that a team's are found from
/// its people.
const COLUMNS: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::People,
};

csv_columns!(
    ScheduleAssignment => ["id", "employee.id", "employee.number", "employee.name", "schedule_id", "schedule_name", "starts_on", "ends_on",
        "created_at"],
);

type Full = (
    Uuid,
    Uuid,
    String,
    String,
    Uuid,
    String,
    NaiveDate,
    Option<NaiveDate>,
    DateTime<Utc>,
);

macro_rules! full {
    () => {
        schedule_assignments::table
            .inner_join(employees::table.on(employees::id.eq(schedule_assignments::employee_id)))
            .inner_join(schedules::table.on(schedules::id.eq(schedule_assignments::schedule_id)))
            .select((
                schedule_assignments::id,
                employees::id,
                employees::name,
                employees::number,
                schedules::id,
                schedules::name,
                schedule_assignments::starts_on,
                schedule_assignments::ends_on,
                schedule_assignments::created_at,
            ))
            .into_boxed::<MultiBackend>()
    };
}

fn contract_of(
    (id, person, name, number, schedule_id, schedule_name, starts_on, ends_on, created_at): Full,
) -> ScheduleAssignment {
    ScheduleAssignment {
        id,
        employee: PersonRef {
            id: person,
            name,
            number,
        },
        schedule_id,
        schedule_name,
        starts_on,
        ends_on,
        created_at,
    }
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ScheduleAssignmentQuery,
    paging: &Paging,
) -> Answer<Page<ScheduleAssignment>> {
    use schedule_assignments as a;
    let narrowed = || {
        let mut q = full!().filter(grant.reach().on(COLUMNS));
        if let Some(id) = query.employee_id {
            q = q.filter(a::employee_id.eq(g(id)));
        }
        if let Some(id) = query.schedule_id {
            q = q.filter(a::schedule_id.eq(g(id)));
        }
        if let Some(day) = query.on {
            q = q
                .filter(a::starts_on.le(day))
                .filter(a::ends_on.is_null().or(a::ends_on.ge(day)));
        }
        q
    };
    let key = |r: &Full, _: &str| (Bind::Date(r.6), r.0);
    let page: Page<Full> = page_of!(conn, paging, narrowed, key);
    page.try_map(|row| Ok(contract_of(row)))
}

/// Gives people a schedule from a day on: what held until then ends the day before, what was to begin on that very day is
/// replaced, what is planned for later stays and ends the new one.
pub fn assign(
    tx: &mut Tx,
    grant: &Grant,
    new: &NewScheduleAssignment,
) -> Answer<ScheduleAssignments> {
    let unknown = |pointer: String| {
        Refusal::new(Code::UnknownReference)
            .clause("4.4.1")
            .at(pointer)
    };
    let schedule = store::row(tx.conn, new.schedule_id).map_err(|why| match why.code() {
        Code::NotFound => unknown("/schedule_id".to_owned()),
        _ => why,
    })?;
    let people: Vec<(Uuid, String, String, Option<Uuid>)> = employees::table
        .filter(employees::id.eq_any(gs(new.employee_ids.clone())))
        .filter(grant.reach().on(EMPLOYEES))
        .select((
            employees::id,
            employees::name,
            employees::status,
            employees::team_id,
        ))
        .load(tx.conn)?;
    let mut ids = Vec::new();
    for (n, id) in new.employee_ids.iter().enumerate() {
        let person = people.iter().find(|p| p.0 == *id);
        let (_, name, status, team) =
            person.ok_or_else(|| unknown(format!("/employee_ids/{n}")))?;
        if status == "inactive" {
            return Err(Refusal::new(Code::EmployeeInactive)
                .clause("4.4.1")
                .at(format!("/employee_ids/{n}")));
        }
        if new.employee_ids.iter().take(n).any(|before| before == id) {
            continue;
        }
        let ends_on = make_room(tx.conn, *id, new.starts_on)?;
        let made = insert(tx, grant, *id, new, ends_on)?;
        Record::new("schedule.assigned", "schedule_assignment", made, name)
            .team(*team)
            .owner(Some(*id))
            .clause("4.4.1")
            .change("schedule", (), &schedule.name)
            .change("starts_on", (), new.starts_on)
            .change("ends_on", (), ends_on)
            .fact("schedule", &schedule.name)
            .fact("starts_on", new.starts_on)
            .notify([*id])
            .write(tx, &grant.acting);
        ids.push(made);
    }
    leave::week_changed(tx, &grant.acting, Some(&new.employee_ids), new.starts_on)?;
    let rows: Vec<Full> = full!()
        .filter(schedule_assignments::id.eq_any(gs(ids)))
        .order((employees::number, employees::id))
        .load(tx.conn)?;
    Ok(ScheduleAssignments {
        data: rows.into_iter().map(contract_of).collect(),
    })
}

/// Ends or removes what would overlap; answers the day before the next one planned.
fn make_room(conn: &mut AnyConn, employee: Uuid, from: NaiveDate) -> Answer<Option<NaiveDate>> {
    use schedule_assignments as a;
    let theirs = || a::table.filter(a::employee_id.eq(g(employee)));
    diesel::delete(theirs().filter(a::starts_on.eq(from))).execute(conn)?;
    let day_before = from.pred_opt();
    diesel::update(
        theirs()
            .filter(a::starts_on.lt(from))
            .filter(a::ends_on.is_null().or(a::ends_on.ge(from))),
    )
    .set(a::ends_on.eq(day_before))
    .execute(conn)?;
    let next: Option<NaiveDate> = theirs()
        .filter(a::starts_on.gt(from))
        .order(a::starts_on)
        .select(a::starts_on)
        .first(conn)
        .optional()?;
    Ok(next.and_then(|day| day.pred_opt()))
}

fn insert(
    tx: &mut Tx,
    grant: &Grant,
    employee: Uuid,
    new: &NewScheduleAssignment,
    ends_on: Option<NaiveDate>,
) -> Answer<Uuid> {
    use schedule_assignments as a;
    let id = crate::clock::new_id();
    diesel::insert_into(a::table)
        .values((
            a::id.eq(g(id)),
            a::employee_id.eq(g(employee)),
            a::schedule_id.eq(g(new.schedule_id)),
            a::starts_on.eq(new.starts_on),
            a::ends_on.eq(ends_on),
            a::created_at.eq(t(grant.acting.now)),
            a::created_by.eq(g(grant.acting.employee_id)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}
