//! Action items: what came of a drill or a review and somebody does by a day. Who may write them down is whoever is in charge of what they came
//! of, which says so through a [`Source`]; the rest — responsible, day, reminder, outcome — is the same for all.

mod leaver;
mod my_day;
mod routes;
mod source;
mod store;
mod tell;
mod text;
mod write;

pub use leaver::left;
pub use my_day::day_items;
pub use routes::mount;
pub use source::{Source, Subject};
pub use store::{behind, late_of, open_of};
pub use tell::late;
pub use text::event as event_text;
pub use write::demo;

use contract::action_item::ActionItem;

crate::versioned!(ActionItem);
crate::addressed!(ActionItem => "action-items");
crate::csv_columns!(
    ActionItem => ["id", "subject_kind", "subject_id", "subject_title", "clause", "text", "responsible.number", "responsible.name", "team_id",
        "due_on", "state", "overdue", "outcome", "ended_at", "ended_by.number", "ended_by.name", "version", "created_at", "updated_at"],
);
