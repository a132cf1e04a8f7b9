//! The demo department's plan of the year, in its second revision, the next year's as a draft, and most teams' plans.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use contract::Role;
use contract::work_plan::{
    NewWorkPlan, NewWorkPlanRevision, NewWorkProgress, WorkGoalInput, WorkPlanPatch,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::{progress, publish, write};
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::organization::people;
use crate::problem::Answer;

/// Title, measure, month and day, progress.
type Goal = (&'static str, &'static str, (u32, u32), i64);

const DEPARTMENT: [Goal; 5] = [
    ("續期保費收取率達九成七", "月報收取率", (12, 31), 88),
    ("新客戶一千二百位", "客戶數", (12, 31), 91),
    ("新人半年留存率八成", "人事月報", (9, 30), 100),
    ("費用較預算節省百分之三", "財務月報", (12, 31), 70),
    ("完成兩次全員疏散演練", "演練紀錄", (11, 15), 50),
];
const NEXT: [Goal; 3] = [
    ("退休族專案上線", "專案驗收", (6, 30), 0),
    ("需求分析書完整率達九成五", "抽檢報告", (12, 31), 0),
    ("新人輔導制度全面落實", "輔導紀錄", (9, 30), 0),
];
const TEAM: [Goal; 3] = [
    ("每人每週拜訪八戶", "活動紀錄", (12, 31), 75),
    ("轉介紹客戶六十位", "客戶來源", (12, 31), 80),
    ("全員完成商品訓練", "訓練紀錄", (6, 30), 100),
];

fn goals(all: &[Goal], year: i32, owners: &[Uuid]) -> Vec<WorkGoalInput> {
    let one = |(n, (title, measure, (month, day), _)): (usize, &Goal)| {
        let due_on = NaiveDate::from_ymd_opt(year, *month, *day)?;
        Some(WorkGoalInput {
            id: None,
            title: (*title).to_owned(),
            measure: Some((*measure).to_owned()),
            owner_id: owners[n % owners.len()],
            due_on,
        })
    };
    all.iter().enumerate().filter_map(one).collect()
}

fn at(day: Option<NaiveDate>, grant: &Grant) -> DateTime<Utc> {
    let noon = day.and_then(|day| day.and_hms_opt(4, 0, 0));
    noon.map_or(grant.acting.now, |at| at.and_utc())
}

pub fn fill(tx: &mut Tx, grant: &Grant, today: NaiveDate) -> Answer<()> {
    let year = today.year();
    let above: Vec<Uuid> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_null())
        .order(e::number)
        .select(e::id)
        .load(tx.conn)?;
    let before = grant.at(at(NaiveDate::from_ymd_opt(year - 1, 12, 10), grant));
    // Whoever leads it is asked first, so that the plan was there before its year.
    let new = NewWorkPlan {
        team_id: None,
        year: i64::from(year),
        summary: "深耕既有客戶，新人半年內獨立，費用撙節".to_owned(),
        goals: goals(&DEPARTMENT, year, &above),
    };
    let made = write::create(tx, &before, &new)?;
    let first = NewWorkPlanRevision::default();
    let held = publish::publish(tx, &before, made.id, &first, made.version)?;
    let summer = grant.at(at(NaiveDate::from_ymd_opt(year, 7, 3), grant).min(grant.acting.now));
    let patch = WorkPlanPatch {
        summary: Some("深耕既有客戶，新人半年內獨立，費用撙節；下半年加強退休族".to_owned()),
        goals: None,
    };
    let changed = write::update(tx, &summer, held.id, &patch, held.version)?;
    let again = NewWorkPlanRevision {
        note: Some("總公司年中加列退休族重點".to_owned()),
    };
    let held = publish::publish(tx, &summer, held.id, &again, changed.version)?;
    for (goal, (.., percent)) in held.goals.iter().zip(DEPARTMENT) {
        let said = NewWorkProgress {
            goal_id: goal.id,
            progress: percent,
            note: None,
        };
        progress::say(tx, grant, held.id, &said)?;
    }
    let next = NewWorkPlan {
        team_id: None,
        year: i64::from(year) + 1,
        summary: "退休族與需求分析品質".to_owned(),
        goals: goals(&NEXT, year + 1, &above),
    };
    write::create(tx, grant, &next)?;
    teams(tx, grant, year)
}

fn teams(tx: &mut Tx, grant: &Grant, year: i32) -> Answer<()> {
    let mut leads: Vec<(Uuid, Uuid)> = people::leads(tx.conn, grant.acting.now)?
        .into_iter()
        .collect();
    leads.sort_unstable();
    // The last has yet to make one.
    leads.pop();
    for (team, lead) in leads {
        let members: Vec<Uuid> = e::table
            .filter(e::status.eq("active"))
            .filter(e::team_id.eq(g(Some(team))))
            .order(e::number)
            .select(e::id)
            .load(tx.conn)?;
        let mut actor: Actor = (*grant.actor).clone();
        actor.employee_id = lead;
        actor.role = Some(Role::Lead);
        actor.team_id = Some(team);
        let mut acting = grant.acting.clone();
        acting.employee_id = Some(lead);
        acting.now = at(NaiveDate::from_ymd_opt(year, 1, 6), grant).min(grant.acting.now);
        let then = Grant::in_the_past(actor, acting);
        let new = NewWorkPlan {
            team_id: Some(team),
            year: i64::from(year),
            summary: "穩住續期，拓展轉介紹".to_owned(),
            goals: goals(&TEAM, year, &members),
        };
        let made = write::create(tx, &then, &new)?;
        let first = NewWorkPlanRevision::default();
        let held = publish::publish(tx, &then, made.id, &first, made.version)?;
        let later = then.at(grant.acting.now - Duration::days(20));
        for (goal, (.., percent)) in held.goals.iter().zip(TEAM) {
            let said = NewWorkProgress {
                goal_id: goal.id,
                progress: percent,
                note: None,
            };
            progress::say(tx, &later, held.id, &said)?;
        }
    }
    Ok(())
}
