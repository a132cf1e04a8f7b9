//! Corrections, 補卡 (4.4.1): a punch that is missing or wrong on an abnormal day, put right by approval.

mod logic;
pub mod matter;
mod routes;
pub mod store;

pub use matter::MATTER;
pub use routes::mount;
