//! Punches (4.4.1): people clock in and out, time clocks send batches by API key, files are imported. A punch sent twice is one.

mod import;
pub mod logic;
pub mod record;
mod routes;
pub mod store;

pub use import::IMPORT;
pub use routes::{mount, mount_clocks, mount_import};
