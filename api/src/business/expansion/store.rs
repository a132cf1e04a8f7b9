use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::expansion::{
    ExpansionLine, ExpansionPlan, ExpansionPlanQuery, ExpansionPlanState, NewExpansionLine,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::percent;
use super::{CLAUSE, count};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{expansion_lines as l, expansion_plans as p};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "expansion_plans.starts_on",
    kind: Kind::Date,
}];

pub const COLUMNS: Columns = Columns {
    team: "expansion_plans.team_id",
    owner: "expansion_plans.author_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct Row {
    pub id: Uuid,
    pub team_id: Option<Uuid>,
    pub title: String,
    pub goal: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub state: String,
    pub author_id: Uuid,
    pub counted_at: Option<DateTime<Utc>>,
    pub result: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<ExpansionPlanState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "expansion_plan", self.id, &self.title)
            .team(self.team_id)
            .owner(Some(self.author_id))
            .clause(CLAUSE)
    }

    /// Refused with the plan as it is.
    pub fn refused(self, conn: &mut AnyConn, grant: &Grant) -> Refusal {
        let now = shown(conn, grant, self);
        Refusal::new(Code::PlanState).clause(CLAUSE).as_it_is(now)
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = l)]
pub struct Line {
    pub plan_id: Uuid,
    pub place: i64,
    pub channel: Option<String>,
    pub measure: String,
    pub method: Option<String>,
    pub quantity: i64,
    pub owner_id: Option<Uuid>,
    pub actual: i64,
}

/// Plans of one's teams and the department's, which is everybody's to know.
fn visible(reach: &Reach) -> Predicate {
    Predicate::new()
        .sql("(expansion_plans.team_id IS NULL OR ")
        .join(reach.on(COLUMNS))
        .sql(")")
}

pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(p::table
        .filter(p::id.eq(g(id)))
        .filter(visible(reach))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn lines(conn: &mut AnyConn, plans: Vec<Uuid>) -> Answer<Vec<Line>> {
    Ok(l::table
        .filter(l::plan_id.eq_any(gs(plans)))
        .order((l::plan_id, l::place))
        .select(Line::as_select())
        .load(conn)?)
}

/// One plan is counted as it is read, while it is worked by.
pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ExpansionPlan> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, mut row: Row) -> Answer<ExpansionPlan> {
    let mut all = lines(conn, vec![row.id])?;
    if row.state()? != ExpansionPlanState::Closed {
        all = count::counted(conn, &row, all)?;
        row.counted_at = Some(grant.acting.now);
    }
    let one = complete(conn, grant, vec![row], all)?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

/// As they were counted last.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ExpansionPlanQuery,
    paging: &Paging,
) -> Answer<Page<ExpansionPlan>> {
    let seen = visible(grant.reach());
    let narrowed = || {
        let mut q = p::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(seen.clone());
        if let Some(state) = query.state {
            q = q.filter(p::state.eq(word(&state)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(p::team_id.eq(g(Some(team))));
        }
        if let Some(day) = query.on {
            q = q.filter(p::starts_on.le(day)).filter(p::ends_on.ge(day));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::Date(row.starts_on), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let all = lines(conn, rows.iter().map(|row| row.id).collect())?;
        complete(conn, grant, rows, all)
    })
}

fn complete(
    conn: &mut AnyConn,
    grant: &Grant,
    rows: Vec<Row>,
    all: Vec<Line>,
) -> Answer<Vec<ExpansionPlan>> {
    let named = rows.iter().map(|row| row.author_id);
    let named = named.chain(all.iter().filter_map(|line| line.owner_id));
    let people = people::by_ids(conn, named.collect())?;
    let teams = people::team_names(conn, rows.iter().filter_map(|row| row.team_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let mut of: HashMap<Uuid, Vec<Line>> = HashMap::new();
    for line in all {
        of.entry(line.plan_id).or_default().push(line);
    }
    let line = |line: Line| {
        Ok(ExpansionLine {
            measure: parse(&line.measure)?,
            method: line.method.as_deref().map(parse).transpose()?,
            channel: line.channel,
            quantity: line.quantity,
            owner: line.owner_id.and_then(|id| people.get(&id).cloned()),
            actual: line.actual,
        })
    };
    let one = |row: Row| {
        let state = row.state()?;
        let mine = of.remove(&row.id).unwrap_or_default();
        let done: Vec<(i64, i64)> = mine.iter().map(|l| (l.quantity, l.actual)).collect();
        let author = people.get(&row.author_id).cloned();
        let actions: &[Action] = match state {
            ExpansionPlanState::Closed => &[],
            _ => &[Action::ExpansionPlanManage],
        };
        Ok(ExpansionPlan {
            id: row.id,
            team_id: row.team_id,
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            title: row.title,
            goal: row.goal,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            state,
            author: author.ok_or_else(|| internal("a plan of nobody"))?,
            percent: percent(&done),
            lines: mine.into_iter().map(line).collect::<Answer<_>>()?,
            counted_at: row.counted_at,
            result: row.result,
            over: state == ExpansionPlanState::Active && row.ends_on < today,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            // Whoever wrote a plan may have come to another team since.
            allowed_actions: grant.allowed(actions, row.team_id, None, Field::Business),
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            p::title.eq(&$row.title),
            p::goal.eq(&$row.goal),
            p::starts_on.eq($row.starts_on),
            p::ends_on.eq($row.ends_on),
            p::state.eq(&$row.state),
            p::counted_at.eq(t($row.counted_at)),
            p::result.eq(&$row.result),
            p::version.eq($row.version),
            p::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        p::id.eq(g(row.id)),
        p::team_id.eq(g(row.team_id)),
        p::author_id.eq(g(row.author_id)),
        p::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(p::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = p::table.find(g(old.id)).filter(p::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// All lines anew, in the order in which they are given.
pub fn put_lines(tx: &mut Tx, plan: Uuid, new: &[NewExpansionLine]) -> Answer<()> {
    diesel::delete(l::table.filter(l::plan_id.eq(g(plan)))).execute(tx.conn)?;
    for (place, line) in new.iter().enumerate() {
        diesel::insert_into(l::table)
            .values((
                l::plan_id.eq(g(plan)),
                l::place.eq(place as i64),
                l::channel.eq(&line.channel),
                l::measure.eq(word(&line.measure)),
                l::method.eq(line.method.map(|method| word(&method))),
                l::quantity.eq(line.quantity),
                l::owner_id.eq(g(line.owner_id)),
                l::actual.eq(0),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Keeps what was counted.
pub fn keep_count(tx: &mut Tx, counted: &[Line]) -> Answer<()> {
    for line in counted {
        diesel::update(l::table.find((g(line.plan_id), line.place)))
            .set(l::actual.eq(line.actual))
            .execute(tx.conn)?;
    }
    Ok(())
}
