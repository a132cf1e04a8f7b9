//! Activities (5.1.2): calls, visits, events and messages with customers, what came of them and what is to be done next.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::customer::CustomerClass;
use crate::employee::PersonRef;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActivityChannel {
    Call,
    Visit,
    Event,
    Message,
}

impl ActivityChannel {
    pub const ALL: [ActivityChannel; 4] = [
        ActivityChannel::Call,
        ActivityChannel::Visit,
        ActivityChannel::Event,
        ActivityChannel::Message,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActivityOutcome {
    /// Spoke with the customer.
    Reached,
    /// Tried; nobody answered. No contact: what is due stays due.
    NotReached,
    Interested,
    NotInterested,
    /// The customer agreed to meet.
    Appointment,
}

impl ActivityOutcome {
    pub const ALL: [ActivityOutcome; 5] = [
        ActivityOutcome::Reached,
        ActivityOutcome::NotReached,
        ActivityOutcome::Interested,
        ActivityOutcome::NotInterested,
        ActivityOutcome::Appointment,
    ];
}

/// Who a customer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CustomerRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "王美玲"))]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Activity {
    pub id: Uuid,
    pub customer: CustomerRef,
    pub channel: ActivityChannel,
    pub outcome: ActivityOutcome,
    /// When it happened.
    pub at: DateTime<Utc>,
    pub note: Option<String>,
    pub next_step: Option<String>,
    /// The day agreed for the next step; the customer is due then at the latest.
    pub next_on: Option<NaiveDate>,
    /// Who did it.
    pub employee: PersonRef,
    /// Their team at that time.
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewActivity {
    pub customer_id: Uuid,
    pub channel: ActivityChannel,
    pub outcome: ActivityOutcome,
    /// Now unless told; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "想了解實支實付，下週寄建議書"))]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "寄建議書"))]
    pub next_step: Option<String>,
    /// Not before the day it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub next_on: Option<NaiveDate>,
}

/// Merge patch: absent is unchanged, `null` clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivityPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ActivityChannel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ActivityOutcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "改約週五"))]
    pub note: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 200), custom(function = valid::clean))]
    pub next_step: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub next_on: Option<Option<NaiveDate>>,
}

crate::list_query! {
    /// Activities of the colleagues inside the caller's reach.
    pub struct ActivityQuery sorts ["-at"] {
        pub channel: ActivityChannel,
        pub outcome: ActivityOutcome,
        pub employee_id: Uuid,
        pub team_id: Uuid,
        /// At or after this instant.
        pub from: DateTime<Utc>,
        /// Before this instant.
        pub to: DateTime<Utc>,
    }
}

crate::list_query! {
    /// Every activity with one customer, whoever it was by.
    pub struct CustomerActivityQuery sorts ["-at"] {
    }
}

/// A customer who is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// The customer's.
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "王美玲"))]
    pub name: String,
    pub class: Option<CustomerClass>,
    pub owner: PersonRef,
    pub team_id: Option<Uuid>,
    /// The day of the last real contact.
    pub last_contact_on: Option<NaiveDate>,
    /// The day agreed with the customer.
    pub agreed_on: Option<NaiveDate>,
    /// The earlier of the day agreed and the last contact plus the cadence of the class.
    pub due_on: NaiveDate,
    /// Past the due day by so many days; 0 or less: not yet.
    pub days_overdue: i64,
    pub allowed_actions: Vec<Action>,
}

crate::list_query! {
    /// Customers who are due, the longest overdue first.
    pub struct FollowUpQuery sorts ["due_on"] {
        /// Due on this day or before; today unless told.
        pub due_by: NaiveDate,
        /// Due on this day or after.
        pub due_from: NaiveDate,
        pub class: CustomerClass,
        pub owner_id: Uuid,
        pub team_id: Uuid,
    }
}

/// How much is due with whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowUpLoad {
    pub data: Vec<OwnerLoad>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnerLoad {
    pub owner: PersonRef,
    /// Due before today.
    pub overdue: i64,
    /// Due today.
    pub today: i64,
    /// Due in the seven days after today.
    pub week: i64,
}

/// After how many days a customer is due again, by class; `null`: only when a next step was agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FollowUpRules {
    #[cfg_attr(feature = "schema", schema(example = 30))]
    pub a: Option<i64>,
    pub b: Option<i64>,
    pub c: Option<i64>,
    pub d: Option<i64>,
    /// Customers without a class.
    pub unclassified: Option<i64>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Merge patch: absent is unchanged, `null` clears. Days, 1 to 730.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUpRulesPatch {
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 730))]
    #[cfg_attr(feature = "schema", schema(example = 30))]
    pub a: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 730))]
    pub b: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 730))]
    pub c: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 730))]
    pub d: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 730))]
    pub unclassified: Option<Option<i64>>,
}
