//! A keyset list: first page, "load more", filters that live in the address.

use contract::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::http::{self, Failure};

pub struct Listing<T: Send + Sync + 'static> {
    pub rows: RwSignal<Vec<T>>,
    pub loading: RwSignal<bool>,
    /// Nothing has arrived yet.
    pub fresh: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
    pub next: RwSignal<Option<String>>,
    path: StoredValue<String>,
    filters: Signal<Vec<(String, String)>>,
    turn: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Listing<T> {}

impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Listing<T> {
    /// Loads the first page now and whenever the filters change.
    pub fn new(path: impl Into<String>, filters: Signal<Vec<(String, String)>>) -> Listing<T> {
        let listing = Listing {
            rows: RwSignal::new(Vec::new()),
            loading: RwSignal::new(true),
            fresh: RwSignal::new(true),
            failure: RwSignal::new(None),
            next: RwSignal::new(None),
            path: StoredValue::new(path.into()),
            filters,
            turn: StoredValue::new(0),
        };
        Effect::new(move || {
            filters.track();
            listing.reload();
        });
        listing
    }

    pub fn of(path: impl Into<String>) -> Listing<T> {
        Listing::new(path, Signal::stored(Vec::new()))
    }

    pub fn reload(self) {
        self.fetch(None);
    }

    pub fn more(self) {
        let cursor = self.next.get_untracked();
        if cursor.is_some() && !self.loading.get_untracked() {
            self.fetch(cursor);
        }
    }

    /// Path with the filters, for exports.
    pub fn export_path(self) -> String {
        self.address(&self.filters.get_untracked())
    }

    /// The path may bring filters of its own.
    fn address(self, pairs: &[(String, String)]) -> String {
        let query = http::query(pairs);
        self.path.with_value(|path| {
            if path.contains('?') {
                format!("{path}{}", query.replacen('?', "&", 1))
            } else {
                format!("{path}{query}")
            }
        })
    }

    fn fetch(self, cursor: Option<String>) {
        let Some(turn) = self.turn.try_get_value().map(|turn| turn + 1) else {
            // The page is gone.
            return;
        };
        self.turn.set_value(turn);
        self.loading.set(true);
        self.failure.set(None);
        let mut pairs = self.filters.get_untracked();
        let first = cursor.is_none();
        pairs.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor)));
        let path = self.address(&pairs);
        spawn_local(async move {
            let answer = http::get::<Page<T>>(path).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next_cursor);
                    self.fresh.set(false);
                    if first {
                        self.rows.set(page.data);
                    } else {
                        self.rows.update(|rows| rows.extend(page.data));
                    }
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.loading.set(false);
        });
    }
}
