//! Keyset pages: a signed cursor bound to its list, its filters and its sort; order and row comparison as SQL.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use contract::page::{DEFAULT_LIMIT, MAX_LIMIT};
use contract::{Code, ListQuery, Page};
use uuid::Uuid;

use crate::app::App;
use crate::db::sql::{Bind, Order, Predicate};
use crate::db::types::{G, T};
use crate::problem::{Answer, Refusal};

/// A column a list can be sorted by.
#[derive(Debug, Clone, Copy)]
pub struct SortKey {
    /// As callers name it.
    pub name: &'static str,
    /// Qualified column; never null.
    pub column: &'static str,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Text,
    Ts,
    Date,
    Int,
}

/// Where to start, how many, in which order.
#[derive(Debug, Clone)]
pub struct Paging {
    pub limit: i64,
    pub with_total: bool,
    key: SortKey,
    /// Tie-breaking unique column.
    id: &'static str,
    descending: bool,
    start: Option<(Bind, Uuid)>,
    /// What the cursor is bound to: list, filters, sort.
    binding: [u8; 32],
    mac_key: [u8; 32],
}

impl Paging {
    /// `list` names the list; `id` is its qualified id column; the first of `keys` in the contract's order is the default.
    pub fn new<Q: ListQuery + serde::Serialize>(
        app: &App,
        list: &str,
        query: &Q,
        id: &'static str,
        keys: &[SortKey],
    ) -> Answer<Paging> {
        let limit = query.limit().unwrap_or(DEFAULT_LIMIT);
        if limit == 0 || limit > MAX_LIMIT {
            return Err(Refusal::new(Code::UnknownParameter).field(
                "limit",
                "range",
                format!("1 … {MAX_LIMIT}"),
            ));
        }
        let with_total = match query.include() {
            None => false,
            Some("total") => true,
            Some(_) => {
                return Err(Refusal::new(Code::UnknownParameter).field(
                    "include",
                    "unknown_value",
                    "total",
                ));
            }
        };
        let asked = query
            .sort()
            .or(Q::sorts().first().copied())
            .unwrap_or_default();
        let (name, descending) = match asked.strip_prefix('-') {
            Some(name) => (name, true),
            None => (asked, false),
        };
        let key = *keys
            .iter()
            .find(|k| k.name == name)
            .ok_or_else(|| Refusal::new(Code::BadSort).at("sort"))?;
        let mut paging = Paging {
            limit: i64::from(limit),
            with_total,
            key,
            id,
            descending,
            start: None,
            binding: binding(list, query, asked),
            mac_key: app.cursor_key,
        };
        if let Some(cursor) = query.cursor() {
            paging.start = Some(
                paging
                    .read(cursor)
                    .ok_or_else(|| Refusal::new(Code::BadCursor).at("cursor"))?,
            );
        }
        Ok(paging)
    }

    /// The same list in larger chunks; for exports.
    pub fn in_chunks(mut self, rows: i64) -> Paging {
        self.limit = rows;
        self.with_total = false;
        self
    }

    /// The page after this one.
    pub fn next(mut self, cursor: &str) -> Answer<Paging> {
        self.start = Some(
            self.read(cursor)
                .ok_or_else(|| Refusal::new(Code::BadCursor))?,
        );
        Ok(self)
    }

    /// `ORDER BY` text.
    pub fn order(&self) -> Order {
        let direction = if self.descending { "DESC" } else { "ASC" };
        Order(format!(
            "{} {direction}, {} {direction}",
            self.key.column, self.id
        ))
    }

    /// The rows after the cursor.
    pub fn after(&self) -> Predicate {
        let Some((value, id)) = &self.start else {
            return Predicate::new().sql("1 = 1");
        };
        let comparison = if self.descending { ") < (" } else { ") > (" };
        Predicate::new()
            .sql("(")
            .sql(self.key.column)
            .sql(", ")
            .sql(self.id)
            .sql(comparison)
            .bind(value.clone())
            .sql(", ")
            .bind(Bind::Guid(G(*id)))
            .sql(")")
    }

    /// Where the page begins: the key of the last row of the page before. For lists that are computed, not read.
    pub fn start(&self) -> Option<&(Bind, Uuid)> {
        self.start.as_ref()
    }

    /// The cursor behind a row of a list that is computed.
    pub fn cursor(&self, value: &Bind, id: Uuid) -> String {
        self.write(value, id)
    }

    /// Does the page show what stands under this text? For lists that are made in memory, in ascending order.
    pub fn begins_before(&self, text: &str) -> bool {
        match &self.start {
            Some((Bind::Text(last), _)) => text > last.as_str(),
            _ => true,
        }
    }

    pub fn descending(&self) -> bool {
        self.descending
    }

    /// How many rows to ask the database for: one more than shown tells whether there is a next page.
    pub fn fetch(&self) -> i64 {
        self.limit + 1
    }

    /// The first rows of several ranges, each in the order of the list.
    pub fn merged<R>(
        &self,
        mut ranges: Vec<Vec<R>>,
        key: impl Fn(&R, &str) -> (Bind, Uuid),
    ) -> Vec<R> {
        ranges.retain(|rows| !rows.is_empty());
        if ranges.len() < 2 {
            return ranges.pop().unwrap_or_default();
        }
        let place = |row: &R| key(row, self.key.name);
        let mut rows: Vec<R> = ranges.into_iter().flatten().collect();
        rows.sort_by(|a, b| match self.descending {
            true => place(b).cmp(&place(a)),
            false => place(a).cmp(&place(b)),
        });
        rows.truncate(self.fetch() as usize);
        rows
    }

    /// Cuts the extra row off and signs the cursor of the last one shown.
    pub fn page<R, T>(
        &self,
        mut rows: Vec<R>,
        key: impl Fn(&R, &str) -> (Bind, Uuid),
        total: Option<i64>,
        to: impl FnMut(R) -> T,
    ) -> Page<T> {
        let more = rows.len() as i64 > self.limit;
        rows.truncate(self.limit as usize);
        let next_cursor = match rows.last() {
            Some(last) if more => {
                let (value, id) = key(last, self.key.name);
                Some(self.write(&value, id))
            }
            _ => None,
        };
        Page {
            data: rows.into_iter().map(to).collect(),
            next_cursor,
            total,
        }
    }

    fn write(&self, value: &Bind, id: Uuid) -> String {
        let text = match value {
            Bind::Text(v) => v.clone(),
            Bind::Ts(v) => v.0.timestamp_micros().to_string(),
            Bind::Date(v) => v.to_string(),
            Bind::Int(v) => v.to_string(),
            Bind::Guid(v) => v.0.to_string(),
        };
        let mut bytes = self.mac(text.as_bytes(), id).to_vec();
        bytes.extend_from_slice(id.as_bytes());
        bytes.extend_from_slice(text.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read(&self, cursor: &str) -> Option<(Bind, Uuid)> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (mac, rest) = bytes.split_at_checked(16)?;
        let (id, text) = rest.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        // Every byte is compared, so that timing tells nothing.
        let expected = self.mac(text, id);
        if !mac
            .iter()
            .zip(expected)
            .fold(true, |same, (a, b)| same & (*a == b))
        {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?;
        let value = match self.key.kind {
            Kind::Text => Bind::Text(text.to_owned()),
            Kind::Ts => Bind::Ts(T(DateTime::<Utc>::from_timestamp_micros(
                text.parse().ok()?,
            )?)),
            Kind::Date => Bind::Date(text.parse::<NaiveDate>().ok()?),
            Kind::Int => Bind::Int(text.parse().ok()?),
        };
        Some((value, id))
    }

    fn mac(&self, text: &[u8], id: Uuid) -> [u8; 16] {
        let mut h = blake3::Hasher::new_keyed(&self.mac_key);
        h.update(&self.binding).update(id.as_bytes()).update(text);
        let mut out = [0; 16];
        out.copy_from_slice(&h.finalize().as_bytes()[..16]);
        out
    }
}

/// One page of rows: `narrowed` is a closure that makes the boxed query inside reach and filters, `key` names a row's place.
/// With `ranges` (predicates that don't overlap, see [`Reach::ranges`](crate::access::Reach::ranges)) the closure takes one of
/// them, and their pages are merged.
#[macro_export]
macro_rules! page_of {
    ($conn:expr, $paging:expr, $narrowed:expr, $key:expr) => {{
        let rows = $crate::page_rows!($conn, $paging, $narrowed());
        let total = match $paging.with_total {
            true => Some($narrowed().count().get_result($conn)?),
            false => None,
        };
        $paging.page(rows, $key, total, |r| r)
    }};
    ($conn:expr, $paging:expr, $ranges:expr, $narrowed:expr, $key:expr) => {{
        let (mut found, mut total) = (Vec::new(), 0);
        for range in $ranges {
            if $paging.with_total {
                let counted: i64 = $narrowed(range.clone()).count().get_result($conn)?;
                total += counted;
            }
            found.push($crate::page_rows!($conn, $paging, $narrowed(range)));
        }
        let rows = $paging.merged(found, $key);
        $paging.page(rows, $key, $paging.with_total.then_some(total), |r| r)
    }};
}

/// The rows that a page, or one range of it, begins with.
#[macro_export]
macro_rules! page_rows {
    ($conn:expr, $paging:expr, $narrowed:expr) => {
        $narrowed
            .filter($paging.after())
            .order($paging.order())
            .limit($paging.fetch())
            .load($conn)?
    };
}

/// Limit and cursor may change from page to page; list, filters and sort may not.
fn binding<Q: ListQuery + serde::Serialize>(list: &str, query: &Q, sort: &str) -> [u8; 32] {
    let mut filters = serde_json::to_value(query).unwrap_or_default();
    if let Some(map) = filters.as_object_mut() {
        for name in ["limit", "cursor", "include", "sort"] {
            map.remove(name);
        }
    }
    *blake3::hash(format!("{list}\n{sort}\n{filters}").as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(limit: i64, descending: bool) -> Paging {
        Paging {
            limit,
            with_total: false,
            key: SortKey {
                name: "n",
                column: "n",
                kind: Kind::Int,
            },
            id: "id",
            descending,
            start: None,
            binding: [0; 32],
            mac_key: [0; 32],
        }
    }

    #[test]
    fn ranges_are_merged_in_the_order_of_the_list_and_cut_behind_the_page() {
        let key = |row: &(i64, u128), _: &str| (Bind::Int(row.0), Uuid::from_u128(row.1));
        let ranges = || vec![vec![(1, 7), (4, 1)], vec![], vec![(1, 9), (2, 2), (9, 3)]];
        let merged = paging(3, false).merged(ranges(), key);
        assert_eq!(merged, [(1, 7), (1, 9), (2, 2), (4, 1)]);
        let backwards = ranges()
            .into_iter()
            .map(|mut rows| {
                rows.reverse();
                rows
            })
            .collect();
        let merged = paging(2, true).merged(backwards, key);
        assert_eq!(merged, [(9, 3), (4, 1), (2, 2)]);
    }
}
