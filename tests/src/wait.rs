//! Waiting for something that happens in the background.

use std::time::{Duration, Instant};

/// Asks until there is an answer; fails after fifteen seconds, naming what was waited for.
pub async fn until<T, F, Fut>(what: &str, mut ask: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(15), "waited 15 s in vain for {what}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
