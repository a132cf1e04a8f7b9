//! Cases (5.2.1): one sale for one customer, from consultation to after-sales. What a stage asks for is the department's data; a case
//! leaves a stage only when all of it is there.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::activity::CustomerRef;
use crate::employee::PersonRef;
use crate::leave::Names;
use crate::{Action, Money, present, valid};

/// The stages of the regulation, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseStageKey {
    Consultation,
    NeedsAnalysis,
    SolutionDesign,
    Application,
    AfterSales,
}

impl CaseStageKey {
    pub const ALL: [CaseStageKey; 5] = [
        CaseStageKey::Consultation,
        CaseStageKey::NeedsAnalysis,
        CaseStageKey::SolutionDesign,
        CaseStageKey::Application,
        CaseStageKey::AfterSales,
    ];

    pub fn next(self) -> Option<CaseStageKey> {
        CaseStageKey::ALL.get(self as usize + 1).copied()
    }

    /// As in paths and queries.
    pub fn name(self) -> &'static str {
        match self {
            CaseStageKey::Consultation => "consultation",
            CaseStageKey::NeedsAnalysis => "needs_analysis",
            CaseStageKey::SolutionDesign => "solution_design",
            CaseStageKey::Application => "application",
            CaseStageKey::AfterSales => "after_sales",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    Open,
    Won,
    Lost,
}

/// What a stage may ask of the case itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseNeed {
    Product,
    ExpectedPremium,
    ExpectedCloseOn,
}

impl CaseNeed {
    pub const ALL: [CaseNeed; 3] = [
        CaseNeed::Product,
        CaseNeed::ExpectedPremium,
        CaseNeed::ExpectedCloseOn,
    ];
}

/// A field to fill in, or an item to tick, in a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseStageItem {
    /// Stays when the names change: what is filled in is kept under it.
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "protection_gap"))]
    pub key: String,
    #[validate(nested)]
    pub names: Names,
    /// A case doesn't leave the stage without it.
    pub required: bool,
}

/// What the department asks for in a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseStage {
    pub key: CaseStageKey,
    pub place: i64,
    pub names: Names,
    pub needs: Vec<CaseNeed>,
    pub fields: Vec<CaseStageItem>,
    pub checks: Vec<CaseStageItem>,
    /// A case that stays longer counts as stuck.
    #[cfg_attr(feature = "schema", schema(example = 21))]
    pub stuck_days: i64,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// All five, in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseStages {
    pub data: Vec<CaseStage>,
}

/// Merge patch; lists are given whole. Cases that move from now on are held to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseStagePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<CaseNeed>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 20), nested, custom(function = own_keys))]
    pub fields: Option<Vec<CaseStageItem>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 20), nested, custom(function = own_keys))]
    pub checks: Option<Vec<CaseStageItem>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 365))]
    pub stuck_days: Option<i64>,
}

/// What was filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseAnswer {
    pub stage: CaseStageKey,
    pub key: String,
    pub value: String,
}

/// What was ticked, by whom and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseTick {
    pub stage: CaseStageKey,
    pub key: String,
    pub by: Option<PersonRef>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Case {
    pub id: Uuid,
    pub customer: CustomerRef,
    pub stage: CaseStageKey,
    pub state: CaseState,
    #[cfg_attr(feature = "schema", schema(example = "終身壽險二十年期"))]
    pub product: Option<String>,
    pub expected_premium: Option<Money>,
    pub expected_close_on: Option<NaiveDate>,
    pub next_step: Option<String>,
    /// Only with one case, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<CaseAnswer>>,
    /// Only with one case, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticks: Option<Vec<CaseTick>>,
    /// What the stage still asks for: `product`, `fields.<key>`, `checks.<key>`. Empty: the case may move on.
    pub missing: Vec<String>,
    /// Longer in its stage than the department allows.
    pub stuck: bool,
    /// Risk flags that keep the case from moving (5.2.4).
    pub open_flags: i64,
    pub lost_reason: Option<String>,
    pub stage_since: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub owner: PersonRef,
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// A new case begins with consultation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// A customer the caller may see.
    pub customer_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "終身壽險二十年期"))]
    pub product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested, custom(function = not_negative))]
    pub expected_premium: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub expected_close_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub next_step: Option<String>,
    /// The customer's owner unless told. An active colleague inside the caller's reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
}

/// One field to fill in, or with `null` to empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseAnswerPatch {
    pub stage: CaseStageKey,
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "protection_gap"))]
    pub key: String,
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "家庭責任期缺口約 800 萬"))]
    pub value: Option<String>,
}

/// One check-list item to tick or untick.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseTickPatch {
    pub stage: CaseStageKey,
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "needs_form"))]
    pub key: String,
    pub done: bool,
}

/// Merge patch: absent is unchanged, `null` clears. Fields and ticks that aren't named stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CasePatch {
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "終身壽險二十年期"))]
    pub product: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(nested)]
    pub expected_premium: Option<Option<Money>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub expected_close_on: Option<Option<NaiveDate>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub next_step: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100), nested)]
    pub answers: Option<Vec<CaseAnswerPatch>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100), nested)]
    pub ticks: Option<Vec<CaseTickPatch>>,
}

/// To the next stage, or back to an earlier one with a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCaseMove {
    pub to: CaseStageKey,
    /// Required to go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "客戶想再比較一個方案"))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    Won,
    Lost,
}

/// Won out of after-sales, with all it asks for; lost out of any stage, with a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCaseClosing {
    pub outcome: CaseOutcome,
    /// Required where the case is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "預算改用於房貸"))]
    pub reason: Option<String>,
}

/// Hands a case over; both owners lie inside the caller's reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCaseTransfer {
    pub owner_id: Uuid,
    /// What the new owner has to know.
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "下週二約好送建議書"))]
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseMoveKind {
    Opened,
    Advanced,
    Returned,
    Won,
    Lost,
}

/// A step of a case through its stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseMove {
    pub id: Uuid,
    pub kind: CaseMoveKind,
    pub from: Option<CaseStageKey>,
    pub to: CaseStageKey,
    /// Version of the stage that was left, to which the case was held.
    pub stage_version: i64,
    pub note: Option<String>,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

/// Something about a case that worries somebody; while it is open the case doesn't move on (5.2.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseFlag {
    pub id: Uuid,
    pub case_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "保費高於家庭年收入三成"))]
    pub reason: String,
    pub raised_by: Option<PersonRef>,
    /// Somebody other than the case's owner.
    pub cleared_by: Option<PersonRef>,
    pub cleared_at: Option<DateTime<Utc>>,
    pub clearing_note: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCaseFlag {
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "保費高於家庭年收入三成"))]
    pub reason: String,
}

/// What was found out, and why the case may go on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFlagClearing {
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "已取得財力證明，保費負擔合理"))]
    pub note: String,
}

crate::list_query! {
    /// Flags of one case.
    pub struct CaseFlagQuery sorts ["-created_at", "created_at"] {}
}

/// What lies in one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PipelineStage {
    pub stage: CaseStageKey,
    pub count: i64,
    pub stuck: i64,
    /// Expected premium, one sum for each currency.
    pub premium: Vec<Money>,
}

/// Open cases by stage, and what was closed this year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Pipeline {
    /// All five, in their order.
    pub stages: Vec<PipelineStage>,
    pub won: i64,
    pub lost: i64,
    pub won_premium: Vec<Money>,
    /// Since when `won` and `lost` are counted: the first of January, in the department's time zone.
    pub closed_since: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PipelineQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
}

crate::list_query! {
    /// Cases inside the caller's reach.
    pub struct CaseQuery sorts ["-updated_at", "updated_at", "stage_since"] {
        /// Beginning of the customer's name, in characters, pinyin (`wangmei`) or initials (`wml`).
        pub q: String,
        #[cfg_attr(feature = "schema", param(inline))]
        pub stage: CaseStageKey,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: CaseState,
        pub owner_id: Uuid,
        pub team_id: Uuid,
        pub customer_id: Uuid,
        /// Only open cases that are longer in their stage than the department allows.
        pub stuck: bool,
        /// Only cases with an open risk flag.
        pub flagged: bool,
        /// Changed at or after this instant; for synchronising, with `sort=updated_at`.
        pub updated_after: DateTime<Utc>,
    }
}

crate::list_query! {
    /// Moves of one case.
    pub struct CaseMoveQuery sorts ["-created_at", "created_at"] {}
}

/// No key twice in one list.
fn own_keys(items: &[CaseStageItem]) -> Result<(), ValidationError> {
    let twice = |n: usize, item: &CaseStageItem| items.iter().take(n).any(|i| i.key == item.key);
    match items.iter().enumerate().any(|(n, item)| twice(n, item)) {
        true => Err(ValidationError::new("duplicate_field")),
        false => Ok(()),
    }
}

/// Zero or more.
pub fn not_negative(money: &Money) -> Result<(), ValidationError> {
    match money.amount {
        0.. => Ok(()),
        _ => Err(ValidationError::new("range")),
    }
}
