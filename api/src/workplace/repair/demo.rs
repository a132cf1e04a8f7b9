//! Damage in the demo department: some repaired, some being repaired, one that is late, one that nobody has looked at.

use chrono::Duration;
use contract::repair::{RepairState, RepairUrgency};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::due;
use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::employees as e;
use crate::db::words::word;
use crate::organization::superior;
use crate::problem::Answer;

/// What, where, how urgent, days ago, how far it is, what was done.
type Story = (
    &'static str,
    &'static str,
    RepairUrgency,
    i64,
    RepairState,
    &'static str,
);

const STORIES: [Story; 8] = [
    (
        "會議室投影機無訊號",
        "大會議室",
        RepairUrgency::Normal,
        12,
        RepairState::Confirmed,
        "更換 HDMI 線材",
    ),
    (
        "飲水機漏水",
        "茶水間",
        RepairUrgency::Urgent,
        9,
        RepairState::Confirmed,
        "更換濾芯與墊圈",
    ),
    (
        "影印機卡紙",
        "影印室",
        RepairUrgency::Normal,
        6,
        RepairState::Fixed,
        "清潔滾輪",
    ),
    (
        "冷氣不冷",
        "十二樓辦公室",
        RepairUrgency::Urgent,
        3,
        RepairState::Assigned,
        "",
    ),
    (
        "辦公椅氣壓棒故障",
        "十二樓辦公室",
        RepairUrgency::Low,
        4,
        RepairState::Assigned,
        "",
    ),
    (
        "門禁讀卡機失靈",
        "東側入口",
        RepairUrgency::Urgent,
        0,
        RepairState::Reported,
        "",
    ),
    (
        "燈管閃爍",
        "培訓教室",
        RepairUrgency::Normal,
        1,
        RepairState::Reported,
        "",
    ),
    (
        "舊傳真機無法收件",
        "影印室",
        RepairUrgency::Low,
        15,
        RepairState::Declined,
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
    if people.is_empty() {
        return Ok(());
    }
    let now = grant.acting.now;
    for (n, (title, place, urgency, days, state, repair)) in STORIES.into_iter().enumerate() {
        let Some((reporter, team)) = people.get((n * 5 + 2) % people.len()).copied() else {
            continue;
        };
        let at = now - Duration::days(days) - Duration::hours(2);
        let seen = state != RepairState::Reported;
        let above = superior::of(tx.conn, team, &[reporter], now)?;
        let fixed = matches!(state, RepairState::Fixed | RepairState::Confirmed);
        let row = Row {
            id: clock::new_id(),
            title: title.to_owned(),
            place: place.to_owned(),
            description: None,
            urgency: word(&urgency),
            state: word(&state),
            reporter_id: reporter,
            team_id: team,
            assignee_id: above.filter(|_| seen),
            repairer: (n % 3 == 0).then(|| "宏達電器行".to_owned()),
            due_at: due(at, urgency),
            fixed_at: fixed.then(|| at + Duration::hours(20 + 3 * n as i64)),
            repair: fixed.then(|| repair.to_owned()),
            confirmed_at: (state == RepairState::Confirmed)
                .then(|| at + Duration::hours(30 + 3 * n as i64)),
            declined_because: (state == RepairState::Declined)
                .then(|| "已改用電子郵件，不再修復".to_owned()),
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
