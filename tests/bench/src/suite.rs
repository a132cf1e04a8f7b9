//! What is measured, in which order, on one database after the other.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use serde_json::Value;
use uuid::Uuid;

use crate::load::{self, Asks, Dice, Sample, header};
use crate::postgres::Postgres;
use crate::raw::{Inserter, Reader, Rows};
use crate::report::{Goal, Table};
use crate::server::{Server, Setting};
use crate::{Options, Outcome, http, stop};

/// As the server's defaults: HTTP workers, readers, writers on PostgreSQL.
const WORKERS: usize = 2;
const READERS: usize = 4;
const WRITERS: usize = 2;
const ROUNDS: u32 = 3;

pub fn run(options: &Options, binary: &Path, folder: &Path, table: &mut Table) -> Outcome<()> {
    if options.sqlite {
        let home = folder.join("sqlite");
        std::fs::create_dir_all(&home)?;
        let file = home.join("bench.db");
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home.clone(),
            database_url: format!("sqlite://{}", file.display()),
        };
        let copy = || {
            // What still stands in the write-ahead log isn't in the file yet.
            api::db::connect_for_writing(&setting.database_url)?
                .batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
            let to = home.join("raw.db");
            std::fs::copy(&file, &to)?;
            Ok(format!("sqlite://{}", to.display()))
        };
        database(options, &setting, "SQLite", copy, table)?;
    }
    if options.postgres {
        println!("starting PostgreSQL …");
        let home = folder.join("pg");
        std::fs::create_dir_all(&home)?;
        // The temporary folder is ours alone; PostgreSQL's user must be able to pass.
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let postgres = Postgres::start(&home)?;
        postgres.run("postgres", "CREATE DATABASE bench")?;
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home.clone(),
            database_url: postgres.url("bench"),
        };
        let copy = || {
            postgres.run("bench", "VACUUM ANALYZE")?;
            postgres.run("postgres", "CREATE DATABASE raw TEMPLATE bench")?;
            Ok(postgres.url("raw"))
        };
        database(options, &setting, "PostgreSQL", copy, table)?;
    }
    Ok(())
}

fn database(
    options: &Options,
    setting: &Setting,
    name: &str,
    copy: impl Fn() -> Outcome<String>,
    table: &mut Table,
) -> Outcome<()> {
    println!("{name}: making {} employees …", options.people);
    let sign_ins = setting.demo(options.people)?;
    let raw_url = copy()?;
    let mut starts: Vec<Duration> = Vec::new();
    for _ in 0..4 {
        starts.push(setting.serve()?.start);
    }
    let server = setting.serve()?;
    starts.push(server.start);
    starts.sort();
    let token = |role: &str| {
        let (_, who) = sign_ins
            .iter()
            .find(|(r, _)| r == role)
            .ok_or("a role is missing")?;
        server.sign_in(who)
    };
    let (manager, lead) = (token("manager")?, token("lead")?);
    let all = everybody(&server, &manager)?;
    let team = everybody(&server, &lead)?;
    let ids: Vec<Uuid> = all.iter().map(|p| p.id).collect();
    let answer = http::call(
        server.address,
        "GET",
        &format!("/api/v1/employees/{}", all[all.len() / 2].id),
        &manager,
        "",
    )?;
    let file = setting.folder.join("answer");
    std::fs::write(&file, &answer.raw)?;
    let bare = Server::bare(&file)?;
    let sqlite = name == "SQLite";
    table.section(format!("{name}, {} employees", all.len()));
    table.fact(
        "by-id answer, bytes with head",
        answer.raw.len() as f64,
        None,
    );
    table.fact(
        "start to first answer, ms (median of 5)",
        starts[2].as_secs_f64() * 1e3,
        Some(Goal::below(300.0)),
    );

    let bench = Bench {
        options,
        server: &server,
        bare: &bare,
    };
    let by_id = |token: &str, people: &[Person]| -> Vec<Get> {
        let paths: std::sync::Arc<[String]> = people
            .iter()
            .map(|p| format!("/api/v1/employees/{}", p.id))
            .collect();
        (0..64).map(|n| Get::new(n, token, paths.clone())).collect()
    };
    let mut raw = Reader::new(&raw_url, if sqlite { WORKERS } else { READERS }, &ids, "")?;
    let mut raw_auto = match sqlite {
        true => None,
        false => Some(Reader::new(
            &raw_url,
            READERS,
            &ids,
            "SET plan_cache_mode = auto",
        )?),
    };
    for connections in [32, 64] {
        println!("{name}: GET by id, {connections} connections …");
        let (mut ours, mut theirs) = (by_id(&manager, &all), by_id(&manager, &all));
        let mut contest: Vec<Contestant> = vec![
            Box::new(|length| bench.load(&mut ours[..connections], length)),
            Box::new(|length| bench.load_bare(&mut theirs[..connections], length)),
        ];
        if connections == 32 {
            contest.push(Box::new(|length| raw.run(length)));
            if let Some(raw) = &mut raw_auto {
                contest.push(Box::new(|length| raw.run(length)));
            }
        }
        let found = bench.contest(contest)?;
        let of_bare = found[0].rate() / found[1].rate();
        let bare_goal = sqlite.then(|| Goal::at_least(0.40));
        table
            .row(
                format!("GET by id, manager, {connections} conn."),
                &found[0],
            )
            .ratio("bare", of_bare, bare_goal);
        if let Some(raw) = found.get(2) {
            let best = found
                .get(3)
                .map_or(raw.rate(), |auto| auto.rate().max(raw.rate()));
            table.ratio(
                "raw",
                found[0].rate() / raw.rate(),
                (!sqlite).then(|| Goal::at_least(0.60)),
            );
            if !sqlite {
                table.ratio(
                    "best raw",
                    found[0].rate() / best,
                    Some(Goal::at_least(0.60)),
                );
            }
        }
        if connections == 64 {
            table.tail(&found[0]);
        }
        table.row(
            format!("  bare actix handler, {connections} conn."),
            &found[1],
        );
        if let Some(raw) = found.get(2) {
            let words = if sqlite { "prepared" } else { "custom plans" };
            table.row(
                format!(
                    "  raw diesel by id, {words}, {} threads",
                    if sqlite { WORKERS } else { READERS }
                ),
                raw,
            );
        }
        if let Some(auto) = found.get(3) {
            table.row(
                format!("  raw diesel by id, plan cache auto, {READERS} threads"),
                auto,
            );
        }
    }
    drop((raw, raw_auto));
    println!("{name}: reads …");
    let sample = bench.alone(&mut by_id(&lead, &team))?;
    table.row("GET by id, lead (team reach), 64 conn.".to_owned(), &sample);
    table.tail(&sample);
    let middle = format!("{:?}", all[all.len() / 2].team);
    let team_of_somebody = middle.trim_matches('"');
    for (words, who, query) in [
        ("page of 50, manager", &manager, "limit=50".to_owned()),
        (
            "page of 50, manager, status=active",
            &manager,
            "limit=50&status=active".to_owned(),
        ),
        (
            "page of 50, manager, sort=-hire_date",
            &manager,
            "limit=50&sort=-hire_date".to_owned(),
        ),
        (
            "page of 50, manager, one team by name",
            &manager,
            format!("limit=50&sort=name&team_id={team_of_somebody}"),
        ),
        (
            "page of 50, manager, q=林",
            &manager,
            "limit=50&q=%E6%9E%97".to_owned(),
        ),
        (
            "page of 50, manager, q=4999 (rare)",
            &manager,
            "limit=50&q=4999".to_owned(),
        ),
        (
            "page of 50, manager, with total",
            &manager,
            "limit=50&include=total".to_owned(),
        ),
        ("page of 50, lead", &lead, "limit=50".to_owned()),
    ] {
        let paths: std::sync::Arc<[String]> =
            [format!("/api/v1/employees?{query}")].into_iter().collect();
        let mut asks: Vec<Get> = (0..64).map(|n| Get::new(n, who, paths.clone())).collect();
        let sample = bench.alone(&mut asks)?;
        table.row(format!("{words}, 64 conn."), &sample);
        table.tail(&sample);
    }
    table.fact(
        "server's peak memory after reads, MB",
        server.peak(),
        Some(Goal::below(80.0)),
    );

    let teams: Vec<String> = all
        .iter()
        .filter(|p| !p.team.is_empty())
        .map(|p| p.team.clone())
        .collect();
    let writers = if sqlite { 1 } else { WRITERS };
    let mut inserter = Inserter::new(&raw_url, writers, Rows::Employee)?;
    let mut creator = Inserter::new(&raw_url, writers, Rows::Create)?;
    let mut series = 0;
    for connections in [32, 64] {
        println!("{name}: creates, {connections} connections …");
        let mut creators = |teams: &[String]| -> Vec<Create> {
            series += 1;
            (0..connections)
                .map(|n| Create::new(series, n, &manager, teams))
                .collect()
        };
        let (mut plain, mut seated) = (creators(&[]), creators(&teams));
        let mut contest: Vec<Contestant> = vec![
            Box::new(|length| bench.load(&mut plain, length)),
            Box::new(|length| bench.load(&mut seated, length)),
        ];
        if connections == 64 {
            contest.push(Box::new(|length| inserter.run(length)));
            contest.push(Box::new(|length| creator.run(length)));
        }
        let found = bench.contest(contest)?;
        table.row(format!("POST employee, {connections} conn."), &found[0]);
        against_raw(table, &found, 0);
        table.row(
            format!("POST employee with a seat in a team, {connections} conn."),
            &found[1],
        );
        against_raw(table, &found, 1);
        if let [_, _, raw, same_rows] = &found[..] {
            table.row(
                "  raw diesel inserts, 64 a commit (one table, one row)".to_owned(),
                raw,
            );
            table.row(
                "  raw diesel inserts, 64 a commit (the rows of a create)".to_owned(),
                same_rows,
            );
        }
    }
    for connections in [32, 64] {
        println!("{name}: patches, {connections} connections …");
        // Everybody is fetched again: creating seats may have moved versions.
        let all = everybody(&server, &manager)?;
        let share = (options.people / connections).max(1);
        let mut patches: Vec<Patch> = all
            .chunks(share)
            .take(connections)
            .map(|people| Patch::new(&manager, people.to_vec()))
            .collect();
        let sample = bench.alone(&mut patches)?;
        table.row(format!("PATCH employee, {connections} conn."), &sample);
        if connections == 64 {
            table.tail(&sample);
        }
    }
    table.fact(
        "server's peak memory at the end, MB",
        server.peak(),
        Some(Goal::below(80.0)),
    );
    Ok(())
}

/// The last row, `found[ours]`, beside both raw contestants if they took part.
fn against_raw(table: &mut Table, found: &[Sample], ours: usize) {
    let [_, _, raw, same_rows] = found else {
        return;
    };
    let rate = found[ours].rate();
    let goal = Some(Goal::at_least(0.60));
    table.ratio("raw", rate / raw.rate(), goal);
    table.ratio("raw of the same rows", rate / same_rows.rate(), goal);
    table.tail(&found[ours]);
}

struct Bench<'b> {
    options: &'b Options,
    server: &'b Server,
    bare: &'b Server,
}

type Contestant<'c> = Box<dyn FnMut(Duration) -> Outcome<Sample> + 'c>;

impl Bench<'_> {
    /// They take turns, so that what else the machine does meets all of them.
    fn contest(&self, mut contestants: Vec<Contestant>) -> Outcome<Vec<Sample>> {
        let mut found = vec![Sample::default(); contestants.len()];
        let length = Duration::from_secs_f64(self.options.seconds) / ROUNDS;
        for contestant in &mut contestants {
            contestant(length / 2)?;
        }
        for _ in 0..ROUNDS {
            for (contestant, sum) in contestants.iter_mut().zip(&mut found) {
                sum.add(contestant(length)?);
            }
        }
        Ok(found)
    }

    fn alone<A: Asks>(&self, asks: &mut [A]) -> Outcome<Sample> {
        let length = Duration::from_secs_f64(self.options.seconds);
        self.load(&mut *asks, length / 5)?;
        self.load(asks, length)
    }

    fn load<A: Asks>(&self, asks: &mut [A], length: Duration) -> Outcome<Sample> {
        on(self.server, asks, length)
    }

    fn load_bare<A: Asks>(&self, asks: &mut [A], length: Duration) -> Outcome<Sample> {
        on(self.bare, asks, length)
    }
}

fn on<A: Asks>(server: &Server, asks: &mut [A], length: Duration) -> Outcome<Sample> {
    stop::check()?;
    let before = server.processor();
    let mut sample = load::run(server.address, asks, length)?;
    sample.processor = server.processor() - before;
    Ok(sample)
}

#[derive(Clone)]
struct Person {
    id: Uuid,
    version: i64,
    team: String,
}

/// Everybody inside the caller's reach, page by page.
fn everybody(server: &Server, token: &str) -> Outcome<Vec<Person>> {
    let (mut people, mut cursor) = (Vec::new(), String::new());
    loop {
        stop::check()?;
        let page = http::get(
            server.address,
            &format!("/api/v1/employees?limit=200{cursor}"),
            token,
        )?;
        for one in page["data"].as_array().ok_or("no page")? {
            people.push(Person {
                id: one["id"].as_str().unwrap_or_default().parse()?,
                version: one["version"].as_i64().unwrap_or_default(),
                team: one["team_id"].as_str().unwrap_or_default().to_owned(),
            });
        }
        match &page["next_cursor"] {
            Value::String(next) if people.len() < 20_000 => cursor = format!("&cursor={next}"),
            _ => return Ok(people),
        }
    }
}

fn refused(what: &str, status: u16, body: &[u8]) -> Outcome<()> {
    Err(format!("{what}: {status} {}", String::from_utf8_lossy(body)).into())
}

/// GET of random addresses.
struct Get {
    dice: Dice,
    head: String,
    paths: std::sync::Arc<[String]>,
}

impl Get {
    fn new(n: usize, token: &str, paths: std::sync::Arc<[String]>) -> Get {
        let head = format!(
            " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        Get {
            dice: Dice::new(n as u64 + 1),
            head,
            paths,
        }
    }
}

impl Asks for Get {
    fn request(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"GET ");
        out.extend_from_slice(self.paths[self.dice.below(self.paths.len())].as_bytes());
        out.extend_from_slice(self.head.as_bytes());
    }

    fn answer(&mut self, status: u16, _: &[u8], body: &[u8]) -> Outcome<()> {
        if status == 200 {
            Ok(())
        } else {
            refused("GET", status, body)
        }
    }
}

/// POST of new employees, each with a number and an idempotency key of its own.
struct Create {
    dice: Dice,
    prefix: String,
    next: usize,
    head: String,
    teams: Vec<String>,
}

impl Create {
    fn new(series: usize, n: usize, token: &str, teams: &[String]) -> Create {
        let head = format!(
            "POST /api/v1/employees HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer {token}\r\n"
        );
        Create {
            dice: Dice::new(n as u64 + 1),
            prefix: format!("B{series}-{n}"),
            next: 0,
            head,
            teams: teams.to_vec(),
        }
    }
}

impl Asks for Create {
    fn request(&mut self, out: &mut Vec<u8>) {
        self.next += 1;
        let number = format!("{}-{}", self.prefix, self.next);
        let mut body = format!(
            r#"{{"number":"{number}","name":"林淑芬","status":"active","hire_date":"2024-05-06","post":"收展專員","email":"{number}@example.com","phone":"02-2700-1000""#
        );
        if !self.teams.is_empty() {
            let team = &self.teams[self.dice.below(self.teams.len())];
            body.push_str(&format!(r#","team_id":"{team}""#));
        }
        body.push('}');
        out.extend_from_slice(self.head.as_bytes());
        out.extend_from_slice(
            format!(
                "Idempotency-Key: bench-{number}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .as_bytes(),
        );
    }

    fn answer(&mut self, status: u16, _: &[u8], body: &[u8]) -> Outcome<()> {
        if status == 201 {
            Ok(())
        } else {
            refused("POST", status, body)
        }
    }
}

/// PATCH of this connection's own employees, with the version each of them has.
struct Patch {
    token: String,
    people: Vec<Person>,
    at: usize,
}

impl Patch {
    fn new(token: &str, people: Vec<Person>) -> Patch {
        Patch {
            token: token.to_owned(),
            people,
            at: 0,
        }
    }
}

impl Asks for Patch {
    fn request(&mut self, out: &mut Vec<u8>) {
        self.at = (self.at + 1) % self.people.len();
        let Person { id, version, .. } = &self.people[self.at];
        let body = format!(r#"{{"post":"高級收展專員 {version}"}}"#);
        out.extend_from_slice(
            format!(
                "PATCH /api/v1/employees/{id} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIf-Match: \"{version}\"\r\n\
                 Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
                self.token,
                body.len()
            )
            .as_bytes(),
        );
    }

    fn answer(&mut self, status: u16, head: &[u8], body: &[u8]) -> Outcome<()> {
        if status != 200 {
            return refused("PATCH", status, body);
        }
        let tag = header(head, b"etag: ").ok_or("no entity tag")?;
        self.people[self.at].version = std::str::from_utf8(tag)?.trim_matches('"').parse()?;
        Ok(())
    }
}
