//! Bookings and places as people read them.

use contract::booking::{Booking, BookingState};
use contract::place::PlaceKind;

use crate::core::words::wire;
use crate::core::{time, zone};
use crate::tr;

/// What is most to be seen of it.
pub fn state(one: &Booking) -> (&'static str, &'static str) {
    match one.state {
        BookingState::Closed => (tr!(venues.closed), "good"),
        BookingState::Cancelled => (tr!(venues.cancelled), ""),
        BookingState::Booked if one.unclosed => (tr!(venues.unclosed), "bad"),
        BookingState::Booked if one.unprepared => (tr!(venues.unprepared), "warn"),
        BookingState::Booked if one.prepared_at.is_some() => (tr!(venues.prepared), "info"),
        BookingState::Booked => (tr!(venues.booked), "info"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: BookingState| match state {
        BookingState::Booked => tr!(venues.booked),
        BookingState::Closed => tr!(venues.closed),
        BookingState::Cancelled => tr!(venues.cancelled),
    };
    BookingState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Office => tr!(venues.office),
        PlaceKind::MeetingRoom => tr!(venues.meeting_room),
        PlaceKind::TrainingRoom => tr!(venues.training_room),
        PlaceKind::Storage => tr!(venues.storage),
        PlaceKind::Other => tr!(venues.other),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    PlaceKind::ALL
        .map(|one| (wire(&one), kind(one).to_owned()))
        .to_vec()
}

/// From and to; the second day only where it is another.
pub fn span(one: &Booking) -> String {
    let same = zone::day(one.starts_at) == zone::day(one.ends_at);
    let end = match same {
        true => zone::clock(one.ends_at),
        false => time::instant(one.ends_at),
    };
    format!("{} – {end}", time::instant(one.starts_at))
}

pub fn clocks(one: &Booking) -> String {
    format!(
        "{}–{}",
        zone::clock(one.starts_at),
        zone::clock(one.ends_at)
    )
}
