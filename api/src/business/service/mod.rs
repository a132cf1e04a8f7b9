//! Service requests and complaints (5.1.5, 7.2.1): what a customer asks for, answered within the working days of its category; every
//! step kept, whoever is above told on the day it is due, and a complaint never handled by the colleague it is about.

mod category;
mod closing;
pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod open;
mod remind;
mod routes;
mod step;
mod store;
mod summary;
mod text;
mod work;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use remind::daily;
pub use routes::{mount, mount_categories};
pub use text::event as event_text;
pub use write::customer_merged;

crate::versioned!(
    contract::service::ServiceRequest,
    contract::service::ServiceCategory,
);
crate::addressed!(
    contract::service::ServiceRequest => "service-requests",
    contract::service::ServiceCategory => "service-categories",
);
crate::csv_columns!(
    contract::service::ServiceRequest => ["id", "number", "kind", "state", "customer.id", "customer.name", "category.key", "category.name",
        "channel", "description", "complained_about.id", "complained_about.number", "complained_about.name", "opened_on", "due_on", "overdue",
        "answer", "answered_at", "answer_days", "closed_at", "reopened", "score", "score_comment", "owner.id", "owner.number",
        "owner.name", "team_id", "version", "created_at", "updated_at"],
    contract::service::ServiceStep => ["id", "kind", "note", "to.name", "score", "channel", "by.id", "by.number", "by.name", "created_at"],
);
