//! Generated from `locales/` by `build.rs`.
#![allow(
    clippy::all,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    unused
)]
include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
pub use i18n::*;
pub use leptos_i18n::td_string;
