//! Clauses of the regulation (1.3): how each is worded, and what serves it.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseSummary {
    #[cfg_attr(feature = "schema", schema(example = "4.4.2"))]
    pub clause: String,
    pub chapter: i64,
    /// What it asks, in the caller's language.
    pub duty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClausePages {
    pub clauses: Vec<ClauseSummary>,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClauseLinkKind {
    /// What has to happen regularly for it.
    Duties,
    /// Documents that it asks for.
    Documents,
    /// An approval flow by which it is decided.
    Flow,
    /// Somebody's right to do what it says.
    Rule,
    /// What the board counts for it.
    Records,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseLink {
    pub kind: ClauseLinkKind,
    /// In the caller's language; none where the number says it all.
    pub title: Option<String>,
    pub count: Option<i64>,
    /// Path in the SPA.
    pub path: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClausePage {
    #[cfg_attr(feature = "schema", schema(example = "4.4.2"))]
    pub clause: String,
    /// What it asks, in the caller's language.
    pub duty: String,
    /// How the regulation that holds words it; none before one was published.
    pub text: Option<String>,
    pub links: Vec<ClauseLink>,
}
