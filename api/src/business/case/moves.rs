//! A case moves on, goes back or is closed; each move is kept with the version of the stage it was held to.

use chrono::{DateTime, Datelike, Utc};
use contract::case::{
    Case, CaseMove, CaseMoveKind, CaseOutcome, CaseState, NewCaseClosing, NewCaseMove,
};
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use super::stage::{self, Stage};
use super::store::{Row, customer_name, row, shown};
use super::write::save;
use crate::access::Grant;
use crate::db::schema::case_moves as m;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "case_moves.created_at",
    kind: Kind::Ts,
}];

pub fn go(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewCaseMove, known: i64) -> Answer<Case> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.still_open()?;
    let from = old.stage()?;
    let kind = logic::step(from, new.to, new.note.is_some()).map_err(|code| {
        let pointer = match code {
            Code::CommentRequired => "/note",
            _ => "/to",
        };
        Refusal::new(code).clause("5.2.1").at(pointer)
    })?;
    let stage = stage::one(tx.conn, from)?;
    ready(grant, &old, &stage, kind)?;
    fresh(known, old.version)?;
    let mut moved = old.clone();
    moved.stage = word(&new.to);
    moved.stage_since = grant.acting.now;
    save(tx, &old, &mut moved, grant.acting.now)?;
    keep(
        tx,
        grant,
        &moved,
        kind,
        Some(&old),
        &stage,
        new.note.as_deref(),
    )?;
    record(tx, &moved, "case.moved")?
        .change("stage", &old.stage, &moved.stage)
        .change("stage_version", (), stage.version)
        .change("note", (), &new.note)
        .fact("stage", &moved.stage)
        .fact("note", &new.note)
        .notify([moved.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, moved)
}

pub fn close(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewCaseClosing,
    known: i64,
) -> Answer<Case> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.still_open()?;
    let from = old.stage()?;
    let kind = logic::closing(from, new.outcome, new.reason.is_some()).map_err(|code| {
        let pointer = match code {
            Code::CommentRequired => "/reason",
            _ => "/outcome",
        };
        Refusal::new(code).clause("5.2.1").at(pointer)
    })?;
    let stage = stage::one(tx.conn, from)?;
    ready(grant, &old, &stage, kind)?;
    fresh(known, old.version)?;
    let mut closed = old.clone();
    let (state, event) = match new.outcome {
        CaseOutcome::Won => (CaseState::Won, "case.won"),
        CaseOutcome::Lost => (CaseState::Lost, "case.lost"),
    };
    closed.state = word(&state);
    closed.closed_at = Some(grant.acting.now);
    let today = settings::today(tx.conn, grant.acting.now)?;
    closed.closed_year = Some(i64::from(today.year()));
    if state == CaseState::Lost {
        closed.lost_reason.clone_from(&new.reason);
    }
    save(tx, &old, &mut closed, grant.acting.now)?;
    keep(
        tx,
        grant,
        &closed,
        kind,
        Some(&old),
        &stage,
        new.reason.as_deref(),
    )?;
    record(tx, &closed, event)?
        .change("state", &old.state, &closed.state)
        .change("stage_version", (), stage.version)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([closed.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, closed)
}

/// Refuses to go on from a stage that isn't complete, or past a flag; names all that is missing.
fn ready(grant: &Grant, case: &Row, stage: &Stage, kind: CaseMoveKind) -> Answer<()> {
    if !logic::needs_all(kind) {
        return Ok(());
    }
    if case.open_flags > 0 {
        return Err(Refusal::new(Code::CaseBlocked).clause("5.2.4"));
    }
    let missing = logic::missing(&stage.demands, &case.known()?);
    if missing.is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(Code::CaseIncomplete).clause("5.2.1");
    for one in missing {
        let name = one.names.as_ref().map(|names| names.get(grant.locale));
        refusal = refusal.field(one.pointer(), "required", name.unwrap_or_default());
    }
    Err(refusal)
}

fn record(tx: &mut Tx, case: &Row, event: &'static str) -> Answer<Record> {
    let name = customer_name(tx.conn, case)?;
    Ok(Record::new(event, "case", case.id, name)
        .team(case.team_id)
        .owner(Some(case.owner_id))
        .clause("5.2.1"))
}

/// Keeps a move of a case that is there or is being made. Not reach-checked: whoever moves it has it in hand.
pub fn keep(
    tx: &mut Tx,
    grant: &Grant,
    case: &Row,
    kind: CaseMoveKind,
    from: Option<&Row>,
    stage: &Stage,
    note: Option<&str>,
) -> Answer<()> {
    diesel::insert_into(m::table)
        .values((
            m::id.eq(g(crate::clock::new_id())),
            m::case_id.eq(g(case.id)),
            m::kind.eq(word(&kind)),
            m::from_stage.eq(from.map(|row| &row.stage)),
            m::to_stage.eq(&case.stage),
            m::stage_version.eq(stage.version),
            m::note.eq(note),
            m::moved_by.eq(g(grant.acting.employee_id)),
            m::created_at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

type MoveRow = (
    Uuid,
    String,
    Option<String>,
    String,
    i64,
    Option<String>,
    Option<Uuid>,
    DateTime<Utc>,
);

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    case: Uuid,
    paging: &Paging,
) -> Answer<Page<CaseMove>> {
    row(conn, grant.reach(), case)?;
    let narrowed = || {
        m::table
            .filter(m::case_id.eq(g(case)))
            .select((
                m::id,
                m::kind,
                m::from_stage,
                m::to_stage,
                m::stage_version,
                m::note,
                m::moved_by,
                m::created_at,
            ))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &MoveRow, _: &str| (Bind::ts(r.7), r.0);
    let page: Page<MoveRow> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let people = people::by_ids(conn, rows.iter().filter_map(|r| r.6).collect())?;
        let one = |(id, kind, from, to, stage_version, note, by, created_at): MoveRow| {
            Ok(CaseMove {
                id,
                kind: parse(&kind)?,
                from: from.as_deref().map(parse).transpose()?,
                to: parse(&to)?,
                stage_version,
                note,
                by: by.and_then(|id| people.get(&id).cloned()),
                created_at,
            })
        };
        rows.into_iter().map(one).collect()
    })
}
