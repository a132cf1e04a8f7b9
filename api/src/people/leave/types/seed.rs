//! The kinds of leave that a department starts with. Annual leave, sick, personal, marriage, maternity, paternity and bereavement
//! leave follow Taiwan's Labour Standards Act (Art. 38), its leave rules and the Gender Equality Act; the manager changes them.

use chrono::{DateTime, Utc};
use contract::Days;
use contract::leave::{BalanceRule, DayCount, EntitlementStep, LeaveCategory, Names, NewLeaveType};
use diesel::prelude::*;

use super::store;
use crate::db::Tx;
use crate::db::schema::leave_types as k;
use crate::problem::Answer;

/// Where there are no types yet they are made; done at set-up, and at start for departments older than leave.
pub fn types(tx: &mut Tx, now: DateTime<Utc>) -> Answer<()> {
    if k::table.count().get_result::<i64>(tx.conn)? > 0 {
        return Ok(());
    }
    for (n, new) in all().into_iter().enumerate() {
        let row = store::row_of(&new, (n as i64 + 1) * 10, now)?;
        store::insert(tx, &row)?;
    }
    Ok(())
}

fn step(after_months: u32, days: i64) -> EntitlementStep {
    EntitlementStep {
        after_months,
        days: Days::whole(days),
    }
}

/// Half a year 3 days, then 7, 10, 14, 14, 15 …, from ten years on one more each year, at most 30.
pub fn annual_steps() -> Vec<EntitlementStep> {
    let mut steps = vec![
        step(6, 3),
        step(12, 7),
        step(24, 10),
        step(36, 14),
        step(60, 15),
    ];
    steps.extend((10..=24).map(|years| step(years * 12, i64::from(years) + 6)));
    steps
}

fn all() -> Vec<NewLeaveType> {
    use BalanceRule::{Ledger, PerRequest, Unlimited};
    let plain = |code: &str, hant: &str, hans: &str, en: &str| NewLeaveType {
        code: code.to_owned(),
        names: Names {
            zh_hant: hant.to_owned(),
            zh_hans: hans.to_owned(),
            en: en.to_owned(),
        },
        clause: "4.4.4".to_owned(),
        category: LeaveCategory::Leave,
        counts: DayCount::WorkingDays,
        pay_percent: 100,
        allows_half_days: true,
        notice_days: 0,
        after_the_fact_days: 0,
        certificate_after: None,
        balance: Unlimited,
        max_days: None,
        entitlement: Vec::new(),
        carry_over_max: None,
        carry_over_months: 0,
    };
    // Any certificate at all: after no days.
    let always = Some(Days::ZERO);
    vec![
        NewLeaveType {
            notice_days: 3,
            balance: Ledger,
            entitlement: annual_steps(),
            carry_over_max: Some(Days::whole(10)),
            carry_over_months: 12,
            ..plain("annual", "特別休假", "年休假", "Annual leave")
        },
        NewLeaveType {
            pay_percent: 50,
            after_the_fact_days: 3,
            certificate_after: Some(Days::whole(2)),
            balance: Ledger,
            entitlement: vec![step(0, 30)],
            ..plain("sick", "病假", "病假", "Sick leave")
        },
        NewLeaveType {
            clause: "4.4.2".to_owned(),
            pay_percent: 0,
            notice_days: 1,
            balance: Ledger,
            entitlement: vec![step(0, 14)],
            ..plain("personal", "事假", "事假", "Personal leave")
        },
        NewLeaveType {
            notice_days: 7,
            certificate_after: always,
            balance: PerRequest,
            max_days: Some(Days::whole(8)),
            ..plain("marriage", "婚假", "婚假", "Marriage leave")
        },
        NewLeaveType {
            counts: DayCount::CalendarDays,
            allows_half_days: false,
            after_the_fact_days: 7,
            certificate_after: always,
            balance: PerRequest,
            max_days: Some(Days::whole(56)),
            ..plain("maternity", "產假", "产假", "Maternity leave")
        },
        NewLeaveType {
            after_the_fact_days: 7,
            certificate_after: always,
            balance: PerRequest,
            max_days: Some(Days::whole(7)),
            ..plain("paternity", "陪產檢及陪產假", "陪产假", "Paternity leave")
        },
        NewLeaveType {
            after_the_fact_days: 7,
            certificate_after: always,
            balance: PerRequest,
            max_days: Some(Days::whole(8)),
            ..plain("bereavement", "喪假", "丧假", "Bereavement leave")
        },
        NewLeaveType {
            clause: "4.4.2".to_owned(),
            category: LeaveCategory::Business,
            after_the_fact_days: 1,
            ..plain("business", "公出", "公出", "Out on business")
        },
        NewLeaveType {
            after_the_fact_days: 3,
            certificate_after: always,
            ..plain("public", "公假", "公假", "Official leave")
        },
    ]
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    #[test]
    fn what_a_department_starts_with_keeps_the_contracts_own_rules() {
        for new in super::all() {
            assert!(new.validate().is_ok(), "{}", new.code);
        }
        assert_eq!(super::annual_steps().last().unwrap().days.half_days(), 60);
    }
}
