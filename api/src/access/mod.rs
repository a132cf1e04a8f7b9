//! Who is asking, and what may they do: sign-in, tokens, sessions, keys; the rules table (`rules`), the permission value
//! a handler takes (`can`), and how far it reaches (`reach`).

pub mod actor;
pub mod can;
pub mod first;
pub mod key;
pub mod look;
pub mod me;
pub mod password;
pub mod password_link;
pub mod reach;
pub mod rules;
pub mod session;
pub mod setup;
pub mod throttle;
pub mod token;
pub mod totp;

pub use actor::Actor;
pub use can::{Can, Grant};
pub use look::Look;
pub use reach::Reach;
