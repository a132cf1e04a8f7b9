use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::booking::{
    Booking, BookingIncident, BookingLoan, BookingQuery, BookingState, PlaceRef,
};
use contract::employee::PersonRef;
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::PREPARED;
use super::logic::{Act, CLOSING, Stand};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::{booking_incidents as i, booking_loans as l, bookings as b};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people::{self, Leaver};
use crate::organization::{settings, superior};
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal, internal};
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_at",
    column: "bookings.starts_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "bookings.team_id",
    owner: "bookings.owner_id",
    field: Field::Workplace,
};

/// Spelled as the indexes are.
pub const OPEN: &str = "bookings.state = 'booked'";
pub const UNDECIDED: &str = "bookings.open_incidents > 0";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = b)]
pub struct Row {
    pub id: Uuid,
    pub place_id: Uuid,
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub attendees: Option<i64>,
    pub state: String,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub preparation: String,
    pub closing: String,
    pub prepared_at: Option<DateTime<Utc>>,
    pub prepared_by: Option<Uuid>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<Uuid>,
    pub note: Option<String>,
    pub cancelled_because: Option<String>,
    pub lent_out: i64,
    pub open_incidents: i64,
    pub told: i64,
    pub tell_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn stand(&self) -> Answer<Stand> {
        Ok(Stand {
            state: parse(&self.state)?,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            prepared: self.prepared_at.is_some() || lines(&self.preparation)?.is_empty(),
        })
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "booking", self.id, &self.title)
            .team(self.team_id)
            .owner(Some(self.owner_id))
            .clause(PREPARED)
            .fact("starts_at", self.starts_at)
    }

    /// Refused with the booking as it is, unless the act fits it.
    pub fn check(&self, conn: &mut AnyConn, grant: &Grant, act: Act) -> Answer<()> {
        if self.stand()?.allows(act, grant.acting.now) {
            return Ok(());
        }
        let now = shown(conn, grant, self.clone());
        Err(Refusal::new(Code::BookingState)
            .clause(PREPARED)
            .as_it_is(now))
    }
}

pub fn lines(text: &str) -> Answer<Vec<String>> {
    serde_json::from_str(text).map_err(internal)
}

/// One that the caller sees, whatever they are about to do to it.
pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    Ok(b::table
        .filter(b::id.eq(g(id)))
        .filter(grant.reach_of(Action::BookingRead).on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Booking> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

/// One, with what was borrowed for it and what happened.
pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Booking> {
    let id = row.id;
    let one = complete(conn, grant, vec![row])?.pop();
    let one = one.ok_or_else(|| internal("a row that isn't shown"))?;
    let (loans, incidents) = (loans(conn, id)?, incidents(conn, id)?);
    Ok(Booking {
        loans: Some(loans),
        incidents: Some(incidents),
        ..one
    })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &BookingQuery,
    paging: &Paging,
) -> Answer<Page<Booking>> {
    let tz = settings::zone(conn)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = b::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(b::state.eq(word(&state)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(b::place_id.eq(g(place)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(b::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(b::team_id.eq(g(Some(team))));
        }
        if query.unclosed == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(b::ends_at.lt(t(grant.acting.now - CLOSING)));
        }
        if query.open_incidents == Some(true) {
            q = q.filter(Predicate::new().sql(UNDECIDED));
        }
        if let Some(from) = query.from {
            let from = zone::instant(tz, from, 0);
            q = q.filter(b::ends_at.gt(t(from)));
            // None is longer: where to begin reading.
            q = q.filter(b::starts_at.gt(t(from - super::logic::LONGEST)));
        }
        if let Some(to) = query.to {
            let after = to.succ_opt().unwrap_or(to);
            q = q.filter(b::starts_at.lt(t(zone::instant(tz, after, 0))));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.starts_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Booking>> {
    let named = rows
        .iter()
        .flat_map(|row| [Some(row.owner_id), row.prepared_by, row.closed_by]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let places = place::refs(conn, rows.iter().map(|row| row.place_id).collect())?;
    rows.into_iter()
        .map(|row| one(grant, row, &people, &places))
        .collect()
}

fn one(
    grant: &Grant,
    row: Row,
    people: &HashMap<Uuid, PersonRef>,
    places: &HashMap<Uuid, PlaceRef>,
) -> Answer<Booking> {
    let now = grant.acting.now;
    let stand = row.stand()?;
    let who = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let place = places.get(&row.place_id).cloned();
    Ok(Booking {
        allowed_actions: allowed(grant, &row, stand),
        place: place.ok_or_else(|| internal("a booking of no place"))?,
        state: stand.state,
        owner: who(Some(row.owner_id)).ok_or_else(|| internal("a booking of nobody"))?,
        preparation: lines(&row.preparation)?,
        closing: lines(&row.closing)?,
        unprepared: stand.unprepared(now),
        prepared_by: who(row.prepared_by),
        unclosed: stand.unclosed(now),
        closed_by: who(row.closed_by),
        out: row.lent_out,
        open_incidents: row.open_incidents,
        loans: None,
        incidents: None,
        id: row.id,
        title: row.title,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        attendees: row.attendees,
        team_id: row.team_id,
        prepared_at: row.prepared_at,
        closed_at: row.closed_at,
        note: row.note,
        cancelled_because: row.cancelled_because,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn allowed(grant: &Grant, row: &Row, stand: Stand) -> Vec<Action> {
    let may = |action| grant.may(action, row.team_id, Some(row.owner_id), Field::Workplace);
    let there = stand.state != BookingState::Cancelled;
    let mut all = Vec::new();
    let open = stand.state == BookingState::Booked;
    all.extend((open && may(Action::BookingManage)).then_some(Action::BookingManage));
    let begun = stand.starts_at <= grant.acting.now;
    all.extend((there && begun && may(Action::IncidentReport)).then_some(Action::IncidentReport));
    // Nobody decides about their own.
    let undecided = row.open_incidents > 0 && row.owner_id != grant.me();
    let undecided = undecided && may(Action::IncidentDecide);
    all.extend(undecided.then_some(Action::IncidentDecide));
    all
}

type Loan = (
    Uuid,
    String,
    i64,
    DateTime<Utc>,
    Uuid,
    Option<DateTime<Utc>>,
    Option<Uuid>,
    Option<String>,
);

/// Not reach-checked: whoever asks has the booking in hand.
fn loans(conn: &mut AnyConn, booking: Uuid) -> Answer<Vec<BookingLoan>> {
    let rows: Vec<Loan> = l::table
        .filter(l::booking_id.eq(g(booking)))
        .order((l::lent_at, l::id))
        .select((
            l::id,
            l::item,
            l::quantity,
            l::lent_at,
            l::lent_by,
            l::returned_at,
            l::returned_by,
            l::note,
        ))
        .load(conn)?;
    let named = rows.iter().flat_map(|row| [Some(row.4), row.6]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let one = |(id, item, quantity, lent_at, lent_by, returned_at, returned_by, note): Loan| {
        let lender = people.get(&lent_by).cloned();
        Ok(BookingLoan {
            id,
            item,
            quantity,
            lent_at,
            lent_by: lender.ok_or_else(|| internal("lent by nobody"))?,
            returned_at,
            returned_by: returned_by.and_then(|id| people.get(&id).cloned()),
            note,
        })
    };
    rows.into_iter().map(one).collect()
}

type Incident = (
    Uuid,
    String,
    DateTime<Utc>,
    Uuid,
    Option<String>,
    Option<DateTime<Utc>>,
    Option<Uuid>,
);

/// As [`loans`].
fn incidents(conn: &mut AnyConn, booking: Uuid) -> Answer<Vec<BookingIncident>> {
    let rows: Vec<Incident> = i::table
        .filter(i::booking_id.eq(g(booking)))
        .order((i::reported_at, i::id))
        .select((
            i::id,
            i::what,
            i::reported_at,
            i::reported_by,
            i::outcome,
            i::decided_at,
            i::decided_by,
        ))
        .load(conn)?;
    let named = rows.iter().flat_map(|row| [Some(row.3), row.6]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let one = |(id, what, reported_at, reported_by, outcome, decided_at, decided_by): Incident| {
        let reporter = people.get(&reported_by).cloned();
        Ok(BookingIncident {
            id,
            what,
            reported_at,
            reported_by: reporter.ok_or_else(|| internal("reported by nobody"))?,
            outcome,
            decided_at,
            decided_by: decided_by.and_then(|id| people.get(&id).cloned()),
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            b::title.eq(&$row.title),
            b::starts_at.eq(t($row.starts_at)),
            b::ends_at.eq(t($row.ends_at)),
            b::attendees.eq($row.attendees),
            b::state.eq(&$row.state),
            b::owner_id.eq(g($row.owner_id)),
            b::prepared_at.eq(t($row.prepared_at)),
            b::prepared_by.eq(g($row.prepared_by)),
            b::closed_at.eq(t($row.closed_at)),
            b::closed_by.eq(g($row.closed_by)),
            b::note.eq(&$row.note),
            b::cancelled_because.eq(&$row.cancelled_because),
            b::lent_out.eq($row.lent_out),
            b::open_incidents.eq($row.open_incidents),
            b::told.eq($row.told),
            b::tell_at.eq(t($row.tell_at)),
            b::version.eq($row.version),
            b::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        b::id.eq(g(row.id)),
        b::place_id.eq(g(row.place_id)),
        b::team_id.eq(g(row.team_id)),
        b::preparation.eq(&row.preparation),
        b::closing.eq(&row.closing),
        b::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(b::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version, and what is told of it next; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let (before, after) = (old.stand()?.telling(), new.stand()?.telling());
    if before != after {
        (new.told, new.tell_at) = after;
    }
    let mine = b::table.find(g(old.id)).filter(b::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// What a leaver has booked and isn't over goes to whoever is nearest above them. Not reach-checked: whoever lets somebody leave leaves
/// it behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Row> = b::table
        .filter(b::owner_id.eq(g(leaver.id)))
        .filter(Predicate::new().sql(OPEN))
        .select(Row::as_select())
        .load(tx.conn)?;
    for old in theirs {
        let team = old.team_id.or(leaver.team_id);
        let Some(next) = superior::of(tx.conn, team, &[leaver.id], acting.now)? else {
            continue;
        };
        let mut new = old.clone();
        new.owner_id = next;
        save(tx, &old, &mut new, acting.now)?;
        new.record("booking.handed_over")
            .change("owner_id", old.owner_id, new.owner_id)
            .notify([next])
            .write(tx, acting);
    }
    Ok(())
}
