//! Load: keep-alive connections on two threads, one request at a time each, as little work as possible on this side.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Outcome, stop};

const THREADS: usize = 2;

/// What one connection asks, again and again.
pub trait Asks: Send {
    /// Writes the next request.
    fn request(&mut self, out: &mut Vec<u8>);
    /// Sees the answer; an error ends the run.
    fn answer(&mut self, status: u16, head: &[u8], body: &[u8]) -> Outcome<()>;
}

/// Answers of a measurement.
#[derive(Default, Clone)]
pub struct Sample {
    pub micros: Vec<u32>,
    pub seconds: f64,
    /// Processor seconds of the serving process.
    pub processor: f64,
}

impl Sample {
    pub fn add(&mut self, other: Sample) {
        self.micros.extend(other.micros);
        self.seconds += other.seconds;
        self.processor += other.processor;
    }

    pub fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.seconds.max(1e-9)
    }

    pub fn percentile(&self, part: f64) -> f64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().map(f64::from).unwrap_or_default()
    }

    pub fn processor_micros(&self) -> f64 {
        self.processor * 1e6 / (self.micros.len().max(1)) as f64
    }
}

/// Runs every connection's requests for a while; connecting and the first moments aren't counted.
pub fn run<A: Asks>(address: SocketAddr, asks: &mut [A], length: Duration) -> Outcome<Sample> {
    let start = Instant::now() + Duration::from_millis(100);
    let end = start + length;
    let share = asks.len().div_ceil(THREADS);
    let parts: Vec<Outcome<Vec<u32>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = asks
            .chunks_mut(share)
            .map(|chunk| scope.spawn(move || thread(address, chunk, start, end)))
            .collect();
        threads
            .into_iter()
            .map(|t| {
                t.join()
                    .unwrap_or_else(|_| Err("a load thread panicked".into()))
            })
            .collect()
    });
    stop::check()?;
    let mut sample = Sample {
        seconds: length.as_secs_f64(),
        ..Sample::default()
    };
    for part in parts {
        sample.micros.extend(part?);
    }
    Ok(sample)
}

fn thread<A: Asks>(
    address: SocketAddr,
    asks: &mut [A],
    start: Instant,
    end: Instant,
) -> Outcome<Vec<u32>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let connections: FuturesUnordered<_> = asks
            .iter_mut()
            .map(|a| connection(address, a, start, end))
            .collect();
        let all = connections.collect::<Vec<_>>();
        // Nothing may hang for good: the deadline holds even when the server doesn't answer.
        let limit = end.saturating_duration_since(Instant::now()) + Duration::from_secs(10);
        let parts = tokio::time::timeout(limit, all)
            .await
            .map_err(|_| "the server stopped answering")?;
        let mut micros = Vec::new();
        for part in parts {
            micros.extend(part?);
        }
        Ok(micros)
    })
}

async fn connection<A: Asks>(
    address: SocketAddr,
    asks: &mut A,
    start: Instant,
    end: Instant,
) -> Outcome<Vec<u32>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut request, mut answer) = (Vec::with_capacity(2048), Vec::with_capacity(64 * 1024));
    let mut micros = Vec::with_capacity(1 << 14);
    loop {
        let begun = Instant::now();
        if begun >= end || stop::asked() {
            return Ok(micros);
        }
        request.clear();
        asks.request(&mut request);
        stream.write_all(&request).await?;
        answer.clear();
        let (head, length) = loop {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the server closed a connection".into());
            }
            if let Some(head) = memmem::find(&answer, b"\r\n\r\n") {
                break (head + 4, content_length(&answer[..head + 2])?);
            }
        };
        while answer.len() < head + length {
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the server closed a connection".into());
            }
        }
        if begun >= start {
            micros.push(begun.elapsed().as_micros() as u32);
        }
        let status = std::str::from_utf8(answer.get(9..12).unwrap_or_default())?.parse()?;
        asks.answer(status, &answer[..head], &answer[head..])?;
    }
}

fn content_length(head: &[u8]) -> Outcome<usize> {
    let value = header(head, b"content-length: ").ok_or("an answer without content-length")?;
    Ok(std::str::from_utf8(value)?.trim().parse()?)
}

/// A header's value; `name` in lower case with its colon and space, as actix writes it.
pub fn header<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    let from = memmem::find(head, name)? + name.len();
    let to = from + memchr::memchr(b'\r', &head[from..])?;
    Some(&head[from..to])
}

/// A small generator of our own (xorshift): which record comes next.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % n.max(1)
    }
}
