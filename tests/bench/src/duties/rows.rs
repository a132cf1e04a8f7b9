//! Duties and what came due of them, written straight into the tables.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::{PgConnection, SqliteConnection};

use crate::place::At;
use crate::{Outcome, stop};

/// Days at once, so that the log stays small.
const BATCH: i64 = 50;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl At {
    fn run(&self, text: &str) -> Outcome<()> {
        match self {
            At::Sqlite(file) => {
                let mut c = SqliteConnection::establish(&file.display().to_string())?;
                c.batch_execute(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000",
                )?;
                Ok(c.batch_execute(text)?)
            }
            At::Postgres(url) => {
                let mut c = PgConnection::establish(url)?;
                c.batch_execute(
                    "SET synchronous_commit = off; SET session_replication_role = replica",
                )?;
                Ok(c.batch_execute(text)?)
            }
        }
    }

    fn count(&self, text: &str) -> Outcome<i64> {
        let text = format!("SELECT COUNT(*) AS n FROM {text}");
        let rows: Vec<Count> = match self {
            At::Sqlite(file) => {
                let mut c = SqliteConnection::establish(&file.display().to_string())?;
                c.batch_execute("PRAGMA busy_timeout = 10000")?;
                diesel::sql_query(text).load(&mut c)?
            }
            At::Postgres(url) => {
                let mut c = PgConnection::establish(url)?;
                diesel::sql_query(text).load(&mut c)?
            }
        };
        Ok(rows.first().map_or(0, |row| row.n))
    }

    /// As many as there are to be: more of those that the regulation asks of a team.
    pub fn duties(&self, whole: i64) -> Outcome<()> {
        let (id, series) = match self {
            At::Sqlite(_) => (
                "randomblob(16)",
                format!(
                    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {whole}) "
                ),
            ),
            At::Postgres(_) => (
                "gen_random_uuid()",
                format!("WITH s AS (SELECT generate_series(1, {whole}) AS n) "),
            ),
        };
        let more = whole - self.count("duties")?;
        if more <= 0 {
            return Ok(());
        }
        let columns = "clause, title, place, team_id, rrule, day_rule, starts_on, ends_on, due_minute, opens_hours, responsible, person_id, \
            remind_minutes, escalate_minutes, checklist, ended, generated_to, version, created_at, updated_at";
        self.run(&format!(
            "BEGIN;
             INSERT INTO duties (id, template, {columns})
             {series} SELECT {id}, NULL, {columns} FROM duties d CROSS JOIN s WHERE d.template = 'closing_check' LIMIT {more};
             INSERT INTO duty_versions (duty_id, version, title, place, checklist)
             SELECT id, version, title, place, checklist FROM duties WHERE template IS NULL;
             INSERT INTO duty_rota (duty_id, place, employee_id)
             SELECT n.id, r.place, r.employee_id FROM duties n
             JOIN duties d ON d.team_id = n.team_id AND d.template = 'closing_check' JOIN duty_rota r ON r.duty_id = d.id WHERE n.template IS NULL;
             COMMIT"
        ))
    }

    /// What came due on days further back than those that are there: most of it done, one of fifty not.
    pub fn occurrences(&self, from: i64, to: i64) -> Outcome<()> {
        // Before what the demo has of its own.
        let ago = 50;
        for start in (from..to).step_by(BATCH as usize) {
            stop::check()?;
            let last = (start + BATCH).min(to) - 1;
            let (id, series, day, at, no) = match self {
                At::Sqlite(_) => (
                    "randomblob(16)",
                    format!(
                        "WITH RECURSIVE s(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) "
                    ),
                    format!("date('now', '-' || (n + {ago}) || ' days')"),
                    format!(
                        "(unixepoch('now') - (n + {ago}) * 86400 + d.due_minute * 60) * 1000000 + d.rowid"
                    ),
                    "0",
                ),
                At::Postgres(_) => (
                    "gen_random_uuid()",
                    format!("WITH s AS (SELECT generate_series({start}, {last}) AS n) "),
                    format!("current_date - (n + {ago})::int"),
                    format!(
                        "now() - (n + {ago}) * interval '1 day' + d.due_minute * interval '1 minute'"
                    ),
                    "FALSE",
                ),
            };
            self.run(&format!(
                "INSERT INTO duty_occurrences (id, duty_id, duty_version, clause, day, turn, opens_at, due_at, told, tell_at, escalate_at, owner_id,
                     team_id, handed, state, done_at, remarkable, version, updated_at)
                 {series}, o AS (SELECT o.duty_id, MIN(o.owner_id) AS owner_id FROM (SELECT duty_id, employee_id AS owner_id FROM duty_rota) o GROUP BY o.duty_id),
                 due AS (SELECT {id} AS id, d.id AS duty_id, d.version, d.clause, {day} AS day, s.n, {at} AS at, o.owner_id, d.team_id
                     FROM s CROSS JOIN duties d JOIN o ON o.duty_id = d.id)
                 SELECT id, duty_id, version, clause, day, n, at, at, 3, NULL, at, owner_id, team_id, {no},
                     CASE WHEN n % 50 = 7 THEN 'open' ELSE 'done' END, CASE WHEN n % 50 <> 7 THEN at END, 0, 1, at FROM due"
            ).replace("MIN(o.owner_id)", match self {
                At::Sqlite(_) => "MIN(o.owner_id)",
                At::Postgres(_) => "(ARRAY_AGG(o.owner_id))[1]",
            }))?;
        }
        match self {
            At::Sqlite(_) => self.run("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE"),
            At::Postgres(_) => {
                for name in ["duties", "duty_occurrences", "duty_versions", "duty_rota"] {
                    self.run(&format!("VACUUM ANALYZE {name}"))?;
                }
                Ok(())
            }
        }
    }

    /// As if nobody had said yet what comes due.
    pub fn unsaid(&self) -> Outcome<()> {
        let today = match self {
            At::Sqlite(_) => "date('now')",
            At::Postgres(_) => "current_date",
        };
        self.run(&format!(
            "BEGIN; DELETE FROM duty_occurrences WHERE day > {today}; UPDATE duties SET generated_to = {today} WHERE NOT ended; COMMIT"
        ))
    }

    pub fn behind(&self) -> Outcome<i64> {
        self.count(match self {
            At::Sqlite(_) => "duties WHERE NOT ended AND generated_to < date('now', '+27 days')",
            At::Postgres(_) => "duties WHERE NOT ended AND generated_to < current_date + 27",
        })
    }
}
