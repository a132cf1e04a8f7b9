//! Leave (4.4.2, 4.4.4): types as data, balances as a ledger, requests that start only once approved.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::approval::PlannedStep;
use crate::days::Days;
use crate::employee::PersonRef;
use crate::{Action, present, valid};

/// One name in the three languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Names {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "特別休假"))]
    pub zh_hant: String,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "年休假"))]
    pub zh_hans: String,
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "Annual leave"))]
    pub en: String,
}

impl Names {
    pub fn get(&self, locale: crate::Locale) -> &str {
        match locale {
            crate::Locale::ZhHant => &self.zh_hant,
            crate::Locale::ZhHans => &self.zh_hans,
            crate::Locale::En => &self.en,
        }
    }
}

/// `business`: away for work (公出); it counts as work in attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaveCategory {
    Leave,
    Business,
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Days on which the person would have worked.
    WorkingDays,
    /// Every day in between (maternity leave).
    CalendarDays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BalanceRule {
    /// Taken from a balance that was granted.
    Ledger,
    /// At most `max_days` each time (marriage, bereavement).
    PerRequest,
    Unlimited,
}

/// From so many months of service on, so many days a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EntitlementStep {
    #[validate(range(max = 720))]
    #[cfg_attr(feature = "schema", schema(example = 12))]
    pub after_months: u32,
    pub days: Days,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveType {
    pub id: Uuid,
    /// Stable word: `annual`, `sick`, ….
    #[cfg_attr(feature = "schema", schema(example = "annual"))]
    pub code: String,
    pub names: Names,
    /// In the caller's language.
    pub name: String,
    /// Clause that its refusals cite.
    #[cfg_attr(feature = "schema", schema(example = "4.4.4"))]
    pub clause: String,
    pub category: LeaveCategory,
    pub counts: DayCount,
    pub pay_percent: u32,
    pub allows_half_days: bool,
    /// Calendar days between asking and the first day off.
    pub notice_days: u32,
    /// May still be asked so many calendar days after the first day off; 0: never.
    pub after_the_fact_days: u32,
    /// Longer leave needs a certificate before it can be approved.
    pub certificate_after: Option<Days>,
    pub balance: BalanceRule,
    /// At most so long each time.
    pub max_days: Option<Days>,
    /// Yearly entitlement by length of service; the last step that fits counts.
    pub entitlement: Vec<EntitlementStep>,
    /// What may be carried into the next year; none: nothing.
    pub carry_over_max: Option<Days>,
    /// Months of the next year after which what was carried expires.
    pub carry_over_months: u32,
    pub active: bool,
    pub position: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLeaveType {
    #[validate(length(max = 32), custom(function = valid::code_word))]
    #[cfg_attr(feature = "schema", schema(example = "volunteer"))]
    pub code: String,
    #[validate(nested)]
    pub names: Names,
    #[validate(length(max = 16), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "4.4.4"))]
    pub clause: String,
    pub category: LeaveCategory,
    pub counts: DayCount,
    #[validate(range(max = 100))]
    pub pay_percent: u32,
    pub allows_half_days: bool,
    #[validate(range(max = 366))]
    pub notice_days: u32,
    #[validate(range(max = 366))]
    pub after_the_fact_days: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_after: Option<Days>,
    pub balance: BalanceRule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_days: Option<Days>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 60), nested)]
    pub entitlement: Vec<EntitlementStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry_over_max: Option<Days>,
    #[serde(default)]
    #[validate(range(max = 12))]
    pub carry_over_months: u32,
}

/// Merge patch. Requests already made keep what was computed for them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaveTypePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub names: Option<Names>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 16), custom(function = valid::clean))]
    pub clause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<DayCount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 100))]
    pub pay_percent: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allows_half_days: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 366))]
    pub notice_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 366))]
    pub after_the_fact_days: Option<u32>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub certificate_after: Option<Option<Days>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceRule>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_days: Option<Option<Days>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 60), nested)]
    pub entitlement: Option<Vec<EntitlementStep>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub carry_over_max: Option<Option<Days>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 12))]
    pub carry_over_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 10000))]
    pub position: Option<i64>,
}

crate::list_query! {
    /// Leave types in the order of the form.
    pub struct LeaveTypeQuery sorts ["position"] {
        pub active: bool,
    }
}

/// A leave type, named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveTypeRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "annual"))]
    pub code: String,
    /// In the caller's language.
    pub name: String,
    pub category: LeaveCategory,
    pub clause: String,
}

/// What one person has of one type in one year: sums of the ledger. Carried days whose time is over count as expired from that day
/// on, also before a closing has written it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveBalance {
    pub leave_type: LeaveTypeRef,
    pub year: i32,
    pub granted: Days,
    pub carried: Days,
    /// Taken or asked for, less what came back.
    pub used: Days,
    pub expired: Days,
    pub adjusted: Days,
    pub remaining: Days,
    /// By the type's entitlement for this person's service in that year.
    pub entitled: Option<Days>,
    /// What expires next, and after which day.
    pub expiring: Option<Days>,
    pub expires_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveBalances {
    pub employee: PersonRef,
    pub year: i32,
    pub data: Vec<LeaveBalance>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct LeaveBalanceQuery {
    /// This year, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaveEntryKind {
    Grant,
    /// Carried over from the year before.
    Carry,
    /// Asked for; stays when approved.
    Use,
    /// Given back: refused, withdrawn, or came back early.
    Return,
    Expire,
    /// Put right by hand.
    Adjust,
}

/// One line of the ledger; never changed, never removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveEntry {
    pub id: Uuid,
    pub employee: PersonRef,
    pub leave_type: LeaveTypeRef,
    pub year: i32,
    pub kind: LeaveEntryKind,
    /// Positive adds to the balance, negative takes from it.
    pub days: Days,
    pub effective_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub request_id: Option<Uuid>,
    pub note: Option<String>,
    pub created_by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

/// A grant or an adjustment by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLeaveEntry {
    pub employee_id: Uuid,
    pub leave_type_id: Uuid,
    #[validate(range(min = 2000, max = 2200))]
    #[cfg_attr(feature = "schema", schema(example = 2026))]
    pub year: i32,
    /// `grant` (positive) or `adjust`.
    pub kind: LeaveEntryKind,
    pub days: Days,
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "補發 2026 年特休"))]
    pub note: String,
}

crate::list_query! {
    /// The ledger inside the caller's reach.
    pub struct LeaveEntryQuery sorts ["-created_at", "created_at"] {
        pub employee_id: Uuid,
        pub leave_type_id: Uuid,
        pub year: i32,
        pub kind: LeaveEntryKind,
        pub request_id: Uuid,
    }
}

/// Grants a year to everybody by the types' entitlement; who has the grant already is left alone, so it can be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLeaveGrant {
    #[validate(range(min = 2000, max = 2200))]
    #[cfg_attr(feature = "schema", schema(example = 2027))]
    pub year: i32,
    /// One type only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_type_id: Option<Uuid>,
    /// Report what would be granted, grant nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Closes a year: carries over what may be carried, expires the rest, and expires carried days whose time is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLeaveClosing {
    /// A year that is over.
    #[validate(range(min = 2000, max = 2200))]
    #[cfg_attr(feature = "schema", schema(example = 2025))]
    pub year: i32,
    #[serde(default)]
    pub dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Half {
    Am,
    Pm,
}

impl Half {
    pub fn am() -> Half {
        Half::Am
    }

    pub fn pm() -> Half {
        Half::Pm
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaveState {
    Open,
    /// Sent back for change.
    Returned,
    Approved,
    Refused,
    Withdrawn,
    /// Was approved; every day of it was given back.
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveRequest {
    pub id: Uuid,
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    pub leave_type: LeaveTypeRef,
    pub starts_on: NaiveDate,
    /// `pm`: from midday of the first day.
    pub starts_half: Half,
    /// Last day.
    pub ends_on: NaiveDate,
    /// `am`: until midday of the last day.
    pub ends_half: Half,
    /// Days that count, by the calendar and the person's schedule.
    pub days: Days,
    pub reason: Option<String>,
    /// Decides for the person meanwhile.
    pub stand_in: Option<PersonRef>,
    /// Asked on or after its first day.
    pub after_the_fact: bool,
    pub certificate_required: bool,
    pub state: LeaveState,
    pub approval_id: Option<Uuid>,
    /// 銷假: first half-day at work again.
    pub resumed_on: Option<NaiveDate>,
    pub resumed_half: Option<Half>,
    pub returned_days: Days,
    pub created_by: PersonRef,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLeaveRequest {
    /// The caller, unless entered on somebody's behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<Uuid>,
    pub leave_type_id: Uuid,
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
    #[serde(default = "Half::am")]
    pub starts_half: Half,
    #[validate(custom(function = valid::date))]
    pub ends_on: NaiveDate,
    #[serde(default = "Half::pm")]
    pub ends_half: Half,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1000), custom(function = valid::lines))]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in_id: Option<Uuid>,
}

/// Changes a request that was returned; submit it again afterwards.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaveRequestPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_type_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub starts_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_half: Option<Half>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub ends_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_half: Option<Half>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(max = 1000), custom(function = valid::lines))]
    pub reason: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub stand_in_id: Option<Option<Uuid>>,
}

crate::list_query! {
    /// Leave requests inside the caller's reach.
    pub struct LeaveRequestQuery sorts ["-starts_on", "starts_on", "-created_at"] {
        pub employee_id: Uuid,
        pub team_id: Uuid,
        pub leave_type_id: Uuid,
        pub state: LeaveState,
        /// On leave on or after this day.
        pub from: NaiveDate,
        /// On leave on or before this day.
        pub to: NaiveDate,
        /// Changed at or after this instant; for synchronising.
        pub updated_after: DateTime<Utc>,
    }
}

/// 銷假: back at work before the leave is over; what is left is given back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEarlyReturn {
    /// First day at work again. The person's own record: today or later; somebody above may record it later.
    #[validate(custom(function = valid::date))]
    pub resumes_on: NaiveDate,
    /// `pm`: from midday of that day.
    #[serde(default = "Half::am")]
    pub resumes_half: Half,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

/// What a request would come to, without asking for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveQuote {
    pub days: Days,
    /// None where the type has no balance.
    pub remaining_before: Option<Days>,
    pub remaining_after: Option<Days>,
    pub after_the_fact: bool,
    pub certificate_required: bool,
    /// Why it would be refused; empty: it would be taken.
    pub refusals: Vec<QuoteRefusal>,
    /// Who would decide.
    pub steps: Vec<PlannedStep>,
    pub clause: String,
    /// What the clause says, in the caller's language.
    pub clause_text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct QuoteRefusal {
    #[cfg_attr(feature = "schema", schema(example = "leave_balance_short"))]
    pub code: String,
    /// With the figures, in the caller's language.
    pub detail: String,
    pub clause: Option<String>,
    /// JSON pointer of the field at fault.
    pub pointer: Option<String>,
}

/// Somebody is away: asked for or approved. The kind of leave is told only to those who may read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Absence {
    /// The leave request.
    pub id: Uuid,
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    pub starts_on: NaiveDate,
    pub starts_half: Half,
    /// Last day away, after an early return.
    pub ends_on: NaiveDate,
    pub ends_half: Half,
    pub category: LeaveCategory,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_type: Option<LeaveTypeRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Days>,
    pub approved: bool,
}

crate::list_query! {
    /// Who is away between two days.
    pub struct AbsenceQuery sorts ["starts_on"] {
        /// Today, unless told.
        pub from: NaiveDate,
        /// Last day; four weeks later, unless told; at most a year.
        pub to: NaiveDate,
        pub team_id: Uuid,
        pub employee_id: Uuid,
        /// Only approved ones.
        pub approved: bool,
    }
}
