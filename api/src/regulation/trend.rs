//! How clauses stood: each morning the worker looks at the whole board, the department's, every area's and every team's, and keeps what
//! has changed since the day before.

use std::collections::HashMap;

use actix_web::{get, web};
use chrono::{Days, NaiveDate};
use contract::access::tag;
use contract::compliance::{
    ClauseDay, ClauseState, ClauseTrend, ClauseTrendQuery, ComplianceQuery,
};
use contract::{Code, ReachKind};
use diesel::prelude::*;
use uuid::Uuid;

use super::board::{gravity, known};
use super::clauses;
use crate::access::actor::{Actor, KeyScope};
use crate::access::can::permitted;
use crate::access::{Can, Grant};
use crate::app::App;
use crate::clock;
use crate::db::schema::{areas, compliance_days as d, compliance_looks as l, departments, teams};
use crate::db::types::t;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::evidence::Scope;
use crate::engine::record::Acting;
use crate::http::answer::Plain;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal};

/// Days that a trend shows unless told, and at most.
const SHOWN: u64 = 90;
const MOST: i64 = 731;

#[utoipa::path(tag = "regulation", operation_id = "get_clause_trend", summary = "How a clause stood, day by day",
    description = "Of the caller's department, area or team, or of one area or team inside their reach; as each day began. A day on which \
        nothing changed isn't listed: it stands as the one before.",
    params(("clause" = String, Path, example = "4.4.2"), ClauseTrendQuery),
    responses((status = 200, description = "The days on which it changed, with how it stood before them", body = ClauseTrend)),
    extensions(("x-action" = json!("compliance_read"))))]
#[get("/compliance/{clause}/trend")]
pub async fn get_clause_trend(
    can: Can<tag::ComplianceRead>,
    clause: Path<String>,
    Query(query): Query<ClauseTrendQuery>,
) -> Answer<Plain<ClauseTrend>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| trend(c, &grant, &clause, &query));
    Ok(Plain(found.await?))
}

fn trend(
    conn: &mut AnyConn,
    grant: &Grant,
    clause: &str,
    query: &ClauseTrendQuery,
) -> Answer<ClauseTrend> {
    let duty = clauses::duty(clause).ok_or_else(|| Refusal::new(Code::NotFound))?;
    let narrowed = ComplianceQuery {
        area_id: query.area_id,
        team_id: query.team_id,
        as_of: None,
    };
    let today = Scope::of(conn, grant, &narrowed)?.today;
    let to = query.to.unwrap_or(today).min(today);
    let back = to.checked_sub_days(Days::new(SHOWN)).unwrap_or(to);
    let from = query.from.unwrap_or(back);
    if from > to || (to - from).num_days() > MOST {
        let wrong = Refusal::new(Code::UnknownParameter);
        return Err(wrong.field("from", "range", format!("≤ {MOST} days before {to}")));
    }
    let mut data = Vec::new();
    if let Some(place) = place(grant, &narrowed) {
        let of = || {
            d::table
                .filter(d::place.eq(place.clone()))
                .filter(d::clause.eq(clause))
                .select((d::day, d::state, d::nth, d::value, d::unit))
        };
        let before: Option<Stored> = of()
            .filter(d::day.le(from))
            .order(d::day.desc())
            .first(conn)
            .optional()?;
        let later: Vec<Stored> = of()
            .filter(d::day.gt(from))
            .filter(d::day.le(to))
            .order(d::day)
            .load(conn)?;
        let before =
            before.map(|(day, state, nth, value, unit)| (day.max(from), state, nth, value, unit));
        let all = before.into_iter().chain(later).map(shown);
        data = all.collect::<Answer<_>>()?;
    }
    Ok(ClauseTrend {
        clause: clause.to_owned(),
        duty: duty.get(grant.locale).to_owned(),
        from,
        to,
        data,
    })
}

type Stored = (NaiveDate, String, i64, Option<f64>, Option<String>);

fn shown((day, state, _, value, unit): Stored) -> Answer<ClauseDay> {
    Ok(ClauseDay {
        day,
        state: parse(&state)?,
        value,
        unit: unit.as_deref().map(parse).transpose()?,
    })
}

/// Where the caller looks: at what was asked for, else at all they reach. Whoever reaches nothing whole has no place.
pub fn place(grant: &Grant, query: &ComplianceQuery) -> Option<String> {
    if let Some(team) = query.team_id {
        return Some(team_place(team));
    }
    if let Some(area) = query.area_id {
        return Some(area_place(area));
    }
    let kind = permitted(&grant.actor, contract::Action::ComplianceRead);
    let by_role = match kind {
        ReachKind::Department => Some(String::new()),
        ReachKind::Area => grant.actor.area_id.map(area_place),
        ReachKind::Team => grant.actor.team_id.map(team_place),
        _ => None,
    };
    match (grant.actor.key.as_ref().map(|key| &key.scope), kind) {
        (Some(KeyScope::Team(team)), _) => Some(team_place(*team)),
        (Some(KeyScope::Area(area, _)), ReachKind::Department | ReachKind::Area) => {
            Some(area_place(*area))
        }
        _ => by_role,
    }
}

fn area_place(id: Uuid) -> String {
    format!("a{id}")
}

fn team_place(id: Uuid) -> String {
    format!("t{id}")
}

/// How every clause stood as a day began, and by which of its figures; refused before anything was kept.
pub fn as_of(
    conn: &mut AnyConn,
    place: &str,
    day: NaiveDate,
) -> Answer<HashMap<&'static str, (usize, ClauseDay)>> {
    let first: Option<NaiveDate> = l::table.select(diesel::dsl::min(l::day)).first(conn)?;
    if first.is_none_or(|first| day < first) {
        let first = first.map_or_else(|| "–".to_owned(), |first| first.to_string());
        return Err(Refusal::new(Code::UnknownParameter).field(
            "as_of",
            "range",
            format!("≥ {first}"),
        ));
    }
    let mut all = HashMap::new();
    for clause in clauses::all() {
        let last: Option<Stored> = d::table
            .filter(d::place.eq(place))
            .filter(d::clause.eq(clause))
            .filter(d::day.le(day))
            .order(d::day.desc())
            .select((d::day, d::state, d::nth, d::value, d::unit))
            .first(conn)
            .optional()?;
        if let Some(last) = last {
            let nth = usize::try_from(last.2).unwrap_or_default();
            all.insert(clause, (nth, shown(last)?));
        }
    }
    Ok(all)
}

/// Once a day of the department; the first day it was there is its own beginning.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    let Some((day, places)) = app.db.read(wanted).await? else {
        return Ok(());
    };
    for (place, query) in places {
        // One place at a time, so that nobody else's reading waits long.
        let found = app.db.read(move |c| look(c, &query)).await?;
        app.db
            .write(move |tx| keep(tx, &place, day, &found))
            .await?;
    }
    app.db
        .write(move |tx| {
            // Another instance may have come to the same end meanwhile.
            diesel::delete(l::table.find(day)).execute(tx.conn)?;
            diesel::insert_into(l::table)
                .values(l::day.eq(day))
                .execute(tx.conn)?;
            Ok(())
        })
        .await
}

type Places = Vec<(String, ComplianceQuery)>;

/// The day that isn't looked at yet, and where to look. Not reach-checked: the worker looks at all.
fn wanted(conn: &mut AnyConn) -> Answer<Option<(NaiveDate, Places)>> {
    if !settings::exists(conn)? {
        return Ok(None);
    }
    let tz = settings::zone(conn)?;
    let day = clock::now().with_timezone(&tz).date_naive();
    let old: i64 = departments::table
        .filter(departments::created_at.lt(t(zone::instant(tz, day, 0))))
        .count()
        .get_result(conn)?;
    let looked: i64 = l::table.filter(l::day.eq(day)).count().get_result(conn)?;
    if old == 0 || looked > 0 {
        return Ok(None);
    }
    let mut places: Places = vec![(String::new(), ComplianceQuery::default())];
    let all: Vec<Uuid> = areas::table.select(areas::id).load(conn)?;
    places.extend(all.into_iter().map(|area| {
        let query = ComplianceQuery {
            area_id: Some(area),
            ..ComplianceQuery::default()
        };
        (area_place(area), query)
    }));
    let all: Vec<Uuid> = teams::table.select(teams::id).load(conn)?;
    places.extend(all.into_iter().map(|team| {
        let query = ComplianceQuery {
            team_id: Some(team),
            ..ComplianceQuery::default()
        };
        (team_place(team), query)
    }));
    Ok(Some((day, places)))
}

type Found = Vec<(&'static str, ClauseState, i64, Option<f64>, Option<String>)>;

/// Each clause by its worst figure, as the board shows it.
fn look(conn: &mut AnyConn, query: &ComplianceQuery) -> Answer<Found> {
    let acting = Acting::system("worker");
    let grant = Grant::system(Actor::manager(Uuid::nil(), acting.now), acting);
    let scope = match Scope::of(conn, &grant, query) {
        Ok(scope) => scope,
        // A team or an area that is gone by now.
        Err(refusal) if refusal.code() == Code::NotFound => return Ok(Vec::new()),
        Err(refusal) => return Err(refusal),
    };
    let mut found: Found = Vec::new();
    for (clause, all) in known(conn, &scope)? {
        let worst = all
            .iter()
            .enumerate()
            .min_by_key(|(_, one)| gravity(one.state));
        if let Some((nth, worst)) = worst {
            let unit = worst.value.map(|_| word(&worst.unit));
            found.push((clause, worst.state, nth as i64, worst.value, unit));
        }
    }
    Ok(found)
}

/// Only what differs from what was kept last.
fn keep(tx: &mut Tx, place: &str, day: NaiveDate, found: &Found) -> Answer<()> {
    for (clause, state, nth, value, unit) in found {
        let last: Option<Stored> = d::table
            .filter(d::place.eq(place))
            .filter(d::clause.eq(clause))
            .order(d::day.desc())
            .select((d::day, d::state, d::nth, d::value, d::unit))
            .first(tx.conn)
            .optional()?;
        let state = word(state);
        let same = last
            .as_ref()
            .is_some_and(|(_, s, n, v, _)| (s, n, v) == (&state, nth, value));
        let silent = last.is_none() && state == "no_data";
        if same || silent {
            continue;
        }
        diesel::delete(
            d::table
                .filter(d::place.eq(place))
                .filter(d::clause.eq(clause))
                .filter(d::day.eq(day)),
        )
        .execute(tx.conn)?;
        diesel::insert_into(d::table)
            .values((
                d::place.eq(place),
                d::clause.eq(clause),
                d::day.eq(day),
                d::state.eq(&state),
                d::nth.eq(nth),
                d::value.eq(value),
                d::unit.eq(unit),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}
