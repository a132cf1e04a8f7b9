//! Pages that are fetched when first needed. Each function below is the door of one separately loaded file; all
//! that only its pages use goes there too. A new area adds a door, not weight to the first screen.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use leptos::lazy;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;

use super::{
    account, activities, approvals, attendance, cases, customers, duties, events, expansion,
    incentives, inspections, leave, missing, org, people, regulation, repairs, risks, services,
    setup, system, targets,
};
use crate::components::skeleton;
use crate::core::dom;
use crate::core::routes::Route;

/// People and organization, for reading and small acts.
#[lazy]
pub fn work(route: Route) -> AnyView {
    match route {
        Route::Employees => people::list::page(),
        Route::Employee(id) => people::detail::page(id),
        Route::Teams => org::teams::page(),
        Route::Team(id) => org::team::page(id),
        Route::Areas => org::areas::page(),
        Route::Area(id) => org::area::page(id),
        Route::OrgTree => org::tree::page(),
        Route::Assignments => org::assignments::page(),
        Route::Rules => org::rules::page(),
        Route::Compliance => regulation::board::page(),
        Route::Audit => org::audit::page(),
        Route::AuditEntry(id) => org::audit_entry::page(id),
        _ => missing::page(),
    }
}

/// The large forms: writing whole records.
#[lazy]
pub fn records(route: Route) -> AnyView {
    match route {
        Route::Setup => setup::page(),
        Route::NewEmployee => people::create::page(),
        Route::ImportEmployees => people::import::page(),
        Route::EditEmployee(id) => people::edit::page(id),
        _ => missing::page(),
    }
}

/// The house's own matters.
#[lazy]
pub fn house(route: Route) -> AnyView {
    match route {
        Route::Notifications => system::notifications::page(),
        Route::ApiKeys => system::keys::page(),
        Route::Webhooks => system::webhooks::list::page(),
        Route::Webhook(id) => system::webhooks::detail::page(id),
        Route::Settings => system::settings::page(),
        Route::Account => account::page(),
        _ => missing::page(),
    }
}

/// Approvals: inbox and decision, stand-ins, flows.
#[lazy]
pub fn approvals(route: Route) -> AnyView {
    match route {
        Route::Approvals => approvals::inbox::page(),
        Route::Approval(id) => approvals::detail::page(id),
        Route::Delegations => approvals::delegations::page(),
        Route::ApprovalFlows => approvals::flows::page(),
        Route::ApprovalFlow(kind) => approvals::flow::page(kind),
        _ => missing::page(),
    }
}

/// Leave as everybody uses it.
#[lazy]
pub fn leave(route: Route) -> AnyView {
    match route {
        Route::Leave => leave::mine::page(),
        Route::NewLeave => leave::request::page(),
        Route::LeaveRequest(id) => leave::detail::page(id),
        Route::Absences => leave::absences::page(),
        Route::CalendarFeeds => leave::feeds::page(),
        _ => missing::page(),
    }
}

/// Attendance as everybody uses it.
#[lazy]
pub fn attendance(route: Route) -> AnyView {
    match route {
        Route::Attendance => attendance::mine::page(),
        Route::Board => attendance::board::page(),
        Route::AttendanceDays => attendance::days::page(),
        Route::Corrections => attendance::corrections::page(),
        Route::Correction(id) => attendance::correction::page(id),
        Route::Statements => attendance::statements::page(),
        Route::Statement(id) => attendance::statement::page(id),
        _ => missing::page(),
    }
}

/// Customers and what is done for them.
#[lazy]
pub fn business(route: Route) -> AnyView {
    match route {
        Route::FollowUps => activities::due::page(),
        Route::Activities => activities::list::page(),
        Route::Customers => customers::list::page(),
        Route::NewCustomer => customers::create::page(),
        Route::Customer(id) => customers::detail::page(id),
        Route::EditCustomer(id) => customers::edit::page(id),
        Route::Services => services::list::page(),
        Route::NewService => services::create::page(),
        Route::ExpansionPlans => expansion::list::page(),
        Route::NewExpansionPlan => expansion::create::page(),
        Route::ExpansionPlan(id) => expansion::detail::page(id),
        Route::Events => events::list::page(),
        Route::NewEvent => events::create::page(),
        Route::Event(id) => events::detail::page(id),
        Route::Service(id) => services::detail::page(id),
        Route::ServiceCategories => services::categories::page(),
        _ => missing::page(),
    }
}

/// Cases, their pipeline and what their stages ask for.
#[lazy]
pub fn cases(route: Route) -> AnyView {
    match route {
        Route::Cases => cases::pipeline::page(),
        Route::NewCase => cases::create::page(),
        Route::Case(id) => cases::detail::page(id),
        Route::CaseStages => cases::stages::page(),
        Route::Manual => cases::manual::page(),
        Route::Risks => risks::list::page(),
        Route::Risk(id) => risks::detail::page(id),
        Route::Inspections => inspections::page(),
        Route::Inspection(id) => inspections::detail::page(id),
        _ => missing::page(),
    }
}

/// Targets and what was attained of them.
#[lazy]
pub fn targets(route: Route) -> AnyView {
    match route {
        Route::Attainment => targets::attainment::page(),
        Route::Targets => targets::list::page(),
        Route::Target(id) => targets::detail::page(id),
        Route::Shortfalls => targets::shortfalls::page(),
        Route::Shortfall(id) => targets::shortfall::page(id),
        Route::Incentives => incentives::page(),
        Route::Incentive(id) => incentives::detail::page(id),
        _ => missing::page(),
    }
}

/// The workplace: what has to happen regularly, and what is damaged.
#[lazy]
pub fn workplace(route: Route) -> AnyView {
    match route {
        Route::Repairs => repairs::list::page(),
        Route::NewRepair => repairs::create::page(),
        Route::Repair(id) => repairs::detail::page(id),
        Route::Duties => duties::list::page(),
        Route::NewDuty => duties::edit::new(),
        Route::Duty(id) => duties::plan::page(id),
        Route::EditDuty(id) => duties::edit::page(id),
        Route::Occurrence(id) => duties::occurrence::page(id),
        _ => missing::page(),
    }
}

/// What few people keep for all: leave types, ledger, holidays, shifts, schedules.
#[lazy]
pub fn upkeep(route: Route) -> AnyView {
    match route {
        Route::LeaveTypes => leave::types::page(),
        Route::NewLeaveType => leave::type_form::create(),
        Route::LeaveType(id) => leave::type_form::edit(id),
        Route::LeaveEntries => leave::ledger::page(),
        Route::Calendar => leave::calendar::page(),
        Route::Shifts => attendance::shifts::page(),
        Route::Schedules => attendance::schedules::page(),
        _ => missing::page(),
    }
}

/// Fetches the parts most people open next, once the first screen has settled.
pub fn prefetch() {
    spawn_local(async {
        dom::sleep(1_500).await;
        __preload_approvals().await;
        __preload_attendance().await;
        __preload_leave().await;
        __preload_work().await;
        __preload_workplace().await;
        __preload_business().await;
        __preload_cases().await;
        __preload_targets().await;
        __preload_house().await;
    });
}

/// Shows the page as soon as its file is there.
pub fn later(page: impl Future<Output = AnyView> + 'static) -> AnyView {
    let ready = RwSignal::new_local(None::<AnyView>);
    // The page belongs to the place where it will stand, so that it is cleaned up with it; whoever has gone elsewhere before its file
    // came needs none, and where it would stand nothing is known of the session any more.
    spawn_local(ScopedFuture::new_untracked(async move {
        let mut page = pin!(page);
        let wanted = poll_fn(|cx| match ready.is_disposed() {
            true => Poll::Ready(None),
            false => page.as_mut().poll(cx).map(Some),
        });
        if let Some(view) = wanted.await {
            ready.try_set(Some(view));
        }
    }));
    (move || {
        ready.track();
        ready
            .try_write_untracked()
            .and_then(|mut view| view.take())
            .unwrap_or_else(|| view! { <div class="page">{skeleton::card()}</div> }.into_any())
    })
    .into_any()
}
