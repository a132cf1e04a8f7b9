//! Rows of duties, and what is shown of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::duty::{Duty, DutyItem, DutyQuery};
use contract::{Action, Page};
use diesel::dsl::min;
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{duties as d, duty_occurrences as o, duty_rota as r, duty_versions as v};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, internal};
use crate::regulation;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "title",
        column: "duties.title",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "duties.created_at",
        kind: Kind::Ts,
    },
];

/// A duty has no owner: whoever reaches its team reaches it.
const COLUMNS: Columns = Columns {
    team: "duties.team_id",
    owner: "duties.person_id",
    field: Field::Workplace,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
pub struct Row {
    pub id: Uuid,
    pub clause: String,
    pub template: Option<String>,
    pub title: String,
    pub place: Option<String>,
    pub place_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub rrule: String,
    pub day_rule: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub due_minute: i64,
    pub opens_hours: i64,
    pub responsible: String,
    pub person_id: Option<Uuid>,
    pub remind_minutes: Option<i64>,
    pub escalate_minutes: i64,
    pub checklist: String,
    pub ended: bool,
    pub generated_to: NaiveDate,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "duty", self.id, &self.title)
            .team(self.team_id)
            .owner(self.person_id)
            .clause(regulation::clause(&self.clause))
    }

    pub fn checklist(&self) -> Answer<Vec<DutyItem>> {
        serde_json::from_str(&self.checklist).map_err(internal)
    }
}

/// How many duties that haven't ended serve a clause, inside the caller's reach.
pub fn of_clause(conn: &mut AnyConn, grant: &Grant, clause: &str) -> Answer<i64> {
    Ok(d::table
        .filter(d::clause.eq(clause))
        .filter(d::ended.eq(false))
        .filter(grant.reach_of(Action::DutyPlanRead).on(COLUMNS))
        .count()
        .get_result(conn)?)
}

pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(d::table
        .filter(d::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

/// In their order. Not reach-checked: whoever asks has the duty in hand.
pub fn rotas(conn: &mut AnyConn, duties: Vec<Uuid>) -> Answer<HashMap<Uuid, Vec<Uuid>>> {
    let rows: Vec<(Uuid, Uuid)> = r::table
        .filter(r::duty_id.eq_any(gs(duties)))
        .order((r::duty_id, r::place))
        .select((r::duty_id, r::employee_id))
        .load(conn)?;
    let mut all: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (duty, employee) in rows {
        all.entry(duty).or_default().push(employee);
    }
    Ok(all)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Duty> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Duty> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DutyQuery,
    paging: &Paging,
) -> Answer<Page<Duty>> {
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = d::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(team) = query.team_id {
            q = q.filter(d::team_id.eq(g(Some(team))));
        }
        if let Some(place) = query.place_id {
            q = q.filter(d::place_id.eq(g(Some(place))));
        }
        if let Some(clause) = &query.clause {
            q = q.filter(d::clause.eq(clause));
        }
        if let Some(ended) = query.ended {
            let spelled = if ended {
                "duties.ended"
            } else {
                "NOT duties.ended"
            };
            q = q.filter(Predicate::new().sql(spelled));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "created_at" => (Bind::ts(row.created_at), row.id),
        _ => (Bind::Text(row.title.clone()), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Duty>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut rotas = rotas(conn, ids.clone())?;
    let named = rows.iter().filter_map(|row| row.person_id);
    let named = named.chain(rotas.values().flatten().copied());
    let people = people::by_ids(conn, named.collect())?;
    let teams = people::team_names(conn, rows.iter().filter_map(|row| row.team_id).collect())?;
    // Of each duty the first that is ahead, from the index: what else is ahead isn't read.
    let ahead = o::table
        .filter(o::duty_id.eq(d::id))
        .filter(o::due_at.gt(t(grant.acting.now)))
        .filter(o::state.eq("open"))
        .select(min(o::due_at));
    let next: Vec<(Uuid, Option<DateTime<Utc>>)> = d::table
        .filter(d::id.eq_any(gs(ids)))
        .select((d::id, ahead.single_value()))
        .load(conn)?;
    let next: HashMap<Uuid, Option<DateTime<Utc>>> = next.into_iter().collect();
    let one = |row: Row| {
        let rota = rotas.remove(&row.id).unwrap_or_default();
        let actions: &[Action] = match row.ended {
            true => &[],
            false => &[Action::DutyManage],
        };
        Ok(Duty {
            checklist: row.checklist()?,
            day_rule: parse(&row.day_rule)?,
            responsible: parse(&row.responsible)?,
            due_time: format!("{:02}:{:02}", row.due_minute / 60, row.due_minute % 60),
            next_due_at: next.get(&row.id).copied().flatten(),
            team_name: row.team_id.and_then(|id| teams.get(&id).cloned()),
            person: row.person_id.and_then(|id| people.get(&id).cloned()),
            rota: rota
                .iter()
                .filter_map(|id| people.get(id).cloned())
                .collect(),
            allowed_actions: grant.allowed(actions, row.team_id, None, Field::Workplace),
            id: row.id,
            clause: row.clause,
            title: row.title,
            place: row.place,
            place_id: row.place_id,
            team_id: row.team_id,
            rrule: row.rrule,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            opens_hours: row.opens_hours,
            remind_minutes: row.remind_minutes,
            escalate_minutes: row.escalate_minutes,
            ended: row.ended,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            d::title.eq(&$row.title),
            d::place.eq(&$row.place),
            d::place_id.eq(g($row.place_id)),
            d::rrule.eq(&$row.rrule),
            d::day_rule.eq(&$row.day_rule),
            d::ends_on.eq($row.ends_on),
            d::due_minute.eq($row.due_minute),
            d::opens_hours.eq($row.opens_hours),
            d::responsible.eq(&$row.responsible),
            d::person_id.eq(g($row.person_id)),
            d::remind_minutes.eq($row.remind_minutes),
            d::escalate_minutes.eq($row.escalate_minutes),
            d::checklist.eq(&$row.checklist),
            d::ended.eq($row.ended),
            d::generated_to.eq($row.generated_to),
            d::version.eq($row.version),
            d::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        d::id.eq(g(row.id)),
        d::clause.eq(&row.clause),
        d::template.eq(&row.template),
        d::team_id.eq(g(row.team_id)),
        d::starts_on.eq(row.starts_on),
        d::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(d::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    keep_version(tx, row)
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = d::table.find(g(old.id)).filter(d::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)?;
    keep_version(tx, new)
}

/// What comes due from here on refers to it.
fn keep_version(tx: &mut Tx, row: &Row) -> Answer<()> {
    diesel::insert_into(v::table)
        .values((
            v::duty_id.eq(g(row.id)),
            v::version.eq(row.version),
            v::title.eq(&row.title),
            v::place.eq(&row.place),
            v::place_id.eq(g(row.place_id)),
            v::checklist.eq(&row.checklist),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn put_rota(tx: &mut Tx, duty: Uuid, rota: &[Uuid]) -> Answer<()> {
    diesel::delete(r::table.filter(r::duty_id.eq(g(duty)))).execute(tx.conn)?;
    for (place, employee) in (0_i64..).zip(rota) {
        diesel::insert_into(r::table)
            .values((
                r::duty_id.eq(g(duty)),
                r::place.eq(place),
                r::employee_id.eq(g(*employee)),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}
