//! Events for customers (5.1.5): talks, gatherings, check-ups. Customers are invited, say whether they come, and who came counts as a
//! contact. Which events there are is known to everybody; who is invited only to whoever may see the customer.

mod attend;
pub mod demo;
mod evidence;
mod invite;
mod keep;
mod logic;
mod my_day;
mod remind;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use keep::{customer_merged, customer_transferred, left};
pub use my_day::day_items;
pub use remind::daily;
pub use routes::{mount, mount_invitations};
pub use text::event as event_text;

use contract::customer_event::{CustomerEvent, EventInvitation};

/// The clause that all of it serves.
const CLAUSE: &str = "5.1.5";

crate::versioned!(CustomerEvent, EventInvitation);
crate::addressed!(CustomerEvent => "customer-events");
crate::csv_columns!(
    CustomerEvent => ["id", "title", "kind", "state", "starts_at", "ends_at", "place", "description", "capacity", "organiser.id",
        "organiser.number", "organiser.name", "team_id", "team_name", "figures.invited", "figures.accepted", "figures.declined",
        "figures.attended", "figures.absent", "figures.seats", "result", "cancelled_because", "version", "created_at", "updated_at"],
    EventInvitation => ["id", "event.id", "event.title", "event.state", "event.starts_at", "customer.id", "customer.name", "owner.id",
        "owner.number", "owner.name", "team_id", "state", "party", "note", "activity_id", "version", "created_at", "updated_at"],
);
