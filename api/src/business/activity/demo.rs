//! What was done with the demo department's customers during the last months.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::activity::{ActivityChannel, ActivityOutcome, NewActivity};
use diesel::prelude::*;
use uuid::Uuid;

use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::customers;
use crate::db::types::t;
use crate::engine::record::Acting;
use crate::problem::Answer;

const NOTES: [&str; 10] = [
    "說明新的實支實付條款，客戶想帶回去和先生討論",
    "保單健檢，意外險保額不足，約下次帶建議書",
    "祝賀生日，順道關心父親的理賠進度",
    "帶孩子，不方便久談",
    "詢問保費繳別可否改為年繳",
    "收到理賠款，表示感謝，願意介紹同事",
    "想了解退休規劃，已請他準備勞保資料",
    "剛換工作，三個月後再談",
    "說明會後留下聯絡資料",
    "變更受益人文件已簽回",
];
const STEPS: [&str; 5] = [
    "寄建議書",
    "約見面說明",
    "送變更申請書",
    "電話確認",
    "生日前致電",
];

/// Each customer's history of a few contacts; every seventh is left waiting, so that something is overdue.
pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let now = grant.acting.now;
    let all: Vec<(Uuid, Uuid)> = customers::table
        .order(customers::id)
        .select((customers::id, customers::owner_id))
        .load(tx.conn)?;
    // They came before anybody called them.
    diesel::update(customers::table)
        .set(customers::created_at.eq(t(now - Duration::days(150))))
        .execute(tx.conn)?;
    for (n, (customer, owner)) in all.into_iter().enumerate() {
        let last = match n % 7 {
            0 => 45 + (n as i64 * 13) % 80,
            _ => 1 + (n as i64 * 5) % 24,
        };
        for k in 0..1 + n % 4 {
            let back =
                Duration::days(last + 19 * k as i64) + Duration::minutes((n as i64 * 37) % 420);
            let acting = Acting {
                employee_id: Some(owner),
                now: now - back,
                ..grant.acting.clone()
            };
            let grant = Grant::system(Actor::manager(owner, acting.now), acting);
            let new = activity(n * 3 + k, customer, now, now - back, k == 0);
            write::log(tx, &grant, &new)?;
        }
    }
    Ok(())
}

fn activity(
    n: usize,
    customer: Uuid,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
    latest: bool,
) -> NewActivity {
    let outcome = match n % 9 {
        0 => ActivityOutcome::NotReached,
        1 | 2 => ActivityOutcome::Interested,
        3 => ActivityOutcome::Appointment,
        4 => ActivityOutcome::NotInterested,
        _ => ActivityOutcome::Reached,
    };
    let next: Option<NaiveDate> = (latest && n.is_multiple_of(4))
        .then(|| (now + Duration::days(n as i64 % 9 - 1)).date_naive());
    let on = clock::local_date(at, "Asia/Taipei");
    NewActivity {
        customer_id: customer,
        channel: ActivityChannel::ALL[[0, 0, 1, 3, 0, 1, 2][n % 7]],
        outcome,
        at: Some(at),
        note: (n % 5 != 4).then(|| NOTES[n % 10].to_owned()),
        next_step: next.map(|_| STEPS[n % 5].to_owned()),
        next_on: next.filter(|day| *day >= on),
    }
}
