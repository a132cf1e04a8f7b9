//! Approvals, leave and attendance at the size of some years: 5,000 people × 2 years of punches and leave, 10,000 open requests,
//! measured at a tenth, a half and the whole of them. Lists stay flat; a month's statement of the department takes seconds.

mod matters;
mod punches;
mod questions;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::curve::{self, Curve};
use crate::place::{At, each};
use crate::report::{Goal, Table};
use crate::server::{Server, Setting};
use crate::{Options, Outcome, http, stop};

/// Days of punches at each stage; the last are two years.
pub const STAGES: [i64; 3] = [73, 365, 730];

pub fn run(options: &Options, binary: &Path, folder: &Path, table: &mut Table) -> Outcome<()> {
    each(options, (binary, folder), "growth", |setting, at| {
        let fill = |from: i64, to: i64, lead: &str| match at {
            At::Sqlite(file) => {
                punches::sqlite(file, from, to)?;
                matters::sqlite(file, from, to, lead)
            }
            At::Postgres(url) => {
                punches::pg(url, from, to)?;
                matters::pg(url, from, to, lead)
            }
        };
        database(options, setting, at.name(), fill, table)
    })
}

fn database(
    options: &Options,
    setting: &Setting,
    name: &str,
    fill: impl Fn(i64, i64, &str) -> Outcome<()>,
    table: &mut Table,
) -> Outcome<()> {
    println!("{name}: growth, making {} employees …", options.people);
    let sign_ins = setting.demo(options.people)?;
    let lead = sign_ins.iter().find(|(role, _)| role == "lead");
    let (_, lead) = lead.ok_or("no lead")?;
    let mut before = 0;
    let mut curve = Curve::default();
    for days in STAGES {
        println!("{name}: punches and leave of {days} days …");
        fill(days, before, &lead.number)?;
        before = days;
        // Some hundred megabytes are still on their way to the disk, and everything else would wait for it.
        std::process::Command::new("sync").status()?;
        let server = setting.serve()?;
        let mut people = Vec::new();
        for (role, who) in &sign_ins {
            people.push((role.clone(), server.sign_in(who)?));
        }
        let manager = curve::token(&people, "manager")?.to_owned();
        let share = days * 100 / STAGES[2];
        table.section(format!("{name}, {share} % of two years"));
        for question in questions::all(&server, &people)? {
            curve.measure(&server, question, days == STAGES[2], table)?;
        }
        let took = statement(&server, &manager)?;
        table.fact(
            "statement of a month, ms",
            took.as_secs_f64() * 1e3,
            Some(Goal::below(3000.0)),
        );
        table.fact("server's peak memory, MB", server.peak(), None);
    }
    Ok(())
}

/// From the order to the finished job, the worker's turn included.
fn statement(server: &Server, manager: &str) -> Outcome<Duration> {
    // The demo department has published last month's.
    let today = api::clock::now().date_naive();
    let month = chrono::Datelike::with_day(&today, 1)
        .and_then(|day| day.checked_sub_months(chrono::Months::new(2)))
        .ok_or("no such month")?;
    let body = json!({ "month": month.format("%Y-%m").to_string() }).to_string();
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
