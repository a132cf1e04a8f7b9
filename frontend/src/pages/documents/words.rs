//! Documents as people read them.

use contract::access::Field;
use contract::document::{Document, DocumentKind, DocumentState};

use crate::core::words::{field, wire};
use crate::tr;

pub fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Regulation => tr!(documents.regulation),
        DocumentKind::Procedure => tr!(documents.procedure),
        DocumentKind::EmergencyPlan => tr!(documents.emergency_plan),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    DocumentKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

pub fn fields() -> Vec<(String, String)> {
    Field::ALL
        .map(|one| (wire(&one), field(one).to_owned()))
        .to_vec()
}

pub fn of_field(one: Option<Field>) -> &'static str {
    one.map_or(tr!(documents.whole), field)
}

/// What is asked of the reader.
pub fn state(one: &Document) -> (&'static str, &'static str) {
    match (one.active, &one.current, one.read_at) {
        (false, ..) => (tr!(documents.withdrawn), ""),
        (true, None, _) => (tr!(documents.drafted_only), "warn"),
        (true, Some(_), None) => (tr!(documents.to_read), "warn"),
        (true, Some(_), Some(_)) => (tr!(documents.read), "good"),
    }
}

pub fn version(state: DocumentState) -> (&'static str, &'static str) {
    match state {
        DocumentState::Draft => (tr!(documents.draft), "warn"),
        DocumentState::Current => (tr!(documents.holds), "good"),
        DocumentState::Superseded => (tr!(documents.superseded), ""),
    }
}
