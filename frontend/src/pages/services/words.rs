//! Enums of service requests as people read them.

use contract::service::{
    ServiceCategory, ServiceChannel, ServiceKind, ServiceRequest, ServiceState, ServiceStepKind,
};
use leptos::prelude::*;

use crate::components::badge;
use crate::core::words::wire;
use crate::core::{locale, time};
use crate::tr;

pub fn kind(kind: ServiceKind) -> (&'static str, &'static str) {
    match kind {
        ServiceKind::Service => (tr!(services.service), "info"),
        ServiceKind::Complaint => (tr!(services.complaint), "warn"),
    }
}

pub fn kinds() -> Vec<(String, String)> {
    let named = |one: ServiceKind| (wire(&one), kind(one).0.to_owned());
    ServiceKind::ALL.map(named).to_vec()
}

pub fn state(state: ServiceState) -> (&'static str, &'static str) {
    match state {
        ServiceState::Open => (tr!(services.open), "info"),
        ServiceState::InProgress => (tr!(services.in_progress), "brand"),
        ServiceState::Answered => (tr!(services.answered), "good"),
        ServiceState::Closed => (tr!(services.closed), ""),
    }
}

pub fn channel(channel: ServiceChannel) -> &'static str {
    match channel {
        ServiceChannel::Phone => tr!(services.phone),
        ServiceChannel::Visit => tr!(services.visit),
        ServiceChannel::Message => tr!(services.message),
        ServiceChannel::Counter => tr!(services.counter),
        ServiceChannel::Hotline => tr!(services.hotline),
    }
}

pub fn channels() -> Vec<(String, String)> {
    let named = |one: ServiceChannel| (wire(&one), channel(one).to_owned());
    ServiceChannel::ALL.map(named).to_vec()
}

pub fn step(kind: ServiceStepKind) -> (&'static str, &'static str) {
    match kind {
        ServiceStepKind::Opened => (tr!(services.step_opened), "info"),
        ServiceStepKind::Updated => (tr!(services.step_updated), ""),
        ServiceStepKind::Started => (tr!(services.in_progress), "brand"),
        ServiceStepKind::Transferred => (tr!(services.step_transferred), ""),
        ServiceStepKind::Answered => (tr!(services.answered), "good"),
        ServiceStepKind::Closed => (tr!(services.closed), ""),
        ServiceStepKind::Reopened => (tr!(services.step_reopened), "warn"),
        ServiceStepKind::Rated => (tr!(services.satisfaction), "good"),
        ServiceStepKind::Reminded => (tr!(services.step_reminded), "warn"),
        ServiceStepKind::Escalated => (tr!(services.step_escalated), "bad"),
    }
}

pub fn category(one: &ServiceCategory) -> String {
    one.names.get(locale::current()).to_owned()
}

/// The day it is due, and that it is past.
pub fn due(one: &ServiceRequest) -> AnyView {
    if !one.state.waiting() {
        return badge::status(state(one.state));
    }
    let day = time::date(one.due_on);
    let late = one
        .overdue
        .then(|| badge::badge(tr!(services.overdue), "bad"));
    view! { <span class="row tight nowrap">{day} {late}</span> }.into_any()
}

/// `4 / 5`; the words for those who can't tell what it is.
pub fn score(score: i64) -> String {
    format!("{score} / 5")
}
