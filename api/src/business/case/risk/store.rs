use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::risk::{Risk, RiskCell, RiskMatrix, RiskQuery, RiskState};
use contract::{Action, Code, Page};
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::risks as k;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "score",
        column: "risks.score",
        kind: Kind::Int,
    },
    SortKey {
        name: "next_review_on",
        column: "risks.next_review_on",
        kind: Kind::Date,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "risks.team_id",
    owner: "risks.owner_id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub title: String,
    pub description: Option<String>,
    pub controls: String,
    pub likelihood: i64,
    pub impact: i64,
    pub score: i64,
    pub state: String,
    pub next_review_on: NaiveDate,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(k::table
        .filter(k::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Risk> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Risk> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| Refusal::new(Code::NotFound))
}

/// Open, and to be looked at before this day.
pub fn due_before(day: NaiveDate) -> Predicate {
    Predicate::new()
        .sql("(risks.state = 'open' AND risks.next_review_on < ")
        .bind(Bind::Date(day))
        .sql(")")
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &RiskQuery,
    paging: &Paging,
) -> Answer<Page<Risk>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = k::table.into_boxed::<MultiBackend>().filter(range);
        if let Some(state) = query.state {
            q = q.filter(k::state.eq(word(&state)));
        }
        if query.overdue == Some(true) {
            q = q.filter(due_before(today));
        }
        if let Some(likelihood) = query.likelihood {
            q = q.filter(k::likelihood.eq(likelihood));
        }
        if let Some(impact) = query.impact {
            q = q.filter(k::impact.eq(impact));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(k::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(k::team_id.eq(g(team)));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        let value = match sort {
            "next_review_on" => Bind::Date(r.next_review_on),
            _ => Bind::Int(r.score),
        };
        (value, r.id)
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn matrix(conn: &mut AnyConn, grant: &Grant) -> Answer<RiskMatrix> {
    let found: Vec<(i64, i64, i64)> = k::table
        .filter(grant.reach().on(COLUMNS))
        .filter(k::state.eq("open"))
        .group_by((k::likelihood, k::impact))
        .order((k::likelihood, k::impact))
        .select((k::likelihood, k::impact, count_star()))
        .load(conn)?;
    let cell = |(likelihood, impact, count)| RiskCell {
        likelihood,
        impact,
        count,
    };
    Ok(RiskMatrix {
        cells: found.into_iter().map(cell).collect(),
    })
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Risk>> {
    let owners = people::by_ids(conn, rows.iter().map(|r| r.owner_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |r: Row| {
        let state: RiskState = parse(&r.state)?;
        let owner = owners.get(&r.owner_id).cloned();
        let actions: &[Action] = match state {
            RiskState::Open => &[Action::RiskManage, Action::AuditRead],
            RiskState::Closed => &[Action::AuditRead],
        };
        Ok(Risk {
            id: r.id,
            title: r.title,
            description: r.description,
            controls: r.controls,
            likelihood: r.likelihood,
            impact: r.impact,
            score: r.score,
            state,
            overdue: state == RiskState::Open && r.next_review_on < today,
            next_review_on: r.next_review_on,
            owner: owner.ok_or_else(|| internal("a risk without owner"))?,
            team_id: r.team_id,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions: grant.allowed(actions, r.team_id, Some(r.owner_id), Field::Business),
        })
    };
    rows.into_iter().map(one).collect()
}
