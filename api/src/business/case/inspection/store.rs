use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::inspection::{Inspection, InspectionAnswer, InspectionQuery, InspectionState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use super::{CLAUSE, finding};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer;
use crate::db::schema::{cases as c, inspections as i};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "inspections.created_at",
    kind: Kind::Ts,
}];

pub const COLUMNS: Columns = Columns {
    team: "inspections.team_id",
    owner: "inspections.owner_id",
    field: Field::Business,
};

/// As the partial indexes say it.
pub const OPEN: &str = "inspections.state = 'open'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = i)]
pub struct Row {
    pub id: Uuid,
    pub case_id: Uuid,
    pub owner_id: Uuid,
    pub team_id: Uuid,
    pub inspector_id: Uuid,
    pub draw_id: Option<Uuid>,
    pub reason: Option<String>,
    pub state: String,
    pub due_on: NaiveDate,
    pub answers: String,
    pub summary: Option<String>,
    pub open_findings: i64,
    pub inspected_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn answers(&self) -> Answer<Vec<InspectionAnswer>> {
        serde_json::from_str(&self.answers).map_err(internal)
    }
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(i::table
        .filter(i::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

/// With its check-list and findings.
pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Inspection> {
    let row = row(conn, reach, id)?;
    let answers = row.answers()?;
    let one = complete(conn, grant, vec![row])?.pop();
    let mut one = one.ok_or_else(|| Refusal::new(Code::NotFound))?;
    one.answers = Some(answers);
    one.findings = Some(finding::of(conn, grant, id)?);
    Ok(one)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &InspectionQuery,
    paging: &Paging,
) -> Answer<Page<Inspection>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = i::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(state) = query.state {
            q = q.filter(i::state.eq(word(&state)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(i::team_id.eq(g(team)));
        }
        if let Some(case) = query.case_id {
            q = q.filter(i::case_id.eq(g(case)));
        }
        if let Some(inspector) = query.inspector_id {
            q = q.filter(i::inspector_id.eq(g(inspector)));
        }
        if let Some(draw) = query.draw_id {
            q = q.filter(i::draw_id.eq(g(Some(draw))));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(i::due_on.lt(today));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// Stage, customer and owner of cases. Not reach-checked: who may see the inspection may know what it is about.
pub fn cases(conn: &mut AnyConn, mut ids: Vec<Uuid>) -> Answer<HashMap<Uuid, Case>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(Uuid, Case)> = c::table
        .filter(c::id.eq_any(gs(ids)))
        .select((c::id, (c::stage, c::customer_id, c::owner_id)))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Stage, customer, owner.
pub type Case = (String, Uuid, Uuid);

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Inspection>> {
    let named = rows.iter().flat_map(|row| [row.owner_id, row.inspector_id]);
    let people = people::by_ids(conn, named.collect())?;
    let cases = cases(conn, rows.iter().map(|row| row.case_id).collect())?;
    let customers = customer::by_ids(conn, cases.values().map(|case| case.1).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let who = |id: &Uuid| people.get(id).cloned().ok_or_else(|| internal("nobody"));
    let one = |row: Row| {
        let state: InspectionState = parse(&row.state)?;
        let case = cases.get(&row.case_id);
        let (stage, customer, now) = case.ok_or_else(|| internal("an inspection of no case"))?;
        let mine = [row.owner_id, *now].contains(&grant.me());
        let actions: &[Action] = match state {
            InspectionState::Open if !mine => &[Action::InspectionRecord, Action::AuditRead],
            _ => &[Action::AuditRead],
        };
        Ok(Inspection {
            id: row.id,
            case_id: row.case_id,
            customer: customers
                .get(customer)
                .cloned()
                .ok_or_else(|| internal("a case without customer"))?,
            case_stage: parse(stage)?,
            owner: who(&row.owner_id)?,
            team_id: row.team_id,
            inspector: who(&row.inspector_id)?,
            draw_id: row.draw_id,
            reason: row.reason,
            state,
            due_on: row.due_on,
            overdue: state == InspectionState::Open && row.due_on < today,
            summary: row.summary,
            open_findings: row.open_findings,
            inspected_at: row.inspected_at,
            answers: None,
            findings: None,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
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

/// What is said of an inspection where it is named: the customer of its case. As [`cases`].
pub fn subject(conn: &mut AnyConn, case: Uuid) -> Answer<String> {
    let customer: Uuid = c::table.find(g(case)).select(c::customer_id).first(conn)?;
    customer::name(conn, customer)
}

/// Nobody looks over what is or was their own.
pub fn not_own(conn: &mut AnyConn, grant: &Grant, row: &Row) -> Answer<()> {
    let now = cases(conn, vec![row.case_id])?;
    let now = now.get(&row.case_id).map(|case| case.2);
    match row.owner_id == grant.me() || now == Some(grant.me()) {
        true => Err(Refusal::new(Code::OwnMatter).clause(CLAUSE)),
        false => Ok(()),
    }
}
