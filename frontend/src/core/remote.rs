//! One thing fetched from the server, with its honest states: not yet, there, failed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::http::{Answer, Failure};

pub struct Remote<T: Send + Sync + 'static> {
    pub value: RwSignal<Option<Result<T, Failure>>>,
    again: Trigger,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Runs `fetch` now and whenever a signal that it reads (before its first `await`) changes.
    pub fn new<F: Future<Output = Answer<T>> + 'static>(
        fetch: impl Fn() -> F + 'static,
    ) -> Remote<T> {
        let value = RwSignal::new(None);
        let again = Trigger::new();
        let turn = StoredValue::new(0u32);
        Effect::new(move || {
            again.track();
            let work = fetch();
            let mine = turn.get_value() + 1;
            turn.set_value(mine);
            spawn_local(async move {
                let answer = work.await;
                // A later request has taken over, or the page is gone.
                if turn.try_get_value() == Some(mine) {
                    value.try_set(Some(answer));
                }
            });
        });
        Remote { value, again }
    }

    pub fn reload(self) {
        self.again.notify();
    }

    /// Puts a newer version in place, e.g. the answer to a PATCH.
    pub fn put(self, newer: T) {
        self.value.set(Some(Ok(newer)));
    }

    pub fn get(self) -> Option<T> {
        self.value.get().and_then(Result::ok)
    }
}
