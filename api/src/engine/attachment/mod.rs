//! Files of records: kept once per content (SHA-256) on disk, type told from the content, downloads inside the caller's reach.

mod files;
mod routes;
mod store;

pub use files::Files;
pub use routes::{OfRecord, mount, mount_employee};
pub use store::{Received, Row, Subject, insert, of_subject, one, row_of, tidy};
