use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::document::{
    Document, DocumentKind, DocumentQuery, DocumentState, DocumentVersionRef, Heading,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::schema::{document_readings as r, document_versions as v, documents as d};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "documents.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub title_zh_hant: String,
    pub title_zh_hans: String,
    pub title_en: String,
    pub field: Option<String>,
    pub review_months: Option<i64>,
    pub review_on: Option<NaiveDate>,
    pub drill_months: Option<i64>,
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn kind(&self) -> Answer<DocumentKind> {
        parse(&self.kind)
    }

    pub fn field(&self) -> Answer<Option<Field>> {
        self.field.as_deref().map(parse).transpose()
    }

    pub fn title(&self) -> Heading {
        Heading {
            zh_hant: self.title_zh_hant.clone(),
            zh_hans: self.title_zh_hans.clone(),
            en: self.title_en.clone(),
        }
    }

    pub fn entitle(&mut self, title: &Heading) {
        self.title_zh_hant.clone_from(&title.zh_hant);
        self.title_zh_hans.clone_from(&title.zh_hans);
        self.title_en.clone_from(&title.en);
    }

    pub fn record(&self, event: &'static str) -> Answer<Record> {
        let clause = self.kind()?.clause();
        Ok(Record::new(event, "document", self.id, &self.title_zh_hant).clause(clause))
    }
}

/// Whoever is in charge of the field of work writes what is about it; the rest is the manager's.
pub fn writes(grant: &Grant, field: Option<Field>) -> bool {
    let reach = grant.reach_of(Action::RegulationManage);
    match field {
        Some(field) => reach.covers(None, None, field),
        None => reach.is_department(),
    }
}

/// What a version holds of is everybody's; the rest is seen by those who write it.
fn seen(grant: &Grant) -> Predicate {
    if writes(grant, None) {
        return Predicate::new().sql("1 = 1");
    }
    let held = "(EXISTS (SELECT 1 FROM document_versions dv WHERE dv.document_id = documents.id AND dv.state = 'current')";
    let mut seen = Predicate::new().sql(held);
    for field in Field::ALL {
        if writes(grant, Some(field)) {
            seen = seen
                .sql(" OR documents.field = ")
                .bind(Bind::Text(word(&field)));
        }
    }
    seen.sql(")")
}

pub fn unread(me: Uuid) -> Predicate {
    Predicate::new()
        .sql("EXISTS (SELECT 1 FROM document_versions uv WHERE uv.document_id = documents.id AND uv.state = 'current' AND NOT EXISTS ")
        .sql("(SELECT 1 FROM document_readings ur WHERE ur.version_id = uv.id AND ur.employee_id = ")
        .bind(Bind::guid(me))
        .sql("))")
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = d::table.find(g(id)).filter(seen(grant));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

/// For a change: whoever doesn't write it is refused, once they have seen that it is there.
pub fn mine(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let found = row(conn, grant, id)?;
    match writes(grant, found.field()?) {
        true => Ok(found),
        false => Err(grant.beyond().clause(found.kind()?.clause())),
    }
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Document> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Document> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| Refusal::new(Code::NotFound))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DocumentQuery,
    paging: &Paging,
) -> Answer<Page<Document>> {
    let today = settings::today(conn, grant.acting.now)?;
    let narrowed = || {
        let mut q = d::table
            .filter(seen(grant))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(kind) = query.kind {
            q = q.filter(d::kind.eq(word(&kind)));
        }
        if let Some(field) = query.field {
            q = q.filter(d::field.eq(word(&field)));
        }
        if let Some(active) = query.active {
            q = q.filter(d::active.eq(active));
        }
        match query.unread {
            Some(true) => q = q.filter(d::active.eq(true)).filter(unread(grant.me())),
            Some(false) => q = q.filter(Predicate::new().sql("NOT ").join(unread(grant.me()))),
            None => {}
        }
        match query.review_due {
            Some(true) => q = q.filter(d::active.eq(true)).filter(d::review_on.le(today)),
            Some(false) => q = q.filter(d::review_on.is_null().or(d::review_on.gt(today))),
            None => {}
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Document>> {
    type Found = (Uuid, Uuid, i64, String, Option<DateTime<Utc>>);
    let versions: Vec<Found> = v::table
        .filter(v::document_id.eq_any(gs(rows.iter().map(|row| row.id))))
        .filter(v::state.ne(word(&DocumentState::Superseded)))
        .select((v::id, v::document_id, v::number, v::state, v::published_at))
        .load(conn)?;
    let read = readings(conn, grant.me(), versions.iter().map(|found| found.0))?;
    let (mut held, mut drafts) = (HashMap::new(), HashMap::new());
    for (id, document, number, state, published_at) in versions {
        let at = match parse(&state)? {
            DocumentState::Draft => &mut drafts,
            _ => &mut held,
        };
        let version = DocumentVersionRef {
            id,
            number,
            published_at,
        };
        at.insert(document, version);
    }
    let one = |row: Row| {
        let writes = writes(grant, row.field()?);
        let current = held.remove(&row.id);
        let read_at = current
            .as_ref()
            .and_then(|version| read.get(&version.id).copied());
        let mut allowed = Vec::new();
        allowed.extend(writes.then_some(Action::RegulationManage));
        let asked = row.active && current.is_some();
        let asks = |action| asked && grant.permits(action);
        let unread = read_at.is_none() && asks(Action::RegulationAcknowledge);
        allowed.extend(unread.then_some(Action::RegulationAcknowledge));
        allowed.extend(asks(Action::RegulationWatch).then_some(Action::RegulationWatch));
        Ok(Document {
            kind: row.kind()?,
            title: row.title(),
            field: row.field()?,
            current,
            draft: drafts.remove(&row.id).filter(|_| writes),
            read_at,
            review_months: row.review_months,
            review_on: row.review_on,
            drill_months: row.drill_months,
            active: row.active,
            id: row.id,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: allowed,
        })
    };
    rows.into_iter().map(one).collect()
}

/// When somebody acknowledged these versions.
pub fn readings(
    conn: &mut AnyConn,
    who: Uuid,
    versions: impl Iterator<Item = Uuid>,
) -> Answer<HashMap<Uuid, DateTime<Utc>>> {
    let read: Vec<(Uuid, DateTime<Utc>)> = r::table
        .filter(r::employee_id.eq(g(who)))
        .filter(r::version_id.eq_any(gs(versions)))
        .select((r::version_id, r::read_at))
        .load(conn)?;
    Ok(read.into_iter().collect())
}

/// What documents are called. Titles of documents are known to everybody.
pub fn titles(
    conn: &mut AnyConn,
    ids: impl Iterator<Item = Uuid>,
) -> Answer<HashMap<Uuid, Heading>> {
    type Title = (Uuid, (String, String, String));
    let titles: Vec<Title> = d::table
        .filter(d::id.eq_any(gs(ids)))
        .select((d::id, (d::title_zh_hant, d::title_zh_hans, d::title_en)))
        .load(conn)?;
    let one = |(id, (zh_hant, zh_hans, en)): Title| {
        let title = Heading {
            zh_hant,
            zh_hans,
            en,
        };
        (id, title)
    };
    Ok(titles.into_iter().map(one).collect())
}

/// A document that holds, as another record refers to it: kind and title. Which documents hold is known to everybody.
pub fn holding(conn: &mut AnyConn, id: Uuid) -> Answer<Option<(DocumentKind, Heading)>> {
    let row: Option<Row> = d::table
        .find(g(id))
        .filter(d::active.eq(true))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| Ok((row.kind()?, row.title()))).transpose()
}

macro_rules! values {
    ($row:expr) => {
        (
            d::kind.eq(&$row.kind),
            d::title_zh_hant.eq(&$row.title_zh_hant),
            d::title_zh_hans.eq(&$row.title_zh_hans),
            d::title_en.eq(&$row.title_en),
            d::field.eq(&$row.field),
            d::review_months.eq($row.review_months),
            d::review_on.eq($row.review_on),
            d::drill_months.eq($row.drill_months),
            d::active.eq($row.active),
            d::version.eq($row.version),
            d::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (d::id.eq(g(row.id)), d::created_at.eq(t(row.created_at)));
    diesel::insert_into(d::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = d::table.find(g(old.id)).filter(d::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
