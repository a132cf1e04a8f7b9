//! Duties at the size of a large department: 2,000 of them, two years of what came due. My day and the board stay quick, lists stay flat,
//! and a month is said within seconds.

mod rows;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::curve::{self, Curve, Question};
use crate::place::{At, each};
use crate::report::{Goal, Table};
use crate::server::Setting;
use crate::{Options, Outcome, stop};

const DUTIES: i64 = 2_000;
/// On so many days each was due at the whole size: a million times together.
const DAYS: i64 = 500;
const STAGES: [i64; 3] = [10, 50, 100];
const ROLES: [&str; 4] = ["member", "lead", "deputy", "manager"];

/// What is asked as each role, and microseconds that p99 stays below.
const ASKED: [(&str, &str, f64); 5] = [
    ("my day", "/api/v1/my-day", 20_000.0),
    ("the board", "/api/v1/regulation/compliance", 300_000.0),
    (
        "page of what was due",
        "/api/v1/duty-occurrences?sort=-due_at",
        50_000.0,
    ),
    (
        "what is overdue",
        "/api/v1/duty-occurrences?overdue=true",
        50_000.0,
    ),
    ("page of duties", "/api/v1/duties", 50_000.0),
];

pub fn run(options: &Options, binary: &Path, folder: &Path, table: &mut Table) -> Outcome<()> {
    each(options, (binary, folder), "duties", |setting, at| {
        database(options, setting, (at.name(), at), table)
    })
}

fn database(
    options: &Options,
    setting: &Setting,
    (name, at): (&str, &At),
    table: &mut Table,
) -> Outcome<()> {
    println!("{name}: duties, making {} employees …", options.people);
    let sign_ins = setting.demo(options.people)?;
    at.duties(DUTIES)?;
    let mut known = 0;
    let mut curve = Curve::default();
    for share in STAGES {
        let days = DAYS * share / 100;
        println!("{name}: {} occurrences …", DUTIES * days);
        at.occurrences(known, days)?;
        known = days;
        std::process::Command::new("sync").status()?;
        let last = share == STAGES[2];
        if last {
            let took = month(setting, at)?;
            let words = format!("a month of {DUTIES} duties is said, s");
            table.section(format!("{name}, generation"));
            table.fact(&words, took.as_secs_f64(), Some(Goal::below(5.0)));
        }
        let server = setting.serve()?;
        let mut people = Vec::new();
        for (role, who) in &sign_ins {
            people.push((role.clone(), server.sign_in(who)?));
        }
        table.section(format!("{name}, {} occurrences", DUTIES * days));
        for (words, path, goal) in ASKED {
            for role in ROLES {
                let question = Question {
                    words: format!("{words}, {role}"),
                    token: curve::token(&people, role)?,
                    paths: vec![path.to_owned()],
                    goal: Some(goal),
                };
                curve.measure(&server, question, last, table)?;
            }
        }
        table.fact("server's peak memory, MB", server.peak(), None);
    }
    Ok(())
}

/// From the start of the server to the last duty that is said a month ahead.
fn month(setting: &Setting, at: &At) -> Outcome<Duration> {
    at.unsaid()?;
    let server = setting.serve()?;
    let begun = Instant::now();
    while at.behind()? > 0 {
        stop::check()?;
        if begun.elapsed() > Duration::from_secs(120) {
            return Err("the month isn't said".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(server);
    Ok(begun.elapsed())
}
