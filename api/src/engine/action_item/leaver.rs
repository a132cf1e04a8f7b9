//! What a leaver was to do goes to whoever is nearest above them.

use diesel::prelude::*;

use super::store::{OPEN, Row, save};
use crate::db::Tx;
use crate::db::schema::action_items as a;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::engine::record::Acting;
use crate::organization::people::Leaver;
use crate::organization::superior;
use crate::problem::Answer;

/// Not reach-checked: whoever lets somebody leave leaves it behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Row> = a::table
        .filter(a::responsible_id.eq(g(leaver.id)))
        .filter(Predicate::new().sql(OPEN))
        .select(Row::as_select())
        .load(tx.conn)?;
    for old in theirs {
        let team = old.team_id.or(leaver.team_id);
        let Some(next) = superior::of(tx.conn, team, &[leaver.id], acting.now)? else {
            continue;
        };
        let mut new = old.clone();
        new.responsible_id = next;
        save(tx, &old, &mut new, acting.now)?;
        new.record("action_item.changed")
            .change("responsible_id", old.responsible_id, new.responsible_id)
            .notify([next])
            .write(tx, acting);
    }
    Ok(())
}
