use chrono::{DateTime, Duration, Utc};
use contract::auth::Session;
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::schema::{credentials, employees, password_links, refresh_tokens, sessions};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::export::Columns;
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};
use crate::secrets::{hash_token, token};

pub const REFRESH_DAYS: i64 = 30;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "sessions.created_at",
    kind: Kind::Ts,
}];

impl Columns for Session {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "created_at",
        "last_used_at",
        "expires_at",
        "user_agent",
        "address",
        "current",
    ];
}

/// What signing in needs to know of an account.
#[derive(Debug, Clone, Queryable)]
pub struct Account {
    pub employee_id: Uuid,
    pub name: String,
    pub password_hash: Option<String>,
    pub totp_secret: Option<Vec<u8>>,
    totp_confirmed_at: Option<DateTime<Utc>>,
    pub totp_step: i64,
}

/// The active account behind a staff number or e-mail address. Not reach-checked: nobody is signed in yet.
pub fn account(conn: &mut AnyConn, login: &str) -> Answer<Option<Account>> {
    let columns = (
        employees::id,
        employees::name,
        credentials::password_hash,
        credentials::totp_secret,
        credentials::totp_confirmed_at,
        credentials::totp_step,
    );
    let accounts = || {
        employees::table
            .inner_join(credentials::table)
            .filter(employees::status.eq("active"))
            .select(columns)
    };
    let mut found: Option<Account> = accounts()
        .filter(employees::number.eq(login))
        .first(conn)
        .optional()?;
    if found.is_none() {
        found = accounts()
            .filter(employees::email.eq(login.to_lowercase()))
            .first(conn)
            .optional()?;
    }
    if let Some(account) = &mut found
        && account.totp_confirmed_at.is_none()
    {
        account.totp_secret = None;
    }
    Ok(found)
}

pub struct Issued {
    pub employee_id: Uuid,
    pub session_id: Uuid,
    pub refresh: String,
}

pub fn open(
    tx: &mut Tx,
    acting: &Acting,
    account: &Account,
    step: Option<i64>,
    agent: &str,
    address: &str,
) -> Answer<Issued> {
    let (id, now) = (crate::clock::new_id(), acting.now);
    if let Some(step) = step {
        // A code counts once, also when two sign-ins race.
        let taken = diesel::update(
            credentials::table
                .find(g(account.employee_id))
                .filter(credentials::totp_step.lt(step)),
        )
        .set(credentials::totp_step.eq(step))
        .execute(tx.conn)?;
        if taken == 0 {
            return Err(Refusal::new(Code::BadTotp));
        }
    }
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(g(id)),
            sessions::employee_id.eq(g(account.employee_id)),
            sessions::created_at.eq(t(now)),
            sessions::last_used_at.eq(t(now)),
            sessions::expires_at.eq(t(now + Duration::days(REFRESH_DAYS))),
            sessions::ended_at.eq(t(None::<DateTime<Utc>>)),
            sessions::end_reason.eq(None::<String>),
            sessions::user_agent.eq(agent),
            sessions::address.eq(address),
        ))
        .execute(tx.conn)?;
    // Sessions and credentials are the person's and the department's matter, not the team's: no `team` on their records.
    Record::new("session.created", "session", id, &account.name)
        .owner(Some(account.employee_id))
        .change("address", (), address)
        .change("user_agent", (), agent)
        .write(tx, acting);
    Ok(Issued {
        employee_id: account.employee_id,
        session_id: id,
        refresh: new_refresh(tx, id, now)?,
    })
}

fn new_refresh(tx: &mut Tx, session: Uuid, now: DateTime<Utc>) -> Answer<String> {
    let fresh = token(32);
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash_token(&fresh)),
            refresh_tokens::session_id.eq(g(session)),
            refresh_tokens::issued_at.eq(t(now)),
            refresh_tokens::used_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    Ok(fresh)
}

/// Takes a refresh token and gives the next. The outer answer is the transaction's, the inner the caller's: a reused token is
/// refused *and* its session is ended, which must be committed.
pub fn rotate(
    tx: &mut Tx,
    shown: &str,
    request_id: &str,
    now: DateTime<Utc>,
) -> Answer<Answer<Issued>> {
    let hash = hash_token(shown);
    // Session, when the token was used, whose, until when, ended when.
    type Found = (
        Uuid,
        Option<DateTime<Utc>>,
        Uuid,
        DateTime<Utc>,
        Option<DateTime<Utc>>,
    );
    let found: Option<Found> = refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::token_hash.eq(&hash))
        .select((
            sessions::id,
            refresh_tokens::used_at,
            sessions::employee_id,
            sessions::expires_at,
            sessions::ended_at,
        ))
        .first(tx.conn)
        .optional()?;
    let ended = || Ok(Err(Refusal::new(Code::SessionEnded)));
    let Some((session, used_at, employee, expires_at, ended_at)) = found else {
        return ended();
    };
    if ended_at.is_some() || expires_at <= now {
        return ended();
    }
    let acting = Acting {
        employee_id: Some(employee),
        api_key_id: None,
        request_id: request_id.to_owned(),
        now,
    };
    let (name, status): (String, String) = employees::table
        .find(g(employee))
        .select((employees::name, employees::status))
        .first(tx.conn)?;
    // Marking it used also settles a race: of two rotations with one token, only one finds it unused.
    let taken = diesel::update(
        refresh_tokens::table
            .find(&hash)
            .filter(refresh_tokens::used_at.is_null()),
    )
    .set(refresh_tokens::used_at.eq(t(now)))
    .execute(tx.conn)?;
    if used_at.is_some() || taken == 0 {
        finish(tx, session, "reuse", now)?;
        Record::new("session.reuse_detected", "session", session, name)
            .owner(Some(employee))
            .fact("session", session)
            .write(
                tx,
                &Acting {
                    employee_id: None,
                    ..acting
                },
            );
        return ended();
    }
    if status != "active" {
        return ended();
    }
    diesel::update(sessions::table.find(g(session)))
        .set(sessions::last_used_at.eq(t(now)))
        .execute(tx.conn)?;
    Ok(Ok(Issued {
        employee_id: employee,
        session_id: session,
        refresh: new_refresh(tx, session, now)?,
    }))
}

fn finish(tx: &mut Tx, session: Uuid, reason: &str, now: DateTime<Utc>) -> Answer<()> {
    diesel::update(sessions::table.find(g(session)))
        .set((
            sessions::ended_at.eq(t(now)),
            sessions::end_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    tx.access_changed();
    Ok(())
}

/// Ends every open session of an employee but one.
pub fn end_all(
    tx: &mut Tx,
    employee: Uuid,
    keep: Option<Uuid>,
    reason: &str,
    now: DateTime<Utc>,
) -> Answer<()> {
    let open = sessions::table
        .filter(sessions::employee_id.eq(g(employee)))
        .filter(sessions::ended_at.is_null());
    diesel::update(open.filter(sessions::id.ne(g(keep.unwrap_or_default()))))
        .set((
            sessions::ended_at.eq(t(now)),
            sessions::end_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    tx.access_changed();
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    user_agent: String,
    address: String,
}

pub fn list(conn: &mut AnyConn, grant: &Grant, paging: &Paging) -> Answer<Page<Session>> {
    let narrowed = || {
        sessions::table
            .filter(sessions::employee_id.eq(g(grant.me())))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(t(grant.acting.now)))
            .select((
                sessions::id,
                sessions::created_at,
                sessions::last_used_at,
                sessions::expires_at,
                sessions::user_agent,
                sessions::address,
            ))
            .into_boxed::<MultiBackend>()
    };
    Ok(crate::page_of!(conn, paging, narrowed, |r: &Row, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ))
    .map(|r| Session {
        current: grant.actor.session_id == Some(r.id),
        id: r.id,
        created_at: r.created_at,
        last_used_at: r.last_used_at,
        expires_at: r.expires_at,
        user_agent: r.user_agent,
        address: r.address,
    }))
}

pub fn end(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let mine: Uuid = sessions::table
        .filter(sessions::id.eq(g(id)))
        .filter(sessions::employee_id.eq(g(grant.me())))
        .filter(sessions::ended_at.is_null())
        .select(sessions::id)
        .first(tx.conn)?;
    finish(tx, mine, "sign_out", grant.acting.now)?;
    Record::new("session.ended", "session", id, &grant.actor.name)
        .owner(Some(grant.me()))
        .write(tx, &grant.acting);
    Ok(())
}

pub fn password_hash(conn: &mut AnyConn, employee: Uuid) -> Answer<Option<String>> {
    Ok(credentials::table
        .find(g(employee))
        .select(credentials::password_hash)
        .first::<Option<String>>(conn)
        .optional()?
        .flatten())
}

/// Sets a password; every other session and every open link ends. Not reach-checked: the caller is the person, or holds a link.
pub fn set_password(
    tx: &mut Tx,
    acting: &Acting,
    employee: Uuid,
    hash: &str,
    keep: Option<Uuid>,
    event: &'static str,
) -> Answer<()> {
    let now = acting.now;
    let known = diesel::update(credentials::table.find(g(employee)))
        .set((
            credentials::password_hash.eq(hash),
            credentials::changed_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    if known == 0 {
        diesel::insert_into(credentials::table)
            .values((
                credentials::employee_id.eq(g(employee)),
                credentials::password_hash.eq(hash),
                credentials::changed_at.eq(t(now)),
            ))
            .execute(tx.conn)?;
    }
    diesel::delete(
        password_links::table
            .filter(password_links::employee_id.eq(g(employee)))
            .filter(password_links::used_at.is_null()),
    )
    .execute(tx.conn)?;
    end_all(tx, employee, keep, "password_changed", now)?;
    let name: String = employees::table
        .find(g(employee))
        .select(employees::name)
        .first(tx.conn)?;
    Record::new(event, "employee", employee, name)
        .owner(Some(employee))
        .notify([employee])
        .tell_actor()
        .write(tx, acting);
    Ok(())
}
