//! Hazards in the demo department: some closed, one that waits to be looked at again, one that is late, one that nobody sees to.

use chrono::Duration;
use contract::hazard::{HazardKind, HazardSeverity, HazardState};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::due;
use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{employees as e, places as p};
use crate::db::words::word;
use crate::organization::superior;
use crate::problem::Answer;

/// What, kind, where exactly, how severe, days ago, how far it is, what was done.
type Story = (
    &'static str,
    HazardKind,
    &'static str,
    HazardSeverity,
    i64,
    HazardState,
    &'static str,
);

const STORIES: [Story; 7] = [
    (
        "延長線串接電暖器",
        HazardKind::HighPowerAppliance,
        "靠窗第三排座位下",
        HazardSeverity::High,
        20,
        HazardState::Closed,
        "電暖器移除，改用固定插座",
    ),
    (
        "私接電線至茶水間",
        HazardKind::PrivateWiring,
        "飲水機後方",
        HazardSeverity::High,
        14,
        HazardState::Closed,
        "拆除私接電線，增設插座",
    ),
    (
        "紙箱堆放逃生通道",
        HazardKind::BlockedExit,
        "東側安全門前",
        HazardSeverity::High,
        4,
        HazardState::Rectified,
        "紙箱移至倉庫",
    ),
    (
        "座位使用快煮壺",
        HazardKind::HighPowerAppliance,
        "十二樓 B 區",
        HazardSeverity::Medium,
        9,
        HazardState::Assigned,
        "",
    ),
    (
        "地毯翹起易絆倒",
        HazardKind::SlipOrFall,
        "會議室門口",
        HazardSeverity::Low,
        3,
        HazardState::Assigned,
        "",
    ),
    (
        "插座有焦痕",
        HazardKind::FireRisk,
        "影印機旁",
        HazardSeverity::High,
        0,
        HazardState::Found,
        "",
    ),
    (
        "臨時配線",
        HazardKind::PrivateWiring,
        "培訓教室講台",
        HazardSeverity::Medium,
        11,
        HazardState::Dismissed,
        "",
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let people: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order((e::number, e::id))
        .limit(40)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let places: Vec<Uuid> = p::table.order(p::name).select(p::id).load(tx.conn)?;
    if people.len() < 2 {
        return Ok(());
    }
    let now = grant.acting.now;
    for (n, (title, kind, spot, severity, days, state, done)) in STORIES.into_iter().enumerate() {
        let (reporter, team) = people[(n * 7 + 4) % people.len()];
        let at = now - Duration::days(days) - Duration::hours(3);
        let seen = state != HazardState::Found;
        let above = superior::of(tx.conn, team, &[reporter], now)?;
        let right = matches!(state, HazardState::Rectified | HazardState::Closed);
        let closed = state == HazardState::Closed;
        let row = Row {
            id: clock::new_id(),
            title: title.to_owned(),
            kind: word(&kind),
            severity: word(&severity),
            place_id: places.get(n % places.len().max(1)).copied(),
            spot: spot.to_owned(),
            description: None,
            state: word(&state),
            reporter_id: reporter,
            team_id: team,
            assignee_id: Some(reporter).filter(|_| seen),
            due_at: due(at, severity),
            rectified_at: right.then(|| at + Duration::hours(18)),
            rectified_by: right.then_some(reporter),
            rectification: right.then(|| done.to_owned()),
            rechecked_at: closed.then(|| at + Duration::hours(40)),
            rechecked_by: above.filter(|_| closed),
            dismissed_because: (state == HazardState::Dismissed)
                .then(|| "工程臨時用電，已由總務核可".to_owned()),
            reopened: i64::from(n == 1),
            told_at: None,
            version: 1,
            created_at: at,
            updated_at: now,
        };
        insert(tx, &row)?;
    }
    Ok(())
}
