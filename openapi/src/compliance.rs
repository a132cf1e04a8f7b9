//! The board (1): what the records say about every clause of the regulation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;

/// How a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClauseState {
    Met,
    /// Not kept yet, or hardly; there is still time.
    AtRisk,
    Breached,
    /// Nothing is recorded that could prove it.
    NoData,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    Count,
    Percent,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseFigure {
    #[cfg_attr(feature = "schema", schema(example = 97.4))]
    pub value: f64,
    pub unit: FigureUnit,
    /// What is counted, and where the limits are; in the caller's language.
    pub definition: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseEvidence {
    #[cfg_attr(feature = "schema", schema(example = "4.4.2"))]
    pub clause: String,
    /// The duty in the caller's language.
    pub duty: String,
    pub state: ClauseState,
    /// None when there is no data.
    pub figure: Option<ClauseFigure>,
    /// Since when it has been so, where the records say.
    pub since: Option<NaiveDate>,
    /// Path in the SPA of the records behind it.
    pub records: Option<String>,
    /// What else is counted for the clause; it stands as its worst figure does, which is the one above.
    pub further: Vec<FurtherFigure>,
}

/// One more figure of a clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FurtherFigure {
    pub state: ClauseState,
    pub figure: ClauseFigure,
    pub since: Option<NaiveDate>,
    pub records: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ComplianceChapter {
    pub number: i64,
    pub title: String,
    pub clauses: Vec<ClauseEvidence>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Compliance {
    /// The department's day.
    pub as_of: NaiveDate,
    pub chapters: Vec<ComplianceChapter>,
}

/// Narrows the board; without either it is what the caller reaches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields, default)]
pub struct ComplianceQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// As it stood when this day began; now unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
}

/// How a clause stood from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseDay {
    pub day: NaiveDate,
    pub state: ClauseState,
    /// The figure it stood by; none without data.
    #[cfg_attr(feature = "schema", schema(example = 97.4))]
    pub value: Option<f64>,
    pub unit: Option<FigureUnit>,
}

/// The days on which a clause changed. Before the first of them nothing was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClauseTrend {
    #[cfg_attr(feature = "schema", schema(example = "4.4.2"))]
    pub clause: String,
    /// The duty in the caller's language.
    pub duty: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub data: Vec<ClauseDay>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields, default)]
pub struct ClauseTrendQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// 90 days before the last unless told, and 731 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Today unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// A record that a clause is counted from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EvidenceRecord {
    /// What it is, as the audit trail calls it.
    #[cfg_attr(feature = "schema", schema(example = "repair_ticket"))]
    pub kind: String,
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "會議室投影機無訊號"))]
    pub title: String,
    /// Whose it is.
    pub person: Option<PersonRef>,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// The day that it is counted by: when it was due, or when it happened.
    pub on: NaiveDate,
    /// It keeps the clause from being kept.
    pub against: bool,
    /// Path in the SPA.
    #[cfg_attr(
        feature = "schema",
        schema(example = "/repairs/0199f5c2-6b7e-7c11-9a10-6f2d5f1c0a01")
    )]
    pub path: String,
}

crate::list_query! {
    /// Records inside the board that is asked for, and inside what the caller reads of their kind.
    pub struct EvidenceQuery sorts ["on"] {
        pub area_id: Uuid,
        pub team_id: Uuid,
        /// Only those that keep the clause from being kept, or only the others.
        pub against: bool,
        /// Only records of this kind.
        #[cfg_attr(feature = "schema", param(example = "repair_ticket"))]
        pub kind: String,
    }
}
