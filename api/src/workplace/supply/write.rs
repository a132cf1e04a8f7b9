//! The stock is kept by whoever is in charge of the workplace; everybody takes what they need. Whoever writes to an item waits for the others
//! who do, so that it never falls below nothing.

use contract::Code;
use contract::access::Field;
use contract::supply::{
    NewSupplyCount, NewSupplyIssue, NewSupplyItem, NewSupplyRestock, SupplyItem, SupplyItemPatch,
    SupplyMovementKind,
};
use uuid::Uuid;

use super::CLAUSE;
use super::movement::{Line, keep};
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::sql::fold;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings, superior};
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

/// The stock is the department's: a key that is bound to a part of it keeps none of it.
fn in_charge(grant: &Grant) -> Answer<()> {
    match grant.reach().covers(None, None, Field::Workplace) {
        true => Ok(()),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

fn known_place(tx: &mut Tx, place: Option<Uuid>) -> Answer<()> {
    let Some(place) = place else { return Ok(()) };
    match place::refs(tx.conn, vec![place])?.is_empty() {
        true => Err(wrong(Code::UnknownReference, "/place_id")),
        false => Ok(()),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewSupplyItem) -> Answer<SupplyItem> {
    in_charge(grant)?;
    known_place(tx, new.place_id)?;
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        name: new.name.clone(),
        name_key: fold(&new.name),
        kind: word(&new.kind),
        unit: new.unit.clone(),
        place_id: new.place_id,
        spot: new.spot.clone(),
        on_hand: new.on_hand,
        reorder_level: new.reorder_level,
        counted_on: Some(settings::today(tx.conn, now)?),
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    keep(
        tx,
        &made,
        &line(grant, SupplyMovementKind::Count, new.on_hand, None),
    )?;
    made.record("supply.created")
        .change("name", (), &made.name)
        .change("on_hand", (), made.on_hand)
        .change("reorder_level", (), made.reorder_level)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

fn line<'a>(
    grant: &Grant,
    kind: SupplyMovementKind,
    quantity: i64,
    note: Option<&'a str>,
) -> Line<'a> {
    Line {
        kind,
        quantity,
        employee: (grant.me(), grant.actor.team_id),
        recorded_by: grant.me(),
        note,
        // Whoever waited for others comes after them.
        at: grant.now_locked(),
    }
}

/// One that others who write to it wait for.
fn held(tx: &mut Tx, id: Uuid) -> Answer<Row> {
    row(tx.conn, id)?;
    hold(tx.conn, "supply_items", &[id], "FOR UPDATE")?;
    row(tx.conn, id)
}

/// The same, still kept in stock.
fn kept(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<Row> {
    let old = held(tx, id)?;
    match old.active {
        true => Ok(old),
        false => {
            let now = shown(tx.conn, grant, old);
            Err(Refusal::new(Code::Conflict).clause(CLAUSE).as_it_is(now))
        }
    }
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &SupplyItemPatch,
    known: i64,
) -> Answer<SupplyItem> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    let old = held(tx, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(name) = &patch.name {
        new.name.clone_from(name);
        new.name_key = fold(name);
    }
    if let Some(kind) = &patch.kind {
        new.kind = word(kind);
    }
    if let Some(unit) = &patch.unit {
        new.unit.clone_from(unit);
    }
    if let Some(place) = patch.place_id {
        known_place(tx, place)?;
        new.place_id = place;
    }
    if let Some(spot) = &patch.spot {
        new.spot.clone_from(spot);
    }
    if let Some(level) = patch.reorder_level {
        new.reorder_level = level;
    }
    if let Some(active) = patch.active {
        new.active = active;
    }
    let record = new
        .record("supply.changed")
        .change("name", &old.name, &new.name)
        .change("kind", &old.kind, &new.kind)
        .change("unit", &old.unit, &new.unit)
        .change("place_id", old.place_id, new.place_id)
        .change("spot", &old.spot, &new.spot)
        .change("reorder_level", old.reorder_level, new.reorder_level)
        .change("active", old.active, new.active);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// Taken by the caller, or by somebody inside their reach; never more than there is.
pub fn issue(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewSupplyIssue) -> Answer<SupplyItem> {
    let old = kept(tx, grant, id)?;
    let taker = new.employee_id.unwrap_or(grant.me());
    let team = people::team_of_active(tx.conn, taker)?;
    let reached = |team: &Option<Uuid>| grant.reach().covers(*team, Some(taker), Field::Workplace);
    let Some(team) = team.filter(reached) else {
        return Err(match new.employee_id {
            Some(_) => wrong(Code::UnknownReference, "/employee_id"),
            None => grant.beyond().clause(CLAUSE),
        });
    };
    if new.quantity > old.on_hand {
        let now = shown(tx.conn, grant, old);
        return Err(wrong(Code::SupplyShort, "/quantity").as_it_is(now));
    }
    let mut left = old.clone();
    left.on_hand -= new.quantity;
    save(tx, &old, &mut left, grant.now_locked())?;
    let taken = Line {
        employee: (taker, team),
        ..line(
            grant,
            SupplyMovementKind::Issue,
            -new.quantity,
            new.note.as_deref(),
        )
    };
    keep(tx, &left, &taken)?;
    left.record("supply.issued")
        .team(team)
        .owner(Some(taker))
        .change("on_hand", old.on_hand, left.on_hand)
        .change("employee_id", (), taker)
        .change("note", (), &new.note)
        .write(tx, &grant.acting);
    ran_low(tx, grant, &old, &left)?;
    shown(tx.conn, grant, left)
}

/// Told once, when it falls below its level: to whoever is in charge.
fn ran_low(tx: &mut Tx, grant: &Grant, old: &Row, new: &Row) -> Answer<()> {
    if old.low() || !new.low() {
        return Ok(());
    }
    let above = superior::of(tx.conn, None, &[], grant.acting.now)?;
    new.record("supply.low")
        .fact("on_hand", format!("{} {}", new.on_hand, new.unit))
        .notify(above)
        .write(tx, &grant.acting);
    Ok(())
}

pub fn restock(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewSupplyRestock) -> Answer<SupplyItem> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    let old = kept(tx, grant, id)?;
    let mut more = old.clone();
    more.on_hand += new.quantity;
    save(tx, &old, &mut more, grant.now_locked())?;
    let came = line(
        grant,
        SupplyMovementKind::Restock,
        new.quantity,
        new.note.as_deref(),
    );
    keep(tx, &more, &came)?;
    more.record("supply.restocked")
        .change("on_hand", old.on_hand, more.on_hand)
        .change("note", (), &new.note)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, more)
}

pub fn count(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewSupplyCount) -> Answer<SupplyItem> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    let old = kept(tx, grant, id)?;
    if new.counted != old.on_hand && new.note.is_none() {
        return Err(wrong(Code::CommentRequired, "/note"));
    }
    let now = grant.acting.now;
    let mut counted = old.clone();
    counted.on_hand = new.counted;
    counted.counted_on = Some(settings::today(tx.conn, now)?);
    save(tx, &old, &mut counted, grant.now_locked())?;
    let difference = new.counted - old.on_hand;
    let found = line(
        grant,
        SupplyMovementKind::Count,
        difference,
        new.note.as_deref(),
    );
    keep(tx, &counted, &found)?;
    counted
        .record("supply.counted")
        .change("on_hand", old.on_hand, counted.on_hand)
        .change("counted_on", old.counted_on, counted.counted_on)
        .change("note", (), &new.note)
        .write(tx, &grant.acting);
    ran_low(tx, grant, &old, &counted)?;
    shown(tx.conn, grant, counted)
}
