//! Leave (4.4.2, 4.4.4): types as data, balances as a ledger, requests that start only once approved, who is away.

pub mod absences;
mod clause;
mod evidence;
pub mod ledger;
mod logic;
pub mod requests;
mod text;
pub mod types;

use contract::Text;
use contract::access::Field;
use contract::approval::MatterKind;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::engine::approval::Matter;
use requests::follow;

pub use absences::{away, away_on};
pub use evidence::{behind, evidence};
pub use requests::{day_changed, week_changed};
pub use text::event_text;

/// Leave requests as matters to approve.
pub const MATTER: Matter = Matter {
    kind: MatterKind::Leave,
    title: Text::new("請假", "请假", "Leave"),
    clause: "4.4.2",
    field: Field::People,
    headline: follow::headline,
    path: |id| format!("/leave/{id}"),
    first_flow: follow::first_flow,
    figures: requests::figures,
    approvable: follow::approvable,
    ended: follow::ended,
    resubmit: follow::resubmit,
};

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(scope("/leave-types").configure(types::mount))
        .service(scope("/leave-requests").configure(requests::mount))
        .service(scope("/leave-quotes").configure(requests::mount_quotes))
        .service(scope("/leave-entries").configure(ledger::mount_entries))
        .service(scope("/leave-grants").configure(ledger::mount_grants))
        .service(scope("/leave-closings").configure(ledger::mount_closings))
        .service(scope("/absences").configure(absences::mount));
}
