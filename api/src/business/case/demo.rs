//! Something to look at in the demo department: cases in every stage, some stuck, some flagged, some won and lost — each brought there
//! by the same acts that people use.

use chrono::{DateTime, Duration, Utc};
use contract::Money;
use contract::case::{
    CaseAnswerPatch, CaseOutcome, CasePatch, CaseStageKey, CaseTickPatch, NewCase, NewCaseClosing,
    NewCaseFlag, NewCaseMove,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::stage::{self, Stage};
use super::{flag, moves, write};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::customers;
use crate::problem::Answer;

/// A large department is for load tests, which bring their own cases.
const MOST: i64 = 400;

const PRODUCTS: [(&str, i64); 7] = [
    ("終身壽險二十年期", 8_640_000),
    ("實支實付醫療險", 1_820_000),
    ("重大傷病終身險", 3_150_000),
    ("利變型增額終身壽險", 24_000_000),
    ("定期壽險＋意外險", 1_260_000),
    ("美元利變還本險", 30_000_000),
    ("長期照顧險", 4_380_000),
];
const NEXT: [&str; 5] = [
    "週四晚上七點到客戶家說明",
    "等客戶確認預算，下週一再聯絡",
    "補上配偶的保單健診資料",
    "約核保照會時間",
    "送保單並請客戶簽收",
];
const LOST: [&str; 4] = [
    "預算改用於房貸",
    "已向其他公司投保",
    "體況核保未通過",
    "暫時沒有需求，半年後再聯絡",
];
const RISKS: [&str; 3] = [
    "年繳保費高於家庭年收入三成，請確認繳費能力",
    "要保人與被保險人簽名筆跡相似，請重新確認親簽",
    "七十歲以上客戶購買投資型商品，請補錄音錄影",
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let mut chosen: Vec<Uuid> = customers::table
        .order((customers::created_at, customers::id))
        .limit(MOST)
        .select(customers::id)
        .load(tx.conn)?;
    // Two thirds of the customers are being talked to.
    chosen = chosen
        .into_iter()
        .enumerate()
        .filter_map(|(n, id)| (n % 3 != 2).then_some(id))
        .collect();
    let stages = stage::all(tx.conn)?;
    for (n, customer) in chosen.into_iter().enumerate() {
        one(tx, grant, &stages, customer, n)?;
    }
    Ok(())
}

fn one(
    tx: &mut Tx,
    grant: &Grant,
    stages: &std::collections::HashMap<CaseStageKey, Stage>,
    customer: Uuid,
    n: usize,
) -> Answer<()> {
    let now = grant.acting.now;
    let depth = [0, 1, 2, 0, 3, 1, 4, 2, 0, 5, 1, 3][n % 12];
    // The last step was up to three weeks ago; every ninth case was left lying.
    let last = if n % 9 == 8 {
        45 + n as i64 % 30
    } else {
        n as i64 * 7 % 13
    };
    let at = |step: usize| -> DateTime<Utc> {
        now - Duration::days(last + (depth as i64 - step as i64) * 9) - Duration::minutes(n as i64)
    };
    let (product, premium) = PRODUCTS[n % PRODUCTS.len()];
    let decided = depth >= 2;
    let new = NewCase {
        customer_id: customer,
        product: (decided || n % 4 == 1).then(|| product.to_owned()),
        expected_premium: (decided || !n.is_multiple_of(3)).then(|| Money {
            amount: premium,
            currency: "TWD".to_owned(),
        }),
        expected_close_on: decided
            .then(|| (now + Duration::days(10 + n as i64 * 3 % 60)).date_naive()),
        next_step: Some(NEXT[depth.min(4)].to_owned()),
        owner_id: None,
    };
    let mut case = write::create(tx, &grant.at(at(0)), &new)?;
    for step in 0..depth.min(4) {
        let (then, key) = (grant.at(at(step + 1)), CaseStageKey::ALL[step]);
        let filled = filled(stage::of(stages, key)?, n, usize::MAX);
        case = write::update(tx, &then, case.id, &filled, case.version)?;
        let to = CaseStageKey::ALL[step + 1];
        case = moves::go(
            tx,
            &then,
            case.id,
            &NewCaseMove { to, note: None },
            case.version,
        )?;
    }
    let then = grant.at(at(depth));
    let here = stage::of(stages, case.stage)?;
    let much = if depth == 5 { usize::MAX } else { n % 3 };
    let filled = filled(here, n, much);
    case = write::update(tx, &then, case.id, &filled, case.version)?;
    let closing = match (depth, n % 11) {
        (5, _) => Some((CaseOutcome::Won, None)),
        (_, 7) => Some((CaseOutcome::Lost, Some(LOST[n % LOST.len()].to_owned()))),
        _ => None,
    };
    if let Some((outcome, reason)) = closing {
        let closing = NewCaseClosing { outcome, reason };
        moves::close(tx, &then, case.id, &closing, case.version)?;
    } else if n % 14 == 4 {
        let reason = RISKS[n / 14 % RISKS.len()].to_owned();
        flag::raise(tx, &then, case.id, &NewCaseFlag { reason })?;
    }
    Ok(())
}

/// The first so many fields and items of a stage.
fn filled(stage: &Stage, n: usize, much: usize) -> CasePatch {
    let key = stage.demands.stage;
    let answer = |item: &contract::case::CaseStageItem| CaseAnswerPatch {
        stage: key,
        key: item.key.clone(),
        value: Some(value(&item.key, n)),
    };
    let tick = |item: &contract::case::CaseStageItem| CaseTickPatch {
        stage: key,
        key: item.key.clone(),
        done: true,
    };
    CasePatch {
        answers: Some(stage.demands.fields.iter().take(much).map(answer).collect()),
        ticks: Some(stage.demands.checks.iter().take(much).map(tick).collect()),
        ..CasePatch::default()
    }
}

fn value(key: &str, n: usize) -> String {
    let pick = |texts: [&str; 3]| texts[n % 3].to_owned();
    match key {
        "concern" => pick([
            "孩子的教育基金",
            "退休後的醫療支出",
            "房貸還有二十年，擔心收入中斷",
        ]),
        "contact" => pick(["平日晚上，LINE", "中午休息時間，手機", "週末上午，到府"]),
        "protection_gap" => pick([
            "家庭責任期缺口約 800 萬",
            "住院日額不足 3,000 元",
            "重大傷病保障缺 200 萬",
        ]),
        "budget" => pick(["每年 6 萬元", "每年 12 萬元", "每年 3 萬元"]),
        "plans" => pick(["五年內換屋", "六十歲退休", "兩年後孩子出國念書"]),
        "proposal" => pick([
            "終身壽險 300 萬＋實支實付二擇一",
            "重大傷病 200 萬，二十年期",
            "定期壽險 800 萬＋意外險 500 萬",
        ]),
        "reason" => pick([
            "以最低保費補足責任期",
            "保費固定，符合預算",
            "可搭配團險，不重複保障",
        ]),
        "application_number" => format!("A{:08}", 26_110_000 + n * 17),
        "payment" => pick(["年繳，信用卡", "月繳，帳戶轉帳", "半年繳，匯款"]),
        "policy_number" => format!("L{:08}", 26_880_000 + n * 13),
        "delivered_on" => format!("2026-11-{:02}", 1 + n % 24),
        _ => pick(["希望補強孩子的意外險", "明年再談長照", "無"]),
    }
}
