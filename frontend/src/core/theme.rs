//! Light, dark, or what the system says.

use leptos::prelude::*;

use super::dom;

const KEY: &str = "theme";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    fn word(self) -> Option<&'static str> {
        match self {
            Theme::Auto => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

pub fn current() -> Theme {
    match dom::read(dom::local(), KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Remembers the choice; `static/boot.js` applies it before the next start's first paint.
pub fn choose(theme: Theme) {
    dom::write(dom::local(), KEY, theme.word());
    if let Some(root) = document().document_element() {
        let _ = match theme.word() {
            Some(word) => root.set_attribute("data-theme", word),
            None => root.remove_attribute("data-theme"),
        };
    }
}
