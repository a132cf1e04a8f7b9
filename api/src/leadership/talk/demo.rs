//! Talks of the demo department: leads with most of their team.

use chrono::{Duration, NaiveDate};
use contract::Role;
use contract::talk::{NewTalk, TalkKind};
use diesel::prelude::*;
use uuid::Uuid;

use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::employees as e;
use crate::organization::people;
use crate::problem::Answer;

const CARE: [(&str, Option<&str>); 5] = [
    (
        "家中長輩住院，近兩週調整拜訪時段；情緒平穩",
        Some("下週再關心一次"),
    ),
    (
        "對目標壓力較大，一起把季目標拆成每週三通電話",
        Some("兩週後一起看進度"),
    ),
    ("工作與生活平衡良好，想學企業保險", None),
    ("剛搬家，通勤變長，已同意週三彈性到班", None),
    (
        "與同組合作順利，希望多一些公開分享的機會",
        Some("安排在月會分享"),
    ),
];
const COACHING: [(&str, Option<&str>); 4] = [
    (
        "陪同拜訪兩位客戶：需求分析問得完整，說明費用時可再慢一點",
        Some("下次由本人主講費用"),
    ),
    ("演練異議處理：對「再考慮」的回應已自然", None),
    ("檢視三件要保書：健康告知欄位填寫清楚", None),
    (
        "電話約訪開場白修正，前三十秒先說來意",
        Some("本週十通後回饋"),
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant, today: NaiveDate) -> Answer<()> {
    let members: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order(e::number)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let leads = people::leads(tx.conn, grant.acting.now)?;
    for (n, (member, team)) in members.into_iter().enumerate() {
        let lead = team.and_then(|team| leads.get(&team).copied());
        // A few are left, so that somebody is reminded.
        let Some(lead) = lead.filter(|lead| *lead != member && n % 11 != 10) else {
            continue;
        };
        let mut actor: Actor = (*grant.actor).clone();
        actor.employee_id = lead;
        actor.role = Some(Role::Lead);
        actor.team_id = team;
        let mut talk = |kind, (text, step): (&str, Option<&str>), ago: i64| {
            let mut acting = grant.acting.clone();
            acting.employee_id = Some(lead);
            acting.now = grant.acting.now - Duration::days(ago);
            let held_on = today - Duration::days(ago);
            let new = NewTalk {
                employee_id: member,
                held_on,
                text: text.to_owned(),
                next_step: step.map(str::to_owned),
                next_on: step.map(|_| held_on + Duration::days(14)),
            };
            let then = Grant::in_the_past(actor.clone(), acting);
            write::create(tx, &then, kind, &new).map(|_| ())
        };
        talk(
            TalkKind::Care,
            CARE[n % CARE.len()],
            5 + (n as i64 * 13) % 80,
        )?;
        if n % 3 == 0 {
            let told = COACHING[(n / 3) % COACHING.len()];
            talk(TalkKind::Coaching, told, 2 + (n as i64 * 7) % 40)?;
        }
    }
    Ok(())
}
