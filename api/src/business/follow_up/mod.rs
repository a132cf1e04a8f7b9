//! Follow-up (5.1.4): every customer is due again a number of days after the last real contact, by class, or on the day that was
//! agreed if that is earlier. The day stands with the customer, so that what is due is a range of an index in every reach.

mod evidence;
mod job;
mod logic;
mod my_day;
pub mod remind;
mod routes;
mod rules;
mod store;
mod text;

pub use evidence::{behind, evidence};
pub use job::{KIND, work};
pub use my_day::day_items;
pub use routes::{mount, mount_rules};
pub use store::{first_due, refresh};
pub use text::event as event_text;

crate::versioned!(contract::activity::FollowUpRules);
crate::csv_columns!(contract::activity::FollowUp => ["id", "name", "class", "owner.id", "owner.number", "owner.name", "team_id",
    "last_contact_on", "agreed_on", "due_on", "days_overdue"]);
