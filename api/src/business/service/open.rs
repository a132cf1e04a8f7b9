//! A request is opened: for a customer the caller may see, under a category, with somebody who handles it.

use chrono::Datelike;
use contract::service::{
    NewServiceRequest, ServiceKind, ServiceRequest, ServiceState, ServiceStepKind,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, shown};
use super::write::{insert, next_number, record};
use super::{category, logic, step};
use crate::access::Grant;
use crate::business::customer::{self, Seen};
use crate::db::schema::{customers, employees};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::organization::people::owner_in_reach;
use crate::organization::settings;
use crate::organization::superior;
use crate::problem::{Answer, Refusal};

pub fn open(tx: &mut Tx, grant: &Grant, new: &NewServiceRequest) -> Answer<ServiceRequest> {
    let customer = seen(tx.conn, grant, new.customer_id)?;
    let category = category::active(tx.conn, new.category_id)?;
    let kind: ServiceKind = parse(&category.kind)?;
    let clause = logic::clause(kind);
    if let Some(about) = new.complained_about_id {
        complained_about(tx.conn, kind, about)?;
    }
    let (owner_id, team_id) = owner(tx.conn, grant, new, &customer, clause)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let made = Row {
        id: crate::clock::new_id(),
        number: next_number(tx)?,
        customer_id: new.customer_id,
        category_id: category.id,
        kind: word(&kind),
        state: word(&ServiceState::Open),
        channel: word(&new.channel),
        description: new.description.clone(),
        complained_about_id: new.complained_about_id,
        opened_on: today,
        opened_month: format!("{:04}-{:02}", today.year(), today.month()),
        due_on: category.due_on(tx.conn, today)?,
        answer: None,
        answered_at: None,
        answer_days: None,
        closed_at: None,
        reopened: 0,
        score: None,
        score_comment: None,
        reminded_at: None,
        escalated_at: None,
        owner_id,
        team_id,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx.conn, &made)?;
    let first = step::New {
        to: Some(owner_id),
        channel: Some(made.channel.clone()),
        ..step::New::of(made.id, ServiceStepKind::Opened)
    };
    step::keep(tx, &grant.acting, first)?;
    record(tx.conn, &made, "service.opened")?
        .change("customer_id", (), made.customer_id)
        .change("category", (), &category.key)
        .change("owner_id", (), owner_id)
        .change("due_on", (), made.due_on)
        .private_change("complained_about", made.complained_about_id.is_some())
        .fact("due_on", made.due_on)
        .notify([owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// A customer the caller may see; any other doesn't exist for them.
fn seen(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Seen> {
    let reach = grant.reach_of(Action::CustomerRead);
    customer::seen(conn, &reach, id).map_err(|refusal| match refusal.code() {
        Code::NotFound => Refusal::new(Code::UnknownReference)
            .clause("5.1.5")
            .at("/customer_id"),
        _ => refusal,
    })
}

/// Only a complaint is about somebody, and only about somebody who is there.
pub fn complained_about(conn: &mut AnyConn, kind: ServiceKind, about: Uuid) -> Answer<()> {
    if kind != ServiceKind::Complaint {
        let refusal = Refusal::new(Code::Invalid).clause("7.2.1");
        return Err(refusal.field("/complained_about_id", "conflict", "kind: complaint"));
    }
    let known: Option<Uuid> = employees::table
        .find(g(about))
        .select(employees::id)
        .first(conn)
        .optional()?;
    known.map(|_| ()).ok_or_else(|| {
        Refusal::new(Code::UnknownReference)
            .clause("7.2.1")
            .at("/complained_about_id")
    })
}

/// Who handles it and of which team it is: the one who was named, the customer's owner, or whoever is above them.
fn owner(
    conn: &mut AnyConn,
    grant: &Grant,
    new: &NewServiceRequest,
    customer: &Seen,
    clause: &'static str,
) -> Answer<(Uuid, Option<Uuid>)> {
    let team: Option<Uuid> = customers::table
        .find(g(new.customer_id))
        .select(customers::team_id)
        .first(conn)?;
    if let Some(named) = new.owner_id {
        let theirs = owner_in_reach(conn, grant.reach(), named, clause)?;
        not_handled_by(named, new.complained_about_id)?;
        return Ok((named, theirs.or(team)));
    }
    let active = |owner: &Uuid| {
        employees::table
            .find(g(*owner))
            .filter(employees::status.eq("active"))
            .select(employees::team_id)
    };
    if new.complained_about_id != Some(customer.owner_id) {
        let theirs: Option<Option<Uuid>> = active(&customer.owner_id).first(conn).optional()?;
        if let Some(theirs) = theirs {
            return Ok((customer.owner_id, theirs.or(team)));
        }
    }
    let mut but = vec![customer.owner_id];
    but.extend(new.complained_about_id);
    match superior::of(conn, team, &but, grant.acting.now)? {
        Some(above) => Ok((above, team)),
        None => Err(Refusal::new(Code::ComplaintHandler)
            .clause(clause)
            .at("/owner_id")),
    }
}

/// Refuses that somebody handles what is about themselves.
pub fn not_handled_by(owner: Uuid, about: Option<Uuid>) -> Answer<()> {
    match about == Some(owner) {
        true => Err(Refusal::new(Code::ComplaintHandler)
            .clause("7.2.1")
            .at("/owner_id")),
        false => Ok(()),
    }
}
