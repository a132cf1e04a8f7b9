//! The business at the size of a large department: a million customers, five activities with each, 300,000 cases, measured at a tenth, a
//! half and the whole of them. Lists stay flat in every reach; 100,000 customers are imported within a minute.

mod questions;
mod rows;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::curve::{self, Curve};
use crate::place::{At, each};
use crate::report::{Goal, Table};
use crate::server::{Server, Setting};
use crate::{Options, Outcome, http, stop};

/// Shares of the customers at each stage, in hundredths.
const STAGES: [i64; 3] = [10, 50, 100];
const IMPORTED: usize = 100_000;

pub fn run(options: &Options, binary: &Path, folder: &Path, table: &mut Table) -> Outcome<()> {
    each(options, (binary, folder), "business", |setting, at| {
        let fill = |from: i64, to: i64| match at {
            At::Sqlite(file) => rows::sqlite(file, from, to),
            At::Postgres(url) => rows::pg(url, from, to),
        };
        database(options, setting, at.name(), fill, table)
    })
}

fn database(
    options: &Options,
    setting: &Setting,
    name: &str,
    fill: impl Fn(i64, i64) -> Outcome<()>,
    table: &mut Table,
) -> Outcome<()> {
    println!("{name}: business, making {} employees …", options.people);
    let sign_ins = setting.demo(options.people)?;
    let mut known = 0;
    let mut curve = Curve::default();
    for share in STAGES {
        let customers = options.customers * share / 100;
        println!("{name}: {customers} customers, their activities and cases …");
        fill(known, customers)?;
        known = customers;
        // Some hundred megabytes are still on their way to the disk, and everything else would wait for it.
        std::process::Command::new("sync").status()?;
        let server = setting.serve()?;
        let mut people = Vec::new();
        for (role, who) in &sign_ins {
            people.push((role.clone(), server.sign_in(who)?));
        }
        table.section(format!("{name}, {customers} customers"));
        let last = share == STAGES[2];
        for question in questions::all(&server, &people)? {
            curve.measure(&server, question, last, table)?;
        }
        if last {
            let took = import(&server, curve::token(&people, "manager")?)?;
            let goal = (name == "SQLite").then(|| Goal::below(60.0));
            table.fact("import of 100,000 customers, s", took.as_secs_f64(), goal);
        }
        table.fact("server's peak memory, MB", server.peak(), None);
    }
    Ok(())
}

/// From the file to the finished job, the worker's turn included.
fn import(server: &Server, manager: &str) -> Outcome<Duration> {
    let staff = "/api/v1/employees?limit=200&status=active&role=member";
    let staff = http::get(server.address, staff, manager)?;
    let staff = staff["data"].as_array().cloned().unwrap_or_default();
    let numbers: Vec<&str> = staff
        .iter()
        .filter_map(|one| one["number"].as_str())
        .collect();
    let mut file = String::from("name,phone,birthday,class,source,owner\n");
    for n in 0..IMPORTED {
        let (owner, day) = (numbers[n % numbers.len()], 1 + n % 28);
        let class = ["A", "B", "C", "D"][n % 4];
        writeln!(
            file,
            "匯入{n},09{n:08},19{}-0{}-{day:02},{class},轉介紹,{owner}",
            50 + n % 50,
            1 + n % 9
        )?;
    }
    let begun = Instant::now();
    let to = ("POST", "/api/v1/imports/customers?mode=partial");
    let job = http::send(server.address, to, manager, ("text/csv", &file))?.json()?;
    let id = job["id"].as_str().ok_or_else(|| format!("import: {job}"))?;
    loop {
        stop::check()?;
        let job = http::get(server.address, &format!("/api/v1/jobs/{id}"), manager)?;
        match job["state"].as_str() {
            Some("done") if job["created_rows"] == json!(IMPORTED) => return Ok(begun.elapsed()),
            Some("done" | "failed") => return Err(format!("import: {job}").into()),
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
        if begun.elapsed() > Duration::from_secs(600) {
            return Err("the import doesn't end".into());
        }
    }
}

/// A body's id, or what was said instead.
fn id(body: &Value) -> Outcome<String> {
    let id = body["id"].as_str();
    Ok(id.ok_or_else(|| format!("no id: {body}"))?.to_owned())
}
