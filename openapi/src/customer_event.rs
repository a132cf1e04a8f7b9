//! Events for customers (5.1.5): talks, gatherings, check-ups, to which customers are invited, and who came.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::activity::CustomerRef;
use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CustomerEventKind {
    Seminar,
    Gathering,
    Health,
    Family,
    Appreciation,
    Other,
}

impl CustomerEventKind {
    pub const ALL: [CustomerEventKind; 6] = [
        CustomerEventKind::Seminar,
        CustomerEventKind::Gathering,
        CustomerEventKind::Health,
        CustomerEventKind::Family,
        CustomerEventKind::Appreciation,
        CustomerEventKind::Other,
    ];
}

/// `planned`: not yet invited to. `open`: customers are invited, and who came is noted. `closed`: it was held, with what came of it.
/// `cancelled`: it wasn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CustomerEventState {
    Planned,
    Open,
    Closed,
    Cancelled,
}

impl CustomerEventState {
    pub const ALL: [CustomerEventState; 4] = [
        CustomerEventState::Planned,
        CustomerEventState::Open,
        CustomerEventState::Closed,
        CustomerEventState::Cancelled,
    ];
}

/// How many customers, of all teams; who they are is seen in the invitations inside the caller's reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerEventFigures {
    /// Without an answer yet.
    pub invited: i64,
    pub accepted: i64,
    pub declined: i64,
    pub attended: i64,
    pub absent: i64,
    /// Persons who are coming or came, with those they bring.
    pub seats: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerEvent {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "退休規劃說明會"))]
    pub title: String,
    pub kind: CustomerEventKind,
    pub state: CustomerEventState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    #[cfg_attr(feature = "schema", schema(example = "總公司 12 樓大會議室"))]
    pub place: String,
    pub description: Option<String>,
    /// Persons; none: as many as come.
    pub capacity: Option<i64>,
    pub organiser: PersonRef,
    /// Whose customers are invited; none: the whole department's.
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    pub figures: CustomerEventFigures,
    /// What came of it, once it is closed.
    pub result: Option<String>,
    /// Why it wasn't held.
    pub cancelled_because: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCustomerEvent {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "退休規劃說明會"))]
    pub title: String,
    pub kind: CustomerEventKind,
    /// In the future, within two years.
    #[cfg_attr(feature = "schema", schema(example = "2027-03-06T06:00:00Z"))]
    pub starts_at: DateTime<Utc>,
    /// After it begins, within a week.
    #[cfg_attr(feature = "schema", schema(example = "2027-03-06T08:00:00Z"))]
    pub ends_at: DateTime<Utc>,
    #[validate(length(max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "總公司 12 樓大會議室"))]
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10_000))]
    #[cfg_attr(feature = "schema", schema(example = 40))]
    pub capacity: Option<i64>,
    /// An active colleague inside the reach; the caller unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser_id: Option<Uuid>,
    /// None: for the whole department's customers, by whoever is in charge of its business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
}

/// Merge patch: absent is unchanged, `null` clears. Whoever invited somebody is told of another time or place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerEventPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "退休規劃說明會"))]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CustomerEventKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "2027-03-06T06:00:00Z"))]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "2027-03-06T08:00:00Z"))]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "總公司 12 樓大會議室"))]
    pub place: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    pub description: Option<Option<String>>,
    /// Not below the seats that are taken (`event_full`).
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 10_000))]
    pub capacity: Option<Option<i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser_id: Option<Uuid>,
}

/// Nothing more is said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEventOpening {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEventClosing {
    #[validate(length(min = 1, max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "到場 32 位，8 位約了下次面談"))]
    pub result: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEventCancellation {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "颱風停班"))]
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Invited,
    Accepted,
    Declined,
    /// Taken back; invited again, it begins anew.
    Withdrawn,
    Attended,
    Absent,
}

impl InvitationState {
    pub const ALL: [InvitationState; 6] = [
        InvitationState::Invited,
        InvitationState::Accepted,
        InvitationState::Declined,
        InvitationState::Withdrawn,
        InvitationState::Attended,
        InvitationState::Absent,
    ];
}

/// The event that an invitation is to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerEventRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "退休規劃說明會"))]
    pub title: String,
    pub state: CustomerEventState,
    pub starts_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EventInvitation {
    pub id: Uuid,
    pub event: CustomerEventRef,
    pub customer: CustomerRef,
    /// Who looks after the customer.
    pub owner: PersonRef,
    pub team_id: Option<Uuid>,
    pub state: InvitationState,
    /// Persons, with those the customer brings.
    pub party: i64,
    pub note: Option<String>,
    /// The contact that attendance was noted as.
    pub activity_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Customers inside the caller's reach; those who are invited already stay as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEventInvitations {
    pub event_id: Uuid,
    #[validate(length(min = 1, max = 200))]
    pub customer_ids: Vec<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EventInvitations {
    /// Those that were made now.
    pub data: Vec<EventInvitation>,
    /// So many of those named were invited before.
    pub already: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationReply {
    Accepted,
    Declined,
    /// Taken back by us.
    Withdrawn,
}

/// What the customer said, or that the invitation is taken back. May change until it is noted who came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitationReply {
    pub reply: InvitationReply,
    /// Persons, with those the customer brings; as it was unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 20))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub party: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

/// From the beginning of the event until it is closed; may be put right meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAttendance {
    pub attended: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 20))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub party: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

crate::list_query! {
    /// Events; which there are is known to everybody.
    pub struct CustomerEventQuery sorts ["-starts_at", "starts_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: CustomerEventState,
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: CustomerEventKind,
        pub team_id: Uuid,
        pub organiser_id: Uuid,
        /// Beginning at or after this instant.
        pub from: DateTime<Utc>,
        /// Beginning before this instant.
        pub to: DateTime<Utc>,
    }
}

crate::list_query! {
    /// Invitations of customers inside the caller's reach.
    pub struct EventInvitationQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: InvitationState,
        pub event_id: Uuid,
        pub customer_id: Uuid,
        pub owner_id: Uuid,
        pub team_id: Uuid,
    }
}
