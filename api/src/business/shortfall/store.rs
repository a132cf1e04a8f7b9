use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::shortfall::{Shortfall, ShortfallQuery, ShortfallState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::shortfalls as s;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "shortfalls.created_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "shortfalls.team_id",
    owner: "shortfalls.owner_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = s)]
pub struct Row {
    pub id: Uuid,
    pub target_id: Uuid,
    pub indicator_id: Uuid,
    pub period: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub currency: Option<String>,
    pub level: String,
    pub team_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub name: String,
    pub amount: i64,
    pub actual: i64,
    pub state: String,
    pub cause: Option<String>,
    pub measures: Option<String>,
    pub coach_id: Option<Uuid>,
    pub next_check_on: Option<NaiveDate>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(s::table
        .filter(s::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Shortfall> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Shortfall> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| Refusal::new(Code::NotFound))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ShortfallQuery,
    paging: &Paging,
) -> Answer<Page<Shortfall>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = s::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(s::state.eq(word(&state)));
        }
        if let Some(indicator) = query.indicator_id {
            q = q.filter(s::indicator_id.eq(g(indicator)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(s::team_id.eq(g(team)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(s::owner_id.eq(g(owner)));
        }
        if query.overdue == Some(true) {
            q = q.filter(s::state.eq("planned"));
            q = q.filter(s::next_check_on.lt(today));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Shortfall>> {
    let coaches = people::by_ids(conn, rows.iter().filter_map(|r| r.coach_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |r: Row| {
        let state: ShortfallState = parse(&r.state)?;
        let actions: &[Action] = match state {
            ShortfallState::Closed => &[Action::AuditRead],
            _ => &[Action::ShortfallPlan, Action::AuditRead],
        };
        let past = r.next_check_on.is_some_and(|day| day < today);
        Ok(Shortfall {
            id: r.id,
            target_id: r.target_id,
            indicator_id: r.indicator_id,
            period: parse(&r.period)?,
            starts_on: r.starts_on,
            ends_on: r.ends_on,
            level: parse(&r.level)?,
            team_id: r.team_id,
            owner_id: r.owner_id,
            name: r.name,
            amount: r.amount,
            actual: r.actual,
            currency: r.currency,
            state,
            cause: r.cause,
            measures: r.measures,
            coach: r.coach_id.and_then(|id| coaches.get(&id).cloned()),
            next_check_on: r.next_check_on,
            overdue: state == ShortfallState::Planned && past,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions: grant.allowed(actions, r.team_id, r.owner_id, Field::Business),
        })
    };
    rows.into_iter().map(one).collect()
}
