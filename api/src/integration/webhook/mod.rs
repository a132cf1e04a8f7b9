//! Webhooks: events posted to other programs, signed as Standard Webhooks describe. An event becomes a delivery to every webhook
//! that wants and may see it in the transaction that notifies people of it; a delivery is tried until it arrives or is given up,
//! always under the event's own id, and can be replayed.

mod address;
mod deliveries;
mod logic;
mod posted;
mod routes;
mod sender;
mod store;

pub use deliveries::tidy;
pub use posted::{Happened, fan_out};
pub use routes::{mount, mount_deliveries, mount_events};
pub use sender::start;

/// What the secrets of webhooks are sealed for.
const SEALED: &str = "webhook secrets";
/// Events of webhooks themselves aren't posted: a failing webhook would tell itself of its failures.
const KIND: &str = "webhook";
