//! The access epoch: a counter that moves with every change of roles, employees, sessions and keys. Cached rights carry the
//! epoch they were loaded under and are good only while it stands still — so a revocation counts at the very next request.
//!
//! SQLite serves one instance: the counter lives in memory. On PostgreSQL it is a row; all requests waiting at one moment
//! share one query for it, which starts after each of them arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Sender, bounded};
use diesel::{QueryDsl, QueryResult, RunQueryDsl};
use tokio::sync::oneshot;

use super::conn::{AnyConn, Backend, Use, connect};
use super::schema::access_epoch;
use crate::problem::{Answer, Refusal};
use contract::Code;

pub struct Epoch {
    counter: Arc<AtomicU64>,
    asks: Option<Sender<oneshot::Sender<Answer<u64>>>>,
}

impl Epoch {
    pub fn start(url: &str, backend: Backend) -> Result<Epoch, String> {
        let counter = Arc::new(AtomicU64::new(1));
        if backend == Backend::Sqlite {
            return Ok(Epoch {
                counter,
                asks: None,
            });
        }
        let mut conn = Some(connect(url, Use::Point)?);
        let url = url.to_owned();
        let (asks, inbox) = bounded::<oneshot::Sender<Answer<u64>>>(4096);
        std::thread::Builder::new()
            .name("epoch".to_owned())
            .spawn(move || {
                while let Ok(first) = inbox.recv() {
                    let mut waiting = vec![first];
                    waiting.extend(inbox.try_iter().take(1023));
                    let answer = current(&url, &mut conn);
                    for ask in waiting {
                        let _gone = ask.send(answer.clone());
                    }
                }
            })
            .map_err(|e| e.to_string())?;
        Ok(Epoch {
            counter,
            asks: Some(asks),
        })
    }

    pub fn counter(&self) -> Arc<AtomicU64> {
        self.counter.clone()
    }

    /// True while it is known to be this one; on PostgreSQL only the database knows.
    pub fn is(&self, epoch: u64) -> bool {
        self.asks.is_none() && self.counter.load(Ordering::Acquire) == epoch
    }

    pub async fn current(&self) -> Answer<u64> {
        let Some(asks) = &self.asks else {
            return Ok(self.counter.load(Ordering::Acquire));
        };
        let (tx, rx) = oneshot::channel();
        asks.try_send(tx).map_err(|_| Refusal::new(Code::Busy))?;
        rx.await.map_err(|_| Refusal::new(Code::Busy))?
    }
}

/// The epoch as this connection sees it now.
pub fn read(conn: &mut AnyConn) -> QueryResult<u64> {
    access_epoch::table
        .select(access_epoch::epoch)
        .first::<i64>(conn)
        .map(|epoch| epoch as u64)
}

/// Reads the row, reconnecting once after a lost connection.
fn current(url: &str, conn: &mut Option<AnyConn>) -> Answer<u64> {
    for _attempt in 0..2 {
        if conn.is_none() {
            *conn = connect(url, Use::Point).ok();
        }
        let Some(c) = conn.as_mut() else { continue };
        match read(c) {
            Ok(epoch) => return Ok(epoch),
            Err(error) => {
                tracing::warn!(%error, "access epoch unreadable; reconnecting");
                *conn = None;
            }
        }
    }
    Err(Refusal::new(Code::Busy))
}
