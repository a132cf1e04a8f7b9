//! Filters, sort and tab live in the address, so that a view can be saved, shared and gone back to.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::params::ParamsMap;

use crate::core::http;

#[derive(Clone, Copy)]
pub struct UrlState {
    query: Memo<ParamsMap>,
    go: Callback<String>,
}

impl UrlState {
    pub fn here() -> UrlState {
        let location = use_location();
        let path = location.pathname;
        let navigate = use_navigate();
        let go = Callback::new(move |query: String| {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..Default::default()
            };
            navigate(&format!("{}{query}", path.get_untracked()), options);
        });
        UrlState {
            // The location's own: `use_query_map` keeps the former page's query when a link leads to another page.
            query: location.query,
            go,
        }
    }

    /// Tracked; empty when absent.
    pub fn get(self, key: &str) -> String {
        self.query.with(|query| query.get(key)).unwrap_or_default()
    }

    pub fn set(self, key: &str, value: &str) {
        self.set_all(&[(key, value)]);
    }

    pub fn set_all(self, changes: &[(&str, &str)]) {
        let mut pairs = self.pairs();
        pairs.retain(|(key, _)| changes.iter().all(|(changed, _)| changed != key));
        pairs.extend(
            changes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        self.go.run(http::query(&pairs));
    }

    pub fn clear(self) {
        self.go.run(String::new());
    }

    pub fn replace(self, query: String) {
        self.go.run(query);
    }

    /// The whole query of the address, for saved views.
    pub fn text(self) -> String {
        http::query(&self.pairs())
    }

    /// Those of `keys` that are set: what goes to the server.
    pub fn filters(self, keys: &'static [&'static str]) -> Signal<Vec<(String, String)>> {
        Memo::new(move |_| {
            let value = |key: &&str| {
                Some(((*key).to_owned(), self.get(key))).filter(|(_, value)| !value.is_empty())
            };
            keys.iter().filter_map(value).collect::<Vec<_>>()
        })
        .into()
    }

    fn pairs(self) -> Vec<(String, String)> {
        self.query.with_untracked(|query| {
            query
                .clone()
                .into_iter()
                .map(|(key, value)| (key.into_owned(), value))
                .collect()
        })
    }
}
