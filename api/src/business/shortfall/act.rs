//! A shortfall is planned and checked: cause, measures, coach; every check is kept, the one without another day closes it.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::shortfall::{NewShortfallCheck, NewShortfallPlan, Shortfall, ShortfallCheck};
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, row, shown};
use crate::access::Grant;
use crate::db::schema::{employees, shortfall_checks as v, shortfalls as s};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

const CLAUSE: &str = "5.3.4";

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "shortfall_checks.created_at",
    kind: Kind::Ts,
}];

pub fn plan(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewShortfallPlan,
    known: i64,
) -> Answer<Shortfall> {
    let old = held(tx, grant, id)?;
    ahead(tx, grant, Some(new.next_check_on))?;
    coach(tx.conn, grant, &old, new.coach_id)?;
    fresh(known, old.version)?;
    let mut planned = old.clone();
    planned.state = "planned".to_owned();
    planned.cause = Some(new.cause.clone());
    planned.measures = Some(new.measures.clone());
    planned.coach_id = Some(new.coach_id);
    planned.next_check_on = Some(new.next_check_on);
    save(tx, grant, &old, &mut planned)?;
    record("shortfall.planned", &planned)
        .change("cause", &old.cause, &planned.cause)
        .change("measures", &old.measures, &planned.measures)
        .change("coach_id", old.coach_id, planned.coach_id)
        .change("next_check_on", old.next_check_on, planned.next_check_on)
        .notify(planned.owner_id.into_iter().chain(planned.coach_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, planned)
}

pub fn check(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewShortfallCheck,
    known: i64,
) -> Answer<Shortfall> {
    let old = held(tx, grant, id)?;
    if old.state != "planned" {
        return Err(Refusal::new(Code::ShortfallUnplanned).clause(CLAUSE));
    }
    ahead(tx, grant, new.next_check_on)?;
    fresh(known, old.version)?;
    let mut seen = old.clone();
    seen.next_check_on = new.next_check_on;
    if new.next_check_on.is_none() {
        seen.state = "closed".to_owned();
    }
    save(tx, grant, &old, &mut seen)?;
    diesel::insert_into(v::table)
        .values((
            v::id.eq(g(crate::clock::new_id())),
            v::shortfall_id.eq(g(id)),
            v::note.eq(&new.note),
            v::next_check_on.eq(new.next_check_on),
            v::checked_by.eq(g(grant.me())),
            v::created_at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    let event = match new.next_check_on {
        Some(_) => "shortfall.checked",
        None => "shortfall.closed",
    };
    record(event, &seen)
        .change("note", (), &new.note)
        .change("next_check_on", old.next_check_on, seen.next_check_on)
        .notify(seen.owner_id.into_iter().chain(seen.coach_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, seen)
}

/// Inside the reach, and not closed.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row = row(tx.conn, grant.reach(), id)?;
    match row.state.as_str() {
        "closed" => Err(Refusal::new(Code::ShortfallClosed).clause(CLAUSE)),
        _ if row.owner_id == Some(grant.me()) => {
            // Nobody writes their own plan: it is what somebody else does for them.
            Err(Refusal::new(Code::OwnMatter).clause(CLAUSE))
        }
        _ => Ok(row),
    }
}

fn ahead(tx: &mut Tx, grant: &Grant, day: Option<NaiveDate>) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    match day {
        Some(day) if day <= today => Err(Refusal::new(Code::DateOrder)
            .clause(CLAUSE)
            .at("/next_check_on")),
        _ => Ok(()),
    }
}

fn coach(conn: &mut AnyConn, grant: &Grant, row: &Row, coach: Uuid) -> Answer<()> {
    let team: Option<Option<Uuid>> = employees::table
        .find(g(coach))
        .filter(employees::status.eq("active"))
        .select(employees::team_id)
        .first(conn)
        .optional()?;
    let reached = |team| grant.reach().covers(team, Some(coach), Field::Business);
    match team {
        Some(team) if reached(team) && row.owner_id != Some(coach) => Ok(()),
        _ => Err(Refusal::new(Code::UnknownReference)
            .clause(CLAUSE)
            .at("/coach_id")),
    }
}

fn record(event: &'static str, row: &Row) -> Record {
    Record::new(event, "shortfall", row.id, &row.name)
        .team(row.team_id)
        .owner(row.owner_id)
        .clause(CLAUSE)
}

/// Under the version that was read; a concurrent change is 412.
fn save(tx: &mut Tx, grant: &Grant, old: &Row, new: &mut Row) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = grant.acting.now;
    let change = diesel::update(s::table.find(g(old.id)).filter(s::version.eq(old.version))).set((
        s::state.eq(&new.state),
        s::cause.eq(&new.cause),
        s::measures.eq(&new.measures),
        s::coach_id.eq(g(new.coach_id)),
        s::next_check_on.eq(new.next_check_on),
        s::version.eq(new.version),
        s::updated_at.eq(t(new.updated_at)),
    ));
    current(change.execute(tx.conn)?)
}

type Found = (Uuid, String, Option<NaiveDate>, Uuid, DateTime<Utc>);

pub fn checks(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    paging: &Paging,
) -> Answer<Page<ShortfallCheck>> {
    row(conn, grant.reach(), id)?;
    let narrowed = || {
        v::table
            .filter(v::shortfall_id.eq(g(id)))
            .select((
                v::id,
                v::note,
                v::next_check_on,
                v::checked_by,
                v::created_at,
            ))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Found, _: &str| (Bind::ts(r.4), r.0);
    let page: Page<Found> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let people = people::by_ids(conn, rows.iter().map(|r| r.3).collect())?;
        let one = |(id, note, next_check_on, by, created_at): Found| ShortfallCheck {
            id,
            note,
            next_check_on,
            by: people.get(&by).cloned(),
            created_at,
        };
        Ok(rows.into_iter().map(one).collect())
    })
}
