//! The audit trail's stable codes in words: events, field names, values. What isn't known here is shown as it is.

use contract::access::Field;
use contract::employee::EmployeeStatus;
use contract::{Action, Locale, ReachKind};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::options::Options;
use crate::core::{locale, time, words};
use crate::tr;

macro_rules! events {
    ($($code:literal => $text:expr,)+) => {
        /// The words for an event of `contract::event::ALL`; a new one gets a line here, a test compares.
        pub fn event(code: &str) -> Option<&'static str> {
            Some(match code { $($code => $text,)+ _ => return None })
        }
    };
}

events! {
    "employee.created" => tr!(audit.employee_created),
    "employee.updated" => tr!(audit.employee_updated),
    "employee.transferred" => tr!(audit.employee_transferred),
    "employee.departed" => tr!(audit.employee_departed),
    "role.assigned" => tr!(audit.role_assigned),
    "role.ended" => tr!(audit.role_ended),
    "team.created" => tr!(audit.team_created),
    "team.updated" => tr!(audit.team_updated),
    "team.deleted" => tr!(audit.team_deleted),
    "area.created" => tr!(audit.area_created),
    "area.updated" => tr!(audit.area_updated),
    "area.deleted" => tr!(audit.area_deleted),
    "attachment.added" => tr!(audit.attachment_added),
    "attachment.removed" => tr!(audit.attachment_removed),
    "settings.created" => tr!(audit.settings_created),
    "settings.updated" => tr!(audit.settings_updated),
    "session.created" => tr!(audit.session_created),
    "session.ended" => tr!(audit.session_ended),
    "session.reuse_detected" => tr!(audit.session_reuse_detected),
    "password.changed" => tr!(audit.password_changed),
    "password.link_issued" => tr!(audit.password_link_issued),
    "password.reset" => tr!(audit.password_reset),
    "totp.enabled" => tr!(audit.totp_enabled),
    "totp.disabled" => tr!(audit.totp_disabled),
    "activity.logged" => tr!(audit.activity_logged),
    "activity.corrected" => tr!(audit.activity_corrected),
    "follow_up.due" => tr!(audit.follow_up_due),
    "follow_up.rules_changed" => tr!(audit.follow_up_rules_changed),
    "customer.created" => tr!(audit.customer_created),
    "customer.updated" => tr!(audit.customer_updated),
    "customer.revealed" => tr!(audit.customer_revealed),
    "customer.distinguished" => tr!(audit.customer_distinguished),
    "customer.merged" => tr!(audit.customer_merged),
    "customer.merged_away" => tr!(audit.customer_merged_away),
    "customer.transferred" => tr!(audit.customer_transferred),
    "customers.left_behind" => tr!(audit.customers_left_behind),
    "customers.received" => tr!(audit.customers_received),
    "target.drafted" => tr!(audit.target_drafted),
    "target.amended" => tr!(audit.target_amended),
    "target.published" => tr!(audit.target_published),
    "target.revised" => tr!(audit.target_revised),
    "indicator.added" => tr!(audit.indicator_added),
    "target_actual.recorded" => tr!(audit.target_actual_recorded),
    "target_actual.corrected" => tr!(audit.target_actual_corrected),
    "repair.reported" => tr!(audit.repair_reported),
    "repair.photographed" => tr!(audit.repair_photographed),
    "repair.assigned" => tr!(audit.repair_assigned),
    "repair.fixed" => tr!(audit.repair_fixed),
    "repair.confirmed" => tr!(audit.repair_confirmed),
    "repair.reopened" => tr!(audit.repair_reopened),
    "repair.declined" => tr!(audit.repair_declined),
    "repair.overdue" => tr!(audit.repair_overdue),
    "duty.created" => tr!(audit.duty_created),
    "duty.updated" => tr!(audit.duty_updated),
    "duty.ended" => tr!(audit.duty_ended),
    "duty.completed" => tr!(audit.duty_completed),
    "duty.photographed" => tr!(audit.duty_photographed),
    "duty.handed_over" => tr!(audit.duty_handed_over),
    "duty.excused" => tr!(audit.duty_excused),
    "duty.reminded" => tr!(audit.duty_reminded),
    "duty.overdue" => tr!(audit.duty_overdue),
    "duty.escalated" => tr!(audit.duty_escalated),
    "duty.inherited" => tr!(audit.duty_inherited),
    "expansion_plan.drafted" => tr!(audit.expansion_plan_drafted),
    "expansion_plan.updated" => tr!(audit.expansion_plan_updated),
    "expansion_plan.activated" => tr!(audit.expansion_plan_activated),
    "expansion_plan.closed" => tr!(audit.expansion_plan_closed),
    "customer_event.planned" => tr!(audit.customer_event_planned),
    "customer_event.opened" => tr!(audit.customer_event_opened),
    "customer_event.updated" => tr!(audit.customer_event_updated),
    "customer_event.closed" => tr!(audit.customer_event_closed),
    "customer_event.cancelled" => tr!(audit.customer_event_cancelled),
    "customer_event.invited" => tr!(audit.customer_event_invited),
    "customer_event.reminded" => tr!(audit.customer_event_reminded),
    "invitation.replied" => tr!(audit.invitation_replied),
    "invitation.attendance" => tr!(audit.invitation_attendance),
    "inspection_plan.set" => tr!(audit.inspection_plan_set),
    "inspection_checklist.updated" => tr!(audit.inspection_checklist_updated),
    "inspection.drawn" => tr!(audit.inspection_drawn),
    "inspection.ordered" => tr!(audit.inspection_ordered),
    "inspection.assigned" => tr!(audit.inspection_assigned),
    "inspection.recorded" => tr!(audit.inspection_recorded),
    "inspection.reminded" => tr!(audit.inspection_reminded),
    "finding.rectified" => tr!(audit.finding_rectified),
    "finding.sent_back" => tr!(audit.finding_sent_back),
    "finding.closed" => tr!(audit.finding_closed),
    "finding.transferred" => tr!(audit.finding_transferred),
    "incentive_rule.created" => tr!(audit.incentive_rule_created),
    "incentive_rule.updated" => tr!(audit.incentive_rule_updated),
    "incentive.computed" => tr!(audit.incentive_computed),
    "incentive.adjusted" => tr!(audit.incentive_adjusted),
    "incentive.submitted" => tr!(audit.incentive_submitted),
    "incentive.granted" => tr!(audit.incentive_granted),
    "incentive.refused" => tr!(audit.incentive_refused),
    "incentive.returned" => tr!(audit.incentive_returned),
    "incentive.withdrawn" => tr!(audit.incentive_withdrawn),
    "incentive.dismissed" => tr!(audit.incentive_dismissed),
    "incentive.awarded" => tr!(audit.incentive_awarded),
    "shortfall.opened" => tr!(audit.shortfall_opened),
    "shortfalls.opened" => tr!(audit.shortfalls_opened),
    "shortfall.planned" => tr!(audit.shortfall_planned),
    "shortfall.checked" => tr!(audit.shortfall_checked),
    "shortfall.closed" => tr!(audit.shortfall_closed),
    "case_stage.updated" => tr!(audit.case_stage_updated),
    "case.opened" => tr!(audit.case_opened),
    "case.updated" => tr!(audit.case_updated),
    "case.moved" => tr!(audit.case_moved),
    "case.won" => tr!(audit.case_won),
    "case.lost" => tr!(audit.case_lost),
    "case.transferred" => tr!(audit.case_transferred),
    "case.flagged" => tr!(audit.case_flagged),
    "case.flag_cleared" => tr!(audit.case_flag_cleared),
    "manual_page.drafted" => tr!(audit.manual_page_drafted),
    "manual_page.published" => tr!(audit.manual_page_published),
    "manual_page.acknowledged" => tr!(audit.manual_page_acknowledged),
    "risk.registered" => tr!(audit.risk_registered),
    "risk.updated" => tr!(audit.risk_updated),
    "risk.reviewed" => tr!(audit.risk_reviewed),
    "risk.closed" => tr!(audit.risk_closed),
    "service_category.created" => tr!(audit.service_category_created),
    "service_category.updated" => tr!(audit.service_category_updated),
    "service.opened" => tr!(audit.service_opened),
    "service.updated" => tr!(audit.service_updated),
    "service.started" => tr!(audit.service_started),
    "service.transferred" => tr!(audit.service_transferred),
    "service.answered" => tr!(audit.service_answered),
    "service.closed" => tr!(audit.service_closed),
    "service.reopened" => tr!(audit.service_reopened),
    "service.rated" => tr!(audit.service_rated),
    "service.reminded" => tr!(audit.service_reminded),
    "service.escalated" => tr!(audit.service_escalated),
    "api_key.created" => tr!(audit.api_key_created),
    "api_key.revoked" => tr!(audit.api_key_revoked),
    "approval.submitted" => tr!(audit.approval_submitted),
    "approval.resubmitted" => tr!(audit.approval_resubmitted),
    "approval.opened" => tr!(audit.approval_opened),
    "approval.step_approved" => tr!(audit.approval_step_approved),
    "approval.approved" => tr!(audit.approval_approved),
    "approval.refused" => tr!(audit.approval_refused),
    "approval.returned" => tr!(audit.approval_returned),
    "approval.withdrawn" => tr!(audit.approval_withdrawn),
    "approval.transferred" => tr!(audit.approval_transferred),
    "approval.approver_added" => tr!(audit.approval_approver_added),
    "approval.commented" => tr!(audit.approval_commented),
    "approval.copied" => tr!(audit.approval_copied),
    "approval.attached" => tr!(audit.approval_attached),
    "approval.reminded" => tr!(audit.approval_reminded),
    "approval.deadline_passed" => tr!(audit.approval_deadline_passed),
    "approval.escalated" => tr!(audit.approval_escalated),
    "approval.reassigned" => tr!(audit.approval_reassigned),
    "approval.company_decided" => tr!(audit.approval_company_decided),
    "approval_flow.published" => tr!(audit.approval_flow_published),
    "delegation.created" => tr!(audit.delegation_created),
    "delegation.revoked" => tr!(audit.delegation_revoked),
    "delegation.shortened" => tr!(audit.delegation_shortened),
    "leave.requested" => tr!(audit.leave_requested),
    "leave.changed" => tr!(audit.leave_changed),
    "leave.resubmitted" => tr!(audit.leave_resubmitted),
    "leave.approved" => tr!(audit.leave_approved),
    "leave.refused" => tr!(audit.leave_refused),
    "leave.returned" => tr!(audit.leave_returned),
    "leave.withdrawn" => tr!(audit.leave_withdrawn),
    "leave.cancelled" => tr!(audit.leave_cancelled),
    "leave.recounted" => tr!(audit.leave_recounted),
    "leave.resumed" => tr!(audit.leave_resumed),
    "leave.granted" => tr!(audit.leave_granted),
    "leave.closed" => tr!(audit.leave_closed),
    "leave.grants_finished" => tr!(audit.leave_grants_finished),
    "leave.closing_finished" => tr!(audit.leave_closing_finished),
    "leave_entry.created" => tr!(audit.leave_entry_created),
    "leave_type.created" => tr!(audit.leave_type_created),
    "leave_type.updated" => tr!(audit.leave_type_updated),
    "calendar_day.created" => tr!(audit.calendar_day_created),
    "calendar_day.updated" => tr!(audit.calendar_day_updated),
    "calendar_day.deleted" => tr!(audit.calendar_day_deleted),
    "calendar_feed.created" => tr!(audit.calendar_feed_created),
    "calendar_feed.revoked" => tr!(audit.calendar_feed_revoked),
    "shift.created" => tr!(audit.shift_created),
    "shift.updated" => tr!(audit.shift_updated),
    "shift.deleted" => tr!(audit.shift_deleted),
    "schedule.created" => tr!(audit.schedule_created),
    "schedule.updated" => tr!(audit.schedule_updated),
    "schedule.deleted" => tr!(audit.schedule_deleted),
    "schedule.assigned" => tr!(audit.schedule_assigned),
    "punch.clocked" => tr!(audit.punch_clocked),
    "punches.recorded" => tr!(audit.punches_recorded),
    "correction.requested" => tr!(audit.correction_requested),
    "correction.updated" => tr!(audit.correction_updated),
    "correction.resubmitted" => tr!(audit.correction_resubmitted),
    "correction.approved" => tr!(audit.correction_approved),
    "correction.refused" => tr!(audit.correction_refused),
    "correction.returned" => tr!(audit.correction_returned),
    "correction.withdrawn" => tr!(audit.correction_withdrawn),
    "attendance_statement.drafted" => tr!(audit.attendance_statement_drafted),
    "attendance_statement.published" => tr!(audit.attendance_statement_published),
    "attendance_statement.finalized" => tr!(audit.attendance_statement_finalized),
    "attendance_objection.filed" => tr!(audit.attendance_objection_filed),
    "attendance_objection.answered" => tr!(audit.attendance_objection_answered),
    "attendance_objection.withdrawn" => tr!(audit.attendance_objection_withdrawn),
    "attendance_line.renewed" => tr!(audit.attendance_line_renewed),
    "import.finished" => tr!(audit.import_finished),
    "list.exported" => tr!(audit.list_exported),
    "webhook.created" => tr!(audit.webhook_created),
    "webhook.updated" => tr!(audit.webhook_updated),
    "webhook.deleted" => tr!(audit.webhook_deleted),
    "webhook.secret_rotated" => tr!(audit.webhook_secret_rotated),
    "webhook.paused" => tr!(audit.webhook_paused),
    "webhook.replayed" => tr!(audit.webhook_replayed),
}

fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => tr!(common.name),
        "number" => tr!(people.number),
        "status" => tr!(people.status),
        "role" => tr!(people.role),
        "team_id" => tr!(people.team),
        "area_id" => tr!(people.area),
        "post" => tr!(people.post),
        "hire_date" => tr!(people.hire_date),
        "leave_date" => tr!(people.leave_date),
        "email" => tr!(people.email),
        "phone" => tr!(people.phone),
        "locale" => tr!(people.locale),
        "private" => tr!(people.private),
        "reason" => tr!(people.reason),
        "note" => tr!(common.note),
        "starts_at" => tr!(org.since),
        "ends_at" => tr!(org.to),
        "fields" => tr!(org.area_fields),
        "time_zone" => tr!(setup.time_zone),
        "currency" => tr!(setup.currency),
        "actions" => tr!(system.key_actions),
        "reach" => tr!(system.key_reach),
        "gender" => tr!(customers.gender),
        "birthday" => tr!(customers.birthday),
        "class" => tr!(customers.class),
        "tags" => tr!(customers.tags),
        "occupation" => tr!(customers.occupation),
        "postal_address" => tr!(customers.address),
        "source" => tr!(customers.source),
        "needs" => tr!(customers.needs),
        "family" => tr!(customers.family),
        "policies" => tr!(customers.policies),
        "protection_needs" => tr!(customers.needs),
        "owner_id" => tr!(customers.owner),
        "different_because" => tr!(audit.field_different_because),
        "stage" => tr!(audit.field_stage),
        "likelihood" => tr!(audit.field_likelihood),
        "impact" => tr!(audit.field_impact),
        "controls" => tr!(audit.field_controls),
        "next_review_on" => tr!(audit.field_next_review_on),
        "text" => tr!(audit.field_text),
        "stage_version" => tr!(audit.field_stage_version),
        "answers" => tr!(audit.field_answers),
        "ticks" => tr!(audit.field_ticks),
        "stuck_days" => tr!(audit.field_stuck_days),
        "product" => tr!(audit.field_product),
        "expected_premium" => tr!(audit.field_expected_premium),
        "expected_close_on" => tr!(audit.field_expected_close_on),
        "next_step" => tr!(audit.field_next_step),
        "category" | "category_id" => tr!(audit.field_category),
        "due_on" => tr!(audit.field_due_on),
        "score" => tr!(audit.field_score),
        "complained_about" => tr!(audit.field_complained_about),
        "deadline_days" => tr!(audit.field_deadline_days),
        "file" => tr!(audit.field_file),
        "format" => tr!(audit.field_format),
        "query" => tr!(audit.field_query),
        "created" => tr!(audit.field_created),
        "updated" => tr!(audit.field_updated),
        "address" => tr!(audit.field_address),
        "user_agent" => tr!(audit.field_user_agent),
        _ => return None,
    })
}

/// The event as people say it; its code for whoever searches or programs.
pub fn event_view(code: &str) -> AnyView {
    match event(code) {
        Some(text) => view! { <span title=code.to_owned()>{text}</span> }.into_any(),
        None => view! { <code>{code.to_owned()}</code> }.into_any(),
    }
}

pub fn field_view(code: &str) -> AnyView {
    match field(code) {
        Some(text) => view! { <span title=code.to_owned()>{text}</span> }.into_any(),
        None => view! { <code>{code.to_owned()}</code> }.into_any(),
    }
}

/// A changed value. `places` names the teams and areas that still exist.
pub fn value(field: &str, value: &Value, places: Options) -> AnyView {
    let known = match field {
        "role" => one(value, words::role),
        "status" => one(value, |status: EmployeeStatus| words::status(status).0),
        "reach" => one(value, |reach: ReachKind| words::reach(reach)),
        "locale" => one(value, |one: Locale| locale::own_name(one)),
        "hire_date" | "leave_date" => one(value, time::date),
        "starts_at" | "ends_at" => one(value, time::instant),
        "fields" => many(value, |one: Field| words::field(one)),
        "actions" => many(value, |one: Action| words::action(one)),
        "team_id" | "area_id" => return place(value, places),
        _ => None,
    };
    match (known, value) {
        (Some(text), _) => text.into_any(),
        (None, Value::String(text)) => text.clone().into_any(),
        (None, other) => other.to_string().into_any(),
    }
}

fn one<T: DeserializeOwned, S: Into<String>>(value: &Value, name: fn(T) -> S) -> Option<String> {
    serde_json::from_value(value.clone())
        .ok()
        .map(|value| name(value).into())
}

fn many<T: DeserializeOwned>(value: &Value, name: fn(T) -> &'static str) -> Option<String> {
    let all: Vec<T> = serde_json::from_value(value.clone()).ok()?;
    Some(all.into_iter().map(name).collect::<Vec<_>>().join("、"))
}

fn place(value: &Value, places: Options) -> AnyView {
    let id = value.as_str().unwrap_or_default().to_owned();
    let title = id.clone();
    let name = move || {
        places.with(|places| {
            let known = places.iter().find(|(place, _)| *place == id);
            known.map_or_else(|| id.clone(), |(_, name)| name.clone())
        })
    };
    view! { <span title=title>{name}</span> }.into_any()
}
