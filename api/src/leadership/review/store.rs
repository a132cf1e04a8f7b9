use chrono::{DateTime, NaiveDate, Utc};
use contract::area_review::{AreaReview, AreaReviewQuery, AreaReviewState};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::end;
use crate::access::Grant;
use crate::db::schema::{area_reviews as v, areas};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::action_item;
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "starts_on",
    column: "area_reviews.starts_on",
    kind: Kind::Date,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = v)]
pub struct Row {
    pub id: Uuid,
    pub area_id: Uuid,
    pub starts_on: NaiveDate,
    pub state: String,
    pub achievements: String,
    pub problems: String,
    pub improvements: String,
    pub author_id: Uuid,
    pub published_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<AreaReviewState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "area_review", self.id, self.starts_on.to_string())
            .owner(Some(self.author_id))
            .clause(CLAUSE)
            .fact("starts_on", self.starts_on)
    }
}

/// Inside the reach; a draft isn't there for the area's leads.
fn visible(grant: &Grant) -> Predicate {
    let reach = grant.reach().on_areas("area_reviews.area_id");
    let seen = Predicate::new().sql("(").join(reach);
    let drafts = grant.permits(Action::AreaReviewWrite) || grant.reach().is_department();
    match drafts {
        true => seen.sql(")"),
        false => seen.sql(" AND area_reviews.state = 'published')"),
    }
}

/// The deputy of the area writes its reviews.
pub fn writes(grant: &Grant, area: Uuid) -> bool {
    let reach = grant.reach_of(Action::AreaReviewWrite);
    reach.covers_area(Some(area))
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = v::table.find(g(id)).filter(visible(grant));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<AreaReview> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<AreaReview> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AreaReviewQuery,
    paging: &Paging,
) -> Answer<Page<AreaReview>> {
    let narrowed = || {
        let mut q = v::table
            .filter(visible(grant))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(area) = query.area_id {
            q = q.filter(v::area_id.eq(g(area)));
        }
        if let Some(state) = query.state {
            q = q.filter(v::state.eq(word(&state)));
        }
        if let Some(day) = query.starts_on {
            q = q.filter(v::starts_on.eq(day));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::Date(row.starts_on), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// What areas are called. Which areas there are is known to everybody.
pub fn named(
    conn: &mut AnyConn,
    ids: impl Iterator<Item = Uuid>,
) -> Answer<std::collections::HashMap<Uuid, String>> {
    let names: Vec<(Uuid, String)> = areas::table
        .filter(areas::id.eq_any(gs(ids)))
        .select((areas::id, areas::name))
        .load(conn)?;
    Ok(names.into_iter().collect())
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<AreaReview>> {
    let people = people::by_ids(conn, rows.iter().map(|row| row.author_id).collect())?;
    let areas = named(conn, rows.iter().map(|row| row.area_id))?;
    let open = action_item::open_of(conn, rows.iter().map(|row| row.id))?;
    let one = |row: Row| {
        let state = row.state()?;
        let mine = writes(grant, row.area_id);
        let mut allowed = Vec::new();
        let drafted = state == AreaReviewState::Draft && mine;
        allowed.extend(drafted.then_some(Action::AreaReviewWrite));
        let source = super::SOURCE;
        let acts =
            (source.in_charge)(grant, Some(row.area_id)) && state == AreaReviewState::Published;
        allowed.extend(acts.then_some(Action::ActionItemManage));
        Ok(AreaReview {
            area_name: areas.get(&row.area_id).cloned().unwrap_or_default(),
            author: people
                .get(&row.author_id)
                .cloned()
                .ok_or_else(|| internal("a review of nobody"))?,
            open_actions: open.get(&row.id).copied().unwrap_or_default(),
            ends_on: end(row.starts_on),
            state,
            id: row.id,
            area_id: row.area_id,
            starts_on: row.starts_on,
            achievements: row.achievements,
            problems: row.problems,
            improvements: row.improvements,
            published_at: row.published_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: allowed,
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            v::state.eq(&$row.state),
            v::achievements.eq(&$row.achievements),
            v::problems.eq(&$row.problems),
            v::improvements.eq(&$row.improvements),
            v::published_at.eq(t($row.published_at)),
            v::version.eq($row.version),
            v::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        v::id.eq(g(row.id)),
        v::area_id.eq(g(row.area_id)),
        v::starts_on.eq(row.starts_on),
        v::author_id.eq(g(row.author_id)),
        v::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(v::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = v::table.find(g(old.id)).filter(v::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
