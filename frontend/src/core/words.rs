//! The contract's enums as people read them.

use contract::access::Field;
use contract::employee::EmployeeStatus;
use contract::import::{JobState, RowOutcome};
use contract::{Action, ReachKind, Role};

use super::locale;
use crate::tr;

/// The word that an enum's value is over the wire.
pub fn wire(value: &impl serde::Serialize) -> String {
    let value = super::http::value(value);
    value.as_str().unwrap_or_default().to_owned()
}

pub fn role(role: Role) -> &'static str {
    role.title().get(locale::current())
}

pub fn reach(reach: ReachKind) -> &'static str {
    reach.title().get(locale::current())
}

pub fn action(action: Action) -> &'static str {
    action.title().get(locale::current())
}

pub fn status(status: EmployeeStatus) -> (&'static str, &'static str) {
    match status {
        EmployeeStatus::Pending => (tr!(people.pending), "warn"),
        EmployeeStatus::Active => (tr!(people.active), "good"),
        EmployeeStatus::Inactive => (tr!(people.inactive), ""),
    }
}

pub fn status_name(status: EmployeeStatus) -> &'static str {
    match status {
        EmployeeStatus::Pending => "pending",
        EmployeeStatus::Active => "active",
        EmployeeStatus::Inactive => "inactive",
    }
}

pub fn field(field: Field) -> &'static str {
    match field {
        Field::People => tr!(org.field_people),
        Field::Business => tr!(org.field_business),
        Field::Finance => tr!(org.field_finance),
        Field::Workplace => tr!(org.field_workplace),
        Field::Communication => tr!(org.field_communication),
    }
}

pub fn field_name(field: Field) -> &'static str {
    match field {
        Field::People => "people",
        Field::Business => "business",
        Field::Finance => "finance",
        Field::Workplace => "workplace",
        Field::Communication => "communication",
    }
}

pub fn job_state(state: JobState) -> (&'static str, &'static str) {
    match state {
        JobState::Queued => (tr!(people.job_queued), "info"),
        JobState::Running => (tr!(people.job_running), "info"),
        JobState::Done => (tr!(people.job_done), "good"),
        JobState::Failed => (tr!(people.job_failed), "bad"),
    }
}

pub fn outcome(outcome: RowOutcome) -> (&'static str, &'static str) {
    match outcome {
        RowOutcome::Created => (tr!(people.row_created), "good"),
        RowOutcome::Updated => (tr!(people.row_updated), "info"),
        RowOutcome::Unchanged => (tr!(people.row_unchanged), ""),
        RowOutcome::Refused => (tr!(people.row_refused), "bad"),
    }
}

/// Events and fields of the audit trail are stable technical words; the known ones have a text.
pub fn subject_kind(kind: &str) -> String {
    match kind {
        "employee" => tr!(org.kind_employee).into(),
        "team" => tr!(org.kind_team).into(),
        "area" => tr!(org.kind_area).into(),
        "role_assignment" | "role" => tr!(org.kind_role).into(),
        "settings" | "department" => tr!(org.kind_settings).into(),
        "session" => tr!(org.kind_session).into(),
        "api_key" => tr!(org.kind_api_key).into(),
        "webhook" => tr!(audit.kind_webhook).into(),
        "attachment" => tr!(org.kind_attachment).into(),
        "job" => tr!(org.kind_job).into(),
        "customer" => tr!(audit.kind_customer).into(),
        "target" => tr!(audit.kind_target).into(),
        "indicator" => tr!(audit.kind_indicator).into(),
        "shortfall" => tr!(audit.kind_shortfall).into(),
        "place" => tr!(audit.kind_place).into(),
        "booking" => tr!(audit.kind_booking).into(),
        "hazard" => tr!(audit.kind_hazard).into(),
        "work_plan" => tr!(audit.kind_work_plan).into(),
        "area_review" => tr!(audit.kind_area_review).into(),
        "feedback" => tr!(audit.kind_feedback).into(),
        "talk" => tr!(audit.kind_talk).into(),
        "document" => tr!(audit.kind_document).into(),
        "document_version" => tr!(audit.kind_document_version).into(),
        "drill" => tr!(audit.kind_drill).into(),
        "action_item" => tr!(audit.kind_action_item).into(),
        "supply_item" => tr!(audit.kind_supply_item).into(),
        "filing_entry" => tr!(audit.kind_filing_entry).into(),
        "conduct_record" => tr!(audit.kind_conduct_record).into(),
        "safety_item" => tr!(audit.kind_safety_item).into(),
        "repair_ticket" => tr!(audit.kind_repair_ticket).into(),
        "duty" => tr!(audit.kind_duty).into(),
        "duty_occurrence" => tr!(audit.kind_duty_occurrence).into(),
        "expansion_plan" => tr!(audit.kind_expansion_plan).into(),
        "customer_event" => tr!(audit.kind_customer_event).into(),
        "event_invitation" => tr!(audit.kind_event_invitation).into(),
        "inspection" => tr!(audit.kind_inspection).into(),
        "inspection_finding" => tr!(audit.kind_inspection_finding).into(),
        "work_goal" => tr!(audit.kind_work_goal).into(),
        "target_node" => tr!(audit.kind_target_node).into(),
        "inspection_plan" => tr!(audit.kind_inspection_plan).into(),
        "inspection_draw" => tr!(audit.kind_inspection_draw).into(),
        "inspection_checklist" => tr!(audit.kind_inspection_checklist).into(),
        "incentive" => tr!(audit.kind_incentive).into(),
        "incentive_rule" => tr!(audit.kind_incentive_rule).into(),
        "incentive_award" => tr!(audit.kind_incentive_award).into(),
        "target_actual" => tr!(audit.kind_target_actual).into(),
        "activity" => tr!(audit.kind_activity).into(),
        "follow_up_rules" => tr!(audit.kind_follow_up_rules).into(),
        "case" => tr!(audit.kind_case).into(),
        "case_stage" => tr!(audit.kind_case_stage).into(),
        "manual_page" => tr!(audit.kind_manual_page).into(),
        "risk" => tr!(audit.kind_risk).into(),
        "service_request" => tr!(audit.kind_service_request).into(),
        "service_category" => tr!(audit.kind_service_category).into(),
        "list" => tr!(audit.kind_list).into(),
        "approval" => tr!(audit.kind_approval).into(),
        "approval_flow" => tr!(audit.kind_approval_flow).into(),
        "delegation" => tr!(audit.kind_delegation).into(),
        "leave_request" => tr!(audit.kind_leave_request).into(),
        "leave_type" => tr!(audit.kind_leave_type).into(),
        "leave_entry" => tr!(audit.kind_leave_entry).into(),
        "calendar_day" => tr!(audit.kind_calendar_day).into(),
        "calendar_feed" => tr!(audit.kind_calendar_feed).into(),
        "shift" => tr!(audit.kind_shift).into(),
        "schedule" => tr!(audit.kind_schedule).into(),
        "schedule_assignment" => tr!(audit.kind_schedule_assignment).into(),
        "punch" => tr!(audit.kind_punch).into(),
        "correction" => tr!(audit.kind_correction).into(),
        "attendance_statement" => tr!(audit.kind_attendance_statement).into(),
        "attendance_objection" => tr!(audit.kind_attendance_objection).into(),
        "attendance_line" => tr!(audit.kind_attendance_line).into(),
        other => other.into(),
    }
}
