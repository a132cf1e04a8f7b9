//! Activities (5.1.2): what was done with a customer by phone, visit, event or message, what came of it, what is next. They stay with
//! the customer, whoever looks after them later, and move the day on which the customer is due (`follow_up`).

pub mod demo;
mod evidence;
mod logic;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use routes::{mount, mount_customer};
pub use text::event as event_text;
pub use write::{customer_merged, log, was_met};

crate::versioned!(contract::activity::Activity);
crate::addressed!(contract::activity::Activity => "activities");
crate::csv_columns!(contract::activity::Activity => ["id", "customer.id", "customer.name", "channel", "outcome", "at", "note", "next_step",
    "next_on", "employee.id", "employee.number", "employee.name", "team_id", "version", "created_at", "updated_at"]);
