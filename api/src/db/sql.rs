//! Small query nodes that diesel lacks or that both backends spell alike: row comparison for keyset pages, and any
//! predicate written as SQL text with typed binds.

use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, Date, HasSqlType, Text, Untyped};
use diesel::{QueryResult, RunQueryDsl};

use super::types::{G, Guid, T, UtcTs};
use super::{AnyConn, MultiBackend};

/// A value bound into a [`Predicate`]. Two of one column compare as both databases do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bind {
    Guid(G),
    Text(String),
    Int(i64),
    Ts(T),
    Date(NaiveDate),
}

impl Bind {
    pub fn guid(id: uuid::Uuid) -> Bind {
        Bind::Guid(G(id))
    }

    pub fn ts(at: chrono::DateTime<chrono::Utc>) -> Bind {
        Bind::Ts(T(at))
    }
}

/// A boolean SQL expression: pieces of text with a bind between each two. Never built from user text, so its statements are
/// as many as the code can spell; they are prepared once and kept (`db::conn` bounds how many).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Predicate {
    pieces: Vec<String>,
    binds: Vec<Bind>,
}

impl Predicate {
    pub fn new() -> Predicate {
        Predicate {
            pieces: vec![String::new()],
            binds: Vec::new(),
        }
    }

    pub fn sql(mut self, text: &str) -> Predicate {
        if let Some(last) = self.pieces.last_mut() {
            last.push_str(text);
        }
        self
    }

    pub fn bind(mut self, value: Bind) -> Predicate {
        self.binds.push(value);
        self.pieces.push(String::new());
        self
    }

    /// Text of a column that begins like this: a range, which an index serves on both databases, where `LIKE` needs luck.
    pub fn begins(column: &str, text: &str) -> Predicate {
        Predicate::new()
            .sql("(")
            .sql(column)
            .sql(" >= ")
            .bind(Bind::Text(text.to_owned()))
            .sql(" AND ")
            .sql(column)
            .sql(" < ")
            .bind(Bind::Text(format!("{text}\u{10FFFF}")))
            .sql(")")
    }

    /// Both must hold.
    pub fn and(self, other: Predicate) -> Predicate {
        let mut joined = Predicate::new()
            .sql("(")
            .join(self)
            .sql(" AND ")
            .join(other);
        joined = joined.sql(")");
        joined
    }

    pub fn join(mut self, other: Predicate) -> Predicate {
        let mut pieces = other.pieces.into_iter();
        if let Some(first) = pieces.next() {
            self = self.sql(&first);
        }
        for (bind, piece) in other.binds.into_iter().zip(pieces) {
            self = self.bind(bind).sql(&piece);
        }
        self
    }
}

impl<DB> QueryFragment<DB> for Predicate
where
    DB: Backend
        + HasSqlType<Guid>
        + HasSqlType<UtcTs>
        + HasSqlType<Text>
        + HasSqlType<BigInt>
        + HasSqlType<Date>,
    G: ToSql<Guid, DB>,
    T: ToSql<UtcTs, DB>,
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    NaiveDate: ToSql<Date, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (n, piece) in self.pieces.iter().enumerate() {
            out.push_sql(piece);
            match self.binds.get(n) {
                Some(Bind::Guid(v)) => out.push_bind_param::<Guid, _>(v)?,
                Some(Bind::Text(v)) => out.push_bind_param::<Text, _>(v)?,
                Some(Bind::Int(v)) => out.push_bind_param::<BigInt, _>(v)?,
                Some(Bind::Ts(v)) => out.push_bind_param::<UtcTs, _>(v)?,
                Some(Bind::Date(v)) => out.push_bind_param::<Date, _>(v)?,
                None => {}
            }
        }
        Ok(())
    }
}

impl QueryId for Predicate {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Predicate {
    type SqlType = Bool;
}
impl<QS> SelectableExpression<QS> for Predicate {}
impl<QS> AppearsOnTable<QS> for Predicate {}
impl<GB> ValidGrouping<GB> for Predicate {
    type IsAggregate = is_aggregate::No;
}

/// `ORDER BY` text; unlike diesel's own literal it doesn't keep its statement from being prepared once and kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Order(pub String);

impl QueryFragment<MultiBackend> for Order {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}

impl QueryId for Order {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Order {
    type SqlType = Untyped;
}
impl<QS> SelectableExpression<QS> for Order {}
impl<QS> AppearsOnTable<QS> for Order {}
impl<GB> ValidGrouping<GB> for Order {
    type IsAggregate = is_aggregate::No;
}

/// An `UPDATE` that is prepared once and kept. diesel prepares them anew each time, for a changeset of options has many shapes;
/// what is wrapped here has one.
pub struct Kept<Q>(pub Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> RunQueryDsl<AnyConn> for Kept<Q> {}

/// A statement written as text whose rows have the shape `ST`: for what is read from tables that are chosen at run time.
pub struct Rows<ST> {
    text: Predicate,
    shape: std::marker::PhantomData<ST>,
}

impl<ST> Rows<ST> {
    pub fn new(text: Predicate) -> Rows<ST> {
        Rows {
            text,
            shape: std::marker::PhantomData,
        }
    }
}

impl<ST> QueryFragment<MultiBackend> for Rows<ST> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.text.walk_ast(out)
    }
}

impl<ST> QueryId for Rows<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> diesel::query_builder::Query for Rows<ST> {
    type SqlType = ST;
}

impl<ST> RunQueryDsl<AnyConn> for Rows<ST> {}

/// Folds text for the `search` columns: lower case, full-width forms to half-width, white space collapsed.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        };
        match c.is_whitespace() {
            true if out.ends_with(' ') || out.is_empty() => {}
            true => out.push(' '),
            false => out.extend(c.to_lowercase()),
        }
    }
    out.trim_end().to_owned()
}

/// `LIKE` pattern for "contains", with the wildcards of the user's text escaped (`ESCAPE '\'`).
pub fn contains(column: &str, text: &str) -> Predicate {
    let mut pattern = String::from("%");
    for c in fold(text).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Predicate::new()
        .sql(column)
        .sql(" LIKE ")
        .bind(Bind::Text(pattern))
        .sql(" ESCAPE '\\'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_width_and_spacing() {
        assert_eq!(fold("  ＡＢＣ　 陳  Guo "), "abc 陳 guo");
    }

    #[test]
    fn wildcards_in_the_users_text_are_literal() {
        let Predicate { binds, .. } = contains("x", "50%_");
        assert_eq!(binds, vec![Bind::Text("%50\\%\\_%".to_owned())]);
    }
}
