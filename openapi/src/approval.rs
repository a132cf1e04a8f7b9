//! Approvals: one engine for every matter that somebody else must decide. A module's record (a leave request, a correction of
//! attendance) is the subject; the approval carries who decides, by which flow, and what happened (rules.md, invariants 1–5).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::access::Field;
use crate::days::Days;
use crate::employee::PersonRef;
use crate::{Action, Money, valid};

/// What kind of matter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatterKind {
    /// A leave request (4.4.2).
    Leave,
    /// A correction of attendance, 補卡 (4.4.1).
    Correction,
    /// A team's incentives of a period (5.3.3).
    Incentive,
}

impl MatterKind {
    pub const ALL: [MatterKind; 3] = [
        MatterKind::Leave,
        MatterKind::Correction,
        MatterKind::Incentive,
    ];

    pub fn name(self) -> &'static str {
        ["leave", "correction", "incentive"][self as usize]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalState {
    /// A step waits for its decision.
    Open,
    /// Sent back to the applicant, who changes and submits it again or withdraws it.
    Returned,
    Approved,
    Refused,
    Withdrawn,
}

/// Whose decision a step is, relative to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Lead of the applicant's team.
    Lead,
    /// Deputy in charge of the area of the applicant's team.
    Deputy,
    /// Deputy in charge of a field of work.
    FieldDeputy,
    Manager,
    /// The company, outside the department.
    Company,
    /// A person named by a decider: transferred to, or added. Not for flows.
    Named,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Waiting,
    Open,
    Approved,
    Refused,
    Returned,
    /// Never came to be decided: the request ended before.
    Cancelled,
}

/// What the caller may do to this approval now; more exact than `allowed_actions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalAct {
    Approve,
    Refuse,
    Return,
    Transfer,
    AddApprover,
    Comment,
    Copy,
    Attach,
    Withdraw,
    Remind,
    Resubmit,
    /// Record the company's decision.
    CompanyDecide,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Approval {
    pub id: Uuid,
    pub kind: MatterKind,
    /// The record it is about.
    pub subject_id: Uuid,
    /// In the caller's language.
    #[cfg_attr(
        feature = "schema",
        schema(example = "特別休假 2026-12-01 至 2026-12-03（3 天）")
    )]
    pub title: String,
    pub state: ApprovalState,
    /// Whose matter it is.
    pub applicant: PersonRef,
    /// Who entered it; differs from the applicant when entered on their behalf.
    pub created_by: PersonRef,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// Version of the flow it started with and finishes under.
    pub flow_version: i64,
    /// Counts submissions: 1, and one more each time it was returned and submitted again.
    pub round: i64,
    pub days: Option<Days>,
    pub amount: Option<Money>,
    /// The open step, if one is open.
    pub current_step: Option<ApprovalStep>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Clause of the regulation behind the matter.
    #[cfg_attr(feature = "schema", schema(example = "4.4.2"))]
    pub clause: String,
    /// Path of the subject in the SPA.
    pub subject_path: String,
    /// Only for a single approval, not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<ApprovalDetail>,
    pub version: i64,
    pub acts: Vec<ApprovalAct>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApprovalDetail {
    /// Steps of all rounds in order.
    pub steps: Vec<ApprovalStep>,
    /// Oldest first.
    pub timeline: Vec<ApprovalEvent>,
    /// What matters for the decision: balance, days asked, who else is out.
    pub figures: Vec<Figure>,
    pub copies: Vec<PersonRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApprovalStep {
    pub id: Uuid,
    pub round: i64,
    pub position: i64,
    pub relation: Relation,
    /// Where it lies now, after it went up.
    pub level: Relation,
    pub field: Option<Field>,
    /// Name given in the flow.
    pub name: Option<String>,
    pub state: StepState,
    /// Who decides; none for the company.
    pub holder: Option<PersonRef>,
    /// The one the holder stands in for.
    pub on_behalf_of: Option<PersonRef>,
    pub opened_at: Option<DateTime<Utc>>,
    /// After this it reminds, then goes up one level. It never decides by itself.
    pub due_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<PersonRef>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalEventKind {
    Submitted,
    Resubmitted,
    /// A step opened for somebody.
    Opened,
    Approved,
    Refused,
    Returned,
    Transferred,
    AddedBefore,
    AddedAfter,
    Commented,
    Copied,
    Attached,
    Withdrawn,
    /// The applicant asked to hurry.
    Reminded,
    /// The deadline passed: told once more, or gone up one level.
    DeadlineReminded,
    Escalated,
    /// Went to a stand-in, or back, because somebody is away or a seat changed hands.
    Reassigned,
    CompanyDecided,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApprovalEvent {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub event: ApprovalEventKind,
    /// None: the system.
    pub actor: Option<PersonRef>,
    /// A service account acted.
    pub api_key_id: Option<Uuid>,
    pub on_behalf_of: Option<PersonRef>,
    /// To whom it went.
    pub target: Option<PersonRef>,
    pub flow_version: i64,
    pub note: Option<String>,
    pub document_id: Option<Uuid>,
    /// Day of the company's decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
}

/// One figure beside the decision, in the caller's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Figure {
    #[cfg_attr(feature = "schema", schema(example = "特別休假餘額"))]
    pub label: String,
    #[cfg_attr(feature = "schema", schema(example = "7.5 天"))]
    pub value: String,
    /// Something to look at before deciding.
    pub warning: bool,
    pub clause: Option<String>,
}

/// The tabs of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalBox {
    /// 待我處理: open steps that lie with me.
    Waiting,
    /// 我已處理: decided by me.
    Handled,
    /// 我發起的: mine, or entered by me.
    Mine,
    /// 抄送我.
    Copied,
    /// Everything inside my reach.
    All,
}

crate::list_query! {
    /// Approvals by tab; without `box`, those inside the caller's reach.
    pub struct ApprovalQuery sorts ["-at", "at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub r#box: ApprovalBox,
        pub kind: MatterKind,
        pub state: ApprovalState,
        pub applicant_id: Uuid,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    /// A comment is required.
    Refuse,
    /// Back to the applicant for change; a comment is required.
    Return,
}

/// Decides the open step that lies with the caller (or with somebody the caller is delegate of).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    pub decision: Decision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
}

/// One comment and decision for many; each is decided on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBulkDecision {
    pub decision: Decision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
    #[validate(length(min = 1, max = 100), nested)]
    pub items: Vec<BulkItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkItem {
    pub id: Uuid,
    /// The version the caller saw.
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BulkReport {
    /// In the order asked.
    pub data: Vec<BulkOutcome>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BulkOutcome {
    pub id: Uuid,
    pub done: bool,
    /// State afterwards, where the caller may see it.
    pub state: Option<ApprovalState>,
    /// Problem code, when not done.
    #[cfg_attr(feature = "schema", schema(example = "own_matter"))]
    pub code: Option<String>,
    pub detail: Option<String>,
}

/// 轉交: the open step goes to somebody else. A comment says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewStepTransfer {
    pub employee_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddPosition {
    /// Decides first; then the step comes back.
    Before,
    /// Decides next, once this step is approved.
    After,
}

/// 加簽: one more approver before or after the open step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApprover {
    pub employee_id: Uuid,
    pub position: AddPosition,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub text: String,
}

/// 抄送.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCopies {
    #[validate(length(min = 1, max = 50))]
    pub employee_ids: Vec<Uuid>,
}

/// 撤回, 催辦, submitting again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalNote {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
}

/// The company's decision, recorded by a manager or deputy who isn't a party to the matter, or by a service account whose owner is none,
/// with the decision document attached before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCompanyDecision {
    pub decision: Decision,
    /// Day of the company's decision, today or earlier.
    #[validate(custom(function = valid::date))]
    pub decided_on: NaiveDate,
    /// An attachment of this approval; without it the decision is refused (`document_required`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub comment: Option<String>,
}

/// Who would decide, in order; shown before something is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlannedStep {
    pub relation: Relation,
    /// Where it would lie as things are now.
    pub level: Relation,
    pub name: Option<String>,
    pub holder: Option<PersonRef>,
    pub on_behalf_of: Option<PersonRef>,
}

/// One step of a flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowStep {
    /// Any but `named`.
    pub relation: Relation,
    /// For `field_deputy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub name: Option<String>,
    /// The step is part of a request only where all conditions hold; none: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub when: Option<StepCondition>,
    /// Hours until it reminds; after as many again it goes up one level.
    #[validate(range(min = 1, max = 720))]
    #[cfg_attr(feature = "schema", schema(example = 48))]
    pub deadline_hours: u32,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepCondition {
    /// More days than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_over: Option<Days>,
    /// More than this amount, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0))]
    pub amount_over: Option<i64>,
    /// One of these categories (for leave: codes of leave types).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 50))]
    pub categories: Vec<String>,
}

/// The current version of the flow of a kind of matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApprovalFlow {
    pub kind: MatterKind,
    /// In the caller's language.
    pub title: String,
    pub steps: Vec<FlowStep>,
    pub note: Option<String>,
    pub published_at: DateTime<Utc>,
    pub published_by: Option<PersonRef>,
    /// Counts versions; requests keep the one they started with.
    pub version: i64,
    pub allowed_actions: Vec<Action>,
}

/// Publishes a new version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalFlowPatch {
    #[validate(length(min = 1, max = 12), nested)]
    pub steps: Vec<FlowStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

crate::list_query! {
    /// Flows, one per kind of matter.
    pub struct ApprovalFlowQuery sorts ["kind"] {}
}

crate::list_query! {
    /// Versions of one flow, newest first.
    pub struct FlowVersionQuery sorts ["-version"] {}
}

/// Somebody decides for somebody else between two days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Delegation {
    pub id: Uuid,
    /// Who is away.
    pub delegator: PersonRef,
    /// Who decides meanwhile.
    pub delegate: PersonRef,
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Kinds of matters; empty means all.
    pub kinds: Vec<MatterKind>,
    pub note: Option<String>,
    /// The leave request it comes from, if it does.
    pub leave_request_id: Option<Uuid>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// In force today.
    pub current: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Names a stand-in for the caller's own decisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    pub delegate_id: Uuid,
    /// Today or later.
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    /// At most a year after the first day.
    #[validate(custom(function = valid::date))]
    pub ends_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<MatterKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

crate::list_query! {
    /// Delegations that the caller gave or got.
    pub struct DelegationQuery sorts ["-starts_on"] {
        /// Only those in force today (or, with `false`, the others).
        pub current: bool,
    }
}
