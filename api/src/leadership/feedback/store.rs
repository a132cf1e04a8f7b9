use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::feedback::{Feedback, FeedbackQuery, FeedbackState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::feedback as f;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "created_at",
        column: "feedback.created_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "due_on",
        column: "feedback.due_on",
        kind: Kind::Date,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "feedback.team_id",
    owner: "feedback.author_id",
    field: Field::People,
};

/// Spelled as the indexes are.
pub const OPEN: &str = "feedback.state = 'open'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = f)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub text: String,
    pub state: String,
    pub author_id: Uuid,
    pub team_id: Option<Uuid>,
    pub asked_id: Uuid,
    pub due_on: NaiveDate,
    pub answer: Option<String>,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTime<Utc>>,
    pub remark: Option<String>,
    pub reopened: i64,
    pub told_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<FeedbackState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        let name: String = self
            .text
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(80)
            .collect();
        Record::new(event, "feedback", self.id, name)
            .team(self.team_id)
            .owner(Some(self.author_id))
            .clause(CLAUSE)
            .fact("due_on", self.due_on)
    }

    /// Refused with the record as it is, unless it is in this state.
    pub fn must_be(&self, conn: &mut AnyConn, grant: &Grant, state: FeedbackState) -> Answer<()> {
        if self.state()? == state {
            return Ok(());
        }
        let now = shown(conn, grant, self.clone());
        Err(Refusal::new(Code::FeedbackState)
            .clause(CLAUSE)
            .as_it_is(now))
    }
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = f::table.find(g(id)).filter(grant.reach().on(COLUMNS));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Feedback> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Feedback> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &FeedbackQuery,
    paging: &Paging,
) -> Answer<Page<Feedback>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = f::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(kind) = query.kind {
            q = q.filter(f::kind.eq(word(&kind)));
        }
        if let Some(state) = query.state {
            q = q.filter(f::state.eq(word(&state)));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(f::due_on.lt(today));
        }
        if let Some(author) = query.author_id {
            q = q.filter(f::author_id.eq(g(author)));
        }
        if let Some(asked) = query.asked_id {
            q = q.filter(f::asked_id.eq(g(asked)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(f::team_id.eq(g(Some(team))));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "due_on" => (Bind::Date(row.due_on), row.id),
        _ => (Bind::ts(row.created_at), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Feedback>> {
    let named = rows
        .iter()
        .flat_map(|row| [Some(row.author_id), Some(row.asked_id), row.answered_by]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let nobody = || internal("feedback of nobody");
    let one = |row: Row| {
        let state = row.state()?;
        let open = state == FeedbackState::Open;
        let mine = row.author_id == grant.me();
        let whose = (row.team_id, Some(row.author_id));
        let may = |action| grant.may(action, whose.0, whose.1, COLUMNS.field);
        let mut allowed = Vec::new();
        let answers = open && !mine && may(Action::FeedbackAnswer);
        allowed.extend(answers.then_some(Action::FeedbackAnswer));
        let settles = state == FeedbackState::Answered && mine && may(Action::FeedbackSettle);
        allowed.extend(settles.then_some(Action::FeedbackSettle));
        Ok(Feedback {
            kind: parse(&row.kind)?,
            state,
            author: people.get(&row.author_id).cloned().ok_or_else(nobody)?,
            asked: people.get(&row.asked_id).cloned().ok_or_else(nobody)?,
            answered_by: row.answered_by.and_then(|id| people.get(&id).cloned()),
            overdue: open && row.due_on < today,
            id: row.id,
            text: row.text,
            team_id: row.team_id,
            due_on: row.due_on,
            answer: row.answer,
            answered_at: row.answered_at,
            remark: row.remark,
            reopened: row.reopened,
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
            f::state.eq(&$row.state),
            f::asked_id.eq(g($row.asked_id)),
            f::due_on.eq($row.due_on),
            f::answer.eq(&$row.answer),
            f::answered_by.eq(g($row.answered_by)),
            f::answered_at.eq(t($row.answered_at)),
            f::remark.eq(&$row.remark),
            f::reopened.eq($row.reopened),
            f::told_at.eq(t($row.told_at)),
            f::version.eq($row.version),
            f::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        f::id.eq(g(row.id)),
        f::kind.eq(&row.kind),
        f::text.eq(&row.text),
        f::author_id.eq(g(row.author_id)),
        f::team_id.eq(g(row.team_id)),
        f::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(f::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = f::table.find(g(old.id)).filter(f::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
