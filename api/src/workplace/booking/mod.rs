//! Bookings of rooms (3.2.2 to 3.2.4): a room is one booking's at a time, which the database holds; it is prepared before, incidents are
//! recorded against it, and it isn't closed while something borrowed is out.

mod act;
pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod remind;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use remind::due;
pub use routes::mount;
pub use store::left;
pub use text::event as event_text;

use contract::booking::Booking;

const PREPARED: &str = "3.2.2";
const ORDER: &str = "3.2.3";
const CLOSED: &str = "3.2.4";

crate::versioned!(Booking);
crate::addressed!(Booking => "bookings");
crate::csv_columns!(
    Booking => ["id", "place.id", "place.name", "title", "starts_at", "ends_at", "attendees", "state", "owner.id", "owner.number",
        "owner.name", "team_id", "unprepared", "prepared_at", "prepared_by.name", "unclosed", "closed_at", "closed_by.name", "note",
        "cancelled_because", "out", "open_incidents", "version", "created_at", "updated_at"],
);
