//! A customer's family, the policies they hold, at whichever insurer, and what they need cover for (5.1.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Money, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FamilyRelation {
    Spouse,
    Child,
    Parent,
    Sibling,
    Other,
}

impl FamilyRelation {
    pub const ALL: [FamilyRelation; 5] = [
        FamilyRelation::Spouse,
        FamilyRelation::Child,
        FamilyRelation::Parent,
        FamilyRelation::Sibling,
        FamilyRelation::Other,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FamilyMember {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "王小明"))]
    pub name: String,
    pub relation: FamilyRelation,
    #[serde(default)]
    #[validate(custom(function = valid::date))]
    pub birthday: Option<NaiveDate>,
    #[serde(default)]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub occupation: Option<String>,
}

/// How often a premium is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PremiumTerm {
    Once,
    Year,
    HalfYear,
    Quarter,
    Month,
}

impl PremiumTerm {
    pub const ALL: [PremiumTerm; 5] = [
        PremiumTerm::Once,
        PremiumTerm::Year,
        PremiumTerm::HalfYear,
        PremiumTerm::Quarter,
        PremiumTerm::Month,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PolicyState {
    #[default]
    InForce,
    Lapsed,
    Ended,
}

impl PolicyState {
    pub const ALL: [PolicyState; 3] = [
        PolicyState::InForce,
        PolicyState::Lapsed,
        PolicyState::Ended,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldPolicy {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "國泰人壽"))]
    pub insurer: String,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "終身壽險"))]
    pub product: String,
    #[serde(default)]
    #[validate(length(max = 40), custom(function = valid::clean))]
    pub number: Option<String>,
    /// One payment.
    #[serde(default)]
    #[validate(nested, custom(function = not_negative))]
    pub premium: Option<Money>,
    /// How often it is paid.
    #[serde(default)]
    pub paid: Option<PremiumTerm>,
    /// When the next premium is due, or the policy ends.
    #[serde(default)]
    #[validate(custom(function = valid::date))]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub state: PolicyState,
}

/// What somebody needs cover for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    Life,
    CriticalIllness,
    Medical,
    LongTermCare,
    Accident,
    Retirement,
    Education,
    Savings,
    /// What is left to whom.
    Legacy,
    Property,
    Other,
}

impl NeedKind {
    pub const ALL: [NeedKind; 11] = [
        NeedKind::Life,
        NeedKind::CriticalIllness,
        NeedKind::Medical,
        NeedKind::LongTermCare,
        NeedKind::Accident,
        NeedKind::Retirement,
        NeedKind::Education,
        NeedKind::Savings,
        NeedKind::Legacy,
        NeedKind::Property,
        NeedKind::Other,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedState {
    #[default]
    Open,
    Covered,
    /// The customer doesn't wish for it.
    Declined,
}

impl NeedState {
    pub const ALL: [NeedState; 3] = [NeedState::Open, NeedState::Covered, NeedState::Declined];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProtectionNeed {
    pub kind: NeedKind,
    /// The sum that would be enough.
    #[serde(default)]
    #[validate(nested, custom(function = not_negative))]
    pub cover: Option<Money>,
    #[serde(default)]
    #[validate(custom(function = valid::date))]
    pub wanted_by: Option<NaiveDate>,
    #[serde(default)]
    #[validate(length(max = 500), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "六十歲起每月三萬"))]
    pub note: Option<String>,
    #[serde(default)]
    pub state: NeedState,
}

fn not_negative(premium: &Money) -> Result<(), validator::ValidationError> {
    match premium.amount {
        0.. => Ok(()),
        _ => Err(validator::ValidationError::new("range")),
    }
}
