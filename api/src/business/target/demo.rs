//! Targets of this year, quarter and month with figures up to yesterday: some teams ahead, some behind, one tree revised.

use chrono::{Datelike, Duration, Months, NaiveDate};
use contract::attainment::NewTargetActual;
use contract::target::{NewTarget, NewTargetRevision, NodeAmount, TargetPeriod, TargetSplit};
use diesel::prelude::*;
use uuid::Uuid;

use super::actual::take_many;
use super::{draft, indicator, nodes, revise};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::organization::settings;
use crate::problem::Answer;

/// A large department is for load tests, which bring their own figures.
const MOST_PEOPLE: i64 = 120;
/// What one person is to bring in a year: premium, customers, assets. Minor units or pieces.
const EACH: [(&str, i64); 3] = [
    ("premium_income", 360_000_000),
    ("customer_count", 8),
    ("new_customer_assets", 500_000_000),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let people: Vec<(Uuid, String)> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::team_id.is_not_null())
        .order(employees::number)
        .limit(MOST_PEOPLE)
        .select((employees::id, employees::number))
        .load(tx.conn)?;
    if people.is_empty() {
        return Ok(());
    }
    let month = today.with_day(1).unwrap_or(today);
    let quarter = month
        .with_month(month.month0() / 3 * 3 + 1)
        .unwrap_or(month);
    let year = month.with_month(1).unwrap_or(month);
    let known = indicator::all(tx.conn)?.data;
    for (code, each) in EACH {
        let Some(indicator) = known.iter().find(|one| one.code == code) else {
            continue;
        };
        let whole = each * people.len() as i64;
        let mut periods = vec![
            (TargetPeriod::Year, year, whole),
            (TargetPeriod::Quarter, quarter, whole / 4),
            (TargetPeriod::Month, month, whole / 12),
        ];
        let before = month - Months::new(1);
        if code == "premium_income" && before >= year {
            periods.push((TargetPeriod::Month, before, whole / 12));
        }
        for (period, starts_on, amount) in periods {
            let days = (today - starts_on).num_days() + 9;
            let then = grant.at(grant.acting.now - Duration::days(days));
            let new = NewTarget {
                indicator_id: indicator.id,
                period,
                starts_on,
                amount,
                split: TargetSplit::Headcount,
            };
            let made = draft::create(tx, &then, &new)?;
            let made = draft::publish(tx, &then, made.id, made.version)?;
            if code == "premium_income" && period == TargetPeriod::Year {
                moved(tx, grant, made.id, made.version)?;
            }
        }
    }
    figures(tx, grant, &people, year, today)
}

/// A tenth goes from one member of the first team to another.
fn moved(tx: &mut Tx, grant: &Grant, target: Uuid, version: i64) -> Answer<()> {
    let tree = nodes::all(tx.conn, target)?;
    let Some(team) = tree.iter().find(|node| node.level == "team") else {
        return Ok(());
    };
    let members = tree.iter().filter(|node| node.parent_id == Some(team.id));
    if let [one, other, ..] = members.collect::<Vec<_>>().as_slice() {
        let part = one.amount / 10;
        let change = |id, amount| NodeAmount { id, amount };
        let new = NewTargetRevision {
            reason: "新進同仁帶訓期間，由資深同仁分擔一成".to_owned(),
            nodes: vec![
                change(one.id, one.amount - part),
                change(other.id, other.amount + part),
            ],
            additions: Vec::new(),
        };
        let then = grant.at(grant.acting.now - Duration::days(40));
        revise::revise(tx, &then, target, &new, version)?;
    }
    Ok(())
}

/// Two policies and a deposit of each a month, up to yesterday.
fn figures(
    tx: &mut Tx,
    grant: &Grant,
    people: &[(Uuid, String)],
    year: NaiveDate,
    today: NaiveDate,
) -> Answer<()> {
    let mut new = Vec::new();
    for (n, (_, number)) in people.iter().enumerate() {
        // Each has a pace of their own, from six to thirteen tenths of the target.
        let pace = 60 + (n as i64 * 37) % 71;
        let mut add = |k: i64, indicator: &str, on_date: NaiveDate, amount: i64| {
            new.push(Ok(NewTargetActual {
                source: "policy-core".to_owned(),
                external_id: format!("{}-{number}-{k}", year.year()),
                indicator: indicator.to_owned(),
                employee_number: number.clone(),
                on_date,
                amount,
            }));
        };
        for k in 0..36 {
            let day = year + Duration::days(3 + k * 10 + (n as i64 * 3) % 7);
            if day >= today {
                break;
            }
            let wave = 85 + (k * 29 + n as i64 * 11) % 31;
            let part = |whole: i64, times: i64| whole * pace / 100 * wave / 100 / times;
            match k % 3 {
                2 => add(k, "new_customer_assets", day, part(EACH[2].1, 12)),
                _ => add(k, "premium_income", day, part(EACH[0].1, 24)),
            }
        }
        // Somebody signs every day, so that the figures are current.
        let yesterday = today - Duration::days(1);
        if n < 6 && yesterday >= year {
            let (indicator, whole) = if n % 2 == 0 {
                ("premium_income", EACH[0].1)
            } else {
                ("new_customer_assets", EACH[2].1)
            };
            add(90, indicator, yesterday, whole / 40);
        }
    }
    for taken in take_many(tx, &grant.acting, new)? {
        taken?;
    }
    Ok(())
}
