//! Who is away, and when (4.4.2). Why is told only to those who may read the leave itself.

mod now;
mod routes;
pub mod store;

pub use now::{away, away_on};
pub use routes::mount;
