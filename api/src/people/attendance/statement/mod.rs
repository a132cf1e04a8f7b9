//! The monthly statement (4.4.3): drafted by a job, published inside the reach, objected to and answered, then final: frozen with
//! the version of everything it was computed from. Breaches are listed for handling (4.3.4).

pub mod job;
pub mod line;
pub mod logic;
pub mod objection;
mod objection_routes;
mod routes;
pub mod store;

pub use objection_routes::{mount as mount_objections, mount_filing};
pub use routes::mount;
