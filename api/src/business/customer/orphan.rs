//! Customers whose owner has left (5.1.3): marked in the same transaction, told to whoever can hand them over, in their day until
//! they are.

use contract::my_day::DayItem;
use contract::{Action, Role, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::COLUMNS;
use crate::access::Grant;
use crate::db::schema::{customers as c, role_assignments as r};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::organization::people::Leaver;
use crate::problem::Answer;

/// More aren't counted for somebody's day.
const MOST: i64 = 100;

/// Not reach-checked: whoever lets somebody leave leaves their customers behind, whoever sees them.
pub fn left_behind(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs = c::table.filter(c::owner_id.eq(g(leaver.id)));
    let count = diesel::update(theirs)
        .set(c::orphaned.eq(true))
        .execute(tx.conn)?;
    if count == 0 {
        return Ok(());
    }
    let mut told = holders(tx.conn, acting, Role::Lead, leaver.team_id)?;
    told.retain(|one| *one != leaver.id);
    if told.is_empty() {
        told = holders(tx.conn, acting, Role::Manager, None)?;
    }
    Record::new("customers.left_behind", "employee", leaver.id, &leaver.name)
        .team(leaver.team_id)
        .owner(Some(leaver.id))
        .clause("5.1.3")
        .change("count", (), count)
        .fact("count", count)
        .notify(told)
        .write(tx, acting);
    Ok(())
}

/// Not among the columns of a saved record: whoever changes one may have read it before its owner left.
pub fn taken_over(tx: &mut Tx, customer: Uuid) -> Answer<()> {
    diesel::update(c::table.find(g(customer)).filter(c::orphaned.eq(true)))
        .set(c::orphaned.eq(false))
        .execute(tx.conn)?;
    Ok(())
}

/// Who has a role now; of one team, if it is a team's.
fn holders(
    conn: &mut AnyConn,
    acting: &Acting,
    role: Role,
    team: Option<Uuid>,
) -> Answer<Vec<Uuid>> {
    let mut q = r::table
        .into_boxed::<MultiBackend>()
        .filter(r::role.eq(role.name()))
        .filter(r::starts_at.le(t(acting.now)))
        .filter(r::ends_at.is_null().or(r::ends_at.gt(t(acting.now))));
    if role == Role::Lead {
        q = q.filter(r::team_id.eq(g(team)));
    }
    Ok(q.select(r::employee_id).load(conn)?)
}

/// One line for whoever may hand them over.
pub fn day_items(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    let reach = grant.reach_of(Action::CustomerTransfer);
    let found: Vec<Uuid> = c::table
        .filter(Predicate::new().sql("customers.orphaned"))
        .filter(reach.on(COLUMNS))
        .limit(MOST)
        .select(c::id)
        .load(conn)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let more = if found.len() as i64 == MOST { "+" } else { "" };
    let title = Text::new("客戶待移交", "客户待移交", "Customers to be handed over");
    let detail = Text::new("業務員已離職", "业务员已离职", "Their owner has left");
    Ok(vec![DayItem {
        kind: "customers_orphaned".to_owned(),
        title: format!("{} · {}{more}", title.get(grant.locale), found.len()),
        detail: detail.get(grant.locale).to_owned(),
        due_at: None,
        path: "/customers?of_leavers=true".to_owned(),
        subject_id: None,
        clause: Some("5.1.3".to_owned()),
    }])
}
