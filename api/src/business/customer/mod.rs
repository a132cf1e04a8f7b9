//! Customers (5.1.3): the record with class, tags, needs and its completeness; phone and identity number sealed, found by keyed
//! hash, masked until revealed; nobody twice; handed over from owner to owner.

mod contact;
pub mod demo;
mod duplicate;
mod evidence;
mod household;
mod import;
mod likeness;
mod logic;
mod mapping;
mod merge;
mod orphan;
mod reveal;
mod routes;
mod search;
mod store;
mod tags;
mod text;
mod transfer;
mod vault;
mod write;

pub use evidence::{behind, evidence};
pub use import::IMPORT;
pub use logic::{Keys, keys};
pub use orphan::{day_items, left_behind};
pub use routes::{mount, mount_import};
pub use store::{COLUMNS, Seen, by_ids, name, seen};
pub use text::event as event_text;

crate::versioned!(contract::customer::Customer);
crate::addressed!(contract::customer::Customer => "customers");
crate::csv_columns!(contract::customer::Customer => ["id", "name", "gender", "birthday", "class", "tags", "occupation", "email",
    "address", "source", "needs", "phone",
    "identity_number", "completeness", "missing", "doubtful", "owner.id", "owner.number", "owner.name", "team_id", "last_contact_on", "due_on",
    "version", "created_at", "updated_at"]);
