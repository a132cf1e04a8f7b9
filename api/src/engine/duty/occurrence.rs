//! Rows of what came due, and what is shown of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::duty::{DutyItem, DutyOccurrence, DutyOccurrenceQuery, DutyResult, OccurrenceState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{duty_occurrences as o, duty_versions as v};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};
use crate::regulation;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "due_at",
    column: "duty_occurrences.due_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "duty_occurrences.team_id",
    owner: "duty_occurrences.owner_id",
    field: Field::Workplace,
};

/// Spelled as the indexes are.
pub const OPEN: &str = "duty_occurrences.state = 'open'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = o)]
pub struct Row {
    pub id: Uuid,
    pub duty_id: Uuid,
    pub duty_version: i64,
    pub clause: String,
    pub day: NaiveDate,
    pub opens_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub told: i64,
    pub tell_at: Option<DateTime<Utc>>,
    pub escalate_at: DateTime<Utc>,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub handed: bool,
    pub state: String,
    pub done_at: Option<DateTime<Utc>>,
    pub done_by: Option<Uuid>,
    pub results: Option<String>,
    pub remarkable: i64,
    pub note: Option<String>,
    pub reason: Option<String>,
    pub version: i64,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<OccurrenceState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str, title: &str) -> Record {
        Record::new(event, "duty_occurrence", self.id, title)
            .team(self.team_id)
            .owner(Some(self.owner_id))
            .clause(regulation::clause(&self.clause))
            .fact("day", self.day)
    }

    /// Refused with the occurrence as it is.
    pub fn refused(self, conn: &mut AnyConn, grant: &Grant, code: Code) -> Refusal {
        let clause = regulation::clause(&self.clause);
        let now = shown(conn, grant, self);
        Refusal::new(code).clause(clause).as_it_is(now)
    }
}

/// What a duty was when something came due.
pub struct Told {
    pub title: String,
    pub place: Option<String>,
    pub checklist: String,
}

impl Told {
    pub fn items(&self) -> Answer<Vec<DutyItem>> {
        serde_json::from_str(&self.checklist).map_err(internal)
    }
}

pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(o::table
        .filter(o::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

/// Not reach-checked: whoever asks has the occurrence in hand.
pub fn told(conn: &mut AnyConn, row: &Row) -> Answer<Told> {
    let (title, place, checklist) = v::table
        .find((g(row.duty_id), row.duty_version))
        .select((v::title, v::place, v::checklist))
        .first(conn)?;
    Ok(Told {
        title,
        place,
        checklist,
    })
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<DutyOccurrence> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

/// One, with its list and what was found.
pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<DutyOccurrence> {
    let checklist = told(conn, &row)?.items()?;
    let results = row.results.clone();
    let one = complete(conn, grant, vec![row])?.pop();
    let results: Vec<DutyResult> = match results {
        Some(text) => serde_json::from_str(&text).map_err(internal)?,
        None => Vec::new(),
    };
    Ok(DutyOccurrence {
        checklist: Some(checklist),
        results: Some(results),
        ..one.ok_or_else(|| internal("a row that isn't shown"))?
    })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DutyOccurrenceQuery,
    paging: &Paging,
) -> Answer<Page<DutyOccurrence>> {
    let ranges = grant.reach().ranges_of_many(conn, COLUMNS)?;
    let narrowed = |range: Predicate| {
        let mut q = o::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        match query.state {
            Some(OccurrenceState::Open) => q = q.filter(Predicate::new().sql(OPEN)),
            Some(state) => q = q.filter(o::state.eq(word(&state))),
            None => {}
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(o::due_at.lt(t(grant.acting.now)));
        }
        if let Some(duty) = query.duty_id {
            q = q.filter(o::duty_id.eq(g(duty)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(there(place));
        }
        if let Some(clause) = &query.clause {
            q = q.filter(o::clause.eq(clause));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(o::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(o::team_id.eq(g(Some(team))));
        }
        if let Some(from) = query.from {
            q = q.filter(o::day.ge(from));
        }
        if let Some(to) = query.to {
            q = q.filter(o::day.le(to));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.due_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// Done there, as the duty was when it came due.
fn there(place: Uuid) -> Predicate {
    Predicate::new()
        .sql("(duty_occurrences.duty_id, duty_occurrences.duty_version) IN (SELECT pv.duty_id, pv.version FROM duty_versions pv WHERE pv.place_id = ")
        .bind(Bind::guid(place))
        .sql(")")
}

/// Title and place, in words and in the register.
type Named = HashMap<(Uuid, i64), (String, Option<String>, Option<Uuid>)>;

fn named(conn: &mut AnyConn, rows: &[Row]) -> Answer<Named> {
    let mut duties: Vec<Uuid> = rows.iter().map(|row| row.duty_id).collect();
    duties.sort_unstable();
    duties.dedup();
    type Version = (Uuid, i64, String, Option<String>, Option<Uuid>);
    let all: Vec<Version> = v::table
        .filter(v::duty_id.eq_any(gs(duties)))
        .select((v::duty_id, v::version, v::title, v::place, v::place_id))
        .load(conn)?;
    let one = |(duty, version, title, place, id): Version| ((duty, version), (title, place, id));
    Ok(all.into_iter().map(one).collect())
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<DutyOccurrence>> {
    let named = named(conn, &rows)?;
    let who = rows.iter().map(|row| row.owner_id);
    let who = who.chain(rows.iter().filter_map(|row| row.done_by));
    let people = people::by_ids(conn, who.collect())?;
    let now = grant.acting.now;
    let one = |row: Row| {
        let state = row.state()?;
        let key = (row.duty_id, row.duty_version);
        let (title, place, place_id) = named.get(&key).cloned().unwrap_or_default();
        let owner = people.get(&row.owner_id).cloned();
        let open = state == OccurrenceState::Open;
        let mut allowed = Vec::new();
        if open {
            let mine = row.owner_id == grant.me();
            let may = |action| grant.may(action, row.team_id, Some(row.owner_id), Field::Workplace);
            let complete = mine && row.opens_at <= now && may(Action::DutyComplete);
            allowed.extend(complete.then_some(Action::DutyComplete));
            allowed.extend(may(Action::DutyHandOver).then_some(Action::DutyHandOver));
            let excuse = !mine && may(Action::DutyExcuse);
            allowed.extend(excuse.then_some(Action::DutyExcuse));
        }
        Ok(DutyOccurrence {
            id: row.id,
            duty_id: row.duty_id,
            clause: row.clause,
            title,
            place,
            place_id,
            team_id: row.team_id,
            owner: owner.ok_or_else(|| internal("a duty of nobody"))?,
            day: row.day,
            opens_at: row.opens_at,
            due_at: row.due_at,
            state,
            overdue: open && row.due_at < now,
            late: row.done_at.is_some_and(|at| at > row.due_at),
            done_at: row.done_at,
            done_by: row.done_by.and_then(|id| people.get(&id).cloned()),
            reason: row.reason,
            note: row.note,
            remarkable: row.remarkable,
            checklist: None,
            results: None,
            version: row.version,
            updated_at: row.updated_at,
            allowed_actions: allowed,
        })
    };
    rows.into_iter().map(one).collect()
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = o::table.find(g(old.id)).filter(o::version.eq(old.version));
    let change = diesel::update(mine).set((
        o::tell_at.eq(t(new.tell_at)),
        o::owner_id.eq(g(new.owner_id)),
        o::handed.eq(new.handed),
        o::state.eq(&new.state),
        o::done_at.eq(t(new.done_at)),
        o::done_by.eq(g(new.done_by)),
        o::results.eq(&new.results),
        o::remarkable.eq(new.remarkable),
        o::note.eq(&new.note),
        o::reason.eq(&new.reason),
        o::version.eq(new.version),
        o::updated_at.eq(t(new.updated_at)),
    ));
    current(Kept(change).execute(tx.conn)?)
}
