//! Conduct records of the demo department: settled, heard and waiting, fresh, late.

use chrono::Duration;
use contract::conduct::{ConductKind, ConductOutcome, ConductState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{employees as e, places as p};
use crate::db::words::word;
use crate::organization::{people, settings, superior};
use crate::problem::Answer;

/// What, which kind, how many days ago, what they said, the outcome and why.
type Story = (
    &'static str,
    ConductKind,
    i64,
    Option<&'static str>,
    Option<(ConductOutcome, &'static str)>,
);

const STORIES: [Story; 5] = [
    (
        "上班時間於座位用餐",
        ConductKind::Eating,
        18,
        Some("客戶拜訪延誤，未及午休"),
        Some((ConductOutcome::Reminder, "首次，口頭提醒並說明用餐區位置")),
    ),
    (
        "於安全梯間吸菸",
        ConductKind::Smoking,
        12,
        Some("天雨未至戶外吸菸區，願意改善"),
        Some((ConductOutcome::WrittenWarning, "安全梯間禁菸，第二次")),
    ),
    (
        "於開放辦公區擴音通話",
        ConductKind::Noise,
        4,
        Some("當時會議室都已被預約"),
        None,
    ),
    ("於影印室用餐", ConductKind::Eating, 1, None, None),
    ("與同事在櫃台大聲爭執", ConductKind::Noise, 9, None, None),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let members: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order(e::number)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let places: Vec<Uuid> = p::table.order(p::name).select(p::id).load(tx.conn)?;
    let now = grant.acting.now;
    let mut stories = STORIES.into_iter().enumerate();
    let mut next = stories.next();
    for (employee, team) in members.into_iter().skip(2).step_by(6) {
        let Some((n, (what, kind, ago, said, outcome))) = next else {
            break;
        };
        let role = people::role_at(tx.conn, employee, now)?;
        let chain = superior::chain(tx.conn, team, now)?;
        let [seen_by, above, ..] = chain.as_slice() else {
            continue;
        };
        if role != Some(contract::Role::Member) {
            continue;
        }
        let then = now - Duration::days(ago);
        let day = settings::today(tx.conn, then)?;
        let state = match (said, outcome) {
            (_, Some(_)) => ConductState::Settled,
            (Some(_), None) => ConductState::Heard,
            (None, None) => ConductState::Observed,
        };
        let row = Row {
            id: clock::new_id(),
            kind: word(&kind),
            description: what.to_owned(),
            observed_on: day,
            place_id: places.get(n).copied(),
            state: word(&state),
            employee_id: employee,
            team_id: team,
            observer_id: *seen_by,
            heard_by: day + Duration::days(3),
            due_on: day + Duration::days(7),
            statement: said.map(str::to_owned),
            heard_at: said.map(|_| then + Duration::days(1)),
            heard_from: None,
            outcome: outcome.map(|(outcome, _)| word(&outcome)),
            reason: outcome.map(|(_, why)| why.to_owned()),
            decided_by: outcome.map(|_| *above),
            decided_at: outcome.map(|_| then + Duration::days(3)),
            told_at: None,
            version: 1,
            created_at: then,
            updated_at: now,
        };
        insert(tx, &row)?;
        next = stories.next();
    }
    Ok(())
}
