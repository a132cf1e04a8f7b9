//! Something to look at in the demo department: a year of requests and complaints, most answered in time and rated, some waiting, a
//! few late — each brought there by the same acts that people use.

use chrono::{DateTime, Duration, Utc};
use contract::service::{
    NewServiceAnswer, NewServiceClosing, NewServiceRating, NewServiceReopening, NewServiceRequest,
    NewServiceStart, ServiceChannel, ServiceRequest,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::{closing, open, work};
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{customers, service_categories as c};
use crate::engine::record::Acting;
use crate::problem::Answer;

/// A large department is for load tests, which bring their own.
const MOST: i64 = 240;

/// Category, what the customer said, what they were told.
const ASKED: [(&str, &str, &str); 12] = [
    (
        "policy_change",
        "想把受益人改成先生和女兒各一半",
        "變更申請書已簽回，批單三天內寄到家裡",
    ),
    (
        "claim_help",
        "上週住院五天，問需要準備哪些理賠文件",
        "已代收診斷證明與收據，理賠部受理，約七個工作日",
    ),
    (
        "premium_payment",
        "信用卡換發，續期保費怕扣不到款",
        "新卡授權書已送件，下期起由新卡扣款",
    ),
    (
        "certificate",
        "報稅需要去年的保費繳納證明",
        "證明已寄到電子信箱，紙本隨後寄出",
    ),
    (
        "policy_review",
        "快退休了，想整理全家的保單",
        "已面談並提供全家保單總表與兩個調整建議",
    ),
    (
        "courtesy",
        "詢問健康檢查優惠怎麼預約",
        "已代為預約下月第一週的健檢",
    ),
    (
        "slow_service",
        "送件三週還沒收到批單，打電話也沒人回",
        "已致歉並追回批單，當天專人送達",
    ),
    (
        "policy_change",
        "搬家，地址和電話都要改",
        "地址與電話已更新，並確認其他保單一併變更",
    ),
    (
        "sales_practice",
        "說是六年期繳完就好，收到通知才知道要繳二十年",
        "已當面說明契約內容，客戶改辦減額繳清",
    ),
    (
        "claim_help",
        "孩子在學校摔傷，問學生保險能不能一起申請",
        "已協助分別申請，兩件都已給付",
    ),
    (
        "conduct",
        "約好的時間遲到一小時又臨時改期",
        "主管已致歉，改由同事定期聯絡",
    ),
    (
        "claim_dispute",
        "手術被認定不在給付範圍，要求說明",
        "已請理賠部重審並補上醫師說明，改為給付",
    ),
];
const COMMENTS: [&str; 5] = [
    "處理得很快",
    "解釋清楚，謝謝",
    "等了比預期久一點",
    "希望下次能主動通知",
    "很滿意",
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let chosen: Vec<(Uuid, Uuid)> = customers::table
        .order((customers::pinyin, customers::id))
        .limit(MOST)
        .select((customers::id, customers::owner_id))
        .load(tx.conn)?;
    let categories: Vec<(String, Uuid)> = c::table.select((c::key, c::id)).load(tx.conn)?;
    let count = chosen.len();
    // From the oldest on, so that the numbers grow with time.
    for (n, (customer, owner)) in chosen.into_iter().enumerate() {
        // A few lie within this week, the rest back over the year.
        let left = (count - n) as i64;
        let back = match left {
            ..=12 => left / 2,
            _ => 6 + (left - 12) * 330 / count as i64,
        };
        let (key, said, told) = ASKED[n * 5 % ASKED.len()];
        if let Some((_, category)) = categories.iter().find(|(known, _)| known == key) {
            let one = One {
                customer,
                owner,
                about: (key == "conduct").then_some(owner),
                opened: grant.acting.now - Duration::days(back) - Duration::minutes(n as i64 * 7),
                n,
            };
            one.fill(tx, grant, *category, (said, told))?;
        }
    }
    Ok(())
}

struct One {
    customer: Uuid,
    owner: Uuid,
    about: Option<Uuid>,
    opened: DateTime<Utc>,
    n: usize,
}

impl One {
    /// Somebody who is acting at an instant, whatever the clock shows.
    fn by(&self, grant: &Grant, who: Uuid, at: DateTime<Utc>) -> Grant {
        let acting = Acting {
            employee_id: Some(who),
            now: at.min(grant.acting.now),
            ..grant.acting.clone()
        };
        Grant::in_the_past(Actor::manager(who, acting.now), acting)
    }

    fn fill(
        &self,
        tx: &mut Tx,
        grant: &Grant,
        category: Uuid,
        (said, told): (&str, &str),
    ) -> Answer<()> {
        let n = self.n;
        let new = NewServiceRequest {
            customer_id: self.customer,
            category_id: category,
            channel: ServiceChannel::ALL[n * 3 % 5],
            description: said.to_owned(),
            complained_about_id: self.about,
            owner_id: None,
        };
        let one = open::open(tx, &self.by(grant, self.owner, self.opened), &new)?;
        let handler = one.owner.id;
        let at = |hours: i64| self.by(grant, handler, self.opened + Duration::hours(hours));
        let late = n % 13 == 7;
        let answered = self.opened + Duration::hours(answer_hours(n, late));
        // What would be answered tomorrow waits; of every forty one was forgotten.
        if answered > grant.acting.now || n % 40 == 39 {
            if n.is_multiple_of(2) {
                let note = Some("已致電客戶，文件準備中".to_owned());
                work::start(tx, &at(2), one.id, &NewServiceStart { note }, one.version)?;
            }
            return Ok(());
        }
        let then = self.by(grant, handler, answered);
        let answer = NewServiceAnswer {
            answer: told.to_owned(),
        };
        let one = closing::answer(tx, &then, one.id, &answer, one.version)?;
        if n % 11 == 10 {
            // The customer hasn't said yet whether that was it.
            return Ok(());
        }
        let one = self.close(tx, grant, &one, answered, late)?;
        if n % 29 == 12 {
            let then = self.by(grant, handler, answered + Duration::days(6));
            let reason = "客戶來電：收到的資料仍有一處錯誤".to_owned();
            let again = closing::reopen(
                tx,
                &then,
                one.id,
                &NewServiceReopening { reason },
                one.version,
            )?;
            let then = self.by(grant, handler, answered + Duration::days(7));
            closing::answer(tx, &then, again.id, &answer, again.version)?;
        }
        Ok(())
    }

    fn close(
        &self,
        tx: &mut Tx,
        grant: &Grant,
        one: &ServiceRequest,
        answered: DateTime<Utc>,
        late: bool,
    ) -> Answer<ServiceRequest> {
        let then = self.by(grant, one.owner.id, answered + Duration::hours(20));
        let score = match (late, self.n % 9) {
            (true, _) => 2,
            (_, 0) => 3,
            (_, 1..=3) => 4,
            _ => 5,
        };
        let rating = (!self.n.is_multiple_of(4)).then(|| NewServiceRating {
            score,
            comment: self
                .n
                .is_multiple_of(3)
                .then(|| COMMENTS[(self.n + usize::from(late) * 2) % 5].to_owned()),
            channel: ServiceChannel::ALL[self.n % 3],
        });
        let new = NewServiceClosing { note: None, rating };
        closing::close(tx, &then, one.id, &new, one.version)
    }
}

/// A day or two; the late ones three weeks.
fn answer_hours(n: usize, late: bool) -> i64 {
    match late {
        true => 21 * 24,
        false => 5 + n as i64 * 11 % 55,
    }
}
