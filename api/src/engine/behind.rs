//! The records behind a figure of the board (1): each module says which of its records a clause is counted from, and which of them count
//! against it. They are read inside the reach of their own list, which may be less than the board's.

use chrono::{DateTime, NaiveDate, Utc};
use contract::compliance::{EvidenceQuery, EvidenceRecord};
use contract::{Action, Code, Locale, Page};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text};
use uuid::Uuid;

use super::evidence::Scope;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::sql::{Bind, Predicate, Rows};
use crate::db::types::{Guid, UtcTs};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "on",
    column: "on",
    kind: Kind::Text,
}];

/// What a record is ordered and dated by; never null.
#[derive(Debug, Clone, Copy)]
pub enum On {
    At(&'static str),
    Day(&'static str),
}

/// Whose a record is.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Records(Columns),
    Areas(&'static str),
    /// The department's: whoever may read such records reads them all.
    Department,
}

/// Records that a figure is counted from, as one statement.
pub struct Behind {
    /// As the audit trail calls it.
    kind: &'static str,
    read: Action,
    whose: Whose,
    from: String,
    id: String,
    title: String,
    on: On,
    counted: Predicate,
    against: Predicate,
    path: String,
}

impl Behind {
    /// Records of a table with an `id`, which `read` lists.
    pub fn new(kind: &'static str, read: Action, table: &str, title: &str, on: On) -> Behind {
        Behind {
            kind,
            read,
            whose: Whose::Department,
            from: table.to_owned(),
            id: format!("{table}.id"),
            title: title.to_owned(),
            on,
            counted: Predicate::new().sql("1 = 1"),
            against: Predicate::new().sql("1 = 0"),
            path: String::new(),
        }
    }

    pub fn of(mut self, columns: Columns) -> Behind {
        self.whose = Whose::Records(columns);
        self
    }

    pub fn of_areas(mut self, column: &'static str) -> Behind {
        self.whose = Whose::Areas(column);
        self
    }

    pub fn joined(mut self, joins: &str) -> Behind {
        self.from = format!("{} {joins}", self.from);
        self
    }

    pub fn counted(mut self, such: Predicate) -> Behind {
        self.counted = whole(such);
        self
    }

    pub fn against(mut self, such: Predicate) -> Behind {
        self.against = whole(such);
        self
    }

    /// Path in the SPA; `{id}` stands for the record's.
    pub fn path(mut self, path: &str) -> Behind {
        self.path = path.to_owned();
        self
    }

    fn place(&self) -> (String, String) {
        match self.whose {
            Whose::Records(columns) => (columns.owner.to_owned(), columns.team.to_owned()),
            Whose::Areas(_) | Whose::Department => (nothing("UUID"), nothing("UUID")),
        }
    }

    /// Inside the board as it is asked for, and inside what the caller reads such records of: parts that don't overlap, each read from an
    /// index of its own.
    fn within(&self, grant: &Grant, scope: &Scope) -> Vec<Predicate> {
        let reach = grant.reach_of(self.read);
        match self.whose {
            Whose::Records(columns) => {
                let parts = scope.parts(columns).into_iter();
                parts.map(|part| part.and(reach.on(columns))).collect()
            }
            Whose::Areas(column) => vec![scope.on_areas(column).and(reach.on_areas(column))],
            Whose::Department if grant.permits(self.read) => vec![Predicate::new().sql("1 = 1")],
            Whose::Department => Vec::new(),
        }
    }

    fn such(&self, grant: &Grant, scope: &Scope, query: &EvidenceQuery) -> Vec<Predicate> {
        let such = |part: Predicate| {
            let such = part.and(self.counted.clone());
            let against = self.against.clone();
            match query.against {
                None => such,
                Some(true) => such.and(against),
                Some(false) => {
                    let kept = such.sql(" AND NOT COALESCE((");
                    kept.join(against).sql("), 1 = 0)")
                }
            }
        };
        self.within(grant, scope).into_iter().map(such).collect()
    }

    fn after(&self, after: &Option<(Key, Uuid)>) -> Predicate {
        let (column, value, id) = match (self.on, after) {
            (On::At(column), Some((Key::At(at), id))) => (column, Bind::ts(*at), *id),
            (On::Day(column), Some((Key::Day(day), id))) => (column, Bind::Date(*day), *id),
            _ => return Predicate::new().sql("1 = 1"),
        };
        let p = Predicate::new()
            .sql("(")
            .sql(column)
            .sql(", ")
            .sql(&self.id);
        let p = p.sql(") > (").bind(value).sql(", ");
        p.bind(Bind::guid(id)).sql(")")
    }

    fn rows(
        &self,
        conn: &mut AnyConn,
        such: Predicate,
        after: &Option<(Key, Uuid)>,
        most: i64,
    ) -> Answer<Vec<Row>> {
        let (owner, team) = self.place();
        let (at, day, on) = match self.on {
            On::At(column) => (column.to_owned(), nothing("DATE"), column),
            On::Day(column) => (nothing("TIMESTAMPTZ"), column.to_owned(), column),
        };
        let text = Predicate::new()
            .sql(&format!(
                "SELECT {}, {}, {owner}, {team}, {at}, {day}, CAST(CASE WHEN ",
                self.id, self.title
            ))
            .join(self.against.clone())
            .sql(&format!(
                " THEN 1 ELSE 0 END AS BIGINT) FROM {} WHERE ",
                self.from
            ))
            .join(such)
            .sql(" AND ")
            .join(self.after(after))
            .sql(&format!(" ORDER BY {on}, {} LIMIT ", self.id))
            .bind(Bind::Int(most));
        Ok(Rows::<Shape>::new(text).load(conn)?)
    }

    /// The first of all parts, in their order.
    fn first(
        &self,
        conn: &mut AnyConn,
        parts: Vec<Predicate>,
        after: &Option<(Key, Uuid)>,
        most: i64,
    ) -> Answer<Vec<Row>> {
        let mut all = Vec::new();
        for part in parts {
            all.extend(self.rows(conn, part, after, most)?);
        }
        all.sort_by_key(|row| (row.4, row.5, row.0));
        all.truncate(usize::try_from(most).unwrap_or_default());
        Ok(all)
    }

    fn count(&self, conn: &mut AnyConn, such: Predicate) -> Answer<i64> {
        let text = Predicate::new().sql(&format!("SELECT COUNT(*) FROM {} WHERE ", self.from));
        Ok(Rows::<BigInt>::new(text.join(such)).get_result(conn)?)
    }
}

/// In brackets: an `OR` in it must not reach past what it is joined to.
fn whole(such: Predicate) -> Predicate {
    Predicate::new().sql("(").join(such).sql(")")
}

fn nothing(sql_type: &str) -> String {
    format!("CAST(NULL AS {sql_type})")
}

/// The title in one of three columns that end like this.
pub fn titled(stem: &str, endings: [&str; 3], locale: Locale) -> String {
    let ending = match locale {
        Locale::ZhHant => endings[0],
        Locale::ZhHans => endings[1],
        Locale::En => endings[2],
    };
    format!("{stem}{ending}")
}

/// One of these.
pub fn among(column: &str, ids: impl IntoIterator<Item = Uuid>) -> Predicate {
    let mut ids = ids.into_iter();
    let Some(first) = ids.next() else {
        return Predicate::new().sql("1 = 0");
    };
    let such = Predicate::new().sql(column).sql(" IN (");
    let such = ids.fold(such.bind(Bind::guid(first)), |p, id| {
        p.sql(", ").bind(Bind::guid(id))
    });
    such.sql(")")
}

type Shape = (
    Guid,
    Text,
    Nullable<Guid>,
    Nullable<Guid>,
    Nullable<UtcTs>,
    Nullable<Date>,
    BigInt,
);
type Row = (
    Uuid,
    String,
    Option<Uuid>,
    Option<Uuid>,
    Option<DateTime<Utc>>,
    Option<NaiveDate>,
    i64,
);

#[derive(Debug, Clone, Copy)]
enum Key {
    At(DateTime<Utc>),
    Day(NaiveDate),
}

impl Key {
    fn of(row: &Row) -> Key {
        match (row.4, row.5) {
            (Some(at), _) => Key::At(at),
            (None, day) => Key::Day(day.unwrap_or_default()),
        }
    }

    /// In a cursor, behind the number of what it is of.
    fn text(self, of: usize) -> String {
        match self {
            Key::At(at) => format!("{of} {}", at.timestamp_micros()),
            Key::Day(day) => format!("{of} {day}"),
        }
    }

    fn parse(text: &str) -> Option<(usize, Key)> {
        let (of, key) = text.split_once(' ')?;
        let day = key.parse().ok().map(Key::Day);
        let at = || DateTime::from_timestamp_micros(key.parse().ok()?).map(Key::At);
        Some((of.parse().ok()?, day.or_else(at)?))
    }
}

/// One kind of records after the other, each by its day, the oldest first.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    scope: &Scope,
    behind: &[Behind],
    query: &EvidenceQuery,
    paging: &Paging,
) -> Answer<Page<EvidenceRecord>> {
    let wanted = |one: &Behind| query.kind.as_ref().is_none_or(|kind| kind == one.kind);
    let behind: Vec<&Behind> = behind.iter().filter(|one| wanted(one)).collect();
    let (first, mut after) = match paging.start() {
        Some((Bind::Text(text), id)) => {
            let bad = || Refusal::new(Code::BadCursor).at("cursor");
            let (of, key) = Key::parse(text).ok_or_else(bad)?;
            (of, Some((key, *id)))
        }
        _ => (0, None),
    };
    let mut found: Vec<(usize, Row)> = Vec::new();
    for (n, one) in behind.iter().enumerate().skip(first) {
        let most = paging.fetch() - found.len() as i64;
        if most <= 0 {
            break;
        }
        let parts = one.such(grant, scope, query);
        let rows = one.first(conn, parts, &after.take(), most)?;
        found.extend(rows.into_iter().map(|row| (n, row)));
    }
    let mut total = None;
    if paging.with_total {
        let mut sum = 0;
        for one in &behind {
            for part in one.such(grant, scope, query) {
                sum += one.count(conn, part)?;
            }
        }
        total = Some(sum);
    }
    let people = people::by_ids(conn, found.iter().filter_map(|(_, row)| row.2).collect())?;
    let teams = people::team_names(conn, found.iter().filter_map(|(_, row)| row.3).collect())?;
    let key = |(n, row): &(usize, Row), _: &str| (Bind::Text(Key::of(row).text(*n)), row.0);
    Ok(paging.page(found, key, total, |(n, row)| EvidenceRecord {
        kind: behind[n].kind.to_owned(),
        id: row.0,
        on: match Key::of(&row) {
            Key::At(at) => scope.day(at),
            Key::Day(day) => day,
        },
        person: row.2.and_then(|id| people.get(&id).cloned()),
        team_id: row.3,
        team_name: row.3.and_then(|id| teams.get(&id).cloned()),
        against: row.6 == 1,
        path: behind[n].path.replace("{id}", &row.0.to_string()),
        title: row.1,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_names_what_it_is_of_and_where_it_is() {
        let day: NaiveDate = "2028-02-29".parse().unwrap();
        let at = DateTime::from_timestamp_micros(1_700_000_000_000_123).unwrap();
        for (of, key) in [(0, Key::Day(day)), (3, Key::At(at))] {
            let (n, read) = Key::parse(&key.text(of)).unwrap();
            assert_eq!((n, read.text(n)), (of, key.text(of)));
        }
        assert!(Key::parse("2028-02-29").is_none());
        assert!(Key::parse("x 2028-02-29").is_none());
    }

    #[test]
    fn what_is_counted_never_reaches_past_the_reach_it_is_joined_to() {
        let either = || Predicate::new().sql("a OR b");
        let read = Action::BookingRead;
        let one = Behind::new("booking", read, "bookings", "title", On::At("at"));
        let one = one.counted(either()).against(either());
        assert_eq!(one.counted, Predicate::new().sql("(a OR b)"));
        assert_eq!(one.against, Predicate::new().sql("(a OR b)"));
    }

    #[test]
    fn nobody_is_among_none() {
        assert_eq!(among("x", []), Predicate::new().sql("1 = 0"));
    }
}
