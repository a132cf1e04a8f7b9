//! Flows as data: per kind of matter the manager publishes versions; a running request finishes under the one it started with.

use chrono::{DateTime, Utc};
use contract::approval::{
    ApprovalFlow, ApprovalFlowPatch, ApprovalFlowQuery, FlowStep, FlowVersionQuery, MatterKind,
    Relation,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::conditional;
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{approval_flows as f, departments};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};
use crate::registry;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "kind",
    column: "approval_flows.kind",
    kind: Kind::Text,
}];
pub const VERSION_SORTS: &[SortKey] = &[SortKey {
    name: "version",
    column: "approval_flows.number",
    kind: Kind::Int,
}];

/// One version of a flow.
#[derive(Debug, Clone)]
pub struct Version {
    id: Uuid,
    kind: MatterKind,
    pub number: i64,
    pub steps: Vec<FlowStep>,
    note: Option<String>,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
}

type Row = (
    Uuid,
    String,
    i64,
    String,
    Option<String>,
    DateTime<Utc>,
    Option<Uuid>,
);

impl Version {
    fn of((id, kind, number, steps, note, created_at, created_by): Row) -> Answer<Version> {
        Ok(Version {
            id,
            kind: parse(&kind)?,
            number,
            steps: serde_json::from_str(&steps).map_err(internal)?,
            note,
            created_at,
            created_by,
        })
    }
}

fn published(conn: &mut AnyConn, kind: MatterKind) -> Answer<Option<Version>> {
    let row: Option<Row> = f::table
        .filter(f::kind.eq(word(&kind)))
        .order(f::number.desc())
        .first(conn)
        .optional()?;
    row.map(Version::of).transpose()
}

/// The flow a module brings counts as version 1 since the department exists.
fn first(conn: &mut AnyConn, kind: MatterKind) -> Answer<Version> {
    let since: DateTime<Utc> = departments::table
        .select(departments::created_at)
        .first(conn)?;
    Ok(Version {
        id: clock::new_id(),
        kind,
        number: 1,
        steps: (registry::matter(kind).first_flow)(),
        note: None,
        created_at: since,
        created_by: None,
    })
}

/// The current version, whether or not it has been written down yet.
pub fn peek(conn: &mut AnyConn, kind: MatterKind) -> Answer<Version> {
    match published(conn, kind)? {
        Some(version) => Ok(version),
        None => first(conn, kind),
    }
}

/// The current version; the first one is written down when it is first needed.
pub fn current(tx: &mut Tx, kind: MatterKind) -> Answer<Version> {
    if let Some(version) = published(tx.conn, kind)? {
        return Ok(version);
    }
    let version = first(tx.conn, kind)?;
    insert(tx, &version)?;
    Ok(version)
}

/// The version a running request started with.
pub fn numbered(conn: &mut AnyConn, kind: MatterKind, number: i64) -> Answer<Version> {
    let row: Row = f::table
        .filter(f::kind.eq(word(&kind)))
        .filter(f::number.eq(number))
        .first(conn)?;
    Version::of(row)
}

fn insert(tx: &mut Tx, version: &Version) -> Answer<()> {
    diesel::insert_into(f::table)
        .values((
            f::id.eq(g(version.id)),
            f::kind.eq(word(&version.kind)),
            f::number.eq(version.number),
            f::steps.eq(serde_json::to_string(&version.steps).map_err(internal)?),
            f::note.eq(&version.note),
            f::created_at.eq(t(version.created_at)),
            f::created_by.eq(g(version.created_by)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    _: &ApprovalFlowQuery,
    paging: &Paging,
) -> Answer<Page<ApprovalFlow>> {
    let mut kinds = MatterKind::ALL;
    kinds.sort_by_key(|k| k.name());
    let mut flows = Vec::new();
    for kind in kinds.into_iter().filter(|k| paging.begins_before(k.name())) {
        flows.push(peek(conn, kind)?);
    }
    let total = paging.with_total.then_some(kinds.len() as i64);
    let page = paging.page(
        flows,
        |v, _| (Bind::Text(v.kind.name().to_owned()), Uuid::nil()),
        total,
        |v| v,
    );
    page.complete(|versions| complete(conn, grant, versions))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, kind: MatterKind) -> Answer<ApprovalFlow> {
    let version = peek(conn, kind)?;
    complete(conn, grant, vec![version])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

pub fn versions(
    conn: &mut AnyConn,
    grant: &Grant,
    kind: MatterKind,
    _: &FlowVersionQuery,
    paging: &Paging,
) -> Answer<Page<ApprovalFlow>> {
    if published(conn, kind)?.is_none() {
        let only = first(conn, kind)?;
        let total = paging.with_total.then_some(1);
        let page = paging.page(vec![only], |v, _| (Bind::Int(v.number), v.id), total, |v| v);
        return page.complete(|versions| complete(conn, grant, versions));
    }
    let narrowed = || {
        f::table
            .filter(f::kind.eq(word(&kind)))
            .into_boxed::<MultiBackend>()
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &Row, _| (Bind::Int(r.2), r.0));
    let page = page.try_map(Version::of)?;
    page.complete(|versions| complete(conn, grant, versions))
}

fn complete(
    conn: &mut AnyConn,
    grant: &Grant,
    versions: Vec<Version>,
) -> Answer<Vec<ApprovalFlow>> {
    let authors = people::by_ids(conn, versions.iter().filter_map(|v| v.created_by).collect())?;
    let matter = |kind| registry::matter(kind);
    let to = |v: Version| ApprovalFlow {
        kind: v.kind,
        title: matter(v.kind).title.get(grant.locale).to_owned(),
        steps: v.steps,
        note: v.note,
        published_at: v.created_at,
        published_by: v.created_by.and_then(|id| authors.get(&id).cloned()),
        version: v.number,
        allowed_actions: grant.allowed(
            &[Action::FlowRead, Action::FlowManage],
            None,
            None,
            matter(v.kind).field,
        ),
    };
    Ok(versions.into_iter().map(to).collect())
}

/// Publishes a new version. Requests on their way keep theirs.
pub fn publish(
    tx: &mut Tx,
    grant: &Grant,
    kind: MatterKind,
    patch: &ApprovalFlowPatch,
    known: i64,
) -> Answer<ApprovalFlow> {
    grant.whole_department()?;
    let old = current(tx, kind)?;
    fresh(known, old.number)?;
    check(&patch.steps)?;
    if old.steps != patch.steps || old.note != patch.note {
        let new = Version {
            id: clock::new_id(),
            kind,
            number: old.number + 1,
            steps: patch.steps.clone(),
            note: patch.note.clone(),
            created_at: grant.acting.now,
            created_by: Some(grant.me()),
        };
        insert(tx, &new)?;
        let matter = registry::matter(kind);
        Record::new(
            "approval_flow.published",
            "approval_flow",
            new.id,
            matter.title.hant,
        )
        .clause(matter.clause)
        .change("version", old.number, new.number)
        .change("steps", &old.steps, &new.steps)
        .change("note", &old.note, &new.note)
        .write(tx, &grant.acting);
    }
    get(tx.conn, grant, kind)
}

/// A flow always asks somebody, names no persons, and a field where a field's deputy is meant.
fn check(steps: &[FlowStep]) -> Answer<()> {
    let mut wrong = Refusal::new(Code::Invalid).clause("4.4.2");
    for (n, step) in steps.iter().enumerate() {
        if step.relation == Relation::Named {
            wrong = wrong.field(format!("/steps/{n}/relation"), "unknown_value", "");
        }
        if (step.relation == Relation::FieldDeputy) != step.field.is_some() {
            let rule = match step.field {
                None => "required",
                Some(_) => "unknown_field",
            };
            wrong = wrong.field(format!("/steps/{n}/field"), rule, "");
        }
    }
    if !wrong.errors().is_empty() {
        return Err(wrong);
    }
    if steps.iter().all(conditional) {
        return Err(Refusal::new(Code::FlowWithoutStep)
            .clause("4.4.2")
            .at("/steps"));
    }
    Ok(())
}
