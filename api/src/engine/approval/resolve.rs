//! Answers of the database about people: who holds which seat now, who is here, who stands in. Each is asked once and kept for as
//! long as the value lives: one transaction, or one round of the worker.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::approval::{MatterKind, Relation};
use diesel::prelude::*;
use uuid::Uuid;

use super::delegation;
use super::logic::Organization;
use crate::access::actor::field_word;
use crate::db::AnyConn;
use crate::db::schema::{area_fields, employees, role_assignments, teams};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::organization::assignment::store::SEATS;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};
use crate::registry;

/// What has been asked so far.
pub struct Known {
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    seats: HashMap<(Option<Uuid>, Relation, Option<Field>), Option<Uuid>>,
    active: HashMap<Uuid, bool>,
    away: HashMap<Uuid, bool>,
    stand_ins: HashMap<(Uuid, MatterKind), Option<Uuid>>,
}

impl Known {
    pub fn new(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<Known> {
        Ok(Known {
            now,
            today: settings::today(conn, now)?,
            seats: HashMap::new(),
            active: HashMap::new(),
            away: HashMap::new(),
            stand_ins: HashMap::new(),
        })
    }
}

/// The organization as seen from one matter.
pub struct Seen<'a> {
    pub conn: &'a mut AnyConn,
    pub known: &'a mut Known,
    pub kind: MatterKind,
    pub team: Option<Uuid>,
}

impl Organization for Seen<'_> {
    type Error = Refusal;

    fn seat(&mut self, level: Relation, field: Option<Field>) -> Answer<Option<Uuid>> {
        // The manager's seat is the same from everywhere, the field's too.
        let team = self
            .team
            .filter(|_| matches!(level, Relation::Lead | Relation::Deputy));
        let field = field.filter(|_| level == Relation::FieldDeputy);
        let key = (team, level, field);
        if let Some(known) = self.known.seats.get(&key) {
            return Ok(*known);
        }
        let found = seat(self.conn, self.known.now, level, team, field)?;
        self.known.seats.insert(key, found);
        Ok(found)
    }

    fn active(&mut self, person: Uuid) -> Answer<bool> {
        if let Some(known) = self.known.active.get(&person) {
            return Ok(*known);
        }
        let status: Option<String> = employees::table
            .find(g(person))
            .select(employees::status)
            .first(self.conn)
            .optional()?;
        let active = status.is_some_and(|s| s == "active");
        self.known.active.insert(person, active);
        Ok(active)
    }

    fn away(&mut self, person: Uuid) -> Answer<bool> {
        if let Some(known) = self.known.away.get(&person) {
            return Ok(*known);
        }
        let away = registry::away(self.conn, person, self.known.now)?;
        self.known.away.insert(person, away);
        Ok(away)
    }

    fn stand_in(&mut self, person: Uuid) -> Answer<Option<Uuid>> {
        let key = (person, self.kind);
        if let Some(known) = self.known.stand_ins.get(&key) {
            return Ok(*known);
        }
        let found = delegation::in_force(self.conn, person, self.kind, self.known.today)?;
        self.known.stand_ins.insert(key, found);
        Ok(found)
    }
}

fn seat(
    conn: &mut AnyConn,
    now: DateTime<Utc>,
    level: Relation,
    team: Option<Uuid>,
    field: Option<Field>,
) -> Answer<Option<Uuid>> {
    use role_assignments as r;
    let current = r::starts_at
        .le(t(now))
        .and(r::ends_at.is_null().or(r::ends_at.gt(t(now))));
    let held = r::table
        .filter(Predicate::new().sql(SEATS))
        .filter(current)
        .select(r::employee_id)
        .into_boxed::<crate::db::MultiBackend>();
    let area: Option<Uuid> = match (level, team, field) {
        (Relation::Lead, Some(team), _) => {
            let lead = held
                .filter(r::role.eq("lead"))
                .filter(r::team_id.eq(g(team)));
            return Ok(lead.first(conn).optional()?);
        }
        (Relation::Manager, ..) => {
            return Ok(held.filter(r::role.eq("manager")).first(conn).optional()?);
        }
        (Relation::Deputy, Some(team), _) => teams::table
            .find(g(team))
            .select(teams::area_id)
            .first::<Option<Uuid>>(conn)
            .optional()?
            .flatten(),
        (Relation::FieldDeputy, _, Some(field)) => area_fields::table
            .filter(area_fields::field.eq(field_word(field)))
            .select(area_fields::area_id)
            .first(conn)
            .optional()?,
        _ => None,
    };
    let Some(area) = area else {
        return Ok(None);
    };
    let deputy = held
        .filter(r::role.eq("deputy"))
        .filter(r::area_id.eq(g(area)));
    Ok(deputy.first(conn).optional()?)
}
