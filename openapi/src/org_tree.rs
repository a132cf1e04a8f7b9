//! The organization as a tree (2.1): department → areas → teams → people, with vacancies.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Field;
use crate::employee::PersonRef;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrgTree {
    pub name: String,
    pub manager: Option<PersonRef>,
    pub areas: Vec<OrgArea>,
    /// Teams outside every area.
    pub teams: Vec<OrgTeam>,
    pub vacancies: Vacancies,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrgArea {
    pub id: Uuid,
    pub name: String,
    pub fields: Vec<Field>,
    pub deputy: Option<PersonRef>,
    pub teams: Vec<OrgTeam>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrgTeam {
    pub id: Uuid,
    pub name: String,
    pub lead: Option<PersonRef>,
    pub members: Vec<PersonRef>,
}

/// Evidence for 2.1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Vacancies {
    pub teams_without_lead: i64,
    pub areas_without_deputy: i64,
}
