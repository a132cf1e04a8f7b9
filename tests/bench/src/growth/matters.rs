//! Years of leave with their approvals, and what is open, written straight into the tables: the same statements for both
//! databases.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use super::STAGES;
use crate::Outcome;

/// Open requests that lie with the lead at the last stage.
const OPEN: i64 = 10_000;

/// How a database says what the statements need.
struct Dialect {
    /// An id that was made at the instant `{at}`, as the product's are: they ascend, so what is of one time lies together.
    id: &'static str,
    no: &'static str,
    /// The date and the instant of so many days ago, the column `n`.
    day: &'static str,
    at: &'static str,
    /// A date to come, by `n`; two days a year's worth of people apart.
    ahead: &'static str,
    never: &'static str,
}

const SQLITE: Dialect = Dialect {
    id: "unhex(printf('%012x', {at} / 1000) || hex(randomblob(10)))",
    no: "0",
    day: "date('now', (-n) || ' days')",
    at: "(unixepoch('now', (-n) || ' days') * 1000000)",
    ahead: "date('now', (30 + n) || ' days')",
    never: "4000000000000000",
};
const POSTGRES: Dialect = Dialect {
    id: "(lpad(to_hex((extract(epoch FROM {at}) * 1000)::bigint), 12, '0') || substr(md5(random()::text), 1, 20))::uuid",
    no: "false",
    day: "(current_date - n::int)",
    at: "(now() - n * interval '1 day')",
    ahead: "(current_date + (30 + n)::int)",
    never: "TIMESTAMPTZ '2090-01-01'",
};

pub fn sqlite(file: &Path, from: i64, to: i64, lead: &str) -> Outcome<()> {
    let mut c = SqliteConnection::establish(&file.display().to_string())?;
    c.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA foreign_keys = ON")?;
    c.batch_execute(&statements(&SQLITE, from, to, lead))?;
    c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")?;
    Ok(())
}

pub fn pg(url: &str, from: i64, to: i64, lead: &str) -> Outcome<()> {
    let mut c = PgConnection::establish(url)?;
    c.batch_execute("SET synchronous_commit = off")?;
    c.batch_execute(&statements(&POSTGRES, from, to, lead))?;
    for table in [
        "approvals",
        "approval_steps",
        "leave_requests",
        "leave_days",
        "leave_entries",
    ] {
        c.batch_execute(&format!("VACUUM ANALYZE {table}"))?;
    }
    Ok(())
}

/// One day of leave a head every 36 days between `from` and `to` days ago, approved by the lead; requests that are open with the
/// lead, as many as the stage wants, two a head at most on one day.
fn statements(d: &Dialect, from: i64, to: i64, lead: &str) -> String {
    let Dialect {
        id,
        no,
        day,
        at,
        ahead,
        never,
    } = d;
    let (then, created) = (id.replace("{at}", at), id.replace("{at}", "created_at"));
    let open = |days: i64| OPEN * days / STAGES[2];
    let (more, known) = (open(from), open(to));
    let lead = format!("(SELECT id FROM employees WHERE number = '{lead}')");
    let kind = "(SELECT id FROM leave_types WHERE code = 'personal')";
    let people = "people AS (SELECT id, team_id, row_number() OVER (ORDER BY number) AS k FROM employees WHERE status = 'active')";
    let columns = "id, employee_id, team_id, leave_type_id, starts_on, starts_half, ends_on, ends_half, half_days, after_the_fact, \
        certificate_required, state, returned_half_days, created_by, asked_on, version, created_at, updated_at, decided_at";
    let approval = "id, kind, subject_id, state, applicant_id, created_by, team_id, flow_number, round, half_days, facts, version, \
        created_at, updated_at, decided_at";
    let step = "id, approval_id, round, position, relation, level, base, holder_id, state, deadline_hours, opened_at, due_at, \
        check_at, decided_at, decided_by";
    format!(
        "BEGIN;
         INSERT INTO leave_requests ({columns})
         WITH RECURSIVE days(n) AS (VALUES ({to} + 1) UNION ALL SELECT n + 1 FROM days WHERE n < {from}), {people}
         SELECT {then}, p.id, p.team_id, {kind}, {day}, 'am', {day}, 'pm', 2, {no}, {no}, 'approved', 0, p.id, {day}, 1, {at}, {at}, {at}
         FROM days JOIN people p ON (p.k + n) % 36 = 0;
         INSERT INTO leave_requests ({columns})
         WITH RECURSIVE numbers(i) AS (VALUES ({known} + 1) UNION ALL SELECT i + 1 FROM numbers WHERE i < {more}), {people},
             asked AS (SELECT p.id, p.team_id, i, i / (SELECT count(*) FROM people) AS n FROM numbers
                 JOIN people p ON p.k = 1 + i % (SELECT count(*) FROM people))
         SELECT {then}, id, team_id, {kind}, {ahead}, 'am', {ahead}, 'pm', 2, {no}, {no}, 'open', 0, id, {day}, 1, {at}, {at}, NULL FROM asked;
         INSERT INTO leave_days (employee_id, on_date, half, request_id, team_id, counted, approved)
         SELECT r.employee_id, r.starts_on, h.half, r.id, r.team_id, NOT {no}, r.state = 'approved'
         FROM leave_requests r CROSS JOIN (SELECT 'am' AS half UNION ALL SELECT 'pm') h
         WHERE r.approval_id IS NULL ON CONFLICT DO NOTHING;
         INSERT INTO leave_entries (id, employee_id, team_id, leave_type_id, year, kind, half_days, effective_on, created_at)
         SELECT {created}, employee_id, team_id, leave_type_id, 2026, 'grant', 2, starts_on, created_at FROM leave_requests WHERE approval_id IS NULL;
         INSERT INTO approvals ({approval})
         SELECT id, 'leave', id, state, employee_id, employee_id, team_id, 1, 1, 2, '{{}}', 1, created_at, updated_at, decided_at
         FROM leave_requests WHERE approval_id IS NULL;
         INSERT INTO approval_steps ({step})
         SELECT {created}, id, 1, 1, 'lead', 'lead', 'lead', {lead}, state, 720, created_at, created_at,
             CASE WHEN state = 'open' THEN {never} END, decided_at, CASE WHEN state = 'approved' THEN {lead} END
         FROM leave_requests WHERE approval_id IS NULL;
         UPDATE leave_requests SET approval_id = id WHERE approval_id IS NULL;
         COMMIT"
    )
}
