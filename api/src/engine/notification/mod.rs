//! In-app notifications: the worker makes them from the outbox, one per event and recipient; the texts are written here, in the
//! reader's language, from the facts the event carries.

mod routes;
mod store;
mod text;

pub use routes::mount;
pub use store::{NewNotification, after, day_items, insert};
