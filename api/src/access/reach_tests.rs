//! Every reach over every kind of record: what a query finds, page by page or counted in parts, is what `covers` says of the record.

use std::sync::Arc;

use contract::access::Field;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::{Columns, Reach, Scope};
use crate::access::actor::KeyScope;
use crate::db::sql::{Bind, Predicate, Rows};
use crate::db::{AnyConn, connect_for_writing};

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const AREA_A: Uuid = id(1);
const AREA_B: Uuid = id(2);
const NO_AREA: Uuid = id(3);
const TEAMS: [(Uuid, Option<Uuid>); 4] = [
    (id(11), Some(AREA_A)),
    (id(12), Some(AREA_A)),
    (id(13), Some(AREA_B)),
    (id(14), None),
];
const ME: Uuid = id(21);
const OTHER: Uuid = id(22);
const COLUMNS: Columns = Columns {
    team: "records.team_id",
    owner: "records.owner_id",
    field: Field::Workplace,
};

fn guid(id: Option<Uuid>) -> String {
    id.map_or("NULL".to_owned(), |id| format!("X'{}'", id.simple()))
}

/// Records of every team and of none, of every owner and of none.
fn records() -> Vec<(i64, Option<Uuid>, Option<Uuid>)> {
    let teams = TEAMS.iter().map(|(team, _)| Some(*team)).chain([None]);
    let owners = [Some(ME), Some(OTHER), None];
    let each = teams.flat_map(|team| owners.map(|owner| (team, owner)));
    (1..).zip(each).map(|(n, (t, o))| (n, t, o)).collect()
}

fn database() -> AnyConn {
    let mut conn = connect_for_writing("sqlite://:memory:").unwrap();
    let mut text = String::from(
        "CREATE TABLE teams (id BLOB, area_id BLOB); CREATE TABLE records (id INTEGER, team_id BLOB, owner_id BLOB);",
    );
    for (team, area) in TEAMS {
        text += &format!(
            "INSERT INTO teams VALUES ({}, {});",
            guid(Some(team)),
            guid(area)
        );
    }
    for (n, team, owner) in records() {
        text += &format!(
            "INSERT INTO records VALUES ({n}, {}, {});",
            guid(team),
            guid(owner)
        );
    }
    conn.batch_execute(&text).unwrap();
    conn
}

fn found(conn: &mut AnyConn, such: Predicate) -> Vec<i64> {
    let text = Predicate::new()
        .sql("SELECT records.id FROM records WHERE ")
        .join(such)
        .sql(" AND ")
        .bind(Bind::Int(1))
        .sql(" = 1");
    Rows::<BigInt>::new(text).load(conn).unwrap()
}

fn teams_of(area: Uuid) -> Arc<[Uuid]> {
    let mine = TEAMS.iter().filter(|(_, of)| *of == Some(area));
    mine.map(|(team, _)| *team).collect()
}

fn every_reach() -> Vec<Reach> {
    let mut scopes = vec![Scope::Nothing, Scope::Own { me: ME }, Scope::Department];
    scopes.extend(TEAMS.map(|(team, _)| Scope::Team { team, me: ME }));
    for area in [AREA_A, AREA_B, NO_AREA] {
        for fields in [
            vec![],
            vec![Field::People],
            vec![Field::People, Field::Workplace],
        ] {
            scopes.push(Scope::Area {
                area,
                fields,
                me: ME,
            });
        }
    }
    let mut keys = vec![None, Some(KeyScope::Department)];
    keys.extend(TEAMS.map(|(team, _)| Some(KeyScope::Team(team))));
    keys.extend([AREA_A, AREA_B, NO_AREA].map(|area| Some(KeyScope::Area(area, teams_of(area)))));
    let each = scopes
        .iter()
        .flat_map(|scope| keys.iter().map(move |key| (scope, key)));
    let reach = |(scope, key): (&Scope, &Option<KeyScope>)| Reach {
        scope: scope.clone(),
        key: key.clone(),
        area_teams: match scope {
            Scope::Area { area, .. } => teams_of(*area),
            _ => Arc::new([]),
        },
    };
    each.map(reach).collect()
}

#[test]
fn what_is_found_is_what_is_covered_once_however_it_is_read() {
    let mut conn = database();
    let mut seen = 0;
    for reach in every_reach() {
        let covered: Vec<i64> = records()
            .into_iter()
            .filter(|(_, team, owner)| reach.covers(*team, *owner, COLUMNS.field))
            .map(|(n, ..)| n)
            .collect();
        seen += covered.len();
        assert_eq!(found(&mut conn, reach.on(COLUMNS)), covered, "{reach:?}");
        let of_many = reach.ranges_of_many(&mut conn, COLUMNS).unwrap();
        for pieces in [reach.ranges(COLUMNS), of_many, reach.parts(COLUMNS)] {
            let mut once: Vec<i64> = pieces
                .into_iter()
                .flat_map(|piece| found(&mut conn, piece))
                .collect();
            once.sort_unstable();
            assert_eq!(once, covered, "{reach:?}");
        }
    }
    assert!(seen > 100, "{seen}");
}
