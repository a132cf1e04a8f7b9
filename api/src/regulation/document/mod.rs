//! Documents of the department (1, 2.2.2, 3.3.5): the regulation, procedures and emergency plans. They are everybody's to read; whoever is in
//! charge of the field of work writes them, draft → current → superseded, and everybody acknowledges the version that holds.

pub mod demo;
mod evidence;
mod gaps;
mod my_day;
mod publish;
mod routes;
mod shares;
mod store;
mod version;
mod version_routes;
mod wording;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use store::{holding, titles};
pub use version_routes::mount as mount_versions;
pub use wording::of_clause;

use contract::document::{Document, DocumentGap, DocumentVersion};

crate::versioned!(Document);
crate::addressed!(Document => "documents");
crate::versioned!(DocumentVersion);
crate::addressed!(DocumentVersion => "document-versions");
crate::csv_columns!(
    Document => ["id", "kind", "title.zh_hant", "title.zh_hans", "title.en", "field", "current.number", "current.published_at", "read_at",
        "review_months", "review_on", "drill_months", "active", "version", "created_at", "updated_at"],
    DocumentVersion => ["id", "document_id", "kind", "title.zh_hant", "title.zh_hans", "title.en", "number", "state", "note", "sections",
        "published_at", "read_at", "version", "created_at", "updated_at"],
    DocumentGap => ["id", "number", "name", "team_id"],
);
