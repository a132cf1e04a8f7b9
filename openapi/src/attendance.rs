//! Attendance (4.4.1, 4.4.3): shifts and schedules, punches, computed days, corrections, and the monthly statement.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::days::Days;
use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShiftKind {
    Fixed,
    /// Starts inside a window; who starts later stays as much later.
    Flexible,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Shift {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "日班"))]
    pub name: String,
    pub kind: ShiftKind,
    /// Local time.
    #[cfg_attr(feature = "schema", schema(example = "09:00"))]
    pub starts: String,
    #[cfg_attr(feature = "schema", schema(example = "18:00"))]
    pub ends: String,
    /// Ends on the day after it starts.
    pub ends_next_day: bool,
    pub break_minutes: u32,
    /// Where the first half-day ends and the second begins.
    #[cfg_attr(feature = "schema", schema(example = "12:30"))]
    pub middle: String,
    /// Width of the start window; 0 for fixed shifts.
    pub flex_minutes: u32,
    /// Minutes late that aren't yet late.
    pub late_grace_minutes: u32,
    pub early_grace_minutes: u32,
    /// Minutes of work it asks for.
    pub work_minutes: u32,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShift {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "日班"))]
    pub name: String,
    pub kind: ShiftKind,
    #[validate(custom(function = valid::time_of_day))]
    #[cfg_attr(feature = "schema", schema(example = "09:00"))]
    pub starts: String,
    #[validate(custom(function = valid::time_of_day))]
    #[cfg_attr(feature = "schema", schema(example = "18:00"))]
    pub ends: String,
    #[serde(default)]
    pub ends_next_day: bool,
    #[serde(default)]
    #[validate(range(max = 480))]
    #[cfg_attr(feature = "schema", schema(example = 60))]
    pub break_minutes: u32,
    /// Halfway between start and end, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_of_day))]
    pub middle: Option<String>,
    #[serde(default)]
    #[validate(range(max = 480))]
    pub flex_minutes: u32,
    #[serde(default)]
    #[validate(range(max = 120))]
    pub late_grace_minutes: u32,
    #[serde(default)]
    #[validate(range(max = 120))]
    pub early_grace_minutes: u32,
}

/// Merge patch; days that aren't frozen in a final statement follow.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_of_day))]
    pub starts: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_of_day))]
    pub ends: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_next_day: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 480))]
    pub break_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::time_of_day))]
    pub middle: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 480))]
    pub flex_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 120))]
    pub late_grace_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(max = 120))]
    pub early_grace_minutes: Option<u32>,
}

crate::list_query! {
    /// Shifts of the department.
    pub struct ShiftQuery sorts ["name"] {}
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Schedule {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "週一至週五"))]
    pub name: String,
    /// Seven shifts, Monday first; null is a rest day.
    pub week: Vec<Option<Uuid>>,
    /// Holidays are off, make-up days are worked (with the first shift of the week, where the week has that day off).
    pub follows_calendar: bool,
    /// Holds for everybody who has no other.
    pub is_default: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSchedule {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "週一至週五"))]
    pub name: String,
    #[validate(length(equal = 7))]
    pub week: Vec<Option<Uuid>>,
    #[serde(default = "yes")]
    pub follows_calendar: bool,
    #[serde(default)]
    pub is_default: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SchedulePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(equal = 7))]
    pub week: Option<Vec<Option<Uuid>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows_calendar: Option<bool>,
    /// `true` takes it over from the one that was; `false` is refused for the one that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
}

crate::list_query! {
    /// Schedules of the department.
    pub struct ScheduleQuery sorts ["name"] {}
}

/// Who works by which schedule, from when until when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScheduleAssignment {
    pub id: Uuid,
    pub employee: PersonRef,
    pub schedule_id: Uuid,
    pub schedule_name: String,
    pub starts_on: NaiveDate,
    /// Last day; open if absent.
    pub ends_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

/// Gives people a schedule from a day on; what they had ends the day before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewScheduleAssignment {
    pub schedule_id: Uuid,
    #[validate(length(min = 1, max = 200))]
    pub employee_ids: Vec<Uuid>,
    #[validate(custom(function = valid::date))]
    pub starts_on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScheduleAssignments {
    pub data: Vec<ScheduleAssignment>,
}

crate::list_query! {
    /// Schedule assignments inside the caller's reach, current and past.
    pub struct ScheduleAssignmentQuery sorts ["-starts_on"] {
        pub employee_id: Uuid,
        pub schedule_id: Uuid,
        /// Holding on this day.
        pub on: NaiveDate,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[derive(Default)]
pub enum PunchKind {
    In,
    Out,
    /// The clock doesn't say; the first of a day is in, the last is out.
    #[default]
    Unspecified,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PunchSource {
    /// By the person, here.
    #[serde(rename = "self")]
    Own,
    /// A time clock, by its service account.
    Clock,
    Import,
    /// An approved correction.
    Correction,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Punch {
    pub id: Uuid,
    pub employee: PersonRef,
    pub at: DateTime<Utc>,
    pub kind: PunchKind,
    pub source: PunchSource,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// Clocks the caller in or out, now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPunch {
    #[serde(default)]
    pub kind: PunchKind,
}

/// Punches from a time clock. A punch sent twice is one punch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewClockPunches {
    #[validate(length(min = 1, max = 1000), nested)]
    pub punches: Vec<NewClockPunch>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewClockPunch {
    #[validate(custom(function = valid::staff_number))]
    #[cfg_attr(feature = "schema", schema(example = "E0007"))]
    pub employee_number: String,
    /// Not in the future, at most 92 days ago.
    pub at: DateTime<Utc>,
    #[serde(default)]
    pub kind: PunchKind,
    /// The clock's own number of the punch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    pub external_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClockReport {
    pub taken: i64,
    /// Known before.
    pub duplicates: i64,
    pub refused: Vec<ClockRefusal>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClockRefusal {
    /// Place in `punches`, from 0.
    pub index: i64,
    pub employee_number: String,
    #[cfg_attr(feature = "schema", schema(example = "unknown_reference"))]
    pub code: String,
    pub detail: String,
}

crate::list_query! {
    /// Punches inside the caller's reach.
    pub struct PunchQuery sorts ["-at", "at"] {
        pub employee_id: Uuid,
        /// At or after this instant; seven days ago, unless told.
        pub from: DateTime<Utc>,
        /// Before this instant.
        pub until: DateTime<Utc>,
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    Present,
    Late,
    /// Left before the end.
    Early,
    LateAndEarly,
    /// Only in or only out.
    MissingPunch,
    Absent,
    Leave,
    /// Away for work, 公出.
    Business,
    Holiday,
    Rest,
    /// Today, still open.
    Working,
    /// In the future, or not employed on that day.
    #[default]
    None,
}

impl DayStatus {
    /// Something to correct or to handle.
    pub fn abnormal(self) -> bool {
        matches!(
            self,
            DayStatus::Late
                | DayStatus::Early
                | DayStatus::LateAndEarly
                | DayStatus::MissingPunch
                | DayStatus::Absent
        )
    }
}

/// One day of one person: computed from shift, calendar, punches, leave and corrections whenever it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttendanceDay {
    pub employee: PersonRef,
    pub date: NaiveDate,
    pub status: DayStatus,
    pub abnormal: bool,
    pub shift_name: Option<String>,
    pub planned_start: Option<DateTime<Utc>>,
    pub planned_end: Option<DateTime<Utc>>,
    pub first_in: Option<DateTime<Utc>>,
    pub last_out: Option<DateTime<Utc>>,
    pub late_minutes: i64,
    pub early_minutes: i64,
    pub worked_minutes: i64,
    /// Away on leave or business.
    pub leave_days: Days,
    /// Codes of the leave types, where the caller may read leave.
    pub leave_codes: Vec<String>,
    pub holiday_name: Option<String>,
    /// A correction was approved for this day.
    pub corrected: bool,
    /// A correction is being decided.
    pub correction_open: bool,
}

crate::list_query! {
    /// Days of people inside the caller's reach, by staff number and date.
    pub struct AttendanceDayQuery sorts ["number"] {
        /// First day of this month, unless told.
        pub from: NaiveDate,
        /// Last day; today, unless told; at most 92 days after the first.
        pub to: NaiveDate,
        pub employee_id: Uuid,
        pub team_id: Uuid,
        /// Only days with something to handle.
        pub abnormal: bool,
    }
}

/// A team today (or on another day).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttendanceBoard {
    pub date: NaiveDate,
    pub data: Vec<AttendanceDay>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AttendanceBoardQuery {
    /// The caller's own team, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// Today, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    In,
    Out,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CorrectionState {
    Open,
    Returned,
    Approved,
    Refused,
    Withdrawn,
}

/// 補卡: a punch that is missing or wrong, put right by approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    pub id: Uuid,
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    /// The abnormal day.
    pub date: NaiveDate,
    pub kind: CorrectionKind,
    pub at: DateTime<Utc>,
    pub reason: String,
    pub state: CorrectionState,
    pub approval_id: Option<Uuid>,
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
pub struct NewCorrection {
    /// The caller, unless entered on somebody's behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<Uuid>,
    #[validate(custom(function = valid::date))]
    pub date: NaiveDate,
    pub kind: CorrectionKind,
    pub at: DateTime<Utc>,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "拜訪客戶，忘記打卡"))]
    pub reason: String,
}

/// Changes a correction that was returned; submit it again afterwards.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectionPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub reason: Option<String>,
}

crate::list_query! {
    /// Corrections inside the caller's reach.
    pub struct CorrectionQuery sorts ["-created_at"] {
        pub employee_id: Uuid,
        pub state: CorrectionState,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    Draft,
    /// Shown inside the reach; objections are taken until their last day.
    Published,
    /// Frozen.
    Final,
}

/// The statement of a month (4.4.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttendanceStatement {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "2026-11"))]
    pub month: String,
    pub state: StatementState,
    pub drafted_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    /// Last day for objections.
    pub objections_until: Option<NaiveDate>,
    pub final_at: Option<DateTime<Utc>>,
    /// Digest of what the lines were computed from; a final statement's never changes.
    pub inputs_version: String,
    /// People inside the caller's reach.
    pub people: i64,
    /// Of those, with at least one breach.
    pub people_with_breaches: i64,
    pub open_objections: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Drafts the statement of a month that has begun, or drafts it anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAttendanceStatement {
    #[validate(custom(function = valid::month))]
    #[cfg_attr(feature = "schema", schema(example = "2026-11"))]
    pub month: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatementPublication {
    /// Last day for objections: tomorrow or later, at most 31 days ahead.
    #[validate(custom(function = valid::date))]
    pub objections_until: NaiveDate,
}

/// Takes one's own objection back.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObjectionWithdrawal {}

/// Freezes the statement: the window is over and every objection is answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatementFinalization {}

crate::list_query! {
    /// Statements, newest month first. Drafts only for those who make them.
    pub struct AttendanceStatementQuery sorts ["-month"] {
        pub state: StatementState,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Breach {
    pub date: NaiveDate,
    pub status: DayStatus,
    /// Late and early together.
    pub minutes: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeaveSum {
    #[cfg_attr(feature = "schema", schema(example = "annual"))]
    pub code: String,
    pub days: Days,
}

/// One person's month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttendanceLine {
    pub id: Uuid,
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    pub team_name: Option<String>,
    pub work_days: i64,
    pub present_days: i64,
    pub absent_days: Days,
    pub leave_days: Days,
    pub business_days: Days,
    pub late_count: i64,
    pub late_minutes: i64,
    pub early_count: i64,
    pub early_minutes: i64,
    pub missing_punches: i64,
    pub worked_minutes: i64,
    pub corrections: i64,
    pub breaches: Vec<Breach>,
    pub leave_by_type: Vec<LeaveSum>,
    pub inputs_version: String,
    pub updated_at: DateTime<Utc>,
}

crate::list_query! {
    /// Lines of a statement inside the caller's reach.
    pub struct AttendanceLineQuery sorts ["number"] {
        pub team_id: Uuid,
        pub employee_id: Uuid,
        /// Only people with breaches (or, with `false`, without).
        pub breaches: bool,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ObjectionState {
    Open,
    /// The line was computed anew after what was wrong was put right.
    Accepted,
    Rejected,
    /// Taken back by the person.
    Withdrawn,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttendanceObjection {
    pub id: Uuid,
    pub statement_id: Uuid,
    pub employee: PersonRef,
    pub team_id: Option<Uuid>,
    /// The day it is about, if one.
    pub date: Option<NaiveDate>,
    pub text: String,
    pub state: ObjectionState,
    pub answer: Option<String>,
    pub answered_by: Option<PersonRef>,
    pub answered_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// Objects to the caller's own line while the window is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAttendanceObjection {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = valid::date))]
    pub date: Option<NaiveDate>,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ObjectionAnswer {
    /// Accepting computes the person's line anew.
    pub accept: bool,
    #[validate(length(min = 1, max = 1000), custom(function = valid::lines))]
    pub answer: String,
}

crate::list_query! {
    /// Objections inside the caller's reach.
    pub struct AttendanceObjectionQuery sorts ["-created_at"] {
        pub statement_id: Uuid,
        pub state: ObjectionState,
    }
}
