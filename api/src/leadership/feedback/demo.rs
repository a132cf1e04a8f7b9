//! Feedback of the demo department: waiting, answered, settled, late.

use chrono::Duration;
use contract::feedback::{FeedbackKind, NewFeedback, NewFeedbackAnswer, NewFeedbackRemark};
use diesel::prelude::*;
use uuid::Uuid;

use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::employees as e;
use crate::organization::{people, superior};
use crate::problem::Answer;

/// What, how many days ago, the answer, whether it settled it.
type Story = (
    FeedbackKind,
    &'static str,
    i64,
    Option<&'static str>,
    Option<bool>,
);

const STORIES: [Story; 6] = [
    (
        FeedbackKind::CustomerNeed,
        "多位客戶希望保單變更能線上簽名，不必再約時間",
        20,
        Some("已彙整提報總公司，預計下季上線；先提供到府服務"),
        Some(true),
    ),
    (
        FeedbackKind::Problem,
        "十二樓印表機常卡紙，送件前排隊",
        12,
        Some("已報修並加派一台備用機"),
        Some(true),
    ),
    (
        FeedbackKind::CustomerNeed,
        "退休族客戶詢問有無較短年期的年金",
        9,
        None,
        None,
    ),
    (
        FeedbackKind::Problem,
        "訓練教材仍是去年版本，與現行商品不符",
        5,
        Some("本週五更新並重新發送"),
        None,
    ),
    (
        FeedbackKind::Problem,
        "例會時間與客戶拜訪常衝突，能否調整",
        2,
        None,
        None,
    ),
    (
        FeedbackKind::CustomerNeed,
        "客戶希望理賠進度有簡訊通知",
        1,
        None,
        None,
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let members: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order(e::number)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let mut at = 0;
    for (kind, text, days_ago, answer, settled) in STORIES {
        let then = grant.acting.now - Duration::days(days_ago);
        // Somebody with a lead above them, another each time.
        let (author, team, asked) = loop {
            let (author, team) = members[(at * 7 + 3) % members.len()];
            at += 1;
            let above = superior::of(tx.conn, team, &[author], grant.acting.now)?;
            let role = people::role_at(tx.conn, author, grant.acting.now)?;
            if let (Some(above), Some(contract::Role::Member)) = (above, role) {
                break (author, team, above);
            }
        };
        let by = |who: Uuid, team: Option<Uuid>, days: i64| {
            let mut actor: Actor = (*grant.actor).clone();
            actor.employee_id = who;
            actor.team_id = team;
            let mut acting = grant.acting.clone();
            acting.employee_id = Some(who);
            acting.now = then + Duration::days(days);
            Grant::in_the_past(actor, acting)
        };
        let new = NewFeedback {
            kind,
            text: text.to_owned(),
        };
        let made = write::create(tx, &by(author, team, 0), &new)?;
        let Some(answer) = answer else { continue };
        let said = NewFeedbackAnswer {
            answer: answer.to_owned(),
        };
        let answered = write::answer(tx, &by(asked, None, 2), made.id, &said, made.version)?;
        if let Some(settled) = settled {
            let remark = NewFeedbackRemark {
                settled,
                remark: None,
            };
            let grant = by(author, team, 3);
            write::remark(tx, &grant, made.id, &remark, answered.version)?;
        }
    }
    Ok(())
}
