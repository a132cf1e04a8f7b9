//! Reads: a few threads with an r2d2 pool of the same size, behind one bounded queue.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, bounded};
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::conn::{AnyConn, Reader, Use, connect};
use crate::problem::{Answer, Refusal};
use contract::Code;

/// How long a request waits for its turn before it's told to come back (503).
pub const QUEUE_WAIT: Duration = Duration::from_secs(3);
const QUEUE_LENGTH: usize = 1024;

type Job = Box<dyn FnOnce(&mut AnyConn) + Send>;

pub struct Readers {
    jobs: Sender<(Instant, Job)>,
}

/// r2d2 opens through our own `connect`, which keeps the backend's reason and sets the session up.
struct Manager {
    url: String,
}

#[derive(Debug)]
struct ConnectError(String);
impl std::fmt::Display for ConnectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for ConnectError {}

impl r2d2::ManageConnection for Manager {
    type Connection = Reader;
    type Error = ConnectError;
    fn connect(&self) -> Result<Reader, ConnectError> {
        Reader::connect(&self.url, Use::Read).map_err(ConnectError)
    }
    fn is_valid(&self, _: &mut Reader) -> Result<(), ConnectError> {
        Ok(())
    }
    fn has_broken(&self, reader: &mut Reader) -> bool {
        reader.is_broken()
    }
}

impl Readers {
    pub fn start(url: &str, threads: u32) -> Result<Readers, String> {
        let pool = r2d2::Pool::builder()
            .max_size(threads)
            .min_idle(Some(threads))
            .test_on_check_out(false)
            .connection_timeout(QUEUE_WAIT)
            .build(Manager {
                url: url.to_owned(),
            })
            .map_err(|e| e.to_string())?;
        let (jobs, inbox) = bounded::<(Instant, Job)>(QUEUE_LENGTH);
        for n in 0..threads {
            let (pool, inbox) = (pool.clone(), inbox.clone());
            std::thread::Builder::new()
                .name(format!("read-{n}"))
                .spawn(move || {
                    while let Ok((queued, job)) = inbox.recv() {
                        // A dropped job answers 503: its sender goes with it.
                        if queued.elapsed() > QUEUE_WAIT {
                            continue;
                        }
                        match pool.get() {
                            Ok(mut reader) => {
                                job(&mut reader.conn);
                                reader.tidy();
                            }
                            Err(error) => tracing::error!(%error, "no database connection"),
                        }
                    }
                })
                .map_err(|e| e.to_string())?;
        }
        Ok(Readers { jobs })
    }

    pub async fn run<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConn) -> Answer<T> + Send + 'static,
    {
        let (tx, rx) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let _gone = tx.send(contained(|| f(conn)));
        });
        self.jobs
            .try_send((Instant::now(), job))
            .map_err(|_| Refusal::new(Code::Busy))?;
        rx.await.map_err(|_| Refusal::new(Code::Busy))?
    }
}

/// A panic in a query closure answers 500 and leaves the thread alive.
pub fn contained<T>(f: impl FnOnce() -> Answer<T>) -> Answer<T> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        tracing::error!("a database closure panicked");
        Err(Refusal::new(Code::Internal))
    })
}

/// Many small statements, the same for everybody: each keeps its plan on PostgreSQL, where making them anew took four times as long as
/// all that they read. Not for filters and reaches of many shapes (see [`connect`]).
pub fn with_kept_plans<T>(
    conn: &mut AnyConn,
    f: impl FnOnce(&mut AnyConn) -> Answer<T>,
) -> Answer<T> {
    if let AnyConn::Pg(c) = conn {
        c.batch_execute("SET plan_cache_mode = auto")?;
    }
    let answer = contained(|| f(conn));
    if let AnyConn::Pg(c) = conn {
        c.batch_execute("SET plan_cache_mode = force_custom_plan")?;
    }
    answer
}

/// Runs a short read on a connection that belongs to this thread (SQLite only).
pub fn inline<T>(url: &str, f: impl FnOnce(&mut AnyConn) -> Answer<T>) -> Answer<T> {
    thread_local! {
        static CONN: RefCell<Option<(String, AnyConn)>> = const { RefCell::new(None) };
    }
    CONN.with_borrow_mut(|slot| {
        if slot.as_ref().is_none_or(|(u, _)| u != url) {
            let conn = connect(url, Use::Point).map_err(|error| {
                tracing::error!(%error, "no database connection");
                Refusal::new(Code::Busy)
            })?;
            *slot = Some((url.to_owned(), conn));
        }
        match slot {
            Some((_, conn)) => contained(|| f(conn)),
            None => Err(Refusal::new(Code::Busy)),
        }
    })
}
