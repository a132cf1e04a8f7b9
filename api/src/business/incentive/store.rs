use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::incentive::{
    IncentiveLine, IncentiveProposal, IncentiveProposalQuery, IncentiveState,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::rule::{Rule, read_tiers};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{incentive_lines as l, incentive_proposals as p, incentive_rules as r};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "incentive_proposals.created_at",
    kind: Kind::Ts,
}];

/// A proposal is a team's; it has no owner, and nobody reads with the reach of one.
pub const COLUMNS: Columns = Columns {
    team: "incentive_proposals.team_id",
    owner: "incentive_proposals.id",
    field: Field::Business,
};

/// Not decided, spelled as the index is.
pub const OPEN: &str = "incentive_proposals.state IN ('draft', 'submitted', 'returned')";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct Row {
    pub id: Uuid,
    pub rule_id: Uuid,
    pub rule_version: i64,
    pub indicator_id: Uuid,
    pub period: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub level: String,
    pub tiers: String,
    pub cap: Option<i64>,
    pub currency: String,
    pub team_id: Uuid,
    pub state: String,
    pub total: i64,
    pub people: i64,
    pub computed_at: DateTime<Utc>,
    pub decide_by: NaiveDate,
    pub approval_id: Option<Uuid>,
    pub reason: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = l)]
pub struct LineRow {
    pub id: Uuid,
    pub employee_id: Uuid,
    pub target: i64,
    pub actual: i64,
    pub rate: i64,
    pub amount: i64,
    pub left_out: bool,
    pub reason: Option<String>,
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(p::table
        .filter(p::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

/// Not reach-checked: callers hold the proposal.
pub fn lines(conn: &mut AnyConn, proposal: Uuid) -> Answer<Vec<LineRow>> {
    Ok(l::table
        .filter(l::proposal_id.eq(g(proposal)))
        .order(l::place)
        .select(LineRow::as_select())
        .load(conn)?)
}

/// With its lines.
pub fn get(
    conn: &mut AnyConn,
    grant: &Grant,
    reach: &Reach,
    id: Uuid,
) -> Answer<IncentiveProposal> {
    let row = row(conn, reach, id)?;
    let lines = lines(conn, id)?;
    let one = complete(conn, grant, vec![row])?.pop();
    let mut one = one.ok_or_else(|| Refusal::new(Code::NotFound))?;
    let people = people::by_ids(conn, lines.iter().map(|line| line.employee_id).collect())?;
    let shown = |line: LineRow| {
        let employee = people.get(&line.employee_id).cloned();
        Ok(IncentiveLine {
            id: line.id,
            employee: employee.ok_or_else(|| internal("a line of nobody"))?,
            target: line.target,
            actual: line.actual,
            rate: line.rate,
            amount: line.amount,
            left_out: line.left_out,
            reason: line.reason,
        })
    };
    let lines: Answer<Vec<IncentiveLine>> = lines.into_iter().map(shown).collect();
    one.lines = Some(lines?);
    Ok(one)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &IncentiveProposalQuery,
    paging: &Paging,
) -> Answer<Page<IncentiveProposal>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = p::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(p::state.eq(word(&state)));
        }
        if let Some(rule) = query.rule_id {
            q = q.filter(p::rule_id.eq(g(rule)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(p::team_id.eq(g(team)));
        }
        if let Some(day) = query.starts_on {
            q = q.filter(p::starts_on.eq(day));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(p::decide_by.lt(today));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// Names of rules in the caller's language. Not reach-checked: everybody works by them.
pub fn rule_names(
    conn: &mut AnyConn,
    grant: &Grant,
    mut ids: Vec<Uuid>,
) -> Answer<HashMap<Uuid, String>> {
    ids.sort_unstable();
    ids.dedup();
    let rules: Vec<Rule> = r::table
        .filter(r::id.eq_any(gs(ids)))
        .select(Rule::as_select())
        .load(conn)?;
    let named = |rule: Rule| (rule.id, rule.names().get(grant.locale).to_owned());
    Ok(rules.into_iter().map(named).collect())
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<IncentiveProposal>> {
    let rules = rule_names(conn, grant, rows.iter().map(|row| row.rule_id).collect())?;
    let teams = people::team_names(conn, rows.iter().map(|row| row.team_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |row: Row| {
        let state: IncentiveState = parse(&row.state)?;
        let actions = actions(state);
        let open = matches!(
            state,
            IncentiveState::Draft | IncentiveState::Submitted | IncentiveState::Returned
        );
        Ok(IncentiveProposal {
            id: row.id,
            rule_id: row.rule_id,
            rule_name: rules.get(&row.rule_id).cloned().unwrap_or_default(),
            rule_version: row.rule_version,
            indicator_id: row.indicator_id,
            period: parse(&row.period)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            level: parse(&row.level)?,
            tiers: read_tiers(&row.tiers)?,
            cap: row.cap,
            team_id: row.team_id,
            team_name: teams.get(&row.team_id).cloned().unwrap_or_default(),
            state,
            total: row.total,
            currency: row.currency,
            people: row.people,
            computed_at: row.computed_at,
            decide_by: row.decide_by,
            overdue: open && row.decide_by < today,
            approval_id: row.approval_id,
            reason: row.reason,
            lines: None,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            decided_at: row.decided_at,
            allowed_actions: grant.allowed(actions, Some(row.team_id), None, COLUMNS.field),
        })
    };
    rows.into_iter().map(one).collect()
}

/// What may be done in a state, by whoever may.
fn actions(state: IncentiveState) -> &'static [Action] {
    match state {
        IncentiveState::Draft | IncentiveState::Refused => &[
            Action::IncentivePropose,
            Action::IncentiveDismiss,
            Action::AuditRead,
        ],
        IncentiveState::Returned => &[Action::IncentivePropose, Action::AuditRead],
        _ => &[Action::AuditRead],
    }
}
