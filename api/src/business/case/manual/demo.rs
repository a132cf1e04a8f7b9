//! A manual for each stage, and most people's acknowledgements.

use chrono::Duration;
use contract::case::CaseStageKey;
use contract::manual::{ManualText, NewManualPage};
use diesel::prelude::*;
use uuid::Uuid;

use super::write;
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{employees, manual_readings as r};
use crate::db::types::{g, t};
use crate::problem::Answer;

const TEXTS: [(CaseStageKey, &str, &str, &str); 5] = [
    (
        CaseStageKey::Consultation,
        "# 面談前\n- 查看客戶資料與上次聯絡紀錄\n- 準備登錄證與名片\n# 面談時\n- 先出示登錄證，說明來意\n- 告知個資蒐集目的，取得同意後才記錄\n- 多問少說：家庭、工作、擔心的事\n# 面談後\n- 當天寫下客戶關心的事與下次聯絡時間",
        "# 面谈前\n- 查看客户资料与上次联系记录\n- 准备登记证与名片\n# 面谈时\n- 先出示登记证，说明来意\n- 告知个人信息收集目的，取得同意后才记录\n- 多问少说：家庭、工作、担心的事\n# 面谈后\n- 当天写下客户关心的事与下次联系时间",
        "# Before\n- Read the customer's record and the last contact\n- Bring the registration card\n# With the customer\n- Show the card and say why you came\n- Give the privacy notice; write nothing down before they consent\n- Ask more than you tell: family, work, worries\n# After\n- Write down the same day what concerns them and when to call again",
    ),
    (
        CaseStageKey::NeedsAnalysis,
        "# 需求分析書\n- 逐項填寫收入、負債、現有保障\n- 以責任期計算缺口，不以預算倒推\n# 風險承受度\n- 問卷由客戶本人填寫\n- 七十歲以上須錄音錄影",
        "# 需求分析书\n- 逐项填写收入、负债、现有保障\n- 以责任期计算缺口，不以预算倒推\n# 风险承受度\n- 问卷由客户本人填写\n- 七十岁以上须录音录像",
        "# The needs form\n- Fill in income, debts and present cover item by item\n- Work the gap out from the years of duty, not back from the budget\n# Risk tolerance\n- The customer answers the questions themselves\n- From seventy years on, record it",
    ),
    (
        CaseStageKey::SolutionDesign,
        "# 建議書\n- 至少比較兩個方案\n- 保費不超過家庭年收入三成\n# 說明\n- 費用、解約損失、除外責任逐項說明\n- 客戶能用自己的話說一遍才算懂",
        "# 建议书\n- 至少比较两个方案\n- 保费不超过家庭年收入三成\n# 说明\n- 费用、退保损失、除外责任逐项说明\n- 客户能用自己的话说一遍才算懂",
        "# The proposal\n- Compare at least two solutions\n- No more than three tenths of the household's income\n# Explaining\n- Costs, surrender losses, exclusions, one by one\n- It's understood when the customer can say it in their own words",
    ),
    (
        CaseStageKey::Application,
        "# 要保書\n- 健康告知由客戶親自填寫，不代填\n- 親見親簽，要保人與被保險人分別簽名\n# 送件\n- 當日送件；照會三日內補齊\n- 說明契約撤銷權",
        "# 投保单\n- 健康告知由客户亲自填写，不代填\n- 亲见亲签，投保人与被保险人分别签名\n# 递交\n- 当日递交；问题件三日内补齐\n- 说明犹豫期",
        "# The form\n- The customer fills in the health disclosure; never for them\n- Signed in sight, each person by their own hand\n# Handing in\n- On the same day; queries answered within three days\n- Explain the cooling-off period",
    ),
    (
        CaseStageKey::AfterSales,
        "# 送保單\n- 核保後七日內送達，客戶簽收回條\n- 逐項說明保障內容與理賠方式\n# 回訪\n- 送達後三十日內第一次回訪\n- 之後依客戶等級排定",
        "# 送保单\n- 核保后七日内送达，客户签收回执\n- 逐项说明保障内容与理赔方式\n# 回访\n- 送达后三十日内第一次回访\n- 之后依客户等级排定",
        "# Delivering the policy\n- Within seven days; the customer signs the receipt\n- Go through the cover and how to claim\n# Calling again\n- First within thirty days of delivery\n- Then by the customer's class",
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let then = grant.at(grant.acting.now - Duration::days(40));
    let readers: Vec<Uuid> = employees::table
        .filter(employees::status.eq("active"))
        .order(employees::number)
        .select(employees::id)
        .load(tx.conn)?;
    for (n, (stage, zh_hant, zh_hans, en)) in TEXTS.into_iter().enumerate() {
        let text = ManualText {
            zh_hant: zh_hant.to_owned(),
            zh_hans: zh_hans.to_owned(),
            en: en.to_owned(),
        };
        let page = write::create(tx, &then, &NewManualPage { stage, text })?;
        let page = write::publish(tx, &then, page.id, page.version)?;
        for (k, reader) in readers.iter().enumerate() {
            if (k + n * 5) % 13 == 12 {
                continue;
            }
            let read_at = then.acting.now + Duration::hours(1 + (k as i64 * 7) % 400);
            diesel::insert_into(r::table)
                .values((
                    r::page_id.eq(g(page.id)),
                    r::employee_id.eq(g(*reader)),
                    r::read_at.eq(t(read_at)),
                ))
                .execute(tx.conn)?;
        }
    }
    Ok(())
}
