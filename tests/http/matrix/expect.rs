//! What the rules say about one cell: pure computation from the table, the caller and the record.

use std::collections::BTreeMap;

use tests::Reply;

use super::Operation;
use super::recipes::Attempt;
use super::world::{Caller, Key};

#[derive(Clone, Copy, PartialEq)]
pub enum Answer {
    Done,
    Refused(u16, &'static str),
}

impl Answer {
    pub fn fits(self, reply: &Reply) -> bool {
        match self {
            Answer::Done => reply.status.is_success(),
            Answer::Refused(status, code) => {
                reply.status == status
                    && reply.header("content-type") == "application/problem+json"
                    && reply.json()["code"] == code
            }
        }
    }
}

/// The record an attempt is aimed at, as the reach sees it.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Team of the record; none is a department-wide record.
    pub team: Option<Place>,
    /// `owner` says whether the record is the caller's own.
    pub own: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    A1,
    /// Another team of area A.
    InA,
    /// A team of area B.
    InB,
    /// A team outside every area.
    Nowhere,
}

pub fn expected(
    operation: &Operation,
    table: &BTreeMap<String, [String; 4]>,
    caller: &Caller,
    attempt: &Attempt,
) -> Answer {
    if operation.action == "public" {
        return attempt.inside;
    }
    let Some(role) = caller.role else {
        return Answer::Refused(401, "unauthenticated");
    };
    if caller.key == Some(Key::Without) {
        return Answer::Refused(403, "key_forbidden");
    }
    let reach = &table
        .get(&operation.action)
        .unwrap_or_else(|| panic!("{} isn't in rules.md", operation.action))[role as usize];
    if reach == "no" {
        return Answer::Refused(
            403,
            if caller.key.is_some() {
                "key_forbidden"
            } else {
                "forbidden"
            },
        );
    }
    match &attempt.target {
        None => attempt.inside,
        Some(target) if in_reach(reach, caller, target) => attempt.inside,
        Some(_) => attempt.outside,
    }
}

/// The table's reach of the caller's role, narrowed by the reach of a key.
pub fn in_reach(reach: &str, caller: &Caller, target: &Target) -> bool {
    let in_area_a = |team: Place| matches!(team, Place::A1 | Place::InA);
    let by_role = match reach {
        "own" => target.own,
        // The lead and the member of the matrix are of team A1.
        "team" => target.own || target.team == Some(Place::A1),
        // The deputy is in charge of area A and of the field of people, to which the department-wide records belong.
        "area" => target.own || target.team.is_none_or(in_area_a),
        "department" => true,
        other => panic!("no such reach: {other}"),
    };
    by_role
        && match caller.key {
            Some(Key::Team) => target.team == Some(Place::A1),
            Some(Key::Area) => target.team.is_some_and(in_area_a),
            _ => true,
        }
}
