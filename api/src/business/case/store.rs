use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::case::{Case, CaseNeed, CaseQuery, CaseStageKey, CaseState, CaseTick};
use contract::{Action, Code, Money, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, Known, Tick};
use super::stage::{self, Stage};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer::{self, keys};
use crate::db::schema::cases as c;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "updated_at",
        column: "cases.updated_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "stage_since",
        column: "cases.stage_since",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "cases.team_id",
    owner: "cases.owner_id",
    field: Field::Business,
};

const OPEN_ACTIONS: &[Action] = &[
    Action::CaseUpdate,
    Action::CaseMove,
    Action::CaseTransfer,
    Action::CaseFlagRaise,
    Action::AuditRead,
];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct Row {
    pub id: Uuid,
    pub customer_id: Uuid,
    pub stage: String,
    pub state: String,
    pub product: Option<String>,
    pub premium_amount: Option<i64>,
    pub premium_currency: Option<String>,
    pub expected_close_on: Option<NaiveDate>,
    pub next_step: Option<String>,
    pub answers: String,
    pub ticks: String,
    pub lost_reason: Option<String>,
    pub open_flags: i64,
    pub stage_since: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Of the department.
    pub closed_year: Option<i64>,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn stage(&self) -> Answer<CaseStageKey> {
        parse(&self.stage)
    }

    pub fn state(&self) -> Answer<CaseState> {
        parse(&self.state)
    }

    pub fn known(&self) -> Answer<Known> {
        let there = |need: &CaseNeed| match need {
            CaseNeed::Product => self.product.is_some(),
            CaseNeed::ExpectedPremium => self.premium_amount.is_some(),
            CaseNeed::ExpectedCloseOn => self.expected_close_on.is_some(),
        };
        Ok(Known {
            needs: CaseNeed::ALL.into_iter().filter(there).collect(),
            answers: serde_json::from_str(&self.answers).map_err(internal)?,
            ticks: serde_json::from_str(&self.ticks).map_err(internal)?,
        })
    }

    /// Refuses what can't be done to a closed case.
    pub fn still_open(&self) -> Answer<()> {
        match self.state()? {
            CaseState::Open => Ok(()),
            _ => Err(Refusal::new(Code::CaseClosed).clause("5.2.1")),
        }
    }
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(c::table
        .filter(c::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Case> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

/// One case with what was filled in and ticked.
pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Case> {
    let known = row.known()?;
    let ticks = ticks(conn, known.ticks)?;
    let one = complete(conn, grant, vec![row])?.pop();
    let one = one.ok_or_else(|| Refusal::new(Code::NotFound))?;
    Ok(Case {
        answers: Some(known.answers),
        ticks: Some(ticks),
        ..one
    })
}

fn ticks(conn: &mut AnyConn, kept: Vec<Tick>) -> Answer<Vec<CaseTick>> {
    let people = people::by_ids(conn, kept.iter().map(|tick| tick.by).collect())?;
    let shown = |tick: Tick| CaseTick {
        by: people.get(&tick.by).cloned(),
        stage: tick.stage,
        key: tick.key,
        at: tick.at,
    };
    Ok(kept.into_iter().map(shown).collect())
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &CaseQuery,
    paging: &Paging,
) -> Answer<Page<Case>> {
    let mut ranges = grant.reach().ranges(COLUMNS);
    if query.stuck == Some(true) {
        // Each stage has its own days: a range of the index of stages for each.
        let stuck = stuck_ranges(&stage::all(conn)?, grant.acting.now);
        let within =
            |reach: Predicate| stuck.iter().map(move |(_, s)| reach.clone().and(s.clone()));
        ranges = ranges.into_iter().flat_map(within).collect();
    }
    let named = query.q.as_deref().map(by_customer);
    let narrowed = |range: Predicate| {
        let mut q = c::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(named) = &named {
            q = q.filter(named.clone());
        }
        if let Some(state) = query.state {
            q = q.filter(c::state.eq(word(&state)));
        }
        if let Some(stage) = query.stage {
            q = q.filter(c::stage.eq(word(&stage)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(c::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(c::team_id.eq(g(team)));
        }
        if let Some(customer) = query.customer_id {
            q = q.filter(c::customer_id.eq(g(customer)));
        }
        if let Some(flagged) = query.flagged {
            q = match flagged {
                true => q.filter(c::open_flags.gt(0)),
                false => q.filter(c::open_flags.eq(0)),
            };
        }
        if let Some(since) = query.updated_after {
            q = q.filter(c::updated_at.ge(t(since)));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        let value = match sort {
            "stage_since" => Bind::ts(r.stage_since),
            _ => Bind::ts(r.updated_at),
        };
        (value, r.id)
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// Of each stage the cases that are stuck in it: a range of the index of stages.
pub fn stuck_ranges(
    stages: &HashMap<CaseStageKey, Stage>,
    now: DateTime<Utc>,
) -> Vec<(CaseStageKey, Predicate)> {
    let one = |(key, stage): (&CaseStageKey, &Stage)| {
        let range = Predicate::new()
            .sql("(cases.state = 'open' AND cases.stage = ")
            .bind(Bind::Text(word(key)))
            .sql(" AND cases.stage_since < ")
            .bind(Bind::ts(logic::stuck_before(now, stage.stuck_days)))
            .sql(")");
        (*key, range)
    };
    stages.iter().map(one).collect()
}

/// Cases of customers whose name begins like this, in characters, sound or initials.
fn by_customer(text: &str) -> Predicate {
    let keys = keys(text);
    let begins = Predicate::begins;
    if keys.pinyin.is_empty() {
        return Predicate::new().sql("1 = 0");
    }
    let p = Predicate::new().sql("cases.customer_id IN (SELECT sc.id FROM customers sc WHERE ");
    let p = p.join(begins("sc.pinyin", &keys.pinyin));
    let latin = keys.name.is_ascii();
    let p = match latin {
        true => p.sql(" OR ").join(begins("sc.initials", &keys.pinyin)),
        // The characters themselves, which many sounds share.
        false => p.sql(" AND ").join(begins("sc.name_key", &keys.name)),
    };
    p.sql(")")
}

pub fn customer_name(conn: &mut AnyConn, row: &Row) -> Answer<String> {
    customer::name(conn, row.customer_id)
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Case>> {
    let owners = people::by_ids(conn, rows.iter().map(|r| r.owner_id).collect())?;
    let customers = customer::by_ids(conn, rows.iter().map(|r| r.customer_id).collect())?;
    let stages = stage::all(conn)?;
    let one = |r: Row| {
        let stage = stage::of(&stages, r.stage()?)?;
        let (state, known) = (r.state()?, r.known()?);
        let open = state == CaseState::Open;
        let missing = match open {
            true => logic::missing(&stage.demands, &known),
            false => Vec::new(),
        };
        let customer = customers.get(&r.customer_id).cloned();
        let owner = owners.get(&r.owner_id).cloned();
        let actions = match open {
            true => OPEN_ACTIONS,
            false => &[Action::AuditRead],
        };
        Ok(Case {
            id: r.id,
            customer: customer.ok_or_else(|| internal("a case without customer"))?,
            stage: stage.demands.stage,
            state,
            product: r.product,
            expected_premium: r
                .premium_amount
                .zip(r.premium_currency)
                .map(|(amount, currency)| Money { amount, currency }),
            expected_close_on: r.expected_close_on,
            next_step: r.next_step,
            answers: None,
            ticks: None,
            missing: missing.into_iter().map(|m| m.name).collect(),
            stuck: open && r.stage_since < logic::stuck_before(grant.acting.now, stage.stuck_days),
            open_flags: r.open_flags,
            lost_reason: r.lost_reason,
            stage_since: r.stage_since,
            closed_at: r.closed_at,
            owner: owner.ok_or_else(|| internal("a case without owner"))?,
            team_id: r.team_id,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions: grant.allowed(actions, r.team_id, Some(r.owner_id), Field::Business),
        })
    };
    rows.into_iter().map(one).collect()
}
