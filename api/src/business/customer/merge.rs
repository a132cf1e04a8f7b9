//! Two records of one customer become one (5.1.3): the history of the one that goes comes over, what it said is kept, and whoever
//! still asks for it is told where it is.

use chrono::{DateTime, Utc};
use contract::Code;
use contract::customer::{Customer, tag_list};
use contract::duplicate::{ContactKind, MergeField, NewContact, NewMerge};
use contract::household::{FamilyMember, HeldPolicy, ProtectionNeed};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::logic::bare;
use super::store::{self, Row, row, shown};
use super::vault::{Kind, Vault};
use super::write::{derive, put_phone, save};
use super::{contact, duplicate, household, tags};
use crate::access::Grant;
use crate::business::{activity, case, customer_event, follow_up, service};
use crate::db::schema::{
    customer_contacts as k, customer_distinctions as d, customer_family as f, customer_merges as m,
    customer_needs as n, customer_policies as p, customer_tags as ct, customers as c,
};
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx, hold};
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal, internal};

/// Characters of needs that a record holds.
const NEEDS_MOST: usize = 2000;

/// Whoever keeps something about a customer takes it along from the one id to the other.
type TakeAlong = fn(&mut Tx, Uuid, Uuid, DateTime<Utc>) -> Answer<()>;
const KEEPERS: &[TakeAlong] = &[
    activity::customer_merged,
    case::customer_merged,
    service::customer_merged,
    customer_event::customer_merged,
];

pub fn merge(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    id: Uuid,
    new: &NewMerge,
    known: i64,
) -> Answer<Customer> {
    let (old, gone) = both(tx, grant, id, new, known)?;
    let mut kept = old.clone();
    let rest = combine(&mut kept, &gone, vault, new)?;
    let (family, policies) = household_of_both(tx.conn, &old, &gone)?;
    let needs = needs_of_both(tx.conn, &old, &gone)?;
    kept.needs_listed = !needs.is_empty();
    for keeper in KEEPERS {
        keeper(tx, gone.id, id, grant.acting.now)?;
    }
    let looked_alike = move_own(tx.conn, gone.id, id)?;
    diesel::insert_into(m::table)
        .values((
            m::id.eq(g(gone.id)),
            m::kept_id.eq(g(id)),
            m::record.eq(as_it_was(&gone)),
            m::because.eq(&new.because),
            m::at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    diesel::delete(c::table.find(g(gone.id))).execute(tx.conn)?;
    household::put_family(tx.conn, id, &family)?;
    household::put_policies(tx.conn, id, &policies)?;
    household::put_needs(tx.conn, id, &needs)?;
    for one in &rest {
        contact::put(tx.conn, vault, id, one)?;
    }
    derive(&mut kept);
    save(tx, &old, &mut kept, grant.acting.now)?;
    let all: Vec<String> = serde_json::from_str(&kept.tags).map_err(internal)?;
    tags::put(tx.conn, id, &all)?;
    kept.due_on = follow_up::refresh(tx, id)?;
    duplicate::mark(tx, Some(&old), &mut kept)?;
    for other in looked_alike.into_iter().filter(|other| *other != id) {
        duplicate::again(tx.conn, other)?;
    }
    recorded(tx, grant, &old, &kept, &gone, &new.because);
    // Family, policies and needs are read anew, and what the refresh found.
    let kept = row(tx.conn, grant.reach(), id)?;
    shown(tx.conn, grant, kept)
}

/// The two as they are, if they may become one.
fn both(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewMerge, known: i64) -> Answer<(Row, Row)> {
    let mut ids = [id, new.other_id];
    ids.sort_unstable();
    hold(tx.conn, "customers", &ids, "FOR UPDATE")?;
    let kept = row(tx.conn, grant.reach(), id)?;
    let gone =
        row(tx.conn, grant.reach(), new.other_id).map_err(|refusal| match refusal.code() {
            Code::NotFound => Refusal::new(Code::UnknownReference).at("/other_id"),
            _ => refusal,
        })?;
    if id == new.other_id {
        return Err(Refusal::new(Code::Conflict).clause("5.1.3").at("/other_id"));
    }
    fresh(known, kept.version)?;
    fresh(new.other_version, gone.version).map_err(|stale| stale.at("/other_version"))?;
    let identities = kept.identity_hash.as_ref().zip(gone.identity_hash.as_ref());
    if identities.is_some_and(|(one, other)| one != other) {
        return Err(Refusal::new(Code::CustomersDiffer)
            .clause("5.1.3")
            .at("/other_id"));
    }
    Ok((kept, gone))
}

/// Fills the one from the other; what can't stay in the record is returned as contacts.
fn combine(kept: &mut Row, gone: &Row, vault: &Vault, new: &NewMerge) -> Answer<Vec<NewContact>> {
    let takes = |field| new.take.contains(&field);
    let mut rest = Vec::new();
    if takes(MergeField::Name) {
        kept.name.clone_from(&gone.name);
    }
    one_of(&mut kept.gender, &gone.gender, takes(MergeField::Gender));
    one_of(
        &mut kept.birthday,
        &gone.birthday,
        takes(MergeField::Birthday),
    );
    one_of(&mut kept.class, &gone.class, takes(MergeField::Class));
    one_of(
        &mut kept.occupation,
        &gone.occupation,
        takes(MergeField::Occupation),
    );
    one_of(&mut kept.source, &gone.source, takes(MergeField::Source));
    let email = one_of(&mut kept.email, &gone.email, takes(MergeField::Email));
    rest.extend(email.map(|value| leftover(ContactKind::Email, value)));
    let address = one_of(&mut kept.address, &gone.address, takes(MergeField::Address));
    rest.extend(address.map(|value| leftover(ContactKind::Address, value)));
    if let Some(needs) = one_of(&mut kept.needs, &gone.needs, takes(MergeField::Needs)) {
        kept.needs = kept.needs.take().map(|stays| joined(stays, &needs));
    }
    let open = |row: &Row, kind, sealed: &Option<String>| {
        let sealed = sealed.as_deref();
        sealed
            .map(|text| vault.open(kind, row.id, text))
            .transpose()
    };
    let mut phone = open(kept, Kind::Phone, &kept.phone_sealed)?;
    let other = open(gone, Kind::Phone, &gone.phone_sealed)?;
    let same = bare(&kept.phone_hash) == bare(&gone.phone_hash);
    let was = phone.clone();
    let unused = one_of(&mut phone, &other, takes(MergeField::Phone) && !same);
    rest.extend(
        unused
            .filter(|_| !same)
            .map(|value| leftover(ContactKind::Phone, value)),
    );
    if phone != was {
        put_phone(kept, vault, phone.as_deref())?;
        // Borne as it was: what others share, they share still.
        kept.phone_hash.clone_from(&gone.phone_hash);
    }
    if kept.identity_hash.is_none() {
        let number = open(gone, Kind::Identity, &gone.identity_sealed)?;
        super::write::put_identity(kept, vault, number.as_deref())?;
    }
    kept.tags = tags_of_both(kept, gone)?;
    Ok(rest)
}

/// The value that stays in `kept`; the other one, if they differ, is returned.
fn one_of<T: Clone + PartialEq>(kept: &mut Option<T>, gone: &Option<T>, take: bool) -> Option<T> {
    if kept == gone || gone.is_none() {
        return None;
    }
    if kept.is_none() {
        kept.clone_from(gone);
        return None;
    }
    match take {
        true => std::mem::replace(kept, gone.clone()),
        false => gone.clone(),
    }
}

/// Both texts, as far as a record holds them; the whole stays with the record that was.
fn joined(stays: String, other: &str) -> String {
    let both = format!("{stays}\n{other}");
    match both.chars().count() {
        0..=NEEDS_MOST => both,
        _ => stays,
    }
}

fn leftover(kind: ContactKind, value: String) -> NewContact {
    NewContact {
        kind,
        label: None,
        value,
    }
}

/// As many as a record may bear.
fn tags_of_both(kept: &Row, gone: &Row) -> Answer<String> {
    let mut all: Vec<String> = serde_json::from_str(&kept.tags).map_err(internal)?;
    let more: Vec<String> = serde_json::from_str(&gone.tags).map_err(internal)?;
    for tag in more {
        if !all.contains(&tag) {
            all.push(tag);
            if tag_list(&all).is_err() {
                all.pop();
            }
        }
    }
    serde_json::to_string(&all).map_err(internal)
}

/// Nobody of the family and no policy twice.
fn household_of_both(
    conn: &mut AnyConn,
    kept: &Row,
    gone: &Row,
) -> Answer<(Vec<FamilyMember>, Vec<HeldPolicy>)> {
    let mut family = household::family(conn, kept.id)?;
    for one in household::family(conn, gone.id)? {
        let same = |f: &FamilyMember| (&f.name, f.relation) == (&one.name, one.relation);
        if !family.iter().any(same) {
            family.push(one);
        }
    }
    let mut policies = household::policies(conn, kept.id)?;
    for one in household::policies(conn, gone.id)? {
        let numbered = |p: &HeldPolicy| one.number.is_some() && p.number == one.number;
        if !policies.iter().any(|p| *p == one || numbered(p)) {
            policies.push(one);
        }
    }
    Ok((family, policies))
}

/// No need twice.
fn needs_of_both(conn: &mut AnyConn, kept: &Row, gone: &Row) -> Answer<Vec<ProtectionNeed>> {
    let mut needs = household::needs(conn, kept.id)?;
    let more = household::needs(conn, gone.id)?;
    for one in more {
        if !needs.contains(&one) {
            needs.push(one);
        }
    }
    Ok(needs)
}

/// What stands beside the record itself. Answers who looked like the one that goes.
fn move_own(conn: &mut AnyConn, gone: Uuid, kept: Uuid) -> Answer<Vec<Uuid>> {
    diesel::update(k::table.filter(k::customer_id.eq(g(gone))))
        .set(k::customer_id.eq(g(kept)))
        .execute(conn)?;
    diesel::update(m::table.filter(m::kept_id.eq(g(gone))))
        .set(m::kept_id.eq(g(kept)))
        .execute(conn)?;
    let others: Vec<(Uuid, String)> = d::table
        .filter(d::one_id.eq(g(gone)))
        .select((d::other_id, d::because))
        .load(conn)?;
    diesel::delete(d::table.filter(d::one_id.eq(g(gone)).or(d::other_id.eq(g(gone)))))
        .execute(conn)?;
    for (other, because) in others.iter().filter(|(other, _)| *other != kept) {
        duplicate::tell_apart(conn, kept, *other, because)?;
    }
    let row: Row = c::table
        .find(g(gone))
        .select(Row::as_select())
        .first(conn)?;
    let alike = duplicate::ids(conn, &row, duplicate::alike(&row))?;
    diesel::delete(ct::table.filter(ct::customer_id.eq(g(gone)))).execute(conn)?;
    diesel::delete(f::table.filter(f::customer_id.eq(g(gone)))).execute(conn)?;
    diesel::delete(p::table.filter(p::customer_id.eq(g(gone)))).execute(conn)?;
    diesel::delete(n::table.filter(n::customer_id.eq(g(gone)))).execute(conn)?;
    Ok(alike)
}

/// What the record said, with its numbers as they were sealed.
fn as_it_was(gone: &Row) -> String {
    json!({
        "name": gone.name, "gender": gone.gender, "birthday": gone.birthday, "class": gone.class, "tags": gone.tags,
        "occupation": gone.occupation, "email": gone.email, "address": gone.address, "source": gone.source, "needs": gone.needs,
        "phone_sealed": gone.phone_sealed, "identity_sealed": gone.identity_sealed, "owner_id": gone.owner_id,
        "team_id": gone.team_id, "version": gone.version, "created_at": gone.created_at, "updated_at": gone.updated_at,
    })
    .to_string()
}

/// In the trail of both records; the owners are told.
fn recorded(tx: &mut Tx, grant: &Grant, old: &Row, kept: &Row, gone: &Row, because: &str) {
    super::write::changes(old, kept)
        .event("customer.merged")
        .change("merged_id", (), gone.id)
        .change("because", (), because)
        .fact("merged_id", gone.id)
        .fact("name", &gone.name)
        .fact("because", because)
        .notify([kept.owner_id, gone.owner_id])
        .write(tx, &grant.acting);
    Record::new("customer.merged_away", "customer", gone.id, &gone.name)
        .team(gone.team_id)
        .owner(Some(gone.owner_id))
        .clause("5.1.3")
        .change("kept_id", (), kept.id)
        .change("because", (), because)
        .fact("kept_id", kept.id)
        .write(tx, &grant.acting);
}

/// For whoever asks for a record that is gone and may see the one it became part of.
pub fn where_to(conn: &mut AnyConn, grant: &Grant, id: Uuid, refusal: Refusal) -> Answer<Refusal> {
    if refusal.code() != Code::NotFound {
        return Ok(refusal);
    }
    let kept: Option<Uuid> = m::table
        .find(g(id))
        .select(m::kept_id)
        .first(conn)
        .optional()?;
    let Some(kept) = kept else {
        return Ok(refusal);
    };
    Ok(match store::row(conn, grant.reach(), kept) {
        Ok(row) => Refusal::new(Code::CustomerMerged)
            .clause("5.1.3")
            .as_it_is(shown(conn, grant, row)),
        Err(_) => refusal,
    })
}
