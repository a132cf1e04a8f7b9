//! Drills of the demo department: one that went well, one that left something to do, one that is ahead.

use chrono::{Duration, NaiveDate};
use contract::action_item::{ActionSubject, NewActionItem};
use contract::document::DocumentKind;
use contract::drill::{NewDrill, NewDrillAttendance, NewDrillReport};
use diesel::prelude::*;
use uuid::Uuid;

use super::{attend, report, write};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{documents as d, employees as e, places};
use crate::db::words::word;
use crate::engine::action_item;
use crate::problem::Answer;

struct Story {
    /// Which of the emergency plans.
    plan: usize,
    scenario: &'static str,
    days_ago: i64,
    /// None: it is ahead.
    summary: Option<&'static str>,
    minutes: Option<i64>,
    /// What came of it; within how many days from now; whether it is done.
    actions: &'static [(&'static str, i64, Option<&'static str>)],
}

const STORIES: [Story; 3] = [
    Story {
        plan: 0,
        scenario: "茶水間起火，由東側安全梯疏散至前庭",
        days_ago: 160,
        summary: Some("全員五分鐘內到達集合點；東側安全梯照明不足，十一樓廣播聽不清楚"),
        minutes: Some(5),
        actions: &[
            ("東側安全梯照明更換", -20, Some("已更換兩組並測試")),
            ("十一樓廣播喇叭檢修", 12, None),
            ("各團隊補列點名表", -3, None),
        ],
    },
    Story {
        plan: 1,
        scenario: "上班時間地震，就地掩護後疏散",
        days_ago: 40,
        summary: Some("掩護動作確實；兩位同事仍先收拾物品，已當場說明"),
        minutes: Some(7),
        actions: &[("高櫃加裝固定扣", 25, None)],
    },
    Story {
        plan: 0,
        scenario: "下班前影印室起火，含訪客疏散",
        days_ago: -9,
        summary: None,
        minutes: None,
        actions: &[],
    },
];

pub fn fill(tx: &mut Tx, grant: &Grant, today: NaiveDate) -> Answer<()> {
    let plans: Vec<Uuid> = d::table
        .filter(d::kind.eq(word(&DocumentKind::EmergencyPlan)))
        .order((d::created_at.desc(), d::id))
        .select(d::id)
        .load(tx.conn)?;
    let people: Vec<Uuid> = e::table
        .filter(e::status.eq("active"))
        .order(e::number)
        .select(e::id)
        .load(tx.conn)?;
    let place: Option<Uuid> = places::table
        .filter(places::kind.eq("office"))
        .select(places::id)
        .first(tx.conn)
        .optional()?;
    for (n, story) in STORIES.iter().enumerate() {
        let day = today - Duration::days(story.days_ago);
        let held = grant.at(grant.acting.now - Duration::days(story.days_ago.max(0)));
        let new = NewDrill {
            document_id: plans[story.plan % plans.len()],
            planned_on: day,
            place_id: place,
            scenario: story.scenario.to_owned(),
            leader_id: people[(n * 3 + 2) % people.len()],
        };
        let drill = write::create(tx, &held, &new)?;
        let Some(summary) = story.summary else {
            continue;
        };
        let told = NewDrillReport {
            held_on: day,
            summary: summary.to_owned(),
            minutes: story.minutes,
        };
        report::held(tx, &held, drill.id, &told, drill.version)?;
        // In pieces, as leads tell it of their teams.
        for (k, piece) in people.chunks(200).enumerate() {
            let missed = |at: usize| (at + k + n) % 17 == 16;
            let of = |gone: bool| {
                let those = piece.iter().enumerate();
                those
                    .filter(|(at, _)| missed(*at) == gone)
                    .map(|(_, who)| *who)
                    .collect()
            };
            let noted = NewDrillAttendance {
                attended: of(false),
                missed: of(true),
            };
            attend::note(tx, &held, drill.id, &noted)?;
        }
        for (k, (text, within, outcome)) in story.actions.iter().enumerate() {
            let due_on = today + Duration::days(*within);
            let who = people[(k * 5 + n + 1) % people.len()];
            let new = NewActionItem {
                subject_kind: ActionSubject::Drill,
                subject_id: drill.id,
                text: (*text).to_owned(),
                responsible_id: who,
                due_on,
            };
            action_item::demo(tx, &held, &new, *outcome)?;
        }
    }
    Ok(())
}
