//! Employees: profile, status, contact data; transfers and departures (2.1).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::{Action, Locale, Role, present, valid};

/// Who somebody is, for pickers, trees and time lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PersonRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    #[cfg_attr(feature = "schema", schema(example = "E0007"))]
    pub number: String,
}

/// `pending`: not started yet · `active` · `inactive`: has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum EmployeeStatus {
    #[default]
    Pending,
    Active,
    Inactive,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Employee {
    pub id: Uuid,
    /// Staff number, unique; also a login.
    #[cfg_attr(feature = "schema", schema(example = "E0007"))]
    pub number: String,
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    pub status: EmployeeStatus,
    /// Role held now; nobody's role outlives its assignment.
    pub role: Option<Role>,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    /// Post, as in the contract: 收展專員, 主任, ….
    pub post: Option<String>,
    pub hire_date: NaiveDate,
    pub leave_date: Option<NaiveDate>,
    pub email: Option<String>,
    /// Work phone.
    pub phone: Option<String>,
    pub locale: Locale,
    /// Only where the caller may see private data (`employee_private_read`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<PrivateData>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct PrivateData {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub birth_date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 300), custom(function = valid::lines))]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub emergency_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::phone))]
    pub emergency_phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEmployee {
    #[validate(custom(function = valid::staff_number))]
    #[cfg_attr(feature = "schema", schema(example = "E0007"))]
    pub number: String,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    /// `pending` unless told; never `inactive`.
    #[serde(default)]
    pub status: EmployeeStatus,
    #[validate(custom(function = valid::date))]
    pub hire_date: NaiveDate,
    /// Makes the person a member of this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub post: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::email))]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::phone))]
    pub phone: Option<String>,
    #[serde(default)]
    pub locale: Locale,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub private: Option<PrivateData>,
}

/// Merge patch. Team changes are transfers; leaving is a departure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[derive(Default)]
pub struct EmployeePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::staff_number))]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: Option<String>,
    /// `pending` → `active` when the person starts. `inactive` is refused here: record a departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EmployeeStatus>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub hire_date: Option<NaiveDate>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 80))]
    pub post: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::email))]
    pub email: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 24))]
    pub phone: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Replaces the private data as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub private: Option<PrivateData>,
}

crate::list_query! {
    /// Employees inside the caller's reach.
    pub struct EmployeeQuery sorts ["number", "name", "hire_date", "created_at"] {
        /// Part of name, staff number, e-mail address or phone.
        pub q: String,
        pub status: EmployeeStatus,
        pub team_id: Uuid,
        pub area_id: Uuid,
        pub role: Role,
        /// Changed at or after this instant; for synchronising.
        pub updated_after: DateTime<Utc>,
    }
}

/// Moves a member to another team. What the person's records said before stays with the old team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    pub team_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

/// Ends all roles, sessions and keys of the employee at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDeparture {
    /// Last day at work, today or earlier, not before the hire date.
    #[validate(custom(function = valid::date))]
    pub leave_date: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub reason: Option<String>,
}
