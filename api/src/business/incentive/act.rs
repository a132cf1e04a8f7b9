//! What is done to a proposal before it is decided: people left out, computed again, put forward, dismissed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::Code;
use contract::approval::MatterKind;
use contract::incentive::{
    IncentiveProposal, NewIncentiveAdjustment, NewIncentiveComputation, NewIncentiveDismissal,
    NewIncentiveSubmission,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::compute::{self, subject};
use super::rule::{self, CLAUSE};
use super::store::{Row, get, lines, row};
use super::{logic::Line, matter};
use crate::access::Grant;
use crate::business::target::{assessed, published};
use crate::db::schema::{incentive_lines as l, incentive_proposals as p, teams};
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::approval::{NewApproval, submit};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

pub fn adjust(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewIncentiveAdjustment,
    known: i64,
) -> Answer<IncentiveProposal> {
    let old = held(tx, grant, id, &["draft", "returned"])?;
    let found = lines(tx.conn, id)?;
    let unknown = || {
        Refusal::new(Code::UnknownReference)
            .clause(CLAUSE)
            .at("/line_id")
    };
    let line = found.iter().find(|line| line.id == new.line_id);
    let line = line.ok_or_else(unknown)?;
    // Whether somebody gets something isn't theirs to say.
    if line.employee_id == grant.me() {
        return Err(Refusal::new(Code::OwnMatter).clause(CLAUSE));
    }
    let reason = match (new.left_out, &new.reason) {
        (true, None) => {
            let missing = Refusal::new(Code::Invalid).clause(CLAUSE);
            return Err(missing.field("/reason", "required", ""));
        }
        (true, reason) => reason.clone(),
        (false, _) => None,
    };
    fresh(known, old.version)?;
    diesel::update(l::table.find(g(line.id)))
        .set((l::left_out.eq(new.left_out), l::reason.eq(&reason)))
        .execute(tx.conn)?;
    let record = record(tx, "incentive.adjusted", &old)?
        .fact("employee_id", line.employee_id)
        .change("left_out", line.left_out, new.left_out)
        .change("reason", &line.reason, &reason);
    if record.unchanged() {
        return get(tx.conn, grant, grant.reach(), id);
    }
    let adjusted = summed(tx, &old)?;
    save(tx, grant.acting.now, &old, adjusted)?;
    record.write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// From the rule and the figures as they are now; what was refused is a draft again.
pub fn recompute(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    _: &NewIncentiveComputation,
    known: i64,
) -> Answer<IncentiveProposal> {
    let old = held(tx, grant, id, &["draft", "returned", "refused"])?;
    fresh(known, old.version)?;
    let rule = rule::one(tx.conn, old.rule_id)?;
    let found = fresh_lines(tx.conn, &old)?;
    let before = lines(tx.conn, id)?.into_iter();
    let left_out: HashMap<Uuid, String> = before
        .filter_map(|line| Some((line.employee_id, line.reason?)))
        .collect();
    compute::keep_lines(tx, id, &found, &left_out)?;
    let mut new = summed(tx, &old)?;
    new.rule_version = rule.version;
    new.tiers.clone_from(&rule.tiers);
    new.cap = rule.cap;
    new.computed_at = grant.acting.now;
    if old.state == "refused" {
        new.state = "draft".to_owned();
        new.approval_id = None;
        new.decided_at = None;
        let today = settings::today(tx.conn, grant.acting.now)?;
        new.decide_by = compute::decide_by(&rule, today)?;
    }
    let (total, people) = (new.total, new.people);
    save(tx, grant.acting.now, &old, new)?;
    record(tx, "incentive.computed", &old)?
        .change("total", old.total, total)
        .change("people", old.people, people)
        .change("rule_version", old.rule_version, rule.version)
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// What the rule comes to now for the proposal's team.
pub fn fresh_lines(conn: &mut AnyConn, old: &Row) -> Answer<Vec<Line>> {
    let rule = rule::one(conn, old.rule_id)?;
    let target = published(conn, old.indicator_id, &old.period, old.starts_on)?;
    let Some(target) = target else {
        return Ok(Vec::new());
    };
    let team = assessed(conn, target, Some(old.team_id))?;
    let mut found = compute::of_teams(&rule, &team)?;
    Ok(found.remove(&old.team_id).unwrap_or_default())
}

pub fn put_forward(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    _: &NewIncentiveSubmission,
    known: i64,
) -> Answer<IncentiveProposal> {
    let old = held(tx, grant, id, &["draft"])?;
    if old.total == 0 {
        return Err(Refusal::new(Code::IncentiveEmpty).clause(CLAUSE));
    }
    fresh(known, old.version)?;
    let mut new = old.clone();
    new.state = "submitted".to_owned();
    save(tx, grant.acting.now, &old, new)?;
    record(tx, "incentive.submitted", &old)?
        .change("state", &old.state, "submitted")
        .change("total", (), old.total)
        .write(tx, &grant.acting);
    let approval = NewApproval {
        kind: MatterKind::Incentive,
        subject_id: id,
        applicant: grant.me(),
        beneficiary: None,
        team_id: Some(old.team_id),
        facts: matter::facts(tx.conn, &old)?,
    };
    let approval = submit(tx, grant, &approval)?;
    diesel::update(p::table.find(g(id)))
        .set(p::approval_id.eq(g(Some(approval))))
        .execute(tx.conn)?;
    get(tx.conn, grant, grant.reach(), id)
}

pub fn dismiss(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    body: &NewIncentiveDismissal,
    known: i64,
) -> Answer<IncentiveProposal> {
    let old = held(tx, grant, id, &["draft", "refused"])?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    new.state = "dismissed".to_owned();
    new.reason = Some(body.reason.clone());
    new.decided_at = Some(grant.acting.now);
    save(tx, grant.acting.now, &old, new)?;
    let leads = people::leads(tx.conn, grant.acting.now)?;
    record(tx, "incentive.dismissed", &old)?
        .change("state", &old.state, "dismissed")
        .change("reason", (), &body.reason)
        .notify(leads.get(&old.team_id).copied())
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// Inside the reach, and in one of these states.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, states: &[&str]) -> Answer<Row> {
    let row = row(tx.conn, grant.reach(), id)?;
    if states.contains(&row.state.as_str()) {
        return Ok(row);
    }
    let now = get(tx.conn, grant, grant.reach(), id);
    Err(Refusal::new(Code::IncentiveSettled)
        .clause(CLAUSE)
        .as_it_is(now))
}

/// Sum and number of what isn't left out.
fn summed(tx: &mut Tx, old: &Row) -> Answer<Row> {
    let found = lines(tx.conn, old.id)?;
    let mut new = old.clone();
    let given = || found.iter().filter(|line| !line.left_out);
    new.total = given().map(|line| line.amount).sum();
    new.people = given().count() as i64;
    Ok(new)
}

/// Under the version that was read; a concurrent change is 412.
pub fn save(tx: &mut Tx, now: DateTime<Utc>, old: &Row, new: Row) -> Answer<()> {
    let mine = p::table.find(g(old.id)).filter(p::version.eq(old.version));
    let change = diesel::update(mine).set((
        p::rule_version.eq(new.rule_version),
        p::tiers.eq(&new.tiers),
        p::cap.eq(new.cap),
        p::state.eq(&new.state),
        p::total.eq(new.total),
        p::people.eq(new.people),
        p::computed_at.eq(t(new.computed_at)),
        p::decide_by.eq(new.decide_by),
        p::approval_id.eq(g(new.approval_id)),
        p::reason.eq(&new.reason),
        p::decided_at.eq(t(new.decided_at)),
        p::version.eq(old.version + 1),
        p::updated_at.eq(t(now)),
    ));
    current(change.execute(tx.conn)?)
}

pub fn record(tx: &mut Tx, event: &'static str, row: &Row) -> Answer<Record> {
    let rule = rule::one(tx.conn, row.rule_id)?;
    let team: String = teams::table
        .find(g(row.team_id))
        .select(teams::name)
        .first(tx.conn)?;
    let subject = subject(&rule, row.starts_on, &team);
    Ok(Record::new(event, "incentive", row.id, subject)
        .team(Some(row.team_id))
        .clause(CLAUSE)
        .fact("names", rule.names())
        .fact("team", team))
}
