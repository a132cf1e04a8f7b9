//! Versions of a document: drafted from what holds, changed while a draft.

use chrono::{DateTime, Utc};
use contract::document::{
    DocumentKind, DocumentSection, DocumentState, DocumentVersion, DocumentVersionPatch,
    DocumentVersionQuery, NewDocumentVersion,
};
use contract::{Action, Code, Page};
use diesel::dsl::max;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{self, Row as Document, readings, writes};
use super::wording;
use crate::access::Grant;
use crate::db::schema::{document_versions as v, documents as d};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx, hold};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, Refusal, internal};
use crate::regulation::clauses;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "document_versions.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = v)]
pub struct Row {
    pub id: Uuid,
    pub document_id: Uuid,
    pub number: i64,
    pub state: String,
    pub note: Option<String>,
    pub sections: String,
    pub published_at: Option<DateTime<Utc>>,
    pub published_by: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<DocumentState> {
        parse(&self.state)
    }

    pub fn sections(&self) -> Answer<Vec<DocumentSection>> {
        serde_json::from_str(&self.sections).map_err(internal)
    }

    /// Which text it was, without the whole of it: the versions keep that.
    fn digest(&self) -> String {
        let hash = crate::secrets::hash_token(&self.sections);
        let start: String = hash.iter().take(6).map(|b| format!("{b:02x}")).collect();
        format!("{} · {start}", self.sections.len())
    }
}

pub fn record(event: &'static str, document: &Document, version: &Row) -> Answer<Record> {
    let name = format!("{} {}", document.title_zh_hant, version.number);
    let clause = document.kind()?.clause();
    Ok(Record::new(event, "document_version", version.id, name).clause(clause))
}

macro_rules! values {
    ($row:expr) => {
        (
            v::state.eq(&$row.state),
            v::note.eq(&$row.note),
            v::sections.eq(&$row.sections),
            v::published_at.eq(t($row.published_at)),
            v::published_by.eq(g($row.published_by)),
            v::version.eq($row.version),
            v::updated_at.eq(t($row.updated_at)),
        )
    };
}
/// A version and its document. Documents are everybody's; a draft isn't there for those who don't write it.
pub fn both(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<(Document, Row)> {
    let row: Row = v::table.find(g(id)).select(Row::as_select()).first(conn)?;
    let document = store::row(conn, grant, row.document_id)?;
    if row.state()? == DocumentState::Draft && !writes(grant, document.field()?) {
        return Err(Refusal::new(Code::NotFound));
    }
    Ok((document, row))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<DocumentVersion> {
    let (document, row) = both(conn, grant, id)?;
    shown(conn, grant, &document, row)
}

pub fn shown(
    conn: &mut AnyConn,
    grant: &Grant,
    document: &Document,
    row: Row,
) -> Answer<DocumentVersion> {
    let read = readings(conn, grant.me(), std::iter::once(row.id))?;
    let read_at = read.get(&row.id).copied();
    one(grant, document, row, read_at)
}

fn one(
    grant: &Grant,
    document: &Document,
    row: Row,
    read_at: Option<DateTime<Utc>>,
) -> Answer<DocumentVersion> {
    let state = row.state()?;
    let actions: &[Action] = match (state, read_at) {
        (DocumentState::Draft, _) if writes(grant, document.field()?) => {
            &[Action::RegulationManage]
        }
        (DocumentState::Current, None) if document.active => {
            &[Action::RegulationAcknowledge, Action::RegulationWatch]
        }
        (DocumentState::Current, Some(_)) if document.active => &[Action::RegulationWatch],
        _ => &[],
    };
    let may = |action: &Action| grant.permits(*action);
    Ok(DocumentVersion {
        kind: document.kind()?,
        title: document.title(),
        sections: row.sections()?,
        state,
        read_at,
        id: row.id,
        document_id: row.document_id,
        number: row.number,
        note: row.note,
        published_at: row.published_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        allowed_actions: actions.iter().copied().filter(may).collect(),
    })
}

/// Drafts are left out for those who don't write the document.
fn seen(grant: &Grant) -> Predicate {
    if writes(grant, None) {
        return Predicate::new().sql("1 = 1");
    }
    let mut seen = Predicate::new().sql("(document_versions.state <> 'draft'");
    for field in contract::access::Field::ALL {
        if writes(grant, Some(field)) {
            seen = seen
                .sql(" OR EXISTS (SELECT 1 FROM documents sd WHERE sd.id = document_versions.document_id AND sd.field = ")
                .bind(Bind::Text(word(&field)))
                .sql(")");
        }
    }
    seen.sql(")")
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &DocumentVersionQuery,
    paging: &Paging,
) -> Answer<Page<DocumentVersion>> {
    let narrowed = || {
        let mut q = v::table
            .filter(seen(grant))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(document) = query.document_id {
            q = q.filter(v::document_id.eq(g(document)));
        }
        if let Some(state) = query.state {
            q = q.filter(v::state.eq(word(&state)));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let documents: Vec<Document> = d::table
            .filter(d::id.eq_any(gs(rows.iter().map(|row| row.document_id))))
            .select(Document::as_select())
            .load(conn)?;
        let read = readings(conn, grant.me(), rows.iter().map(|row| row.id))?;
        let complete = |row: Row| {
            let of = |document: &&Document| document.id == row.document_id;
            let document = documents.iter().find(of);
            let document = document.ok_or_else(|| internal("a version of no document"))?;
            let read_at = read.get(&row.id).copied();
            one(grant, document, row, read_at)
        };
        rows.into_iter().map(complete).collect()
    })
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewDocumentVersion) -> Answer<DocumentVersion> {
    let unknown = |refusal: Refusal| match refusal.code() {
        Code::NotFound => Refusal::new(Code::UnknownReference).at("/document_id"),
        _ => refusal,
    };
    store::mine(tx.conn, grant, new.document_id).map_err(unknown)?;
    hold(tx.conn, "documents", &[new.document_id], "FOR UPDATE")?;
    let document = store::mine(tx.conn, grant, new.document_id)?;
    let clause = document.kind()?.clause();
    let others: Vec<Row> = v::table
        .filter(v::document_id.eq(g(document.id)))
        .filter(v::state.ne(word(&DocumentState::Superseded)))
        .select(Row::as_select())
        .load(tx.conn)?;
    let of = |state| move |row: &&Row| row.state == word(&state);
    if others.iter().any(|row| of(DocumentState::Draft)(&row)) {
        let twice = Refusal::new(Code::DocumentDrafted);
        return Err(twice.clause(clause).at("/document_id"));
    }
    let sections = match &new.sections {
        Some(sections) => sections.clone(),
        None => match others.iter().find(of(DocumentState::Current)) {
            Some(held) => held.sections()?,
            None => first(&document)?,
        },
    };
    known(&sections)?;
    let last: Option<i64> = v::table
        .filter(v::document_id.eq(g(document.id)))
        .select(max(v::number))
        .first(tx.conn)?;
    let now = grant.acting.now;
    let made = Row {
        id: crate::clock::new_id(),
        document_id: document.id,
        number: last.unwrap_or(0) + 1,
        state: word(&DocumentState::Draft),
        note: new.note.clone(),
        sections: serde_json::to_string(&sections).map_err(internal)?,
        published_at: None,
        published_by: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let key = (v::id.eq(g(made.id)), v::created_at.eq(t(now)));
    let whose = (
        v::document_id.eq(g(made.document_id)),
        v::number.eq(made.number),
    );
    diesel::insert_into(v::table)
        .values((key, whose, values!(made)))
        .execute(tx.conn)?;
    record("document.drafted", &document, &made)?
        .change("sections", (), made.digest())
        .change("note", (), &made.note)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, &document, made)
}

/// What a first draft begins with that brings no text of its own.
fn first(document: &Document) -> Answer<Vec<DocumentSection>> {
    match document.kind()? {
        DocumentKind::Regulation => Ok(wording::built_in()),
        kind => {
            let empty = Refusal::new(Code::Invalid).clause(kind.clause());
            Err(empty.at("/sections"))
        }
    }
}

/// A section cites a clause that there is.
fn known(sections: &[DocumentSection]) -> Answer<()> {
    for (n, section) in sections.iter().enumerate() {
        if let Some(clause) = &section.clause
            && clauses::duty(clause).is_none()
        {
            let unknown = Refusal::new(Code::UnknownReference);
            return Err(unknown.at(format!("/sections/{n}/clause")));
        }
    }
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = v::table.find(g(old.id)).filter(v::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// A draft for writing; a published version stays as it is.
pub fn draft(tx: &mut Tx, grant: &Grant, id: Uuid, version: i64) -> Answer<(Document, Row)> {
    let (document, _) = both(tx.conn, grant, id)?;
    store::mine(tx.conn, grant, document.id)?;
    hold(tx.conn, "documents", &[document.id], "FOR UPDATE")?;
    let (document, row) = both(tx.conn, grant, id)?;
    if row.state()? != DocumentState::Draft {
        let done = Refusal::new(Code::DocumentPublished);
        return Err(done.clause(document.kind()?.clause()));
    }
    fresh(version, row.version)?;
    Ok((document, row))
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &DocumentVersionPatch,
    version: i64,
) -> Answer<DocumentVersion> {
    let (document, old) = draft(tx, grant, id, version)?;
    let mut new = old.clone();
    if let Some(sections) = &patch.sections {
        known(sections)?;
        new.sections = serde_json::to_string(sections).map_err(internal)?;
    }
    if let Some(note) = &patch.note {
        new.note.clone_from(note);
    }
    let record = record("document.drafted", &document, &new)?
        .change("sections", old.digest(), new.digest())
        .change("note", &old.note, &new.note);
    if record.unchanged() {
        return shown(tx.conn, grant, &document, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, &document, new)
}
