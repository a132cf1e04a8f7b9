//! Connections: which backend a URL means, how each is set up, and what its constraint errors mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::connection::{CacheSize, Instrumentation, InstrumentationEvent};
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
    /// Lists: filters and reaches of many shapes.
    Read,
    /// A few rows by key.
    Point,
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
                 PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2000;",
            );
            match for_use {
                // Commits touch the same pages again and again: the fewer checkpoints, the fewer of them are written twice.
                Use::Write => {
                    setup.push_str(" PRAGMA cache_size = -6000; PRAGMA wal_autocheckpoint = 4000;")
                }
                Use::Read | Use::Point => setup.push_str(" PRAGMA query_only = 1;"),
            }
            c.batch_execute(&setup).map_err(|e| e.to_string())?;
            Ok(AnyConn::Sqlite(c))
        }
        Backend::Postgres => {
            let mut c = PgConnection::establish(url).map_err(|e| e.to_string())?;
            let mut setup = String::from(
                "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET lock_timeout = '5s'",
            );
            if for_use != Use::Write {
                setup.push_str("; SET default_transaction_read_only = on");
            }
            // The generic plan of an OR-shaped reach filter is forty times slower than one for its values; for a row by its key
            // it is the same plan, and making it anew each time takes nine times as long as using it.
            if for_use == Use::Read {
                setup.push_str("; SET plan_cache_mode = force_custom_plan");
                // Compiling a count over a million rows takes longer than counting them.
                setup.push_str("; SET jit = off");
            }
            c.batch_execute(&setup).map_err(|e| e.to_string())?;
            Ok(AnyConn::Pg(c))
        }
    }
}

/// A reader's connection and how many statements it keeps prepared. Filters, sorts and reaches combine to thousands of
/// statements, and diesel forgets none by itself.
pub struct Reader {
    pub conn: AnyConn,
    kept: Arc<AtomicU32>,
}

const KEEP: u32 = 250;

impl Reader {
    pub fn connect(url: &str, for_use: Use) -> Result<Reader, String> {
        let mut conn = connect(url, for_use)?;
        let kept = Arc::new(AtomicU32::new(0));
        conn.set_instrumentation(Counting(kept.clone()));
        Ok(Reader { conn, kept })
    }

    pub fn is_broken(&mut self) -> bool {
        use diesel::r2d2::R2D2Connection;
        std::thread::panicking() || self.conn.is_broken()
    }

    /// Forgets every statement when they are too many; what is in use comes back at once.
    pub fn tidy(&mut self) {
        if self.kept.load(Ordering::Relaxed) < KEEP {
            return;
        }
        self.kept.store(0, Ordering::Relaxed);
        self.conn
            .set_prepared_statement_cache_size(CacheSize::Disabled);
        self.conn
            .set_prepared_statement_cache_size(CacheSize::Unbounded);
        if let AnyConn::Pg(c) = &mut self.conn {
            // diesel leaves the server's half behind. If this fails the connection is broken, which its next user notices.
            let _forgotten = c.batch_execute("DEALLOCATE ALL");
        }
    }
}

struct Counting(Arc<AtomicU32>);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
            self.0.fetch_add(1, Ordering::Relaxed);
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
