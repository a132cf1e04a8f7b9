//! What comes of a drill is written down by whoever is in charge of the workplace.

use contract::Code;
use contract::drill::DrillState;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{in_charge, row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::sql::Predicate;
use crate::engine::action_item::{Source, Subject};
use crate::problem::{Answer, Refusal};
use crate::regulation::document;

pub const SOURCE: Source = Source {
    clause: CLAUSE,
    subject,
    in_charge: |grant, _| in_charge(grant),
    on: |grant| {
        Predicate::new().sql(match in_charge(grant) {
            true => "1 = 1",
            false => "1 = 0",
        })
    },
};

fn subject(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Subject> {
    let row = row(conn, id)?;
    if row.state()? != DrillState::Held && in_charge(grant) {
        return Err(Refusal::new(Code::DrillState).clause(CLAUSE));
    }
    let titles = document::titles(conn, std::iter::once(row.document_id))?;
    let plan = titles
        .get(&row.document_id)
        .map(|plan| plan.zh_hant.as_str());
    let day = row.held_on.unwrap_or(row.planned_on);
    Ok(Subject {
        title: format!("{} {day}", plan.unwrap_or_default()),
        area_id: None,
    })
}
