//! What a request would come to: the same check as asking, and nothing written.

use contract::leave::{LeaveQuote, NewLeaveRequest};
use contract::{Code, Days};

use super::store::Row;
use super::{ask, words};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::engine::approval;
use crate::organization::settings;
use crate::people::leave::logic::account::Account;
use crate::people::leave::{clause, types};
use crate::problem::Answer;

pub fn quote(conn: &mut AnyConn, grant: &Grant, new: &NewLeaveRequest) -> Answer<LeaveQuote> {
    let person = ask::applicant(conn, grant, new.employee_id)?;
    let kind = types::find(conn, new.leave_type_id)?;
    let today = settings::today(conn, grant.acting.now)?;
    let checked = ask::check(conn, person.id, &kind, ask::span_of(new), today)?;
    let row = Row::draft(grant, &person, new, &checked, today);
    let half_days = row.half_days;
    let mut refusals = words::quoted(&checked.found, &kind, grant.locale);
    match ask::stand_in(conn, &row, today) {
        Err(refusal)
            if matches!(
                refusal.code(),
                Code::DelegationOverlap | Code::DelegationCycle
            ) =>
        {
            refusals.push(words::quoted_stand_in(refusal.code(), grant.locale));
        }
        other => other?,
    }
    let remaining: Option<i64> = kind.from_ledger().then(|| {
        let left = |a: &Account| a.remaining() - a.lapsed(today);
        checked.accounts.values().map(left).sum()
    });
    Ok(LeaveQuote {
        days: Days(half_days),
        remaining_before: remaining.map(Days),
        remaining_after: remaining.map(|r| Days(r - half_days)),
        after_the_fact: checked.after_the_fact,
        certificate_required: checked.certificate_required,
        refusals,
        steps: approval::plan(conn, grant, &ask::matter(&row, &kind))?,
        clause_text: clause::text(&kind.clause, grant.locale).to_owned(),
        clause: kind.clause,
    })
}
