//! Awards: made when a proposal is granted, never changed, read by whoever got them and those above.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::Page;
use contract::access::Field;
use contract::incentive::{IncentiveAward, IncentiveAwardQuery};
use diesel::prelude::*;
use uuid::Uuid;

use super::rule;
use super::rule::CLAUSE;
use super::store::{Row as Proposal, lines, rule_names};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::clock;
use crate::db::schema::incentive_awards as a;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "awarded_at",
    column: "incentive_awards.awarded_at",
    kind: Kind::Ts,
}];

const COLUMNS: Columns = Columns {
    team: "incentive_awards.team_id",
    owner: "incentive_awards.employee_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = a)]
struct Row {
    id: Uuid,
    proposal_id: Uuid,
    rule_id: Uuid,
    employee_id: Uuid,
    team_id: Uuid,
    period: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    amount: i64,
    currency: String,
    awarded_at: DateTime<Utc>,
}

/// Everybody who wasn't left out is told.
pub fn make(tx: &mut Tx, acting: &Acting, proposal: &Proposal) -> Answer<()> {
    let names = rule::one(tx.conn, proposal.rule_id)?.names();
    let given = lines(tx.conn, proposal.id)?.into_iter();
    for line in given.filter(|line| !line.left_out) {
        let id = clock::new_id();
        diesel::insert_into(a::table)
            .values((
                a::id.eq(g(id)),
                a::proposal_id.eq(g(proposal.id)),
                a::rule_id.eq(g(proposal.rule_id)),
                a::employee_id.eq(g(line.employee_id)),
                a::team_id.eq(g(proposal.team_id)),
                a::period.eq(&proposal.period),
                a::starts_on.eq(proposal.starts_on),
                a::ends_on.eq(proposal.ends_on),
                a::amount.eq(line.amount),
                a::currency.eq(&proposal.currency),
                a::awarded_at.eq(t(acting.now)),
            ))
            .execute(tx.conn)?;
        let subject = format!("{} {}", names.zh_hant, proposal.starts_on);
        Record::new("incentive.awarded", "incentive_award", id, subject)
            .team(Some(proposal.team_id))
            .owner(Some(line.employee_id))
            .clause(CLAUSE)
            .change("amount", (), line.amount)
            .fact("names", &names)
            .fact("starts_on", proposal.starts_on)
            .fact("amount", line.amount)
            .fact("currency", &proposal.currency)
            .notify([line.employee_id])
            .write(tx, acting);
    }
    Ok(())
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &IncentiveAwardQuery,
    paging: &Paging,
) -> Answer<Page<IncentiveAward>> {
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = a::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(employee) = query.employee_id {
            q = q.filter(a::employee_id.eq(g(employee)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(a::team_id.eq(g(team)));
        }
        if let Some(rule) = query.rule_id {
            q = q.filter(a::rule_id.eq(g(rule)));
        }
        if let Some(day) = query.starts_on {
            q = q.filter(a::starts_on.eq(day));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.awarded_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<IncentiveAward>> {
    let people = people::by_ids(conn, rows.iter().map(|row| row.employee_id).collect())?;
    let rules: HashMap<Uuid, String> =
        rule_names(conn, grant, rows.iter().map(|row| row.rule_id).collect())?;
    let one = |row: Row| {
        let employee = people.get(&row.employee_id).cloned();
        Ok(IncentiveAward {
            id: row.id,
            employee: employee.ok_or_else(|| internal("an award of nobody"))?,
            team_id: row.team_id,
            proposal_id: row.proposal_id,
            rule_id: row.rule_id,
            rule_name: rules.get(&row.rule_id).cloned().unwrap_or_default(),
            period: parse(&row.period)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            amount: row.amount,
            currency: row.currency,
            awarded_at: row.awarded_at,
        })
    };
    rows.into_iter().map(one).collect()
}
