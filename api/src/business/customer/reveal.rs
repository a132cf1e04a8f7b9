//! What stands behind the masks, for a reason that is kept with the look itself.

use contract::customer::{NewReveal, Revealed};
use uuid::Uuid;

use super::vault::{Kind, Vault};
use super::{contact, store};
use crate::access::Grant;
use crate::db::Tx;
use crate::engine::record::Record;
use crate::problem::Answer;

pub fn reveal(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    id: Uuid,
    new: &NewReveal,
) -> Answer<Revealed> {
    let row = store::row(tx.conn, grant.reach(), id)?;
    let open = |kind, sealed: &Option<String>| {
        let sealed = sealed.as_deref();
        sealed.map(|text| vault.open(kind, id, text)).transpose()
    };
    let contacts = contact::revealed(tx.conn, vault, id)?;
    let shown = Revealed {
        phone: open(Kind::Phone, &row.phone_sealed)?,
        identity_number: open(Kind::Identity, &row.identity_sealed)?,
        contacts,
    };
    Record::new("customer.revealed", "customer", id, &row.name)
        .team(row.team_id)
        .owner(Some(row.owner_id))
        .clause("5.1.3")
        .change("reason", (), &new.reason)
        .write(tx, &grant.acting);
    Ok(shown)
}
