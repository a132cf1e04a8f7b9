//! What every request passes: the edge (request id, language, headers, problems), strict bodies and queries, keyset pages,
//! entity tags, idempotent writes, rate limits, and the published contract.

pub mod answer;
pub mod body;
pub mod contract_doc;
pub mod edge;
pub mod limit;
pub mod page;
pub mod path;
pub mod perform;
pub mod query;
pub mod spa;
