//! Invitations: who is invited to what. Each is seen by whoever may see the customer.

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::customer_event::{
    CustomerEventRef, EventInvitation, EventInvitationQuery, EventInvitations, InvitationState,
    NewEventInvitations,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, allows};
use super::store::Row as Event;
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer;
use crate::clock;
use crate::db::schema::{customer_events as e, customers as c, event_invitations as i};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx, hold};
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "event_invitations.created_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "event_invitations.team_id",
    owner: "event_invitations.owner_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = i)]
pub struct Row {
    pub id: Uuid,
    pub event_id: Uuid,
    pub customer_id: Uuid,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub state: String,
    pub party: i64,
    pub note: Option<String>,
    pub activity_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<InvitationState> {
        parse(&self.state)
    }
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(i::table
        .filter(i::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<EventInvitation> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<EventInvitation> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &EventInvitationQuery,
    paging: &Paging,
) -> Answer<Page<EventInvitation>> {
    let narrowed = |range: Predicate| {
        let mut q = i::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(i::state.eq(word(&state)));
        }
        if let Some(event) = query.event_id {
            q = q.filter(i::event_id.eq(g(event)));
        }
        if let Some(customer) = query.customer_id {
            q = q.filter(i::customer_id.eq(g(customer)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(i::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(i::team_id.eq(g(Some(team))));
        }
        q
    };
    let ranges = grant.reach().ranges(COLUMNS);
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<EventInvitation>> {
    let people = people::by_ids(conn, rows.iter().map(|row| row.owner_id).collect())?;
    let customers = customer::by_ids(conn, rows.iter().map(|row| row.customer_id).collect())?;
    let events = events(conn, rows.iter().map(|row| row.event_id).collect())?;
    let one = |row: Row| {
        let event = events.get(&row.event_id);
        let event = event.ok_or_else(|| internal("an invitation to nothing"))?;
        let begun = event.starts_at <= grant.acting.now;
        let open = allows(event.state, begun, Act::Invite);
        let actions: &[Action] = match open && row.state()? != InvitationState::Withdrawn {
            true => &[Action::EventInvitationUpdate],
            false => &[],
        };
        let (customer, owner) = (customers.get(&row.customer_id), people.get(&row.owner_id));
        let missing = || internal("an invitation of nobody");
        Ok(EventInvitation {
            id: row.id,
            event: event.clone(),
            customer: customer.cloned().ok_or_else(missing)?,
            owner: owner.cloned().ok_or_else(missing)?,
            team_id: row.team_id,
            state: row.state()?,
            party: row.party,
            note: row.note,
            activity_id: row.activity_id,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: grant.allowed(
                actions,
                row.team_id,
                Some(row.owner_id),
                Field::Business,
            ),
        })
    };
    rows.into_iter().map(one).collect()
}

/// Not reach-checked: which events there are is known to everybody.
fn events(conn: &mut AnyConn, mut ids: Vec<Uuid>) -> Answer<HashMap<Uuid, CustomerEventRef>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, String, String, DateTime<Utc>)> = e::table
        .filter(e::id.eq_any(gs(ids)))
        .select((e::id, e::title, e::state, e::starts_at))
        .load(conn)?;
    let one = |(id, title, state, starts_at): (Uuid, String, String, _)| {
        let state = parse(&state)?;
        let event = CustomerEventRef {
            id,
            title,
            state,
            starts_at,
        };
        Ok((id, event))
    };
    rows.into_iter().map(one).collect()
}

/// Only customers inside the reach, of the team that the event is for; all of them or none.
pub fn invite(tx: &mut Tx, grant: &Grant, new: &NewEventInvitations) -> Answer<EventInvitations> {
    hold(tx.conn, "customer_events", &[new.event_id], "FOR UPDATE")?;
    let event: Option<Event> = e::table
        .find(g(new.event_id))
        .select(Event::as_select())
        .first(tx.conn)
        .optional()?;
    let unknown = |at| Refusal::new(Code::UnknownReference).clause(CLAUSE).at(at);
    let event = event.ok_or_else(|| unknown("/event_id".to_owned()))?;
    event.check(tx.conn, grant, Act::Invite)?;
    let mut wanted = new.customer_ids.clone();
    wanted.sort_unstable();
    wanted.dedup();
    // Whoever hands one of them over meanwhile waits, and then finds the invitation.
    hold(tx.conn, "customers", &wanted, "FOR SHARE")?;
    let found: Vec<(Uuid, Uuid, Option<Uuid>)> = c::table
        .filter(c::id.eq_any(gs(wanted.clone())))
        .filter(grant.reach().on(customer::COLUMNS))
        .select((c::id, c::owner_id, c::team_id))
        .load(tx.conn)?;
    let place = |id: &Uuid| new.customer_ids.iter().position(|one| one == id);
    if let Some(missing) = wanted.iter().find(|id| !found.iter().any(|f| f.0 == **id)) {
        let at = place(missing).unwrap_or_default();
        return Err(unknown(format!("/customer_ids/{at}")));
    }
    let others =
        |one: &&(Uuid, Uuid, Option<Uuid>)| event.team_id.is_some_and(|_| one.2 != event.team_id);
    if let Some(other) = found.iter().find(others) {
        let at = place(&other.0).unwrap_or_default();
        return Err(Refusal::new(Code::EventTeam)
            .clause(CLAUSE)
            .at(format!("/customer_ids/{at}")));
    }
    let known: Vec<Row> = i::table
        .filter(i::event_id.eq(g(event.id)))
        .filter(i::customer_id.eq_any(gs(wanted)))
        .select(Row::as_select())
        .load(tx.conn)?;
    let mut made = Vec::new();
    for (customer, owner, team) in found {
        match known.iter().find(|one| one.customer_id == customer) {
            None => made.push(insert(tx, grant, event.id, (customer, owner, team))?),
            Some(old) if old.state()? == InvitationState::Withdrawn => {
                let mut again = old.clone();
                again.state = word(&InvitationState::Invited);
                (again.party, again.note) = (1, None);
                save(tx, old, &mut again, grant.acting.now)?;
                made.push(again);
            }
            Some(_) => {}
        }
    }
    if !made.is_empty() {
        let mut owners: Vec<Uuid> = made.iter().map(|one| one.owner_id).collect();
        owners.sort_unstable();
        owners.dedup();
        event
            .record("customer_event.invited")
            .change("count", (), made.len())
            .fact("count", made.len())
            .fact("starts_at", event.starts_at)
            .notify(owners)
            .write(tx, &grant.acting);
    }
    let already = known.len() as i64
        - made
            .iter()
            .filter(|one| known.iter().any(|old| old.id == one.id))
            .count() as i64;
    let data = complete(tx.conn, grant, made)?;
    Ok(EventInvitations { data, already })
}

fn insert(
    tx: &mut Tx,
    grant: &Grant,
    event: Uuid,
    (customer, owner, team): (Uuid, Uuid, Option<Uuid>),
) -> Answer<Row> {
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        event_id: event,
        customer_id: customer,
        owner_id: owner,
        team_id: team,
        state: word(&InvitationState::Invited),
        party: 1,
        note: None,
        activity_id: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(made.id)),
            i::event_id.eq(g(event)),
            i::customer_id.eq(g(customer)),
            i::owner_id.eq(g(owner)),
            i::team_id.eq(g(team)),
            i::state.eq(&made.state),
            i::party.eq(made.party),
            i::version.eq(made.version),
            i::created_at.eq(t(now)),
            i::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(made)
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = i::table.find(g(old.id)).filter(i::version.eq(old.version));
    let change = diesel::update(mine).set((
        i::state.eq(&new.state),
        i::party.eq(new.party),
        i::note.eq(&new.note),
        i::activity_id.eq(g(new.activity_id)),
        i::version.eq(new.version),
        i::updated_at.eq(t(now)),
    ));
    current(Kept(change).execute(tx.conn)?)
}
