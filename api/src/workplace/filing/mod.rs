//! The index of paper files (3.1.2): what is filed where and until when. Everybody finds a file and takes it out for themselves; whoever is in
//! charge of the workplace keeps the index and destroys what needn't be kept any more, never before.

pub mod demo;
mod evidence;
mod leaver;
mod my_day;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use leaver::left;
pub use my_day::day_items;
pub use routes::mount;
pub use text::event as event_text;

use contract::filing::FilingEntry;

/// The clause that all of it serves.
const CLAUSE: &str = "3.1.2";

/// So long a file may be out.
const OUT: chrono::Days = chrono::Days::new(30);

crate::versioned!(FilingEntry);
crate::addressed!(FilingEntry => "filing-entries");
crate::csv_columns!(
    FilingEntry => ["id", "code", "title", "category", "place.name", "spot", "keeper.number", "keeper.name", "retain_until", "expired", "state",
        "out_to.number", "out_to.name", "out_since", "overdue", "destroyed_because", "version", "created_at", "updated_at"],
);
