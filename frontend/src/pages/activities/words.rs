//! Activities' enums as people read them.

use contract::activity::{ActivityChannel, ActivityOutcome};

use crate::components::icon::Icon;
use crate::core::words::wire;
use crate::tr;

pub fn channel(channel: ActivityChannel) -> (&'static str, Icon) {
    match channel {
        ActivityChannel::Call => (tr!(activities.call), Icon::Phone),
        ActivityChannel::Visit => (tr!(activities.visit), Icon::Home),
        ActivityChannel::Event => (tr!(activities.event), Icon::Team),
        ActivityChannel::Message => (tr!(activities.message), Icon::Chat),
    }
}

pub fn outcome(outcome: ActivityOutcome) -> (&'static str, &'static str) {
    match outcome {
        ActivityOutcome::Reached => (tr!(activities.reached), "info"),
        ActivityOutcome::NotReached => (tr!(activities.not_reached), "warn"),
        ActivityOutcome::Interested => (tr!(activities.interested), "good"),
        ActivityOutcome::NotInterested => (tr!(activities.not_interested), ""),
        ActivityOutcome::Appointment => (tr!(activities.appointment), "brand"),
    }
}

pub fn channels() -> Vec<(String, String)> {
    ActivityChannel::ALL
        .map(|one| (wire(&one), channel(one).0.to_owned()))
        .to_vec()
}

pub fn outcomes() -> Vec<(String, String)> {
    ActivityOutcome::ALL
        .map(|one| (wire(&one), outcome(one).0.to_owned()))
        .to_vec()
}
