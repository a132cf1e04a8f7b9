//! How far a permission reaches, as a value: only `Can` makes one, every store function takes it, and it becomes an indexed
//! predicate in SQL — never a filter afterwards.

use contract::ReachKind;
use contract::access::Field;
use diesel::prelude::*;
use uuid::Uuid;

use super::actor::{Actor, KeyScope};
use crate::db::AnyConn;
use crate::db::sql::{Bind, Predicate, Rows};
use crate::db::types::Guid;
use crate::problem::Answer;

#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    scope: Scope,
    /// A service account sees the smaller of what it was given and what its owner has.
    key: Option<KeyScope>,
    area_teams: std::sync::Arc<[Uuid]>,
}

#[derive(Debug, Clone, PartialEq)]
enum Scope {
    Nothing,
    Own {
        me: Uuid,
    },
    Team {
        team: Uuid,
        me: Uuid,
    },
    Area {
        area: Uuid,
        fields: Vec<Field>,
        me: Uuid,
    },
    Department,
}

/// Which columns of a query say team and owner, and to which field of work its department-wide records belong.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub team: &'static str,
    pub owner: &'static str,
    pub field: Field,
}

/// Whoever has records in more teams than these is asked of each record.
const OTHER_TEAMS: usize = 8;

impl Reach {
    pub(super) fn of(actor: &Actor, kind: ReachKind) -> Reach {
        let me = actor.employee_id;
        let scope = match (kind, actor.team_id, actor.area_id) {
            (ReachKind::No, ..) => Scope::Nothing,
            (ReachKind::Department, ..) => Scope::Department,
            (ReachKind::Area, _, Some(area)) => Scope::Area {
                area,
                fields: actor.fields.clone(),
                me,
            },
            (ReachKind::Team, Some(team), _) => Scope::Team { team, me },
            // A deputy without an area, a lead without a team: their own records.
            (ReachKind::Own | ReachKind::Team | ReachKind::Area, ..) => Scope::Own { me },
        };
        Reach {
            scope,
            key: actor.key.as_ref().map(|k| k.scope.clone()),
            area_teams: actor.area_teams.clone(),
        }
    }

    /// What the system itself sees: workers and the command line.
    pub fn system() -> Reach {
        Reach {
            scope: Scope::Department,
            key: None,
            area_teams: std::sync::Arc::new([]),
        }
    }

    /// The predicate that keeps a query inside the reach.
    pub fn on(&self, columns: Columns) -> Predicate {
        self.keyed(scope_predicate(&self.scope, columns), columns.team)
    }

    /// The same as ranges that don't overlap, for pages: each is read in order from an index that begins with its column, where
    /// `team OR owner` would be read whole and sorted.
    pub fn ranges(&self, columns: Columns) -> Vec<Predicate> {
        let ranges = match &self.scope {
            Scope::Team { team, me } => vec![
                equal(columns.team, *team),
                equal(columns.owner, *me).and(other_than(columns.team, *team)),
            ],
            _ => vec![scope_predicate(&self.scope, columns)],
        };
        self.keyed_each(ranges, columns)
    }

    /// The same for a table where one person has thousands of records, almost all of them the team's: "of another team" would be asked of each.
    /// The few other teams are stepped through in an index by owner and team, which the table needs.
    pub fn ranges_of_many(&self, conn: &mut AnyConn, columns: Columns) -> Answer<Vec<Predicate>> {
        let Scope::Team { team, me } = &self.scope else {
            return Ok(self.ranges(columns));
        };
        let others: Vec<Uuid> = Rows::<Guid>::new(other_teams(columns, *team, *me)).load(conn)?;
        if others.len() > OTHER_TEAMS {
            return Ok(self.ranges(columns));
        }
        let own = || equal(columns.owner, *me);
        let nobodys = Predicate::new().sql(columns.team).sql(" IS NULL");
        let mut ranges = vec![equal(columns.team, *team), own().and(nobodys)];
        ranges.extend(
            others
                .into_iter()
                .map(|other| own().and(equal(columns.team, other))),
        );
        Ok(self.keyed_each(ranges, columns))
    }

    /// The same as parts that don't overlap, for counting: each is read from an index of its own, where the whole would be read from none.
    pub fn parts(&self, columns: Columns) -> Vec<Predicate> {
        let mut parts = self.of_others(columns);
        let own = match &self.scope {
            Scope::Nothing | Scope::Department => None,
            Scope::Own { me } => Some(equal(columns.owner, *me)),
            Scope::Team { team, me } => {
                Some(equal(columns.owner, *me).and(other_than(columns.team, *team)))
            }
            Scope::Area { area, fields, me } => {
                let elsewhere = equal(columns.owner, *me)
                    .sql(" AND NOT COALESCE((")
                    .join(in_area(*area, columns.team))
                    .sql("), 1 = 0)");
                Some(match fields.contains(&columns.field) {
                    true => elsewhere.sql(" AND ").sql(columns.team).sql(" IS NOT NULL"),
                    false => elsewhere,
                })
            }
        };
        parts.extend(self.keyed_each(own.into_iter().collect(), columns));
        parts
    }

    /// Those parts that are seen for another reason than being one's own.
    pub fn of_others(&self, columns: Columns) -> Vec<Predicate> {
        let parts = match &self.scope {
            Scope::Nothing | Scope::Own { .. } => Vec::new(),
            Scope::Department => vec![Predicate::new().sql("1 = 1")],
            Scope::Team { team, .. } => vec![equal(columns.team, *team)],
            Scope::Area { area, fields, .. } => {
                let nobodys = Predicate::new().sql(columns.team).sql(" IS NULL");
                let nobodys = fields.contains(&columns.field).then_some(nobodys);
                let area = in_area(*area, columns.team);
                std::iter::once(area).chain(nobodys).collect()
            }
        };
        self.keyed_each(parts, columns)
    }

    fn keyed_each(&self, parts: Vec<Predicate>, columns: Columns) -> Vec<Predicate> {
        let keyed = |part| self.keyed(part, columns.team);
        parts.into_iter().map(keyed).collect()
    }

    /// For records of a person that carry no team: the person's present one counts. `person` is the record's column.
    pub fn on_people(&self, person: &str, field: Field) -> Predicate {
        let columns = Columns {
            team: "pe.team_id",
            owner: "pe.id",
            field,
        };
        let p = Predicate::new();
        match (&self.scope, &self.key) {
            (Scope::Department, None | Some(KeyScope::Department)) => p.sql("1 = 1"),
            // Many people: the records are read in order, and of each is asked whose it is.
            (Scope::Department | Scope::Area { .. }, _) => p
                .sql("EXISTS (SELECT 1 FROM employees pe WHERE pe.id = ")
                .sql(person)
                .sql(" AND ")
                .join(self.on(columns))
                .sql(")"),
            // Few people: theirs are looked up.
            _ => p
                .sql(person)
                .sql(" IN (SELECT pe.id FROM employees pe WHERE ")
                .join(self.on(columns))
                .sql(")"),
        }
    }

    fn keyed(&self, by_role: Predicate, team_column: &str) -> Predicate {
        match &self.key {
            None | Some(KeyScope::Department) => by_role,
            Some(_) => by_role.and(self.within_key(team_column)),
        }
    }

    /// Only what the key of a service account adds: for records that are seen for another reason than the role's reach.
    pub fn within_key(&self, team_column: &str) -> Predicate {
        let p = Predicate::new();
        match &self.key {
            None | Some(KeyScope::Department) => p.sql("1 = 1"),
            Some(KeyScope::Area(area, _)) => in_area(*area, team_column),
            Some(KeyScope::Team(team)) => equal(team_column, *team),
        }
    }

    /// The same question about one record at hand. `field` counts for records of no team.
    pub fn covers(&self, team: Option<Uuid>, owner: Option<Uuid>, field: Field) -> bool {
        let own = |me: &Uuid| owner.as_ref() == Some(me);
        let by_role = match &self.scope {
            Scope::Nothing => false,
            Scope::Department => true,
            Scope::Own { me } => own(me),
            Scope::Team { team: mine, me } => team.as_ref() == Some(mine) || own(me),
            Scope::Area { fields, me, .. } => {
                own(me) || team.map_or(fields.contains(&field), |t| self.area_teams.contains(&t))
            }
        };
        by_role
            && match &self.key {
                None | Some(KeyScope::Department) => true,
                Some(KeyScope::Area(_, teams)) => team.is_some_and(|t| teams.contains(&t)),
                Some(KeyScope::Team(t)) => team.as_ref() == Some(t),
            }
    }

    /// The same for areas, which aren't records of a team.
    pub fn on_areas(&self, column: &str) -> Predicate {
        let p = Predicate::new();
        let by_role = match &self.scope {
            Scope::Department => p.sql("1 = 1"),
            Scope::Area { area, .. } => p.sql(column).sql(" = ").bind(Bind::guid(*area)),
            Scope::Team { team, .. } => area_of_team(*team, column),
            Scope::Own { .. } | Scope::Nothing => p.sql("1 = 0"),
        };
        match &self.key {
            None | Some(KeyScope::Department) => by_role,
            Some(KeyScope::Area(area, _)) => by_role.and(
                Predicate::new()
                    .sql(column)
                    .sql(" = ")
                    .bind(Bind::guid(*area)),
            ),
            Some(KeyScope::Team(team)) => by_role.and(area_of_team(*team, column)),
        }
    }

    /// May the actor put a team into this area (or, with `None`, outside every area)?
    pub fn covers_area(&self, area: Option<Uuid>) -> bool {
        let by_role = match &self.scope {
            Scope::Department => true,
            Scope::Area { area: mine, .. } => area.as_ref() == Some(mine),
            Scope::Team { .. } | Scope::Own { .. } | Scope::Nothing => false,
        };
        by_role
            && match &self.key {
                None | Some(KeyScope::Department) => true,
                Some(KeyScope::Area(mine, _)) => area.as_ref() == Some(mine),
                Some(KeyScope::Team(_)) => false,
            }
    }

    /// Every record of the department, no less.
    pub fn is_department(&self) -> bool {
        self.scope == Scope::Department && matches!(self.key, None | Some(KeyScope::Department))
    }

    /// May the actor put a record into this team (or, with `None`, make it department-wide)?
    pub fn covers_team(&self, team: Option<Uuid>, field: Field) -> bool {
        self.covers(team, None, field)
    }
}

fn scope_predicate(scope: &Scope, c: Columns) -> Predicate {
    let p = Predicate::new();
    match scope {
        Scope::Nothing => p.sql("1 = 0"),
        Scope::Department => p.sql("1 = 1"),
        Scope::Own { me } => equal(c.owner, *me),
        Scope::Team { team, me } => {
            let p = p.sql("(").sql(c.team).sql(" = ").bind(Bind::guid(*team));
            p.sql(" OR ")
                .sql(c.owner)
                .sql(" = ")
                .bind(Bind::guid(*me))
                .sql(")")
        }
        Scope::Area { area, fields, me } => {
            let mut p = p.sql("(").join(in_area(*area, c.team));
            if fields.contains(&c.field) {
                p = p.sql(" OR ").sql(c.team).sql(" IS NULL");
            }
            p.sql(" OR ")
                .sql(c.owner)
                .sql(" = ")
                .bind(Bind::guid(*me))
                .sql(")")
        }
    }
}

fn equal(column: &str, id: Uuid) -> Predicate {
    Predicate::new().sql(column).sql(" = ").bind(Bind::guid(id))
}

fn other_than(column: &str, id: Uuid) -> Predicate {
    Predicate::new()
        .sql("(")
        .sql(column)
        .sql(" IS NULL OR ")
        .sql(column)
        .sql(" <> ")
        .bind(Bind::guid(id))
        .sql(")")
}

/// In which teams but this one I have records: one step through the index for each.
fn other_teams(columns: Columns, team: Uuid, me: Uuid) -> Predicate {
    let (table, of_team) = columns
        .team
        .split_once('.')
        .unwrap_or((columns.team, columns.team));
    let next = |p: Predicate, which: &str| {
        p.sql("(SELECT ")
            .sql(columns.team)
            .sql(" FROM ")
            .sql(table)
            .sql(" WHERE ")
            .join(equal(columns.owner, me))
            .sql(" AND ")
            .sql(columns.team)
            .sql(which)
            .sql(" ORDER BY ")
            .sql(of_team)
            .sql(" LIMIT 1)")
    };
    let p = Predicate::new().sql("WITH RECURSIVE step(team) AS (SELECT ");
    let p = next(p, " IS NOT NULL").sql(" UNION ALL SELECT ");
    next(p, " > step.team")
        .sql(" FROM step WHERE step.team IS NOT NULL) SELECT step.team FROM step WHERE step.team IS NOT NULL AND step.team <> ")
        .bind(Bind::guid(team))
        .sql(" LIMIT ")
        .bind(Bind::Int(OTHER_TEAMS as i64 + 1))
}

fn area_of_team(team: Uuid, column: &str) -> Predicate {
    Predicate::new()
        .sql(column)
        .sql(" IN (SELECT rt.area_id FROM teams rt WHERE rt.id = ")
        .bind(Bind::guid(team))
        .sql(")")
}

/// A team column that names a team of the area.
pub fn in_area(area: Uuid, team_column: &str) -> Predicate {
    Predicate::new()
        .sql(team_column)
        .sql(" IN (SELECT rt.id FROM teams rt WHERE rt.area_id = ")
        .bind(Bind::guid(area))
        .sql(")")
}

#[cfg(test)]
#[path = "reach_tests.rs"]
mod tests;
