//! Stand-ins: somebody decides for somebody else between two days. Circles and two stand-ins at once are refused.

mod acts;
mod store;

pub use acts::{SORTS, create, get, list, revoke};
pub use store::{Named, in_force, stand_down, stand_in, stand_in_fits};
