//! Two months of inspections: the one before last all looked over and mostly rectified, last month's on its way.

use chrono::{DateTime, Days, Duration, Months, Utc};
use contract::inspection::{
    FindingSeverity, InspectionMark, InspectionOutcome, NewFinding, NewInspectionPlan,
    NewInspectionResult, NewRecheck, NewRectification,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::{act, draw, plan, recheck, store};
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{inspections as i, teams};
use crate::db::types::g;
use crate::engine::record::Acting;
use crate::organization::settings;
use crate::problem::Answer;

/// A large department is for load tests.
const MOST: i64 = 12;

const FOUND: [(&str, &str, FindingSeverity); 4] = [
    (
        "需求分析表缺少家庭負債一欄",
        "已與客戶補填並簽名，掃描檔已歸檔",
        FindingSeverity::Major,
    ),
    (
        "要保書副本未交客戶簽收",
        "副本已送達，簽收單已附",
        FindingSeverity::Minor,
    ),
    (
        "除外責任說明沒有記錄",
        "已補說明並由客戶確認，記入活動",
        FindingSeverity::Major,
    ),
    (
        "交付保單後兩週未聯繫",
        "已電訪並約好下次檢視日期",
        FindingSeverity::Minor,
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let month = draw::first(today);
    let teams: Vec<Uuid> = teams::table
        .order(teams::id)
        .limit(MOST)
        .select(teams::id)
        .load(tx.conn)?;
    let before = |days: i64| grant.at(grant.acting.now - Duration::days(days));
    let then = before(100);
    let new = NewInspectionPlan {
        team_id: None,
        percent: 20,
        least: 2,
        from_month: month - Months::new(3),
    };
    plan::set(tx, &then, &new)?;
    for (back, days) in [(2, 26), (1, 3)] {
        let month = month - Months::new(back);
        for (n, team) in teams.iter().enumerate() {
            let Some(plan) = plan::of(tx.conn, *team, month)? else {
                continue;
            };
            let id = draw::draw(tx, &before(days).acting, *team, month, &plan)?;
            let drawn: Vec<Uuid> = i::table
                .filter(i::draw_id.eq(g(Some(id))))
                .order(i::case_id)
                .select(i::id)
                .load(tx.conn)?;
            for (k, inspection) in drawn.into_iter().enumerate() {
                // Of last month a third waits to be looked over.
                if back == 2 || !(n + k).is_multiple_of(3) {
                    let at = grant.acting.now - Duration::days(days - 2);
                    looked_over(tx, grant, inspection, n * 3 + k, at)?;
                }
            }
        }
    }
    Ok(())
}

fn by(grant: &Grant, who: Uuid, at: DateTime<Utc>) -> Grant {
    let acting = Acting {
        employee_id: Some(who),
        now: at.min(grant.acting.now),
        ..grant.acting.clone()
    };
    Grant::in_the_past(Actor::manager(who, acting.now), acting)
}

fn looked_over(tx: &mut Tx, grant: &Grant, id: Uuid, n: usize, at: DateTime<Utc>) -> Answer<()> {
    let row = store::row(tx.conn, grant.reach(), id)?;
    let wrong = n % 5 < 2;
    let (found, done, severity) = FOUND[n % FOUND.len()];
    let mark = |(k, item): (usize, contract::inspection::InspectionAnswer)| InspectionMark {
        key: item.key,
        outcome: match (wrong, k == n % 5) {
            (true, true) => InspectionOutcome::NotOk,
            _ => InspectionOutcome::Ok,
        },
        note: None,
    };
    let marks = row.answers()?.into_iter().enumerate().map(mark).collect();
    let then = by(grant, row.inspector_id, at);
    let day = settings::today(tx.conn, at)? + Days::new(7 + n as u64 % 9);
    let finding = NewFinding {
        description: found.to_owned(),
        severity,
        rectify_by: day,
    };
    let new = NewInspectionResult {
        marks,
        findings: if wrong { vec![finding] } else { Vec::new() },
        summary: (!wrong).then(|| "流程完整，記錄清楚".to_owned()),
    };
    let seen = act::result(tx, &then, id, &new, row.version)?;
    for found in seen.findings.unwrap_or_default() {
        // Some wait for their owner, some to be checked again.
        if n % 4 == 3 {
            continue;
        }
        let owner = by(grant, found.owner.id, at + Duration::days(4));
        let text = done.to_owned();
        let rectified = recheck::rectify(
            tx,
            &owner,
            found.id,
            &NewRectification { text },
            found.version,
        )?;
        if n % 4 != 2 {
            let again = by(grant, row.inspector_id, at + Duration::days(6));
            let accepted = NewRecheck {
                accepted: true,
                note: Some("已複查，文件齊全".to_owned()),
                rectify_by: None,
            };
            recheck::recheck(tx, &again, found.id, &accepted, rectified.version)?;
        }
    }
    Ok(())
}
