use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::drill::{Drill, DrillQuery, DrillState};
use contract::{Action, Code, Page};
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::db::schema::{drill_people as p, drills as d};
use crate::db::sql::{Bind, Kept};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::action_item;
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};
use crate::regulation::document;
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "planned_on",
    column: "drills.planned_on",
    kind: Kind::Date,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
pub struct Row {
    pub id: Uuid,
    pub document_id: Uuid,
    pub planned_on: NaiveDate,
    pub place_id: Option<Uuid>,
    pub scenario: String,
    pub leader_id: Uuid,
    pub state: String,
    pub held_on: Option<NaiveDate>,
    pub summary: Option<String>,
    pub minutes: Option<i64>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<DrillState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        let name = format!("{} · {}", self.planned_on, first_line(&self.scenario));
        Record::new(event, "drill", self.id, name)
            .owner(Some(self.leader_id))
            .clause(CLAUSE)
            .fact("planned_on", self.planned_on)
    }

    /// Refused with the drill as it is, unless it is in this state.
    pub fn must_be(&self, conn: &mut AnyConn, grant: &Grant, state: DrillState) -> Answer<()> {
        if self.state()? == state {
            return Ok(());
        }
        let now = shown(conn, grant, self.clone());
        Err(Refusal::new(Code::DrillState).clause(CLAUSE).as_it_is(now))
    }
}

pub fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Drills are the department's: a key that is bound to a part of it plans none.
pub fn in_charge(grant: &Grant) -> bool {
    let reach = grant.reach_of(Action::DrillManage);
    reach.covers(None, None, Field::Workplace)
}

/// Not reach-checked, here and below: which drills there are is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(d::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Drill> {
    let row = row(conn, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Drill> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DrillQuery,
    paging: &Paging,
) -> Answer<Page<Drill>> {
    let today = settings::today(conn, grant.acting.now)?;
    let narrowed = || {
        let mut q = d::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(state) = query.state {
            q = q.filter(d::state.eq(word(&state)));
        }
        if let Some(document) = query.document_id {
            q = q.filter(d::document_id.eq(g(document)));
        }
        if query.overdue == Some(true) {
            q = q.filter(d::state.eq(word(&DrillState::Planned)));
            q = q.filter(d::planned_on.lt(today));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::Date(row.planned_on), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Drill>> {
    let leaders = people::by_ids(conn, rows.iter().map(|row| row.leader_id).collect())?;
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let plans = document::titles(conn, rows.iter().map(|row| row.document_id))?;
    let open = action_item::open_of(conn, rows.iter().map(|row| row.id))?;
    let mut noted: HashMap<Uuid, (i64, i64)> = HashMap::new();
    let counted: Vec<(Uuid, bool, i64)> = p::table
        .filter(p::drill_id.eq_any(gs(rows.iter().map(|row| row.id))))
        .group_by((p::drill_id, p::attended))
        .select((p::drill_id, p::attended, count_star()))
        .load(conn)?;
    for (drill, attended, count) in counted {
        let sum = noted.entry(drill).or_default();
        sum.0 += count;
        sum.1 += if attended { count } else { 0 };
    }
    let manages = in_charge(grant);
    let one = |row: Row| {
        let state = row.state()?;
        let leads = row.leader_id == grant.me() && grant.permits(Action::DrillReport);
        let mut allowed = Vec::new();
        if state != DrillState::Cancelled {
            allowed.extend(manages.then_some(Action::DrillManage));
        }
        let reports = state == DrillState::Planned && (manages || leads);
        allowed.extend(reports.then_some(Action::DrillReport));
        let notes = state == DrillState::Held && grant.permits(Action::DrillAttend);
        allowed.extend(notes.then_some(Action::DrillAttend));
        let acts = state == DrillState::Held && manages && grant.permits(Action::ActionItemManage);
        allowed.extend(acts.then_some(Action::ActionItemManage));
        let (noted, attended) = noted.get(&row.id).copied().unwrap_or_default();
        let plan = plans.get(&row.document_id).cloned();
        let leader = leaders.get(&row.leader_id).cloned();
        Ok(Drill {
            plan: plan.ok_or_else(|| internal("a drill of no plan"))?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            leader: leader.ok_or_else(|| internal("a drill of nobody"))?,
            open_actions: open.get(&row.id).copied().unwrap_or_default(),
            id: row.id,
            document_id: row.document_id,
            planned_on: row.planned_on,
            scenario: row.scenario,
            held_on: row.held_on,
            summary: row.summary,
            minutes: row.minutes,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: allowed,
            state,
            noted,
            attended,
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            d::document_id.eq(g($row.document_id)),
            d::planned_on.eq($row.planned_on),
            d::place_id.eq(g($row.place_id)),
            d::scenario.eq(&$row.scenario),
            d::leader_id.eq(g($row.leader_id)),
            d::state.eq(&$row.state),
            d::held_on.eq($row.held_on),
            d::summary.eq(&$row.summary),
            d::minutes.eq($row.minutes),
            d::version.eq($row.version),
            d::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (d::id.eq(g(row.id)), d::created_at.eq(t(row.created_at)));
    diesel::insert_into(d::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = d::table.find(g(old.id)).filter(d::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
