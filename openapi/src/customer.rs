//! Customers (5.1.3): who they are, how complete their record is, who looks after them. Phone and identity number are answered
//! masked; what stands behind the mask is a reveal, an act of its own that is kept in the audit trail.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::duplicate::{Contact, RevealedContact};
use crate::employee::PersonRef;
use crate::household::{FamilyMember, HeldPolicy, NeedKind, ProtectionNeed};
use crate::import::ImportMode;
use crate::{Action, present, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Female,
    Male,
}

/// A to D by what the customer means to the business, A the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CustomerClass {
    A,
    B,
    C,
    D,
}

/// What counts towards a complete record; each weighs the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CustomerField {
    Gender,
    Birthday,
    Phone,
    IdentityNumber,
    Address,
    Occupation,
    Class,
    Source,
    Needs,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Customer {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "王美玲"))]
    pub name: String,
    pub gender: Option<Gender>,
    pub birthday: Option<NaiveDate>,
    pub class: Option<CustomerClass>,
    pub tags: Vec<String>,
    pub occupation: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    /// Channel the customer came by.
    #[cfg_attr(feature = "schema", schema(example = "轉介紹"))]
    pub source: Option<String>,
    /// In the customer's words.
    pub needs: Option<String>,
    /// Masked; see `reveal_customer`.
    #[cfg_attr(feature = "schema", schema(example = "••••5678"))]
    pub phone: Option<String>,
    /// Masked; see `reveal_customer`.
    #[cfg_attr(feature = "schema", schema(example = "••••123X"))]
    pub identity_number: Option<String>,
    /// Share of the counted fields that are filled, in percent.
    pub completeness: i64,
    /// The counted fields that are empty.
    pub missing: Vec<CustomerField>,
    /// Only with one customer, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Vec<FamilyMember>>,
    /// Only with one customer, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<HeldPolicy>>,
    /// Only with one customer, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection_needs: Option<Vec<ProtectionNeed>>,
    /// Only with one customer, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<Contact>>,
    /// Another record has the same name, and nothing known tells the two apart.
    pub doubtful: bool,
    pub owner: PersonRef,
    pub team_id: Option<Uuid>,
    /// The day of the last real contact (5.1.2).
    pub last_contact_on: Option<NaiveDate>,
    /// When the customer is due for follow-up (5.1.4).
    pub due_on: Option<NaiveDate>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "王美玲"))]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub birthday: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<CustomerClass>,
    #[serde(default)]
    #[validate(custom(function = tag_list))]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub occupation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::email))]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = valid::clean))]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    pub needs: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::phone))]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = identity_text))]
    pub identity_number: Option<String>,
    #[serde(default)]
    #[validate(length(max = 30), nested)]
    pub family: Vec<FamilyMember>,
    #[serde(default)]
    #[validate(length(max = 100), nested)]
    pub policies: Vec<HeldPolicy>,
    #[serde(default)]
    #[validate(length(max = 30), nested)]
    pub protection_needs: Vec<ProtectionNeed>,
    /// Who looks after the customer; the caller unless told. An active colleague inside the caller's reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// Why a customer of the same phone, or name and birthday, as another is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub different_because: Option<String>,
}

/// Merge patch: absent is unchanged, `null` clears. The owner changes by a transfer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "王美玲"))]
    pub name: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub gender: Option<Option<Gender>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::date))]
    pub birthday: Option<Option<NaiveDate>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub class: Option<Option<CustomerClass>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = tag_list))]
    pub tags: Option<Vec<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub occupation: Option<Option<String>>,
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
    #[validate(length(max = 200), custom(function = valid::clean))]
    pub address: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub source: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 2000), custom(function = valid::lines))]
    pub needs: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = valid::phone))]
    pub phone: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(custom(function = identity_text))]
    pub identity_number: Option<Option<String>>,
    /// The whole family anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 30), nested)]
    pub family: Option<Vec<FamilyMember>>,
    /// All policies anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100), nested)]
    pub policies: Option<Vec<HeldPolicy>>,
    /// All needs anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 30), nested)]
    pub protection_needs: Option<Vec<ProtectionNeed>>,
    /// Why a customer of the same phone, or name and birthday, as another is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub different_because: Option<String>,
}

/// Why the caller needs to see what is masked; kept in the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReveal {
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "回電"))]
    pub reason: String,
}

/// What stands behind the masks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Revealed {
    pub phone: Option<String>,
    pub identity_number: Option<String>,
    /// The phones among the contacts.
    pub contacts: Vec<RevealedContact>,
}

/// Hands one customer over; both owners lie inside the caller's reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCustomerTransfer {
    pub owner_id: Uuid,
    /// What the new owner has to know.
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "保單明年三月到期，請先致電"))]
    pub note: String,
}

/// A customer and the version that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerVersion {
    pub id: Uuid,
    pub version: i64,
}

/// Hands many customers over; each stands or falls on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCustomerTransfers {
    #[validate(length(min = 1, max = 200), nested)]
    pub customers: Vec<CustomerVersion>,
    pub owner_id: Uuid,
    /// What the new owner has to know.
    #[validate(length(max = 2000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "原業務員離職，請先致電問候"))]
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TransferReport {
    /// In the order asked.
    pub data: Vec<TransferOutcome>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TransferOutcome {
    pub id: Uuid,
    pub done: bool,
    /// Problem code, when not done.
    pub code: Option<String>,
    pub detail: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CustomerImportQuery {
    /// Check everything, change nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(inline))]
    pub mode: Option<ImportMode>,
    /// What the file's own columns mean, where their names don't say: `職稱=occupation,備註=`; one that means nothing is left out.
    /// A line of CSV: a name with a comma stands in quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
}

crate::list_query! {
    /// Customers inside the caller's reach.
    pub struct CustomerQuery sorts ["name", "created_at", "updated_at"] {
        /// Beginning of the name, in characters, pinyin (`wangmei`) or initials (`wml`); or a whole phone or identity number.
        pub q: String,
        pub class: CustomerClass,
        /// Customers who bear exactly this tag.
        pub tag: String,
        /// Customers with an open need of this kind.
        pub need: NeedKind,
        /// Only records less than 80 % complete.
        pub incomplete: bool,
        /// Only records that may be the second one of somebody: another has the same name, and nothing known tells the two apart.
        pub doubtful: bool,
        pub owner_id: Uuid,
        pub team_id: Uuid,
        /// Only customers whose owner has left: they have to be handed over.
        pub of_leavers: bool,
        /// Changed at or after this instant; for synchronising, with `sort=updated_at`.
        pub updated_after: DateTime<Utc>,
    }
}

/// Letters and digits, 5 to 24 of them.
pub fn identity_text(text: &str) -> Result<(), ValidationError> {
    let shape = (5..=24).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
    match shape {
        true => Ok(()),
        false => Err(ValidationError::new("format")),
    }
}

/// At most 20 tags of at most 30 characters.
pub fn tag_list(tags: &[String]) -> Result<(), ValidationError> {
    if tags.len() > 20 || tags.iter().any(|t| t.chars().count() > 30) {
        return Err(ValidationError::new("length"));
    }
    tags.iter().try_for_each(|t| valid::clean(t))
}
