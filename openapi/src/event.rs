//! The names of what happens: audit entries carry them, webhooks subscribe to them. Names are stable; a test compares them with
//! what the server records.

/// Every event, in the order of the modules.
pub const ALL: &[&str] = &[
    "employee.created",
    "employee.updated",
    "employee.transferred",
    "employee.departed",
    "role.assigned",
    "role.ended",
    "team.created",
    "team.updated",
    "team.deleted",
    "area.created",
    "area.updated",
    "area.deleted",
    "attachment.added",
    "attachment.removed",
    "settings.created",
    "settings.updated",
    "session.created",
    "session.ended",
    "session.reuse_detected",
    "password.changed",
    "password.link_issued",
    "password.reset",
    "totp.enabled",
    "totp.disabled",
    "api_key.created",
    "api_key.revoked",
    "approval.submitted",
    "approval.resubmitted",
    "approval.opened",
    "approval.step_approved",
    "approval.approved",
    "approval.refused",
    "approval.returned",
    "approval.withdrawn",
    "approval.transferred",
    "approval.approver_added",
    "approval.commented",
    "approval.copied",
    "approval.attached",
    "approval.reminded",
    "approval.deadline_passed",
    "approval.escalated",
    "approval.reassigned",
    "approval.company_decided",
    "approval_flow.published",
    "delegation.created",
    "delegation.revoked",
    "delegation.shortened",
    "leave.requested",
    "leave.changed",
    "leave.resubmitted",
    "leave.approved",
    "leave.refused",
    "leave.returned",
    "leave.withdrawn",
    "leave.cancelled",
    "leave.recounted",
    "leave.resumed",
    "leave.granted",
    "leave.closed",
    "leave.grants_finished",
    "leave.closing_finished",
    "leave_entry.created",
    "leave_type.created",
    "leave_type.updated",
    "calendar_day.created",
    "calendar_day.updated",
    "calendar_day.deleted",
    "calendar_feed.created",
    "calendar_feed.revoked",
    "shift.created",
    "shift.updated",
    "shift.deleted",
    "schedule.created",
    "schedule.updated",
    "schedule.deleted",
    "schedule.assigned",
    "punch.clocked",
    "punches.recorded",
    "correction.requested",
    "correction.updated",
    "correction.resubmitted",
    "correction.approved",
    "correction.refused",
    "correction.returned",
    "correction.withdrawn",
    "attendance_statement.drafted",
    "attendance_statement.published",
    "attendance_statement.finalized",
    "attendance_objection.filed",
    "attendance_objection.answered",
    "attendance_objection.withdrawn",
    "attendance_line.renewed",
    "activity.logged",
    "activity.corrected",
    "follow_up.due",
    "follow_up.rules_changed",
    "customer.created",
    "customer.updated",
    "customer.revealed",
    "customer.transferred",
    "customer.distinguished",
    "customer.merged",
    "customer.merged_away",
    "customers.left_behind",
    "customers.received",
    "case_stage.updated",
    "case.opened",
    "case.updated",
    "case.moved",
    "case.won",
    "case.lost",
    "case.transferred",
    "case.flagged",
    "case.flag_cleared",
    "manual_page.drafted",
    "manual_page.published",
    "manual_page.acknowledged",
    "risk.registered",
    "risk.updated",
    "risk.reviewed",
    "risk.closed",
    "service_category.created",
    "service_category.updated",
    "service.opened",
    "service.updated",
    "service.started",
    "service.transferred",
    "service.answered",
    "service.closed",
    "service.reopened",
    "service.rated",
    "service.reminded",
    "service.escalated",
    "import.finished",
    "list.exported",
    "webhook.created",
    "webhook.updated",
    "webhook.deleted",
    "webhook.secret_rotated",
    "webhook.paused",
    "webhook.replayed",
];

/// What a subscription names: one event, a group of them (`leave.*`), or all (`*`).
pub fn matches(pattern: &str, event: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(group) => event.starts_with(group),
        None => pattern == event,
    }
}

/// Is there anything that this pattern could match?
pub fn is_pattern(pattern: &str) -> bool {
    let whole_group = pattern == "*" || pattern.strip_suffix('*').is_none_or(|g| g.ends_with('.'));
    whole_group && ALL.iter().any(|event| matches(pattern, event))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_an_event_a_group_or_everything() {
        assert!(matches("*", "leave.approved") && matches("leave.*", "leave.approved"));
        assert!(
            !matches("leave.*", "leave_type.created")
                && !matches("leave.approved", "leave.refused")
        );
        assert!(is_pattern("*") && is_pattern("leave.*") && is_pattern("leave.approved"));
        assert!(
            !is_pattern("lea*")
                && !is_pattern("nothing.*")
                && !is_pattern("")
                && !is_pattern("leave")
        );
    }
}
