//! What a leaver would have had to do goes to whoever is nearest above them; in rotas the order goes on without them.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::Tx;
use crate::db::schema::{duty_occurrences as o, duty_rota as r};
use crate::db::types::{g, t};
use crate::engine::record::{Acting, Record};
use crate::organization::people::Leaver;
use crate::organization::superior;
use crate::problem::Answer;

/// Not reach-checked: whoever lets somebody leave leaves their duties behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    diesel::delete(r::table.filter(r::employee_id.eq(g(leaver.id)))).execute(tx.conn)?;
    let theirs: Vec<Uuid> = o::table
        .filter(o::owner_id.eq(g(leaver.id)))
        .filter(o::state.eq("open"))
        .select(o::id)
        .load(tx.conn)?;
    if theirs.is_empty() {
        return Ok(());
    }
    let Some(next) = superior::of(tx.conn, leaver.team_id, &[leaver.id], acting.now)? else {
        return Ok(());
    };
    let open = o::table
        .filter(o::owner_id.eq(g(leaver.id)))
        .filter(o::state.eq("open"));
    diesel::update(open)
        .set((
            o::owner_id.eq(g(next)),
            o::version.eq(o::version + 1),
            o::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Record::new("duty.inherited", "employee", leaver.id, &leaver.name)
        .team(leaver.team_id)
        .owner(Some(next))
        .change("owner_id", leaver.id, next)
        .change("occurrences", (), theirs.len())
        .fact("count", theirs.len())
        .notify([next])
        .write(tx, acting);
    Ok(())
}
