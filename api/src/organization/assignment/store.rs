use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::assignment::{
    NewRoleAssignment, RoleAssignment, RoleAssignmentQuery, RoleEnding, RoleHandover,
};
use contract::employee::PersonRef;
use contract::{Action, Code, Page, Role};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, When};
use super::new_seat::NewSeat;
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::bulk::Rows;
use crate::db::schema::{areas, employees, role_assignments, teams};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_at",
    column: "role_assignments.starts_at",
    kind: Kind::Ts,
}];

/// As the partial index of the seats above membership says it; a bound word would miss it.
pub const SEATS: &str = "role_assignments.role <> 'member'";

/// A seat's record is its holder's and its team's; a deputy's or manager's belongs to the whole department.
const COLUMNS: Columns = Columns {
    team: "role_assignments.team_id",
    owner: "role_assignments.employee_id",
    field: Field::People,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = role_assignments)]
struct Row {
    id: Uuid,
    employee_id: Uuid,
    role: String,
    team_id: Option<Uuid>,
    area_id: Option<Uuid>,
    starts_at: DateTime<Utc>,
    ends_at: Option<DateTime<Utc>>,
    note: Option<String>,
    version: i64,
    created_at: DateTime<Utc>,
}

type Full = (Row, String, String, Option<String>, Option<String>);

macro_rules! full {
    () => {
        role_assignments::table
            .inner_join(employees::table.on(employees::id.eq(role_assignments::employee_id)))
            .left_join(teams::table.on(role_assignments::team_id.eq(teams::id.nullable())))
            .left_join(areas::table.on(role_assignments::area_id.eq(areas::id.nullable())))
            .select((
                Row::as_select(),
                employees::name,
                employees::number,
                teams::name.nullable(),
                areas::name.nullable(),
            ))
    };
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &RoleAssignmentQuery,
    paging: &Paging,
) -> Answer<Page<RoleAssignment>> {
    let now = grant.acting.now;
    let narrowed = || {
        let mut q = full!().into_boxed::<MultiBackend>();
        q = q.filter(grant.reach().on(COLUMNS));
        if let Some(id) = query.employee_id {
            q = q.filter(role_assignments::employee_id.eq(g(id)));
        }
        if let Some(id) = query.team_id {
            q = q.filter(role_assignments::team_id.eq(g(id)));
        }
        if let Some(id) = query.area_id {
            q = q.filter(role_assignments::area_id.eq(g(id)));
        }
        if let Some(role) = query.role {
            q = q.filter(role_assignments::role.eq(role.name()));
            if role != Role::Member {
                q = q.filter(Predicate::new().sql(SEATS));
            }
        }
        match query.current {
            Some(true) => q.filter(
                role_assignments::starts_at.le(t(now)).and(
                    role_assignments::ends_at
                        .is_null()
                        .or(role_assignments::ends_at.gt(t(now))),
                ),
            ),
            Some(false) => q.filter(
                role_assignments::starts_at
                    .gt(t(now))
                    .or(role_assignments::ends_at.le(t(now))),
            ),
            None => q,
        }
    };
    let rows: Vec<Full> = narrowed()
        .filter(paging.after())
        .order(paging.order())
        .limit(paging.fetch())
        .load(conn)?;
    let total = if paging.with_total {
        Some(narrowed().count().get_result(conn)?)
    } else {
        None
    };
    let page = paging.page(
        rows,
        |(r, ..), _| (Bind::ts(r.starts_at), r.id),
        total,
        |r| r,
    );
    let data = page
        .data
        .into_iter()
        .map(|full| contract_of(grant, full))
        .collect::<Answer<_>>()?;
    Ok(Page {
        data,
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<RoleAssignment> {
    let full: Full = full!()
        .filter(role_assignments::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .first(conn)?;
    contract_of(grant, full)
}

fn contract_of(
    grant: &Grant,
    (row, name, number, team_name, area_name): Full,
) -> Answer<RoleAssignment> {
    let now = grant.acting.now;
    let role = parse(&row.role)?;
    let when = logic::when(row.starts_at, row.ends_at, now);
    let allowed_actions = grant.allowed(
        logic::acts(role, when),
        row.team_id,
        Some(row.employee_id),
        Field::People,
    );
    Ok(RoleAssignment {
        id: row.id,
        employee: PersonRef {
            id: row.employee_id,
            name,
            number,
        },
        role,
        team_id: row.team_id,
        team_name,
        area_id: row.area_id,
        area_name,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        current: when == When::Now,
        note: row.note,
        version: row.version,
        created_at: row.created_at,
        allowed_actions,
    })
}

/// Somebody taking a role in a scope for a time.
#[derive(Debug, Clone)]
pub struct Seat {
    pub employee: Uuid,
    pub role: Role,
    pub team: Option<Uuid>,
    pub area: Option<Uuid>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
    pub note: Option<String>,
}

impl Seat {
    pub fn member(employee: Uuid, team: Uuid, starts_at: DateTime<Utc>) -> Seat {
        Seat {
            employee,
            role: Role::Member,
            team: Some(team),
            area: None,
            starts_at,
            ends_at: None,
            note: None,
        }
    }
}

/// The one way into a role: the employee's current role ends at that instant, the new one begins, their team follows. Not
/// reach-checked: callers have checked employee and scope.
pub fn take_seat(tx: &mut Tx, acting: &Acting, seat: Seat) -> Answer<Uuid> {
    logic::scope(seat.role, seat.team, seat.area)?;
    if seat.ends_at.is_some_and(|end| end <= seat.starts_at) {
        return Err(Refusal::new(Code::DateOrder).clause("2.1").at("/ends_at"));
    }
    let (name, status): (String, String) = employees::table
        .find(g(seat.employee))
        .select((employees::name, employees::status))
        .first(tx.conn)
        .optional()?
        .ok_or_else(|| Refusal::new(Code::UnknownReference).at("/employee_id"))?;
    if status == "inactive" {
        return Err(Refusal::new(Code::EmployeeInactive)
            .clause("2.1")
            .at("/employee_id"));
    }
    close_current(tx, acting, seat.employee, seat.starts_at)?;
    let row = NewSeat::of(&seat, acting);
    let (id, applied) = (row.id, row.applied);
    NewSeat::insert(tx.conn, &[row])?;
    if applied && seat.ends_at.is_none_or(|end| end > acting.now) {
        follow_team(tx, seat.employee, seat.team, acting.now)?;
    }
    tx.access_changed();
    assigned(tx, acting, &seat, id, &name);
    Ok(id)
}

/// The first seat of somebody whose row is written with it, the seat's team already in it. There is nothing to end and
/// nobody's cached rights to forget.
pub fn seat_newcomer(tx: &mut Tx, acting: &Acting, seat: Seat, name: &str) -> Answer<Uuid> {
    logic::scope(seat.role, seat.team, seat.area)?;
    let row = NewSeat::of(&seat, acting);
    let id = row.id;
    tx.put(row)?;
    assigned(tx, acting, &seat, id, name);
    Ok(id)
}

fn assigned(tx: &mut Tx, acting: &Acting, seat: &Seat, id: Uuid, name: &str) {
    Record::new("role.assigned", "role_assignment", id, name)
        .team(seat.team)
        .owner(Some(seat.employee))
        .clause("2.1")
        .change("role", (), seat.role)
        .change("team_id", (), seat.team)
        .change("area_id", (), seat.area)
        .change("starts_at", (), seat.starts_at)
        .change("ends_at", (), seat.ends_at)
        .fact("role", seat.role)
        .notify([seat.employee])
        .write(tx, acting);
}

/// Ends the role that covers an instant. The manager's seat only changes hands by hand-over.
fn close_current(tx: &mut Tx, acting: &Acting, employee: Uuid, at: DateTime<Utc>) -> Answer<()> {
    let open: Option<(Row, String)> = role_assignments::table
        .inner_join(employees::table.on(employees::id.eq(role_assignments::employee_id)))
        .filter(role_assignments::employee_id.eq(g(employee)))
        .filter(role_assignments::starts_at.le(t(at)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(at))),
        )
        .select((Row::as_select(), employees::name))
        .first(tx.conn)
        .optional()?;
    let Some((open, name)) = open else {
        return Ok(());
    };
    if open.role == "manager" {
        return Err(Refusal::new(Code::LastManager).clause("2.1"));
    }
    close(tx, acting, &open, &name, at)
}

/// Ends an assignment as it was read; somebody who changed it meanwhile was first.
fn close(tx: &mut Tx, acting: &Acting, open: &Row, name: &str, at: DateTime<Utc>) -> Answer<()> {
    let unchanged = role_assignments::table
        .filter(role_assignments::id.eq(g(open.id)))
        .filter(role_assignments::version.eq(open.version));
    let closed = if open.starts_at == at {
        // It would have lasted no time at all; its audit entries remain.
        diesel::delete(unchanged).execute(tx.conn)?
    } else {
        diesel::update(unchanged)
            .set((
                role_assignments::ends_at.eq(t(at)),
                role_assignments::version.eq(open.version + 1),
            ))
            .execute(tx.conn)?
    };
    if closed == 0 {
        return Err(Refusal::new(Code::Conflict).clause("2.1"));
    }
    tx.access_changed();
    Record::new("role.ended", "role_assignment", open.id, name)
        .team(open.team_id)
        .owner(Some(open.employee_id))
        .clause("2.1")
        .change("ends_at", open.ends_at, at)
        .notify([open.employee_id])
        .write(tx, acting);
    Ok(())
}

/// Keeps the employee's team in step with the role that holds now. Deputies and the manager have none.
fn follow_team(tx: &mut Tx, employee: Uuid, team: Option<Uuid>, now: DateTime<Utc>) -> Answer<()> {
    let current: Option<Uuid> = employees::table
        .find(g(employee))
        .select(employees::team_id)
        .first(tx.conn)?;
    if current == team {
        return Ok(());
    }
    let change = diesel::update(employees::table.find(g(employee))).set((
        employees::team_id.eq(g(team)),
        employees::version.eq(employees::version + 1),
        employees::updated_at.eq(t(now)),
    ));
    Kept(change).execute(tx.conn)?;
    Ok(())
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewRoleAssignment) -> Answer<RoleAssignment> {
    let starts_at = new.starts_at.map_or(grant.acting.now, |t| {
        chrono::SubsecRound::trunc_subsecs(t, 6)
    });
    crate::organization::employee::store::row(
        tx.conn,
        &grant.reach_of(Action::EmployeeRead),
        new.employee_id,
    )
    .map_err(|_| Refusal::new(Code::UnknownReference).at("/employee_id"))?;
    // What lies outside the reach doesn't exist for the caller; a deputy's or the manager's seat is the whole department's.
    let inside = match new.team_id {
        Some(team) => grant.reach().covers_team(Some(team), Field::People),
        None => grant.reach().is_department(),
    };
    if !inside {
        let pointer = if new.team_id.is_some() {
            "/team_id"
        } else {
            "/area_id"
        };
        return Err(Refusal::new(Code::UnknownReference)
            .clause("2.1")
            .at(pointer));
    }
    let seat = Seat {
        employee: new.employee_id,
        role: new.role,
        team: new.team_id,
        area: new.area_id,
        starts_at,
        ends_at: new
            .ends_at
            .map(|t| chrono::SubsecRound::trunc_subsecs(t, 6)),
        note: new.note.clone(),
    };
    let id = take_seat(tx, &grant.acting, seat)?;
    get(tx.conn, grant, grant.reach(), id)
}

fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(role_assignments::table
        .filter(role_assignments::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn end(tx: &mut Tx, grant: &Grant, id: Uuid, ending: &RoleEnding) -> Answer<RoleAssignment> {
    let old = row(tx.conn, grant.reach(), id)?;
    let grant = &grant.at(crate::clock::now());
    let now = grant.acting.now;
    let at = ending
        .ends_at
        .map_or(now, |t| chrono::SubsecRound::trunc_subsecs(t, 6));
    let (role, when) = (
        parse(&old.role)?,
        logic::when(old.starts_at, old.ends_at, now),
    );
    if role == Role::Manager {
        return Err(Refusal::new(Code::LastManager).clause("2.1"));
    }
    if !logic::acts(role, when).contains(&Action::RoleEnd) {
        return Err(Refusal::new(Code::Conflict).clause("2.1"));
    }
    // History isn't rewritten: a role ends now or later, and after it began.
    if at < now || at <= old.starts_at {
        return Err(Refusal::new(Code::DateOrder).clause("2.1").at("/ends_at"));
    }
    diesel::update(role_assignments::table.find(g(id)))
        .set((
            role_assignments::ends_at.eq(t(at)),
            role_assignments::note.eq(ending.note.as_ref().or(old.note.as_ref())),
            role_assignments::version.eq(old.version + 1),
        ))
        .execute(tx.conn)?;
    tx.access_changed();
    let name: String = employees::table
        .find(g(old.employee_id))
        .select(employees::name)
        .first(tx.conn)?;
    Record::new("role.ended", "role_assignment", id, name)
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("2.1")
        .change("ends_at", old.ends_at, at)
        .notify([old.employee_id])
        .write(tx, &grant.acting);
    get(tx.conn, grant, &Reach::system(), id)
}

pub fn hand_over(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &RoleHandover,
) -> Answer<RoleAssignment> {
    let old = row(tx.conn, grant.reach(), id)?;
    // Read after the row: of two hand-overs the later one must see that the first has ended the seat, even when its own request
    // came in earlier.
    let grant = &grant.at(crate::clock::now());
    let now = grant.acting.now;
    let role: Role = parse(&old.role)?;
    let when = logic::when(old.starts_at, old.ends_at, now);
    if !logic::acts(role, when).contains(&Action::RoleHandOver) {
        return Err(Refusal::new(Code::Conflict).clause("2.1"));
    }
    if new.successor_id == old.employee_id {
        return Err(Refusal::new(Code::Conflict)
            .clause("2.1")
            .at("/successor_id"));
    }
    let successor = crate::organization::employee::store::row(
        tx.conn,
        &grant.reach_of(Action::EmployeeRead),
        new.successor_id,
    )
    .map_err(|_| Refusal::new(Code::UnknownReference).at("/successor_id"))?;
    if successor.status != "active" {
        return Err(Refusal::new(Code::EmployeeInactive)
            .clause("2.1")
            .at("/successor_id"));
    }
    let holder: String = employees::table
        .find(g(old.employee_id))
        .select(employees::name)
        .first(tx.conn)?;
    close(tx, &grant.acting, &old, &holder, now)?;
    follow_team(tx, old.employee_id, None, now)?;
    let seat = Seat {
        employee: new.successor_id,
        role,
        team: old.team_id,
        area: old.area_id,
        starts_at: now,
        ends_at: old.ends_at,
        note: new.note.clone(),
    };
    let made = take_seat(tx, &grant.acting, seat)?;
    // A lead who hands over stays in the team as a member.
    if let (Role::Lead, Some(team)) = (role, old.team_id) {
        take_seat(tx, &grant.acting, Seat::member(old.employee_id, team, now))?;
    }
    get(tx.conn, grant, &Reach::system(), made)
}

/// Assignments whose time has come: the holders' teams follow. Called by the worker.
pub fn apply_due(tx: &mut Tx, acting: &Acting) -> Answer<usize> {
    type Due = (Uuid, Uuid, Option<Uuid>, Option<DateTime<Utc>>);
    let due: Vec<Due> = role_assignments::table
        // As the partial index says it; a bound `false` would miss it.
        .filter(diesel::dsl::not(role_assignments::applied))
        .filter(role_assignments::starts_at.le(t(acting.now)))
        .order(role_assignments::starts_at)
        .select((
            role_assignments::id,
            role_assignments::employee_id,
            role_assignments::team_id,
            role_assignments::ends_at,
        ))
        .load(tx.conn)?;
    for (id, employee, team, ends_at) in &due {
        diesel::update(role_assignments::table.find(g(id)))
            .set(role_assignments::applied.eq(true))
            .execute(tx.conn)?;
        if ends_at.is_none_or(|end| end > acting.now) {
            follow_team(tx, *employee, *team, acting.now)?;
            tx.access_changed();
        }
    }
    Ok(due.len())
}
