use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::action_item::{ActionItem, ActionItemQuery, ActionItemState, ActionSubject};
use contract::{Action, Page};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::action_items as a;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::Scope;
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, internal};
use crate::{registry, regulation};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "due_on",
        column: "action_items.due_on",
        kind: Kind::Date,
    },
    SortKey {
        name: "created_at",
        column: "action_items.created_at",
        kind: Kind::Ts,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "action_items.team_id",
    owner: "action_items.responsible_id",
    field: Field::Workplace,
};

/// Spelled as the index is.
pub const OPEN: &str = "action_items.state = 'open'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = a)]
pub struct Row {
    pub id: Uuid,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_title: String,
    pub area_id: Option<Uuid>,
    pub clause: String,
    pub text: String,
    pub responsible_id: Uuid,
    pub team_id: Option<Uuid>,
    pub due_on: NaiveDate,
    pub state: String,
    pub outcome: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<Uuid>,
    pub told_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn kind(&self) -> Answer<ActionSubject> {
        parse(&self.subject_kind)
    }

    pub fn state(&self) -> Answer<ActionItemState> {
        parse(&self.state)
    }

    /// Is the caller in charge of what it came of?
    pub fn in_charge(&self, grant: &Grant) -> Answer<bool> {
        let source = registry::action_source(self.kind()?);
        Ok((source.in_charge)(grant, self.area_id))
    }

    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "action_item", self.id, &self.text)
            .team(self.team_id)
            .owner(Some(self.responsible_id))
            .clause(regulation::clause(&self.clause))
            .fact("subject", &self.subject_title)
            .fact("due_on", self.due_on)
    }
}

/// Inside the reach, or of something the caller is in charge of.
pub fn visible(grant: &Grant) -> Predicate {
    let mut seen = Predicate::new().sql("(").join(grant.reach().on(COLUMNS));
    if !grant.reach().is_department() && grant.permits(Action::ActionItemManage) {
        for kind in ActionSubject::ALL {
            let source = registry::action_source(kind);
            seen = seen
                .sql(" OR (action_items.subject_kind = ")
                .bind(Bind::Text(word(&kind)))
                .sql(" AND ")
                .join((source.on)(grant))
                .sql(")");
        }
    }
    seen.sql(")")
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = a::table.find(g(id)).filter(visible(grant));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ActionItem> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<ActionItem> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ActionItemQuery,
    paging: &Paging,
) -> Answer<Page<ActionItem>> {
    let today = settings::today(conn, grant.acting.now)?;
    let narrowed = || {
        let mut q = a::table
            .filter(visible(grant))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(kind) = query.subject_kind {
            q = q.filter(a::subject_kind.eq(word(&kind)));
        }
        if let Some(subject) = query.subject_id {
            q = q.filter(a::subject_id.eq(g(subject)));
        }
        if let Some(state) = query.state {
            q = q.filter(a::state.eq(word(&state)));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(a::due_on.lt(today));
        }
        if let Some(responsible) = query.responsible_id {
            q = q.filter(a::responsible_id.eq(g(responsible)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(a::team_id.eq(g(Some(team))));
        }
        if let Some(clause) = &query.clause {
            q = q.filter(a::clause.eq(clause));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "due_on" => (Bind::Date(row.due_on), row.id),
        _ => (Bind::ts(row.created_at), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<ActionItem>> {
    let named = rows
        .iter()
        .flat_map(|row| [Some(row.responsible_id), row.ended_by]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |row: Row| {
        let state = row.state()?;
        let open = state == ActionItemState::Open;
        let in_charge = open && row.in_charge(grant)?;
        let mut allowed = Vec::new();
        let manages = in_charge && grant.permits(Action::ActionItemManage);
        allowed.extend(manages.then_some(Action::ActionItemManage));
        let whose = (row.team_id, Some(row.responsible_id));
        let does = open && grant.may(Action::ActionItemComplete, whose.0, whose.1, COLUMNS.field);
        allowed.extend((does || manages).then_some(Action::ActionItemComplete));
        let responsible = people.get(&row.responsible_id).cloned();
        Ok(ActionItem {
            subject_kind: row.kind()?,
            state,
            overdue: open && row.due_on < today,
            responsible: responsible.ok_or_else(|| internal("an action of nobody"))?,
            ended_by: row.ended_by.and_then(|id| people.get(&id).cloned()),
            id: row.id,
            subject_id: row.subject_id,
            subject_title: row.subject_title,
            clause: row.clause,
            text: row.text,
            team_id: row.team_id,
            due_on: row.due_on,
            outcome: row.outcome,
            ended_at: row.ended_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: allowed,
        })
    };
    rows.into_iter().map(one).collect()
}

/// How many of each subject's items are open. Not reach-checked: whoever sees the subject may know how much is to be done yet.
pub fn open_of(
    conn: &mut AnyConn,
    subjects: impl Iterator<Item = Uuid>,
) -> Answer<HashMap<Uuid, i64>> {
    let counted: Vec<(Uuid, i64)> = a::table
        .filter(a::subject_id.eq_any(gs(subjects)))
        .filter(a::state.eq(word(&ActionItemState::Open)))
        .group_by(a::subject_id)
        .select((a::subject_id, count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

/// For the board: open items of a clause inside the scope; those past their day, and since when.
pub fn late_of(
    conn: &mut AnyConn,
    scope: &Scope,
    clause: &str,
) -> Answer<(i64, i64, Option<NaiveDate>)> {
    let open = || {
        a::table
            .filter(scope.on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(a::clause.eq(clause))
    };
    let all: i64 = open().count().get_result(conn)?;
    let late: i64 = open()
        .filter(a::due_on.lt(scope.today))
        .count()
        .get_result(conn)?;
    let first: Option<NaiveDate> = open()
        .filter(a::due_on.lt(scope.today))
        .select(min(a::due_on))
        .first(conn)?;
    Ok((all, late, first))
}

/// What of it the board counts for a clause.
pub fn behind(scope: &Scope, clause: &str) -> Behind {
    let on = On::Day("action_items.due_on");
    let items = Behind::new(
        "action_item",
        Action::ActionItemRead,
        "action_items",
        "action_items.text",
        on,
    );
    let of = Predicate::new().sql("action_items.clause = ");
    let late = Predicate::new()
        .sql(OPEN)
        .sql(" AND action_items.due_on < ");
    items
        .of(COLUMNS)
        .counted(
            of.bind(Bind::Text(clause.to_owned()))
                .sql(" AND action_items.state <> 'dropped'"),
        )
        .against(late.bind(Bind::Date(scope.today)))
        .path("/action-items/{id}")
}

macro_rules! values {
    ($row:expr) => {
        (
            a::text.eq(&$row.text),
            a::responsible_id.eq(g($row.responsible_id)),
            a::team_id.eq(g($row.team_id)),
            a::due_on.eq($row.due_on),
            a::state.eq(&$row.state),
            a::outcome.eq(&$row.outcome),
            a::ended_at.eq(t($row.ended_at)),
            a::ended_by.eq(g($row.ended_by)),
            a::told_at.eq(t($row.told_at)),
            a::version.eq($row.version),
            a::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        a::id.eq(g(row.id)),
        a::subject_kind.eq(&row.subject_kind),
        a::subject_id.eq(g(row.subject_id)),
        a::subject_title.eq(&row.subject_title),
        a::area_id.eq(g(row.area_id)),
        a::clause.eq(&row.clause),
        a::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(a::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = a::table.find(g(old.id)).filter(a::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
