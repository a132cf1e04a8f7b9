use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::hazard::{Hazard, HazardQuery, HazardState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, allows, open};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::hazards as r;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people::{self, Leaver};
use crate::organization::superior;
use crate::problem::{Answer, Refusal, internal};
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "created_at",
        column: "hazards.created_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "due_at",
        column: "hazards.due_at",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "hazards.team_id",
    owner: "hazards.reporter_id",
    field: Field::Workplace,
};

/// Spelled as the index is.
pub const OPEN: &str = "hazards.state IN ('found', 'assigned')";
pub const RECTIFIED: &str = "hazards.state = 'rectified'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = r)]
pub struct Row {
    pub id: Uuid,
    pub title: String,
    pub kind: String,
    pub severity: String,
    pub place_id: Option<Uuid>,
    pub spot: String,
    pub description: Option<String>,
    pub state: String,
    pub reporter_id: Uuid,
    pub team_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub due_at: DateTime<Utc>,
    pub rectified_at: Option<DateTime<Utc>>,
    pub rectified_by: Option<Uuid>,
    pub rectification: Option<String>,
    pub rechecked_at: Option<DateTime<Utc>>,
    pub rechecked_by: Option<Uuid>,
    pub dismissed_because: Option<String>,
    pub reopened: i64,
    pub told_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<HazardState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "hazard", self.id, &self.title)
            .team(self.team_id)
            .owner(Some(self.reporter_id))
            .clause(CLAUSE)
            .fact("spot", &self.spot)
    }

    /// Refused with the ticket as it is, unless the act fits its state.
    pub fn check(&self, conn: &mut AnyConn, grant: &Grant, act: Act) -> Answer<()> {
        if allows(self.state()?, act) {
            return Ok(());
        }
        let now = shown(conn, grant, self.clone());
        Err(Refusal::new(Code::HazardState).clause(CLAUSE).as_it_is(now))
    }
}

/// Inside the reach, or the caller's to see to.
fn visible(grant: &Grant) -> Predicate {
    let mine = Predicate::new()
        .sql("hazards.assignee_id = ")
        .bind(Bind::guid(grant.me()));
    let within = grant.reach().within_key(COLUMNS.team);
    Predicate::new()
        .sql("(")
        .join(grant.reach().on(COLUMNS))
        .sql(" OR ")
        .join(mine.and(within))
        .sql(")")
}

/// Disjoint ranges, each read in the order of its index.
fn ranges(grant: &Grant) -> Vec<Predicate> {
    let mut ranges = grant.reach().ranges(COLUMNS);
    if !grant.reach().is_department() {
        let mine = Predicate::new()
            .sql("hazards.assignee_id = ")
            .bind(Bind::guid(grant.me()));
        // A team that isn't there is in no reach.
        let others = Predicate::new()
            .sql("NOT COALESCE((")
            .join(grant.reach().on(COLUMNS))
            .sql("), 1 = 0)");
        let within = grant.reach().within_key(COLUMNS.team);
        ranges.push(mine.and(within).and(others));
    }
    ranges
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    Ok(r::table
        .filter(r::id.eq(g(id)))
        .filter(visible(grant))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Hazard> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Hazard> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &HazardQuery,
    paging: &Paging,
) -> Answer<Page<Hazard>> {
    let ranges = ranges(grant);
    let narrowed = |range: Predicate| {
        let mut q = r::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(r::state.eq(word(&state)));
        }
        if let Some(kind) = query.kind {
            q = q.filter(r::kind.eq(word(&kind)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(r::place_id.eq(g(Some(place))));
        }
        if let Some(severity) = query.severity {
            q = q.filter(r::severity.eq(word(&severity)));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(r::due_at.lt(t(grant.acting.now)));
        }
        if let Some(reporter) = query.reporter_id {
            q = q.filter(r::reporter_id.eq(g(reporter)));
        }
        if let Some(assignee) = query.assignee_id {
            q = q.filter(r::assignee_id.eq(g(Some(assignee))));
        }
        if let Some(team) = query.team_id {
            q = q.filter(r::team_id.eq(g(Some(team))));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "due_at" => (Bind::ts(row.due_at), row.id),
        _ => (Bind::ts(row.created_at), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Hazard>> {
    let named = rows.iter().flat_map(|row| {
        let (by, again) = (row.rectified_by, row.rechecked_by);
        [Some(row.reporter_id), row.assignee_id, by, again]
    });
    let people = people::by_ids(conn, named.flatten().collect())?;
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let now = grant.acting.now;
    let who = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let one = |row: Row| {
        let state = row.state()?;
        let reporter = people.get(&row.reporter_id).cloned();
        Ok(Hazard {
            allowed_actions: allowed(grant, &row, state),
            id: row.id,
            kind: parse(&row.kind)?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            rectified_by: who(row.rectified_by),
            rechecked_by: who(row.rechecked_by),
            severity: parse(&row.severity)?,
            state,
            reporter: reporter.ok_or_else(|| internal("a hazard of nobody"))?,
            assignee: who(row.assignee_id),
            overdue: open(state) && row.due_at < now,
            title: row.title,
            spot: row.spot,
            description: row.description,
            team_id: row.team_id,
            due_at: row.due_at,
            rectified_at: row.rectified_at,
            rectification: row.rectification,
            rechecked_at: row.rechecked_at,
            dismissed_because: row.dismissed_because,
            reopened: row.reopened,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

fn allowed(grant: &Grant, row: &Row, state: HazardState) -> Vec<Action> {
    let may = |action, owner| grant.may(action, row.team_id, Some(owner), Field::Workplace);
    let mut all = Vec::new();
    if allows(state, Act::Assign) && may(Action::HazardAssign, row.reporter_id) {
        all.push(Action::HazardAssign);
    }
    let sees_to_it = row.assignee_id.unwrap_or(row.reporter_id);
    if allows(state, Act::Rectify) && may(Action::HazardRectify, sees_to_it) {
        all.push(Action::HazardRectify);
    }
    // Nobody looks again at what they put right.
    let other = row.rectified_by != Some(grant.me());
    if allows(state, Act::Recheck) && other && may(Action::HazardRecheck, row.reporter_id) {
        all.push(Action::HazardRecheck);
    }
    all
}

macro_rules! values {
    ($row:expr) => {
        (
            r::severity.eq(&$row.severity),
            r::state.eq(&$row.state),
            r::assignee_id.eq(g($row.assignee_id)),
            r::due_at.eq(t($row.due_at)),
            r::rectified_at.eq(t($row.rectified_at)),
            r::rectified_by.eq(g($row.rectified_by)),
            r::rectification.eq(&$row.rectification),
            r::rechecked_at.eq(t($row.rechecked_at)),
            r::rechecked_by.eq(g($row.rechecked_by)),
            r::dismissed_because.eq(&$row.dismissed_because),
            r::reopened.eq($row.reopened),
            r::told_at.eq(t($row.told_at)),
            r::version.eq($row.version),
            r::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        r::id.eq(g(row.id)),
        r::title.eq(&row.title),
        r::kind.eq(&row.kind),
        r::place_id.eq(g(row.place_id)),
        r::spot.eq(&row.spot),
        r::description.eq(&row.description),
        r::reporter_id.eq(g(row.reporter_id)),
        r::team_id.eq(g(row.team_id)),
        r::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(r::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = r::table.find(g(old.id)).filter(r::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// What a leaver was to see to goes to whoever is nearest above them. Not reach-checked: whoever lets somebody leave leaves it behind.
pub fn left(tx: &mut Tx, acting: &Acting, leaver: &Leaver) -> Answer<()> {
    let theirs: Vec<Row> = r::table
        .filter(r::assignee_id.eq(g(Some(leaver.id))))
        .filter(Predicate::new().sql(OPEN))
        .select(Row::as_select())
        .load(tx.conn)?;
    for old in theirs {
        let team = old.team_id.or(leaver.team_id);
        let Some(next) = superior::of(tx.conn, team, &[leaver.id], acting.now)? else {
            continue;
        };
        let mut new = old.clone();
        new.assignee_id = Some(next);
        save(tx, &old, &mut new, acting.now)?;
        new.record("hazard.assigned")
            .change("assignee_id", old.assignee_id, new.assignee_id)
            .notify([next])
            .write(tx, acting);
    }
    Ok(())
}
