//! Connections: which backend a URL means, how each is set up, and what its constraint errors mean.

use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{Connection, PgConnection, SqliteConnection};

#[derive(diesel::MultiConnection)]
pub enum AnyConn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub fn of(url: &str) -> Result<Backend, String> {
        if url.starts_with("sqlite://") {
            Ok(Backend::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Backend::Postgres)
        } else {
            Err("DATABASE_URL must start with sqlite:// or postgres://".to_owned())
        }
    }
}

pub fn sqlite_path(url: &str) -> &str {
    url.strip_prefix("sqlite://").unwrap_or(url)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Read,
    Write,
}

/// Opens and tunes one connection, with the backend's own reason when that fails.
pub fn connect(url: &str, for_use: Use) -> Result<AnyConn, String> {
    match Backend::of(url)? {
        Backend::Sqlite => {
            let mut c = SqliteConnection::establish(sqlite_path(url))
                .map_err(|e| format!("{}: {e}", sqlite_path(url)))?;
            let mut setup = String::from(
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                 PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;",
            );
            if for_use == Use::Read {
                setup.push_str(" PRAGMA query_only = 1;");
            }
            c.batch_execute(&setup).map_err(|e| e.to_string())?;
            Ok(AnyConn::Sqlite(c))
        }
        Backend::Postgres => {
            let mut c = PgConnection::establish(url).map_err(|e| e.to_string())?;
            // Custom plans: the generic plan of an OR-shaped reach filter is forty times slower.
            c.batch_execute(
                "SET plan_cache_mode = force_custom_plan; SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '5s'",
            )
            .map_err(|e| e.to_string())?;
            if for_use == Use::Read {
                c.batch_execute("SET default_transaction_read_only = on")
                    .map_err(|e| e.to_string())?;
            }
            Ok(AnyConn::Pg(c))
        }
    }
}

/// The lock that keeps a second server off the same SQLite file.
pub fn single_instance_lock(url: &str) -> Result<Option<std::fs::File>, String> {
    if Backend::of(url)? != Backend::Sqlite || sqlite_path(url).contains(":memory:") {
        return Ok(None);
    }
    let path = format!("{}.lock", sqlite_path(url));
    let file = std::fs::File::create(&path).map_err(|e| format!("{path}: {e}"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(_) => Err(format!(
            "{} is in use by another server; SQLite serves one instance, use PostgreSQL for several",
            sqlite_path(url)
        )),
    }
}

/// Name of the violated constraint, in one vocabulary for both backends: PostgreSQL says it; SQLite says table and columns
/// (or what our trigger raised).
pub fn constraint(error: &DieselError) -> Option<String> {
    let DieselError::DatabaseError(kind, info) = error else {
        return None;
    };
    if let Some(name) = info.constraint_name() {
        return Some(name.to_owned());
    }
    let message = info.message();
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        // `index 'name'` for expression and partial indexes, else `table.column, table.column`.
        if let Some(index) = columns.strip_prefix("index '") {
            return Some(index.trim_end_matches('\'').to_owned());
        }
        let table = columns.split('.').next().unwrap_or_default();
        let names: Vec<&str> = columns
            .split(", ")
            .filter_map(|c| c.split('.').nth(1))
            .collect();
        return Some(format!("{table}_{}_key", names.join("_")));
    }
    if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(name.to_owned());
    }
    match kind {
        DatabaseErrorKind::ForeignKeyViolation => Some("foreign_key".to_owned()),
        _ => Some(message.to_owned()),
    }
}
