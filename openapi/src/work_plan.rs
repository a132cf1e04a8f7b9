//! Work plans (2.2.1, 2.2.3): the department's plan of a year and each team's, as goals with owners, days and progress, in published revisions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkPlanState {
    /// Nothing of it is published; seen by those who make it.
    Draft,
    /// It holds as it was published last.
    Published,
    /// It holds, and has been changed since; the next revision is to be published.
    Changed,
}

impl WorkPlanState {
    pub const ALL: [WorkPlanState; 3] = [
        WorkPlanState::Draft,
        WorkPlanState::Published,
        WorkPlanState::Changed,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkPlan {
    pub id: Uuid,
    /// None: the department's.
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    #[cfg_attr(feature = "schema", schema(example = 2027))]
    pub year: i64,
    /// What the year is about.
    #[cfg_attr(feature = "schema", schema(example = "深耕既有客戶，新人半年內獨立"))]
    pub summary: String,
    pub state: WorkPlanState,
    /// How often it was published.
    pub revision: i64,
    /// First and last time.
    pub published_at: Option<DateTime<Utc>>,
    pub revised_at: Option<DateTime<Utc>>,
    pub goals: Vec<WorkGoal>,
    /// Percent, all goals alike.
    pub progress: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkGoal {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "續期保費收取率達九成七"))]
    pub title: String,
    /// How it is seen that it was reached.
    #[cfg_attr(feature = "schema", schema(example = "月報收取率"))]
    pub measure: Option<String>,
    pub owner: PersonRef,
    pub due_on: NaiveDate,
    /// Percent.
    pub progress: i64,
    /// Said with the progress last.
    pub note: Option<String>,
    pub overdue: bool,
    /// Where the caller may say how far it is.
    pub allowed_actions: Vec<Action>,
}

/// One goal as it is to be. A goal that has its `id` keeps its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkGoalInput {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "續期保費收取率達九成七"))]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "月報收取率"))]
    pub measure: Option<String>,
    /// Somebody at work; of a team's plan, of that team.
    pub owner_id: Uuid,
    /// In the year of the plan.
    #[validate(custom(function = valid::date))]
    pub due_on: NaiveDate,
}

/// One for the department and for each team and year (`work_plan_exists`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWorkPlan {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// From last year to the year after next.
    #[validate(range(min = 2000, max = 2200))]
    #[cfg_attr(feature = "schema", schema(example = 2027))]
    pub year: i64,
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "深耕既有客戶，新人半年內獨立"))]
    pub summary: String,
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    #[cfg_attr(feature = "schema", schema(max_items = 50))]
    pub goals: Vec<WorkGoalInput>,
}

/// Merge patch: absent is unchanged. The goals are those that are sent, in this order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkPlanPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    pub summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 50), nested)]
    #[cfg_attr(feature = "schema", schema(max_items = 50))]
    pub goals: Option<Vec<WorkGoalInput>>,
}

/// Published anew, why is needed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWorkPlanRevision {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "下半年人力減一，目標順延一季"))]
    pub note: Option<String>,
}

/// How far a goal is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWorkProgress {
    pub goal_id: Uuid,
    #[validate(range(min = 0, max = 100))]
    #[cfg_attr(feature = "schema", schema(example = 60))]
    pub progress: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "六月起逐戶聯絡"))]
    pub note: Option<String>,
}

/// The plan as it was published once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkPlanRevision {
    pub id: Uuid,
    /// From 1.
    pub number: i64,
    pub note: Option<String>,
    pub summary: String,
    pub goals: Vec<WorkRevisionGoal>,
    pub published_at: DateTime<Utc>,
    pub published_by: PersonRef,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkRevisionGoal {
    pub title: String,
    pub measure: Option<String>,
    pub owner: String,
    pub due_on: NaiveDate,
    /// As far as it was then.
    pub progress: i64,
}

crate::list_query! {
    /// The department's plans, and those of teams inside the caller's reach; drafts only for those who make them.
    pub struct WorkPlanQuery sorts ["-created_at", "created_at"] {
        pub year: i64,
        pub team_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: WorkPlanState,
    }
}

crate::list_query! {
    pub struct WorkPlanRevisionQuery sorts ["-number", "number"] {}
}
