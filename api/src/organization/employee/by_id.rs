//! One employee by key, which nearly every screen asks for. Its text stands here as the databases take it: putting it together
//! from diesel's nodes at each request costs more than running it.

use chrono::{DateTime, Utc};
use contract::Code;
use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, BigInt, Date, HasSqlType, Nullable, Text as Words};
use diesel::sqlite::Sqlite;
use uuid::Uuid;

use super::store::{COLUMNS, Full};
use crate::access::{Grant, Reach};
use crate::db::sql::Predicate;
use crate::db::types::{G, Guid, T, UtcTs, g, t};
use crate::db::{AnyConn, Shared};
use crate::problem::{Answer, Refusal};

const SELECT: &str = "SELECT employees.id, employees.number, employees.name, employees.status, employees.team_id, employees.post, \
    employees.hire_date, employees.leave_date, employees.email, employees.phone, employees.locale, employees.birth_date, \
    employees.address, employees.emergency_name, employees.emergency_phone, employees.version, employees.created_at, \
    employees.updated_at, teams.name, r.role FROM employees LEFT JOIN teams ON teams.id = employees.team_id \
    LEFT JOIN role_assignments r ON r.employee_id = employees.id AND r.starts_at <= ";

/// In the order of `store::Row`, then the team's name and the role.
type Columns = (
    (
        Guid,
        Words,
        Words,
        Words,
        Nullable<Guid>,
        Nullable<Words>,
        Date,
        Nullable<Date>,
        Nullable<Words>,
        Nullable<Words>,
        Words,
        Nullable<Date>,
        Nullable<Words>,
        Nullable<Words>,
        Nullable<Words>,
        BigInt,
        UtcTs,
        UtcTs,
    ),
    Nullable<Words>,
    Nullable<Words>,
);

/// One employee, if they are inside the reach, with the role they hold at `now`.
pub struct ById {
    pub id: Uuid,
    pub now: DateTime<Utc>,
    pub reach: Reach,
}

impl ById {
    pub fn of(grant: &Grant, id: Uuid) -> ById {
        ById {
            id,
            now: grant.acting.now,
            reach: grant.reach().clone(),
        }
    }
}

impl Shared for ById {
    type Out = Full;

    /// Straight on the backend's own connection: the layer over both costs as much again as reading the row.
    fn read(conn: &mut AnyConn, asks: &[ById]) -> Answer<Vec<Answer<Full>>> {
        match conn {
            AnyConn::Pg(c) => on_postgres(c, asks),
            AnyConn::Sqlite(c) => Ok(asks
                .iter()
                .map(|ask| Ok(Text::of(ask, vec![g(ask.id)]).get_result(c)?))
                .collect()),
        }
    }
}

/// Callers of one reach share a query. The role is the one at the latest of their instants, which all have come.
fn on_postgres(conn: &mut PgConnection, asks: &[ById]) -> Answer<Vec<Answer<Full>>> {
    let mut answers: Vec<Answer<Full>> = Vec::new();
    answers.resize_with(asks.len(), || Err(Refusal::new(Code::NotFound)));
    let mut open: Vec<usize> = (0..asks.len()).collect();
    while let Some(first) = open.iter().map(|n| &asks[*n]).max_by_key(|ask| ask.now) {
        let (same, other): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|n| asks[*n].reach == first.reach);
        open = other;
        let ids = same.iter().map(|n| g(asks[*n].id)).collect();
        let rows: Vec<Full> = Text::of(first, ids).load(conn)?;
        for n in same {
            if let Some(row) = rows.iter().find(|(row, ..)| row.id == asks[n].id) {
                answers[n] = Ok(row.clone());
            }
        }
    }
    Ok(answers)
}

struct Text {
    ids: Vec<G>,
    now: T,
    reach: Predicate,
}

impl Text {
    fn of(ask: &ById, ids: Vec<G>) -> Text {
        Text {
            ids,
            now: t(ask.now),
            reach: ask.reach.on(COLUMNS),
        }
    }

    fn walk<'b, DB>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
        keys: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
    ) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<UtcTs>,
        T: ToSql<UtcTs, DB>,
        Predicate: QueryFragment<DB>,
    {
        out.push_sql(SELECT);
        out.push_bind_param::<UtcTs, _>(&self.now)?;
        out.push_sql(" AND (r.ends_at IS NULL OR r.ends_at > ");
        out.push_bind_param::<UtcTs, _>(&self.now)?;
        out.push_sql(") WHERE employees.id = ");
        keys(out.reborrow())?;
        out.push_sql(" AND ");
        self.reach.walk_ast(out.reborrow())
    }
}

impl QueryFragment<Pg> for Text {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.walk(out, |mut out| {
            out.push_sql("ANY(");
            out.push_bind_param::<Array<Guid>, _>(&self.ids)?;
            out.push_sql(")");
            Ok(())
        })
    }
}

impl QueryFragment<Sqlite> for Text {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.walk(out, |mut out| {
            self.ids
                .iter()
                .take(1)
                .try_for_each(|id| out.push_bind_param::<Guid, _>(id))
        })
    }
}

impl QueryId for Text {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Text {
    type SqlType = Columns;
}

impl<C> RunQueryDsl<C> for Text {}
