use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use contract::activity::{FollowUp, FollowUpLoad, FollowUpQuery, OwnerLoad};
use contract::{Action, Page};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date};
use uuid::Uuid;

use super::logic::{self, Known};
use super::rules::{self, Cadence};
use crate::access::Grant;
use crate::business::customer;
use crate::db::schema::{activities as a, customers as c};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx, hold};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "due_on",
    column: "customers.due_on",
    kind: Kind::Date,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub class: Option<String>,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub last_contact_on: Option<NaiveDate>,
    pub agreed_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

/// The day on which somebody who becomes a customer now will be due; not reach-checked.
pub fn first_due(
    conn: &mut AnyConn,
    class: Option<&str>,
    came_at: DateTime<Utc>,
) -> Answer<Option<NaiveDate>> {
    Ok(Basis::load(conn)?.due(class, came_at, (None, None)))
}

/// What every customer's day is computed with.
pub struct Basis {
    zone: Tz,
    cadence: Cadence,
}

impl Basis {
    pub fn load(conn: &mut AnyConn) -> Answer<Basis> {
        Ok(Basis {
            zone: settings::zone(conn)?,
            cadence: rules::cadence(conn)?,
        })
    }

    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The day that follows from what is known.
    pub fn due(
        &self,
        class: Option<&str>,
        came_at: DateTime<Utc>,
        (last_contact_on, agreed_on): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> Option<NaiveDate> {
        let known = Known {
            came_on: self.day(came_at),
            last_contact_on,
            agreed_on,
        };
        logic::due(known, self.cadence.of(class))
    }
}

/// Reads a customer's activities anew and keeps what follows: last contact, agreed day, due day. Not reach-checked: whoever may log
/// an activity moves the day. The customer's version stays: nobody who is changing the record has to reload it for this.
pub fn refresh(tx: &mut Tx, customer: Uuid) -> Answer<Option<NaiveDate>> {
    // Of two who log at once each reads what the other wrote.
    hold(tx.conn, "customers", &[customer], "FOR UPDATE")?;
    let basis = Basis::load(tx.conn)?;
    let (class, came_at): (Option<String>, DateTime<Utc>) = c::table
        .find(g(customer))
        .select((c::class, c::created_at))
        .first(tx.conn)?;
    let of = a::table.filter(a::customer_id.eq(g(customer)));
    let contact: Option<DateTime<Utc>> = of
        .filter(a::outcome.ne("not_reached"))
        .order((a::at.desc(), a::id.desc()))
        .select(a::at)
        .first(tx.conn)
        .optional()?;
    // An attempt without a new day leaves the day agreed before it standing.
    let agreed: Option<Option<NaiveDate>> = of
        .filter(a::outcome.ne("not_reached").or(a::next_on.is_not_null()))
        .order((a::at.desc(), a::id.desc()))
        .select(a::next_on)
        .first(tx.conn)
        .optional()?;
    let last_contact_on = contact.map(|at| basis.day(at));
    let agreed_on = agreed.flatten();
    let due_on = basis.due(class.as_deref(), came_at, (last_contact_on, agreed_on));
    diesel::update(c::table.find(g(customer)))
        .set((
            c::last_contact_on.eq(last_contact_on),
            c::agreed_on.eq(agreed_on),
            c::due_on.eq(due_on),
        ))
        .execute(tx.conn)?;
    Ok(due_on)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &FollowUpQuery,
    today: NaiveDate,
    paging: &Paging,
) -> Answer<Page<FollowUp>> {
    let by = query.due_by.unwrap_or(today);
    let narrowed = |range: Predicate| {
        let mut q = c::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range)
            .filter(c::due_on.le(by));
        if let Some(from) = query.due_from {
            q = q.filter(c::due_on.ge(from));
        }
        if let Some(class) = query.class {
            q = q.filter(c::class.eq(word(&class)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(c::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(c::team_id.eq(g(team)));
        }
        q
    };
    // The filter leaves no row without a day.
    let key = |r: &Row, _: &str| (Bind::Date(r.due_on.unwrap_or(by)), r.id);
    let ranges = grant.reach().ranges(customer::COLUMNS);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, today, rows))
}

/// The caller's own customers who are due, the longest waiting first.
pub fn mine(conn: &mut AnyConn, grant: &Grant, today: NaiveDate, most: i64) -> Answer<Vec<Row>> {
    Ok(c::table
        .filter(c::owner_id.eq(g(grant.me())))
        .filter(c::due_on.le(today))
        .order((c::due_on, c::id))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?)
}

fn complete(
    conn: &mut AnyConn,
    grant: &Grant,
    today: NaiveDate,
    rows: Vec<Row>,
) -> Answer<Vec<FollowUp>> {
    let owners = people::by_ids(conn, rows.iter().map(|r| r.owner_id).collect())?;
    rows.into_iter()
        .map(|r| {
            let owner = owners.get(&r.owner_id).cloned();
            let due_on = r
                .due_on
                .ok_or_else(|| internal("nobody is due without a day"))?;
            Ok(FollowUp {
                id: r.id,
                name: r.name,
                class: r.class.as_deref().map(parse).transpose()?,
                owner: owner.ok_or_else(|| internal("a customer without owner"))?,
                team_id: r.team_id,
                last_contact_on: r.last_contact_on,
                agreed_on: r.agreed_on,
                due_on,
                days_overdue: (today - due_on).num_days(),
                allowed_actions: grant.allowed(
                    &[Action::ActivityLog, Action::CustomerTransfer],
                    r.team_id,
                    Some(r.owner_id),
                    contract::access::Field::Business,
                ),
            })
        })
        .collect()
}

/// How many customers of each owner inside the reach are due, the most overdue first.
pub fn load(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<FollowUpLoad> {
    let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
    let counted = |when: &str| {
        diesel::dsl::sql::<BigInt>("COUNT(*) FILTER (WHERE due_on ")
            .sql(when)
            .bind::<Date, _>(today)
            .sql(")")
    };
    let rows: Vec<(Uuid, i64, i64, i64)> = c::table
        .filter(grant.reach().on(customer::COLUMNS))
        .filter(c::due_on.le(week))
        .group_by(c::owner_id)
        .select((c::owner_id, counted("< "), counted("= "), counted("> ")))
        .load(conn)?;
    let owners = people::by_ids(conn, rows.iter().map(|r| r.0).collect())?;
    let mut data = Vec::with_capacity(rows.len());
    for (owner, overdue, today, week) in rows {
        let owner = owners.get(&owner).cloned();
        data.push(OwnerLoad {
            owner: owner.ok_or_else(|| internal("a customer without owner"))?,
            overdue,
            today,
            week,
        });
    }
    data.sort_by(|a, b| {
        (b.overdue, b.today, &a.owner.number).cmp(&(a.overdue, a.today, &b.owner.number))
    });
    Ok(FollowUpLoad { data })
}
