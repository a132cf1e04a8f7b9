//! Where a part of the bench keeps its data: a fresh database of each kind.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::postgres::Postgres;
use crate::server::Setting;
use crate::{Options, Outcome, stop};

/// Where the tables are.
pub enum At {
    Sqlite(PathBuf),
    Postgres(String),
}

impl At {
    pub fn name(&self) -> &'static str {
        match self {
            At::Sqlite(_) => "SQLite",
            At::Postgres(_) => "PostgreSQL",
        }
    }
}

fn hold(options: &Options, setting: &Setting) -> Outcome<()> {
    if options.hold {
        let server = setting.serve()?;
        println!(
            "held until interrupted: {} behind {}, sign-ins in {}",
            setting.database_url,
            server.address,
            setting.folder.display()
        );
        loop {
            stop::check()?;
            std::thread::sleep(Duration::from_millis(200));
        }
    }
    Ok(())
}

/// Runs a part on each database that is asked for.
pub fn each(
    options: &Options,
    (binary, folder): (&Path, &Path),
    part: &str,
    mut run: impl FnMut(&Setting, &At) -> Outcome<()>,
) -> Outcome<()> {
    if options.sqlite {
        let home = folder.join(format!("{part}-sqlite"));
        std::fs::create_dir_all(&home)?;
        let file = home.join("bench.db");
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home,
            database_url: format!("sqlite://{}", file.display()),
        };
        run(&setting, &At::Sqlite(file.clone()))?;
        hold(options, &setting)?;
        std::fs::remove_file(&file)?;
    }
    if options.postgres {
        let home = folder.join(format!("{part}-pg"));
        std::fs::create_dir_all(&home)?;
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let postgres = Postgres::start(&home)?;
        postgres.run("postgres", "CREATE DATABASE bench")?;
        let url = postgres.url("bench");
        let setting = Setting {
            binary: binary.to_owned(),
            folder: home,
            database_url: url.clone(),
        };
        run(&setting, &At::Postgres(url))?;
        hold(options, &setting)?;
    }
    Ok(())
}
