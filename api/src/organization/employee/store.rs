use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::employee::{
    Employee, EmployeePatch, EmployeeQuery, EmployeeStatus, NewEmployee, PrivateData,
};
use contract::{Action, Code, Page, Role};
use diesel::prelude::*;
use uuid::Uuid;

use super::by_id::ById;
use super::{logic, newcomer};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::bulk::Rows;
use crate::db::schema::{employees, role_assignments, teams};
use crate::db::sql::{Bind, Kept, Predicate, contains, fold};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Shared, Tx};
use crate::engine::export::Columns as ExportColumns;
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::organization::assignment::store::{SEATS, Seat, seat_newcomer};
use crate::organization::people::below_me;
use crate::problem::{Answer, Refusal};

pub const BY_NUMBER: SortKey = SortKey {
    name: "number",
    column: "employees.number",
    kind: Kind::Text,
};
pub const BY_NAME: SortKey = SortKey {
    name: "name",
    column: "employees.name",
    kind: Kind::Text,
};
pub const SORTS: &[SortKey] = &[
    BY_NUMBER,
    BY_NAME,
    SortKey {
        name: "hire_date",
        column: "employees.hire_date",
        kind: Kind::Date,
    },
    SortKey {
        name: "created_at",
        column: "employees.created_at",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::People,
};

impl ExportColumns for Employee {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "name",
        "status",
        "role",
        "team_id",
        "team_name",
        "post",
        "hire_date",
        "leave_date",
        "email",
        "phone",
        "locale",
        "version",
        "created_at",
        "updated_at",
    ];
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = employees)]
pub struct Row {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub status: String,
    pub team_id: Option<Uuid>,
    pub post: Option<String>,
    pub hire_date: NaiveDate,
    pub leave_date: Option<NaiveDate>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub locale: String,
    pub birth_date: Option<NaiveDate>,
    pub address: Option<String>,
    pub emergency_name: Option<String>,
    pub emergency_phone: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub type Full = (Row, Option<String>, Option<String>);

/// Employees with the name of their team and the role they hold at `$now`.
macro_rules! full {
    ($now:expr) => {
        employees::table
            .left_join(teams::table.on(employees::team_id.eq(teams::id.nullable())))
            .left_join(
                role_assignments::table.on(role_assignments::employee_id
                    .eq(employees::id)
                    .and(role_assignments::starts_at.le(t($now)))
                    .and(
                        role_assignments::ends_at
                            .is_null()
                            .or(role_assignments::ends_at.gt(t($now))),
                    )),
            )
    };
}

/// What narrows a list by columns of the employee alone.
macro_rules! narrow {
    ($q:expr, $range:expr, $query:expr) => {{
        let mut q = $q.filter($range);
        if let Some(status) = $query.status {
            q = q.filter(employees::status.eq(word(&status)));
        }
        if let Some(team) = $query.team_id {
            q = q.filter(employees::team_id.eq(g(team)));
        }
        if let Some(area) = $query.area_id {
            let of_area = "employees.team_id IN (SELECT at.id FROM teams at WHERE at.area_id = ";
            q = q.filter(
                Predicate::new()
                    .sql(of_area)
                    .bind(Bind::guid(area))
                    .sql(")"),
            );
        }
        if let Some(text) = &$query.q {
            q = q.filter(contains("employees.search", text));
        }
        if let Some(since) = $query.updated_after {
            q = q.filter(employees::updated_at.ge(t(since)));
        }
        q
    }};
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &EmployeeQuery,
    paging: &Paging,
) -> Answer<Page<Employee>> {
    let now = grant.acting.now;
    let narrowed = |range: Predicate| {
        let mut q = full!(now)
            .select((
                Row::as_select(),
                teams::name.nullable(),
                role_assignments::role.nullable(),
            ))
            .into_boxed::<MultiBackend>();
        q = narrow!(q, range, query);
        if let Some(role) = query.role {
            q = q.filter(role_assignments::role.eq(role.name()));
            if role != Role::Member {
                q = q.filter(Predicate::new().sql(SEATS));
            }
        }
        q
    };
    let all = || grant.reach().on(COLUMNS);
    let total = match (paging.with_total, query.role) {
        (false, _) => None,
        (true, Some(_)) => Some(narrowed(all()).count().get_result(conn)?),
        // Nobody holds two roles at once, so the joins wouldn't change the number.
        (true, None) => {
            let alone = employees::table
                .select(diesel::dsl::count_star())
                .into_boxed::<MultiBackend>();
            Some(narrow!(alone, all(), query).first(conn)?)
        }
    };
    let key = |(r, ..): &Full, sort: &str| {
        let value = match sort {
            "name" => Bind::Text(r.name.clone()),
            "hire_date" => Bind::Date(r.hire_date),
            "created_at" => Bind::ts(r.created_at),
            _ => Bind::Text(r.number.clone()),
        };
        (value, r.id)
    };
    let mut found = Vec::new();
    for range in grant.reach().ranges(COLUMNS) {
        let rows: Vec<Full> = crate::page_rows!(conn, paging, narrowed(range));
        found.push(rows);
    }
    let rows = paging.merged(found, key);
    paging
        .page(rows, key, total, |r| r)
        .try_map(|full| contract_of(grant, full, false))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Employee> {
    let ask = ById {
        id,
        now: grant.acting.now,
        reach: reach.clone(),
    };
    shown(grant, ask.read_one(conn)?)
}

/// One employee as the caller may see them.
pub fn shown(grant: &Grant, full: Full) -> Answer<Employee> {
    contract_of(grant, full, true)
}

/// The bare row inside a reach; for writes.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(employees::table
        .filter(employees::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

const RECORD_ACTIONS: &[Action] = &[
    Action::EmployeeUpdate,
    Action::EmployeeTransfer,
    Action::EmployeeDepart,
    Action::PasswordReset,
    Action::DocumentRead,
    Action::DocumentManage,
    Action::AuditRead,
    Action::RoleAssign,
];

fn contract_of(
    grant: &Grant,
    (row, team_name, role): Full,
    with_private: bool,
) -> Answer<Employee> {
    let role: Option<Role> = role.as_deref().map(parse).transpose()?;
    let mut allowed_actions =
        grant.allowed(RECORD_ACTIONS, row.team_id, Some(row.id), Field::People);
    // What `people::below_me` and the status would refuse isn't offered.
    let below = grant.actor.role == Some(Role::Manager)
        || role.is_none_or(|theirs| grant.actor.role.is_some_and(|mine| mine > theirs));
    let mine = row.id == grant.me();
    allowed_actions.retain(|action| match action {
        Action::EmployeeUpdate => mine || below,
        Action::EmployeeTransfer | Action::EmployeeDepart => {
            !mine && below && row.status != "inactive"
        }
        Action::PasswordReset => !mine && below && row.status == "active",
        Action::RoleAssign => row.status != "inactive",
        _ => true,
    });
    let private_read = Action::EmployeePrivateRead;
    let shown = with_private && grant.may(private_read, row.team_id, Some(row.id), Field::People);
    let private = shown.then_some(PrivateData {
        birth_date: row.birth_date,
        address: row.address,
        emergency_name: row.emergency_name,
        emergency_phone: row.emergency_phone,
    });
    Ok(Employee {
        id: row.id,
        number: row.number,
        name: row.name,
        status: parse(&row.status)?,
        role,
        team_id: row.team_id,
        team_name,
        post: row.post,
        hire_date: row.hire_date,
        leave_date: row.leave_date,
        email: row.email,
        phone: row.phone,
        locale: parse(&row.locale)?,
        private,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        allowed_actions,
    })
}

/// The folded text that `q` searches.
pub fn search_text(name: &str, number: &str, email: Option<&str>, phone: Option<&str>) -> String {
    let digits: String = phone
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    fold(
        &[
            name,
            number,
            email.unwrap_or_default(),
            phone.unwrap_or_default(),
            &digits,
        ]
        .join(" "),
    )
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewEmployee) -> Answer<Employee> {
    if new.status == EmployeeStatus::Inactive {
        return Err(Refusal::new(Code::Invalid).field(
            "/status",
            "unknown_value",
            "pending, active",
        ));
    }
    // Outside the reach a team doesn't exist for the caller.
    if !grant.reach().covers_team(new.team_id, Field::People) {
        return Err(Refusal::new(Code::UnknownReference)
            .clause("2.1")
            .at("/team_id"));
    }
    let row = newcomer::draft(new, new.team_id, grant.acting.now);
    tx.put(row.clone())?;
    let id = row.id;
    Record::new("employee.created", "employee", id, &new.name)
        .team(new.team_id)
        .owner(Some(id))
        .clause("2.1")
        .change("number", (), &new.number)
        .change("name", (), &new.name)
        .change("status", (), new.status)
        .change("team_id", (), new.team_id)
        .change("hire_date", (), new.hire_date)
        .private_change("private", new.private.is_some())
        .write(tx, &grant.acting);
    let Some(team) = new.team_id else {
        return contract_of(grant, (row, None, None), true);
    };
    let seat = Seat::member(id, team, grant.acting.now);
    let role = seat.role.name().to_owned();
    seat_newcomer(tx, &grant.acting, seat, &new.name)?;
    let team_name: String = teams::table
        .find(g(team))
        .select(teams::name)
        .first(tx.conn)
        .optional()?
        .ok_or_else(|| Refusal::new(Code::UnknownReference))?;
    contract_of(grant, (row, Some(team_name), Some(role)), true)
}

/// The row alone; no role, no record. For imports, set-up.
pub fn insert(tx: &mut Tx, now: DateTime<Utc>, new: &NewEmployee) -> Answer<Row> {
    let row = newcomer::draft(new, None, now);
    Row::insert(tx.conn, std::slice::from_ref(&row))?;
    Ok(row)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &EmployeePatch,
    known: i64,
) -> Answer<Employee> {
    let old = row(tx.conn, grant.reach(), id)?;
    fresh(known, old.version)?;
    below_me(tx.conn, grant, id, true)?;
    type Check = fn(&str) -> Result<(), validator::ValidationError>;
    let checked: [(&str, &Option<Option<String>>, Check); 2] = [
        ("/post", &patch.post, contract::valid::clean),
        ("/phone", &patch.phone, contract::valid::phone),
    ];
    for (pointer, value, check) in checked {
        if let Some(Some(text)) = value
            && check(text).is_err()
        {
            return Err(Refusal::new(Code::Invalid).field(pointer, "format", ""));
        }
    }
    let mut new = old.clone();
    apply(&mut new, patch)?;
    if old.status != new.status {
        logic::status_change(parse(&old.status)?, parse(&new.status)?)?;
    }
    let record = changes(&old, &new);
    if !record.unchanged() {
        write_row(tx, &old, &new, grant.acting.now)?;
        record.write(tx, &grant.acting);
    }
    get(tx.conn, grant, grant.reach(), id)
}

fn apply(row: &mut Row, patch: &EmployeePatch) -> Answer<()> {
    let take = |to: &mut Option<String>, from: &Option<Option<String>>| {
        if let Some(value) = from {
            to.clone_from(value);
        }
    };
    if let Some(number) = &patch.number {
        row.number.clone_from(number);
    }
    if let Some(name) = &patch.name {
        row.name.clone_from(name);
    }
    if let Some(status) = patch.status {
        row.status = word(&status);
    }
    if let Some(date) = patch.hire_date {
        row.hire_date = date;
    }
    if let Some(locale) = patch.locale {
        row.locale = word(&locale);
    }
    take(&mut row.post, &patch.post);
    take(&mut row.email, &patch.email);
    take(&mut row.phone, &patch.phone);
    row.email = row.email.as_ref().map(|e| e.to_lowercase());
    if let Some(private) = &patch.private {
        row.birth_date = private.birth_date;
        row.address.clone_from(&private.address);
        row.emergency_name.clone_from(&private.emergency_name);
        row.emergency_phone.clone_from(&private.emergency_phone);
    }
    Ok(())
}

/// What differs between two states of an employee.
pub fn changes(old: &Row, new: &Row) -> Record {
    let private = |r: &Row| {
        (
            r.birth_date,
            r.address.clone(),
            r.emergency_name.clone(),
            r.emergency_phone.clone(),
        )
    };
    Record::new("employee.updated", "employee", new.id, &new.name)
        .team(new.team_id)
        .owner(Some(new.id))
        .clause("2.1")
        .change("number", &old.number, &new.number)
        .change("name", &old.name, &new.name)
        .change("status", &old.status, &new.status)
        .change("post", &old.post, &new.post)
        .change("hire_date", old.hire_date, new.hire_date)
        .change("leave_date", old.leave_date, new.leave_date)
        .change("email", &old.email, &new.email)
        .change("phone", &old.phone, &new.phone)
        .change("locale", &old.locale, &new.locale)
        .private_change("private", private(old) != private(new))
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn write_row(tx: &mut Tx, old: &Row, new: &Row, now: DateTime<Utc>) -> Answer<()> {
    let change = diesel::update(
        employees::table
            .find(g(old.id))
            .filter(employees::version.eq(old.version)),
    )
    .set((
        employees::number.eq(&new.number),
        employees::name.eq(&new.name),
        employees::status.eq(&new.status),
        employees::team_id.eq(g(new.team_id)),
        employees::post.eq(&new.post),
        employees::hire_date.eq(new.hire_date),
        employees::leave_date.eq(new.leave_date),
        employees::email.eq(&new.email),
        employees::phone.eq(&new.phone),
        employees::locale.eq(&new.locale),
        (
            employees::birth_date.eq(new.birth_date),
            employees::address.eq(&new.address),
            employees::emergency_name.eq(&new.emergency_name),
            employees::emergency_phone.eq(&new.emergency_phone),
        ),
        employees::search.eq(search_text(
            &new.name,
            &new.number,
            new.email.as_deref(),
            new.phone.as_deref(),
        )),
        employees::version.eq(old.version + 1),
        employees::updated_at.eq(t(now)),
    ));
    if Kept(change).execute(tx.conn)? == 0 {
        return Err(Refusal::new(Code::StaleVersion));
    }
    // Names show in cached actors, status decides whether they may act at all.
    let known = |r: &Row| {
        (
            r.name.clone(),
            r.number.clone(),
            r.status.clone(),
            r.team_id,
        )
    };
    if known(old) != known(new) {
        tx.access_changed();
    }
    Ok(())
}
