//! My account: profile, security, sessions, preferences.

pub mod preferences;

use leptos::prelude::*;

pub fn page() -> AnyView { preferences::panel() }
