use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::activity::{Activity, ActivityQuery, CustomerActivityQuery};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer;
use crate::db::schema::activities as a;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "at",
    column: "activities.at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "activities.team_id",
    owner: "activities.employee_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = a)]
pub struct Row {
    pub id: Uuid,
    pub customer_id: Uuid,
    pub employee_id: Uuid,
    pub team_id: Option<Uuid>,
    pub channel: String,
    pub outcome: String,
    pub at: DateTime<Utc>,
    pub note: Option<String>,
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(a::table
        .filter(a::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Activity> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Activity> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

fn key(r: &Row, _: &str) -> (Bind, Uuid) {
    (Bind::ts(r.at), r.id)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ActivityQuery,
    paging: &Paging,
) -> Answer<Page<Activity>> {
    let narrowed = |range: Predicate| {
        let mut q = a::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(channel) = query.channel {
            q = q.filter(a::channel.eq(word(&channel)));
        }
        if let Some(outcome) = query.outcome {
            q = q.filter(a::outcome.eq(word(&outcome)));
        }
        if let Some(employee) = query.employee_id {
            q = q.filter(a::employee_id.eq(g(employee)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(a::team_id.eq(g(team)));
        }
        if let Some(from) = query.from {
            q = q.filter(a::at.ge(t(from)));
        }
        if let Some(to) = query.to {
            q = q.filter(a::at.lt(t(to)));
        }
        q
    };
    let ranges = grant.reach().ranges(COLUMNS);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// All of one customer, whoever it was by: what counts is that the caller may see the customer.
pub fn of_customer(
    conn: &mut AnyConn,
    grant: &Grant,
    customer: Uuid,
    _: &CustomerActivityQuery,
    paging: &Paging,
) -> Answer<Page<Activity>> {
    customer::seen(conn, grant.reach(), customer)?;
    let narrowed = || {
        a::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(a::customer_id.eq(g(customer)))
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Activity>> {
    let people = people::by_ids(conn, rows.iter().map(|r| r.employee_id).collect())?;
    let customers = customer::by_ids(conn, rows.iter().map(|r| r.customer_id).collect())?;
    rows.into_iter()
        .map(|r| {
            let employee = people.get(&r.employee_id).cloned();
            let customer = customers.get(&r.customer_id).cloned();
            // Only who did it corrects it.
            let correct = [Action::ActivityCorrect];
            Ok(Activity {
                id: r.id,
                customer: customer.ok_or_else(|| internal("an activity without customer"))?,
                channel: parse(&r.channel)?,
                outcome: parse(&r.outcome)?,
                at: r.at,
                note: r.note,
                next_step: r.next_step,
                next_on: r.next_on,
                employee: employee.ok_or_else(|| internal("an activity of nobody"))?,
                team_id: r.team_id,
                version: r.version,
                created_at: r.created_at,
                updated_at: r.updated_at,
                allowed_actions: grant.allowed(
                    &correct,
                    r.team_id,
                    Some(r.employee_id),
                    Field::Business,
                ),
            })
        })
        .collect()
}
