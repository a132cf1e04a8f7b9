//! Calendar feeds (4.4.2): who is away, for calendar programs. A program can't sign in, so its owner makes it an address with a
//! secret, which acts as the owner carrying `absence_read` and nothing else, until it is revoked or the owner leaves.

mod ical;
mod routes;
mod store;

use actix_web::HttpRequest;

pub use routes::{mount, mount_calendar};

pub const PREFIX: &str = "szf_";
pub const PATH: &str = "/api/v1/calendar.ics";

/// The secret in a request for the calendar; no other operation takes one.
pub fn shown(request: &HttpRequest) -> Option<String> {
    if request.path() != PATH {
        return None;
    }
    let query = request.query_string();
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query).ok()?;
    let mut pairs = pairs.into_inner().into_iter();
    pairs.find(|(name, _)| name == "token").map(|(_, t)| t)
}
