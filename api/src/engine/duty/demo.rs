//! Duties of a department that has kept them for some weeks: most of what was due is done, some of it late, a little not at all.

use chrono::Duration;
use contract::duty::{DutyProof, DutyResult};
use diesel::prelude::*;
use uuid::Uuid;

use super::generate::later_than;
use super::occurrence::{Row, told};
use super::template;
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{duties as d, duty_occurrences as o, duty_versions as v, places as p};
use crate::db::types::{g, gs, t};
use crate::organization::settings;
use crate::problem::{Answer, internal};

const BACK: Duration = Duration::days(42);

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let first = today - BACK;
    let ids = template::of_demo(tx, grant, first)?;
    placed(tx)?;
    // As if it had been said all the time.
    diesel::update(d::table.filter(d::id.eq_any(gs(ids.clone()))))
        .set(d::generated_to.eq(first - Duration::days(1)))
        .execute(tx.conn)?;
    later_than(tx, &ids, now - BACK - Duration::days(2), now)?;
    let past: Vec<Row> = o::table
        .filter(o::due_at.lt(t(now)))
        .filter(o::state.eq("open"))
        .order((o::due_at, o::id))
        .select(Row::as_select())
        .load(tx.conn)?;
    let recent = now - Duration::days(2);
    for (n, row) in past.into_iter().enumerate() {
        match n % 37 {
            // Left undone: seldom, and not only yesterday.
            17 => told_of(tx, &row)?,
            29 => excused(tx, &row)?,
            _ if row.due_at > recent && n % 5 == 0 => told_of(tx, &row)?,
            _ => done(tx, n, &row)?,
        }
    }
    Ok(())
}

/// Rooms are inspected where they are; what is done in the office is done there.
fn placed(tx: &mut Tx) -> Answer<()> {
    for (clauses, kind) in [
        (&["3.2.1"][..], "training_room"),
        (&["3.1.1", "3.3.4"][..], "office"),
    ] {
        let there: Option<(Uuid, String)> = p::table
            .filter(p::kind.eq(kind))
            .order(p::name)
            .select((p::id, p::name))
            .first(tx.conn)
            .optional()?;
        let Some((id, name)) = there else { continue };
        let theirs: Vec<Uuid> = d::table
            .filter(d::clause.eq_any(clauses))
            .select(d::id)
            .load(tx.conn)?;
        diesel::update(d::table.filter(d::id.eq_any(gs(theirs.clone()))))
            .set((d::place.eq(&name), d::place_id.eq(g(Some(id)))))
            .execute(tx.conn)?;
        diesel::update(v::table.filter(v::duty_id.eq_any(gs(theirs))))
            .set((v::place.eq(&name), v::place_id.eq(g(Some(id)))))
            .execute(tx.conn)?;
    }
    Ok(())
}

fn done(tx: &mut Tx, n: usize, row: &Row) -> Answer<()> {
    let items = told(tx.conn, row)?.items()?;
    let odd = n % 23 == 7;
    let one = |(k, item): (usize, &contract::duty::DutyItem)| {
        let mut result = DutyResult {
            key: item.key.clone(),
            ticked: None,
            number: None,
            text: None,
            photo_id: None,
        };
        match item.proof {
            DutyProof::Tick => result.ticked = Some(!(odd && k == 1)),
            DutyProof::Number => result.number = Some(7.5 + (n % 9) as f64 / 10.0),
            DutyProof::Text | DutyProof::Photo => return None,
        }
        Some(result)
    };
    let results: Vec<DutyResult> = items.iter().enumerate().filter_map(one).collect();
    let late = n % 19 == 5;
    let at = match late {
        true => row.due_at + Duration::minutes(45),
        false => row.due_at - Duration::minutes(10 + (n as i64 * 7) % 50),
    };
    diesel::update(o::table.find(g(row.id)))
        .set((
            o::state.eq("done"),
            o::done_at.eq(t(Some(at))),
            o::done_by.eq(g(Some(row.owner_id))),
            o::results.eq(Some(serde_json::to_string(&results).map_err(internal)?)),
            o::remarkable.eq(i64::from(odd)),
            o::note.eq(odd.then_some("已通知總務，明日處理")),
            o::tell_at.eq(t(None::<chrono::DateTime<chrono::Utc>>)),
            o::updated_at.eq(t(at)),
            o::version.eq(2_i64),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn excused(tx: &mut Tx, row: &Row) -> Answer<()> {
    diesel::update(o::table.find(g(row.id)))
        .set((
            o::state.eq("excused"),
            o::reason.eq(Some("颱風停班")),
            o::tell_at.eq(t(None::<chrono::DateTime<chrono::Utc>>)),
            o::version.eq(2_i64),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Late, and everybody has heard of it.
fn told_of(tx: &mut Tx, row: &Row) -> Answer<()> {
    diesel::update(o::table.find(g(row.id)))
        .set((
            o::told.eq(3_i64),
            o::tell_at.eq(t(None::<chrono::DateTime<chrono::Utc>>)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
