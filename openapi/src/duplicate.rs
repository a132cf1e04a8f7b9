//! One customer, one record (5.1.3): further contacts, which records may be the same person's, telling two apart, making two one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::customer::Customer;
use crate::valid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Phone,
    Email,
    Line,
    Wechat,
    Address,
    Other,
}

impl ContactKind {
    pub const ALL: [ContactKind; 6] = [
        ContactKind::Phone,
        ContactKind::Email,
        ContactKind::Line,
        ContactKind::Wechat,
        ContactKind::Address,
        ContactKind::Other,
    ];
}

/// One more way to reach a customer, beside the phone, mail and address of the record itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: Uuid,
    pub kind: ContactKind,
    #[cfg_attr(feature = "schema", schema(example = "公司"))]
    pub label: Option<String>,
    /// A phone is masked; see `reveal_customer`.
    #[cfg_attr(feature = "schema", schema(example = "••••5678"))]
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "contact_value"))]
pub struct NewContact {
    pub kind: ContactKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "公司"))]
    pub label: Option<String>,
    #[validate(length(min = 1, max = 200), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "02-2345-6789"))]
    pub value: String,
}

/// A phone is a phone, a mail address one.
fn contact_value(new: &NewContact) -> Result<(), ValidationError> {
    match new.kind {
        ContactKind::Phone => valid::phone(&new.value),
        ContactKind::Email => valid::email(&new.value),
        _ => Ok(()),
    }
}

/// What a contact's mask hides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RevealedContact {
    pub id: Uuid,
    pub value: String,
}

/// What two records have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The phone.
    Phone,
    /// Name and birthday.
    NameAndBirthday,
    /// The name, and nothing known tells them apart.
    Name,
}

/// A record that may be the same person's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Duplicate {
    pub customer: Customer,
    pub likeness: Likeness,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Duplicates {
    /// At most 20, of those inside the caller's reach.
    pub data: Vec<Duplicate>,
}

/// Two that look alike are two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDistinction {
    pub other_id: Uuid,
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "同名不同人，本人確認"))]
    pub because: String,
}

/// A field of which one value stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MergeField {
    Name,
    Gender,
    Birthday,
    Class,
    Occupation,
    Email,
    Address,
    Source,
    Needs,
    Phone,
}

/// The other record becomes part of this one: its activities, cases, family, policies, tags and contacts come over, what this one
/// lacks is filled from it, and a phone, mail or address that doesn't stay is kept as a contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The record that goes.
    pub other_id: Uuid,
    /// The version of it that was looked at.
    pub other_version: i64,
    /// Fields in which the other record is right.
    #[serde(default)]
    #[validate(length(max = 10))]
    pub take: Vec<MergeField>,
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "同一人，換過電話"))]
    pub because: String,
}
