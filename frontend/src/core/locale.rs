//! The three languages. A change draws the whole application anew, so texts are plain strings and the server's
//! texts are fetched again in the new language; forms keep their entries as drafts.

use std::cell::Cell;

use contract::Locale;
use leptos::prelude::*;

use super::dom;
use crate::i18n;

const KEY: &str = "locale";

thread_local!(static CURRENT: Cell<Locale> = const { Cell::new(Locale::ZhHant) });

/// Language now; not tracked (see above).
pub fn current() -> Locale {
    CURRENT.get()
}

/// The same for the generated texts.
pub fn texts() -> i18n::Locale {
    match current() {
        Locale::ZhHant => i18n::Locale::zh_Hant,
        Locale::ZhHans => i18n::Locale::zh_Hans,
        Locale::En => i18n::Locale::en,
    }
}

/// Name of a language in itself.
pub fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhHant => "繁體中文",
        Locale::ZhHans => "简体中文",
        Locale::En => "English",
    }
}

/// What the person chose before, else what the browser asks for, else Traditional Chinese.
pub fn start() -> RwSignal<Locale> {
    let stored = dom::read(dom::local(), KEY).and_then(|tag| Locale::from_tag(&tag));
    let wished = window()
        .navigator()
        .language()
        .and_then(|tag| Locale::from_tag(&tag));
    let locale = stored.or(wished).unwrap_or_default();
    apply(locale);
    RwSignal::new(locale)
}

/// The person's choice: remembered in this browser.
pub fn choose(signal: RwSignal<Locale>, locale: Locale) {
    dom::write(dom::local(), KEY, Some(locale.tag()));
    adopt(signal, locale);
}

/// The account's language: used as long as the person chose none in this browser.
pub fn suggest(signal: RwSignal<Locale>, locale: Locale) {
    if dom::read(dom::local(), KEY).is_none() {
        adopt(signal, locale);
    }
}

fn adopt(signal: RwSignal<Locale>, locale: Locale) {
    apply(locale);
    if signal.get_untracked() != locale {
        signal.set(locale);
    }
}

fn apply(locale: Locale) {
    CURRENT.set(locale);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", locale.tag());
    }
}

/// A text of `locales/` in the current language: `tr!(common.save)`, `tr!(common.clause, id = "2.1")`.
#[macro_export]
macro_rules! tr {
    ($($key:tt)*) => { $crate::i18n::td_string!($crate::core::locale::texts(), $($key)*) };
}
