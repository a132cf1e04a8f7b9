//! Pages that are fetched when first needed. Each function below is the door of one separately loaded file; all
//! that only its pages use goes there too. A new area adds a door, not weight to the first screen.

use std::future::poll_fn;
use std::task::Poll;

use contract::talk::TalkKind;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::{
    account, actions, activities, approvals, attendance, cases, conduct, customers, documents,
    drills, duties, events, expansion, feedback, filing, hazards, incentives, inspections, leave,
    missing, org, people, regulation, repairs, reviews, risks, safety, services, setup, supplies,
    system, talks, targets, venues, work_plans,
};
use crate::components::{failure, skeleton};
use crate::core::dom;
use crate::core::http::Failure;
use crate::core::routes::Route;

/// A page, unless its file can't be fetched just now.
pub type Part = Result<AnyView, Failure>;

/// One of the doors below.
pub type Door = fn(Route) -> LocalBoxFuture<'static, Part>;

impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Failure {
        Failure::Network
    }
}

/// People and organization, for reading and small acts.
#[wasm_split(work, wasm_split_path = leptos::wasm_split, preload(fetch_work), fallible)]
pub fn work(route: Route) -> Part {
    Ok(match route {
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
    })
}

/// The large forms: writing whole records.
#[wasm_split(records, wasm_split_path = leptos::wasm_split, preload(fetch_records), fallible)]
pub fn records(route: Route) -> Part {
    Ok(match route {
        Route::Setup => setup::page(),
        Route::NewEmployee => people::create::page(),
        Route::ImportEmployees => people::import::page(),
        Route::EditEmployee(id) => people::edit::page(id),
        _ => missing::page(),
    })
}

/// The house's own matters.
#[wasm_split(house, wasm_split_path = leptos::wasm_split, preload(fetch_house), fallible)]
pub fn house(route: Route) -> Part {
    Ok(match route {
        Route::Notifications => system::notifications::page(),
        Route::ApiKeys => system::keys::page(),
        Route::Webhooks => system::webhooks::list::page(),
        Route::Webhook(id) => system::webhooks::detail::page(id),
        Route::Settings => system::settings::page(),
        Route::Account => account::page(),
        _ => missing::page(),
    })
}

/// Approvals: inbox and decision, stand-ins, flows.
#[wasm_split(approvals, wasm_split_path = leptos::wasm_split, preload(fetch_approvals), fallible)]
pub fn approvals(route: Route) -> Part {
    Ok(match route {
        Route::Approvals => approvals::inbox::page(),
        Route::Approval(id) => approvals::detail::page(id),
        Route::Delegations => approvals::delegations::page(),
        Route::ApprovalFlows => approvals::flows::page(),
        Route::ApprovalFlow(kind) => approvals::flow::page(kind),
        _ => missing::page(),
    })
}

/// Leave as everybody uses it.
#[wasm_split(leave, wasm_split_path = leptos::wasm_split, preload(fetch_leave), fallible)]
pub fn leave(route: Route) -> Part {
    Ok(match route {
        Route::Leave => leave::mine::page(),
        Route::NewLeave => leave::request::page(),
        Route::LeaveRequest(id) => leave::detail::page(id),
        Route::Absences => leave::absences::page(),
        Route::CalendarFeeds => leave::feeds::page(),
        _ => missing::page(),
    })
}

/// Attendance as everybody uses it.
#[wasm_split(attendance, wasm_split_path = leptos::wasm_split, preload(fetch_attendance), fallible)]
pub fn attendance(route: Route) -> Part {
    Ok(match route {
        Route::Attendance => attendance::mine::page(),
        Route::Board => attendance::board::page(),
        Route::AttendanceDays => attendance::days::page(),
        Route::Corrections => attendance::corrections::page(),
        Route::Correction(id) => attendance::correction::page(id),
        Route::Statements => attendance::statements::page(),
        Route::Statement(id) => attendance::statement::page(id),
        _ => missing::page(),
    })
}

/// Customers and what is done for them.
#[wasm_split(business, wasm_split_path = leptos::wasm_split, preload(fetch_business), fallible)]
pub fn business(route: Route) -> Part {
    Ok(match route {
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
    })
}

/// Cases, their pipeline and what their stages ask for.
#[wasm_split(cases, wasm_split_path = leptos::wasm_split, preload(fetch_cases), fallible)]
pub fn cases(route: Route) -> Part {
    Ok(match route {
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
    })
}

/// Targets and what was attained of them.
#[wasm_split(targets, wasm_split_path = leptos::wasm_split, preload(fetch_targets), fallible)]
pub fn targets(route: Route) -> Part {
    Ok(match route {
        Route::Attainment => targets::attainment::page(),
        Route::Targets => targets::list::page(),
        Route::Target(id) => targets::detail::page(id),
        Route::Shortfalls => targets::shortfalls::page(),
        Route::Shortfall(id) => targets::shortfall::page(id),
        Route::Incentives => incentives::page(),
        Route::Incentive(id) => incentives::detail::page(id),
        _ => missing::page(),
    })
}

/// The workplace: what has to happen regularly, and what is damaged.
#[wasm_split(workplace, wasm_split_path = leptos::wasm_split, preload(fetch_workplace), fallible)]
pub fn workplace(route: Route) -> Part {
    Ok(match route {
        Route::Bookings => venues::list::page(),
        Route::NewBooking => venues::create::page(),
        Route::Booking(id) => venues::detail::page(id),
        Route::NewPlace => venues::place::new(),
        Route::Place(id) => venues::place::page(id),
        Route::Hazards => hazards::list::page(),
        Route::NewHazard => hazards::create::page(),
        Route::Hazard(id) => hazards::detail::page(id),
        Route::WorkPlans => work_plans::list::page(),
        Route::NewWorkPlan => work_plans::form::new(),
        Route::WorkPlan(id) => work_plans::detail::page(id),
        Route::AreaReviews => reviews::list::page(),
        Route::NewAreaReview => reviews::form::new(),
        Route::AreaReview(id) => reviews::detail::page(id),
        Route::Feedback => feedback::list::page(),
        Route::NewFeedback => feedback::create::page(),
        Route::FeedbackRecord(id) => feedback::detail::page(id),
        Route::Talks => talks::list::page(),
        Route::CoachingNote(id) => talks::detail::page(TalkKind::Coaching, id),
        Route::CareTalk(id) => talks::detail::page(TalkKind::Care, id),
        Route::Documents => documents::list::page(),
        Route::NewDocument => documents::new(),
        Route::Document(id) => documents::detail::page(id),
        Route::Drills => drills::list::page(),
        Route::NewDrill => drills::form::new(),
        Route::Drill(id) => drills::detail::page(id),
        Route::ActionItems => actions::list::page(),
        Route::ActionItem(id) => actions::detail::page(id),
        Route::Supplies => supplies::list::page(),
        Route::NewSupply => supplies::form::new(),
        Route::Supply(id) => supplies::detail::page(id),
        Route::Filing => filing::list::page(),
        Route::NewFilingEntry => filing::form::new(),
        Route::FilingEntry(id) => filing::detail::page(id),
        Route::Conduct => conduct::list::page(),
        Route::NewConduct => conduct::create::page(),
        Route::ConductRecord(id) => conduct::detail::page(id),
        Route::Safety => safety::list::page(),
        Route::NewSafetyItem => safety::form::new(),
        Route::SafetyItem(id) => safety::detail::page(id),
        Route::Repairs => repairs::list::page(),
        Route::NewRepair => repairs::create::page(),
        Route::Repair(id) => repairs::detail::page(id),
        Route::Duties => duties::list::page(),
        Route::NewDuty => duties::edit::new(),
        Route::Duty(id) => duties::plan::page(id),
        Route::EditDuty(id) => duties::edit::page(id),
        Route::Occurrence(id) => duties::occurrence::page(id),
        _ => missing::page(),
    })
}

/// What few people keep for all: leave types, ledger, holidays, shifts, schedules.
#[wasm_split(upkeep, wasm_split_path = leptos::wasm_split, preload(fetch_upkeep), fallible)]
pub fn upkeep(route: Route) -> Part {
    Ok(match route {
        Route::LeaveTypes => leave::types::page(),
        Route::NewLeaveType => leave::type_form::create(),
        Route::LeaveType(id) => leave::type_form::edit(id),
        Route::LeaveEntries => leave::ledger::page(),
        Route::Calendar => leave::calendar::page(),
        Route::Shifts => attendance::shifts::page(),
        Route::Schedules => attendance::schedules::page(),
        _ => missing::page(),
    })
}

/// Fetches the parts most people open next, once the first screen has settled.
pub fn prefetch() {
    spawn_local(async {
        dom::sleep(1_500).await;
        // What doesn't come now is fetched when it is wanted.
        let _rest = fetch().await;
    });
}

async fn fetch() -> Result<(), SplitLoaderError> {
    fetch_approvals().await?;
    fetch_attendance().await?;
    fetch_leave().await?;
    fetch_work().await?;
    fetch_workplace().await?;
    fetch_business().await?;
    fetch_cases().await?;
    fetch_targets().await?;
    fetch_house().await
}

/// Shows the page as soon as its file is there; without a net it says so and can be tried again.
pub fn later(route: Route, door: Door) -> AnyView {
    let ready = RwSignal::new_local(None::<Part>);
    // The page belongs to the place where it will stand, so that it is cleaned up with it; whoever has gone elsewhere before its file
    // came needs none, and where it would stand nothing is known of the session any more.
    let owner = Owner::current();
    let fetch = move || {
        let mut page = door(route);
        let work = async move {
            let wanted = poll_fn(|cx| match ready.is_disposed() {
                true => Poll::Ready(None),
                false => page.as_mut().poll(cx).map(Some),
            });
            if let Some(part) = wanted.await {
                ready.try_set(Some(part));
            }
        };
        match &owner {
            Some(owner) => owner.with(|| spawn_local(ScopedFuture::new_untracked(work))),
            None => spawn_local(work),
        }
    };
    fetch();
    let again = move || {
        ready.try_set(None);
        fetch();
    };
    (move || {
        ready.track();
        let part = ready.try_write_untracked().and_then(|mut part| part.take());
        match part {
            Some(Ok(view)) => view,
            Some(Err(failed)) => failure::panel(&failed, again.clone()),
            None => view! { <div class="page">{skeleton::card()}</div> }.into_any(),
        }
    })
    .into_any()
}
