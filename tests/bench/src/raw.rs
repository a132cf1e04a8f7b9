//! The databases without a server: the by-id query and single-table inserts through diesel's own connections, cached
//! statements, on as many threads as the server uses.

use std::time::{Duration, Instant};

use api::db::schema::{employees as e, role_assignments as r, teams};
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

pub struct Inserter {
    conns: Vec<AnyConn>,
}

impl Inserter {
    pub fn new(url: &str, threads: usize) -> Outcome<Inserter> {
        let conns = (0..threads)
            .map(|_| connect_for_writing(url))
            .collect::<Result<_, _>>()?;
        Ok(Inserter { conns })
    }

    /// 64 rows a commit, durable. A row's time is its group's.
    pub fn run(&mut self, length: Duration) -> Outcome<Sample> {
        on_all(&mut self.conns, length, |conn, _| {
            conn.batch_execute(match conn {
                AnyConn::Pg(_) => "BEGIN",
                AnyConn::Sqlite(_) => "BEGIN IMMEDIATE",
            })?;
            for _ in 0..GROUP {
                let number = Uuid::now_v7().simple().to_string();
                match conn {
                    AnyConn::Pg(c) => insert!(c, number)?,
                    AnyConn::Sqlite(c) => insert!(c, number)?,
                };
            }
            conn.batch_execute("COMMIT")?;
            Ok(GROUP)
        })
    }
}
