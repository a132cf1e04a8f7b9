//! Risk flags (5.2.4): raised by whoever sees a risk, cleared by somebody other than the case's owner. The case counts its open flags
//! in its own row, so that a flag and a move of one case never pass each other.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::case::{CaseFlag, NewCaseFlag, NewFlagClearing};
use contract::employee::PersonRef;
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row as Case, customer_name, row};
use super::write::save;
use crate::access::{Grant, Reach};
use crate::db::schema::case_flags as f;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::people;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "case_flags.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable)]
struct Row {
    id: Uuid,
    case_id: Uuid,
    reason: String,
    raised_by: Uuid,
    cleared_by: Option<Uuid>,
    cleared_at: Option<DateTime<Utc>>,
    clearing_note: Option<String>,
    version: i64,
    created_at: DateTime<Utc>,
}

impl Row {
    fn people(&self) -> impl Iterator<Item = Uuid> {
        [Some(self.raised_by), self.cleared_by]
            .into_iter()
            .flatten()
    }

    fn shown(self, grant: &Grant, case: &Case, people: &HashMap<Uuid, PersonRef>) -> CaseFlag {
        let may = |action| grant.may(action, case.team_id, Some(case.owner_id), Field::Business);
        let clear =
            self.cleared_at.is_none() && grant.me() != case.owner_id && may(Action::CaseFlagClear);
        CaseFlag {
            id: self.id,
            case_id: self.case_id,
            reason: self.reason,
            raised_by: people.get(&self.raised_by).cloned(),
            cleared_by: self.cleared_by.and_then(|id| people.get(&id).cloned()),
            cleared_at: self.cleared_at,
            clearing_note: self.clearing_note,
            version: self.version,
            created_at: self.created_at,
            allowed_actions: clear.then_some(Action::CaseFlagClear).into_iter().collect(),
        }
    }
}

/// A flag with its case, inside the reach of the case.
fn found(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<(Row, Case)> {
    let flag: Row = f::table.find(g(id)).first(conn)?;
    let case = row(conn, reach, flag.case_id)?;
    Ok((flag, case))
}

fn one(conn: &mut AnyConn, grant: &Grant, flag: Row, case: &Case) -> Answer<CaseFlag> {
    let people = people::by_ids(conn, flag.people().collect())?;
    Ok(flag.shown(grant, case, &people))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<CaseFlag> {
    let (flag, case) = found(conn, grant.reach(), id)?;
    one(conn, grant, flag, &case)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    case: Uuid,
    paging: &Paging,
) -> Answer<Page<CaseFlag>> {
    let case = row(conn, grant.reach(), case)?;
    let narrowed = || {
        f::table
            .filter(f::case_id.eq(g(case.id)))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let people = people::by_ids(conn, rows.iter().flat_map(Row::people).collect())?;
        let shown = |row: Row| Ok(row.shown(grant, &case, &people));
        rows.into_iter().map(shown).collect()
    })
}

pub fn raise(tx: &mut Tx, grant: &Grant, case: Uuid, new: &NewCaseFlag) -> Answer<CaseFlag> {
    let old = row(tx.conn, grant.reach(), case)?;
    old.still_open()?;
    let flag = Row {
        id: crate::clock::new_id(),
        case_id: case,
        reason: new.reason.clone(),
        raised_by: grant.me(),
        cleared_by: None,
        cleared_at: None,
        clearing_note: None,
        version: 1,
        created_at: grant.acting.now,
    };
    diesel::insert_into(f::table)
        .values((
            f::id.eq(g(flag.id)),
            f::case_id.eq(g(case)),
            f::reason.eq(&flag.reason),
            f::raised_by.eq(g(flag.raised_by)),
            f::version.eq(1),
            f::created_at.eq(t(flag.created_at)),
        ))
        .execute(tx.conn)?;
    let mut flagged = old.clone();
    flagged.open_flags += 1;
    save(tx, &old, &mut flagged, grant.acting.now)?;
    record(tx, &old, "case.flagged")?
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    one(tx.conn, grant, flag, &flagged)
}

pub fn clear(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewFlagClearing,
    known: i64,
) -> Answer<CaseFlag> {
    let (mut flag, old) = found(tx.conn, grant.reach(), id)?;
    if grant.me() == old.owner_id {
        return Err(Refusal::new(Code::OwnMatter).clause("5.2.4"));
    }
    if flag.cleared_at.is_some() {
        return Err(Refusal::new(Code::FlagCleared).clause("5.2.4"));
    }
    fresh(known, flag.version)?;
    let change = diesel::update(f::table.find(g(id)).filter(f::version.eq(flag.version))).set((
        f::cleared_by.eq(g(grant.me())),
        f::cleared_at.eq(t(grant.acting.now)),
        f::clearing_note.eq(&new.note),
        f::version.eq(flag.version + 1),
    ));
    current(change.execute(tx.conn)?)?;
    let mut cleared = old.clone();
    cleared.open_flags -= 1;
    save(tx, &old, &mut cleared, grant.acting.now)?;
    record(tx, &old, "case.flag_cleared")?
        .change("reason", &flag.reason, ())
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify([old.owner_id, flag.raised_by])
        .write(tx, &grant.acting);
    flag.cleared_by = Some(grant.me());
    flag.cleared_at = Some(grant.acting.now);
    flag.clearing_note = Some(new.note.clone());
    flag.version += 1;
    one(tx.conn, grant, flag, &cleared)
}

fn record(tx: &mut Tx, case: &Case, event: &'static str) -> Answer<Record> {
    let name = customer_name(tx.conn, case)?;
    Ok(Record::new(event, "case", case.id, name)
        .team(case.team_id)
        .owner(Some(case.owner_id))
        .clause("5.2.4"))
}
