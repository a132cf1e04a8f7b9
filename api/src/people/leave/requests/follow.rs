//! What leave does when the approval engine has decided: days and balances follow in the decision's own transaction.

use contract::approval::FlowStep;
use contract::approval::Relation;
use contract::leave::{Half, LeaveEntryKind, LeaveState, Names};
use contract::{Code, Days, Locale};
use diesel::prelude::*;
use uuid::Uuid;

use super::ask;
use super::store::{self, Row};
use crate::access::{Grant, Reach};
use crate::db::Tx;
use crate::db::schema::leave_days;
use crate::db::types::g;
use crate::db::words::word;
use crate::engine::approval::{Facts, NamedStandIn, Outcome, stand_in, stand_in_fits};
use crate::engine::record::Acting;
use crate::organization::settings;
use crate::people::attendance::statement::store::not_frozen;
use crate::people::leave::ledger::store::{self as ledger, NewLine};
use crate::people::leave::logic::rules;
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

/// `特別休假 2026-12-01 至 2026-12-03（3 天）`.
pub fn headline(facts: &Facts, locale: Locale) -> String {
    let more = &facts.more;
    let names: Option<Names> = serde_json::from_value(more["names"].clone()).ok();
    let name = names.as_ref().map_or("", |n| n.get(locale));
    let text = |key: &str| more[key].as_str().unwrap_or_default();
    let half = |key: &str| {
        let am = text(key) == word(&Half::Am);
        match (locale, am) {
            (Locale::En, true) => " morning",
            (Locale::En, false) => " afternoon",
            (_, true) => " 上午",
            (_, false) => " 下午",
        }
    };
    let from = match text("starts_half") == word(&Half::Pm) {
        true => half("starts_half"),
        false => "",
    };
    let until = match text("ends_half") == word(&Half::Am) {
        true => half("ends_half"),
        false => "",
    };
    let days = Days(facts.half_days.unwrap_or_default());
    let (start, end) = (text("starts_on"), text("ends_on"));
    let stretch = match (start == end, locale) {
        (true, _) => format!("{start}{from}{until}"),
        (false, Locale::En) => format!("{start}{from} to {end}{until}"),
        (false, _) => format!("{start}{from} 至 {end}{until}"),
    };
    match locale {
        Locale::En => format!("{name} {stretch} ({days} days)"),
        _ => format!("{name} {stretch}（{days} 天）"),
    }
}

/// The lead decides; longer leave goes on to the deputy, and to the manager. (Where a seat is empty or its holder asks, the engine
/// goes one up.)
pub fn first_flow() -> Vec<FlowStep> {
    let step = |relation, days_over: Option<i64>| FlowStep {
        relation,
        field: None,
        name: None,
        when: days_over.map(|days| contract::approval::StepCondition {
            days_over: Some(Days::whole(days)),
            ..Default::default()
        }),
        deadline_hours: 48,
    };
    vec![
        step(Relation::Lead, None),
        step(Relation::Deputy, Some(3)),
        step(Relation::Manager, Some(7)),
    ]
}

/// The stand-in that a request names, for its days.
pub fn named(row: &Row) -> Option<NamedStandIn> {
    row.stand_in_id.map(|delegate| NamedStandIn {
        delegator: row.employee_id,
        delegate,
        first: row.starts_on,
        last: row.ends_on,
        source: row.id,
    })
}

/// A certificate that is required has to be there, and the stand-in has to be free to be one.
pub fn approvable(tx: &mut Tx, subject: Uuid, files: i64) -> Answer<()> {
    let row = store::row(tx.conn, &Reach::system(), subject)?;
    if row.certificate_required && files == 0 {
        let kind = types::find(tx.conn, row.leave_type_id)?;
        let after = Days(kind.certificate_after.unwrap_or_default());
        return Err(Refusal::new(Code::CertificateMissing)
            .clause(kind.clause)
            .detail(format!("{} > {after}", Days(row.half_days))));
    }
    not_frozen(tx.conn, row.starts_on, row.ends_on, "/starts_on")?;
    match named(&row) {
        Some(named) => {
            let today = settings::today(tx.conn, crate::clock::now())?;
            stand_in_fits(tx.conn, &named, today)
        }
        None => Ok(()),
    }
}

/// The request as it is once everybody before us is done with the person's leave.
fn in_turn(tx: &mut Tx, subject: Uuid) -> Answer<Row> {
    let seen = store::row(tx.conn, &Reach::system(), subject)?;
    ledger::take_turns(tx, &[seen.employee_id])?;
    store::row(tx.conn, &Reach::system(), subject)
}

pub fn ended(tx: &mut Tx, acting: &Acting, subject: Uuid, outcome: Outcome) -> Answer<()> {
    let mut row = in_turn(tx, subject)?;
    let (state, event) = match outcome {
        Outcome::Approved => (LeaveState::Approved, "leave.approved"),
        Outcome::Refused => (LeaveState::Refused, "leave.refused"),
        Outcome::Returned => (LeaveState::Returned, "leave.returned"),
        Outcome::Withdrawn => (LeaveState::Withdrawn, "leave.withdrawn"),
    };
    let before = row.state.clone();
    row.state = word(&state);
    row.decided_at = (outcome != Outcome::Returned).then_some(acting.now);
    let row = store::save(tx, &row, acting.now)?;
    if outcome == Outcome::Approved {
        diesel::update(leave_days::table.filter(leave_days::request_id.eq(g(subject))))
            .set(leave_days::approved.eq(true))
            .execute(tx.conn)?;
        if let Some(named) = named(&row) {
            let today = settings::today(tx.conn, acting.now)?;
            stand_in(tx, acting, &named, today)?;
        }
    } else {
        give_back(tx, acting, &row)?;
    }
    let kind = types::find(tx.conn, row.leave_type_id)?;
    let name = ask::name(tx.conn, row.employee_id)?;
    ask::record(event, &row, &kind, &name)
        .change("state", before, &row.state)
        .write(tx, acting);
    Ok(())
}

/// Frees the days and gives back what the request still holds of each year.
fn give_back(tx: &mut Tx, acting: &Acting, row: &Row) -> Answer<()> {
    diesel::delete(leave_days::table.filter(leave_days::request_id.eq(g(row.id))))
        .execute(tx.conn)?;
    let held = ledger::held(tx.conn, row.id)?;
    returns(tx, acting, row, held)
}

/// Return entries of a request by type and year: days go back to the account they came from.
pub fn returns(
    tx: &mut Tx,
    acting: &Acting,
    row: &Row,
    back: impl IntoIterator<Item = ((Uuid, i32), i64)>,
) -> Answer<()> {
    let today = settings::today(tx.conn, acting.now)?;
    let line = |((leave_type, year), half_days): ((Uuid, i32), i64)| NewLine {
        employee: row.employee_id,
        team: row.team_id,
        leave_type,
        year,
        kind: LeaveEntryKind::Return,
        half_days,
        effective_on: today,
        expires_on: None,
        request: Some(row.id),
        note: None,
        source: None,
    };
    let lines = back.into_iter().filter(|(_, n)| *n > 0).map(line).collect();
    ledger::add(tx, acting.employee_id, acting.now, lines)?;
    Ok(())
}

/// Submitted again after a return: checked anew by the day it was asked on, taken again.
pub fn resubmit(tx: &mut Tx, grant: &Grant, subject: Uuid) -> Answer<Facts> {
    let mut row = in_turn(tx, subject)?;
    if row.state()? != LeaveState::Returned {
        return Err(Refusal::new(Code::ApprovalNotReturned).clause("4.4.2"));
    }
    let kind = types::find(tx.conn, row.leave_type_id)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    row.asked_on = rules::asked_again(row.asked_on, row.starts_on, today);
    let checked = ask::check(tx.conn, row.employee_id, &kind, row.span()?, row.asked_on)?
        .or_refuse(&kind, grant)?;
    ask::stand_in(tx.conn, &row, today)?;
    not_frozen(tx.conn, row.starts_on, row.ends_on, "/starts_on")?;
    row.half_days = checked.half_days();
    row.after_the_fact = checked.after_the_fact;
    row.certificate_required = checked.certificate_required;
    row.state = word(&LeaveState::Open);
    ask::take(tx, grant, &row, &kind, &checked, today)?;
    let row = store::save(tx, &row, grant.acting.now)?;
    let name = ask::name(tx.conn, row.employee_id)?;
    ask::record("leave.resubmitted", &row, &kind, &name)
        .change("state", word(&LeaveState::Returned), &row.state)
        .write(tx, &grant.acting);
    Ok(ask::facts(&row, &kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_when_and_how_long_in_the_readers_language() {
        let more = serde_json::json!({
            "names": { "zh_hant": "特別休假", "zh_hans": "年休假", "en": "Annual leave" },
            "starts_on": "2026-12-01", "starts_half": "am", "ends_on": "2026-12-03", "ends_half": "pm",
        });
        let mut facts = Facts {
            half_days: Some(6),
            more,
            ..Facts::default()
        };
        assert_eq!(
            headline(&facts, Locale::ZhHant),
            "特別休假 2026-12-01 至 2026-12-03（3 天）"
        );
        facts.more["ends_half"] = "am".into();
        facts.half_days = Some(5);
        assert_eq!(
            headline(&facts, Locale::En),
            "Annual leave 2026-12-01 to 2026-12-03 morning (2.5 days)"
        );
        facts.more["ends_on"] = "2026-12-01".into();
        assert_eq!(
            headline(&facts, Locale::ZhHans),
            "年休假 2026-12-01 上午（2.5 天）"
        );
    }
}
