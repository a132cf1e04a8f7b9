//! What every page stands on: HTTP, session, forms, lists, language, theme, addresses.

pub mod check;
pub mod dom;
pub mod form;
pub mod http;
pub mod listing;
pub mod locale;
pub mod remote;
pub mod routes;
pub mod session;
pub mod stream;
pub mod theme;
pub mod time;
pub mod words;
pub mod zone;
