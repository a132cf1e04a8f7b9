//! The two databases: copies of the template, and plain SQL for looking behind the API.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use crate::run::Run;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub const ALL: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

    pub fn name(self) -> &'static str {
        match self {
            Backend::Sqlite => "sqlite",
            Backend::Postgres => "postgres",
        }
    }
}

/// A database that belongs to one test.
pub struct Database {
    pub backend: Backend,
    pub url: String,
    /// Name on PostgreSQL, dropped at the end.
    name: Option<String>,
}

impl Database {
    /// A copy of the template department.
    pub fn copy(run: &Run, backend: Backend, folder: &Path) -> Database {
        match backend {
            Backend::Sqlite => {
                let file = folder.join("db.sqlite");
                std::fs::copy(run.template_sqlite(), &file).unwrap();
                Database {
                    backend,
                    url: format!("sqlite://{}", file.display()),
                    name: None,
                }
            }
            Backend::Postgres => Database::create(run, folder, &format!("TEMPLATE {TEMPLATE}")),
        }
    }

    /// Nothing in it, not even tables.
    pub fn empty(run: &Run, backend: Backend, folder: &Path) -> Database {
        match backend {
            Backend::Sqlite => Database {
                backend,
                url: format!("sqlite://{}/db.sqlite", folder.display()),
                name: None,
            },
            Backend::Postgres => Database::create(run, folder, ""),
        }
    }

    fn create(run: &Run, folder: &Path, how: &str) -> Database {
        let name = folder
            .file_name()
            .unwrap()
            .to_string_lossy()
            .replace(['.', '-'], "_")
            .to_lowercase();
        // Two tests can't copy one template at the same instant.
        for attempt in 0.. {
            let made = Sql::open(&run.postgres_url("postgres"))
                .try_run(&format!("CREATE DATABASE {name} {how}"));
            match made {
                Ok(()) => break,
                Err(error) if attempt < 100 && error.contains("being accessed by other users") => {
                    std::thread::sleep(std::time::Duration::from_millis(50));
                }
                Err(error) => panic!("CREATE DATABASE {name} {how}: {error}"),
            }
        }
        Database {
            backend: Backend::Postgres,
            url: run.postgres_url(&name),
            name: Some(name),
        }
    }

    /// A connection beside the server's own.
    pub fn sql(&self) -> Sql {
        Sql::open(&self.url)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            let server = self.url.rsplit_once('/').unwrap().0;
            let _gone = Sql::open(&format!("{server}/postgres"))
                .try_run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

pub const TEMPLATE: &str = "template_department";

pub enum Sql {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Nullable<Text>)]
    v: Option<String>,
}

impl Sql {
    pub fn open(url: &str) -> Sql {
        match url.strip_prefix("sqlite://") {
            Some(path) => {
                let mut c = SqliteConnection::establish(path).unwrap();
                c.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                Sql::Sqlite(c)
            }
            None => Sql::Postgres(PgConnection::establish(url).unwrap()),
        }
    }

    pub fn try_run(&mut self, sql: &str) -> Result<(), String> {
        match self {
            Sql::Sqlite(c) => c.batch_execute(sql),
            Sql::Postgres(c) => c.batch_execute(sql),
        }
        .map_err(|e| e.to_string())
    }

    pub fn run(&mut self, sql: &str) {
        self.try_run(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    /// The text column `v` of each row.
    pub fn texts(&mut self, sql: &str) -> Vec<String> {
        let rows: Vec<One> = match self {
            Sql::Sqlite(c) => diesel::sql_query(sql).load(c),
            Sql::Postgres(c) => diesel::sql_query(sql).load(c),
        }
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
        rows.into_iter().map(|r| r.v.unwrap_or_default()).collect()
    }

    /// `SELECT COUNT(*) FROM …`.
    pub fn count(&mut self, from: &str) -> i64 {
        self.texts(&format!("SELECT CAST(COUNT(*) AS TEXT) AS v FROM {from}"))[0]
            .parse()
            .unwrap()
    }
}

pub fn try_connect(url: &str) -> Option<PgConnection> {
    PgConnection::establish(url).ok()
}
