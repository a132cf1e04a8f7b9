//! How many of a team's cases are looked over, from which month on: data that the manager and the deputies of areas keep.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::inspection::{InspectionPlan, InspectionPlanQuery, NewInspectionPlan};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{inspection_plans as p, teams};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::evidence::TEAMS;
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "inspection_plans.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct Plan {
    id: Uuid,
    team_id: Option<Uuid>,
    pub percent: i64,
    pub least: i64,
    from_month: NaiveDate,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// The plan by which a team's cases of a month are drawn: its own, else everybody's; of each the newest that began by then. Not
/// reach-checked: plans are known to everybody.
pub fn of(conn: &mut AnyConn, team: Uuid, month: NaiveDate) -> Answer<Option<Plan>> {
    for place in [place(Some(team)), place(None)] {
        let found = p::table
            .filter(p::place.eq(place))
            .filter(p::from_month.le(month))
            .order(p::from_month.desc())
            .select(Plan::as_select())
            .first(conn)
            .optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The teams that a plan holds for in a month; none of them is everybody's. As [`of`].
pub fn places(conn: &mut AnyConn, month: NaiveDate) -> Answer<HashSet<Option<Uuid>>> {
    let teams: Vec<Option<Uuid>> = p::table
        .filter(p::from_month.le(month))
        .select(p::team_id)
        .load(conn)?;
    Ok(teams.into_iter().collect())
}

fn place(team: Option<Uuid>) -> String {
    team.map_or_else(String::new, |id| id.to_string())
}

/// Everybody may see them, so no reach is asked.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &InspectionPlanQuery,
    paging: &Paging,
) -> Answer<Page<InspectionPlan>> {
    let narrowed = || {
        let mut q = p::table
            .select(Plan::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(team) = query.team_id {
            q = q.filter(p::team_id.eq(g(Some(team))));
        }
        q
    };
    let key = |row: &Plan, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Plan> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Plan>) -> Answer<Vec<InspectionPlan>> {
    let names = people::team_names(conn, rows.iter().filter_map(|row| row.team_id).collect())?;
    let one = |row: Plan| InspectionPlan {
        id: row.id,
        team_id: row.team_id,
        team_name: row.team_id.and_then(|id| names.get(&id).cloned()),
        percent: row.percent,
        least: row.least,
        from_month: row.from_month,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        allowed_actions: grant.allowed(
            &[Action::InspectionPlanManage],
            row.team_id,
            None,
            Field::Business,
        ),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Everybody's plan takes the whole department; a team's lies inside the reach. The same month again takes the place of what was.
pub fn set(tx: &mut Tx, grant: &Grant, new: &NewInspectionPlan) -> Answer<InspectionPlan> {
    let name = match new.team_id {
        None => {
            grant.whole_department()?;
            String::new()
        }
        Some(team) => {
            let seen: Option<String> = teams::table
                .find(g(team))
                .filter(grant.reach().on(TEAMS))
                .select(teams::name)
                .first(tx.conn)
                .optional()?;
            seen.ok_or_else(|| {
                Refusal::new(Code::UnknownReference)
                    .clause(CLAUSE)
                    .at("/team_id")
            })?
        }
    };
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    if new.from_month < super::draw::first(today) {
        return Err(Refusal::new(Code::DateOrder)
            .clause(CLAUSE)
            .at("/from_month"));
    }
    let old: Option<Plan> = p::table
        .filter(p::place.eq(place(new.team_id)))
        .filter(p::from_month.eq(new.from_month))
        .select(Plan::as_select())
        .first(tx.conn)
        .optional()?;
    let before = old.as_ref().map(|old| (old.percent, old.least));
    let plan = match old {
        Some(old) => {
            let version = old.version + 1;
            diesel::update(p::table.find(g(old.id)))
                .set((
                    p::percent.eq(new.percent),
                    p::least.eq(new.least),
                    p::version.eq(version),
                    p::updated_at.eq(t(now)),
                ))
                .execute(tx.conn)?;
            Plan {
                percent: new.percent,
                least: new.least,
                version,
                updated_at: now,
                ..old
            }
        }
        None => insert(tx, new, now)?,
    };
    Record::new("inspection_plan.set", "inspection_plan", plan.id, name)
        .team(new.team_id)
        .clause(CLAUSE)
        .change("percent", before.map(|old| old.0), new.percent)
        .change("least", before.map(|old| old.1), new.least)
        .change("from_month", (), new.from_month)
        .write(tx, &grant.acting);
    let shown = complete(tx.conn, grant, vec![plan])?.pop();
    shown.ok_or_else(|| Refusal::new(Code::Internal))
}

fn insert(tx: &mut Tx, new: &NewInspectionPlan, now: DateTime<Utc>) -> Answer<Plan> {
    let plan = Plan {
        id: clock::new_id(),
        team_id: new.team_id,
        percent: new.percent,
        least: new.least,
        from_month: new.from_month,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(p::table)
        .values((
            p::id.eq(g(plan.id)),
            p::team_id.eq(g(plan.team_id)),
            p::place.eq(place(plan.team_id)),
            p::percent.eq(plan.percent),
            p::least.eq(plan.least),
            p::from_month.eq(plan.from_month),
            p::version.eq(1),
            p::created_at.eq(t(now)),
            p::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(plan)
}
