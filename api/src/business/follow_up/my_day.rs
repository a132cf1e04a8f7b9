//! Follow-ups in "my day": my customers who are due.

use chrono::NaiveDate;
use contract::Text;
use contract::my_day::DayItem;

use super::store;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::problem::Answer;

const MOST: i64 = 10;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let due = store::mine(conn, grant, today, MOST)?;
    Ok(due.into_iter().map(|row| item(grant, today, row)).collect())
}

fn item(grant: &Grant, today: NaiveDate, row: store::Row) -> DayItem {
    let days = row.due_on.map_or(0, |due| (today - due).num_days());
    let late = Text::new("逾期天數", "逾期天数", "days overdue");
    let now = Text::new("今天該聯繫", "今天该联系", "Due today");
    let never = Text::new("尚未聯繫過", "尚未联系过", "never contacted");
    let last = Text::new("上次聯繫", "上次联系", "last contact");
    let when = match days {
        1.. => format!("{} {days}", late.get(grant.locale)),
        _ => now.get(grant.locale).to_owned(),
    };
    let contact = match row.last_contact_on {
        Some(on) => format!("{} {on}", last.get(grant.locale)),
        None => never.get(grant.locale).to_owned(),
    };
    DayItem {
        kind: match days {
            1.. => "follow_up_overdue",
            _ => "follow_up_due",
        }
        .to_owned(),
        title: row.name,
        detail: format!("{when} · {contact}"),
        due_at: None,
        path: format!("/customers/{}", row.id),
        subject_id: Some(row.id),
        clause: Some("5.1.4".to_owned()),
    }
}
