//! Figures of what was attained (5.3.2), as policy and asset systems send them: one by one or by file, each known by its source and
//! the id it has there, so that sending it again changes nothing and sending it otherwise corrects it.

mod import;
mod routes;
mod rows;
mod store;
mod take;

pub use import::IMPORT;
pub use routes::{mount, mount_import};
pub(super) use take::many as take_many;

crate::versioned!(contract::attainment::TargetActual);
crate::csv_columns!(contract::attainment::TargetActual => ["id", "source", "external_id", "indicator_id", "employee.id",
    "employee.number", "employee.name", "team_id", "on_date", "amount", "version", "created_at", "updated_at"]);
