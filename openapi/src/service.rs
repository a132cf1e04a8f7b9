//! Service requests and complaints (5.1.5, 7.2.1): what a customer asks for or complains about, by when it is answered, every step of
//! it, and how content the customer was.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::activity::CustomerRef;
use crate::employee::PersonRef;
use crate::leave::Names;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    Service,
    Complaint,
}

impl ServiceKind {
    pub const ALL: [ServiceKind; 2] = [ServiceKind::Service, ServiceKind::Complaint];

    /// As in paths and queries.
    pub fn name(self) -> &'static str {
        match self {
            ServiceKind::Service => "service",
            ServiceKind::Complaint => "complaint",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    Open,
    InProgress,
    Answered,
    Closed,
}

impl ServiceState {
    pub const ALL: [ServiceState; 4] = [
        ServiceState::Open,
        ServiceState::InProgress,
        ServiceState::Answered,
        ServiceState::Closed,
    ];

    /// Nobody has answered yet: the deadline runs.
    pub fn waiting(self) -> bool {
        matches!(self, ServiceState::Open | ServiceState::InProgress)
    }
}

/// How the customer spoke to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceChannel {
    Phone,
    Visit,
    Message,
    Counter,
    /// The company's hotline.
    Hotline,
}

impl ServiceChannel {
    pub const ALL: [ServiceChannel; 5] = [
        ServiceChannel::Phone,
        ServiceChannel::Visit,
        ServiceChannel::Message,
        ServiceChannel::Counter,
        ServiceChannel::Hotline,
    ];
}

/// What may be asked for, and within how many working days it is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceCategory {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "policy_change"))]
    pub key: String,
    pub names: Names,
    pub kind: ServiceKind,
    /// Working days after the day it was opened.
    #[cfg_attr(feature = "schema", schema(example = 3))]
    pub deadline_days: i64,
    /// Nothing new is opened under one that isn't.
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// All of them, by kind and key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceCategories {
    pub data: Vec<ServiceCategory>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceCategory {
    /// Stays when the names change.
    #[validate(length(max = 40), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "policy_change"))]
    pub key: String,
    #[validate(nested)]
    pub names: Names,
    pub kind: ServiceKind,
    #[validate(range(min = 1, max = 60))]
    #[cfg_attr(feature = "schema", schema(example = 3))]
    pub deadline_days: i64,
}

/// Merge patch. Requests that are open keep the day they were given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceCategoryPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub names: Option<Names>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    #[cfg_attr(feature = "schema", schema(example = 5))]
    pub deadline_days: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceCategoryRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "policy_change"))]
    pub key: String,
    /// In the caller's language.
    #[cfg_attr(feature = "schema", schema(example = "保單變更"))]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceRequest {
    pub id: Uuid,
    /// Counted up in the department.
    #[cfg_attr(feature = "schema", schema(example = 128))]
    pub number: i64,
    pub kind: ServiceKind,
    pub state: ServiceState,
    pub customer: CustomerRef,
    pub category: ServiceCategoryRef,
    pub channel: ServiceChannel,
    #[cfg_attr(feature = "schema", schema(example = "變更受益人為配偶"))]
    pub description: String,
    /// The colleague a complaint is about: they neither handle nor close it (7.2.1).
    pub complained_about: Option<PersonRef>,
    pub opened_on: NaiveDate,
    /// The last working day on which it is answered in time.
    pub due_on: NaiveDate,
    /// Not answered, and that day is past.
    pub overdue: bool,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    /// Days from opening to the answer that holds.
    pub answer_days: Option<i64>,
    pub closed_at: Option<DateTime<Utc>>,
    /// How often it was opened again.
    pub reopened: i64,
    /// 1 not at all content to 5 very content.
    #[cfg_attr(feature = "schema", schema(example = 5))]
    pub score: Option<i64>,
    pub score_comment: Option<String>,
    /// Somebody above the owner was told that it is due.
    pub escalated_at: Option<DateTime<Utc>>,
    pub owner: PersonRef,
    /// The owner's, or the customer's where the owner has none; as at the time.
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceRequest {
    /// One the caller may see.
    pub customer_id: Uuid,
    /// An active one; it says whether this is a complaint.
    pub category_id: Uuid,
    pub channel: ServiceChannel,
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "變更受益人為配偶"))]
    pub description: String,
    /// Only of a complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complained_about_id: Option<Uuid>,
    /// An active colleague inside the caller's reach; unless told the customer's owner, or whoever is above them where they have
    /// left or the complaint is about them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
}

/// Merge patch: absent is unchanged, `null` clears. While nobody has answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceRequestPatch {
    /// Of the same kind; the deadline is counted anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ServiceChannel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "變更受益人為配偶，並寄送批單"))]
    pub description: Option<String>,
    /// Not whoever handles it: hand it over first.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub complained_about_id: Option<Option<Uuid>>,
}

/// Work on a request begins.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceStart {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "已致電確認所需文件"))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceAnswer {
    #[validate(length(min = 1, max = 4000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已完成變更，批單將於三日內寄達"))]
    pub answer: String,
}

/// How content the customer was, and how they said so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceRating {
    /// 1 not at all content to 5 very content.
    #[validate(range(min = 1, max = 5))]
    #[cfg_attr(feature = "schema", schema(example = 5))]
    pub score: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "處理很快"))]
    pub comment: Option<String>,
    pub channel: ServiceChannel,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceClosing {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "客戶確認收到批單"))]
    pub note: Option<String>,
    /// Where the customer said so right away; it may come later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub rating: Option<NewServiceRating>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceReopening {
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "客戶來電：批單上的姓名有誤"))]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewServiceTransfer {
    /// An active colleague inside the caller's reach; not the one a complaint is about.
    pub owner_id: Uuid,
    #[validate(length(max = 1000), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "客戶希望由資深同事說明"))]
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceStepKind {
    Opened,
    Updated,
    Started,
    Transferred,
    Answered,
    Closed,
    Reopened,
    Rated,
    /// The owner was reminded: it is due tomorrow.
    Reminded,
    /// It is due, and somebody above the owner was told.
    Escalated,
}

/// One step of a request; none is ever changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceStep {
    pub id: Uuid,
    pub kind: ServiceStepKind,
    /// Note, answer, reason or comment.
    pub note: Option<String>,
    /// Who handles it from here on, or who was told.
    pub to: Option<PersonRef>,
    pub score: Option<i64>,
    pub channel: Option<ServiceChannel>,
    /// None: the product itself.
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

crate::list_query! {
    /// Requests inside the caller's reach.
    pub struct ServiceRequestQuery sorts ["-created_at", "created_at", "due_on", "-due_on"] {
        /// A number, or how the customer's name begins, in characters, pinyin or initials.
        pub q: String,
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: ServiceKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ServiceState,
        /// Only those that nobody has answered yet.
        pub waiting: bool,
        /// Only those not answered whose day is past.
        pub overdue: bool,
        pub category_id: Uuid,
        pub customer_id: Uuid,
        pub owner_id: Uuid,
        pub team_id: Uuid,
    }
}

crate::list_query! {
    /// Steps of one request.
    pub struct ServiceStepQuery sorts ["-created_at", "created_at"] {}
}

/// Which requests the figures are about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ServiceSummaryQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(inline))]
    pub kind: Option<ServiceKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// First month in which they were opened; eleven months ago unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(example = "2026-01"))]
    pub from: Option<String>,
}

/// Figures of some requests.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceFigures {
    pub opened: i64,
    /// Not answered yet.
    pub waiting: i64,
    pub overdue: i64,
    /// How many customers said how content they are, and the mean of what they said, to two places.
    pub rated: i64,
    #[cfg_attr(feature = "schema", schema(example = 4.35))]
    pub satisfaction: Option<f64>,
    /// Half were answered within so many days.
    pub median_days: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceCategoryFigures {
    pub category: ServiceCategoryRef,
    pub figures: ServiceFigures,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceTeamFigures {
    /// None: handled outside every team.
    pub team_id: Option<Uuid>,
    pub name: Option<String>,
    pub figures: ServiceFigures,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceMonthFigures {
    #[cfg_attr(feature = "schema", schema(example = "2026-11"))]
    pub month: String,
    pub figures: ServiceFigures,
}

/// Service in figures, inside the caller's reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceSummary {
    /// First month counted.
    #[cfg_attr(feature = "schema", schema(example = "2025-12"))]
    pub from: String,
    pub total: ServiceFigures,
    pub categories: Vec<ServiceCategoryFigures>,
    pub teams: Vec<ServiceTeamFigures>,
    /// In their order.
    pub months: Vec<ServiceMonthFigures>,
}
