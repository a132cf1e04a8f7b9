//! The database: SQLite (embedded default) or PostgreSQL behind one query code path.
//!
//! Reads run on a few dedicated threads (`Db::read`), short reads by key inline where that is faster (`Db::point`); every
//! write goes through `Db::write`, which commits requests in groups and writes their audit and outbox rows with them.

pub(crate) mod bulk;
mod conn;
mod epoch;
mod migrate;
mod point;
mod read;
mod rehearse;
pub mod schema;
pub mod sql;
pub mod types;
pub mod words;
mod write;

use std::sync::Arc;

use diesel::connection::SimpleConnection;

use conn::Use;
pub use conn::{AnyConn, Backend, MultiBackend, constraint};
pub use migrate::{MIGRATIONS_POSTGRES, MIGRATIONS_SQLITE, migrate, revert_all};
pub use point::Shared;
pub use read::with_kept_plans;
pub use write::{Tx, WriteOutcome, hold};

use crate::problem::{Answer, Refusal};

/// Handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    backend: Backend,
    reads: read::Readers,
    points: Option<point::Points>,
    writes: write::Writers,
    epoch: epoch::Epoch,
    /// Held for the life of the process: a second server on the same SQLite file must not start.
    _lock: Option<std::fs::File>,
}

/// Looks at tables that have grown a lot since SQLite last counted them, a sample of each: without figures the planner sorts
/// a third of the department to show fifty of an area. (PostgreSQL counts by itself.)
pub const OPTIMIZE: &str = "PRAGMA optimize = 0x10002";

/// How many threads serve reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct DbOptions {
    pub readers: u32,
    pub writers: u32,
}

/// A connection outside the pools; for the command line.
pub fn connect_for_reading(url: &str) -> Result<AnyConn, String> {
    conn::connect(url, Use::Read)
}

/// As [`connect_for_reading`], able to write.
pub fn connect_for_writing(url: &str) -> Result<AnyConn, String> {
    conn::connect(url, Use::Write)
}

impl Db {
    /// Opens the database; the schema must already be there (see [`migrate`]).
    pub fn open(url: &str, options: DbOptions, audit_key: [u8; 32]) -> Result<Db, String> {
        let backend = Backend::of(url)?;
        let lock = conn::single_instance_lock(url)?;
        if backend == Backend::Sqlite {
            rehearse::clear(url);
            conn::connect(url, Use::Write)?
                .batch_execute(OPTIMIZE)
                .map_err(|e| e.to_string())?;
        }
        let epoch = epoch::Epoch::start(url, backend)?;
        let reads = read::Readers::start(url, options.readers)?;
        let points = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(point::Points::start(url, options.readers)?),
        };
        let writers = if backend == Backend::Sqlite {
            1
        } else {
            options.writers
        };
        let writes = write::Writers::start(url, backend, writers, audit_key, epoch.counter())?;
        Ok(Db {
            inner: Arc::new(Inner {
                url: url.to_owned(),
                backend,
                reads,
                points,
                writes,
                epoch,
                _lock: lock,
            }),
        })
    }

    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// A read that may take a while: runs on a reader thread, refused with 503 when the queue stays full.
    pub async fn read<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConn) -> Answer<T> + Send + 'static,
    {
        self.inner.reads.run(f).await
    }

    /// A read of a few rows by key. On SQLite it runs right here, on a connection of this worker thread: handing it to
    /// another thread costs more than the read itself.
    pub async fn point<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConn) -> Answer<T> + Send + 'static,
    {
        match &self.inner.points {
            None => read::inline(&self.inner.url, f),
            Some(points) => points.run(f).await,
        }
    }

    /// A read by key that others of its kind may share, answered only if the access epoch still is this one; `None` when it
    /// has moved. For rights that were looked up without asking the database.
    pub async fn share<S: Shared>(&self, epoch: u64, what: S) -> Answer<Option<S::Out>> {
        match &self.inner.points {
            None if !self.inner.epoch.is(epoch) => Ok(None),
            None => read::inline(&self.inner.url, |c| what.read_one(c)).map(Some),
            Some(points) => points.share(epoch, what).await,
        }
    }

    /// One transaction with its audit and outbox rows. `f` may run more than once (group retry), so it must only touch
    /// the database through `Tx`.
    pub async fn write<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx) -> Answer<T> + Send + 'static,
    {
        self.inner.writes.run(f).await
    }

    /// A write of many rows for its answer alone: nothing of it stays, and on SQLite nobody waits for it.
    pub async fn rehearse<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Answer<T> + Send + 'static,
    {
        let url = self.inner.url.clone();
        let done = tokio::task::spawn_blocking(move || rehearse::run(&url, f));
        done.await.map_err(crate::problem::internal)?
    }

    /// Counts every change of roles, employees, sessions and keys; cached rights are good while it stands still.
    pub async fn access_epoch(&self) -> Answer<u64> {
        self.inner.epoch.current().await
    }

    /// True when the database answers.
    pub async fn ready(&self) -> bool {
        self.read(|c| {
            use diesel::RunQueryDsl;
            diesel::sql_query("SELECT 1")
                .execute(c)
                .map_err(Refusal::from)?;
            Ok(())
        })
        .await
        .is_ok()
    }
}
