//! The harness of the black-box tests: a template department made once per run, a fresh copy and a real server process per
//! test, and a small client whose expectations say what went wrong.
//!
//! `with-databases cargo nextest run -p tests` sets the scene (see `with-databases/main.rs`).

pub mod app;
pub mod client;
pub mod clock;
pub mod database;
pub mod department;
pub mod postgres;
pub mod receiver;
pub mod run;
pub mod server;
pub mod token;
pub mod totp;
pub mod wait;

pub use app::App;
pub use client::{Client, Reply};
pub use database::Backend;
pub use department::{Department, Role};
pub use reqwest::{Body, Method};
pub use serde_json::{Value, json};

/// One test per database: `both! { async fn a_sentence(app) { … } }` makes `a_sentence::sqlite` and `a_sentence::postgres`.
/// The argument is an [`App`] on its own copy of the template department.
#[macro_export]
macro_rules! both {
    ($($(#[$m:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        $(#[$m])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn body($app: $crate::App) -> $crate::run::Body {
                Box::pin(async move {
                    // Whole: a block that takes the app apart would leave the rest behind.
                    let $app = $app;
                    $body
                })
            }

            #[test]
            fn sqlite() {
                $crate::run::on($crate::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::run::on($crate::Backend::Postgres, body);
            }
        }
    )+};
}

/// The same, starting from nothing: a database without a department.
#[macro_export]
macro_rules! from_nothing {
    ($($(#[$m:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        $(#[$m])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn body($app: $crate::App) -> $crate::run::Body {
                Box::pin(async move {
                    let $app = $app;
                    $body
                })
            }

            #[test]
            fn sqlite() {
                $crate::run::on_nothing($crate::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::run::on_nothing($crate::Backend::Postgres, body);
            }
        }
    )+};
}
