//! The databases without a server: the by-id query and single-table inserts through diesel's own connections, cached
//! statements, on as many threads as the server uses.

use std::time::{Duration, Instant};

use api::db::schema::{
    audit_entries as a, employees as e, idempotency_keys as k, outbox as o, role_assignments as r,
    teams,
};
use api::db::types::{G, T, g, t};
use api::db::{AnyConn, connect_for_reading, connect_for_writing};
use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::load::{Dice, Sample};
use crate::{Outcome, stop};

const GROUP: usize = 64;

type Text = Option<String>;
type Date = Option<NaiveDate>;
type Employee = (
    (
        G,
        String,
        String,
        String,
        Option<G>,
        Text,
        NaiveDate,
        Date,
        Text,
        Text,
        String,
    ),
    (Date, Text, Text, Text, i64, T, T),
    Text,
    Text,
);

/// What the server asks for one employee, without the rules.
macro_rules! by_id {
    ($conn:expr, $id:expr, $now:expr) => {
        e::table
            .left_join(teams::table.on(e::team_id.eq(teams::id.nullable())))
            .left_join(
                r::table.on(r::employee_id
                    .eq(e::id)
                    .and(r::starts_at.le(t($now)))
                    .and(r::ends_at.is_null().or(r::ends_at.gt(t($now))))),
            )
            .filter(e::id.eq(g($id)))
            .select((
                (
                    e::id,
                    e::number,
                    e::name,
                    e::status,
                    e::team_id,
                    e::post,
                    e::hire_date,
                    e::leave_date,
                    e::email,
                    e::phone,
                    e::locale,
                ),
                (
                    e::birth_date,
                    e::address,
                    e::emergency_name,
                    e::emergency_phone,
                    e::version,
                    e::created_at,
                    e::updated_at,
                ),
                teams::name.nullable(),
                r::role.nullable(),
            ))
            .first::<Employee>($conn)
    };
}

macro_rules! insert {
    ($conn:expr, $number:expr) => {
        diesel::insert_into(e::table)
            .values((
                e::id.eq(g(Uuid::now_v7())),
                e::number.eq(&$number),
                e::name.eq("林淑芬"),
                e::status.eq("active"),
                e::team_id.eq(g(None::<Uuid>)),
                e::post.eq("收展專員"),
                e::hire_date.eq(NaiveDate::from_ymd_opt(2024, 5, 6).unwrap_or_default()),
                e::leave_date.eq(None::<NaiveDate>),
                e::email.eq(format!("{}@example.com", $number)),
                e::phone.eq("02-2700-1000"),
                e::locale.eq("zh-Hant"),
                e::birth_date.eq(None::<NaiveDate>),
                e::address.eq(None::<String>),
                e::emergency_name.eq(None::<String>),
                e::emergency_phone.eq(None::<String>),
                e::search.eq(format!(
                    "林淑芬 {0} {0}@example.com 02-2700-1000 0227001000",
                    $number
                )),
                e::version.eq(1),
                e::created_at.eq(t(api::clock::now())),
                e::updated_at.eq(t(api::clock::now())),
            ))
            .execute($conn)
    };
}

/// The other rows of a create, with texts as long as the server's: its audit entry, its event, its first answer.
macro_rules! insert_rest {
    ($conn:expr, $number:expr, $lane:expr, $seq:expr) => {{
        let (id, now) = (Uuid::now_v7(), api::clock::now());
        diesel::insert_into(a::table)
            .values((
                a::lane.eq($lane),
                a::seq.eq($seq),
                a::id.eq(g(Uuid::now_v7())),
                a::at.eq(t(now)),
                a::actor_id.eq(g(Uuid::nil())),
                a::api_key_id.eq(g(None::<Uuid>)),
                a::event.eq("employee.created"),
                a::subject_kind.eq("employee"),
                a::subject_id.eq(g(id)),
                a::subject_name.eq("林淑芬"),
                a::team_id.eq(g(None::<Uuid>)),
                a::owner_id.eq(g(id)),
                a::clause.eq("2.1"),
                a::request_id.eq(&$number),
                a::changes.eq(CHANGES),
                a::hash.eq(vec![7_u8; 32]),
            ))
            .execute($conn)?;
        diesel::insert_into(o::table)
            .values((
                o::id.eq(g(Uuid::now_v7())),
                o::created_at.eq(t(now)),
                o::event.eq("employee.created"),
                o::subject_kind.eq("employee"),
                o::subject_id.eq(g(id)),
                o::subject_name.eq("林淑芬"),
                o::team_id.eq(g(None::<Uuid>)),
                o::owner_id.eq(g(id)),
                o::recipients.eq("[]"),
                o::payload.eq("{}"),
                o::dispatched_at.eq(t(now)),
            ))
            .execute($conn)?;
        diesel::insert_into(k::table)
            .values((
                k::actor_id.eq(g(Uuid::nil())),
                k::key.eq(format!("bench-{}", $number)),
                k::fingerprint.eq(vec![7_u8; 32]),
                k::status.eq(201),
                k::location.eq("/api/v1/employees/019a0000-0000-7000-8000-000000000000"),
                k::etag.eq("\"1\""),
                k::body.eq(BODY),
                k::created_at.eq(t(now)),
            ))
            .execute($conn)
    }};
}

const CHANGES: &str = r#"{"number":{"from":null,"to":"B1-1-1000"},"name":{"from":null,"to":"林淑芬"},"status":{"from":null,"to":"active"},"hire_date":{"from":null,"to":"2024-05-06"}}"#;
const BODY: &str = r#"{"id":"019a0000-0000-7000-8000-000000000000","number":"B1-1-1000","name":"林淑芬","status":"active","role":null,"team_id":null,"team_name":null,"post":"收展專員","hire_date":"2024-05-06","leave_date":null,"email":"b1-1-1000@example.com","phone":"02-2700-1000","locale":"zh-Hant","private":{},"version":1,"created_at":"2026-01-01T00:00:00.000000Z","updated_at":"2026-01-01T00:00:00.000000Z","allowed_actions":["employee_update","employee_transfer","employee_depart","password_reset","document_read","document_manage","audit_read","role_assign"]}"#;

/// Runs `one` on every connection at once until the time is up; `one` answers how many operations it did.
fn on_all(
    conns: &mut [AnyConn],
    length: Duration,
    one: impl Fn(&mut AnyConn, &mut Dice) -> QueryResult<usize> + Sync,
) -> Outcome<Sample> {
    let end = Instant::now() + length;
    let parts: Vec<QueryResult<Vec<u32>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = conns
            .iter_mut()
            .enumerate()
            .map(|(n, conn)| {
                let one = &one;
                scope.spawn(move || {
                    let mut dice = Dice::new(n as u64 + 77);
                    let mut micros = Vec::with_capacity(1 << 16);
                    while stop::before(end) {
                        let begun = Instant::now();
                        let done = one(conn, &mut dice)?;
                        let took = begun.elapsed().as_micros() as u32;
                        micros.extend(std::iter::repeat_n(took, done));
                    }
                    Ok(micros)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|t| t.join().unwrap_or(Err(diesel::result::Error::NotFound)))
            .collect()
    });
    stop::check()?;
    let mut sample = Sample {
        seconds: length.as_secs_f64(),
        ..Sample::default()
    };
    for part in parts {
        sample.micros.extend(part?);
    }
    Ok(sample)
}

pub struct Reader {
    conns: Vec<AnyConn>,
    ids: Vec<Uuid>,
}

impl Reader {
    /// `setting` is run on every connection first.
    pub fn new(url: &str, threads: usize, ids: &[Uuid], setting: &str) -> Outcome<Reader> {
        let mut conns = Vec::new();
        for _ in 0..threads {
            let mut conn = connect_for_reading(url)?;
            if !setting.is_empty() {
                conn.batch_execute(setting)?;
            }
            conns.push(conn);
        }
        Ok(Reader {
            conns,
            ids: ids.to_vec(),
        })
    }

    pub fn run(&mut self, length: Duration) -> Outcome<Sample> {
        let ids = &self.ids;
        on_all(&mut self.conns, length, |conn, dice| {
            let id = ids[dice.below(ids.len())];
            let now = api::clock::now();
            match conn {
                AnyConn::Pg(c) => by_id!(c, id, now)?,
                AnyConn::Sqlite(c) => by_id!(c, id, now)?,
            };
            Ok(1)
        })
    }
}

/// What a row of the contest is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// One row in one table.
    Employee,
    /// The rows of a create: employee, audit entry, event, first answer.
    Create,
}

pub struct Inserter {
    conns: Vec<AnyConn>,
    rows: Rows,
}

impl Inserter {
    pub fn new(url: &str, threads: usize, rows: Rows) -> Outcome<Inserter> {
        let conns = (0..threads)
            .map(|_| connect_for_writing(url))
            .collect::<Result<_, _>>()?;
        Ok(Inserter { conns, rows })
    }

    /// 64 a commit, durable. A row's time is its group's.
    pub fn run(&mut self, length: Duration) -> Outcome<Sample> {
        let whole = self.rows == Rows::Create;
        on_all(&mut self.conns, length, |conn, _| {
            conn.batch_execute(match conn {
                AnyConn::Pg(_) => "BEGIN",
                AnyConn::Sqlite(_) => "BEGIN IMMEDIATE",
            })?;
            // A lane of its own for each group, so that numbers never meet.
            let lane = Uuid::now_v7().to_string();
            for seq in 0..GROUP as i64 {
                let number = Uuid::now_v7().simple().to_string();
                match conn {
                    AnyConn::Pg(c) => insert!(c, number)?,
                    AnyConn::Sqlite(c) => insert!(c, number)?,
                };
                match conn {
                    _ if !whole => 0,
                    AnyConn::Pg(c) => insert_rest!(c, number, &lane, seq)?,
                    AnyConn::Sqlite(c) => insert_rest!(c, number, &lane, seq)?,
                };
            }
            conn.batch_execute("COMMIT")?;
            Ok(GROUP)
        })
    }
}
