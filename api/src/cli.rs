//! The command line: serve · migrate · admin · demo · openapi · audit verify · backup · restore.

mod backup;
mod demo;
mod demo_leave;
mod openapi;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::db;
use crate::secrets::Secrets;

#[derive(Parser)]
#[command(
    name = "shouzhan",
    version,
    about = "Runs the workplace of a service-and-expansion department by its regulation"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, the SPA and the documentation.
    Serve {
        #[command(flatten)]
        config: Config,
        /// Fill an empty database with a demo department and print four sign-ins.
        #[arg(long)]
        demo_if_new: bool,
    },
    /// Bring the database up to date.
    Migrate {
        #[command(flatten)]
        config: Config,
    },
    /// Fill an empty database with a demo department and print four sign-ins.
    Demo {
        #[command(flatten)]
        config: Config,
        /// How many employees.
        #[arg(long, default_value_t = 60)]
        people: usize,
    },
    /// Administration on the server itself.
    Admin {
        #[command(subcommand)]
        what: Admin,
    },
    /// Write openapi/openapi.json and openapi/rules.md, or check that they are current.
    Openapi {
        /// Write nothing; fail when a file is stale.
        #[arg(long)]
        check: bool,
        /// Folder of the two files.
        #[arg(long, default_value = "openapi")]
        dir: std::path::PathBuf,
    },
    /// The audit trail.
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
    /// Write a consistent copy of database and attachments into a new folder (SQLite; PostgreSQL has pg_dump).
    Backup {
        #[command(flatten)]
        config: Config,
        /// Folder to make.
        to: std::path::PathBuf,
    },
    /// Put a backup in place of a database that doesn't exist yet.
    Restore {
        #[command(flatten)]
        config: Config,
        /// Folder made by `backup`.
        from: std::path::PathBuf,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Print a one-time password link for an employee; for a manager who is locked out.
    PasswordLink {
        #[command(flatten)]
        config: Config,
        /// Staff number.
        number: String,
    },
    /// Switch an employee's one-time codes off; for somebody who lost their device.
    DisableTotp {
        #[command(flatten)]
        config: Config,
        /// Staff number.
        number: String,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Prove the hash chain from its start.
    Verify {
        #[command(flatten)]
        config: Config,
    },
}

/// Parses the arguments and does what they say; errors go to standard error, one line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("SHOUZHAN_LOG")
        .unwrap_or_else(|_| "info,actix_server=warn".into());
    let format = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::env::var("SHOUZHAN_LOG_FORMAT").as_deref() == Ok("json") {
        format.json().init()
    } else {
        format.init()
    }
    let done = match cli.command {
        Command::Serve {
            config,
            demo_if_new,
        } => serve::serve(config, demo_if_new),
        Command::Migrate { config } => migrate(&config).map(|versions| {
            say(&if versions.is_empty() {
                "the database is up to date".to_owned()
            } else {
                format!("applied: {}", versions.join(", "))
            });
        }),
        Command::Demo { config, people } => demo::command(config, people),
        Command::Admin {
            what: Admin::PasswordLink { config, number },
        } => serve::password_link(config, &number),
        Command::Admin {
            what: Admin::DisableTotp { config, number },
        } => serve::disable_totp(config, &number),
        Command::Openapi { check, dir } => openapi::write(&dir, check),
        Command::Audit {
            what: Audit::Verify { config },
        } => verify(&config),
        Command::Backup { config, to } => backup::backup(&config, &to),
        Command::Restore { config, from } => backup::restore(&config, &from),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            complain(&reason);
            ExitCode::FAILURE
        }
    }
}

/// One line for the person at the terminal.
fn say(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice, not our error.
    let _closed = writeln!(out, "shouzhan: {text}").and_then(|()| out.flush());
}

fn complain(text: &str) {
    use std::io::Write;
    let _closed = writeln!(std::io::stderr().lock(), "shouzhan: {text}");
}

/// Makes the folder of an SQLite database, then migrates.
fn migrate(config: &Config) -> Result<Vec<String>, String> {
    if let Some(path) = config.database_url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path).parent()
    {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    db::migrate(&config.database_url)
}

fn secrets(config: &Config) -> Result<Secrets, String> {
    if let Ok(text) = std::env::var("SHOUZHAN_SECRET") {
        return Secrets::from_text(&text);
    }
    let path = config.secret_path();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    Secrets::from_file(&path)
}

fn verify(config: &Config) -> Result<(), String> {
    let key = secrets(config)?.lasting_key("audit chain");
    let mut conn = db::connect_for_reading(&config.database_url)?;
    let verdict = crate::engine::audit::verify(&mut conn, &key).map_err(|e| e.to_string())?;
    if verdict.breaks.is_empty() {
        say(&format!(
            "audit trail intact: {} entries in {} lanes",
            verdict.entries, verdict.lanes
        ));
        return Ok(());
    }
    Err(format!(
        "audit trail broken:\n  {}",
        verdict.breaks.join("\n  ")
    ))
}
