//! Every refusal is an RFC 9457 problem (`application/problem+json`).

use serde::{Deserialize, Serialize};

use crate::Code;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable reference of the problem type.
    #[cfg_attr(feature = "schema", schema(example = "urn:shouzhan:problem:not_found"))]
    pub r#type: String,
    /// Short text of the problem type, in the caller's language.
    pub title: String,
    #[cfg_attr(feature = "schema", schema(example = 404))]
    pub status: u16,
    /// What went wrong this time, in the caller's language.
    pub detail: String,
    /// What clients match on.
    pub code: Code,
    /// Quote it when asking for help; it stands in the server's log.
    pub request_id: String,
    /// Clause of the regulation that the refusal rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "2.1"))]
    pub clause: Option<String>,
    /// The fields at fault, if the problem lies in the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// The record as it is now, where somebody else was first (409).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub current: Option<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON pointer into the body (`/name`), or the name of the parameter.
    #[cfg_attr(feature = "schema", schema(example = "/name"))]
    pub pointer: String,
    /// Rule that failed: `required`, `length`, `range`, `email`, `unknown_field`, `type`, ….
    #[cfg_attr(feature = "schema", schema(example = "length"))]
    pub code: String,
    pub detail: String,
}
