//! The rules table as data: who may do what.

use serde::{Deserialize, Serialize};

use crate::{Action, ReachKind};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rules {
    pub data: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Rule {
    pub action: Action,
    /// In the caller's language.
    pub title: String,
    /// Clause of the regulation behind the action.
    #[cfg_attr(feature = "schema", schema(example = "2.1"))]
    pub clause: String,
    pub member: ReachKind,
    pub lead: ReachKind,
    pub deputy: ReachKind,
    pub manager: ReachKind,
}
