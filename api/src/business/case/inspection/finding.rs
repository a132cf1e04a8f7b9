//! Findings: what is to be rectified by the owner of the case, whoever that is now.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::inspection::{
    FindingState, InspectionFinding, InspectionFindingQuery, InspectionStepKind, NewFinding,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row as Inspection, cases, subject};
use super::{CLAUSE, step};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer;
use crate::clock;
use crate::db::schema::{inspection_findings as f, inspections as i};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings, superior};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "inspection_findings.created_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "inspection_findings.team_id",
    owner: "inspection_findings.owner_id",
    field: Field::Business,
};

/// Not closed, as the partial index says it.
pub const LIVE: &str = "inspection_findings.state IN ('open', 'rectified')";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = f)]
pub struct Row {
    pub id: Uuid,
    pub inspection_id: Uuid,
    pub case_id: Uuid,
    pub owner_id: Uuid,
    pub team_id: Uuid,
    pub description: String,
    pub severity: String,
    pub state: String,
    pub rectify_by: NaiveDate,
    pub rectification: Option<String>,
    pub rectified_by: Option<Uuid>,
    pub refused: i64,
    pub closed_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(f::table
        .filter(f::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(
    conn: &mut AnyConn,
    grant: &Grant,
    reach: &Reach,
    id: Uuid,
) -> Answer<InspectionFinding> {
    let row = row(conn, reach, id)?;
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| Refusal::new(Code::NotFound))
}

/// Those of one inspection. Not reach-checked: who may see the inspection sees what was found.
pub fn of(conn: &mut AnyConn, grant: &Grant, inspection: Uuid) -> Answer<Vec<InspectionFinding>> {
    let rows: Vec<Row> = f::table
        .filter(f::inspection_id.eq(g(inspection)))
        .order((f::created_at, f::id))
        .select(Row::as_select())
        .load(conn)?;
    complete(conn, grant, rows)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &InspectionFindingQuery,
    paging: &Paging,
) -> Answer<Page<InspectionFinding>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = f::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(f::state.eq(word(&state)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(f::team_id.eq(g(team)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(f::owner_id.eq(g(owner)));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(LIVE));
            q = q.filter(f::rectify_by.lt(today));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<InspectionFinding>> {
    let people = people::by_ids(conn, rows.iter().map(|row| row.owner_id).collect())?;
    let cases = cases(conn, rows.iter().map(|row| row.case_id).collect())?;
    let customers = customer::by_ids(conn, cases.values().map(|case| case.1).collect())?;
    let before = owners(conn, rows.iter().map(|row| row.inspection_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |row: Row| {
        let state: FindingState = parse(&row.state)?;
        let case = cases.get(&row.case_id);
        let customer = case.and_then(|case| customers.get(&case.1)).cloned();
        let involved = [
            Some(row.owner_id),
            row.rectified_by,
            before.get(&row.inspection_id).copied(),
        ];
        let mine = involved.contains(&Some(grant.me()));
        let actions: &[Action] = match state {
            FindingState::Open => &[Action::FindingRectify],
            FindingState::Rectified if !mine => &[Action::InspectionRecheck],
            _ => &[],
        };
        Ok(InspectionFinding {
            id: row.id,
            inspection_id: row.inspection_id,
            case_id: row.case_id,
            customer: customer.ok_or_else(|| internal("a finding of no case"))?,
            owner: people
                .get(&row.owner_id)
                .cloned()
                .ok_or_else(|| internal("a finding of nobody"))?,
            team_id: row.team_id,
            description: row.description,
            severity: parse(&row.severity)?,
            state,
            rectify_by: row.rectify_by,
            overdue: state != FindingState::Closed && row.rectify_by < today,
            rectification: row.rectification,
            refused: row.refused,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            closed_at: row.closed_at,
            allowed_actions: grant.allowed(
                actions,
                Some(row.team_id),
                Some(row.owner_id),
                Field::Business,
            ),
        })
    };
    rows.into_iter().map(one).collect()
}

/// Who owned the case when each of these inspections began: what was found is theirs as well, whoever has it now.
pub fn owners(conn: &mut AnyConn, mut ids: Vec<Uuid>) -> Answer<HashMap<Uuid, Uuid>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, Uuid)> = i::table
        .filter(i::id.eq_any(gs(ids)))
        .select((i::id, i::owner_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What an inspection found, for the owner of the case now, who is answered.
pub fn insert(
    tx: &mut Tx,
    grant: &Grant,
    inspection: &Inspection,
    found: &[NewFinding],
) -> Answer<Uuid> {
    let case = cases(tx.conn, vec![inspection.case_id])?;
    let owner = case
        .get(&inspection.case_id)
        .map_or(inspection.owner_id, |case| case.2);
    for one in found {
        diesel::insert_into(f::table)
            .values((
                f::id.eq(g(clock::new_id())),
                f::inspection_id.eq(g(inspection.id)),
                f::case_id.eq(g(inspection.case_id)),
                f::owner_id.eq(g(owner)),
                f::team_id.eq(g(inspection.team_id)),
                f::description.eq(&one.description),
                f::severity.eq(word(&one.severity)),
                f::state.eq("open"),
                f::rectify_by.eq(one.rectify_by),
                f::refused.eq(0),
                f::version.eq(1),
                f::created_at.eq(t(grant.acting.now)),
                f::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
    }
    Ok(owner)
}

pub fn record(tx: &mut Tx, event: &'static str, row: &Row) -> Answer<Record> {
    let name = subject(tx.conn, row.case_id)?;
    Ok(Record::new(event, "inspection", row.inspection_id, name)
        .team(Some(row.team_id))
        .owner(Some(row.owner_id))
        .clause(CLAUSE)
        .fact("finding_id", row.id)
        .fact("rectify_by", row.rectify_by))
}

/// The case has a new owner: what isn't closed is theirs now, and what isn't looked over yet lies with somebody else than them.
pub fn case_transferred(
    tx: &mut Tx,
    grant: &Grant,
    case: Uuid,
    owner: Uuid,
    team: Option<Uuid>,
) -> Answer<()> {
    let live: Vec<Row> = f::table
        .filter(f::case_id.eq(g(case)))
        .filter(Predicate::new().sql(LIVE))
        .select(Row::as_select())
        .load(tx.conn)?;
    for row in live {
        diesel::update(f::table.find(g(row.id)))
            .set((
                f::owner_id.eq(g(owner)),
                f::team_id.eq(g(team.unwrap_or(row.team_id))),
                f::version.eq(row.version + 1),
                f::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
        let kept = step::New {
            finding: Some(row.id),
            to: Some(owner),
            ..step::New::of(row.inspection_id, InspectionStepKind::Transferred)
        };
        step::keep(tx, &grant.acting, kept)?;
        record(tx, "finding.transferred", &row)?
            .change("owner_id", row.owner_id, owner)
            .notify([owner])
            .write(tx, &grant.acting);
    }
    let own: Vec<(Uuid, Uuid, Uuid)> = i::table
        .filter(i::case_id.eq(g(case)))
        .filter(i::state.eq("open"))
        .filter(i::inspector_id.eq(g(owner)))
        .select((i::id, i::owner_id, i::team_id))
        .load(tx.conn)?;
    for (id, before, team) in own {
        let other = superior::of(tx.conn, Some(team), &[owner, before], grant.acting.now)?;
        let Some(other) = other else { continue };
        diesel::update(i::table.find(g(id)))
            .set((
                i::inspector_id.eq(g(other)),
                i::version.eq(i::version + 1),
                i::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
        let kept = step::New {
            to: Some(other),
            ..step::New::of(id, InspectionStepKind::Assigned)
        };
        step::keep(tx, &grant.acting, kept)?;
    }
    Ok(())
}
