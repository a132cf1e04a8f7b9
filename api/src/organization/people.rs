//! Small look-ups about people that several modules share.

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::employee::PersonRef;
use contract::{Code, Role};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::{Grant, Reach};
use crate::db::schema::{employees, role_assignments, teams};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, hold};
use crate::problem::{Answer, Refusal};

pub fn person(id: Option<Uuid>, name: Option<String>, number: Option<String>) -> Option<PersonRef> {
    Some(PersonRef {
        id: id?,
        name: name?,
        number: number?,
    })
}

/// Name and number of each of these employees, however often one is named. Not reach-checked: who somebody is may be known to the whole department.
pub fn by_ids(
    conn: &mut AnyConn,
    mut ids: Vec<Uuid>,
) -> Answer<std::collections::HashMap<Uuid, PersonRef>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, String, String)> = employees::table
        .filter(employees::id.eq_any(gs(ids)))
        .select((employees::id, employees::name, employees::number))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, number)| (id, PersonRef { id, name, number }))
        .collect())
}

/// Names of teams, however often one is asked for. Not reach-checked: which teams there are is known to everybody.
pub fn team_names(
    conn: &mut AnyConn,
    mut ids: Vec<Uuid>,
) -> Answer<std::collections::HashMap<Uuid, String>> {
    ids.sort_unstable();
    ids.dedup();
    let named: Vec<(Uuid, String)> = teams::table
        .filter(teams::id.eq_any(gs(ids)))
        .select((teams::id, teams::name))
        .load(conn)?;
    Ok(named.into_iter().collect())
}

/// Who leads which team at an instant. Not reach-checked: who leads a team is known to everybody.
pub fn leads(
    conn: &mut AnyConn,
    at: DateTime<Utc>,
) -> Answer<std::collections::HashMap<Uuid, Uuid>> {
    let rows: Vec<(Option<Uuid>, Uuid)> = role_assignments::table
        .filter(role_assignments::role.eq("lead"))
        .filter(role_assignments::starts_at.le(t(at)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(at))),
        )
        .select((role_assignments::team_id, role_assignments::employee_id))
        .load(conn)?;
    let led = rows
        .into_iter()
        .filter_map(|(team, who)| Some((team?, who)));
    Ok(led.collect())
}

/// The role an employee holds at an instant.
pub fn role_at(conn: &mut AnyConn, employee: Uuid, at: DateTime<Utc>) -> Answer<Option<Role>> {
    let word: Option<String> = role_assignments::table
        .filter(role_assignments::employee_id.eq(g(employee)))
        .filter(role_assignments::starts_at.le(t(at)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(at))),
        )
        .select(role_assignments::role)
        .first(conn)
        .optional()?;
    Ok(word.and_then(|w| Role::ALL.into_iter().find(|r| r.name() == w)))
}

/// Nobody acts on a person whose role isn't below their own; the manager acts on everybody but themselves where `self_too` is
/// false. Reach alone would let a deputy for people reset the manager's password.
pub fn below_me(conn: &mut AnyConn, grant: &Grant, employee: Uuid, self_too: bool) -> Answer<()> {
    if employee == grant.me() {
        return if self_too {
            Ok(())
        } else {
            Err(Refusal::new(Code::OwnMatter).clause("2.1"))
        };
    }
    let theirs = role_at(conn, employee, grant.acting.now)?;
    match (grant.actor.role, theirs) {
        (Some(Role::Manager), _) | (_, None) => Ok(()),
        (Some(mine), Some(theirs)) if mine > theirs => Ok(()),
        _ => Err(Refusal::new(Code::Outranked).clause("2.1")),
    }
}

/// Team of an active colleague, who doesn't leave or move while the transaction lasts; `None` where there is no such. Not reach-checked: the
/// caller does that with the team.
pub fn team_of_active(conn: &mut AnyConn, who: Uuid) -> Answer<Option<Option<Uuid>>> {
    hold(conn, "employees", &[who], "FOR SHARE")?;
    Ok(employees::table
        .find(g(who))
        .filter(employees::status.eq("active"))
        .select(employees::team_id)
        .first(conn)
        .optional()?)
}

/// Somebody who is leaving, for the modules that keep something of theirs.
#[derive(Debug, Clone)]
pub struct Leaver {
    pub id: Uuid,
    pub name: String,
    pub team_id: Option<Uuid>,
}

/// Team of the active colleague who is to have a record of the business. Outside the reach they don't exist for the caller.
pub fn owner_in_reach(
    conn: &mut AnyConn,
    reach: &Reach,
    owner: Uuid,
    clause: &'static str,
) -> Answer<Option<Uuid>> {
    // Somebody who leaves meanwhile waits, and then finds the record among what they leave behind.
    hold(conn, "employees", &[owner], "FOR SHARE")?;
    let team: Option<Option<Uuid>> = employees::table
        .find(g(owner))
        .filter(employees::status.eq("active"))
        .select(employees::team_id)
        .first(conn)
        .optional()?;
    match team {
        Some(team) if reach.covers(team, Some(owner), Field::Business) => Ok(team),
        _ => Err(Refusal::new(Code::UnknownReference)
            .clause(clause)
            .at("/owner_id")),
    }
}

/// A team inside the reach; none is the whole department's business, by whoever is in charge of it.
pub fn team_in_reach(
    conn: &mut AnyConn,
    reach: &Reach,
    team: Option<Uuid>,
    clause: &'static str,
) -> Answer<()> {
    let known: i64 = match team {
        Some(team) => teams::table.find(g(team)).count().get_result(conn)?,
        None => 1,
    };
    match known > 0 && reach.covers(team, None, Field::Business) {
        true => Ok(()),
        false => Err(Refusal::new(Code::UnknownReference)
            .clause(clause)
            .at("/team_id")),
    }
}
