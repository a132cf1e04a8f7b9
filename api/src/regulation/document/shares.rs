//! How many of each team have acknowledged a version.

use std::collections::{BTreeMap, HashMap};

use contract::document::{DocumentShare, DocumentShares};
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::gaps::{READERS, unread};
use super::version::both;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{employees as e, teams};
use crate::db::sql::Predicate;
use crate::problem::Answer;

/// People at work of each team, and those of them who have yet to acknowledge the version.
pub fn counted(
    conn: &mut AnyConn,
    whose: impl Fn() -> Predicate,
    version: Uuid,
) -> Answer<Vec<(Option<Uuid>, i64, i64)>> {
    let people: Vec<(Option<Uuid>, i64)> = e::table
        .filter(whose())
        .filter(e::status.eq("active"))
        .group_by(e::team_id)
        .select((e::team_id, count_star()))
        .load(conn)?;
    let open: Vec<(Option<Uuid>, i64)> = e::table
        .filter(whose())
        .filter(unread(version))
        .group_by(e::team_id)
        .select((e::team_id, count_star()))
        .load(conn)?;
    let open: HashMap<Option<Uuid>, i64> = open.into_iter().collect();
    let team = |(team, people)| (team, people, open.get(&team).copied().unwrap_or_default());
    Ok(people.into_iter().map(team).collect())
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<DocumentShares> {
    both(conn, grant, id)?;
    let counted = counted(conn, || grant.reach().on(READERS), id)?;
    let names: Vec<(Uuid, String)> = teams::table.select((teams::id, teams::name)).load(conn)?;
    let names: HashMap<Uuid, String> = names.into_iter().collect();
    let mut shares = BTreeMap::new();
    for (team_id, people, open) in counted {
        let team_name = team_id.and_then(|id| names.get(&id).cloned());
        let share = DocumentShare {
            team_id,
            people,
            read: people - open,
            team_name: team_name.clone(),
        };
        shares.insert((team_id.is_none(), team_name, team_id), share);
    }
    Ok(DocumentShares {
        teams: shares.into_values().collect(),
    })
}
