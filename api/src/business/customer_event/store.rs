use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::customer_event::{
    CustomerEvent, CustomerEventFigures, CustomerEventQuery, CustomerEventState, InvitationState,
};
use contract::{Action, Code, Page};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, allows, seats};
use crate::access::Grant;
use crate::db::schema::{customer_events as e, event_invitations as i};
use crate::db::sql::{Bind, Kept};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_at",
    column: "customer_events.starts_at",
    kind: Kind::Ts,
}];

/// Planned or open, as the partial index says it.
pub const LIVE: &str = "customer_events.state IN ('planned', 'open')";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = e)]
pub struct Row {
    pub id: Uuid,
    pub title: String,
    pub kind: String,
    pub state: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: String,
    pub description: Option<String>,
    pub capacity: Option<i64>,
    pub organiser_id: Uuid,
    pub team_id: Option<Uuid>,
    pub result: Option<String>,
    pub cancelled_because: Option<String>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<CustomerEventState> {
        parse(&self.state)
    }

    /// Refused with the event as it is when its state doesn't allow the act.
    pub fn check(&self, conn: &mut AnyConn, grant: &Grant, act: Act) -> Answer<()> {
        let begun = self.starts_at <= grant.acting.now;
        if allows(self.state()?, begun, act) {
            return Ok(());
        }
        let now = shown(conn, grant, self.clone());
        Err(Refusal::new(Code::EventState).clause(CLAUSE).as_it_is(now))
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "customer_event", self.id, &self.title)
            .team(self.team_id)
            .owner(Some(self.organiser_id))
            .clause(CLAUSE)
    }
}

/// Not reach-checked: which events there are is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(e::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

/// One that the caller may change: of the team it is for, or whose organiser they are.
pub fn managed(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row = row(conn, id)?;
    let (team, owner) = (row.team_id, Some(row.organiser_id));
    match grant.reach().covers(team, owner, Field::Business) {
        true => Ok(row),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<CustomerEvent> {
    let row = row(conn, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<CustomerEvent> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

/// Everybody may see them, so no reach is asked.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &CustomerEventQuery,
    paging: &Paging,
) -> Answer<Page<CustomerEvent>> {
    let narrowed = || {
        let mut q = e::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(state) = query.state {
            q = q.filter(e::state.eq(word(&state)));
        }
        if let Some(kind) = query.kind {
            q = q.filter(e::kind.eq(word(&kind)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(e::team_id.eq(g(Some(team))));
        }
        if let Some(organiser) = query.organiser_id {
            q = q.filter(e::organiser_id.eq(g(organiser)));
        }
        if let Some(from) = query.from {
            q = q.filter(e::starts_at.ge(t(from)));
        }
        if let Some(to) = query.to {
            q = q.filter(e::starts_at.lt(t(to)));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.starts_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<CustomerEvent>> {
    let people = people::by_ids(conn, rows.iter().map(|row| row.organiser_id).collect())?;
    let teams = people::team_names(conn, rows.iter().filter_map(|row| row.team_id).collect())?;
    let figures = figures(conn, rows.iter().map(|row| row.id).collect())?;
    let one = |row: Row| {
        let organiser = people.get(&row.organiser_id).cloned();
        let (state, begun) = (row.state()?, row.starts_at <= grant.acting.now);
        let mut allowed_actions = Vec::new();
        if allows(state, begun, Act::Change) {
            let (team, owner) = (row.team_id, Some(row.organiser_id));
            let manage = &[Action::CustomerEventManage];
            allowed_actions = grant.allowed(manage, team, owner, Field::Business);
        }
        if allows(state, begun, Act::Invite) {
            // Whoever has customers of the team it is for.
            let mine = row.team_id.is_none() || row.team_id == grant.actor.team_id;
            let owner = mine.then(|| grant.me());
            let invite = &[Action::EventInvite];
            allowed_actions.extend(grant.allowed(invite, row.team_id, owner, Field::Business));
        }
        Ok(CustomerEvent {
            id: row.id,
            kind: parse(&row.kind)?,
            state,
            title: row.title,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            place: row.place,
            description: row.description,
            capacity: row.capacity,
            organiser: organiser.ok_or_else(|| internal("an event of nobody"))?,
            team_id: row.team_id,
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            figures: figures.get(&row.id).copied().unwrap_or_default(),
            result: row.result,
            cancelled_because: row.cancelled_because,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions,
        })
    };
    rows.into_iter().map(one).collect()
}

/// How many customers of each event, of whatever team. Not reach-checked: nobody is named.
pub fn figures(
    conn: &mut AnyConn,
    events: Vec<Uuid>,
) -> Answer<HashMap<Uuid, CustomerEventFigures>> {
    let persons = sql::<BigInt>("CAST(COALESCE(SUM(party), 0) AS BIGINT)");
    let rows: Vec<(Uuid, String, i64, i64)> = i::table
        .filter(i::event_id.eq_any(gs(events)))
        .group_by((i::event_id, i::state))
        .select((i::event_id, i::state, count_star(), persons))
        .load(conn)?;
    let mut all: HashMap<Uuid, CustomerEventFigures> = HashMap::new();
    for (event, state, count, persons) in rows {
        let figures = all.entry(event).or_default();
        let state: InvitationState = parse(&state)?;
        figures.seats += seats(state, persons);
        match state {
            InvitationState::Invited => figures.invited = count,
            InvitationState::Accepted => figures.accepted = count,
            InvitationState::Declined => figures.declined = count,
            InvitationState::Attended => figures.attended = count,
            InvitationState::Absent => figures.absent = count,
            InvitationState::Withdrawn => {}
        }
    }
    Ok(all)
}

macro_rules! values {
    ($row:expr) => {
        (
            e::title.eq(&$row.title),
            e::kind.eq(&$row.kind),
            e::state.eq(&$row.state),
            e::starts_at.eq(t($row.starts_at)),
            e::ends_at.eq(t($row.ends_at)),
            e::place.eq(&$row.place),
            e::description.eq(&$row.description),
            e::capacity.eq($row.capacity),
            e::organiser_id.eq(g($row.organiser_id)),
            e::result.eq(&$row.result),
            e::cancelled_because.eq(&$row.cancelled_because),
            e::reminded_at.eq(t($row.reminded_at)),
            e::version.eq($row.version),
            e::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        e::id.eq(g(row.id)),
        e::team_id.eq(g(row.team_id)),
        e::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(e::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = e::table.find(g(old.id)).filter(e::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
