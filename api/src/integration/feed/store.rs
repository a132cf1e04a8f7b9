use chrono::{DateTime, Duration, Utc};
use contract::calendar::{CalendarFeed, CalendarFeedQuery, CreatedCalendarFeed, NewCalendarFeed};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{PATH, PREFIX, ical};
use crate::access::actor::KeyScope;
use crate::access::{Grant, key};
use crate::db::schema::{calendar_feeds as f, employees};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::settings;
use crate::page_of;
use crate::people::leave::absences;
use crate::problem::{Answer, Refusal};
use crate::secrets::hash_token;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "calendar_feeds.created_at",
    kind: Kind::Ts,
}];

/// A feed shows this much of the past and of what is to come, and at most so many absences.
const PAST_DAYS: i64 = 62;
const COMING_DAYS: i64 = 366;
const MOST: i64 = 5000;

crate::csv_columns!(CalendarFeed => ["id", "name", "last_used_at", "created_at"]);

#[derive(Queryable, Selectable)]
#[diesel(table_name = f)]
struct Row {
    id: Uuid,
    name: String,
    last_used_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

fn contract_of(r: Row) -> CalendarFeed {
    CalendarFeed {
        id: r.id,
        name: r.name,
        last_used_at: r.last_used_at,
        created_at: r.created_at,
    }
}

/// The caller's own; feeds are nobody else's business, whatever the rank.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    _: &CalendarFeedQuery,
    paging: &Paging,
) -> Answer<Page<CalendarFeed>> {
    let narrowed = || {
        f::table
            .filter(f::owner_id.eq(g(grant.me())))
            .filter(f::revoked_at.is_null())
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
    };
    let page = page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.try_map(|r| Ok(contract_of(r)))
}

/// A feed shows what its owner sees: a key that reaches or carries less makes none.
fn whole(grant: &Grant) -> Answer<()> {
    match &grant.actor.key {
        Some(key) if key.scope != KeyScope::Department => Err(Refusal::new(Code::KeyForbidden)),
        Some(_) if !grant.permits(Action::AbsenceRead) => Err(Refusal::new(Code::KeyForbidden)),
        _ => Ok(()),
    }
}

pub fn create(
    tx: &mut Tx,
    grant: &Grant,
    new: &NewCalendarFeed,
) -> Answer<(CreatedCalendarFeed, Option<String>)> {
    whole(grant)?;
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    let secret = key::secret(PREFIX);
    diesel::insert_into(f::table)
        .values((
            f::id.eq(g(id)),
            f::owner_id.eq(g(grant.me())),
            f::name.eq(&new.name),
            f::token_hash.eq(hash_token(&secret)),
            f::last_used_at.eq(t(None::<DateTime<Utc>>)),
            f::revoked_at.eq(t(None::<DateTime<Utc>>)),
            f::created_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    record("calendar_feed.created", grant, id, &new.name).write(tx, &grant.acting);
    let feed = CalendarFeed {
        id,
        name: new.name.clone(),
        last_used_at: None,
        created_at: now,
    };
    let path = format!("{PATH}?token={secret}");
    Ok((CreatedCalendarFeed { feed, path }, None))
}

fn record(event: &'static str, grant: &Grant, id: Uuid, name: &str) -> Record {
    Record::new(event, "calendar_feed", id, name)
        .team(grant.actor.team_id)
        .owner(Some(grant.me()))
        .clause("4.4.2")
}

/// Dead at the next request, on every instance.
pub fn revoke(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let name: String = f::table
        .filter(f::id.eq(g(id)))
        .filter(f::owner_id.eq(g(grant.me())))
        .filter(f::revoked_at.is_null())
        .select(f::name)
        .first(tx.conn)?;
    diesel::update(f::table.find(g(id)))
        .set(f::revoked_at.eq(t(grant.acting.now)))
        .execute(tx.conn)?;
    tx.access_changed();
    record("calendar_feed.revoked", grant, id, &name).write(tx, &grant.acting);
    Ok(())
}

/// Approved absences inside the reach as iCalendar text, in the caller's own language where the program asked for none.
pub fn calendar(conn: &mut AnyConn, grant: &Grant, language: bool) -> Answer<String> {
    let (department, zone, _) = settings::basics(conn)?;
    let today = crate::clock::local_date(grant.acting.now, &zone);
    let own: String = employees::table
        .find(g(grant.me()))
        .select(employees::locale)
        .first(conn)?;
    let mut grant = grant.clone();
    if !language {
        grant.locale = parse(&own)?;
    }
    let (from, to) = (
        today - Duration::days(PAST_DAYS),
        today + Duration::days(COMING_DAYS),
    );
    let found = absences::store::approved(conn, &grant, from, to, MOST)?;
    let feed = ical::Feed {
        department: &department,
        zone: zone.parse().unwrap_or(chrono_tz::Tz::UTC),
        locale: grant.locale,
    };
    Ok(ical::calendar(&feed, &found))
}
