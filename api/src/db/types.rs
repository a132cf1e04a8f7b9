//! Own SQL types with real PostgreSQL OIDs, so that no `pg_type` look-up happens: `Guid` (uuid / 16-byte blob), `UtcTs`
//! (timestamptz / µs since 1970), `JsonDoc` (jsonb / text).

use std::io::Write;

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Binary, HasSqlType, SqlOrd, Text};
use diesel::sqlite::Sqlite;
use uuid::Uuid;

use super::MultiBackend;

#[derive(
    Debug, Clone, Copy, Default, diesel::query_builder::QueryId, diesel::sql_types::SqlType,
)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Guid;

#[derive(
    Debug, Clone, Copy, Default, diesel::query_builder::QueryId, diesel::sql_types::SqlType,
)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct UtcTs;

#[derive(
    Debug, Clone, Copy, Default, diesel::query_builder::QueryId, diesel::sql_types::SqlType,
)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807))]
#[diesel(sqlite_type(name = "Text"))]
pub struct JsonDoc;

impl SqlOrd for Guid {}
impl SqlOrd for UtcTs {}

macro_rules! on_both {
    ($st:ty) => {
        impl HasSqlType<$st> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                MultiBackend::lookup_sql_type::<$st>(lookup)
            }
        }
    };
    ($st:ty, $t:ty) => {
        on_both!($st);
        impl ToSql<$st, MultiBackend> for $t {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((<$st>::default(), self));
                Ok(IsNull::No)
            }
        }
        impl FromSql<$st, MultiBackend> for $t {
            fn from_sql(
                bytes: <MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                bytes.from_sql::<Self, $st>()
            }
        }
    };
}

on_both!(Guid, G);
on_both!(UtcTs, T);
on_both!(JsonDoc, J);

/// An id on its way into or out of the database. (Neither `Uuid` nor its traits are ours, so diesel needs a type of ours.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Guid)]
pub struct G(pub Uuid);

/// An instant on its way into or out of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = UtcTs)]
pub struct T(pub DateTime<Utc>);

/// A JSON document on its way into or out of the database.
#[derive(Debug, Clone, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = JsonDoc)]
pub struct J(pub serde_json::Value);

/// Wraps a value, a reference or an option for a query.
pub trait Wrap<W> {
    type Out;
    fn wrap(self) -> Self::Out;
}

macro_rules! wrapped {
    ($w:ident, $plain:ty, $st:ty) => {
        impl Wrap<$w> for $plain {
            type Out = $w;
            fn wrap(self) -> $w {
                $w(self)
            }
        }
        impl Wrap<$w> for &$plain {
            type Out = $w;
            fn wrap(self) -> $w {
                $w(self.clone())
            }
        }
        impl Wrap<$w> for Option<$plain> {
            type Out = Option<$w>;
            fn wrap(self) -> Option<$w> {
                self.map($w)
            }
        }
        impl Wrap<$w> for &Option<$plain> {
            type Out = Option<$w>;
            fn wrap(self) -> Option<$w> {
                self.clone().map($w)
            }
        }
        impl FromSql<$st, MultiBackend> for $plain {
            fn from_sql(
                bytes: <MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                <$w as FromSql<$st, MultiBackend>>::from_sql(bytes).map(|w| w.0)
            }
        }
        wrapped!(@$w, $plain, $st, Pg);
        wrapped!(@$w, $plain, $st, Sqlite);
    };
    (@$w:ident, $plain:ty, $st:ty, $backend:ty) => {
        impl FromSql<$st, $backend> for $plain {
            fn from_sql(
                bytes: <$backend as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                <$w as FromSql<$st, $backend>>::from_sql(bytes).map(|w| w.0)
            }
        }
    };
}
wrapped!(G, Uuid, Guid);
wrapped!(T, DateTime<Utc>, UtcTs);
wrapped!(J, serde_json::Value, JsonDoc);

// Rows are read straight into the plain types. (diesel brings this for chrono's.)
macro_rules! read_plain {
    ($w:ident, $plain:ty, $st:ty, $($backend:ty),+) => {$(
        impl Queryable<$st, $backend> for $plain {
            type Row = $w;
            fn build(row: $w) -> deserialize::Result<Self> {
                Ok(row.0)
            }
        }
    )+};
}
read_plain!(G, Uuid, Guid, MultiBackend, Pg, Sqlite);
read_plain!(J, serde_json::Value, JsonDoc, MultiBackend, Pg, Sqlite);

/// Ids for a query.
pub fn g<X: Wrap<G>>(value: X) -> X::Out {
    value.wrap()
}

/// Instants for a query.
pub fn t<X: Wrap<T>>(value: X) -> X::Out {
    value.wrap()
}

/// JSON documents for a query.
pub fn j<X: Wrap<J>>(value: X) -> X::Out {
    value.wrap()
}

/// Several ids for `eq_any`.
pub fn gs<X: Wrap<G>>(values: impl IntoIterator<Item = X>) -> Vec<X::Out> {
    values.into_iter().map(Wrap::wrap).collect()
}

impl ToSql<Guid, Pg> for G {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Guid, Pg> for G {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(G(Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<Guid, Sqlite> for G {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl FromSql<Guid, Sqlite> for G {
    fn from_sql(
        value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(G(Uuid::from_slice(&bytes)?))
    }
}

/// Microseconds between 1970-01-01 and PostgreSQL's epoch, 2000-01-01.
const PG_EPOCH: i64 = 946_684_800_000_000;

impl ToSql<UtcTs, Pg> for T {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.timestamp_micros() - PG_EPOCH;
        <i64 as ToSql<BigInt, Pg>>::to_sql(&micros, &mut out.reborrow())
    }
}

impl FromSql<UtcTs, Pg> for T {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Pg>>::from_sql(value)?;
        DateTime::from_timestamp_micros(micros.saturating_add(PG_EPOCH))
            .map(T)
            .ok_or_else(|| "timestamp out of range".into())
    }
}

impl ToSql<UtcTs, Sqlite> for T {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl FromSql<UtcTs, Sqlite> for T {
    fn from_sql(
        value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?;
        DateTime::from_timestamp_micros(micros)
            .map(T)
            .ok_or_else(|| "timestamp out of range".into())
    }
}

impl ToSql<JsonDoc, Pg> for J {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        // jsonb on the wire is a version byte and the text.
        out.write_all(&[1])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDoc, Pg> for J {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes().split_first() {
            Some((1, text)) => Ok(J(serde_json::from_slice(text)?)),
            _ => Err("not a jsonb value".into()),
        }
    }
}

impl ToSql<JsonDoc, Sqlite> for J {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDoc, Sqlite> for J {
    fn from_sql(
        value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(J(serde_json::from_str(&text)?))
    }
}
