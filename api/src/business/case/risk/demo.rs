//! A register as a department has one: common risks of selling life insurance, some looked at, one too late.

use chrono::Duration;
use contract::risk::{NewRisk, NewRiskReview};
use diesel::prelude::*;
use uuid::Uuid;

use super::{review, write};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::problem::Answer;

/// Title, controls, likelihood, impact, days until the review.
const RISKS: [(&str, &str, i64, i64, i64); 9] = [
    (
        "代簽要保書",
        "送件前由主管電話抽查親簽；每月抽樣覆核",
        2,
        5,
        21,
    ),
    (
        "高齡客戶適合度不足",
        "七十歲以上錄音錄影；主管陪訪",
        3,
        4,
        35,
    ),
    (
        "保費負擔過重致退保",
        "年繳保費逾家庭年收入三成須主管同意",
        4,
        3,
        14,
    ),
    (
        "客戶個資外洩",
        "電話與證件號碼遮罩；查看須填原因並留稽核紀錄",
        2,
        5,
        60,
    ),
    (
        "孤兒保單無人服務",
        "離職前完成移交；每週檢視離職者名下客戶",
        3,
        3,
        10,
    ),
    ("招攬話術誇大報酬", "新人話術演練；錄音抽查", 3, 4, -6),
    (
        "續期保費逾期失效",
        "到期前三十天提醒；逾期名單每日追蹤",
        4,
        2,
        28,
    ),
    ("理賠文件遺失", "收件當日掃描；以單號追蹤", 1, 3, 80),
    ("團隊主管離任青黃不接", "指定代理人；每季交接演練", 2, 2, 90),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = crate::organization::settings::today(tx.conn, grant.acting.now)?;
    let leads: Vec<Uuid> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::number.like("E%"))
        .order(employees::number)
        .limit(4)
        .select(employees::id)
        .load(tx.conn)?;
    for (n, (title, controls, likelihood, impact, days)) in RISKS.into_iter().enumerate() {
        let then = grant.at(grant.acting.now - Duration::days(120 - n as i64 * 5));
        let new = NewRisk {
            title: title.to_owned(),
            description: None,
            controls: controls.to_owned(),
            likelihood: (likelihood + 1).min(5),
            impact,
            next_review_on: today + Duration::days(days),
            owner_id: leads.get(n % 5).copied(),
        };
        let made = write::create(tx, &then, &new)?;
        if n % 3 != 2 {
            let then = grant.at(grant.acting.now - Duration::days(30 + n as i64));
            let seen = NewRiskReview {
                likelihood,
                impact,
                note: "控制措施已執行，本季未再發生".to_owned(),
                next_review_on: Some(today + Duration::days(days.max(1))),
            };
            review::review(tx, &then, made.id, &seen, made.version)?;
        }
    }
    Ok(())
}
