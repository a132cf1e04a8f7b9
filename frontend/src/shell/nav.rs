//! The menu as data: an entry shows when the API allows its action. A new module adds a line.

use contract::Action;
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::tr;

pub struct Entry {
    pub route: Route,
    pub icon: Icon,
    pub text: fn() -> &'static str,
    /// What the API must allow; nothing means everybody who is signed in.
    pub needs: Option<Action>,
}

pub struct Group {
    pub title: Option<fn() -> &'static str>,
    pub entries: &'static [Entry],
}

const fn entry(
    route: Route,
    icon: Icon,
    text: fn() -> &'static str,
    needs: Option<Action>,
) -> Entry {
    Entry {
        route,
        icon,
        text,
        needs,
    }
}

pub static MENU: &[Group] = &[
    Group {
        title: None,
        entries: &[
            entry(Route::MyDay, Icon::Home, || tr!(nav.my_day), None),
            entry(
                Route::Approvals,
                Icon::Inbox,
                || tr!(nav.approvals),
                Some(Action::ApprovalRead),
            ),
            entry(
                Route::Notifications,
                Icon::Bell,
                || tr!(nav.notifications),
                Some(Action::NotificationRead),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.group_business)),
        entries: &[
            entry(
                Route::Customers,
                Icon::Heart,
                || tr!(nav.customers),
                Some(Action::CustomerRead),
            ),
            entry(
                Route::FollowUps,
                Icon::Clock,
                || tr!(nav.follow_ups),
                Some(Action::FollowUpRead),
            ),
            entry(
                Route::Activities,
                Icon::History,
                || tr!(nav.activities),
                Some(Action::ActivityRead),
            ),
            entry(
                Route::Cases,
                Icon::Flow,
                || tr!(nav.cases),
                Some(Action::CaseRead),
            ),
            entry(
                Route::Events,
                Icon::Calendar,
                || tr!(nav.events),
                Some(Action::CustomerEventRead),
            ),
            entry(
                Route::Services,
                Icon::Chat,
                || tr!(nav.services),
                Some(Action::ServiceRead),
            ),
            entry(
                Route::ExpansionPlans,
                Icon::Rules,
                || tr!(nav.expansion_plans),
                Some(Action::ExpansionPlanRead),
            ),
            entry(
                Route::Attainment,
                Icon::Report,
                || tr!(nav.attainment),
                Some(Action::AttainmentRead),
            ),
            entry(
                Route::Targets,
                Icon::Target,
                || tr!(nav.targets),
                Some(Action::TargetRead),
            ),
            entry(
                Route::Shortfalls,
                Icon::Return,
                || tr!(nav.shortfalls),
                Some(Action::ShortfallRead),
            ),
            entry(
                Route::Incentives,
                Icon::Star,
                || tr!(nav.incentives),
                Some(Action::IncentiveAwardRead),
            ),
            entry(
                Route::Manual,
                Icon::Document,
                || tr!(nav.manual),
                Some(Action::ManualRead),
            ),
            entry(
                Route::Inspections,
                Icon::Eye,
                || tr!(nav.inspections),
                Some(Action::InspectionRead),
            ),
            entry(
                Route::Risks,
                Icon::Alert,
                || tr!(nav.risks),
                Some(Action::RiskRead),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.group_workplace)),
        entries: &[
            entry(
                Route::Duties,
                Icon::Check,
                || tr!(nav.duties),
                Some(Action::DutyRead),
            ),
            entry(
                Route::Bookings,
                Icon::Calendar,
                || tr!(nav.bookings),
                Some(Action::BookingRead),
            ),
            entry(
                Route::Feedback,
                Icon::Chat,
                || tr!(nav.feedback),
                Some(Action::FeedbackRead),
            ),
            entry(
                Route::Talks,
                Icon::Heart,
                || tr!(nav.talks),
                Some(Action::CoachingRead),
            ),
            entry(
                Route::WorkPlans,
                Icon::Target,
                || tr!(nav.work_plans),
                Some(Action::WorkPlanRead),
            ),
            entry(
                Route::AreaReviews,
                Icon::Report,
                || tr!(nav.area_reviews),
                Some(Action::AreaReviewRead),
            ),
            entry(
                Route::Documents,
                Icon::Document,
                || tr!(nav.documents),
                Some(Action::RegulationRead),
            ),
            entry(
                Route::Drills,
                Icon::Bell,
                || tr!(nav.drills),
                Some(Action::DrillRead),
            ),
            entry(
                Route::ActionItems,
                Icon::Check,
                || tr!(nav.action_items),
                Some(Action::ActionItemRead),
            ),
            entry(
                Route::Supplies,
                Icon::Box,
                || tr!(nav.supplies),
                Some(Action::SupplyRead),
            ),
            entry(
                Route::Filing,
                Icon::Document,
                || tr!(nav.filing),
                Some(Action::FilingRead),
            ),
            entry(
                Route::Conduct,
                Icon::Eye,
                || tr!(nav.conduct),
                Some(Action::ConductRead),
            ),
            entry(
                Route::Safety,
                Icon::Flame,
                || tr!(nav.safety),
                Some(Action::SafetyRead),
            ),
            entry(
                Route::Hazards,
                Icon::Alert,
                || tr!(nav.hazards),
                Some(Action::HazardRead),
            ),
            entry(
                Route::Repairs,
                Icon::Wrench,
                || tr!(nav.repairs),
                Some(Action::RepairRead),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.group_time)),
        entries: &[
            entry(
                Route::Leave,
                Icon::Leave,
                || tr!(nav.leave),
                Some(Action::LeaveRequest),
            ),
            entry(
                Route::Absences,
                Icon::Calendar,
                || tr!(nav.absences),
                Some(Action::AbsenceRead),
            ),
            entry(
                Route::Attendance,
                Icon::Clock,
                || tr!(nav.attendance),
                Some(Action::PunchClock),
            ),
            entry(
                Route::Corrections,
                Icon::Edit,
                || tr!(nav.corrections),
                Some(Action::CorrectionRequest),
            ),
            entry(
                Route::Board,
                Icon::Team,
                || tr!(nav.board),
                Some(Action::AttendanceRead),
            ),
            entry(
                Route::AttendanceDays,
                Icon::Rows,
                || tr!(nav.attendance_days),
                Some(Action::AttendanceRead),
            ),
            entry(
                Route::Statements,
                Icon::Report,
                || tr!(nav.statements),
                Some(Action::StatementRead),
            ),
            entry(
                Route::Delegations,
                Icon::Swap,
                || tr!(nav.delegations),
                Some(Action::DelegationManage),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.organization)),
        entries: &[
            entry(
                Route::Employees,
                Icon::User,
                || tr!(nav.employees),
                Some(Action::EmployeeRead),
            ),
            entry(
                Route::Teams,
                Icon::Team,
                || tr!(nav.teams),
                Some(Action::OrganizationRead),
            ),
            entry(
                Route::Areas,
                Icon::Area,
                || tr!(nav.areas),
                Some(Action::OrganizationRead),
            ),
            entry(
                Route::OrgTree,
                Icon::Tree,
                || tr!(nav.org_tree),
                Some(Action::OrganizationRead),
            ),
            entry(
                Route::Assignments,
                Icon::Role,
                || tr!(nav.assignments),
                Some(Action::RoleRead),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.group_upkeep)),
        entries: &[
            entry(
                Route::ApprovalFlows,
                Icon::Flow,
                || tr!(nav.approval_flows),
                Some(Action::FlowRead),
            ),
            entry(
                Route::LeaveTypes,
                Icon::Tag,
                || tr!(nav.leave_types),
                Some(Action::LeaveTypeRead),
            ),
            entry(
                Route::LeaveEntries,
                Icon::Ledger,
                || tr!(nav.leave_entries),
                Some(Action::LeaveRead),
            ),
            entry(
                Route::Calendar,
                Icon::Calendar,
                || tr!(nav.calendar),
                Some(Action::CalendarRead),
            ),
            entry(
                Route::Shifts,
                Icon::Sun,
                || tr!(nav.shifts),
                Some(Action::ShiftRead),
            ),
            entry(
                Route::Schedules,
                Icon::Week,
                || tr!(nav.schedules),
                Some(Action::ShiftRead),
            ),
        ],
    },
    Group {
        title: Some(|| tr!(nav.system)),
        entries: &[
            entry(
                Route::Compliance,
                Icon::Target,
                || tr!(nav.compliance),
                Some(Action::ComplianceRead),
            ),
            entry(
                Route::Rules,
                Icon::Rules,
                || tr!(nav.rules),
                Some(Action::RulesRead),
            ),
            entry(
                Route::Audit,
                Icon::History,
                || tr!(nav.audit),
                Some(Action::AuditRead),
            ),
            entry(
                Route::ApiKeys,
                Icon::Key,
                || tr!(nav.api_keys),
                Some(Action::ApiKeyManage),
            ),
            entry(
                Route::Webhooks,
                Icon::Send,
                || tr!(nav.webhooks),
                Some(Action::WebhookManage),
            ),
            entry(
                Route::Settings,
                Icon::Settings,
                || tr!(nav.settings),
                Some(Action::SettingsRead),
            ),
        ],
    },
];

pub fn allowed(session: Session, entry: &Entry) -> bool {
    entry.needs.is_none_or(|action| session.can(action))
}

pub fn sidebar(route: Memo<Route>) -> AnyView {
    let session = use_session();
    let department = move || {
        session
            .me()
            .map(|me| me.department_name.clone())
            .unwrap_or_default()
    };
    view! {
        <aside class="sidebar" aria-label=tr!(common.menu)>
            <a class="brand" href="/">
                {mark()}
                <span>{tr!(common.product)}<small>{department}</small></span>
            </a>
            <nav aria-label=tr!(common.nav_main)>{move || groups(session, route)}</nav>
        </aside>
    }
    .into_any()
}

/// The menu's groups; also the content of the phone's "more" page.
pub fn groups(session: Session, route: Memo<Route>) -> AnyView {
    MENU.iter()
        .filter(|group| group.entries.iter().any(|entry| allowed(session, entry)))
        .map(|group| {
            view! {
                <div class="nav-group">
                    {group.title.map(|title| view! { <p class="nav-title">{title()}</p> })}
                    <ul>
                        {group
                            .entries
                            .iter()
                            .filter(|entry| allowed(session, entry))
                            .map(|entry| view! { <li>{link(session, route, entry)}</li> })
                            .collect_view()}
                    </ul>
                </div>
            }
        })
        .collect_view()
        .into_any()
}

pub fn link(session: Session, route: Memo<Route>, entry: &'static Entry) -> AnyView {
    let here = move || (route.get().section() == entry.route).then_some("page");
    view! {
        <a class="nav-link" href=entry.route.path() aria-current=here data-testid=format!("nav-{}", entry.route.name())>
            {icon(entry.icon)}
            <span>{(entry.text)()}</span>
            {(entry.route == Route::Notifications).then_some(move || unread(session))}
        </a>
    }
    .into_any()
}

pub fn unread(session: Session) -> Option<AnyView> {
    let count = session.unread.get();
    (count > 0).then(|| {
        let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
        view! { <span class="count"><span aria-hidden="true">{shown}</span><span class="sr">{tr!(nav.unread, n = count).to_string()}</span></span> }
            .into_any()
    })
}

/// The product's sign.
pub fn mark() -> AnyView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" fill="#0b6b5d" />
            <path d="M9 22V10m0 12h14M14 18l4-5 3 3 3-6" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
    .into_any()
}
