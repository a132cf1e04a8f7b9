//! Many rows of one table at once. On PostgreSQL a round trip a row is what costs, and a statement whose text grows with its
//! rows would be planned anew each time: the rows travel as one array a column, in a statement that is prepared once. On SQLite
//! preparing is what costs, so each row runs the same small statement.

use std::any::Any;

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Nullable, Text};
use diesel::{PgConnection, QueryResult, RunQueryDsl};

use super::AnyConn;
use super::types::{G, Guid, T, UtcTs};

/// Rows that know how to be inserted together.
pub(crate) trait Rows: Sized + 'static {
    fn insert(conn: &mut AnyConn, rows: &[Self]) -> QueryResult<()>;
}

/// Rows that wait for the end of their group; tables in the order they were first written to.
#[derive(Default)]
pub(crate) struct Piles(Vec<Pile>);

struct Pile {
    rows: Box<dyn Any>,
    insert: fn(&mut AnyConn, &dyn Any) -> QueryResult<()>,
}

impl Piles {
    pub fn add<R: Rows>(&mut self, row: R) {
        let known = self
            .0
            .iter_mut()
            .find_map(|p| p.rows.downcast_mut::<Vec<R>>());
        match known {
            Some(rows) => rows.push(row),
            None => self.0.push(Pile {
                rows: Box::new(vec![row]),
                insert: |conn, rows| match rows.downcast_ref::<Vec<R>>() {
                    Some(rows) => R::insert(conn, rows),
                    None => Ok(()),
                },
            }),
        }
    }

    pub fn insert(self, conn: &mut AnyConn) -> QueryResult<()> {
        self.0
            .into_iter()
            .try_for_each(|pile| (pile.insert)(conn, &*pile.rows))
    }
}

/// The values of one column, row by row.
enum Values<'r> {
    Guids(Vec<Option<G>>),
    Times(Vec<Option<T>>),
    Dates(Vec<Option<NaiveDate>>),
    Texts(Vec<Option<&'r str>>),
    Bytes(Vec<&'r [u8]>),
    Ints(Vec<i64>),
    Bools(Vec<bool>),
}

/// `INSERT … SELECT * FROM unnest(…)` (PostgreSQL).
pub(crate) struct Unnest<'r, R> {
    /// Up to and with `unnest(`.
    text: &'static str,
    /// What closes it.
    end: &'static str,
    rows: &'r [R],
    columns: Vec<Values<'r>>,
}

impl<'r, R> Unnest<'r, R> {
    /// `text`: `INSERT INTO table (columns) SELECT * FROM unnest(`; the columns follow in its order.
    pub fn new(text: &'static str, rows: &'r [R]) -> Self {
        Unnest {
            text,
            end: ")",
            rows,
            columns: Vec::with_capacity(20),
        }
    }

    /// `) AS t (columns)`, where the text selects them by name.
    pub fn named(mut self, end: &'static str) -> Self {
        self.end = end;
        self
    }

    fn with<V>(mut self, to: fn(Vec<V>) -> Values<'r>, value: impl FnMut(&'r R) -> V) -> Self {
        self.columns.push(to(self.rows.iter().map(value).collect()));
        self
    }

    pub fn guid(self, value: impl FnMut(&'r R) -> Option<G>) -> Self {
        self.with(Values::Guids, value)
    }

    pub fn time(self, value: impl FnMut(&'r R) -> Option<T>) -> Self {
        self.with(Values::Times, value)
    }

    pub fn date(self, value: impl FnMut(&'r R) -> Option<NaiveDate>) -> Self {
        self.with(Values::Dates, value)
    }

    pub fn text(self, value: impl FnMut(&'r R) -> Option<&'r str>) -> Self {
        self.with(Values::Texts, value)
    }

    pub fn bytes(self, value: impl FnMut(&'r R) -> &'r [u8]) -> Self {
        self.with(Values::Bytes, value)
    }

    pub fn int(self, value: impl FnMut(&'r R) -> i64) -> Self {
        self.with(Values::Ints, value)
    }

    pub fn bool(self, value: impl FnMut(&'r R) -> bool) -> Self {
        self.with(Values::Bools, value)
    }

    pub fn run(self, conn: &mut PgConnection) -> QueryResult<()> {
        self.execute(conn).map(|_| ())
    }
}

impl<R> QueryFragment<Pg> for Unnest<'_, R> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        for (n, values) in self.columns.iter().enumerate() {
            if n > 0 {
                out.push_sql(", ");
            }
            match values {
                Values::Guids(v) => out.push_bind_param::<Array<Nullable<Guid>>, _>(v)?,
                Values::Times(v) => out.push_bind_param::<Array<Nullable<UtcTs>>, _>(v)?,
                Values::Dates(v) => out.push_bind_param::<Array<Nullable<Date>>, _>(v)?,
                Values::Texts(v) => out.push_bind_param::<Array<Nullable<Text>>, _>(v)?,
                Values::Bytes(v) => out.push_bind_param::<Array<Binary>, _>(v)?,
                Values::Ints(v) => out.push_bind_param::<Array<BigInt>, _>(v)?,
                Values::Bools(v) => out.push_bind_param::<Array<Bool>, _>(v)?,
            }
        }
        out.push_sql(self.end);
        Ok(())
    }
}

impl<R> QueryId for Unnest<'_, R> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R> RunQueryDsl<PgConnection> for Unnest<'_, R> {}
