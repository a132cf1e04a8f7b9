//! Ctrl-C ends the run in order: loops see the flag, errors travel up, children and folders go with their owners.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

static STOP: AtomicBool = AtomicBool::new(false);

pub fn listen() {
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            use tokio::signal::unix::{SignalKind, signal};
            let (Ok(mut int), Ok(mut term)) = (
                signal(SignalKind::interrupt()),
                signal(SignalKind::terminate()),
            ) else {
                return;
            };
            tokio::select! { _ = int.recv() => {}, _ = term.recv() => {} }
            STOP.store(true, Ordering::Relaxed);
        });
    });
}

pub fn asked() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// True until the time is up or somebody wants to leave.
pub fn before(end: Instant) -> bool {
    Instant::now() < end && !asked()
}

pub fn check() -> crate::Outcome<()> {
    if asked() {
        Err("interrupted".into())
    } else {
        Ok(())
    }
}
