//! Incentives (5.3.3): rules as data; when a period is over what they come to for each team is computed once, looked over by its lead,
//! decided by somebody who gets nothing of it, and awarded to each.

mod act;
mod award;
mod compute;
pub mod demo;
mod evidence;
mod logic;
mod matter;
mod my_day;
mod routes;
mod rule;
mod store;
mod text;

pub use compute::due;
pub use evidence::{behind, evidence};
pub use matter::MATTER;
pub use my_day::day_items;
pub use routes::{mount_awards, mount_proposals, mount_rules};
pub use text::event as event_text;

use contract::incentive::{IncentiveAward, IncentiveProposal, IncentiveRule};

crate::versioned!(IncentiveRule, IncentiveProposal);
crate::addressed!(IncentiveRule => "incentive-rules", IncentiveProposal => "incentive-proposals");
crate::csv_columns!(
    IncentiveRule => ["id", "names.zh_hant", "names.zh_hans", "names.en", "indicator_id", "period", "level", "tiers", "cap", "currency",
        "starts_on", "ends_on", "decide_days", "version", "created_at", "updated_at"],
    IncentiveProposal => ["id", "rule_id", "rule_name", "rule_version", "indicator_id", "period", "starts_on", "ends_on", "level",
        "team_id", "team_name", "state", "total", "currency", "people", "computed_at", "decide_by", "overdue", "approval_id", "reason",
        "version", "created_at", "updated_at", "decided_at"],
    IncentiveAward => ["id", "employee.id", "employee.number", "employee.name", "team_id", "proposal_id", "rule_id", "rule_name",
        "period", "starts_on", "ends_on", "amount", "currency", "awarded_at"],
);
