//! Places (3.1, 3.2): what rooms there are, which of them can be booked, and what is done before and after one is used. Which places
//! there are is known to everybody; they are the department's.

pub mod demo;
mod routes;
mod store;
mod write;

pub use routes::mount;
pub use store::{Row, bookable, refs};

use contract::place::Place;

/// The clause that all of it serves.
const CLAUSE: &str = "3.2.1";

crate::versioned!(Place);
crate::addressed!(Place => "places");
crate::csv_columns!(
    Place => ["id", "name", "kind", "location", "capacity", "bookable", "preparation", "closing", "active", "version", "created_at",
        "updated_at"],
);
