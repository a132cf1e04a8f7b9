//! `make bench`: the release server on SQLite and on PostgreSQL, under load from this process, beside a bare actix handler that
//! answers the same bytes and beside the raw databases. Contestants take turns in short rounds, so a noisy machine disturbs all
//! of them alike: read the ratios, not the rates. Goals are reported, never asserted.

mod bare;
mod business;
mod curve;
mod duties;
mod growth;
mod http;
mod load;
mod place;
mod postgres;
mod raw;
mod report;
mod server;
mod stop;
mod suite;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What to run, from the command line.
pub struct Options {
    pub seconds: f64,
    pub people: usize,
    pub sqlite: bool,
    pub postgres: bool,
    pub build: bool,
    /// Which of the four parts: load, the growth of approvals, leave and attendance, that of the business, that of duties.
    pub parts: [bool; 4],
    /// Customers of the business at its whole size.
    pub customers: i64,
    /// Keep each part's database until interrupted, to look at its query plans.
    pub hold: bool,
}

const HELP: &str = "bench [--seconds 5] [--people 5000] [--customers 1000000] [--only sqlite|postgres] [--only-growth | --only-business | --only-duties] [--no-build] [--hold]";

fn options() -> Outcome<Options> {
    let mut options = Options {
        seconds: 5.0,
        people: 5000,
        sqlite: true,
        postgres: true,
        build: true,
        parts: [true; 4],
        customers: 1_000_000,
        hold: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(HELP);
        match word.as_str() {
            "--seconds" => options.seconds = value()?.parse()?,
            "--people" => options.people = value()?.parse()?,
            "--no-build" => options.build = false,
            "--hold" => options.hold = true,
            "--customers" => options.customers = value()?.parse()?,
            "--only-growth" => options.parts = [false, true, false, false],
            "--only-business" => options.parts = [false, false, true, false],
            "--only-duties" => options.parts = [false, false, false, true],
            "--only" => match value()?.as_str() {
                "sqlite" => options.postgres = false,
                "postgres" => options.sqlite = false,
                _ => return Err(HELP.into()),
            },
            _ => return Err(HELP.into()),
        }
    }
    Ok(options)
}

/// The server's binary: built into the folder this program was built into.
fn server_binary(build: bool) -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().ok_or("no folder")?;
    if build {
        let target = folder.parent().ok_or("no target folder")?;
        println!("building the release server …");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let done = Command::new(cargo)
            // Together, so that both are built from one set of dependencies.
            .args(["build", "--release", "-p", "api", "-p", "bench"])
            .env("CARGO_TARGET_DIR", target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()?;
        if !done.success() {
            return Err("the server doesn't build".into());
        }
    }
    let binary = folder.join("shouzhan");
    if binary.exists() {
        Ok(binary)
    } else {
        Err(format!("{} isn't there", binary.display()).into())
    }
}

fn run() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some("--bare") {
        return bare::serve(Path::new(&words.next().ok_or("which answer?")?));
    }
    let options = options()?;
    let binary = server_binary(options.build)?;
    stop::listen();
    let folder = tempfile::Builder::new()
        .prefix("shouzhan-bench-")
        .tempdir()?;
    let mut table = report::Table::default();
    let mut done = Ok(());
    for (part, run) in [suite::run, growth::run, business::run, duties::run]
        .into_iter()
        .enumerate()
    {
        if options.parts[part] && done.is_ok() {
            done = run(&options, &binary, folder.path(), &mut table);
        }
    }
    // What was measured before an error is worth seeing, too.
    table.print();
    done
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
