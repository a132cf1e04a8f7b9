//! Customers (5.1.3): the record with class, tags, needs and its completeness; phone and identity number sealed, found by keyed
//! hash, masked until revealed; nobody twice; handed over from owner to owner.

mod duplicate;
mod evidence;
mod logic;
mod reveal;
mod routes;
mod store;
mod text;
mod transfer;
mod vault;
mod write;

pub use evidence::evidence;
pub use routes::mount;
pub use text::event as event_text;

crate::versioned!(contract::customer::Customer);
crate::addressed!(contract::customer::Customer => "customers");
crate::csv_columns!(contract::customer::Customer => ["id", "name", "gender", "birthday", "class", "tags", "source", "needs", "phone",
    "identity_number", "completeness", "missing", "owner.id", "owner.number", "owner.name", "team_id", "version", "created_at",
    "updated_at"]);
