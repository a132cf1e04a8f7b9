//! Attendance at the size of some years: 5,000 people × 2 years of punches, measured at a tenth, a half and the whole of them.
//! Lists stay flat; a month's statement of the department takes seconds.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use serde_json::{Value, json};

use crate::postgres::Postgres;
use crate::report::{Goal, Table};
use crate::server::{Server, Setting};
use crate::{Options, Outcome, http, stop};

/// Days of punches at each stage; the last are two years.
const STAGES: [i64; 3] = [73, 365, 730];
const ASKS: usize = 300;

pub fn run(options: &Options, binary: &Path, folder: &Path, table: &mut Table) -> Outcome<()> {
    if options.sqlite {
        let home = folder.join("attendance-sqlite");
        std::fs::create_dir_all(&home)?;
        let file = home.join("bench.db");
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home,
            database_url: format!("sqlite://{}", file.display()),
        };
        let fill = |from: i64, to: i64| sqlite(&file, from, to);
        database(options, &setting, "SQLite", fill, table)?;
        std::fs::remove_file(&file)?;
    }
    if options.postgres {
        let home = folder.join("attendance-pg");
        std::fs::create_dir_all(&home)?;
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let postgres = Postgres::start(&home)?;
        postgres.run("postgres", "CREATE DATABASE bench")?;
        let url = postgres.url("bench");
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home.clone(),
            database_url: url.clone(),
        };
        database(
            options,
            &setting,
            "PostgreSQL",
            |from, to| pg(&url, from, to),
            table,
        )?;
    }
    Ok(())
}

/// Punches of the working days between `from` and `to` days ago, two a head and day, taken by time clocks in order of time. Local
/// nine and six o'clock, give or take, in Asia/Taipei.
fn sqlite(file: &Path, from: i64, to: i64) -> Outcome<()> {
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
             SELECT unhex(printf('%012x', (w.at + t.minute * 60) * 1000)) || randomblob(10), e.id,
                 (w.at + t.minute * 60 + abs(random()) % 900) * 1000000, t.kind, 'clock', w.at * 1000000
             FROM worked w CROSS JOIN touches t CROSS JOIN employees e WHERE e.status <> 'pending'"
        ))?;
    }
    c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")?;
    Ok(())
}

fn pg(url: &str, from: i64, to: i64) -> Outcome<()> {
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

/// Latencies in microseconds, ascending.
struct Times(Vec<f64>);

impl Times {
    fn at(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0
            .get((last as f64 * part) as usize)
            .copied()
            .unwrap_or_default()
    }
}

/// One question after the other, each on a connection of its own.
fn ask(server: &Server, token: &str, paths: &[String]) -> Outcome<Times> {
    let mut times = Vec::new();
    for n in 0..ASKS + 20 {
        stop::check()?;
        let path = &paths[(n * 7919) % paths.len()];
        let begun = Instant::now();
        http::get(server.address, path, token)?;
        // The first few warm caches.
        if n >= 20 {
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(Times(times))
}

fn database(
    options: &Options,
    setting: &Setting,
    name: &str,
    fill: impl Fn(i64, i64) -> Outcome<()>,
    table: &mut Table,
) -> Outcome<()> {
    println!("{name}: attendance, making {} employees …", options.people);
    let sign_ins = setting.demo(options.people)?;
    let mut before = 0;
    let mut first: Vec<(String, f64)> = Vec::new();
    for days in STAGES {
        println!("{name}: punches of {days} days …");
        fill(days, before)?;
        before = days;
        let server = setting.serve()?;
        let (_, manager) = sign_ins
            .iter()
            .find(|(r, _)| r == "manager")
            .ok_or("no manager")?;
        let manager = server.sign_in(manager)?;
        let share = days * 100 / STAGES[2];
        table.section(format!("{name}, attendance, {share} % of two years"));
        for (words, paths, goal) in questions(&server, &manager)? {
            let times = ask(&server, &manager, &paths)?;
            let goal = goal.map(Goal::below);
            table.fact(&format!("{words}, p50 µs"), times.at(0.5), None);
            table.fact(&format!("{words}, p99 µs"), times.at(0.99), goal);
            match first.iter().find(|(w, _)| *w == words) {
                None => first.push((words, times.at(0.5))),
                Some((_, small)) if days == STAGES[2] => {
                    let growth = times.at(0.5) / small.max(1.0);
                    table.fact(
                        &format!("{words}, p50 grown ×100"),
                        growth * 100.0,
                        Some(Goal::below(150.0)),
                    );
                }
                Some(_) => {}
            }
        }
        let took = statement(&server, &manager)?;
        table.fact(
            "statement of last month, ms",
            took.as_secs_f64() * 1e3,
            Some(Goal::below(3000.0)),
        );
        table.fact("server's peak memory, MB", server.peak(), None);
    }
    Ok(())
}

type Question = (String, Vec<String>, Option<f64>);

fn questions(server: &Server, manager: &str) -> Outcome<Vec<Question>> {
    let page = http::get(
        server.address,
        "/api/v1/employees?limit=200&status=active",
        manager,
    )?;
    let texts = |pointer: &str| -> Vec<String> {
        let all = page["data"].as_array().cloned().unwrap_or_default();
        all.iter()
            .filter_map(|e| {
                e.pointer(pointer)
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            })
            .collect()
    };
    let (people, teams) = (texts("/id"), texts("/team_id"));
    let each = |of: &[String], path: &str| {
        of.iter()
            .map(|id| path.replace("{}", id))
            .collect::<Vec<_>>()
    };
    let mine = "/api/v1/attendance-days?employee_id={}";
    Ok(vec![
        ("my month".to_owned(), each(&people, mine), Some(20_000.0)),
        (
            "team board".to_owned(),
            each(&teams, "/api/v1/attendance-board?team_id={}"),
            Some(20_000.0),
        ),
        (
            "page of 50 days, department".to_owned(),
            vec!["/api/v1/attendance-days".to_owned()],
            None,
        ),
        (
            "page of 50 abnormal days, department".to_owned(),
            vec!["/api/v1/attendance-days?abnormal=true".to_owned()],
            None,
        ),
        (
            "page of 50 punches, department".to_owned(),
            vec!["/api/v1/punches".to_owned()],
            None,
        ),
        (
            "page of 50 punches, one person".to_owned(),
            each(&people, "/api/v1/punches?employee_id={}"),
            None,
        ),
    ])
}

/// From the order to the finished job, the worker's turn included.
fn statement(server: &Server, manager: &str) -> Outcome<Duration> {
    let today = api::clock::now().date_naive();
    let last = chrono::Datelike::with_day(&today, 1)
        .and_then(|d| d.pred_opt())
        .ok_or("no last month")?;
    let body = json!({ "month": last.format("%Y-%m").to_string() }).to_string();
    let begun = Instant::now();
    let path = "/api/v1/attendance-statements";
    let job = http::call(server.address, "POST", path, manager, &body)?.json()?;
    let id = job["id"]
        .as_str()
        .ok_or_else(|| format!("statement: {job}"))?;
    loop {
        stop::check()?;
        let job = http::get(server.address, &format!("/api/v1/jobs/{id}"), manager)?;
        match job["state"].as_str() {
            Some("done") => return Ok(begun.elapsed()),
            Some("failed") => return Err(format!("statement: {job}").into()),
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
        if begun.elapsed() > Duration::from_secs(120) {
            return Err("the statement doesn't end".into());
        }
    }
}
