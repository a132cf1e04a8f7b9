use uuid::Uuid;

use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::sql::Predicate;
use crate::problem::Answer;

/// What an item came of, as its module knows it.
pub struct Subject {
    pub title: String,
    /// The area it is about; none: the department's.
    pub area_id: Option<Uuid>,
}

/// A kind of subject, declared by its module as a constant and listed in `crate::registry`.
pub struct Source {
    pub clause: &'static str,
    /// The subject, as far as the caller may see it and anything may come of it.
    pub subject: fn(&mut AnyConn, &Grant, Uuid) -> Answer<Subject>,
    /// Is the caller in charge of a subject of this area?
    pub in_charge: fn(&Grant, Option<Uuid>) -> bool,
    /// The same of `action_items.area_id`, in SQL.
    pub on: fn(&Grant) -> Predicate,
}
