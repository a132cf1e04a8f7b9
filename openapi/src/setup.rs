//! First start: the department and its manager are created through a one-time link printed by `shouzhan serve`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Locale, valid};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SetupState {
    /// True until a department exists.
    pub needed: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// From the link that the server printed.
    #[validate(length(min = 20, max = 200))]
    pub token: String,
    #[validate(length(max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "收展一部"))]
    pub department_name: String,
    /// IANA name.
    #[validate(custom(function = valid::time_zone))]
    #[cfg_attr(feature = "schema", schema(example = "Asia/Taipei"))]
    pub time_zone: String,
    pub locale: Locale,
    #[validate(custom(function = valid::currency))]
    #[cfg_attr(feature = "schema", schema(example = "TWD"))]
    pub currency: String,
    #[validate(nested)]
    pub manager: SetupManager,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupManager {
    #[validate(custom(function = valid::staff_number))]
    #[cfg_attr(feature = "schema", schema(example = "M001"))]
    pub number: String,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "陳國華"))]
    pub name: String,
    #[validate(custom(function = valid::email))]
    #[cfg_attr(feature = "schema", schema(example = "manager@example.com"))]
    pub email: String,
    #[validate(custom(function = valid::date))]
    pub hire_date: NaiveDate,
    #[validate(custom(function = valid::password))]
    pub password: String,
}
