//! Waiting for something that happens in the background.

use std::time::{Duration, Instant};

/// Asks until there is an answer; fails after twenty seconds, naming what was waited for.
pub async fn until<T, F, Fut>(what: &str, ask: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    until_within(20, what, ask).await
}

/// The same with another patience, in seconds.
pub async fn until_within<T, F, Fut>(patience: u64, what: &str, mut ask: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            start.elapsed() < Duration::from_secs(patience),
            "waited {patience} s in vain for {what}"
        );
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
