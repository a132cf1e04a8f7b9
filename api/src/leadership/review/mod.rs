//! Area reviews (2.2.2): each quarter the deputy sums up the area, publishes that to its leads and the manager, and says who does what by when.

pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod routes;
mod source;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use source::SOURCE;
pub use text::event as event_text;

use contract::area_review::AreaReview;

/// The clause that all of it serves.
const CLAUSE: &str = "2.2.2";

crate::versioned!(AreaReview);
crate::addressed!(AreaReview => "area-reviews");
crate::csv_columns!(
    AreaReview => ["id", "area_id", "area_name", "starts_on", "ends_on", "state", "achievements", "problems", "improvements", "author.number",
        "author.name", "published_at", "open_actions", "version", "created_at", "updated_at"],
);
