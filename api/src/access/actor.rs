//! Who is asking, with everything the rules need; loaded once and kept while the access epoch stands still.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::{Action, Code, Role};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::{
    api_keys, area_fields, calendar_feeds, employees, role_assignments, sessions, teams,
};
use crate::db::types::{g, t};
use crate::db::{AnyConn, Db};
use crate::problem::{Answer, Refusal};

#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The person; for a key, its owner.
    pub employee_id: Uuid,
    pub name: String,
    pub number: String,
    pub role: Option<Role>,
    pub team_id: Option<Uuid>,
    pub area_id: Option<Uuid>,
    pub fields: Vec<Field>,
    /// Teams of the deputy's area.
    pub area_teams: Arc<[Uuid]>,
    pub session_id: Option<Uuid>,
    pub key: Option<KeyGrant>,
    /// The next instant at which a dated assignment, session or key changes what is said here.
    pub good_until: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeyGrant {
    pub id: Uuid,
    pub name: String,
    pub actions: Vec<Action>,
    pub scope: KeyScope,
    /// A calendar feed, not a service account.
    pub feed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum KeyScope {
    Department,
    Area(Uuid, Arc<[Uuid]>),
    Team(Uuid),
}

/// What the request showed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Credential {
    Session(Uuid),
    KeyHash(Vec<u8>),
    /// The secret of a calendar feed.
    FeedHash(Vec<u8>),
}

impl Actor {
    /// A manager for the command line, which acts without a request.
    pub fn manager(employee_id: Uuid, now: DateTime<Utc>) -> Actor {
        Actor {
            employee_id,
            name: String::new(),
            number: String::new(),
            role: Some(Role::Manager),
            team_id: None,
            area_id: None,
            fields: Vec::new(),
            area_teams: Arc::new([]),
            session_id: None,
            key: None,
            good_until: now,
        }
    }
}

type Cache = HashMap<Credential, (u64, Arc<Actor>)>;
const CACHE_SIZE: usize = 10_000;

thread_local! {
    static ACTORS: RefCell<HashMap<String, Cache>> = RefCell::new(HashMap::new());
}

/// What this worker remembers of a credential, and the epoch it was true under: to be believed only while the epoch stands.
pub fn known(
    instance: &str,
    credential: &Credential,
    now: DateTime<Utc>,
) -> Option<(u64, Arc<Actor>)> {
    ACTORS.with_borrow(|all| {
        let (at, actor) = all.get(instance)?.get(credential)?;
        (now < actor.good_until).then(|| (*at, actor.clone()))
    })
}

/// The actor behind a credential, as of now. Costs no query while nothing about access has changed; on PostgreSQL one shared
/// query for the epoch.
pub async fn resolve(
    db: &Db,
    instance: &str,
    credential: Credential,
    now: DateTime<Utc>,
) -> Answer<Arc<Actor>> {
    let epoch = db.access_epoch().await?;
    if let Some((at, actor)) = known(instance, &credential, now)
        && at == epoch
    {
        return Ok(actor);
    }
    let wanted = credential.clone();
    let actor = Arc::new(db.point(move |c| load(c, &wanted, now)).await?);
    ACTORS.with_borrow_mut(|all| {
        let cache = all.entry(instance.to_owned()).or_default();
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(credential, (epoch, actor.clone()));
    });
    Ok(actor)
}

fn load(conn: &mut AnyConn, credential: &Credential, now: DateTime<Utc>) -> Answer<Actor> {
    match credential {
        Credential::Session(id) => {
            let session: Option<(Uuid, DateTime<Utc>)> = sessions::table
                .filter(sessions::id.eq(g(*id)))
                .filter(sessions::ended_at.is_null())
                .filter(sessions::expires_at.gt(t(now)))
                .select((sessions::employee_id, sessions::expires_at))
                .first(conn)
                .optional()?;
            let (employee_id, expires_at) =
                session.ok_or_else(|| Refusal::new(Code::SessionEnded))?;
            let mut actor = person(conn, employee_id, now)?;
            actor.session_id = Some(*id);
            actor.good_until = actor.good_until.min(expires_at);
            Ok(actor)
        }
        Credential::KeyHash(hash) => key_actor(conn, hash, now),
        Credential::FeedHash(hash) => feed_actor(conn, hash, now),
    }
}

#[derive(Queryable)]
struct KeyRow {
    id: Uuid,
    name: String,
    owner_id: Uuid,
    actions: serde_json::Value,
    reach: String,
    area_id: Option<Uuid>,
    team_id: Option<Uuid>,
    expires_at: Option<DateTime<Utc>>,
}

fn key_actor(conn: &mut AnyConn, hash: &[u8], now: DateTime<Utc>) -> Answer<Actor> {
    let row: KeyRow = api_keys::table
        .filter(api_keys::secret_hash.eq(hash))
        .filter(api_keys::revoked_at.is_null())
        .filter(
            api_keys::expires_at
                .is_null()
                .or(api_keys::expires_at.gt(t(now))),
        )
        .select((
            api_keys::id,
            api_keys::name,
            api_keys::owner_id,
            api_keys::actions,
            api_keys::reach,
            api_keys::area_id,
            api_keys::team_id,
            api_keys::expires_at,
        ))
        .first(conn)
        .optional()?
        .ok_or_else(|| Refusal::new(Code::Unauthenticated))?;
    let mut actor = person(conn, row.owner_id, now)?;
    let scope = scope(conn, &row.reach, row.area_id, row.team_id)?;
    let actions: Vec<Action> =
        serde_json::from_value(row.actions).map_err(crate::problem::internal)?;
    actor.key = Some(KeyGrant {
        id: row.id,
        name: row.name,
        actions,
        scope,
        feed: false,
    });
    actor.good_until = actor
        .good_until
        .min(row.expires_at.unwrap_or(actor.good_until));
    Ok(actor)
}

fn scope(
    conn: &mut AnyConn,
    reach: &str,
    area: Option<Uuid>,
    team: Option<Uuid>,
) -> Answer<KeyScope> {
    match (reach, area, team) {
        ("department", ..) => Ok(KeyScope::Department),
        ("area", Some(area), _) => Ok(KeyScope::Area(area, teams_of(conn, area)?)),
        ("team", _, Some(team)) => Ok(KeyScope::Team(team)),
        _ => Err(crate::problem::internal("a reach without its area or team")),
    }
}

/// A webhook acts as its owner, bound to its reach, and sees what happened. Refused when the owner is no longer active.
pub fn webhook_actor(conn: &mut AnyConn, hook: HookScope, now: DateTime<Utc>) -> Answer<Actor> {
    let mut actor = person(conn, hook.owner_id, now)?;
    actor.key = Some(KeyGrant {
        id: hook.id,
        name: hook.name,
        actions: vec![Action::WebhookManage, Action::AuditRead],
        scope: scope(conn, &hook.reach, hook.area_id, hook.team_id)?,
        feed: false,
    });
    Ok(actor)
}

/// Whose a webhook is, and what it is bound to.
pub struct HookScope {
    pub id: Uuid,
    pub name: String,
    pub owner_id: Uuid,
    pub reach: String,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
}

/// A calendar feed acts as its owner, sees who is away, and does nothing else.
fn feed_actor(conn: &mut AnyConn, hash: &[u8], now: DateTime<Utc>) -> Answer<Actor> {
    let unknown = || Refusal::new(Code::Unauthenticated);
    let (id, name, owner): (Uuid, String, Uuid) = calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(hash))
        .filter(calendar_feeds::revoked_at.is_null())
        .select((
            calendar_feeds::id,
            calendar_feeds::name,
            calendar_feeds::owner_id,
        ))
        .first(conn)
        .optional()?
        .ok_or_else(unknown)?;
    let mut actor = person(conn, owner, now).map_err(|refusal| match refusal.code() {
        Code::SessionEnded => unknown(),
        _ => refusal,
    })?;
    actor.key = Some(KeyGrant {
        id,
        name,
        actions: vec![Action::AbsenceRead],
        scope: KeyScope::Department,
        feed: true,
    });
    Ok(actor)
}

fn teams_of(conn: &mut AnyConn, area: Uuid) -> Answer<Arc<[Uuid]>> {
    let ids: Vec<Uuid> = teams::table
        .filter(teams::area_id.eq(g(area)))
        .select(teams::id)
        .load(conn)?;
    Ok(ids.into())
}

/// An active employee with the role that holds now. Pending and inactive people can't act.
fn person(conn: &mut AnyConn, id: Uuid, now: DateTime<Utc>) -> Answer<Actor> {
    let (name, number, home_team): (String, String, Option<Uuid>) = employees::table
        .filter(employees::id.eq(g(id)))
        .filter(employees::status.eq("active"))
        .select((employees::name, employees::number, employees::team_id))
        .first(conn)
        .optional()?
        .ok_or_else(|| Refusal::new(Code::SessionEnded))?;
    // Role, team, area, start, end.
    type Held = (
        String,
        Option<Uuid>,
        Option<Uuid>,
        DateTime<Utc>,
        Option<DateTime<Utc>>,
    );
    let held: Vec<Held> = role_assignments::table
        .filter(role_assignments::employee_id.eq(g(id)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(now))),
        )
        .order(role_assignments::starts_at)
        .select((
            role_assignments::role,
            role_assignments::team_id,
            role_assignments::area_id,
            role_assignments::starts_at,
            role_assignments::ends_at,
        ))
        .load(conn)?;
    let mut actor = Actor {
        employee_id: id,
        name,
        number,
        role: None,
        team_id: None,
        area_id: None,
        fields: Vec::new(),
        area_teams: Arc::new([]),
        session_id: None,
        key: None,
        good_until: now + chrono::Duration::hours(1),
    };
    for (role, team, area, starts_at, ends_at) in held {
        if starts_at > now {
            actor.good_until = actor.good_until.min(starts_at);
            continue;
        }
        actor.role = Role::ALL.into_iter().find(|r| r.name() == role);
        actor.team_id = team;
        actor.area_id = area;
        actor.good_until = actor.good_until.min(ends_at.unwrap_or(actor.good_until));
    }
    if actor.role.is_none() {
        actor.team_id = home_team;
    }
    if let Some(area) = actor.area_id {
        actor.area_teams = teams_of(conn, area)?;
        let words: Vec<String> = area_fields::table
            .filter(area_fields::area_id.eq(g(area)))
            .select(area_fields::field)
            .load(conn)?;
        actor.fields = Field::ALL
            .into_iter()
            .filter(|f| words.iter().any(|w| w == field_word(*f)))
            .collect();
    }
    Ok(actor)
}

pub fn field_word(field: Field) -> &'static str {
    match field {
        Field::People => "people",
        Field::Business => "business",
        Field::Finance => "finance",
        Field::Workplace => "workplace",
        Field::Communication => "communication",
    }
}
