//! Bookings of rooms (3.2): nobody else has the room at that time; it is prepared before, kept in order meanwhile, and left as it was.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::employee::PersonRef;
use crate::place::PlaceKind;
use crate::{Action, present, valid};

/// `booked`: it comes, goes on, or has to be closed. `closed`: everything is as it was. `cancelled`: the room is free again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    Booked,
    Closed,
    Cancelled,
}

impl BookingState {
    pub const ALL: [BookingState; 3] = [
        BookingState::Booked,
        BookingState::Closed,
        BookingState::Cancelled,
    ];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceRef {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "大會議室"))]
    pub name: String,
    pub kind: PlaceKind,
}

/// What was borrowed for it, and whether it is back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingLoan {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "無線麥克風"))]
    pub item: String,
    pub quantity: i64,
    pub lent_at: DateTime<Utc>,
    pub lent_by: PersonRef,
    pub returned_at: Option<DateTime<Utc>>,
    pub returned_by: Option<PersonRef>,
    /// How it came back.
    pub note: Option<String>,
}

/// What went against the order of the room, and what came of it (3.2.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BookingIncident {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "會中喧嘩影響鄰室"))]
    pub what: String,
    pub reported_at: DateTime<Utc>,
    pub reported_by: PersonRef,
    pub outcome: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<PersonRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Booking {
    pub id: Uuid,
    pub place: PlaceRef,
    #[cfg_attr(feature = "schema", schema(example = "新人培訓"))]
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub attendees: Option<i64>,
    pub state: BookingState,
    pub owner: PersonRef,
    /// Of whoever booked, as it was then.
    pub team_id: Option<Uuid>,
    /// As the place's lists were when it was booked.
    pub preparation: Vec<String>,
    pub closing: Vec<String>,
    /// It begins within two hours or has begun, and isn't prepared.
    pub unprepared: bool,
    pub prepared_at: Option<DateTime<Utc>>,
    pub prepared_by: Option<PersonRef>,
    /// It ended more than a day ago and isn't closed.
    pub unclosed: bool,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<PersonRef>,
    pub note: Option<String>,
    pub cancelled_because: Option<String>,
    /// Borrowed and not back.
    pub out: i64,
    /// Incidents without an outcome.
    pub open_incidents: i64,
    /// In a list it isn't told.
    pub loans: Option<Vec<BookingLoan>>,
    /// In a list it isn't told.
    pub incidents: Option<Vec<BookingIncident>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// A place in use that can be booked.
    pub place_id: Uuid,
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "新人培訓"))]
    pub title: String,
    /// In the future, within a year.
    #[cfg_attr(feature = "schema", schema(example = "2027-03-08T01:00:00Z"))]
    pub starts_at: DateTime<Utc>,
    /// After it begins, within three days.
    #[cfg_attr(feature = "schema", schema(example = "2027-03-08T04:00:00Z"))]
    pub ends_at: DateTime<Utc>,
    /// Not more than the place holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10_000))]
    #[cfg_attr(feature = "schema", schema(example = 12))]
    pub attendees: Option<i64>,
    /// That the order of the room will be kept (3.2.3); nothing is booked without.
    #[cfg_attr(feature = "schema", schema(example = true))]
    pub accepts_conduct: bool,
}

/// Merge patch: absent is unchanged, `null` clears. Another time means preparing anew.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookingPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "新人培訓"))]
    pub title: Option<String>,
    /// Not once it has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "2027-03-08T01:00:00Z"))]
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(example = "2027-03-08T04:00:00Z"))]
    pub ends_at: Option<DateTime<Utc>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 10_000))]
    pub attendees: Option<Option<i64>>,
}

/// A check-list that is signed: all of it has been seen to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBookingSignature {
    /// The lines of the list, every one of them.
    #[validate(length(max = 20))]
    #[cfg_attr(feature = "schema", schema(max_items = 20, example = json!(["桌椅排列", "投影與音響測試"])))]
    pub checked: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBookingCancellation {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "講師改期"))]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBookingLoan {
    #[validate(length(min = 1, max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "無線麥克風"))]
    pub item: String,
    #[validate(range(min = 1, max = 1000))]
    #[cfg_attr(feature = "schema", schema(example = 2))]
    pub quantity: i64,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBookingReturn {
    /// How it came back, where that isn't as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBookingIncident {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "會中喧嘩影響鄰室"))]
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncidentOutcome {
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "已口頭勸導，下次改用隔音教室"))]
    pub outcome: String,
}

crate::list_query! {
    /// All bookings; who has which room when is known to everybody.
    pub struct BookingQuery sorts ["starts_at", "-starts_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: BookingState,
        pub place_id: Uuid,
        pub owner_id: Uuid,
        pub team_id: Uuid,
        /// Ended more than a day ago and not closed.
        pub unclosed: bool,
        /// With an incident that has no outcome.
        pub open_incidents: bool,
        /// Goes on on this day or later.
        pub from: NaiveDate,
        /// Begins on this day or before.
        pub to: NaiveDate,
    }
}
