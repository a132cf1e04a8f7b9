//! What a request would come to: the same check as asking, and nothing written.

use contract::Days;
use contract::leave::{LeaveQuote, LeaveState, NewLeaveRequest};

use super::store::Row;
use super::{ask, words};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::words::word;
use crate::engine::approval;
use crate::organization::settings;
use crate::people::leave::{clause, types};
use crate::problem::Answer;

pub fn quote(conn: &mut AnyConn, grant: &Grant, new: &NewLeaveRequest) -> Answer<LeaveQuote> {
    let person = ask::applicant(conn, grant, new.employee_id)?;
    let kind = types::find(conn, new.leave_type_id)?;
    ask::stand_in(conn, person.id, new.stand_in_id)?;
    let now = grant.acting.now;
    let today = settings::today(conn, now)?;
    let checked = ask::check(conn, person.id, &kind, ask::span_of(new), today)?;
    let half_days = checked.half_days();
    let row = Row {
        id: uuid::Uuid::nil(),
        employee_id: person.id,
        team_id: person.team_id,
        leave_type_id: kind.id,
        starts_on: new.starts_on,
        starts_half: word(&new.starts_half),
        ends_on: new.ends_on,
        ends_half: word(&new.ends_half),
        half_days,
        reason: None,
        stand_in_id: new.stand_in_id,
        after_the_fact: checked.after_the_fact,
        certificate_required: checked.certificate_required,
        state: word(&LeaveState::Open),
        approval_id: None,
        resumed_on: None,
        resumed_half: None,
        returned_half_days: 0,
        created_by: grant.me(),
        version: 1,
        created_at: now,
        updated_at: now,
        decided_at: None,
    };
    let remaining: Option<i64> = kind
        .from_ledger()
        .then(|| checked.accounts.values().map(|a| a.remaining()).sum());
    Ok(LeaveQuote {
        days: Days(half_days),
        remaining_before: remaining.map(Days),
        remaining_after: remaining.map(|r| Days(r - half_days)),
        after_the_fact: checked.after_the_fact,
        certificate_required: checked.certificate_required,
        refusals: words::quoted(&checked.found, &kind, grant.locale),
        steps: approval::plan(conn, grant, &ask::matter(&row, &kind))?,
        clause_text: clause::text(&kind.clause, grant.locale).to_owned(),
        clause: kind.clause,
    })
}
