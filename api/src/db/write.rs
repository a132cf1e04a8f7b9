//! Writes: requests are committed in groups (up to 64 per commit), together with their audit and outbox rows. A group first
//! runs without savepoints; when one of it is refused all are taken back and run again, each able to roll back alone. Nothing
//! is acknowledged before the commit is durable.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::bulk::{Piles, Rows};
use super::conn::{AnyConn, Backend, Use, connect};
use super::read::{QUEUE_WAIT, contained};
use super::types::{G, Guid};
use crate::engine::audit::{Lane, NewEntry};
use crate::engine::outbox::NewEvent;
use crate::http::perform::NewAnswer;
use crate::problem::{Answer, Refusal};
use contract::Code;

const GROUP: usize = 64;
const QUEUE_LENGTH: usize = 4096;
const RETRIES: u32 = 5;
/// After a refusal so many groups run with savepoints at once: refusals come in swarms.
const CAUTIOUS: u32 = 8;

/// One request's view of the transaction: the connection, and what it records besides its rows.
pub struct Tx<'c> {
    pub conn: &'c mut AnyConn,
    pub(crate) entries: Vec<NewEntry>,
    pub(crate) events: Vec<NewEvent>,
    /// Answers to keep for repeats.
    pub(crate) kept: Vec<NewAnswer>,
    /// Others are in the same transaction without a savepoint between: if this request can't go through as it is, all are
    /// taken back and each runs again alone.
    pub(crate) grouped: bool,
    piles: Piles,
    /// Parts that are open: what they write must be there to be taken back.
    parts: u32,
    access_changed: bool,
}

impl<'c> Tx<'c> {
    pub(super) fn on(conn: &'c mut AnyConn, grouped: bool) -> Tx<'c> {
        Tx {
            conn,
            entries: Vec::new(),
            events: Vec::new(),
            kept: Vec::new(),
            grouped,
            piles: Piles::default(),
            parts: 0,
            access_changed: false,
        }
    }

    /// Call it when roles, employees, areas, sessions or keys change: cached rights end with this commit.
    pub fn access_changed(&mut self) {
        self.access_changed = true;
    }

    /// Inserts a row; on PostgreSQL a group's rows of one table go in together at its end. For rows that nothing else in
    /// their transaction reads.
    pub(crate) fn put<R: Rows>(&mut self, row: R) -> Answer<()> {
        let together = self.grouped && self.parts == 0 && matches!(self.conn, AnyConn::Pg(_));
        match together {
            true => self.piles.add(row),
            false => R::insert(self.conn, &[row])?,
        }
        Ok(())
    }

    /// Part of the transaction that may fail on its own: an error takes back what the part did, nothing else.
    pub fn part<T>(&mut self, f: impl FnOnce(&mut Tx) -> Answer<T>) -> Answer<T> {
        let mark = self.mark();
        self.conn
            .batch_execute("SAVEPOINT part")
            .map_err(Refusal::from)?;
        self.parts += 1;
        let done = f(self);
        self.parts -= 1;
        match done {
            Ok(value) => {
                self.conn
                    .batch_execute("RELEASE SAVEPOINT part")
                    .map_err(Refusal::from)?;
                Ok(value)
            }
            Err(refusal) => {
                self.conn
                    .batch_execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
                    .map_err(Refusal::from)?;
                self.back_to(mark);
                Err(refusal)
            }
        }
    }

    fn mark(&self) -> (usize, usize, usize, bool) {
        (
            self.entries.len(),
            self.events.len(),
            self.kept.len(),
            self.access_changed,
        )
    }

    fn back_to(&mut self, (entries, events, kept, changed): (usize, usize, usize, bool)) {
        self.entries.truncate(entries);
        self.events.truncate(events);
        self.kept.truncate(kept);
        self.access_changed = changed;
    }

    pub(crate) fn push_entry(&mut self, entry: NewEntry) {
        self.entries.push(entry);
    }

    pub(crate) fn push_event(&mut self, event: NewEvent) {
        self.events.push(event);
    }
}

/// Holds rows for the rest of the transaction, where others write at the same time (PostgreSQL); SQLite has one writer.
pub fn hold(conn: &mut AnyConn, table: &str, ids: &[Uuid], how: &str) -> Answer<()> {
    if let AnyConn::Pg(c) = conn {
        for id in ids {
            diesel::sql_query(format!("SELECT 1 FROM {table} WHERE id = $1 {how}"))
                .bind::<Guid, _>(G(*id))
                .execute(c)?;
        }
    }
    Ok(())
}

/// What became of one request of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    Done,
    Refused,
    /// Serialization failure or deadlock: worth another try alone.
    Again,
}

trait Job: Send {
    fn queued(&self) -> Instant;
    fn run(&mut self, tx: &mut Tx) -> WriteOutcome;
    fn finish(self: Box<Self>, committed: Answer<()>);
}

struct Request<T, F> {
    queued: Instant,
    f: F,
    result: Option<Answer<T>>,
    done: oneshot::Sender<Answer<T>>,
}

impl<T, F> Job for Request<T, F>
where
    T: Send + 'static,
    F: Fn(&mut Tx) -> Answer<T> + Send + 'static,
{
    fn queued(&self) -> Instant {
        self.queued
    }

    fn run(&mut self, tx: &mut Tx) -> WriteOutcome {
        let result = contained(|| (self.f)(tx));
        let outcome = match &result {
            Ok(_) => WriteOutcome::Done,
            Err(refusal) if refusal.is_retryable() => WriteOutcome::Again,
            Err(_) => WriteOutcome::Refused,
        };
        self.result = Some(result);
        outcome
    }

    fn finish(self: Box<Self>, committed: Answer<()>) {
        let answer = match (committed, self.result) {
            // A refusal stands whether or not the rest of the group was committed.
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(refusal), _) => Err(refusal),
            (Ok(()), None) => Err(Refusal::new(Code::Busy)),
        };
        let _gone = self.done.send(answer);
    }
}

pub struct Writers {
    jobs: Sender<Box<dyn Job>>,
}

impl Writers {
    pub fn start(
        url: &str,
        backend: Backend,
        threads: u32,
        audit_key: [u8; 32],
        epoch: Arc<AtomicU64>,
    ) -> Result<Writers, String> {
        let (jobs, inbox) = bounded::<Box<dyn Job>>(QUEUE_LENGTH);
        for n in 0..threads.max(1) {
            let conn = connect(url, Use::Write)?;
            let mut writer = Writer {
                url: url.to_owned(),
                backend,
                conn: Some(conn),
                lane: Lane::new(backend, audit_key),
                epoch: epoch.clone(),
                cautious: 0,
            };
            let inbox: Receiver<Box<dyn Job>> = inbox.clone();
            std::thread::Builder::new()
                .name(format!("write-{n}"))
                .spawn(move || {
                    let mut rhythm = Rhythm::default();
                    while let Ok(first) = inbox.recv() {
                        let group = rhythm.gather(backend, first, &inbox);
                        let begun = Instant::now();
                        let served = group.len();
                        writer.serve(group);
                        rhythm.callers = served + inbox.len();
                        rhythm.took = begun.elapsed();
                    }
                })
                .map_err(|e| e.to_string())?;
        }
        Ok(Writers { jobs })
    }

    pub async fn run<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx) -> Answer<T> + Send + 'static,
    {
        let (done, rx) = oneshot::channel();
        let request = Request {
            queued: Instant::now(),
            f,
            result: None,
            done,
        };
        self.jobs
            .try_send(Box::new(request))
            .map_err(|_| Refusal::new(Code::Busy))?;
        rx.await.map_err(|_| Refusal::new(Code::Busy))?
    }
}

/// How the last group went. Whoever it answered is likely to come again at once: waiting for them a fraction of what a commit
/// takes makes one commit of two. SQLite only — on PostgreSQL another writer is at work meanwhile.
#[derive(Default)]
struct Rhythm {
    /// In the last group, or waiting when it was done.
    callers: usize,
    took: Duration,
}

const PATIENCE: Duration = Duration::from_millis(3);

impl Rhythm {
    fn gather(
        &self,
        backend: Backend,
        first: Box<dyn Job>,
        inbox: &Receiver<Box<dyn Job>>,
    ) -> Vec<Box<dyn Job>> {
        let mut group = vec![first];
        group.extend(inbox.try_iter().take(GROUP - 1));
        if backend == Backend::Postgres {
            return group;
        }
        let expected = self.callers.min(GROUP);
        let until = Instant::now() + (self.took / 2).min(PATIENCE);
        while group.len() < expected {
            match inbox.recv_deadline(until) {
                Ok(job) => group.push(job),
                Err(_) => break,
            }
        }
        group
    }
}

struct Writer {
    url: String,
    backend: Backend,
    conn: Option<AnyConn>,
    lane: Lane,
    epoch: Arc<AtomicU64>,
    /// Groups still to run with savepoints.
    cautious: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// One request: a refusal rolls the transaction back.
    Alone,
    /// Without savepoints: a refusal takes the whole group back.
    Together,
    /// A savepoint a request: a refusal takes back its own work only.
    Apart,
}

enum GroupEnd {
    Committed {
        access_changed: bool,
    },
    /// The group can't be committed as it is; each request deserves a try alone.
    Split,
}

impl Writer {
    fn serve(&mut self, group: Vec<Box<dyn Job>>) {
        let (mut group, late): (Vec<_>, Vec<_>) = group
            .into_iter()
            .partition(|job| job.queued().elapsed() <= QUEUE_WAIT);
        for job in late {
            job.finish(Err(Refusal::new(Code::Busy)));
        }
        if group.is_empty() {
            return;
        }
        for mode in self.modes(group.len()) {
            match self.attempt(&mut group, *mode) {
                Ok(GroupEnd::Committed { access_changed }) => {
                    return self.acknowledge(group, access_changed);
                }
                Ok(GroupEnd::Split) => {}
                Err(error) => {
                    tracing::debug!(%error, requests = group.len(), "group rolled back");
                }
            }
            self.cautious = CAUTIOUS;
        }
        for job in group {
            self.serve_alone(job);
        }
    }

    /// How a group of this size is tried, before each of it is served alone. Savepoints cost PostgreSQL two round trips a
    /// request; SQLite copies every page a request touches.
    fn modes(&mut self, requests: usize) -> &'static [Mode] {
        let cautious = self.cautious > 0;
        self.cautious = self.cautious.saturating_sub(1);
        match (self.backend, requests) {
            (_, 1) => &[Mode::Alone],
            (Backend::Postgres, _) => &[Mode::Together],
            (Backend::Sqlite, _) if cautious => &[Mode::Apart],
            (Backend::Sqlite, _) => &[Mode::Together, Mode::Apart],
        }
    }

    fn serve_alone(&mut self, job: Box<dyn Job>) {
        let mut one = vec![job];
        let mut refusal = Refusal::new(Code::Busy);
        for attempt in 0..RETRIES {
            match self.attempt(&mut one, Mode::Alone) {
                Ok(GroupEnd::Committed { access_changed }) => {
                    return self.acknowledge(one, access_changed);
                }
                Ok(GroupEnd::Split) => {
                    std::thread::sleep(std::time::Duration::from_millis(2 << attempt))
                }
                Err(error) => {
                    tracing::warn!(%error, attempt, "write rolled back");
                    refusal = Refusal::from(error);
                }
            }
        }
        for job in one {
            job.finish(Err(refusal.clone()));
        }
    }

    fn acknowledge(&mut self, group: Vec<Box<dyn Job>>, access_changed: bool) {
        if access_changed {
            self.epoch.fetch_add(1, Ordering::Release);
        }
        for job in group {
            job.finish(Ok(()));
        }
    }

    /// Runs the group in one transaction. On error nothing of it is in the database.
    fn attempt(&mut self, group: &mut [Box<dyn Job>], mode: Mode) -> diesel::QueryResult<GroupEnd> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => connect(&self.url, Use::Write)
                .map_err(|e| diesel::result::Error::QueryBuilderError(e.into()))?,
        };
        let end = self.transact(&mut conn, group, mode);
        if !matches!(end, Ok(GroupEnd::Committed { .. })) {
            self.lane.forget();
            // A connection that can't even roll back is lost; the next attempt opens another.
            if conn.batch_execute("ROLLBACK").is_err() {
                return end;
            }
        }
        self.conn = Some(conn);
        end
    }

    fn transact(
        &mut self,
        conn: &mut AnyConn,
        group: &mut [Box<dyn Job>],
        mode: Mode,
    ) -> diesel::QueryResult<GroupEnd> {
        conn.batch_execute(match self.backend {
            // Takes the write lock at once: a deferred transaction that reads and then writes would fail instead of waiting.
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        })?;
        let mut tx = Tx::on(conn, mode == Mode::Together);
        for job in group.iter_mut() {
            let mark = tx.mark();
            if mode == Mode::Apart {
                tx.conn.batch_execute("SAVEPOINT request")?;
            }
            match (job.run(&mut tx), mode) {
                (WriteOutcome::Done, Mode::Apart) => {
                    tx.conn.batch_execute("RELEASE SAVEPOINT request")?
                }
                (WriteOutcome::Done, _) => {}
                (WriteOutcome::Refused, Mode::Apart) => {
                    tx.conn.batch_execute(
                        "ROLLBACK TO SAVEPOINT request; RELEASE SAVEPOINT request",
                    )?;
                    tx.back_to(mark);
                }
                (WriteOutcome::Refused, Mode::Alone) => {
                    tx.conn.batch_execute("ROLLBACK")?;
                    return Ok(GroupEnd::Committed {
                        access_changed: false,
                    });
                }
                (WriteOutcome::Refused, Mode::Together) | (WriteOutcome::Again, _) => {
                    return Ok(GroupEnd::Split);
                }
            }
        }
        let Tx {
            conn,
            entries,
            events,
            kept,
            piles,
            access_changed,
            ..
        } = tx;
        piles.insert(conn)?;
        self.lane.append(conn, entries)?;
        crate::engine::outbox::insert(conn, events)?;
        crate::http::perform::insert(conn, kept)?;
        if access_changed && self.backend == Backend::Postgres {
            diesel::sql_query("UPDATE access_epoch SET epoch = epoch + 1").execute(conn)?;
        }
        conn.batch_execute("COMMIT")?;
        Ok(GroupEnd::Committed { access_changed })
    }
}
