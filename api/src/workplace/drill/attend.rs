//! Who took part is noted by whoever is above them.

use std::collections::HashSet;

use contract::Code;
use contract::drill::{Drill, DrillState, NewDrillAttendance};
use diesel::prelude::*;
use uuid::Uuid;

use super::people::COLUMNS;
use super::store::{row, shown};
use super::write::wrong;
use crate::access::Grant;
use crate::db::schema::{drill_people as p, employees as e};
use crate::db::types::{g, gs, t};
use crate::db::{Tx, hold};
use crate::problem::{Answer, Refusal};

pub fn note(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewDrillAttendance) -> Answer<Drill> {
    row(tx.conn, id)?;
    hold(tx.conn, "drills", &[id], "FOR UPDATE")?;
    let drill = row(tx.conn, id)?;
    drill.must_be(tx.conn, grant, DrillState::Held)?;
    let lists = [
        ("attended", true, &new.attended),
        ("missed", false, &new.missed),
    ];
    let named: Vec<Uuid> = lists.iter().flat_map(|list| list.2).copied().collect();
    let known: HashSet<Uuid> = e::table
        .filter(e::id.eq_any(gs(named.iter().copied())))
        .filter(e::status.eq("active"))
        .filter(grant.reach().on(COLUMNS))
        .select(e::id)
        .load::<Uuid>(tx.conn)?
        .into_iter()
        .collect();
    let mut seen = HashSet::new();
    for (name, _, people) in lists {
        for (n, who) in people.iter().enumerate() {
            let at = format!("/{name}/{n}");
            if !known.contains(who) {
                return Err(Refusal::new(Code::UnknownReference)
                    .clause(super::CLAUSE)
                    .at(at));
            }
            if !seen.insert(*who) {
                return Err(Refusal::new(Code::Invalid).clause(super::CLAUSE).at(at));
            }
        }
    }
    if seen.is_empty() {
        return Err(wrong(Code::Invalid, "/attended"));
    }
    let now = grant.acting.now;
    let again = p::table
        .filter(p::drill_id.eq(g(id)))
        .filter(p::employee_id.eq_any(gs(named.iter().copied())));
    diesel::delete(again).execute(tx.conn)?;
    for (_, attended, people) in lists {
        for who in people {
            diesel::insert_into(p::table)
                .values((
                    p::drill_id.eq(g(id)),
                    p::employee_id.eq(g(*who)),
                    p::attended.eq(attended),
                    p::noted_by.eq(g(grant.me())),
                    p::noted_at.eq(t(now)),
                ))
                .execute(tx.conn)?;
        }
    }
    drill
        .record("drill.attended")
        .team(grant.actor.team_id)
        .change("attended", (), new.attended.len())
        .change("missed", (), new.missed.len())
        .write(tx, &grant.acting);
    shown(tx.conn, grant, drill)
}
