//! What the records say about a clause: the figures behind the board (1). Each module answers for its own clauses through an
//! `evidence` function; nothing is ever typed in by hand.

use chrono::{DateTime, NaiveDate, Utc};
use contract::compliance::{ClauseState, ComplianceQuery, FigureUnit};
use contract::{Action, Code, Locale, Text};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::{Columns, in_area};
use crate::access::{Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{areas, teams};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal};

/// Whose records are looked at, and when: the caller's reach, narrowed to an area or a team where one is asked for.
pub struct Scope {
    reach: Reach,
    narrowed: Narrowed,
    pub now: DateTime<Utc>,
    /// The department's day and time zone.
    pub today: NaiveDate,
    pub zone: String,
    pub locale: Locale,
}

enum Narrowed {
    No,
    Area(Uuid),
    Team(Uuid),
}

impl Scope {
    pub fn of(conn: &mut AnyConn, grant: &Grant, query: &ComplianceQuery) -> Answer<Scope> {
        Scope::within(conn, grant, grant.reach().clone(), query)
    }

    /// All that the caller sees of the board, where they do something else.
    pub fn reaching(conn: &mut AnyConn, grant: &Grant, action: Action) -> Answer<Scope> {
        Scope::within(
            conn,
            grant,
            grant.reach_of(action),
            &ComplianceQuery::default(),
        )
    }

    fn within(
        conn: &mut AnyConn,
        grant: &Grant,
        reach: Reach,
        query: &ComplianceQuery,
    ) -> Answer<Scope> {
        let missing = || Refusal::new(Code::NotFound);
        let narrowed = match (query.area_id, query.team_id) {
            (None, None) => Narrowed::No,
            (Some(_), Some(_)) => {
                let twice = Refusal::new(Code::UnknownParameter);
                return Err(twice.field("team_id", "conflict", "area_id"));
            }
            (Some(area), None) => {
                let seen = areas::table
                    .find(g(area))
                    .filter(reach.on_areas("areas.id"));
                let seen: Option<Uuid> = seen.select(areas::id).first(conn).optional()?;
                Narrowed::Area(seen.ok_or_else(missing)?)
            }
            (None, Some(team)) => {
                let seen = teams::table.find(g(team)).filter(reach.on(TEAMS));
                let seen: Option<Uuid> = seen.select(teams::id).first(conn).optional()?;
                Narrowed::Team(seen.ok_or_else(missing)?)
            }
        };
        let now = grant.acting.now;
        let (_, zone, _) = settings::basics(conn)?;
        Ok(Scope {
            reach,
            narrowed,
            now,
            today: crate::clock::local_date(now, &zone),
            zone,
            locale: grant.locale,
        })
    }

    pub fn on(&self, columns: Columns) -> Predicate {
        let reach = self.reach.on(columns);
        match self.narrowed {
            Narrowed::No => reach,
            Narrowed::Area(area) => reach.and(in_area(area, columns.team)),
            Narrowed::Team(team) => reach.and(is(columns.team, team)),
        }
    }

    /// The same as parts that don't overlap, for counting much.
    pub fn parts(&self, columns: Columns) -> Vec<Predicate> {
        let within = |part: Predicate| match self.narrowed {
            Narrowed::No => part,
            Narrowed::Area(area) => part.and(in_area(area, columns.team)),
            Narrowed::Team(team) => part.and(is(columns.team, team)),
        };
        let parts = self.reach.parts(columns).into_iter();
        parts.map(within).collect()
    }

    /// The same for areas, which aren't records of a team.
    pub fn on_areas(&self, column: &str) -> Predicate {
        let reach = self.reach.on_areas(column);
        match self.narrowed {
            Narrowed::No => reach,
            Narrowed::Area(area) => reach.and(is(column, area)),
            Narrowed::Team(_) => Predicate::new().sql("1 = 0"),
        }
    }

    /// When a day begins in the department's time zone.
    pub fn begins(&self, day: NaiveDate) -> DateTime<Utc> {
        zone::instant(zone::of(&self.zone), day, 0)
    }

    /// The day of an instant in the department's time zone.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        crate::clock::local_date(at, &self.zone)
    }
}

fn is(column: &str, id: Uuid) -> Predicate {
    Predicate::new().sql(column).sql(" = ").bind(Bind::guid(id))
}

/// Teams as records of themselves.
pub const TEAMS: Columns = Columns {
    team: "teams.id",
    owner: "teams.id",
    field: contract::access::Field::People,
};

/// What the records say about one clause.
pub struct Evidence {
    pub clause: &'static str,
    pub state: ClauseState,
    /// None: nothing is recorded that could prove anything.
    pub value: Option<f64>,
    pub unit: FigureUnit,
    pub definition: Text,
    pub since: Option<NaiveDate>,
    /// Path in the SPA of the records.
    pub records: String,
}

impl Evidence {
    /// Something that should not be: none of it is met, `near` of it is at risk.
    pub fn count(clause: &'static str, value: usize, near: bool, definition: Text) -> Evidence {
        let state = match (value, near) {
            (0, false) => ClauseState::Met,
            (0, true) => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        };
        Evidence {
            clause,
            state,
            value: Some(value as f64),
            unit: FigureUnit::Count,
            definition,
            since: None,
            records: String::new(),
        }
    }

    /// Nothing recorded yet.
    pub fn none(clause: &'static str, definition: Text) -> Evidence {
        Evidence {
            clause,
            state: ClauseState::NoData,
            value: None,
            unit: FigureUnit::Count,
            definition,
            since: None,
            records: String::new(),
        }
    }

    pub fn since(mut self, day: Option<NaiveDate>) -> Evidence {
        self.since = day;
        self
    }

    pub fn records(mut self, path: impl Into<String>) -> Evidence {
        self.records = path.into();
        self
    }
}
