//! Reads of a few rows by key on PostgreSQL: threads and connections of their own, so that no list holds them up and a slow
//! database blocks no HTTP worker. What waits at one moment is served in one go, with one query for the access epoch.

use std::any::{Any, TypeId};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;

use super::conn::{AnyConn, Reader, Use};
use super::epoch;
use super::read::{QUEUE_WAIT, contained};
use crate::problem::{Answer, Refusal};
use contract::Code;

const QUEUE_LENGTH: usize = 1024;
const BATCH: usize = 64;

/// A read that can be answered together with others of its kind, by one query.
pub trait Shared: Send + Sized + 'static {
    type Out: Send + 'static;
    /// One answer for each, in their order.
    fn read(conn: &mut AnyConn, asks: &[Self]) -> Answer<Vec<Answer<Self::Out>>>;

    fn read_one(self, conn: &mut AnyConn) -> Answer<Self::Out> {
        let mut answers = Self::read(conn, &[self])?;
        answers.pop().ok_or_else(|| Refusal::new(Code::Internal))?
    }
}

enum Job {
    Alone(Box<dyn FnOnce(&mut AnyConn) + Send>),
    Shared(Box<dyn Asked>),
}

struct Waiting {
    since: Instant,
    job: Job,
}

/// An ask of some kind, with the access epoch it is to be answered under.
trait Asked: Send {
    fn kind(&self) -> TypeId;
    fn any(self: Box<Self>) -> Box<dyn Any>;
    /// `same`: others of this kind.
    fn serve(self: Box<Self>, same: Vec<Box<dyn Asked>>, conn: &mut AnyConn, epoch: u64);
}

struct Ask<S: Shared> {
    epoch: u64,
    what: S,
    tell: oneshot::Sender<Answer<Option<S::Out>>>,
}

impl<S: Shared> Asked for Ask<S> {
    fn kind(&self) -> TypeId {
        TypeId::of::<S>()
    }

    fn any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn serve(self: Box<Self>, same: Vec<Box<dyn Asked>>, conn: &mut AnyConn, epoch: u64) {
        let others = same.into_iter().filter_map(|a| a.any().downcast().ok());
        let (mut asks, mut tells) = (Vec::new(), Vec::new());
        for ask in std::iter::once(self).chain(others) {
            let Ask {
                epoch: under,
                what,
                tell,
            } = *ask;
            if under == epoch {
                asks.push(what);
                tells.push(tell);
            } else {
                let _gone = tell.send(Ok(None));
            }
        }
        if asks.is_empty() {
            return;
        }
        match contained(|| S::read(conn, &asks)) {
            Ok(answers) => {
                for (tell, answer) in tells.into_iter().zip(answers) {
                    let _gone = tell.send(answer.map(Some));
                }
            }
            Err(refusal) => {
                for tell in tells {
                    let _gone = tell.send(Err(refusal.clone()));
                }
            }
        }
    }
}

pub struct Points {
    jobs: Sender<Waiting>,
}

impl Points {
    pub fn start(url: &str, threads: u32) -> Result<Points, String> {
        let (jobs, inbox) = bounded(QUEUE_LENGTH);
        for n in 0..threads {
            let mut thread = Thread {
                url: url.to_owned(),
                reader: Some(Reader::connect(url, Use::Point)?),
            };
            let inbox: Receiver<Waiting> = inbox.clone();
            std::thread::Builder::new()
                .name(format!("point-{n}"))
                .spawn(move || {
                    while let Ok(first) = inbox.recv() {
                        let mut batch = vec![first];
                        batch.extend(inbox.try_iter().take(BATCH - 1));
                        thread.serve(batch);
                    }
                })
                .map_err(|e| e.to_string())?;
        }
        Ok(Points { jobs })
    }

    pub async fn run<T, F>(&self, f: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConn) -> Answer<T> + Send + 'static,
    {
        let (tx, rx) = oneshot::channel();
        let job = move |conn: &mut AnyConn| {
            let _gone = tx.send(contained(|| f(conn)));
        };
        self.queue(Job::Alone(Box::new(job)))?;
        rx.await.map_err(|_| Refusal::new(Code::Busy))?
    }

    /// `None` when the epoch, read after this request came in, isn't the given one.
    pub async fn share<S: Shared>(&self, epoch: u64, what: S) -> Answer<Option<S::Out>> {
        let (tell, rx) = oneshot::channel();
        self.queue(Job::Shared(Box::new(Ask { epoch, what, tell })))?;
        rx.await.map_err(|_| Refusal::new(Code::Busy))?
    }

    fn queue(&self, job: Job) -> Answer<()> {
        let since = Instant::now();
        self.jobs
            .try_send(Waiting { since, job })
            .map_err(|_| Refusal::new(Code::Busy))
    }
}

struct Thread {
    url: String,
    reader: Option<Reader>,
}

impl Thread {
    /// A dropped job answers 503: its sender goes with it.
    fn serve(&mut self, mut batch: Vec<Waiting>) {
        batch.retain(|w| w.since.elapsed() <= QUEUE_WAIT);
        let needs_epoch = batch.iter().any(|w| matches!(w.job, Job::Shared(_)));
        let Some((mut reader, epoch)) = self.begin(needs_epoch) else {
            return;
        };
        let mut shared = Vec::new();
        for waiting in batch {
            match waiting.job {
                Job::Alone(job) => job(&mut reader.conn),
                Job::Shared(ask) => shared.push(ask),
            }
        }
        while let (Some(first), Some(epoch)) = (shared.pop(), epoch) {
            let kind = first.kind();
            let (same, other) = shared.into_iter().partition(|a| a.kind() == kind);
            shared = other;
            first.serve(same, &mut reader.conn, epoch);
        }
        reader.tidy();
        if !reader.is_broken() {
            self.reader = Some(reader);
        }
    }

    /// A connection that answers, and the epoch: read here, after every request of the batch has come in.
    fn begin(&mut self, needs_epoch: bool) -> Option<(Reader, Option<u64>)> {
        for _attempt in 0..2 {
            let reader = match self.reader.take() {
                Some(reader) => Ok(reader),
                None => Reader::connect(&self.url, Use::Point),
            };
            let mut reader = match reader {
                Ok(reader) => reader,
                Err(error) => {
                    tracing::error!(%error, "no database connection");
                    return None;
                }
            };
            if !needs_epoch {
                return Some((reader, None));
            }
            match epoch::read(&mut reader.conn) {
                Ok(epoch) => return Some((reader, Some(epoch))),
                Err(error) => tracing::warn!(%error, "access epoch unreadable; reconnecting"),
            }
        }
        None
    }
}
