//! What a leaver was asked is answered by whoever is nearest above whoever gave it.

use diesel::prelude::*;

use super::store::{OPEN, Row, save};
use crate::db::Tx;
use crate::db::schema::feedback as f;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::engine::record::Acting;
use crate::organization::people::Leaver;
use crate::organization::superior;
use crate::problem::Answer;

/// Not reach-checked: whoever lets somebody leave leaves it behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Row> = f::table
        .filter(f::asked_id.eq(g(leaver.id)))
        .filter(Predicate::new().sql(OPEN))
        .select(Row::as_select())
        .load(tx.conn)?;
    for old in theirs {
        let but = [leaver.id, old.author_id];
        let Some(next) = superior::of(tx.conn, old.team_id, &but, acting.now)? else {
            continue;
        };
        let mut new = old.clone();
        new.asked_id = next;
        save(tx, &old, &mut new, acting.now)?;
        new.record("feedback.referred")
            .change("asked_id", old.asked_id, new.asked_id)
            .notify([next])
            .write(tx, acting);
    }
    Ok(())
}
