//! Generated from `locales/` by `build.rs`.
#![allow(clippy::all, clippy::pedantic, unused, unreachable_pub)]
include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
pub use i18n::*;
pub use leptos_i18n::td_string;
