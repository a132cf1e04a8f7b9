//! Every address of the application, in one list.

use contract::approval::MatterKind;
use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    SignIn,
    Reset,
    Setup,
    MyDay,
    Employees,
    NewEmployee,
    ImportEmployees,
    Employee(Uuid),
    EditEmployee(Uuid),
    Teams,
    Team(Uuid),
    Areas,
    Area(Uuid),
    OrgTree,
    Assignments,
    Rules,
    Compliance,
    Audit,
    AuditEntry(Uuid),
    Notifications,
    ApiKeys,
    Webhooks,
    Webhook(Uuid),
    Settings,
    Account,
    More,
    Approvals,
    Approval(Uuid),
    Delegations,
    ApprovalFlows,
    ApprovalFlow(MatterKind),
    Leave,
    NewLeave,
    LeaveRequest(Uuid),
    Absences,
    CalendarFeeds,
    LeaveTypes,
    NewLeaveType,
    LeaveType(Uuid),
    LeaveEntries,
    Calendar,
    Attendance,
    Board,
    AttendanceDays,
    Corrections,
    Correction(Uuid),
    Statements,
    Statement(Uuid),
    Shifts,
    Schedules,
    NotFound,
}

impl Route {
    pub fn parse(path: &str) -> Route {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let with =
            |id: &str, make: fn(Uuid) -> Route| Uuid::parse_str(id).map_or(Route::NotFound, make);
        match parts.as_slice() {
            [] | ["my-day"] => Route::MyDay,
            ["sign-in"] => Route::SignIn,
            ["reset"] => Route::Reset,
            ["setup"] => Route::Setup,
            ["employees"] => Route::Employees,
            ["employees", "new"] => Route::NewEmployee,
            ["employees", "import"] => Route::ImportEmployees,
            ["employees", id] => with(id, Route::Employee),
            ["employees", id, "edit"] => with(id, Route::EditEmployee),
            ["teams"] => Route::Teams,
            ["teams", id] => with(id, Route::Team),
            ["areas"] => Route::Areas,
            ["areas", id] => with(id, Route::Area),
            ["org-tree"] => Route::OrgTree,
            ["role-assignments"] => Route::Assignments,
            ["rules"] => Route::Rules,
            ["compliance"] => Route::Compliance,
            ["audit"] => Route::Audit,
            ["audit", id] => with(id, Route::AuditEntry),
            ["notifications"] => Route::Notifications,
            ["api-keys"] => Route::ApiKeys,
            ["webhooks"] => Route::Webhooks,
            ["webhooks", id] => with(id, Route::Webhook),
            ["settings"] => Route::Settings,
            ["account"] => Route::Account,
            ["more"] => Route::More,
            ["approvals"] => Route::Approvals,
            ["approvals", id] => with(id, Route::Approval),
            ["delegations"] => Route::Delegations,
            ["approval-flows"] => Route::ApprovalFlows,
            ["approval-flows", kind] => MatterKind::ALL
                .into_iter()
                .find(|one| one.name() == *kind)
                .map_or(Route::NotFound, Route::ApprovalFlow),
            ["leave"] => Route::Leave,
            ["leave", "new"] => Route::NewLeave,
            ["leave", id] => with(id, Route::LeaveRequest),
            ["absences"] => Route::Absences,
            ["calendar-feeds"] => Route::CalendarFeeds,
            ["leave-types"] => Route::LeaveTypes,
            ["leave-types", "new"] => Route::NewLeaveType,
            ["leave-types", id] => with(id, Route::LeaveType),
            ["leave-entries"] => Route::LeaveEntries,
            ["calendar"] => Route::Calendar,
            ["attendance"] => Route::Attendance,
            ["attendance", "board"] => Route::Board,
            ["attendance", "days"] => Route::AttendanceDays,
            ["attendance", "corrections"] => Route::Corrections,
            // A correction starts from its day (`?date=`), which stands in the month.
            ["attendance", "corrections", "new"] => Route::Attendance,
            ["attendance", "corrections", id] => with(id, Route::Correction),
            ["attendance", "statements"] => Route::Statements,
            ["attendance", "statements", id] => with(id, Route::Statement),
            ["shifts"] => Route::Shifts,
            ["schedules"] => Route::Schedules,
            _ => Route::NotFound,
        }
    }

    pub fn path(self) -> String {
        match self {
            Route::MyDay => "/".into(),
            Route::NewEmployee => "/employees/new".into(),
            Route::ImportEmployees => "/employees/import".into(),
            Route::Employee(id) => format!("/employees/{id}"),
            Route::EditEmployee(id) => format!("/employees/{id}/edit"),
            Route::Team(id) => format!("/teams/{id}"),
            Route::Area(id) => format!("/areas/{id}"),
            Route::AuditEntry(id) => format!("/audit/{id}"),
            Route::Webhook(id) => format!("/webhooks/{id}"),
            Route::Approval(id) => format!("/approvals/{id}"),
            Route::ApprovalFlow(kind) => format!("/approval-flows/{}", kind.name()),
            Route::NewLeave => "/leave/new".into(),
            Route::LeaveRequest(id) => format!("/leave/{id}"),
            Route::NewLeaveType => "/leave-types/new".into(),
            Route::LeaveType(id) => format!("/leave-types/{id}"),
            Route::Board => "/attendance/board".into(),
            Route::AttendanceDays => "/attendance/days".into(),
            Route::Corrections => "/attendance/corrections".into(),
            Route::Correction(id) => format!("/attendance/corrections/{id}"),
            Route::Statements => "/attendance/statements".into(),
            Route::Statement(id) => format!("/attendance/statements/{id}"),
            other => format!("/{}", other.name()),
        }
    }

    /// Word for test ids and page containers; a record's pages share the word of their list.
    pub fn name(self) -> &'static str {
        match self {
            Route::SignIn => "sign-in",
            Route::Reset => "reset",
            Route::Setup => "setup",
            Route::MyDay => "my-day",
            Route::Employees => "employees",
            Route::NewEmployee => "new-employee",
            Route::ImportEmployees => "import-employees",
            Route::Employee(_) => "employee",
            Route::EditEmployee(_) => "edit-employee",
            Route::Teams => "teams",
            Route::Team(_) => "team",
            Route::Areas => "areas",
            Route::Area(_) => "area",
            Route::OrgTree => "org-tree",
            Route::Assignments => "role-assignments",
            Route::Rules => "rules",
            Route::Compliance => "compliance",
            Route::Audit => "audit",
            Route::AuditEntry(_) => "audit-entry",
            Route::Notifications => "notifications",
            Route::ApiKeys => "api-keys",
            Route::Webhooks => "webhooks",
            Route::Webhook(_) => "webhook",
            Route::Settings => "settings",
            Route::Account => "account",
            Route::More => "more",
            Route::Approvals => "approvals",
            Route::Approval(_) => "approval",
            Route::Delegations => "delegations",
            Route::ApprovalFlows => "approval-flows",
            Route::ApprovalFlow(_) => "approval-flow",
            Route::Leave => "leave",
            Route::NewLeave => "new-leave",
            Route::LeaveRequest(_) => "leave-request",
            Route::Absences => "absences",
            Route::CalendarFeeds => "calendar-feeds",
            Route::LeaveTypes => "leave-types",
            Route::NewLeaveType => "new-leave-type",
            Route::LeaveType(_) => "leave-type",
            Route::LeaveEntries => "leave-entries",
            Route::Calendar => "calendar",
            Route::Attendance => "attendance",
            Route::Board => "attendance-board",
            Route::AttendanceDays => "attendance-days",
            Route::Corrections => "corrections",
            Route::Correction(_) => "correction",
            Route::Statements => "statements",
            Route::Statement(_) => "statement",
            Route::Shifts => "shifts",
            Route::Schedules => "schedules",
            Route::NotFound => "not-found",
        }
    }

    /// Menu entry that a page belongs to.
    pub fn section(self) -> Route {
        match self {
            Route::NewEmployee
            | Route::ImportEmployees
            | Route::Employee(_)
            | Route::EditEmployee(_) => Route::Employees,
            Route::Team(_) => Route::Teams,
            Route::Area(_) => Route::Areas,
            Route::AuditEntry(_) => Route::Audit,
            Route::Webhook(_) => Route::Webhooks,
            Route::Approval(_) => Route::Approvals,
            Route::ApprovalFlow(_) => Route::ApprovalFlows,
            Route::NewLeave | Route::LeaveRequest(_) => Route::Leave,
            Route::NewLeaveType | Route::LeaveType(_) => Route::LeaveTypes,
            Route::Correction(_) => Route::Corrections,
            Route::Statement(_) => Route::Statements,
            other => other,
        }
    }

    /// Pages that need nobody signed in.
    pub fn public(self) -> bool {
        matches!(self, Route::SignIn | Route::Reset | Route::Setup)
    }
}
