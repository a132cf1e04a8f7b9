//! Invitations go where the customer goes: to another owner, into another record. What a leaver was to organise goes to whoever is
//! above them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::invite::Row;
use super::logic::weight;
use super::store::{LIVE, Row as Event};
use crate::db::Tx;
use crate::db::schema::{customer_events as e, event_invitations as i};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::engine::record::Acting;
use crate::organization::people::Leaver;
use crate::organization::superior;
use crate::problem::Answer;

/// What one record of a customer was invited to is the other's from here on; of two invitations to one event the one that says more
/// stays. Not reach-checked, as merging is.
pub fn customer_merged(tx: &mut Tx, gone: Uuid, kept: Uuid, now: DateTime<Utc>) -> Answer<()> {
    let of = |tx: &mut Tx, customer: Uuid| -> Answer<Vec<Row>> {
        Ok(i::table
            .filter(i::customer_id.eq(g(customer)))
            .select(Row::as_select())
            .load(tx.conn)?)
    };
    let (theirs, own) = (of(tx, gone)?, of(tx, kept)?);
    for other in theirs {
        let Some(mine) = own.iter().find(|one| one.event_id == other.event_id) else {
            diesel::update(i::table.find(g(other.id)))
                .set((
                    i::customer_id.eq(g(kept)),
                    i::version.eq(other.version + 1),
                    i::updated_at.eq(t(now)),
                ))
                .execute(tx.conn)?;
            continue;
        };
        diesel::delete(i::table.find(g(other.id))).execute(tx.conn)?;
        if weight(other.state()?) > weight(mine.state()?) {
            diesel::update(i::table.find(g(mine.id)))
                .set((
                    i::state.eq(&other.state),
                    i::party.eq(other.party),
                    i::note.eq(&other.note),
                    i::activity_id.eq(g(other.activity_id)),
                    i::version.eq(mine.version + 1),
                    i::updated_at.eq(t(now)),
                ))
                .execute(tx.conn)?;
        }
    }
    Ok(())
}

/// Whoever looks after the customer now sees what they were invited to. Not reach-checked: whoever hands over reaches both.
pub fn customer_transferred(
    tx: &mut Tx,
    customer: Uuid,
    owner: Uuid,
    team: Option<Uuid>,
    now: DateTime<Utc>,
) -> Answer<()> {
    diesel::update(i::table.filter(i::customer_id.eq(g(customer))))
        .set((
            i::owner_id.eq(g(owner)),
            i::team_id.eq(g(team)),
            i::version.eq(i::version + 1),
            i::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Not reach-checked: whoever lets somebody leave leaves their events behind. The nearest above them organises what isn't held yet.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Event> = e::table
        .filter(e::organiser_id.eq(g(leaver.id)))
        .filter(Predicate::new().sql(LIVE))
        .select(Event::as_select())
        .load(tx.conn)?;
    for old in theirs {
        let team = old.team_id.or(leaver.team_id);
        let Some(next) = superior::of(tx.conn, team, &[leaver.id], acting.now)? else {
            continue;
        };
        diesel::update(e::table.find(g(old.id)))
            .set((
                e::organiser_id.eq(g(next)),
                e::version.eq(old.version + 1),
                e::updated_at.eq(t(acting.now)),
            ))
            .execute(tx.conn)?;
        old.record("customer_event.updated")
            .owner(Some(next))
            .change("organiser_id", leaver.id, next)
            .fact("starts_at", old.starts_at)
            .fact("place", &old.place)
            .notify([next])
            .write(tx, acting);
    }
    Ok(())
}
