//! Questions asked at several sizes of the data: how long each takes, and how that grows.

use std::time::{Duration, Instant};

use crate::report::{Goal, Table};
use crate::server::Server;
use crate::{Outcome, http, stop};

const ASKS: usize = 300;
/// So much slower at the whole of the data is still flat, in hundredths.
const FLAT: f64 = 150.0;

pub struct Question<'a> {
    pub words: String,
    pub token: &'a str,
    pub paths: Vec<String>,
    /// Microseconds that p99 should stay below.
    pub goal: Option<f64>,
}

/// Access token of a role.
pub fn token<'a>(people: &'a [(String, String)], role: &str) -> Outcome<&'a str> {
    let found = people.iter().find(|(name, _)| name == role);
    Ok(&found.ok_or_else(|| format!("no {role}"))?.1)
}

/// Medians at the first size, by the question.
#[derive(Default)]
pub struct Curve(Vec<(String, f64)>);

impl Curve {
    /// Asks, and writes what it took; at the last size also how it has grown.
    pub fn measure(
        &mut self,
        server: &Server,
        question: Question,
        last: bool,
        table: &mut Table,
    ) -> Outcome<()> {
        let times = ask(server, question.token, &question.paths)?;
        let words = question.words;
        table.fact(&format!("{words}, p50 µs"), times.at(0.5), None);
        let goal = question.goal.map(Goal::below);
        table.fact(&format!("{words}, p99 µs"), times.at(0.99), goal);
        match self.0.iter().find(|(known, _)| *known == words) {
            None => self.0.push((words, times.at(0.5))),
            Some((_, small)) if last => {
                let growth = 100.0 * times.at(0.5) / small.max(1.0);
                let name = format!("{words}, p50 grown ×100");
                table.fact(&name, growth, Some(Goal::below(FLAT)));
            }
            Some(_) => {}
        }
        Ok(())
    }
}

/// Latencies in microseconds, ascending.
struct Times(Vec<f64>);

impl Times {
    fn at(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0
            .get((last as f64 * part) as usize)
            .copied()
            .unwrap_or_default()
    }
}

/// One question after the other, each on a connection of its own.
fn ask(server: &Server, token: &str, paths: &[String]) -> Outcome<Times> {
    let mut times = Vec::new();
    let start = Instant::now();
    for n in 0..ASKS + 20 {
        stop::check()?;
        // What is slow shows in fewer answers as well.
        if times.len() >= 50 && start.elapsed() > Duration::from_secs(5) {
            break;
        }
        let path = &paths[(n * 7919) % paths.len()];
        let begun = Instant::now();
        http::get(server.address, path, token)?;
        // The first few warm caches.
        if n >= 20 {
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(Times(times))
}
