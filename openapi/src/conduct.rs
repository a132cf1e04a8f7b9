//! Conduct (3.1.3): what was observed, what whoever it is about says of it, and what came of it. Nobody is judged unheard.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::booking::PlaceRef;
use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConductKind {
    Smoking,
    Eating,
    Noise,
    Other,
}

impl ConductKind {
    pub const ALL: [ConductKind; 4] = [
        ConductKind::Smoking,
        ConductKind::Eating,
        ConductKind::Noise,
        ConductKind::Other,
    ];
}

/// `observed`: whoever it is about may say something. `heard`: they were heard. `settled`: it has an outcome. `withdrawn`: it was a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConductState {
    Observed,
    Heard,
    Settled,
    Withdrawn,
}

impl ConductState {
    pub const ALL: [ConductState; 4] = [
        ConductState::Observed,
        ConductState::Heard,
        ConductState::Settled,
        ConductState::Withdrawn,
    ];
}

/// `discipline`: it goes on as a disciplinary case (4.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConductOutcome {
    NoAction,
    Reminder,
    WrittenWarning,
    Discipline,
}

impl ConductOutcome {
    pub const ALL: [ConductOutcome; 4] = [
        ConductOutcome::NoAction,
        ConductOutcome::Reminder,
        ConductOutcome::WrittenWarning,
        ConductOutcome::Discipline,
    ];

    /// Such an outcome isn't given by whoever made the observation.
    pub const fn grave(self) -> bool {
        matches!(
            self,
            ConductOutcome::WrittenWarning | ConductOutcome::Discipline
        )
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConductRecord {
    pub id: Uuid,
    pub kind: ConductKind,
    /// What was seen.
    #[cfg_attr(feature = "schema", schema(example = "上班時間於座位用餐"))]
    pub description: String,
    pub observed_on: NaiveDate,
    pub place: Option<PlaceRef>,
    pub state: ConductState,
    /// Whom it is about.
    pub employee: PersonRef,
    /// Their team, as it was then.
    pub team_id: Option<Uuid>,
    pub observer: PersonRef,
    /// Until when they may say something before it is decided without.
    pub heard_by: NaiveDate,
    /// Until when it has an outcome.
    pub due_on: NaiveDate,
    /// Without an outcome, and past that day.
    pub overdue: bool,
    /// What they say of it.
    pub statement: Option<String>,
    pub heard_at: Option<DateTime<Utc>>,
    /// Who noted it, where they said it to somebody.
    pub heard_from: Option<PersonRef>,
    pub outcome: Option<ConductOutcome>,
    /// Why this outcome; why it was withdrawn.
    pub reason: Option<String>,
    pub decided_by: Option<PersonRef>,
    pub decided_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewConductRecord {
    /// Somebody below, inside the caller's reach; never the caller.
    pub employee_id: Uuid,
    pub kind: ConductKind,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "上班時間於座位用餐"))]
    pub description: String,
    /// Not in the future, and within the last thirty days.
    #[validate(custom(function = valid::date))]
    pub observed_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<Uuid>,
}

/// What whoever it is about says: by themselves, or noted by whoever they said it to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewConductStatement {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "因客戶拜訪延誤，未及午休"))]
    pub statement: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewConductOutcome {
    pub outcome: ConductOutcome,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "首次，口頭提醒並說明用餐區位置"))]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewConductWithdrawal {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "認錯人"))]
    pub reason: String,
}

crate::list_query! {
    /// Records inside the caller's reach; of a member, those about them.
    pub struct ConductQuery sorts ["-created_at", "created_at", "due_on"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: ConductKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ConductState,
        #[cfg_attr(feature = "schema", param(inline))]
        pub outcome: ConductOutcome,
        /// Without an outcome, and past its day.
        pub overdue: bool,
        pub employee_id: Uuid,
        pub team_id: Uuid,
    }
}
