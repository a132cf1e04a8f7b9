use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::work_plan::{WorkPlan, WorkPlanQuery, WorkPlanState};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{clause, goals};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::work_plans as p;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "work_plans.created_at",
    kind: Kind::Ts,
}];

/// A plan is its team's and nobody's own.
pub const COLUMNS: Columns = Columns {
    team: "work_plans.team_id",
    owner: "work_plans.id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct Row {
    pub id: Uuid,
    pub team_id: Option<Uuid>,
    pub year: i64,
    pub summary: String,
    pub state: String,
    pub revision: i64,
    pub published_at: Option<DateTime<Utc>>,
    pub revised_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<WorkPlanState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "work_plan", self.id, self.year.to_string())
            .team(self.team_id)
            .clause(clause(self.team_id))
            .fact("year", self.year)
    }
}

/// The manager makes the department's plan, a lead the team's.
pub fn manages(grant: &Grant, team: Option<Uuid>) -> bool {
    let reach = grant.reach_of(Action::WorkPlanManage);
    match team {
        Some(team) => reach.covers(Some(team), None, COLUMNS.field),
        None => reach.is_department(),
    }
}

/// The department's plan is everybody's; a draft isn't there for those who don't make it.
fn visible(grant: &Grant) -> Predicate {
    Predicate::new()
        .sql("((work_plans.team_id IS NULL OR ")
        .join(grant.reach_of(Action::WorkPlanRead).on(COLUMNS))
        .sql(") AND (work_plans.state <> 'draft' OR ")
        .join(grant.reach_of(Action::WorkPlanManage).on(COLUMNS))
        .sql("))")
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = p::table.find(g(id)).filter(visible(grant));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<WorkPlan> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<WorkPlan> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &WorkPlanQuery,
    paging: &Paging,
) -> Answer<Page<WorkPlan>> {
    let narrowed = || {
        let mut q = p::table
            .filter(visible(grant))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(year) = query.year {
            q = q.filter(p::year.eq(year));
        }
        if let Some(team) = query.team_id {
            q = q.filter(p::team_id.eq(g(Some(team))));
        }
        if let Some(state) = query.state {
            q = q.filter(p::state.eq(word(&state)));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<WorkPlan>> {
    let teams = people::team_names(conn, rows.iter().filter_map(|row| row.team_id).collect())?;
    let mut goals = goals::of(conn, grant, &rows)?;
    let one = |row: Row| {
        let goals = goals.remove(&row.id).unwrap_or_default();
        let sum: i64 = goals.iter().map(|goal| goal.progress).sum();
        let manage = manages(grant, row.team_id);
        Ok(WorkPlan {
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            state: row.state()?,
            progress: sum / (goals.len().max(1) as i64),
            goals,
            id: row.id,
            team_id: row.team_id,
            year: row.year,
            summary: row.summary,
            revision: row.revision,
            published_at: row.published_at,
            revised_at: row.revised_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: manage
                .then_some(Action::WorkPlanManage)
                .into_iter()
                .collect(),
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            p::summary.eq(&$row.summary),
            p::state.eq(&$row.state),
            p::revision.eq($row.revision),
            p::published_at.eq(t($row.published_at)),
            p::revised_at.eq(t($row.revised_at)),
            p::version.eq($row.version),
            p::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        p::id.eq(g(row.id)),
        p::team_id.eq(g(row.team_id)),
        p::year.eq(row.year),
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
