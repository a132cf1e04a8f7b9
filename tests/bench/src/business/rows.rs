//! Customers, their activities and cases, written straight into the tables: the same statements for both databases.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use crate::{Outcome, stop};

/// Activities with each customer; of how many customers one case each is.
const ACTIVITIES: i64 = 5;
const CASE_EVERY: i64 = 10;
const CASES_OF_TEN: i64 = 3;
/// At once, so that the log stays small.
const BATCH: i64 = 100_000;

const SURNAMES: [(&str, &str); 20] = [
    ("陳", "chen"),
    ("林", "lin"),
    ("王", "wang"),
    ("張", "zhang"),
    ("李", "li"),
    ("黃", "huang"),
    ("吳", "wu"),
    ("劉", "liu"),
    ("蔡", "cai"),
    ("楊", "yang"),
    ("許", "xu"),
    ("鄭", "zheng"),
    ("謝", "xie"),
    ("郭", "guo"),
    ("洪", "hong"),
    ("邱", "qiu"),
    ("曾", "zeng"),
    ("廖", "liao"),
    ("賴", "lai"),
    ("徐", "xu"),
];
const GIVEN: [(&str, &str); 24] = [
    ("美玲", "meiling"),
    ("志明", "zhiming"),
    ("淑芬", "shufen"),
    ("俊傑", "junjie"),
    ("雅婷", "yating"),
    ("家豪", "jiahao"),
    ("怡君", "yijun"),
    ("建宏", "jianhong"),
    ("佳玲", "jialing"),
    ("宗翰", "zonghan"),
    ("美惠", "meihui"),
    ("志偉", "zhiwei"),
    ("麗華", "lihua"),
    ("冠宇", "guanyu"),
    ("詩涵", "shihan"),
    ("承恩", "chengen"),
    ("秀英", "xiuying"),
    ("文雄", "wenxiong"),
    ("惠雯", "huiwen"),
    ("柏翰", "bohan"),
    ("玉珍", "yuzhen"),
    ("明哲", "mingzhe"),
    ("欣怡", "xinyi"),
    ("國華", "guohua"),
];

/// How a database says what the statements need, of the column `n`.
struct Dialect {
    /// An id made at the instant `at`: they ascend, so what is of one time lies together.
    id: &'static str,
    /// So many minutes ago as an instant, the column `minutes`.
    at: &'static str,
    /// So many days from now as a date, the column `days`.
    day: &'static str,
    hash: &'static str,
    /// A whole number of some expression.
    int: &'static str,
    blob: &'static str,
    no: &'static str,
}

const SQLITE: Dialect = Dialect {
    id: "unhex(printf('%012x', at / 1000) || hex(randomblob(10)))",
    at: "(unixepoch('now') - minutes * 60) * 1000000",
    day: "date('now', days || ' days')",
    hash: "hex(randomblob(16))",
    int: "INTEGER",
    blob: "BLOB",
    no: "0",
};
const POSTGRES: Dialect = Dialect {
    id: "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || substr(md5(random()::text), 1, 20))::uuid",
    at: "now() - minutes * interval '1 minute'",
    day: "current_date + days::int",
    hash: "md5(random()::text)",
    int: "BIGINT",
    blob: "UUID",
    no: "false",
};

pub fn sqlite(file: &Path, from: i64, to: i64) -> Outcome<()> {
    let mut c = SqliteConnection::establish(&file.display().to_string())?;
    c.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY",
    )?;
    fill(&SQLITE, from, to, |sql| Ok(c.batch_execute(sql)?))?;
    c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")?;
    Ok(())
}

pub fn pg(url: &str, from: i64, to: i64) -> Outcome<()> {
    let mut c = PgConnection::establish(url)?;
    // What is written here refers to what is there: it needn't be looked up row by row.
    c.batch_execute(
        "SET synchronous_commit = off; SET session_replication_role = replica;
         ALTER TABLE cases ENABLE ALWAYS TRIGGER case_sums_insert",
    )?;
    fill(&POSTGRES, from, to, |sql| Ok(c.batch_execute(sql)?))?;
    for table in ["customers", "activities", "cases", "case_sums"] {
        c.batch_execute(&format!("VACUUM ANALYZE {table}"))?;
    }
    Ok(())
}

fn fill(d: &Dialect, from: i64, to: i64, mut run: impl FnMut(&str) -> Outcome<()>) -> Outcome<()> {
    run(&names(d))?;
    for start in (from..to).step_by(BATCH as usize) {
        stop::check()?;
        run(&statements(d, start, (start + BATCH).min(to)))?;
    }
    Ok(())
}

/// Who looks after customers, and what customers are called.
fn names(d: &Dialect) -> String {
    let Dialect { int, blob, .. } = d;
    let list = |all: &[(&str, &str)]| {
        let one =
            |(k, (han, pinyin)): (usize, &(&str, &str))| format!("({k}, '{han}', '{pinyin}')");
        all.iter()
            .enumerate()
            .map(one)
            .collect::<Vec<_>>()
            .join(", ")
    };
    format!(
        "CREATE TEMP TABLE IF NOT EXISTS people (k {int} PRIMARY KEY, id {blob}, team_id {blob});
         DELETE FROM people;
         INSERT INTO people SELECT row_number() OVER (ORDER BY number) - 1, id, team_id FROM employees
             WHERE status = 'active' AND team_id IS NOT NULL;
         CREATE TEMP TABLE IF NOT EXISTS surnames (k {int} PRIMARY KEY, han TEXT, pinyin TEXT);
         CREATE TEMP TABLE IF NOT EXISTS given (k {int} PRIMARY KEY, han TEXT, pinyin TEXT);
         CREATE TEMP TABLE IF NOT EXISTS made (k {int} PRIMARY KEY, id {blob}, owner_id {blob}, team_id {blob}, minutes {int});
         DELETE FROM surnames; DELETE FROM given;
         INSERT INTO surnames VALUES {}; INSERT INTO given VALUES {}",
        list(&SURNAMES),
        list(&GIVEN)
    )
}

/// One customer a minute, the first two years ago at a million; each with activities on later days, three of ten with a case.
fn statements(d: &Dialect, from: i64, to: i64) -> String {
    let Dialect {
        id,
        at,
        day,
        hash,
        no,
        ..
    } = d;
    let (surnames, given) = (SURNAMES.len(), GIVEN.len());
    let last = to - 1;
    format!(
        "BEGIN;
         DELETE FROM made;
         INSERT INTO made
         WITH RECURSIVE numbers(n) AS (VALUES ({from}) UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}),
             each_one AS (SELECT n, 1050000 - n AS minutes FROM numbers),
             dated AS (SELECT n, minutes, {at} AS at FROM each_one)
         SELECT n, {id}, p.id, p.team_id, minutes FROM dated JOIN people p ON p.k = n % (SELECT count(*) FROM people);
         INSERT INTO customers (id, name, gender, birthday, class, tags, source, phone_sealed, phone_hash, phone_tail, name_key, pinyin,
             initials, completeness, owner_id, team_id, version, created_at, updated_at, last_contact_on, due_on, doubtful, orphaned)
         WITH dated AS (SELECT m.*, {at} AS at, m.k * 37 % 240 - 40 AS days FROM made m)
         SELECT m.id, s.han || g.han, CASE m.k % 2 WHEN 0 THEN 'female' ELSE 'male' END, {day},
             CASE m.k % 4 WHEN 0 THEN 'a' WHEN 1 THEN 'b' WHEN 2 THEN 'c' ELSE 'd' END, '[]',
             CASE m.k % 3 WHEN 0 THEN '轉介紹' WHEN 1 THEN '說明會' END, 'x', {hash}, '0000', s.han || g.han, s.pinyin || g.pinyin,
             substr(s.pinyin, 1, 1) || substr(g.pinyin, 1, 1), m.k * 13 % 101, m.owner_id, m.team_id, 1, at, at, {day}, {day}, {no}, {no}
         FROM (SELECT dated.*, k / 7 % {surnames} AS s, k / 11 % {given} AS g FROM dated) m
         JOIN surnames s ON s.k = m.s JOIN given g ON g.k = m.g;
         INSERT INTO activities (id, customer_id, employee_id, team_id, channel, outcome, at, version, created_at, updated_at)
         WITH RECURSIVE times(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM times WHERE i < {ACTIVITIES} - 1),
             later AS (SELECT m.id AS customer, m.owner_id, m.team_id, m.k + i AS n, m.minutes * (i + 1) / ({ACTIVITIES} + 1) AS minutes
                 FROM made m CROSS JOIN times),
             dated AS (SELECT later.*, {at} AS at FROM later)
         SELECT {id}, customer, owner_id, team_id, CASE n % 4 WHEN 0 THEN 'call' WHEN 1 THEN 'visit' WHEN 2 THEN 'event' ELSE 'message' END,
             CASE n % 5 WHEN 0 THEN 'not_reached' WHEN 1 THEN 'interested' WHEN 2 THEN 'appointment' ELSE 'reached' END, at, 1, at, at FROM dated;
         INSERT INTO cases (id, customer_id, stage, state, premium_amount, premium_currency, answers, ticks, lost_reason, open_flags,
             stage_since, closed_at, owner_id, team_id, version, created_at, updated_at)
         WITH later AS (SELECT m.id AS customer, m.owner_id, m.team_id, m.k AS n, m.minutes / 2 AS minutes FROM made m
                 WHERE m.k % {CASE_EVERY} < {CASES_OF_TEN}),
             dated AS (SELECT later.*, {at} AS at FROM later)
         SELECT {id}, customer, CASE n % 5 WHEN 0 THEN 'consultation' WHEN 1 THEN 'needs_analysis' WHEN 2 THEN 'solution_design'
             WHEN 3 THEN 'application' ELSE 'after_sales' END, CASE n % 7 WHEN 0 THEN 'open' WHEN 1 THEN 'open' WHEN 2 THEN 'lost' ELSE 'won' END,
             n % 100000, 'TWD', '[]', '[]', CASE n % 7 WHEN 2 THEN '已向他人投保' END, 0, at, CASE WHEN n % 7 > 1 THEN at END, owner_id, team_id,
             1, at, at FROM dated;
         COMMIT"
    )
}
