//! What lies with the caller, on their day.

use contract::Text;
use contract::my_day::DayItem;

use super::list::oldest_waiting;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::problem::Answer;

const MOST: i64 = 20;

pub fn day_items(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    let waits = Text::new("待您簽核", "待您审批", "Waiting for your decision");
    let waiting = oldest_waiting(conn, grant, MOST)?;
    let item = |a: contract::approval::Approval| DayItem {
        kind: "approval".to_owned(),
        title: format!("{} · {}", a.applicant.name, a.title),
        detail: waits.get(grant.locale).to_owned(),
        due_at: a.current_step.and_then(|s| s.due_at),
        path: format!("/approvals/{}", a.id),
        subject_id: Some(a.id),
        clause: Some(a.clause),
    };
    Ok(waiting.into_iter().map(item).collect())
}
