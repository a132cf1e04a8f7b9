//! Work on a request: put right, begun, handed over.

use contract::Code;
use contract::service::{
    NewServiceStart, NewServiceTransfer, ServiceRequest, ServiceRequestPatch, ServiceStepKind,
};
use uuid::Uuid;

use super::category;
use super::logic::Act;
use super::open::{complained_about, not_handled_by};
use super::step;
use super::store::{row, shown};
use super::write::{keep, record, save};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::words::word;
use crate::http::perform::fresh;
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, Refusal};

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ServiceRequestPatch,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.after(grant, Act::Update)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(id) = patch.category_id.filter(|id| *id != old.category_id) {
        let category = category::active(tx.conn, id)?;
        if category.kind != old.kind {
            let refusal = Refusal::new(Code::Invalid).clause(old.clause()?);
            return Err(refusal.field("/category_id", "conflict", format!("kind: {}", old.kind)));
        }
        new.category_id = id;
        new.due_on = category.due_on(tx.conn, old.opened_on)?;
    }
    if let Some(channel) = &patch.channel {
        new.channel = word(channel);
    }
    if let Some(description) = &patch.description {
        new.description.clone_from(description);
    }
    if let Some(about) = patch.complained_about_id {
        if let Some(about) = about {
            complained_about(tx.conn, old.kind()?, about)?;
        }
        not_handled_by(old.owner_id, about)?;
        new.complained_about_id = about;
    }
    if new.due_on != old.due_on {
        (new.reminded_at, new.escalated_at) = (None, None);
    }
    let about = (old.complained_about_id, new.complained_about_id);
    let record = record(tx.conn, &new, "service.updated")?
        .change("category_id", old.category_id, new.category_id)
        .change("due_on", old.due_on, new.due_on)
        .change("channel", &old.channel, &new.channel)
        .change("description", &old.description, &new.description)
        .private_change("complained_about", about.0 != about.1);
    if !record.unchanged() {
        save(tx, &old, &mut new, grant.acting.now)?;
        let step = step::New::of(id, ServiceStepKind::Updated);
        step::keep(tx, &grant.acting, step)?;
        record.write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}

pub fn start(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceStart,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    let mut begun = old.clone();
    begun.state = old.after(grant, Act::Start)?;
    fresh(known, old.version)?;
    let note = new.note.as_deref();
    keep(tx, grant, &old, &mut begun, ServiceStepKind::Started, note)?.write(tx, &grant.acting);
    shown(tx.conn, grant, begun)
}

pub fn transfer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewServiceTransfer,
    known: i64,
) -> Answer<ServiceRequest> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.after(grant, Act::Transfer)?;
    let clause = old.clause()?;
    let team = owner_in_reach(tx.conn, grant.reach(), new.owner_id, clause)?;
    not_handled_by(new.owner_id, old.complained_about_id)?;
    if old.owner_id == new.owner_id {
        return Err(Refusal::new(Code::Conflict).clause(clause).at("/owner_id"));
    }
    fresh(known, old.version)?;
    let mut moved = old.clone();
    moved.owner_id = new.owner_id;
    moved.team_id = team.or(old.team_id);
    let (kind, note) = (ServiceStepKind::Transferred, Some(new.note.as_str()));
    keep(tx, grant, &old, &mut moved, kind, note)?
        .notify([new.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, moved)
}
