use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::manual::{ManualPage, ManualQuery, ManualState, ManualText};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::schema::{manual_pages as p, manual_readings as r};
use crate::db::sql::Bind;
use crate::db::types::{g, gs};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "manual_pages.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: Uuid,
    pub stage: String,
    pub number: i64,
    pub state: String,
    pub body_zh_hant: String,
    pub body_zh_hans: String,
    pub body_en: String,
    pub published_at: Option<DateTime<Utc>>,
    pub published_by: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<ManualState> {
        parse(&self.state)
    }
}

/// One version. The manual is everybody's; a draft isn't there for those who don't write it.
pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row: Row = p::table.find(g(id)).first(conn)?;
    if row.state()? == ManualState::Draft && !writes(grant) {
        return Err(Refusal::new(contract::Code::NotFound));
    }
    Ok(row)
}

fn writes(grant: &Grant) -> bool {
    grant.permits(Action::ManualManage)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ManualPage> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<ManualPage> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| Refusal::new(contract::Code::NotFound))
}

/// The manual is everybody's, so no reach is asked; drafts are left out for those who don't write it.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ManualQuery,
    paging: &Paging,
) -> Answer<Page<ManualPage>> {
    let narrowed = || {
        let mut q = p::table.into_boxed::<MultiBackend>();
        if !writes(grant) {
            q = q.filter(p::state.ne("draft"));
        }
        if let Some(stage) = query.stage {
            q = q.filter(p::stage.eq(word(&stage)));
        }
        if let Some(state) = query.state {
            q = q.filter(p::state.eq(word(&state)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<ManualPage>> {
    let read: Vec<(Uuid, DateTime<Utc>)> = r::table
        .filter(r::employee_id.eq(g(grant.me())))
        .filter(r::page_id.eq_any(gs(rows.iter().map(|row| row.id))))
        .select((r::page_id, r::read_at))
        .load(conn)?;
    let read: HashMap<Uuid, DateTime<Utc>> = read.into_iter().collect();
    let one = |row: Row| {
        let (state, read_at) = (row.state()?, read.get(&row.id).copied());
        let actions: &[Action] = match (state, read_at) {
            (ManualState::Draft, _) => &[Action::ManualManage],
            (ManualState::Current, None) => &[Action::ManualAcknowledge, Action::ManualWatch],
            (ManualState::Current, Some(_)) => &[Action::ManualWatch],
            (ManualState::Superseded, _) => &[],
        };
        let may = |action: &Action| grant.permits(*action);
        Ok(ManualPage {
            id: row.id,
            stage: parse(&row.stage)?,
            number: row.number,
            state,
            text: ManualText {
                zh_hant: row.body_zh_hant,
                zh_hans: row.body_zh_hans,
                en: row.body_en,
            },
            published_at: row.published_at,
            read_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: actions.iter().copied().filter(may).collect(),
        })
    };
    rows.into_iter().map(one).collect()
}
