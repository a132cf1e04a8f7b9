//! Leaving: what the person has asked for is taken back, and roles, sessions, keys and links end in the same transaction, so at the
//! next request nothing is reachable.

use contract::Code;
use contract::Role;
use contract::employee::{Employee, NewDeparture};
use diesel::prelude::*;
use uuid::Uuid;

use super::{logic, store};
use crate::access::{Grant, Reach};
use crate::db::Tx;
use crate::db::schema::{api_keys, calendar_feeds, password_links, role_assignments, sessions};
use crate::db::types::{g, t};
use crate::engine::approval;
use crate::organization::people::{Leaver, below_me, role_at};
use crate::organization::settings;
use crate::problem::{Answer, Refusal};
use crate::registry;

pub fn depart(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewDeparture) -> Answer<Employee> {
    let now = grant.acting.now;
    let old = store::row(tx.conn, grant.reach(), id)?;
    if id == grant.me() {
        return Err(Refusal::new(Code::SelfDeparture).clause("2.1"));
    }
    below_me(tx.conn, grant, id, false)?;
    if old.status == "inactive" {
        return Err(Refusal::new(Code::EmployeeInactive).clause("2.1"));
    }
    if role_at(tx.conn, id, now)? == Some(Role::Manager) {
        return Err(Refusal::new(Code::LastManager).clause("2.1"));
    }
    logic::departure_dates(
        old.hire_date,
        new.leave_date,
        settings::today(tx.conn, now)?,
    )?;
    // Requests before the person, as decisions do: the other way round two could wait for each other.
    approval::withdraw_all(tx, &grant.acting, id)?;
    let mut left = old.clone();
    left.status = "inactive".to_owned();
    left.leave_date = Some(new.leave_date);
    store::write_row(tx, &old, &left, now)?;
    let leaver = Leaver {
        id,
        name: old.name.clone(),
        team_id: old.team_id,
    };
    for departure in registry::DEPARTURES {
        departure(tx, &grant.acting, &leaver)?;
    }
    end_everything(tx, id, now)?;
    store::changes(&old, &left)
        .event("employee.departed")
        .change("reason", (), &new.reason)
        .write(tx, &grant.acting);
    store::get(tx.conn, grant, &Reach::system(), id)
}

fn end_everything(tx: &mut Tx, id: Uuid, now: chrono::DateTime<chrono::Utc>) -> Answer<()> {
    // Assignments that would start later never come to be.
    diesel::delete(
        role_assignments::table
            .filter(role_assignments::employee_id.eq(g(id)))
            .filter(role_assignments::starts_at.ge(t(now))),
    )
    .execute(tx.conn)?;
    diesel::update(
        role_assignments::table
            .filter(role_assignments::employee_id.eq(g(id)))
            .filter(
                role_assignments::ends_at
                    .is_null()
                    .or(role_assignments::ends_at.gt(t(now))),
            ),
    )
    .set((
        role_assignments::ends_at.eq(t(now)),
        role_assignments::version.eq(role_assignments::version + 1),
    ))
    .execute(tx.conn)?;
    diesel::update(
        sessions::table
            .filter(sessions::employee_id.eq(g(id)))
            .filter(sessions::ended_at.is_null()),
    )
    .set((
        sessions::ended_at.eq(t(now)),
        sessions::end_reason.eq("departure"),
    ))
    .execute(tx.conn)?;
    diesel::update(
        api_keys::table
            .filter(api_keys::owner_id.eq(g(id)))
            .filter(api_keys::revoked_at.is_null()),
    )
    .set(api_keys::revoked_at.eq(t(now)))
    .execute(tx.conn)?;
    diesel::update(
        calendar_feeds::table
            .filter(calendar_feeds::owner_id.eq(g(id)))
            .filter(calendar_feeds::revoked_at.is_null()),
    )
    .set(calendar_feeds::revoked_at.eq(t(now)))
    .execute(tx.conn)?;
    diesel::delete(password_links::table.filter(password_links::employee_id.eq(g(id))))
        .execute(tx.conn)?;
    tx.access_changed();
    Ok(())
}
