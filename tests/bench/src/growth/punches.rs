//! Years of punches, written straight into the tables.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

use crate::{Outcome, stop};

/// Punches of the working days between `from` and `to` days ago, two a head and day, taken by time clocks in order of time. Local
/// nine and six o'clock, give or take, in Asia/Taipei.
pub fn sqlite(file: &Path, from: i64, to: i64) -> Outcome<()> {
    let mut c = SqliteConnection::establish(&file.display().to_string())?;
    c.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000",
    )?;
    // A month at a time keeps the log small.
    for start in (to..from).step_by(31).collect::<Vec<_>>().into_iter().rev() {
        stop::check()?;
        let end = (start + 31).min(from);
        c.batch_execute(&format!(
            "WITH RECURSIVE days(n) AS (VALUES ({end}) UNION ALL SELECT n - 1 FROM days WHERE n > {start} + 1),
             worked AS (SELECT unixepoch('now', 'start of day', '-' || n || ' days') AS at FROM days
                 WHERE strftime('%w', 'now', '-' || n || ' days') NOT IN ('0', '6')),
             touches(kind, minute) AS (VALUES ('in', 60 - 12), ('out', 600 + 3))
             INSERT OR IGNORE INTO punches (id, employee_id, at, kind, source, created_at)
             SELECT unhex(printf('%012x', (w.at + t.minute * 60) * 1000) || hex(randomblob(10))), e.id,
                 (w.at + t.minute * 60 + abs(random()) % 900) * 1000000, t.kind, 'clock', w.at * 1000000
             FROM worked w CROSS JOIN touches t CROSS JOIN employees e WHERE e.status <> 'pending'"
        ))?;
    }
    c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")?;
    Ok(())
}

pub fn pg(url: &str, from: i64, to: i64) -> Outcome<()> {
    let mut c = PgConnection::establish(url)?;
    c.batch_execute("SET synchronous_commit = off")?;
    c.batch_execute(&format!(
        "INSERT INTO punches (id, employee_id, at, kind, source, created_at)
         SELECT (lpad(to_hex((extract(epoch FROM d) * 1000)::bigint + t.minute * 60000), 12, '0') || substr(md5(random()::text), 1, 20))::uuid,
             e.id, d + make_interval(mins => t.minute, secs => floor(random() * 900)), t.kind, 'clock', d
         FROM generate_series(date_trunc('day', now()) - interval '{from} days', date_trunc('day', now()) - interval '{to} days' - interval '1 day',
             interval '1 day') d
         CROSS JOIN (VALUES ('in', 48), ('out', 603)) t(kind, minute) CROSS JOIN employees e
         WHERE extract(isodow FROM d) < 6 AND e.status <> 'pending' ON CONFLICT DO NOTHING"
    ))?;
    c.batch_execute("VACUUM ANALYZE punches")?;
    Ok(())
}
