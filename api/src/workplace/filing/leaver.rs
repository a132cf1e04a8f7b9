//! What a leaver kept is kept by whoever is nearest above them. What they have out stays so until it is brought back: that it is missing is seen.

use diesel::prelude::*;

use super::store::{Row, THERE, save};
use crate::db::Tx;
use crate::db::schema::filing_entries as f;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::engine::record::Acting;
use crate::organization::people::Leaver;
use crate::organization::superior;
use crate::problem::Answer;

/// Not reach-checked: whoever lets somebody leave leaves it behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Row> = f::table
        .filter(f::keeper_id.eq(g(leaver.id)))
        .filter(Predicate::new().sql(THERE))
        .select(Row::as_select())
        .load(tx.conn)?;
    let Some(next) = superior::of(tx.conn, leaver.team_id, &[leaver.id], acting.now)? else {
        return Ok(());
    };
    for old in theirs {
        let mut new = old.clone();
        new.keeper_id = next;
        save(tx, &old, &mut new, acting.now)?;
        new.record("filing.changed")
            .change("keeper_id", old.keeper_id, new.keeper_id)
            .write(tx, acting);
    }
    Ok(())
}
