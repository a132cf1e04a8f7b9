//! The audit trail (1.3): insert-only rows, each lane a chain of keyed hashes, written in the transaction of the change they
//! tell of. One lane per writer, so that writers don't wait for each other; `audit_heads` holds each lane's end.

mod chain;
mod routes;
mod store;

pub use routes::mount;

pub use chain::{Lane, NewEntry, verify};
