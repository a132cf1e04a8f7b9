//! One folder per area. `inner` and `public` say which page stands at which address; `parts` says which of them
//! come with the first screen and which are fetched when first needed.

pub mod account;
mod actions;
mod activities;
pub mod approvals;
pub mod attendance;
mod auth;
mod cases;
mod conduct;
mod customers;
mod day;
mod documents;
mod drills;
mod duties;
mod events;
mod expansion;
mod feedback;
mod filing;
mod hazards;
mod incentives;
mod inspections;
pub mod leave;
mod missing;
mod more;
mod org;
mod parts;
mod people;
mod regulation;
mod repairs;
mod reviews;
mod risks;
mod safety;
mod services;
mod setup;
mod supplies;
mod system;
mod talks;
mod targets;
mod venues;
mod work_plans;

use futures_util::FutureExt;
use leptos::prelude::*;
pub use parts::prefetch;

use crate::core::routes::Route;

/// Pages for everybody.
pub fn public(route: Route) -> AnyView {
    match route {
        Route::Reset => auth::reset::page(),
        Route::Setup => parts::later(route, |route| parts::records(route).boxed_local()),
        _ => auth::sign_in::page(),
    }
}

/// Pages behind the sign-in.
pub fn inner(route: Route) -> AnyView {
    match route {
        Route::MyDay => day::page(),
        Route::More => more::page(),
        Route::SignIn | Route::Reset | Route::Setup | Route::NotFound => missing::page(),
        Route::Notifications
        | Route::ApiKeys
        | Route::Webhooks
        | Route::Webhook(_)
        | Route::Settings
        | Route::Account => parts::later(route, |route| parts::house(route).boxed_local()),
        Route::NewEmployee | Route::EditEmployee(_) | Route::ImportEmployees => {
            parts::later(route, |route| parts::records(route).boxed_local())
        }
        Route::Approvals
        | Route::Approval(_)
        | Route::Delegations
        | Route::ApprovalFlows
        | Route::ApprovalFlow(_) => {
            parts::later(route, |route| parts::approvals(route).boxed_local())
        }
        Route::Leave
        | Route::NewLeave
        | Route::LeaveRequest(_)
        | Route::Absences
        | Route::CalendarFeeds => parts::later(route, |route| parts::leave(route).boxed_local()),
        Route::Attendance
        | Route::Board
        | Route::AttendanceDays
        | Route::Corrections
        | Route::Correction(_)
        | Route::Statements
        | Route::Statement(_) => {
            parts::later(route, |route| parts::attendance(route).boxed_local())
        }
        Route::FollowUps
        | Route::Activities
        | Route::Customers
        | Route::NewCustomer
        | Route::Customer(_)
        | Route::EditCustomer(_)
        | Route::Services
        | Route::NewService
        | Route::ExpansionPlans
        | Route::NewExpansionPlan
        | Route::ExpansionPlan(_)
        | Route::Events
        | Route::NewEvent
        | Route::Event(_)
        | Route::Service(_)
        | Route::ServiceCategories => {
            parts::later(route, |route| parts::business(route).boxed_local())
        }
        Route::Cases
        | Route::NewCase
        | Route::Case(_)
        | Route::CaseStages
        | Route::Manual
        | Route::Risks
        | Route::Risk(_)
        | Route::Inspections
        | Route::Inspection(_) => parts::later(route, |route| parts::cases(route).boxed_local()),
        Route::Attainment
        | Route::Targets
        | Route::Target(_)
        | Route::Shortfalls
        | Route::Shortfall(_)
        | Route::Incentives
        | Route::Incentive(_) => parts::later(route, |route| parts::targets(route).boxed_local()),
        Route::Bookings
        | Route::NewBooking
        | Route::Booking(_)
        | Route::NewPlace
        | Route::Place(_)
        | Route::Hazards
        | Route::NewHazard
        | Route::Hazard(_)
        | Route::WorkPlans
        | Route::NewWorkPlan
        | Route::WorkPlan(_)
        | Route::AreaReviews
        | Route::NewAreaReview
        | Route::AreaReview(_)
        | Route::Feedback
        | Route::NewFeedback
        | Route::FeedbackRecord(_)
        | Route::Talks
        | Route::CoachingNote(_)
        | Route::CareTalk(_)
        | Route::Documents
        | Route::NewDocument
        | Route::Document(_)
        | Route::Drills
        | Route::NewDrill
        | Route::Drill(_)
        | Route::ActionItems
        | Route::ActionItem(_)
        | Route::Supplies
        | Route::NewSupply
        | Route::Supply(_)
        | Route::Filing
        | Route::NewFilingEntry
        | Route::FilingEntry(_)
        | Route::Conduct
        | Route::NewConduct
        | Route::ConductRecord(_)
        | Route::Safety
        | Route::NewSafetyItem
        | Route::SafetyItem(_)
        | Route::Repairs
        | Route::NewRepair
        | Route::Repair(_)
        | Route::Duties
        | Route::NewDuty
        | Route::Duty(_)
        | Route::EditDuty(_)
        | Route::Occurrence(_) => {
            parts::later(route, |route| parts::workplace(route).boxed_local())
        }
        Route::LeaveTypes
        | Route::NewLeaveType
        | Route::LeaveType(_)
        | Route::LeaveEntries
        | Route::Calendar
        | Route::Shifts
        | Route::Schedules => parts::later(route, |route| parts::upkeep(route).boxed_local()),
        _ => parts::later(route, |route| parts::work(route).boxed_local()),
    }
}
