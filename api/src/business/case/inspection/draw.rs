//! The samples: last month's cases of every team that has a plan are drawn from once, by themselves or by somebody above the team.

use std::collections::{BTreeSet, HashMap};

use actix_web::web;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use contract::access::Field;
use contract::inspection::{
    InspectionDraw, InspectionDrawQuery, InspectionStepKind, NewInspectionDraw,
};
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::plan::Plan;
use super::{CLAUSE, checklist, logic, plan, step};
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::app::App;
use crate::clock;
use crate::db::schema::{
    case_moves as m, cases as c, inspection_draws as d, inspections as i, teams,
};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::evidence::TEAMS;
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings, superior};
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal, internal};

/// Days in which what was drawn is looked over.
const DAYS: u64 = 14;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "inspection_draws.created_at",
    kind: Kind::Ts,
}];

/// A sample is a team's; it has no owner, and nobody reads with the reach of one.
pub const COLUMNS: Columns = Columns {
    team: "inspection_draws.team_id",
    owner: "inspection_draws.id",
    field: Field::Business,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = d)]
struct Row {
    id: Uuid,
    team_id: Uuid,
    month: NaiveDate,
    percent: i64,
    least: i64,
    seed: i64,
    cases: i64,
    drawn: i64,
    created_at: DateTime<Utc>,
}

/// First day of a day's month.
pub fn first(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// One team a round; the next round takes the next.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    match app.db.read(next).await? {
        Some((team, month)) => app.db.write(move |tx| of_itself(tx, team, month)).await,
        None => Ok(()),
    }
}

fn next(conn: &mut AnyConn) -> Answer<Option<(Uuid, NaiveDate)>> {
    if !settings::exists(conn)? {
        return Ok(None);
    }
    let month = first(settings::today(conn, clock::now())?) - Months::new(1);
    let places = plan::places(conn, month)?;
    if places.is_empty() {
        return Ok(None);
    }
    let drawn = d::table.filter(d::month.eq(month)).select(d::team_id);
    let left: Vec<Uuid> = teams::table
        .filter(teams::id.ne_all(drawn))
        .order(teams::id)
        .select(teams::id)
        .load(conn)?;
    let planned = |team: &Uuid| places.contains(&None) || places.contains(&Some(*team));
    Ok(left.into_iter().find(planned).map(|team| (team, month)))
}

fn of_itself(tx: &mut Tx, team: Uuid, month: NaiveDate) -> Answer<()> {
    match plan::of(tx.conn, team, month)? {
        Some(plan) => draw(tx, &Acting::system("worker"), team, month, &plan).map(|_| ()),
        None => Ok(()),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewInspectionDraw) -> Answer<InspectionDraw> {
    let refused = |code| Refusal::new(code).clause(CLAUSE);
    let seen: Option<Uuid> = teams::table
        .find(g(new.team_id))
        .filter(grant.reach().on(TEAMS))
        .select(teams::id)
        .first(tx.conn)
        .optional()?;
    if seen.is_none() {
        return Err(refused(Code::UnknownReference).at("/team_id"));
    }
    let today = settings::today(tx.conn, grant.acting.now)?;
    if new.month >= first(today) {
        return Err(refused(Code::DateOrder).at("/month"));
    }
    let known: i64 = d::table
        .filter(d::team_id.eq(g(new.team_id)))
        .filter(d::month.eq(new.month))
        .count()
        .get_result(tx.conn)?;
    if known > 0 {
        return Err(refused(Code::InspectionDrawn));
    }
    let plan = plan::of(tx.conn, new.team_id, new.month)?;
    let plan = plan.ok_or_else(|| refused(Code::InspectionUnplanned))?;
    let id = draw(tx, &grant.acting, new.team_id, new.month, &plan)?;
    let row: Row = d::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let one = complete(tx.conn, vec![row])?.pop();
    one.ok_or_else(|| internal("a sample that isn't shown"))
}

/// Of two that draw, the second is told that there is a sample already.
pub fn draw(
    tx: &mut Tx,
    acting: &Acting,
    team: Uuid,
    month: NaiveDate,
    plan: &Plan,
) -> Answer<Uuid> {
    let tz = settings::zone(tx.conn)?;
    let (begin, end) = (
        zone::instant(tz, month, 0),
        zone::instant(tz, month + Months::new(1), 0),
    );
    let found: Vec<(Uuid, Uuid)> = m::table
        .inner_join(c::table.on(c::id.eq(m::case_id)))
        .filter(m::created_at.ge(t(begin)))
        .filter(m::created_at.lt(t(end)))
        .filter(c::team_id.eq(g(Some(team))))
        .select((c::id, c::owner_id))
        .distinct()
        .load(tx.conn)?;
    let owners: HashMap<Uuid, Uuid> = found.into_iter().collect();
    let cases: Vec<Uuid> = owners.keys().copied().collect();
    let id = clock::new_id();
    // The random part of a new id; its sign is of no use.
    let seed = (clock::new_id().as_u128() & 0x7fff_ffff_ffff_ffff) as i64;
    let drawn = logic::sample(
        &cases,
        seed,
        logic::wanted(cases.len(), plan.percent, plan.least),
    );
    diesel::insert_into(d::table)
        .values((
            d::id.eq(g(id)),
            d::team_id.eq(g(team)),
            d::month.eq(month),
            d::percent.eq(plan.percent),
            d::least.eq(plan.least),
            d::seed.eq(seed),
            d::cases.eq(cases.len() as i64),
            d::drawn.eq(drawn.len() as i64),
            d::created_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    let above = superior::chain(tx.conn, Some(team), acting.now)?;
    let today = settings::today(tx.conn, acting.now)?;
    let due_on = today.checked_add_days(Days::new(DAYS)).unwrap_or(today);
    let items = checklist::blank(tx.conn)?;
    let mut told = BTreeSet::new();
    for case in &drawn {
        let owner = owners.get(case).copied().unwrap_or_default();
        let inspector = above.iter().find(|one| **one != owner);
        let inspector = *inspector.ok_or_else(|| internal("nobody is above the team"))?;
        let new = New {
            case: *case,
            owner,
            team,
            inspector,
            draw: Some(id),
            reason: None,
            items: &items,
            due_on,
        };
        let made = insert(tx, acting, &new)?;
        let kept = step::New {
            to: Some(inspector),
            ..step::New::of(made, InspectionStepKind::Drawn)
        };
        step::keep(tx, acting, kept)?;
        told.insert(inspector);
    }
    let name: String = teams::table
        .find(g(team))
        .select(teams::name)
        .first(tx.conn)?;
    let subject = format!("{name} {}", month.format("%Y-%m"));
    Record::new("inspection.drawn", "inspection_draw", id, subject)
        .team(Some(team))
        .clause(CLAUSE)
        .change("cases", (), cases.len())
        .change("drawn", (), drawn.len())
        .change("seed", (), seed)
        .fact("count", drawn.len())
        .notify(told)
        .write(tx, acting);
    Ok(id)
}

/// An inspection on its way into the table.
pub struct New<'n> {
    pub case: Uuid,
    pub owner: Uuid,
    pub team: Uuid,
    pub inspector: Uuid,
    pub draw: Option<Uuid>,
    pub reason: Option<&'n str>,
    /// The check-list it begins with.
    pub items: &'n str,
    pub due_on: NaiveDate,
}

pub fn insert(tx: &mut Tx, acting: &Acting, new: &New) -> Answer<Uuid> {
    let id = clock::new_id();
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(id)),
            i::case_id.eq(g(new.case)),
            i::owner_id.eq(g(new.owner)),
            i::team_id.eq(g(new.team)),
            i::inspector_id.eq(g(new.inspector)),
            i::draw_id.eq(g(new.draw)),
            i::reason.eq(new.reason),
            i::state.eq("open"),
            i::due_on.eq(new.due_on),
            i::answers.eq(new.items),
            i::open_findings.eq(0),
            i::version.eq(1),
            i::created_at.eq(t(acting.now)),
            i::updated_at.eq(t(acting.now)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &InspectionDrawQuery,
    paging: &Paging,
) -> Answer<Page<InspectionDraw>> {
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = d::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(team) = query.team_id {
            q = q.filter(d::team_id.eq(g(team)));
        }
        if let Some(month) = query.month {
            q = q.filter(d::month.eq(month));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, rows))
}

/// How many of each are looked over, and what is still to be rectified: one query for all.
fn complete(conn: &mut AnyConn, rows: Vec<Row>) -> Answer<Vec<InspectionDraw>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(Option<Uuid>, String, i64)> = i::table
        .filter(i::draw_id.eq_any(gs(ids)))
        .select((i::draw_id, i::state, i::open_findings))
        .load(conn)?;
    let names = people::team_names(conn, rows.iter().map(|row| row.team_id).collect())?;
    let one = |row: Row| {
        let mine = || found.iter().filter(|(draw, ..)| *draw == Some(row.id));
        InspectionDraw {
            id: row.id,
            team_id: row.team_id,
            team_name: names.get(&row.team_id).cloned().unwrap_or_default(),
            month: row.month,
            percent: row.percent,
            least: row.least,
            seed: row.seed,
            cases: row.cases,
            drawn: row.drawn,
            inspected: mine().filter(|(_, state, _)| state != "open").count() as i64,
            open_findings: mine().map(|(.., open)| open).sum(),
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(one).collect())
}
