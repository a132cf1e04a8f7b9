//! The operations manual (5.2.2): a page for each stage of a case, draft → current → superseded, and who has acknowledged it.

pub mod demo;
mod evidence;
mod gaps;
mod my_day;
mod routes;
mod store;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;

crate::versioned!(contract::manual::ManualPage);
crate::addressed!(contract::manual::ManualPage => "manual-pages");
crate::csv_columns!(
    contract::manual::ManualPage => ["id", "stage", "number", "state", "text.zh_hant", "text.zh_hans", "text.en", "published_at", "read_at",
        "version", "created_at", "updated_at"],
    contract::manual::ManualGap => ["id", "number", "name", "team_id"],
);
