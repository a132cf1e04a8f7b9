//! What comes of a review is written down by the deputy of the area, or the manager.

use contract::area_review::AreaReviewState;
use contract::{Action, Code};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{named, row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::engine::action_item::{Source, Subject};
use crate::problem::{Answer, Refusal};

pub const SOURCE: Source = Source {
    clause: CLAUSE,
    subject,
    in_charge: |grant, area| {
        let reach = grant.reach_of(Action::ActionItemManage);
        area.is_some() && reach.covers_area(area)
    },
    on: |grant| {
        let reach = grant.reach_of(Action::ActionItemManage);
        reach.on_areas("action_items.area_id")
    },
};

fn subject(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Subject> {
    let row = row(conn, grant, id)?;
    if row.state()? != AreaReviewState::Published {
        return Err(Refusal::new(Code::ReviewNotPublished).clause(CLAUSE));
    }
    let names = named(conn, std::iter::once(row.area_id))?;
    let area = names.get(&row.area_id).cloned().unwrap_or_default();
    Ok(Subject {
        title: format!("{area} {}", row.starts_on),
        area_id: Some(row.area_id),
    })
}
