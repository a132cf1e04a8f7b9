//! The steps of a request, none ever changed.

use chrono::{DateTime, Utc};
use contract::Page;
use contract::service::{ServiceStep, ServiceStepKind};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::row;
use crate::access::Grant;
use crate::clock;
use crate::db::schema::service_steps as p;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Acting;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "service_steps.created_at",
    kind: Kind::Ts,
}];

/// What is kept of a step.
pub struct New<'n> {
    pub request: Uuid,
    pub kind: ServiceStepKind,
    pub note: Option<&'n str>,
    pub to: Option<Uuid>,
    pub score: Option<i64>,
    pub channel: Option<String>,
}

impl New<'_> {
    pub fn of(request: Uuid, kind: ServiceStepKind) -> New<'static> {
        New {
            request,
            kind,
            note: None,
            to: None,
            score: None,
            channel: None,
        }
    }
}

/// Not reach-checked: whoever may do it to the request keeps its step.
pub fn keep(tx: &mut Tx, acting: &Acting, new: New) -> Answer<()> {
    diesel::insert_into(p::table)
        .values((
            p::id.eq(g(clock::new_id())),
            p::request_id.eq(g(new.request)),
            p::kind.eq(word(&new.kind)),
            p::note.eq(new.note),
            p::to_id.eq(g(new.to)),
            p::score.eq(new.score),
            p::channel.eq(new.channel),
            p::by_id.eq(g(acting.employee_id)),
            p::created_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The event under which a step is recorded.
pub fn event(kind: ServiceStepKind) -> &'static str {
    match kind {
        ServiceStepKind::Opened => "service.opened",
        ServiceStepKind::Updated => "service.updated",
        ServiceStepKind::Started => "service.started",
        ServiceStepKind::Transferred => "service.transferred",
        ServiceStepKind::Answered => "service.answered",
        ServiceStepKind::Closed => "service.closed",
        ServiceStepKind::Reopened => "service.reopened",
        ServiceStepKind::Rated => "service.rated",
        ServiceStepKind::Reminded => "service.reminded",
        ServiceStepKind::Escalated => "service.escalated",
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
struct Row {
    id: Uuid,
    kind: String,
    note: Option<String>,
    to_id: Option<Uuid>,
    score: Option<i64>,
    channel: Option<String>,
    by_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    request: Uuid,
    paging: &Paging,
) -> Answer<Page<ServiceStep>> {
    row(conn, grant.reach(), request)?;
    let narrowed = || {
        p::table
            .select(Row::as_select())
            .filter(p::request_id.eq(g(request)))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let named = rows.iter().flat_map(|r| [r.to_id, r.by_id]).flatten();
        let people = people::by_ids(conn, named.collect())?;
        let one = |r: Row| {
            let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
            Ok(ServiceStep {
                id: r.id,
                kind: parse(&r.kind)?,
                note: r.note,
                to: person(r.to_id),
                score: r.score,
                channel: r.channel.as_deref().map(parse).transpose()?,
                by: person(r.by_id),
                created_at: r.created_at,
            })
        };
        rows.into_iter().map(one).collect()
    })
}
